"""The list in a real browser: keys, filters that take effect at once, and many handed over at a time."""

import pytest
from playwright.async_api import expect

from tests.console.screens import DESKTOP, PHONE, faults, seated

LINES = ("3栋楼道灯坏了三天了", "6栋楼下水管漏水了", "2栋电梯停了")
LIST = "/console/tickets"


@pytest.fixture
async def three(scene):
    for who, line in zip(("li", "mei", "he"), LINES, strict=True):
        await scene.say(who, line)
    return scene


async def test_an_office_works_through_its_list_without_a_mouse(three, desk):
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        await page.goto(address + LIST)
        rows = page.locator("[data-row]")
        await expect(rows).to_have_count(3)
        assert await faults(page) == []

        await page.keyboard.press("?")
        await expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog", name="快捷键")).to_be_hidden()
        for _ in range(2):
            await page.keyboard.press("j")
        await expect(page.get_by_role("link", name="0002")).to_be_focused()
        await page.keyboard.press("x")
        await page.keyboard.press("k")
        await expect(page.get_by_role("link", name="0003")).to_be_focused()
        await page.keyboard.press("x")
        ticked = page.locator("[data-row] input:checked")
        await expect(ticked).to_have_count(2)

        await page.get_by_label("派给谁").select_option(label="赵格 网格员")
        await page.get_by_role("button", name="一起转交").click()
        await expect(page.get_by_role("region", name="转交结果")).to_contain_text("0003 转过去了")
        assert [row.owner_id for row in await three.tickets()][2] == three.ids["zhao"]

        await page.keyboard.press("/")
        search = page.get_by_role("main").get_by_role("searchbox")
        await expect(search).to_be_focused()
        await page.keyboard.type("灯")
        await page.keyboard.press("Enter")
        await expect(rows).to_have_count(1)
        await expect(search).to_be_focused()
        assert page.url.endswith("?q=%E7%81%AF")

        area = page.locator("#f-area")
        await area.focus()
        await area.select_option("XL-2")
        await expect(page.get_by_text("没有这样的工单。")).to_be_visible()
        await expect(area).to_be_focused()
        assert "area=XL-2" in page.url
        await page.go_back()
        await expect(rows).to_have_count(1)

        await search.focus()
        await page.keyboard.press("Escape")
        await expect(search).to_have_value("灯")
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{address}{LIST}/1")


async def test_on_a_phone_each_ticket_is_a_card_and_nothing_is_wider_than_the_hand(three, desk):
    async with seated(desk, "zhao", viewport=PHONE) as (page, address):
        await page.goto(address + LIST)

        await expect(page.locator("[data-row]")).to_have_count(1)
        wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide
        assert await faults(page) == []
