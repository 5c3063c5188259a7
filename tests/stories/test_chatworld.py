"""The sample community in a real browser: one person plays everybody."""

import asyncio

import pytest
from playwright.async_api import async_playwright, expect

from tests.browser import chromium, opened
from tests.stories.program import running

LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"


@pytest.fixture
async def world(sample_home):
    """A browser beside a running sample."""
    chromium()
    async with running(sample_home, "--sample") as program, async_playwright() as playwright:
        browser = await opened(playwright)
        context = await browser.new_context(viewport={"width": 1366, "height": 768})
        yield program, context
        await browser.close()


async def say(page, text):
    await page.get_by_role("textbox", name="输入消息").fill(text)
    await page.get_by_role("button", name="发送").click()


async def go(page, program, name):
    await page.goto(program.address)
    await page.get_by_role("navigation", name="聊天").get_by_role("link", name=name).click()


def log(page):
    return page.get_by_role("log", name="消息")


async def test_a_lamp_is_reported_taken_mended_and_confirmed(world):
    program, context = world
    group, worker = await context.new_page(), await context.new_page()
    await group.goto(program.address)

    await say(group, LAMP)
    line = log(group).get_by_role("article", name="呼应").last  # the first is the notice
    await expect(line).to_contain_text("金桂园3栋2单元")
    await expect(line).to_contain_text("网格员")
    await expect(line).to_contain_text("编号0025")

    await go(worker, program, "网格员")
    await expect(log(worker)).to_contain_text(LAMP)
    await expect(log(worker)).to_contain_text("金桂园第一网格")
    await expect(log(worker)).not_to_contain_text("任务会发到这里")
    await worker.get_by_role("button", name="我来办").click()
    await expect(log(worker)).to_contain_text("归您了")
    await worker.get_by_role("button", name="办好了").last.click()
    await expect(log(worker)).to_contain_text("怎么办好的")
    await say(worker, "换了新灯泡,亮了")

    await expect(log(group)).to_contain_text("请您看看")
    await group.get_by_role("combobox").select_option(label="王叔")
    await group.get_by_role("button", name="1 好了").click()
    await expect(group.get_by_role("status")).to_contain_text("问的是别人")
    await group.get_by_role("combobox").select_option(label="李阿姨")
    await group.get_by_role("button", name="1 好了").click()
    await expect(log(group)).to_contain_text("谢谢您告诉我们")
    await expect(log(worker)).to_contain_text("居民说好了")


async def test_the_property_company_gets_it_in_the_same_second_and_the_resident_is_told(world):
    program, context = world
    page = await context.new_page()
    await page.goto(program.address)
    await say(page, LAMP)
    await expect(log(page)).to_contain_text("编号0025")

    await go(page, program, "物业")
    await expect(log(page)).to_contain_text("您是经办人")
    await page.get_by_role("button", name="我来办").click()
    await go(page, program, "居民")
    await expect(log(page)).to_contain_text("已有人接手")


async def test_the_first_group_says_who_reads_along_and_still_suggests_what_to_try(world):
    program, context = world
    page = await context.new_page()
    await page.goto(program.address)

    await expect(log(page).get_by_role("article", name="呼应")).to_contain_text("大家好,我是呼应")
    await log(page).get_by_role("button", name="我有多少积分").click()
    await page.get_by_role("button", name="发送").click()

    await expect(log(page)).to_contain_text("积分已私信给您")
    await expect(log(page).get_by_role("button", name="我有多少积分")).to_have_count(0)


async def test_chat_is_not_answered_and_points_are_told_in_private(world):
    program, context = world
    page = await context.new_page()
    await page.goto(program.address)

    await say(page, "早上好啊,今天天气真好")
    await say(page, "我有多少积分")
    lines = log(page).get_by_role("article", name="呼应")
    await expect(lines.last).to_contain_text("私信")
    await expect(lines).to_have_count(2)  # and the notice

    await go(page, program, "居民")
    await expect(log(page)).to_contain_text("68")


async def test_a_resident_without_an_app_enters_by_a_link_on_a_phone(world):
    program, context = world
    page = await context.new_page()
    await page.set_viewport_size({"width": 390, "height": 844})
    link = next(line.split()[1] for line in program.log if line.startswith("group http"))

    await page.goto(program.address)
    first = await page.get_by_role("heading", level=2).first.text_content()
    await context.clear_cookies()
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_have_text(first)
    await page.get_by_label("怎么称呼您?").fill("3栋陈阿姨")
    await page.get_by_role("button", name="进群").click()
    await say(page, "3栋1单元水管爆了,水都流到楼道了")

    await expect(log(page).get_by_role("article", name="呼应").last).to_contain_text("编号0025")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_on_a_phone_huyings_face_opens_the_private_chat_of_whoever_speaks(world):
    program, context = world
    page = await context.new_page()
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(program.address)
    await page.get_by_role("combobox").select_option(label="王叔")
    await say(page, "我有多少积分")

    await log(page).get_by_role("link", name="和呼应私聊").last.click()

    await expect(page).to_have_url(f"{program.address}/c/p.neighbour")
    await expect(log(page)).to_contain_text("积分")


async def test_the_office_signs_in_by_a_link_that_works_once(world):
    program, context = world
    page = await context.new_page()

    await page.goto(program.console)
    await page.goto(f"{program.address}/console/tickets")
    await page.get_by_role("link", name="0006").click()
    await expect(page.get_by_role("main")).to_contain_text("健身区的单杠松了一根")
    await page.get_by_label("派给谁").select_option(label="王秀英 网格员")
    await page.get_by_role("button", name="派单").click()
    await expect(page.get_by_role("main")).to_contain_text("同事转交")

    await context.clear_cookies()
    again = await page.goto(program.console)
    assert again.status == 403


async def test_a_third_tab_still_sends(world):
    program, context = world
    for _ in range(3):
        hidden = await context.new_page()
        await hidden.goto(program.address)
    page = await context.new_page()
    await page.goto(program.address)

    await say(page, LAMP)

    await expect(log(page)).to_contain_text("编号00")


async def test_a_press_counts_though_the_page_looks_at_itself_anew_under_the_finger(world):
    program, context = world
    page = await context.new_page()
    await page.goto(program.address)
    await say(page, LAMP)
    await expect(log(page)).to_contain_text("编号0025")
    await go(page, program, "网格员")
    await page.get_by_role("button", name="我来办").hover()

    await page.mouse.down()
    async with page.expect_response(lambda answer: answer.url == page.url):
        await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(log(page)).not_to_contain_text("归您了")
    await page.mouse.up()

    await expect(log(page)).to_contain_text("归您了")


async def test_what_comes_while_the_page_looks_at_itself_anew_stays_though_that_look_was_older(
    world,
):
    program, context = world
    page = await context.new_page()
    await page.goto(program.address)
    await say(page, LAMP)
    await expect(log(page)).to_contain_text("编号0025")
    await go(page, program, "网格员")
    await expect(page.get_by_role("button", name="我来办")).to_be_visible()
    taken, brought = asyncio.Event(), asyncio.Event()

    async def slow(route):
        answer = await route.fetch()
        taken.set()
        await brought.wait()
        await route.fulfill(response=answer)

    await page.route(page.url, slow)
    await page.evaluate("document.querySelector('.log .message').dataset.before = 'yes'")
    await page.evaluate("dispatchEvent(new Event('online'))")
    await taken.wait()
    await page.get_by_role("button", name="我来办").click()
    await expect(log(page)).to_contain_text("归您了")
    brought.set()

    await expect(page.locator("[data-before]")).to_have_count(0)
    await expect(log(page)).to_contain_text("归您了")
    await expect(page.get_by_role("button", name="我来办")).to_have_count(0)
