"""What a grid worker holds in the hand: every word readable, every press wide enough for a thumb."""

from tests.console.screens import PHONE, faults, seated

LAMP = "3栋2单元楼道灯坏了三天了"
THUMB = 44
SMALL = """thumb => [...document.querySelectorAll(
    'main button, main a, main summary, main select, main textarea, main input:not([type=hidden]),'
    + '.to-menu, .find input[type=search], .side summary, .side a, .side select')]
    .map(one => one.matches('[type=radio], [type=checkbox]') ? one.closest('label, td, th') : one)
    .filter(one => one.getBoundingClientRect().right > 0 && one.getBoundingClientRect().height < thumb)
    .map(one => one.tagName + ' ' + one.textContent.trim() + ' '
        + one.getBoundingClientRect().height)"""
BEYOND = """wide => [...document.querySelectorAll('main *')]
    .filter(one => one.getBoundingClientRect().right > wide).map(one => one.outerHTML.slice(0, 90))"""


async def under_way(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("wang", "联系上了", group=False)


async def test_what_is_done_can_be_read_and_reported_on_a_phone(scene, desk):
    await under_way(scene)
    async with seated(desk, "wang", viewport=PHONE, has_touch=True) as (page, _):
        report = page.locator("main summary[role=button]")
        colours = await report.evaluate(
            "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
        )
        await report.tap()
        beyond = await page.evaluate(BEYOND, PHONE["width"])
        unread = await faults(page)
        field = await page.locator("input[type=file]").bounding_box()
        button = await page.locator("main details form button").bounding_box()

    assert colours[0] != colours[1]
    assert (beyond, unread) == ([], [])
    assert field["y"] + field["height"] <= button["y"]


async def test_a_thumb_finds_everything_on_the_pages_of_the_street(scene, desk):
    await under_way(scene)
    async with seated(desk, "wang", viewport=PHONE, has_touch=True) as (page, address):
        small = {}
        for path in ("", "/tickets", "/tickets/1", "/tickets/new", "/paste"):
            await page.goto(f"{address}/console{path}")
            small[path] = await page.evaluate(SMALL, THUMB)

    assert {path: found for path, found in small.items() if found} == {}


async def test_without_a_network_a_press_says_so_and_what_was_written_stays(scene, desk):
    await under_way(scene)
    async with seated(desk, "wang", viewport=PHONE, has_touch=True) as (page, address):
        await page.goto(f"{address}/console/tickets/1")
        await page.fill("#reply", "明天上午来换灯")
        await page.context.set_offline(True)
        await page.click("form[action$='/reply'] button")
        told = await page.locator(".no-network").is_visible()
        kept = await page.input_value("#reply")
        await page.context.set_offline(False)
        await page.click("form[action$='/reply'] button")
        await page.wait_for_selector(".outside .talk :text('明天上午来换灯')")
        after = await page.locator(".no-network").is_visible()

        await page.goto(f"{address}/console")
        await page.context.set_offline(True)
        await page.locator("main summary[role=button]").tap()
        await page.fill("main textarea", "灯换好了")
        await page.locator("main details form button").tap()
        on_today = await page.locator(".no-network").is_visible()

    assert (told, kept, after, on_today) == (True, "明天上午来换灯", False, True)
    assert (await scene.ticket()).state == "working"


async def test_whoever_writes_when_the_session_ends_gets_their_words_back(scene, desk):
    await under_way(scene)
    async with seated(desk, "wang", viewport=PHONE, has_touch=True) as (page, address):
        await page.goto(f"{address}/console")
        await page.locator("main summary[role=button]").tap()
        await page.fill("main textarea", "灯换好了")
        await page.context.clear_cookies()
        await page.locator("main details form button").tap()
        kept = await page.input_value("#written")
        unread = await faults(page)

    assert (kept, unread) == ("灯换好了", [])
    assert (await scene.ticket()).state == "accepted"
