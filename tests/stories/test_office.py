"""A call comes in, and goes the whole way in a real browser: desk, street, and who else looks at it."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.async_api import async_playwright, expect

from tests.browser import chromium, opened
from tests.stories.program import command, running
from tests.stories.test_pages import AXE, DESK, PHONE, RULES, SERIOUS

LAMP = "金桂园3栋2单元楼道灯坏了三天了"


class Browsers:
    """The running sample, and a browser for each who works in it."""

    def __init__(self, program, home, chromium_):
        self.program, self.home, self.chromium = program, home, chromium_

    async def of(self, name, size):
        """A page of somebody's who has used their link."""
        _, told, _ = await command(self.home, "login", "--person", name, "--json")
        context = await self.chromium.new_context(
            viewport=size, base_url=self.program.address, bypass_csp=True
        )
        page = await context.new_page()
        await page.goto(urlsplit(json.loads(told)["link"]).path)
        return page


@pytest.fixture
async def browsers(sample_home):
    chromium()
    async with running(sample_home, "--sample") as program, async_playwright() as playwright:
        browser = await opened(playwright)
        yield Browsers(program, sample_home, browser)
        await browser.close()


async def faults(page):
    """What axe finds serious on a page as it stands."""
    await page.add_script_tag(path=AXE)
    seen = await page.evaluate("rules => axe.run({runOnly: rules}).then(r => r.violations)", RULES)
    return [fault["id"] for fault in seen if fault["impact"] in SERIOUS]


async def test_a_call_is_read_while_it_is_typed_and_done_from_the_street(browsers):
    desk = await browsers.of("周怀远", DESK)
    await desk.goto("/console/tickets/new")
    await desk.fill("#text", LAMP)
    await expect(desk.locator("#proposal")).to_contain_text("王秀英 网格员")
    await desk.click("button[value=file]")
    number = await desk.locator(".told b").inner_text()

    street = await browsers.of("王秀英", PHONE)
    line = street.locator("li", has=street.get_by_role("link", name=number, exact=True))
    await line.get_by_role("button", name=f"签收 {number}").click()
    await expect(street.locator("li.settled")).to_contain_text("已签收")
    assert urlsplit(street.url).path == "/console"
    assert await faults(street) == []

    await desk.goto(f"/console/tickets/{int(number)}")
    await street.goto(f"/console/tickets/{int(number)}")
    await expect(street.locator(".onlookers")).to_contain_text("周怀远也在看")
    assert await faults(street) == []

    await desk.goto("/console")
    late = desk.locator("#late li")
    await late.first.get_by_role("button").click()
    await expect(late.first).to_have_class("settled")
    assert urlsplit(desk.url).query == ""
    assert await faults(desk) == []
