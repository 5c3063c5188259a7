"""The pages of texts, people, groups, settings, record and sessions as people see them."""

from playwright.async_api import expect

from tests.console.screens import DESKTOP, PHONE, faults, seated

ONE = "/console/texts/zh-Hans/tickets/done_group"
PAGES = ("/console/texts", "/console/texts?part=points", ONE, "/console/people", "/console/groups",
         "/console/settings", "/console/audit", "/console/me")  # fmt: skip
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


async def test_every_page_of_the_settings_can_be_read_by_everybody(scene, desk):
    await scene.say("li", "3栋2单元楼道灯坏了三天了")
    async with seated(desk, "boss", viewport=DESKTOP) as (page, address):
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in (*PAGES, f"/console/people/{scene.ids['wang']}"):
            await page.set_viewport_size(DESKTOP)
            await page.goto(address + path)
            assert await faults(page) == [], path
            await page.set_viewport_size(PHONE)
            assert not await page.evaluate(SIDEWAYS), path
        assert said == []


async def test_a_sentence_is_heard_while_it_is_typed(scene, desk):
    async with seated(desk, "boss", viewport=DESKTOP) as (page, address):
        await page.goto(address + ONE)
        words = page.locator("#source")
        usual = await words.input_value()
        await words.fill(usual.replace("办过了", "弄好了,您受累"))
        await expect(page.locator("#heard .telegram p")).to_contain_text("弄好了,您受累")
        await expect(page.locator("#heard .plainly")).to_contain_text("回 1 好了")

        await words.fill(usual.replace("ticket_.number", "ticket_.nummer"))
        await expect(page.locator("#heard [role=alert]")).to_contain_text("ticket_.nummer")
        assert await words.input_value() != usual, "what was typed stays"
        await page.get_by_role("button", name="就这样说").click()
        await expect(page.locator("[role=alert]:visible")).to_contain_text("ticket_.nummer")

        await page.locator("#source").fill(usual.replace("办过了", "弄好了"))
        await page.get_by_role("button", name="就这样说").click()
        await page.get_by_role("button", name="回到原来的说法").click()
        await expect(page.locator("#source")).to_have_value(usual)
