"""A phone on a bad line: nothing that was written is lost or doubled, and the page says how it stands."""

import random
import re

import pytest
from PIL import Image
from playwright.async_api import async_playwright, expect

from tests.browser import chromium, opened
from tests.stories.program import running, start, stop

LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
async def town(sample_home):
    """A running sample, and a browser whose pages are phones."""
    chromium()
    async with running(sample_home, "--sample") as program, async_playwright() as playwright:
        browser = await opened(playwright)
        yield Town(sample_home, program, browser)
        await browser.close()


class Town:
    def __init__(self, folder, program, browser):
        self.folder, self.program, self.browser = folder, program, browser

    async def neighbour(self, name="3栋陈阿姨"):
        """A phone that has entered the first group by its link."""
        context = await self.browser.new_context(viewport=PHONE, has_touch=True)
        page = await context.new_page()
        await page.goto(self.link)
        await page.get_by_label("怎么称呼您?").fill(name)
        await page.get_by_role("button", name="进群").click()
        await page.wait_for_url("**/c/**")  # what is routed before it arrives might not be
        return page

    async def worker(self):
        """The sample's visitor, in the grid worker's private chat."""
        page = await (await self.browser.new_context()).new_page()
        await page.goto(self.program.address)
        await page.get_by_role("navigation").get_by_role("link", name="网格员").click()
        return page

    @property
    def link(self):
        """The group's link, where the program answers now."""
        line = next(line for line in self.program.log if line.startswith("group http"))
        return self.program.address + re.search(r"/g/\S+", line)[0]

    async def restarted(self):
        """The same program at the same address, as after an update."""
        port = self.program.address.rpartition(":")[2]
        return await start(self.folder, "--sample", "--port", port)


async def say(page, text):
    await page.get_by_role("textbox", name="输入消息").fill(text)
    await page.get_by_role("button", name="发送").click()


def log(page):
    return page.get_by_role("log", name="消息")


def said(page, text):
    """Lines of people with these words, as the server knows them."""
    return log(page).locator(".message[data-id]:not(.ours) .text", has_text=text)


async def test_the_back_button_counts_what_is_unread_and_leads_to_it_and_back(town):
    page = await town.neighbour()
    await say(page, "我有多少积分")
    back, chats = page.get_by_role("link", name="回到聊天列表"), page.get_by_role("navigation")
    await expect(back).to_have_attribute("data-unread", "1")

    await back.click()
    await expect(chats.get_by_role("link", name="和呼应私聊").locator(".unread")).to_have_text("1")
    await page.go_back()
    await expect(chats).to_be_hidden()
    await expect(page.get_by_role("textbox", name="输入消息")).to_be_visible()

    await back.click()
    await chats.get_by_role("link", name="和呼应私聊").click()
    await expect(log(page)).to_contain_text("积分")
    await page.goto(town.link)
    await expect(log(page)).to_contain_text("我有多少积分")
    await expect(back).not_to_have_attribute("data-unread", re.compile("."))


async def test_what_came_while_no_page_was_open_is_unread(town):
    page = await town.neighbour()
    await say(page, LAMP)
    await expect(log(page)).to_contain_text("编号0025")
    await page.goto("about:blank")

    worker = await town.worker()
    await worker.get_by_role("button", name="我来办").click()
    await expect(log(worker)).to_contain_text("归您了")
    await page.goto(town.link)

    back = page.get_by_role("link", name="回到聊天列表")
    await expect(back).to_have_attribute("data-unread", "1")
    await back.click()
    await page.get_by_role("navigation").get_by_role("link", name="和呼应私聊").click()
    await expect(log(page)).to_contain_text("已有人接手")


async def test_what_is_written_while_the_server_is_away_is_sent_once_when_it_comes_back(town):
    page, other = await town.neighbour(), await town.neighbour("王叔")
    await say(page, "早上好")
    await expect(said(other, "早上好")).to_have_count(1)

    await stop(town.program)
    await expect(page.get_by_role("alert")).to_contain_text("连不上")
    await say(page, LAMP)
    await say(page, "大家也看看")
    await expect(log(page).locator(".waiting")).to_have_count(2)
    await expect(log(page).locator(".waiting").first).to_contain_text("等着发出去")

    again = await town.restarted()
    try:
        for one in (page, other):
            await expect(said(one, LAMP)).to_have_count(1, timeout=20_000)
            await expect(said(one, "大家也看看")).to_have_count(1)
            await expect(log(one)).to_contain_text("编号0025")
            await expect(one.get_by_role("alert")).to_be_hidden()
            await expect(said(one, "早上好")).to_have_count(1)  # whoever has read it keeps it
        await expect(log(page).locator(".waiting")).to_have_count(0)
        assert await log(page).get_by_text("编号00").count() == 1
    finally:
        await stop(again)


async def test_a_line_whose_answer_was_lost_is_one_line_and_one_ticket(town):
    page = await town.neighbour()
    lost = []

    async def arrive_and_lose_the_answer(route):
        if lost:
            await route.continue_()
            return
        lost.append(await route.fetch())
        await route.abort()

    await page.route("**/messages", arrive_and_lose_the_answer)
    await say(page, LAMP)

    await expect(log(page).locator(".message.mine")).to_have_count(1)  # not beside itself either
    await expect(log(page).locator(".waiting")).to_have_count(0, timeout=20_000)
    assert len(lost) == 1
    await expect(said(page, LAMP)).to_have_count(1)
    await expect(log(page).get_by_text("编号00")).to_have_count(1)


async def test_what_waits_to_be_sent_outlives_the_page(town):
    page = await town.neighbour()
    await page.route("**/messages", lambda route: route.abort())
    await say(page, LAMP)
    await expect(log(page).locator(".waiting")).to_contain_text("等着发出去")

    await page.unroute("**/messages")
    await page.reload()

    await expect(said(page, LAMP)).to_have_count(1)
    await expect(log(page)).to_contain_text("编号0025")


async def test_a_photo_on_a_slow_line_is_made_small_shows_how_far_it_is_and_keeps_nobody_waiting(
    town, tmp_path
):
    photo = tmp_path / "large.png"
    noise = random.Random(1).randbytes(3000 * 1500 * 3)
    Image.frombytes("RGB", (3000, 1500), noise).save(photo)
    assert photo.stat().st_size > 10 * 1024 * 1024  # more than the server takes
    page = await town.neighbour()
    wire = await page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 100, "downloadThroughput": -1, "uploadThroughput": 400_000}
    await wire.send("Network.emulateNetworkConditions", slow)

    await page.get_by_label("照片").set_input_files(photo)
    await say(page, LAMP)
    await expect(log(page).locator(".waiting")).to_contain_text("正在发照片")
    await say(page, "等一下,还有话说")

    await expect(log(page).locator(".message.mine img")).to_have_count(1, timeout=30_000)
    await expect(log(page)).to_contain_text("编号0025")
    texts = log(page).locator(".message.mine .text")
    await expect(texts).to_have_text([LAMP, "等一下,还有话说"])


async def test_too_many_photos_are_told_of_before_they_leave_and_what_is_no_photo_is_given_back(
    town, tmp_path
):
    page = await town.neighbour()
    paths = []
    for number in range(10):
        paths.append(tmp_path / f"{number}.png")
        Image.new("RGB", (30, 20), "red").save(paths[-1])
    await page.get_by_label("照片").set_input_files(paths)
    await expect(page.get_by_role("status")).to_contain_text("一次最多发9张照片")
    await say(page, "看看")
    assert await log(page).locator(".waiting").count() == 0

    paths[0].write_bytes(b"no picture")
    await page.get_by_label("照片").set_input_files(paths[:1])
    await page.get_by_role("button", name="发送").click()
    await expect(page.get_by_role("status")).to_contain_text("这不是照片,请换一张。")
    await expect(page.get_by_role("textbox", name="输入消息")).to_have_value("看看")
    assert await log(page).locator(".message.mine").count() == 0


async def test_two_tabs_show_each_line_once_and_what_one_has_read_is_read_in_the_other(town):
    page = await town.neighbour()
    second = await page.context.new_page()
    await second.goto(town.link)

    await say(page, "第一句")
    await say(second, "第二句")

    for tab in (page, second):
        await expect(said(tab, "第一句")).to_have_count(1)
        await expect(said(tab, "第二句")).to_have_count(1)
    await say(page, "我有多少积分")
    backs = [tab.get_by_role("link", name="回到聊天列表") for tab in (page, second)]
    for back in backs:
        await expect(back).to_have_attribute("data-unread", "1")
    await backs[0].click()
    await page.get_by_role("navigation").get_by_role("link", name="和呼应私聊").click()
    await expect(backs[1]).not_to_have_attribute("data-unread", re.compile("."))
