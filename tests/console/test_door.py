"""At the door: a scanned code opens the page of whoever keeps the list, and of nobody else."""

from datetime import timedelta

import pytest

from storage.people import PersonRow
from storage.places import AreaRow, touch_revision
from tests.console.desk import post
from tests.handlers.members.register import enlisted
from tests.handlers.members.register import hours as given
from tests.handlers.signups.party import A_DAY, opened, places, states
from tests.handlers.signups.test_codes import pictures


@pytest.fixture
async def link(scene, desk):
    """The path that the picture of two places says, on the day itself."""
    await scene.open_private("li")
    await opened(scene)
    await scene.say("li", "我家两个人")
    await scene.say("li", "我的签到码", group=False)
    [found] = await pictures(scene, "li")
    scene.now = desk.clock.at = scene.now + 4 * A_DAY - timedelta(minutes=5)
    return found.removeprefix("http://127.0.0.1:8080")


async def test_scanned_it_shows_whose_place_it_is_and_one_press_counts_them_in(scene, desk, link):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(link)
        assert page.status_code == 200
        assert "第1位" in page.text
        assert "第2位" in page.text
        answer = await post(browser, page, link, entry="")
        assert answer.status_code == 303
        assert "记下了,人到了" in (await browser.get(answer.headers["location"])).text
        again = await browser.get(link)

    assert await states(scene) == ["attended", "attended"]
    assert "签过到了" in again.text
    assert "<button>" not in again.text.split("<h1>")[1]


async def test_of_two_only_one_may_have_come(scene, desk, link):
    second = (await places(scene))[1].id
    async with desk.signed_in("sun") as browser:
        page = await browser.get(link)
        await post(browser, page, link, entry=str(second))
        assert "签过到了" not in (await browser.get(link)).text

    assert await states(scene) == ["in", "attended"]


async def test_pressed_twice_they_are_counted_once(scene, desk, link):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(link)
        for _ in range(2):
            assert (await post(browser, page, link, entry="")).status_code == 303

    assert await states(scene) == ["attended", "attended"]


async def test_nobody_but_who_keeps_the_list_opens_it(scene, desk, link):
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DH", name="东湖社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "东湖", "officer", "DH")
        await touch_revision(session)
    async with desk.browser() as browser:
        answer = await browser.get(link)
        assert answer.status_code == 303
        assert "sign-in" in answer.headers["location"]
        assert (await browser.post(link)).status_code in (303, 403)
    for who, told in (("wang", 403), ("far", 404)):
        async with desk.signed_in(who) as browser:
            assert (await browser.get(link)).status_code == told

    assert await states(scene) == ["in", "in"]


async def test_before_and_after_its_day_it_says_so(scene, desk, link):
    for days in (-1, 1):
        desk.clock.at = scene.now + days * A_DAY
        async with desk.signed_in("sun") as browser:
            page = await browser.get(link)
            assert page.status_code == 409
            assert "那天才有效" in page.text

    assert await states(scene) == ["in", "in"]


async def test_forged_and_odd_codes_open_nobody_s_place(scene, desk, link):
    start = link.partition("/door/")[0]
    async with desk.signed_in("sun") as browser:
        for code in ("1-0", "1", "-", "%00", "x" * 5000, "1-" + "0" * 24, "码", "9" * 400 + "-1"):
            answer = await browser.get(f"{start}/door/{code}")
            assert answer.status_code == 409, code
            assert "第1位" not in answer.text
        page = await browser.get(link)
        token = page.text.split('name="form_token" value="')[1].split('"')[0]
        for code in ("1-0", "%00"):
            answer = await browser.post(f"{start}/door/{code}", data={"form_token": token})
            assert answer.status_code == 409
        answer = await browser.post(link, data={"form_token": token, "entry": "99"})
        assert answer.status_code == 409

    assert await states(scene) == ["in", "in"]


async def test_who_has_a_file_is_on_the_list_by_it(scene, desk):
    number = await opened(scene)
    async with scene.database.transaction() as session:
        (await session.get(PersonRow, scene.ids["wang"])).name = "王建国"
    await scene.say("wang", "我报名")
    await scene.say("passer", "我报名")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"/console/signups/{number}")

    assert "王建国" in page.text
    assert page.text.count("自己报的") == 1
    assert [one.called for one in await places(scene)] == ["王", ""]


@pytest.fixture
async def helper(scene, desk):
    """The path of a volunteer's code, on the day itself."""
    await enlisted(scene)
    await opened(scene)
    await scene.say("zhang", "我报名", group=False)
    await scene.say("zhang", "我的签到码", group=False)
    await scene.say("li", "我报名", group=False)
    await scene.say("li", "我的签到码", group=False)
    [found] = await pictures(scene, "zhang")
    scene.now = desk.clock.at = scene.now + 4 * A_DAY - timedelta(minutes=5)
    return found.removeprefix("http://127.0.0.1:8080")


async def test_a_volunteer_who_came_to_help_begins_and_ends_with_their_code(scene, desk, helper):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(helper)
        assert "来服务的,开始记时长" in page.text
        answer = await post(browser, page, helper, hours="begin")
        assert answer.status_code == 303
        assert "签到了" in (await scene.rows(chat="p.zhang"))[-1].text
        scene.now = desk.clock.at = scene.now + timedelta(minutes=95)
        page = await browser.get(helper)
        assert "起在服务" in page.text
        await post(browser, page, helper, hours="end")
        await post(browser, page, helper, hours="end")
        over = await browser.get(helper)
        number = (await given(scene))[0].id
        page = await browser.get("/console/volunteers")
        await post(browser, page, f"/console/volunteers/hours/{number}/verify")

    assert await states(scene) == ["attended", "in"]
    told = [row.text for row in await scene.rows(chat="p.zhang")]
    assert any("签退了,这次1小时35分钟" in line for line in told)
    assert "等核实" in over.text
    [row] = await given(scene)
    assert (row.what, row.minutes, row.state) == ("周六包饺子", 95, "counted")


async def test_who_came_as_a_guest_or_is_no_volunteer_begins_nothing(scene, desk, helper):
    [link] = [one.removeprefix("http://127.0.0.1:8080") for one in await pictures(scene, "li")]
    async with desk.signed_in("sun") as browser:
        page = await browser.get(helper)
        await post(browser, page, helper, entry="")
        other = await browser.get(link)
        forged = await post(browser, other, link, hours="begin")

    assert await given(scene) == []
    assert "开始记时长" not in other.text.split("<h1>")[1]
    assert forged.status_code == 409


async def test_who_has_not_checked_out_elsewhere_does_not_begin_twice(scene, desk, helper):
    await scene.say("zhang", "签到 扫雪", group=False)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(helper)
        refused = await post(browser, page, helper, hours="begin")

    assert "先签退" in refused.text
    assert [row.what for row in await given(scene)] == ["扫雪"]
