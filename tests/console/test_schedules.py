"""What recurs, on the office's pages: made from a form, shown with its dates, changed for one of them."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.places import AreaRow, touch_revision
from storage.schedules import ChangeRow, NoticeRow, ScheduleRow
from tests.console.desk import post
from tests.domain.test_notices import PLAIN_2027
from tests.handlers.scene import GROUP

NEW, ALL = "/console/schedules/new", "/console/schedules"
HAIRCUT = {
    "name": "义务理发、磨刀", "written": "每月7号", "hours": "9:00-11:00", "place": "社区一楼",
    "audience": ["XL"], "holiday": "next", "weekend": "keep", "bring": "毛巾",
}  # fmt: skip


async def rows(scene, table=ScheduleRow):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(table)))


async def kept(browser, **other):
    """A schedule made as an officer makes it: looked at, then kept."""
    page = await browser.get(NEW)
    shown = await post(browser, page, ALL, **(HAIRCUT | other), step="look")
    assert shown.status_code == 200, shown.text
    return await post(browser, shown, ALL, **(HAIRCUT | other), step="keep")


async def test_the_form_shows_the_next_six_dates_before_anything_is_kept(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(NEW)
        shown = await post(browser, page, ALL, **HAIRCUT, step="look")

    assert await rows(scene) == []
    for day in ("12月7日", "1月7日", "2月9日", "3月7日", "4月7日", "5月7日"):
        assert day in shown.text
    assert "暂定" in shown.text
    assert 'value="义务理发、磨刀"' in shown.text


async def test_what_is_kept_is_listed_announced_and_answered(scene, desk):
    async with desk.signed_in("sun") as browser:
        answer = await kept(browser, person=str(scene.ids["wang"]), ends="2027-06-30",
                            exceptions="2027-01-07", offsets="提前1天18:00")  # fmt: skip
        assert answer.status_code == 303
        page = await browser.get(answer.headers["location"])
        listed = await browser.get(ALL)

    [row] = await rows(scene)
    assert (row.rule, row.written, row.audience) == ("FREQ=MONTHLY;BYMONTHDAY=7", "每月7号", ["XL"])
    assert (row.ends, row.exceptions, row.person_id) == (
        date(2027, 6, 30), ["2027-01-07"], scene.ids["wang"],
    )  # fmt: skip
    assert "12月7日" in page.text
    assert "1月7日" not in page.text.replace("11月7日", "")
    assert "义务理发" in listed.text
    await scene.say("li", "7号还理发不")
    assert "社区一楼" in (await scene.in_group())[-1]
    await scene.wait(days=6)
    assert any("12月7日" in line for line in await scene.in_group())


async def test_sent_twice_it_is_kept_once(scene, desk):
    async with desk.signed_in("sun") as browser:
        await kept(browser)
        shown = await post(browser, await browser.get(NEW), ALL, **HAIRCUT, step="keep")

    assert shown.status_code == 409
    assert "已经排了" in shown.text
    assert len(await rows(scene)) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"written": "有空就办"}, "看不懂"),
        ({"written": "每月初七"}, "农历每月初七"),
        ({"hours": "九来点"}, "看不懂时间"),
        ({"hours": ""}, "看不懂时间"),
        ({"name": " "}, "办什么"),
        ({"audience": []}, "没有"),
        ({"audience": ["nowhere"]}, ""),
        ({"audience": ["all"]}, ""),
        ({"offsets": "早点说"}, "看不懂时间"),
        ({"begins": "2027-03-08", "ends": "2027-03-20"}, "一次也不会办"),
        ({"place": "找13812345678"}, "电话"),
        ({"written": "\0" * 50, "name": "x" * 10_000}, ""),
    ],
)
async def test_what_cannot_be_meant_is_said_on_the_form_and_nothing_is_kept(
    scene, desk, wrong, told
):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(NEW)
        for step in ("look", "keep"):
            given = HAIRCUT | wrong
            answer = await post(browser, page, ALL, **given, step=step)
            if step == "look" or wrong.get("begins") is None:
                assert answer.status_code == 409
                assert told in answer.text

    assert all(row.begins for row in await rows(scene))


async def _act(browser, verb, **given):
    """One of the forms of the first schedule's page, for December's date unless another is given."""
    page = await browser.get(f"{ALL}/1")
    once = page.text.split('name="once" value="')[1].split('"')[0]
    token = page.text.split('name="form_token" value="')[1].split('"')[0]
    data = {"form_token": token, "once": f"{once}-{verb}", "day": "2026-12-07", **given}
    return await browser.post(f"{ALL}/1/{verb}", data=data)


@pytest.mark.parametrize(
    ("verb", "given", "moment"),
    [
        ("move", {"to": "2026-12-09", "note": "师傅请假"}, "moved"),
        ("move", {"at": "14:00"}, "moved"),
        ("move", {"to": "2026-12-09", "at": "14:00", "until": "15:30"}, "moved"),
        ("cancel", {"note": "停电"}, "cancelled"),
        ("confirm", {}, "confirmed"),
        ("note", {"note": "当天只到十点"}, "noted"),
    ],
)
async def test_one_date_alone_is_changed_and_whoever_was_told_hears_it(
    scene, desk, verb, given, moment
):
    async with desk.signed_in("sun") as browser:
        await kept(browser)
    await scene.wait(days=3, hours=2)
    desk.clock.at = scene.now
    async with desk.signed_in("sun") as browser:
        answer = await _act(browser, verb, **given)
        assert answer.status_code == 303, answer.text
    await scene.wait(minutes=1)

    told = [row for row in await scene.rows(chat=GROUP) if row.moment.startswith("schedules/")]
    assert [row.moment for row in told] == ["schedules/before", f"schedules/{moment}"]
    assert told[1].reply_to == told[0].message


async def test_the_page_the_poster_and_the_feed_go_by_the_new_hour(scene, desk):
    async with desk.signed_in("sun") as browser:
        await kept(browser)
        await _act(browser, "move", at="14:00")

        for path in (ALL, f"{ALL}/1", f"{ALL}/month?month=2026-12"):
            assert "下午2点–下午4点" in (await browser.get(path)).text
        assert "下午2点" not in (await browser.get(f"{ALL}/month?month=2027-01")).text
        feed = (await browser.get("/calendar/XL.ics")).text
    assert "DTSTART:20261207T060000Z\r\nDTEND:20261207T080000Z" in feed
    assert "DTSTART:20270107T010000Z" in feed


async def test_what_cannot_be_is_refused_on_the_page(scene, desk):
    async with desk.signed_in("sun") as browser:
        await kept(browser)
        for verb, given in (
            ("move", {}), ("move", {"to": "2020-01-01"}), ("move", {"to": "zzz"}), ("note", {}),
            ("move", {"at": "25:00"}), ("move", {"at": "x" * 9000}), ("move", {"until": "15:00"}),
            ("move", {"at": "15:00", "until": "14:00"}),
            ("cancel", {"day": "2026-12-08"}), ("cancel", {"note": "师傅得了癌症"}),
        ):  # fmt: skip
            answer = await _act(browser, verb, **given)
            assert answer.status_code == 409
        assert (await _act(browser, "sing")).status_code == 404

    assert await rows(scene, ChangeRow) == []


async def test_a_changed_schedule_is_looked_at_and_kept_and_a_stopped_one_is_silent(scene, desk):
    async with desk.signed_in("sun") as browser:
        await kept(browser)
        page = await browser.get(f"{ALL}/1/edit")
        assert 'value="9:00-11:00"' in page.text or 'value="09:00-11:00"' in page.text
        other = HAIRCUT | {"written": "每月8号", "hours": "14:00"}
        await post(browser, page, f"{ALL}/1/edit", **other, step="keep")
        [row] = await rows(scene)
        assert (row.rule, row.start, row.end) == ("FREQ=MONTHLY;BYMONTHDAY=8", "14:00", None)

        shown = await browser.get(f"{ALL}/1")
        await post(browser, shown, f"{ALL}/1/stop")
        assert "义务理发" not in (await browser.get(ALL)).text
        assert (await browser.get(f"{ALL}/1")).status_code == 404
    await scene.wait(days=9)

    assert await scene.in_group() == []


async def test_another_community_s_schedule_is_nobody_else_s(scene, desk):
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DH", name="东湖社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "东湖", "officer", "DH")
        await touch_revision(session)
    async with desk.signed_in("sun") as browser:
        await kept(browser)

    async with desk.signed_in("far") as browser:
        assert "义务理发" not in (await browser.get(ALL)).text
        for path in (f"{ALL}/1", f"{ALL}/1/edit", f"{ALL}/99"):
            assert (await browser.get(path)).status_code == 404
        page = await browser.get(NEW)
        assert (await post(browser, page, ALL, **HAIRCUT, step="keep")).status_code == 409
    assert len(await rows(scene)) == 1


async def test_the_street_pastes_the_notice_and_everybody_sees_the_days(scene, desk):
    path = "/console/schedules/working-days"
    given = {"year": "2027", "published": "2026-11-20", "source": "国务院办公厅"}
    async with desk.signed_in("boss") as browser:
        page = await browser.get(f"{path}?year=2027")
        assert "暂定" in page.text
        wrong = await post(browser, page, path, **given, text=PLAIN_2027 + "\n共产节 9月9日")
        assert wrong.status_code == 409
        assert "共产节" in wrong.text
        assert (
            await post(browser, page, path, **(given | {"source": ""}), text=PLAIN_2027)
        ).status_code == 409
        answer = await post(browser, page, path, **given, text=PLAIN_2027)
        assert answer.status_code == 303
    async with desk.signed_in("sun") as browser:
        shown = await browser.get(f"{path}?year=2027")
        assert "10月9日" in shown.text
        assert "这一年的通知还没录入" not in shown.text
        assert 'name="published"' not in shown.text
        for odd in ("0", "99999999999", "x", "2500"):
            assert (await browser.get(f"{path}?year={odd}")).status_code == 200
    [row] = await rows(scene, NoticeRow)
    assert (row.year, row.source) == (2027, "国务院办公厅")
    async with desk.signed_in("boss") as browser:
        page = await browser.get(path)
        token = page.text.split('form_token" value="')[1].split('"')[0]
        await browser.post(path, data={"form_token": token, "year": "2027", "step": "forget"})
    assert await rows(scene, NoticeRow) == []


async def test_anybody_subscribes_to_an_area_s_dates_and_nobody_is_named_in_them(scene, desk):
    async with desk.signed_in("sun") as browser:
        await kept(browser, person=str(scene.ids["wang"]))
        assert "/calendar/XL.ics" in (await browser.get(ALL)).text

    async with desk.browser() as browser:
        feed = await browser.get("/calendar/XL.ics")
        assert feed.headers["content-type"].startswith("text/calendar")
        assert "SUMMARY:义务理发、磨刀" in feed.text
        assert "DTSTART:20261207T010000Z" in feed.text
        assert "王格" not in feed.text
        for odd in ("nowhere", "X" * 9000, "XL%00"):
            assert (await browser.get(f"/calendar/{odd}.ics")).status_code == 404
