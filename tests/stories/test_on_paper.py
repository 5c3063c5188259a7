"""What is printed fits its paper: no empty page, no column cut off."""

import re

import pytest
from playwright.async_api import async_playwright

from tests.browser import chromium, opened
from tests.stories.program import running

LANDSCAPE = (842, 595)
"""A4 on its side, in points."""
INSIDE = 1047  # CSS pixels between the margins of a page on its side


def pages(pdf):
    """How many pages a PDF has, and how large they are."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return len(boxes), {(round(float(wide)), round(float(high))) for wide, high in boxes}


@pytest.fixture
async def page(sample_home):
    """A manager's browser at the running sample."""
    chromium()
    async with running(sample_home, "--sample") as program, async_playwright() as playwright:
        browser = await opened(playwright)
        context = await browser.new_context(base_url=program.address)
        one = await context.new_page()
        await one.goto(program.console)
        yield one
        await browser.close()


async def printed(page, address):
    answer = await page.goto(address)
    assert answer.status == 200
    return pages(await page.pdf(prefer_css_page_size=True, print_background=True))


async def test_what_is_printed_fits_its_paper(page):
    await page.goto("/console/posters?estate=JGY")
    hung = await page.locator(".poster").count()
    for size, on_one in (("one", 1), ("four", 4), ("nine", 9)):
        count, _ = await printed(page, f"/console/posters?estate=JGY&size={size}")
        assert count == -(-hung // on_one), size

    table = "/console/exports/page?first=2026-10-01&last=2026-12-31"
    _, sizes = await printed(page, table)
    assert sizes == {LANDSCAPE}
    await page.emulate_media(media="print")
    await page.set_viewport_size({"width": INSIDE, "height": 700})
    assert await page.evaluate("document.querySelector('table.paper').scrollWidth") <= INSIDE
