"""Every page of the office in a real browser: readable by all, on a desk and on a phone.

The pages are taken from the table of addresses, so that a new one is looked at, too.
"""

import re
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from console.app import PAGES
from tests.browser import chromium, opened
from tests.stories.program import running

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
NO_PAGES = re.compile(r"/(photos|voice|table)|\.(xlsx|csv|png|svg|zip|ics)$")
"""Files have tests of their own."""


def read():
    """The pages that are read, those without a number first: they link to the others."""
    found = [
        page.path for page in PAGES if "GET" in page.methods and not NO_PAGES.search(page.path)
    ]
    return sorted(found, key=lambda path: path.count("{"))


def linked(path, links):
    """An address of this page that another page led to; None where none did."""
    if "{" not in path:
        return path
    shape = re.compile(re.sub(r"{\w+:int}", r"\\d+", re.sub(r"{\w+}", r"[^/?]+", path)))
    return next((link for link in sorted(links) if shape.fullmatch(link)), None)


LINKS = "[...document.querySelectorAll('a[href]')].map(a => new URL(a.href).pathname)"


@pytest.fixture
async def page(sample_home):
    """A manager's browser at the running sample; what its console complains of is kept."""
    chromium()
    async with running(sample_home, "--sample") as program, async_playwright() as playwright:
        browser = await opened(playwright)
        context = await browser.new_context(
            viewport=DESK, base_url=program.address, bypass_csp=True
        )
        one = await context.new_page()
        one.complaints = []
        one.on("console", lambda m: one.complaints.append(m.text) if m.type == "error" else None)
        one.on("pageerror", lambda error: one.complaints.append(str(error)))
        await one.goto(program.console)
        yield one
        await browser.close()


async def faults_of(page, address):
    """What keeps somebody from reading a page."""
    answer = await page.goto(address)
    found = [f"{address}: {answer.status}"] if answer.status != 200 else []
    await page.add_script_tag(path=AXE)
    seen = await page.evaluate("rules => axe.run({runOnly: rules}).then(r => r.violations)", RULES)
    found += [
        f"{address}: {fault['id']}: {fault['nodes'][0]['html'][:120]}"
        for fault in seen
        if fault["impact"] in SERIOUS
    ]
    await page.set_viewport_size(PHONE)
    wide = await page.evaluate("document.documentElement.scrollWidth")
    await page.set_viewport_size(DESK)
    return found + ([f"{address}: {wide} wide on a phone"] if wide > PHONE["width"] else [])


async def test_every_page_can_be_read_by_everybody_on_a_desk_and_on_a_phone(page):
    faults, links, looked_at = [], set(), []
    for path in read():
        address = linked(path, links)
        if address is not None:
            faults += await faults_of(page, address)
            links |= set(await page.evaluate(LINKS))
            looked_at.append(path)

    assert faults == []
    assert page.complaints == []
    assert "/console/tickets/{number:int}" in looked_at
    assert len(looked_at) > 12
