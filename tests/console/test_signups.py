"""Sign-ups on the office's pages: opened, filled at the counter, ticked at the door."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.places import AreaRow, touch_revision
from storage.signups import SignupEntryRow
from tests.console.desk import field, post
from tests.console.screens import DESKTOP, PHONE, faults, seated
from tests.handlers.signups.party import LIST, opened, states, the_signup

PAGE, NEW = "/console/signups", "/console/signups/new"
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


async def filled(browser, **given):
    """The form for dumplings on Saturday, sent."""
    page = await browser.get(NEW)
    usual = {"title": "周六包饺子", "at": "2026-12-05T10:00", "places": "2", "shows": "counts"}
    return await post(browser, page, PAGE, **{**usual, **given})


async def entries(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(SignupEntryRow).order_by(SignupEntryRow.id)))


async def test_an_officer_opens_one_and_the_group_hears_of_it(scene, desk):
    async with desk.signed_in("sun") as browser:
        answer = await filled(
            browser, place="社区一楼", conditions="60岁以上", closes="2026-12-04T18:00"
        )
        page = await browser.get(answer.headers["location"])
        listed = await browser.get(PAGE)
    await scene.deliver()

    assert answer.status_code == 303
    assert "报名中" in page.text
    assert "周六包饺子" in listed.text
    [line] = await scene.in_group()
    assert "12月5日(周六)上午10点" in line
    assert "12月4日(周五)晚上6点截止" in line
    row = await the_signup(scene)
    assert (row.community, row.places, row.organiser_id) == ("XL", 2, scene.ids["sun"])
    assert row.cancel_until == row.closes_at


async def test_without_a_closing_time_it_closes_the_day_before(scene, desk):
    async with desk.signed_in("sun") as browser:
        await filled(browser)

    row = await the_signup(scene)
    assert row.at - row.closes_at == timedelta(days=1)


async def test_the_same_form_sent_twice_opens_one(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(NEW)
        given = {"title": "包饺子", "at": "2026-12-05T10:00"}
        first = await post(browser, page, PAGE, **given)
        again = await post(browser, page, PAGE, **given)
    await scene.deliver()

    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["location"] == PAGE
    assert len(await scene.in_group()) == 1
    assert (await the_signup(scene)).id == 1


async def test_what_was_typed_stays_when_it_is_refused(scene, desk):
    async with desk.signed_in("sun") as browser:
        answer = await filled(browser, at="2020-01-01T10:00", place="老地方")

    assert answer.status_code == 409
    assert "时间请再看一下" in answer.text
    assert 'value="老地方"' in answer.text
    assert await the_signup(scene) is None


@pytest.mark.parametrize(
    "given",
    [
        {"at": "nonsense"}, {"at": "9999-12-31T23:59"}, {"at": "0001-01-01T00:00"}, {"at": "\0"},
        {"places": "-1"}, {"places": "0"}, {"places": "9" * 40}, {"limit": "zwei"},
        {"title": " "}, {"until": "2030-01-01"}, {"until": "x"}, {"closes": "2026-12-09T10:00"},
        {"title": "题" * 10_000, "at": ""}, {"community": "ELSEWHERE", "places": "x"},
    ],
)  # fmt: skip
async def test_odd_forms_get_a_sentence_and_open_nothing(scene, desk, given):
    async with desk.signed_in("sun") as browser:
        answer = await filled(browser, **given)

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert await the_signup(scene) is None


async def test_meals_are_opened_for_each_working_day_with_one_notice(scene, desk):
    async with desk.signed_in("sun") as browser:
        answer = await filled(
            browser, title="长者午餐", at="2026-12-03T11:30", closes="2026-12-03T09:00",
            until="2026-12-08", working="1", places="",
        )  # fmt: skip
        page = await browser.get(answer.headers["location"])
    await scene.deliver()

    assert len(await scene.in_group()) == 1
    assert "每天一次到12月8日" in (await scene.in_group())[0]
    assert page.text.count("/console/signups/") >= 3
    assert "12月5日" not in page.text  # a Saturday
    row = await the_signup(scene)
    assert row.id == 4
    assert row.at - row.closes_at == timedelta(hours=2, minutes=30)


async def test_somebody_at_the_counter_and_a_pasted_list_are_written_down_once(scene, desk):
    number = await opened(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}")
        for _ in range(2):
            await post(
                browser,
                page,
                f"{PAGE}/{number}/add",
                called="赵奶奶",
                building="3栋2单元",
                heads="1",
            )
            await post(browser, page, f"{PAGE}/{number}/paste", words=LIST)
        shown = await browser.get(f"{PAGE}/{number}")

    rows = await entries(scene)
    assert [(row.called, row.building) for row in rows] == [
        ("赵奶奶", "3栋"), ("张姐", ""), ("张姐", ""), ("老周", "3栋"),
    ]  # fmt: skip
    assert "赵奶奶 3栋" in shown.text
    assert "单元" not in shown.text.replace("不写单元门牌", "")


async def test_what_is_no_list_is_refused_and_kept_for_mending(scene, desk):
    number = await opened(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}")
        answer = await post(browser, page, f"{PAGE}/{number}/paste", words="大家周六见")

    assert answer.status_code == 409
    assert "没认出接龙" in answer.text
    assert "大家周六见" in answer.text


async def test_the_roll_call_at_the_door_and_who_was_absent_is_seen_next_time(scene, desk):
    number = await opened(scene)
    await scene.say("li", "我报名")
    await scene.say("mei", "我报名")
    await scene.live_until(scene.now + timedelta(days=4, minutes=5))
    desk.clock.at = scene.now
    first, _ = await entries(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}")
        token, once = field(page, "form_token"), field(page, "once")
        given = {"form_token": token, "once": once, "entry": str(first.id)}
        ticked = await browser.post(f"{PAGE}/{number}/tick", data=given)
        seen = await browser.get(f"{PAGE}/{number}")
        await post(browser, seen, f"{PAGE}/{number}/settle")
        done = await browser.get(f"{PAGE}/{number}")

    assert ticked.headers["location"].endswith(f"#e{first.id}")
    assert "已到1位" in seen.text
    assert await states(scene) == ["attended", "absent"]
    assert "已点名" in done.text
    assert "点名结束" not in done.text
    again = await opened(scene, "义务理发")
    await scene.say("mei", "我报名")
    async with desk.signed_in("sun") as browser:
        assert "半年里没来过1次" in (await browser.get(f"{PAGE}/{again}")).text


async def test_calling_it_off_tells_the_group(scene, desk):
    number = await opened(scene)
    async with desk.signed_in("liu") as browser:
        page = await browser.get(f"{PAGE}/{number}")
        assert (await post(browser, page, f"{PAGE}/{number}/call_off")).status_code == 303
        page = await browser.get(f"{PAGE}/{number}")
    await scene.deliver()

    assert "活动取消" in page.text
    assert "call_off" not in page.text
    assert any("不用来了" in line for line in await scene.in_group())


async def test_another_communitys_officer_finds_none_of_it(scene, desk):
    number = await opened(scene)
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DB", name="东北社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "何远", "officer", "DB")
        await touch_revision(session)

    async with desk.signed_in("far") as browser:
        page, listed = await browser.get(f"{PAGE}/{number}"), await browser.get(PAGE)
        token = field(listed, "form_token")
        step = await browser.post(f"{PAGE}/{number}/call_off", data={"form_token": token})

    assert (page.status_code, step.status_code) == (404, 404)
    assert "周六包饺子" not in listed.text
    assert (await the_signup(scene)).state == "open"


async def test_a_worker_and_an_unknown_step_are_turned_away(scene, desk):
    number = await opened(scene)
    async with desk.signed_in("wang") as browser:
        assert (await browser.get(PAGE)).status_code == 403
    async with desk.signed_in("sun") as browser:
        token = field(await browser.get(PAGE), "form_token")
        answer = await browser.post(f"{PAGE}/{number}/burn", data={"form_token": token})
        assert answer.status_code == 404
        assert (await browser.get(f"{PAGE}/999999999")).status_code == 404


async def test_an_entry_of_another_sign_up_cannot_be_ticked_here(scene, desk):
    first, second = await opened(scene), await opened(scene, "义务理发", days=6)
    await scene.say("li", "理发我报名")
    [row] = await entries(scene)
    assert row.signup_id == second
    async with desk.signed_in("sun") as browser:
        token = field(await browser.get(PAGE), "form_token")
        answer = await browser.post(
            f"{PAGE}/{first}/tick", data={"form_token": token, "entry": str(row.id)}
        )

    assert answer.status_code == 409
    assert await states(scene) == ["in"]


async def test_the_pages_can_be_read_by_everybody_on_desk_and_phone(scene, desk):
    number = await opened(scene)
    await scene.say("li", LIST)
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        for path in (PAGE, NEW, f"{PAGE}/{number}"):
            await page.set_viewport_size(DESKTOP)
            await page.goto(address + path)
            assert await faults(page) == [], path
            await page.set_viewport_size(PHONE)
            assert not await page.evaluate(SIDEWAYS), path
        await page.get_by_role("button", name="到了").first.click()
        await page.get_by_role("button", name="点错了").wait_for()

    assert await states(scene) == ["attended", "in", "in"]
