"""The line after a date: the person in charge is asked once, and the groups are thanked once."""

from datetime import date, datetime, time, timedelta

import pytest

from domain.messages import Media, MediaKind
from domain.schedules import Change
from handlers import schedules
from handlers.schedules import changing
from handlers.signups import door, joining
from tests.console.desk import Desk, post
from tests.handlers.announcing import neighbours, step
from tests.handlers.recurring import live_side_by_side, on_record, planned, recurs
from tests.handlers.scene import GROUP, SHANGHAI
from tests.handlers.signups.party import acting, opened, places

ASKED = "办完了吧"
PHOTO = (Media(MediaKind.PHOTO, "media/aa/barber.jpg"),)


def _at(day, hour=12, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
async def village(scene):
    await neighbours(scene)
    await recurs(scene, "义务理发", end="11:00", person_id=scene.ids["sun"], after=True)
    await planned(scene)
    return scene


async def _asked(scene, who="sun"):
    return [line for line in await scene.heard(who) if ASKED in line]


async def _thanks(scene, chat=GROUP):
    return [row for row in await scene.rows(chat=chat) if row.moment == "schedules/thanks"]


async def test_when_it_is_over_the_person_in_charge_is_asked_once_in_private(village):
    await village.live_until(_at(7, 10, 59))
    assert await _asked(village) == []
    await village.live_until(_at(9))

    [asked] = await _asked(village)
    assert "12月7日(周一)的义务理发" in asked
    assert await _thanks(village) == []
    assert not any(ASKED in line for line in await village.in_group())


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("32", "12月7日(周一)的义务理发办完了,来了32位。谢谢大家。"),
        ("来了32人,谢谢两位师傅", "12月7日(周一)的义务理发办完了,来了32位。谢谢两位师傅。"),
        ("谢谢两位师傅", "12月7日(周一)的义务理发办完了。谢谢两位师傅。"),
    ],
)
async def test_a_number_or_words_are_shown_back_and_each_group_is_thanked_once(
    village, answer, line
):
    await village.live_until(_at(7, 11, 5))

    await village.say("sun", answer, group=False)
    assert line in (await village.heard("sun"))[-1]
    assert await _thanks(village) == []
    await village.press("sun", "发到群里")
    await village.press("sun", "发到群里")

    for chat in (GROUP, "lx"):
        assert [row.text for row in await _thanks(village, chat)] == [line]
    assert await village.rows(chat="dh") == []
    assert (await village.heard("sun"))[-1] == "好,发到群里了。"
    assert [row.moment for row in await on_record(village, "after", "thanks")] == [
        "after", "thanks",
    ]  # fmt: skip
    assert await village.tickets() == []


async def test_a_photo_and_then_a_number_come_together(village):
    await village.live_until(_at(7, 11, 5))

    await village.say("sun", "", group=False, media=PHOTO)
    await village.say("sun", "20人", group=False)
    assert "连这张照片" in (await village.heard("sun"))[-1]
    await village.press("sun", "发到群里")

    [row] = await _thanks(village)
    assert row.text == "12月7日(周一)的义务理发办完了,来了20位。谢谢大家。"
    assert len(row.attachments) == 1


async def test_said_a_second_time_it_is_not_sent_a_second_time(village):
    await village.live_until(_at(7, 11, 5))
    await village.say("sun", "20人", group=False)
    await village.press("sun", "发到群里")

    await village.say("sun", "21人", group=False)

    assert len(await _thanks(village)) == 1
    assert not any("21位" in line for line in await village.heard("sun"))


async def test_not_wanted_nothing_is_sent_and_nothing_answered_nothing_is_sent(village):
    await village.live_until(_at(7, 11, 5))
    await village.say("sun", "20人", group=False)
    await village.press("sun", "不用")

    await village.live_until(_at(12))

    assert await _thanks(village) == []
    assert len(await _asked(village)) == 1


@pytest.mark.parametrize(
    "words", ["3栋2单元楼道灯坏了三天了", "我手上有几件", "/tasks", "通知 金桂园: 明天停水"]
)
async def test_what_is_about_something_else_is_no_answer(village, words):
    await village.live_until(_at(7, 11, 5))

    await village.say("sun", words, group=False)

    assert not any("会发到2个群:\n12月7日" in line for line in await village.heard("sun"))
    assert await _thanks(village) == []


async def test_a_photo_much_later_belongs_to_other_work(village):
    await village.live_until(_at(7, 18))

    await village.say("sun", "", group=False, media=PHOTO)

    assert not any("连这张照片" in line for line in await village.heard("sun"))


@pytest.mark.parametrize(
    "words", ["谢谢3栋2单元1701的张姐", "打13800001234找我", "张大爷有高血压还来了"]
)
async def test_what_no_group_may_read_is_refused_and_can_be_said_anew(village, words):
    await village.live_until(_at(7, 11, 5))
    [row] = [r for r in await village.rows(chat="p.sun") if ASKED in r.text]

    await village.say("sun", words, group=False, reply_to=row.message)
    assert await _thanks(village) == []
    await village.say("sun", "谢谢大家", group=False)
    await village.press("sun", "发到群里")

    assert [row.text for row in await _thanks(village)] == [
        "12月7日(周一)的义务理发办完了。谢谢大家。"
    ]


async def test_called_off_nobody_is_asked_and_moved_it_is_asked_after_the_new_day(scene):
    await recurs(scene, "义务理发", end="11:00", person_id=scene.ids["sun"], after=True,
                 rule="FREQ=WEEKLY;BYDAY=WE,FR", offsets=["当天8:30"])  # fmt: skip
    await planned(scene)
    await step(scene, "sun", lambda turn: changing.decide(
        turn, 1, date(2026, 12, 2), Change(moved_to=date(2026, 12, 3))))  # fmt: skip
    await step(scene, "sun", lambda turn: changing.decide(
        turn, 1, date(2026, 12, 4), Change(cancelled=True)))  # fmt: skip
    await scene.live_until(_at(2, 20))
    assert await _asked(scene) == []

    await scene.live_until(_at(8))

    [asked] = await _asked(scene)
    assert "12月3日" in asked


async def test_at_another_hour_it_is_asked_when_that_is_over(scene):
    await recurs(scene, "义务理发", end="11:00", person_id=scene.ids["sun"], after=True)
    await planned(scene)
    await step(scene, "sun", lambda turn: changing.decide(
        turn, 1, date(2026, 12, 7), Change(start=time(14))))  # fmt: skip

    await scene.live_until(_at(7, 15, 59))
    assert await _asked(scene) == []
    await scene.live_until(_at(7, 16, 5))
    assert len(await _asked(scene)) == 1
    await scene.live_until(_at(9))
    assert len(await _asked(scene)) == 1


async def test_an_hour_put_back_in_time_is_asked_about_as_ever(scene):
    await recurs(scene, "义务理发", end="11:00", person_id=scene.ids["sun"], after=True)
    await planned(scene)
    for start in (time(14), time(9)):
        await step(scene, "sun", lambda turn, start=start: changing.decide(
            turn, 1, date(2026, 12, 7), Change(start=start)))  # fmt: skip

    await scene.live_until(_at(7, 11, 5))

    assert len(await _asked(scene)) == 1


@pytest.mark.parametrize(("hours", "asked"), [(20, 1), (30, 0)])
async def test_what_ended_while_nobody_planned_is_asked_about_for_a_day(scene, hours, asked):
    await recurs(scene, "义务理发", end="11:00", person_id=scene.ids["sun"], after=True)
    scene.now = _at(7, 11) + timedelta(hours=hours)

    await step(scene, "sun", lambda turn: schedules.plan(turn, _at(1)))
    await scene.live_until(scene.now + timedelta(hours=20))

    assert len(await _asked(scene)) == asked


async def test_without_the_tick_nobody_is_asked(scene):
    await recurs(scene, "义务理发", end="11:00", person_id=scene.ids["sun"])
    await planned(scene)

    await scene.live_until(_at(9))

    assert await _asked(scene) == []


async def test_in_the_evening_it_waits_for_the_morning(scene):
    await recurs(
        scene, "露天电影", start="19:30", end="21:30", person_id=scene.ids["sun"], after=True
    )
    await planned(scene)

    await scene.live_until(_at(8, 7, 29))
    assert await _asked(scene) == []
    await scene.live_until(_at(8, 7, 31))
    assert len(await _asked(scene)) == 1


async def test_where_nobody_is_in_charge_the_desk_is_asked_and_one_answers(scene):
    await recurs(scene, "义务理发", after=True)
    await planned(scene)
    await scene.live_until(_at(7, 11, 5))
    assert [len(await _asked(scene, who)) for who in ("liu", "sun")] == [1, 1]

    for who in ("liu", "sun"):
        await scene.say(who, "20人", group=False)
    for who in ("liu", "sun"):
        await scene.press(who, "发到群里")

    assert len(await _thanks(scene)) == 1
    toasts = [row.text for row in await scene.rows(chat="p.sun", op="answer")]
    assert toasts[-1] == "这一次已经说过了。"


async def test_two_days_of_outage_later_nobody_is_asked_any_more(village):
    village.now = _at(9)
    await live_side_by_side(village, processes=1)
    await village.live_until(_at(10))

    assert await _asked(village) == []


async def test_two_processes_and_a_crash_ask_once(village):
    village.now = _at(7, 11, 1)
    turns = iter(range(100))
    await live_side_by_side(village, dies=lambda: next(turns) < 3)

    assert len(await _asked(village)) == 1


async def test_the_roll_call_of_its_sign_up_gives_the_number(village):
    number = await opened(village, title="义务理发", at=_at(7, 9))
    for who in ("li", "zhang"):
        await village.say(who, "我报名")
    rows = await places(village, number)
    assert len(rows) == 2
    village.now = _at(7, 10)
    await acting(village, door.tick, number, rows[0].id)
    await acting(village, door.settle, number)

    await village.live_until(_at(7, 11, 5))
    assert "点名到了1位" in (await _asked(village))[0]
    await village.say("sun", "谢谢两位师傅", group=False)
    await village.press("sun", "发到群里")

    [row] = await _thanks(village)
    assert "来了1位" in row.text
    assert joining.DESK not in row.text


async def test_another_sign_up_of_that_day_gives_none(village):
    number = await opened(village, title="包饺子", at=_at(7, 9))
    await village.say("li", "我报名")
    [row] = await places(village, number)
    village.now = _at(7, 10)
    await acting(village, door.tick, number, row.id)
    await acting(village, door.settle, number)

    await village.live_until(_at(7, 11, 5))

    assert "点名" not in (await _asked(village))[0]
    assert timedelta(0) < village.now - _at(7, 11)


async def test_the_tick_is_kept_by_the_form_and_can_be_taken_away(scene, tmp_path):
    desk, address = Desk(scene, tmp_path), "/console/schedules"
    filled = {"name": "义务理发", "written": "每月7号", "hours": "9:00-11:00", "audience": ["XL"],
              "person": str(scene.ids["sun"]), "holiday": "next", "weekend": "keep"}  # fmt: skip
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{address}/new")
        await post(browser, page, address, **filled, step="keep", after="1")
        page = await browser.get(f"{address}/1/edit")
        assert 'name="after" value="1" checked' in page.text
    await scene.live_until(_at(7, 11, 5))
    assert len(await _asked(scene)) == 1

    desk.clock.at = scene.now
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{address}/1/edit")
        await post(browser, page, f"{address}/1/edit", **filled, step="keep", after="")
        assert 'name="after" value="1">' in (await browser.get(f"{address}/1/edit")).text
    await scene.live_until(datetime(2027, 1, 9, tzinfo=SHANGHAI))
    assert len(await _asked(scene)) == 1
