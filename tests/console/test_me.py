"""Getting in and out: my sessions, the end of others, how many links, and how many tries."""

from datetime import timedelta

from console.office import TRIES, TRIES_SECONDS
from handlers import logins
from tests.console.desk import post
from tests.console.test_audit import acts

ME, END = "/console/me", "/console/me/end"
PHONE = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) MicroMessenger/8.0 Safari/604.1"}
DESK = {"user-agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120.0 Safari/537.36"}
NOTHING = "/console/login/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


async def sign_in(desk, browser, who, headers):
    assert (await browser.get(await desk.link(who), headers=headers)).status_code == 303


async def test_i_see_where_i_am_signed_in_and_since_when(scene, desk):
    async with desk.browser() as here, desk.browser() as there, desk.browser() as others:
        await sign_in(desk, here, "sun", DESK)
        await sign_in(desk, there, "sun", PHONE)
        await sign_in(desk, others, "boss", {"user-agent": "Firefox/1 Linux"})
        page = (await here.get(ME)).text

    assert "Chrome · Windows" in page
    assert "WeChat · iPhone" in page
    assert "Firefox" not in page
    assert page.count("就是这里") == 1
    assert "12月1日(周二)上午10点" in page


async def test_i_end_another_session_and_this_one_goes_on(scene, desk):
    async with desk.browser() as here, desk.browser() as there:
        await sign_in(desk, here, "sun", DESK)
        await sign_in(desk, there, "sun", PHONE)
        done = await post(here, await here.get(ME), END)

        assert done.status_code == 303
        assert (await here.get(ME)).status_code == 200
        assert (await there.get(ME)).headers["location"] == "/console/sign-in"
    assert await acts(scene) == ["sessions.ended"]


async def test_all_others_end_at_once(scene, desk):
    async with desk.browser() as here, desk.browser() as there, desk.browser() as third:
        for browser in (there, third, here):
            await sign_in(desk, browser, "sun", DESK)
        page = await here.get(ME)
        await here.post(END, data={"form_token": _token(page)})

        assert (await here.get(ME)).text.count("让它退出") == 1, "only the word of advice"
        for browser in (there, third):
            assert (await browser.get(ME)).status_code == 303


async def test_nobody_ends_the_session_of_somebody_else(scene, desk):
    async with desk.browser() as mine, desk.browser() as boss:
        await sign_in(desk, mine, "wang", DESK)
        await sign_in(desk, boss, "boss", DESK)
        theirs = logins.digest(boss.cookies["huying_console"])
        page = await mine.get(ME)
        for session in (theirs, "x", "\x00", "' or 1=1", ""):
            await mine.post(END, data={"form_token": _token(page), "session": session})

        assert (await boss.get(ME)).status_code == 200
    assert await acts(scene) == []


async def test_a_browser_that_says_nothing_is_some_browser(scene, desk):
    async with desk.browser() as browser:
        await sign_in(desk, browser, "sun", {"user-agent": "x" * 9999})
        assert "不认识的浏览器" in (await browser.get(ME)).text


async def test_the_bot_gives_some_links_an_hour_and_then_says_why_not(scene):
    for _ in range(logins.LINKS_AN_HOUR + 2):
        await scene.say("sun", "/console", group=False)

    said = await scene.heard("sun")
    assert sum("/console/login/" in words for words in said) == logins.LINKS_AN_HOUR
    assert "这一小时要了好几次链接了" in said[-1]

    await scene.say("boss", "/console", group=False)
    scene.now += timedelta(hours=1, minutes=1)
    await scene.say("sun", "/console", group=False)
    assert "/console/login/" in (await scene.heard("boss"))[-1]
    assert "/console/login/" in (await scene.heard("sun"))[-1]


async def test_a_resident_gets_no_link_at_all(scene):
    await scene.say("li", "/console", group=False)

    assert not any("/console/login/" in words for words in await scene.heard("li"))


async def test_whoever_guesses_links_must_wait_and_a_true_one_waits_with_them(scene, desk):
    link = await desk.link("sun")
    async with desk.browser() as browser:
        answers = [(await browser.get(NOTHING)).status_code for _ in range(TRIES + 1)]
        braked = await browser.get(link)
        _later(desk, TRIES_SECONDS + 1)
        opened = await browser.get(link)

    assert answers == [403] * TRIES + [429]
    assert braked.status_code == 429
    assert "set-cookie" not in braked.headers
    assert opened.status_code == 303, "the brake has used nothing up"


async def test_links_that_open_are_no_guesses(scene, desk):
    async with desk.browser() as browser:
        for _ in range(TRIES + 5):
            assert (await browser.get(await desk.link("sun"))).status_code == 303


async def test_another_network_is_not_braked(scene, desk):
    office = desk.web.state.office
    for _ in range(TRIES):
        office.tries.takes("203.0.113.9")

    async with desk.browser() as browser:
        assert office.tries.spent("203.0.113.9")
        assert (await browser.get(await desk.link("sun"))).status_code == 303


def _token(page):
    return page.text.partition('name="form_token" value="')[2].partition('"')[0]


def _later(desk, seconds):
    """The brake's own clock goes on."""
    tries = desk.web.state.office.tries
    before = tries.clock
    tries.clock = lambda: before() + seconds
