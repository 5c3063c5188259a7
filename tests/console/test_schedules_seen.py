"""The pages of what recurs as people see them: on a desk and on a phone, without a fault of access."""

from datetime import timedelta

from playwright.async_api import expect

from storage.schedules import ScheduleRow
from tests.console.screens import DESKTOP, PHONE, faults, seated

ALL = "/console/schedules"
PAGES = (ALL, f"{ALL}/new", f"{ALL}/1", f"{ALL}/1/edit", f"{ALL}/working-days", f"{ALL}/month")
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


async def test_an_officer_moves_one_date_and_every_page_can_be_read(scene, desk):
    async with scene.database.transaction() as session:
        session.add(
            ScheduleRow(
                key="理发", name="义务理发", rule="FREQ=MONTHLY;BYMONTHDAY=7", start="09:00",
                audience=["XL"], place_words="一楼", since=scene.now - timedelta(days=9),
            )
        )  # fmt: skip
    async with seated(desk, "boss", viewport=DESKTOP) as (page, address):
        said = []
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in PAGES:
            await page.set_viewport_size(DESKTOP)
            await page.goto(address + path)
            assert await faults(page) == [], path
            await page.set_viewport_size(PHONE)
            assert not await page.evaluate(SIDEWAYS), path

        await page.goto(f"{address}{ALL}/1")
        first = page.locator("li", has_text="12月7日").first
        await first.locator("summary").click()
        await first.get_by_label("原因或补充").fill("师傅请假")
        await first.get_by_label("改到哪天").fill("2026-12-09")
        await first.get_by_role("button", name="改期").click()
        await expect(page.locator("li", has_text="12月9日")).to_contain_text("原来是12月7日")
        assert said == []
