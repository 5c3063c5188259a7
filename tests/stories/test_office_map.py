"""The office's map in a real browser: a branch opens, a text is tried, a workbook is looked through."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.async_api import async_playwright, expect

from tests.browser import chromium, opened
from tests.stories.program import running

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
LAMP = "3栋2单元楼道灯坏了三天了"
MAP = "/console/responsibility"


@pytest.fixture
async def page(sample_home):
    """A manager's browser at the running sample; what its console complains of is kept."""
    chromium()
    async with running(sample_home, "--sample") as program, async_playwright() as playwright:
        browser = await opened(playwright)
        context = await browser.new_context(
            viewport=PHONE, base_url=program.address, bypass_csp=True
        )
        one = await context.new_page()
        one.complaints = []
        one.on("pageerror", lambda error: one.complaints.append(str(error)))
        await one.goto(program.console)
        yield one
        await browser.close()


async def faults_of(page):
    """What keeps somebody from reading what is shown now, on a phone."""
    await page.add_script_tag(path=AXE)
    seen = await page.evaluate("axe.run().then(r => r.violations)")
    wide = await page.evaluate("document.documentElement.scrollWidth")
    return [f["id"] for f in seen if f["impact"] in ("serious", "critical")] + (
        ["wide"] if wide > PHONE["width"] else []
    )


async def test_a_branch_opens_a_text_is_tried_and_a_workbook_is_looked_through(page, tmp_path):
    await page.goto(MAP)
    branch = page.locator(".tree li details").first
    await branch.locator("summary").click()
    await expect(branch.locator(".branch .leaves li").first).to_be_visible()
    faults = await faults_of(page)

    await page.goto(f"{MAP}/try")
    await page.fill("textarea[name=text]", LAMP)
    await page.select_option("select[name=where]", index=1)
    await page.click("main form button")
    await expect(page.locator(".chain")).to_contain_text("由他接")
    faults += await faults_of(page)

    await page.goto("/console/workbook")
    async with page.expect_download() as coming:
        await page.click("main a.button[href$=table]")
    await (await coming.value).save_as(tmp_path / "w.xlsx")
    book = load_workbook(tmp_path / "w.xlsx")
    book["places"].append(["JGY/99", "99栋", "building", "JGY"])
    book.save(tmp_path / "w.xlsx")
    await page.set_input_files("input[type=file]", tmp_path / "w.xlsx")
    await page.click("form[enctype] button")
    await expect(page.locator("details#places")).to_contain_text("99栋")
    faults += await faults_of(page)
    await page.click("form[action$=take] button")
    await expect(page.locator(".done")).to_contain_text("新增1行")

    await page.goto(MAP)
    await expect(page.locator("#gaps")).to_contain_text("99栋")
    assert faults == []
    assert page.complaints == []
