"""Pasting and printing in a real Chromium, on an office screen and on a phone."""

from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.bot.channels.courtyard import Courtyard
from tests.browser import opened
from tests.console.desk import Desk
from tests.console.pasting import TALK
from tests.handlers.scene import build

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
PAPER = {"width": 680, "height": 1009}  # pixels of A4 within its margins of 15 mm
POSTER = """(() => {
  const one = document.querySelector('.poster');
  return [one.getBoundingClientRect().height, one.scrollHeight - one.clientHeight];
})()"""
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


async def link_of(yard, folder, who):
    desk = Desk(yard.scene, folder)
    desk.clock.at = yard.house.clock.now()
    return f"{yard.address}{await desk.link(who)}"


async def faults(page):
    """What axe finds that keeps somebody out."""
    await page.add_script_tag(path=AXE)
    found = await page.evaluate("axe.run({resultTypes: ['violations']})")
    grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in grave]


async def test_pasted_looked_at_filed_and_copied_by_four_presses(yard, tmp_path):
    async with async_playwright() as playwright:
        browser = await opened(playwright)
        context = await browser.new_context(
            viewport=SIZES[0], bypass_csp=True, permissions=["clipboard-read", "clipboard-write"]
        )
        page = await context.new_page()
        await page.goto(await link_of(yard, tmp_path, "sun"))

        await page.goto(f"{yard.address}/console/paste")
        assert await faults(page) == []
        await page.get_by_label("聊天记录").fill(TALK)
        await page.get_by_role("button", name="看看").click()
        await expect(page.get_by_text("找到2件")).to_be_visible()
        for size in SIZES:
            await page.set_viewport_size(size)
            assert await faults(page) == []
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"]
        await page.get_by_role("button", name="登记打勾的").click()
        await expect(page.get_by_text("登记好了2件")).to_be_visible()
        assert await faults(page) == []
        await page.get_by_role("button", name="全部复制").click()
        assert "编号0001" in await page.evaluate("navigator.clipboard.readText()")

        await page.goto(f"{yard.address}/console/posters?size=four")
        assert await faults(page) == []
        await page.set_viewport_size(PAPER)
        await page.emulate_media(media="print")
        for size, rows in (("one", 1), ("four", 2), ("nine", 3)):
            await page.goto(f"{yard.address}/console/posters?size={size}")
            tall, over = await page.evaluate(POSTER)
            assert PAPER["height"] * 0.9 < tall * rows < PAPER["height"], size
            assert over <= 0, size
        await browser.close()

    assert len(await yard.tickets()) == 2
