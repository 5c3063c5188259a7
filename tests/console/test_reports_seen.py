"""Reports as people see them: with charts, without a script, and from across the hall.

That every page of the office can be read by everybody is looked at elsewhere, for all of them at once.
"""

import re
from pathlib import Path

from playwright.async_api import expect

from tests.console.reporting import done, lay
from tests.console.screens import beside

WEEK = "first=2026-11-25&last=2026-12-01"
AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
GRAVE = """async () => (await axe.run()).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => one.id)"""
TALL = "() => document.body.scrollHeight > innerHeight"
DESKTOP, TELEVISION = {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}


async def test_figures_are_seen_as_charts_read_as_tables_and_the_board_from_afar(scene, desk):
    await lay(scene, done(rating="content"), done(rating="content", kind="hazard"), {},
              {"category": "util.water", "owner_area": "XL-2", "chat": "jgy"})  # fmt: skip
    async with beside(desk) as (browser, address):
        context = await browser.new_context(viewport=DESKTOP)
        page = await context.new_page()
        await page.goto(address + await desk.link("sun"))
        await _charts(page, address)

        plain = await browser.new_context(
            java_script_enabled=False, storage_state=await context.storage_state()
        )
        await _tables(await plain.new_page(), address)

        hall = await browser.new_context(viewport=TELEVISION, bypass_csp=True)
        await _board(await hall.new_page(), address)


async def _charts(page, address):
    """Seven charts, no complaint about what they do to the page, and each bar opens its tickets."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(f"{address}/console/figures?{WEEK}")
    await expect(page.locator(".chart canvas")).to_have_count(7)
    await expect(page.locator("details.numbers[open]")).to_have_count(0)
    assert await page.locator(".chart").first.get_attribute("aria-hidden") == "true"
    assert said == []

    kind = page.locator("section", has=page.locator("#by-kind"))
    await kind.locator(".chart canvas").click(position={"x": 90, "y": 20})
    await expect(page).to_have_url(re.compile("kind=complaint"))
    await expect(page.locator("#count")).to_have_text("3")


async def _tables(page, address):
    """Without a script all numbers lie open."""
    await page.goto(f"{address}/console/figures?{WEEK}")
    row = page.get_by_role("row", name="水电气暖 1")
    await expect(row).to_be_visible()
    await row.get_by_role("link").click()
    await expect(page.locator("#count")).to_have_text("1")


async def _board(page, address):
    """Whole on the screen, and readable."""
    await page.goto(f"{address}/board")
    assert not await page.evaluate(TALL)
    await page.add_script_tag(path=AXE)
    assert await page.evaluate(GRAVE) == []
