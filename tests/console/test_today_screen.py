"""The morning page in a real browser, on the phone of whoever works outside."""

from playwright.async_api import expect

from tests.console.screens import PHONE, faults, seated

INK_AND_GROUND = "one => { const s = getComputedStyle(one); return [s.color, s.backgroundColor] }"


async def test_what_is_under_way_says_on_its_button_what_a_press_does(scene, desk):
    await scene.say("li", "3栋楼道灯坏了三天了")
    async with seated(desk, "wang", viewport=PHONE) as (page, _):
        await page.get_by_role("button", name="签收").click()
        await expect(page.locator(".settled")).to_be_visible()
        await page.reload()
        button = page.locator("summary", has_text="办好了")
        ink, ground = await button.evaluate(INK_AND_GROUND)
        wrong = await faults(page)

    assert ink != ground
    assert wrong == []
