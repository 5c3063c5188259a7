"""The shop's pages on a phone at the desk: readable, large enough, and true when the line is cut."""

import asyncio

from playwright.async_api import expect

from storage.people import PersonRow
from tests.console.screens import DESKTOP, PHONE, faults, seated
from tests.handlers.shopping import open_shop, orders, placed, points, stock

SHOP = "/console/shop"
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
LARGE = 44  # CSS pixels of what a finger has to meet


async def test_handed_out_once_on_a_phone_though_the_answer_got_lost(scene, desk, tmp_path):
    await open_shop(scene, tmp_path)
    desk.clock.at = scene.now
    number = await placed(scene)
    address_of_it = f"{SHOP}/orders/{number}"
    async with seated(desk, "sun", viewport=PHONE) as (page, address):
        for path in (SHOP, f"{SHOP}?q=H1", f"{SHOP}/household?code=H1", f"{SHOP}/goods",
                     f"{SHOP}/goods/soap", f"{SHOP}/windows", f"{SHOP}/report", address_of_it):  # fmt: skip
            await page.goto(address + path)
            assert await faults(page) == [], path
            assert not await page.evaluate(SIDEWAYS), path

        button = page.get_by_role("button", name="东西给了本人")
        assert (await button.bounding_box())["height"] >= LARGE
        sent = asyncio.get_running_loop().create_future()

        async def lost(route):
            await route.fetch(max_redirects=0)  # it arrives, and the answer does not
            await route.abort()
            sent.set_result(route.request.post_data)

        await page.route("**/fetch", lost)
        await button.click()
        given = await asyncio.wait_for(sent, 60)
        await page.unroute("**/fetch")
        await page.goto(address + address_of_it)
        await expect(page.get_by_role("status")).to_contain_text("东西已经给了,积分已经扣了")
        again = await page.request.post(
            f"{address}{address_of_it}/fetch", data=given, max_redirects=0,
            headers={"content-type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        assert again.status == 303
        assert await page.get_by_role("button", name="东西给了本人").count() == 0

        await page.get_by_role("link", name="打印小票").click()
        await expect(page.locator(".slip")).to_contain_text("原有68分,用40分,还剩28分")
        assert await faults(page) == []
        await page.set_viewport_size(DESKTOP)
        await page.emulate_media(media="print")
        assert not await page.get_by_role("navigation").first.is_visible()
    assert (await points(scene), await stock(scene)) == ((28, 0), (29, 0))
    assert [row.state for row in await orders(scene)] == ["fetched"]


async def test_a_household_sees_its_code_large_and_no_name(scene, desk, tmp_path):
    await open_shop(scene, tmp_path)
    desk.clock.at = scene.now
    await placed(scene)
    token = (await orders(scene))[0].token
    async with seated(desk, "sun", viewport=PHONE) as (page, address):
        await page.goto(f"{address}/shop/{token}")
        assert await faults(page) == []
        assert (await page.locator(".qr").bounding_box())["width"] > PHONE["width"] / 2
        assert not await page.evaluate(SIDEWAYS)
        async with scene.database.reading() as session:
            person = await session.get(PersonRow, scene.ids["sun"])
        assert person.name not in await page.locator("main").inner_text()
