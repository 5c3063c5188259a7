"""Reports as people see them: charts, phones, paper, and readers who hear the page."""

import re

from playwright.async_api import expect

from tests.console.reporting import done, lay
from tests.console.screens import DESKTOP, PHONE, TELEVISION, faults, seated

PAGES = ("/console/figures", "/console/lists", "/console/figures/behind?of=registered",
         "/console/lists/print", "/console/figures/print")  # fmt: skip
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


async def _some(scene):
    await lay(scene, done(rating="content"), done(rating="content", kind="hazard"), {},
              {"category": "util.water", "owner_area": "XL-2", "chat": "jgy"})  # fmt: skip


async def test_charts_are_drawn_from_the_tables_and_every_page_can_be_read_by_everybody(
    scene, desk
):
    await _some(scene)
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in PAGES:
            await page.goto(address + path)
            assert await faults(page) == [], path
            if "print" not in path:
                await page.set_viewport_size(PHONE)
                assert await faults(page) == [], path
                assert not await page.evaluate(SIDEWAYS), path
                await page.set_viewport_size(DESKTOP)
        await page.set_viewport_size(TELEVISION)
        await page.goto(f"{address}/board")
        assert await faults(page) == []
        assert not await page.evaluate("() => document.body.scrollHeight > innerHeight")
        assert said == []

        await page.set_viewport_size(DESKTOP)
        await page.goto(f"{address}/console/figures?first=2026-11-25&last=2026-12-01")
        await expect(page.locator(".chart canvas")).to_have_count(7)
        await expect(page.locator("details.numbers[open]")).to_have_count(0)
        assert await page.locator(".chart").first.get_attribute("aria-hidden") == "true"
        kind = page.locator("section", has=page.locator("#by-kind"))
        await kind.locator(".chart canvas").click(position={"x": 90, "y": 20})
        await expect(page).to_have_url(
            re.compile("of=registered.*kind=complaint|kind=complaint.*of=")
        )
        await expect(page.locator("#count")).to_have_text("3")


async def test_without_a_script_the_numbers_are_there_all_the_same(scene, desk):
    await _some(scene)
    async with seated(desk, "sun", viewport=DESKTOP, java_script_enabled=False) as (page, address):
        await page.goto(f"{address}/console/figures?first=2026-11-25&last=2026-12-01")
        row = page.get_by_role("row", name="水电气暖 1")
        await expect(row).to_be_visible()
        await row.get_by_role("link").click()
        await expect(page.locator("#count")).to_have_text("1")
