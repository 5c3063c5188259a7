"""Announcements due to a group at the same minute are one message, and each still is made once."""

import random
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from domain.schedules import Change, Moment
from handlers import schedules
from handlers.schedules import changing, telling
from storage.chats import ChatRow
from storage.timers import TimerRow
from tests.handlers.announcing import announced, neighbours, step
from tests.handlers.recurring import live_side_by_side, on_record, planned, recurs
from tests.handlers.scene import GROUP, SHANGHAI

BEFORE, TODAY = (
    datetime(2026, 12, 4, 9, tzinfo=SHANGHAI),
    datetime(2026, 12, 7, 8, 30, tzinfo=SHANGHAI),
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def village(scene):
    await neighbours(scene)
    await recurs(scene, "义务理发")
    await recurs(scene, "量血压", start="14:00")
    await planned(scene)
    return scene


async def test_two_services_of_one_day_are_one_message_before_it_and_one_on_it(village):
    await village.live_until(TODAY + MINUTE)

    before, today = await village.in_group()
    assert before == (
        "有2件事:\n1. 12月7日(周一)上午9点 义务理发。\n2. 12月7日(周一)下午2点 量血压。"
    )
    assert today.startswith("有2件事:\n1. 今天12月7日(周一)上午9点 义务理发")
    assert [row.moment for row in await on_record(village)] == [
        "before", "before", "today", "today",
    ]  # fmt: skip


async def test_each_stands_on_record_with_the_message_that_it_is_a_line_of(village):
    await village.live_until(BEFORE + MINUTE)

    haircut, pressure = await on_record(village)
    keys = {row.key for chat in (GROUP, "lx") for row in await village.rows(chat=chat)}
    assert set(haircut.told) == set(pressure.told) == keys
    assert len(keys) == 2


async def test_a_group_that_only_one_of_them_concerns_hears_of_that_one_alone(village):
    await recurs(village, "磨刀", audience=["jgy"])
    await planned(village)

    await village.live_until(BEFORE + MINUTE)

    assert (await village.in_group())[0].startswith("有3件事")
    [there] = await village.rows(chat="lx")
    assert "磨刀" not in there.text
    assert there.text.startswith("有2件事")
    await recurs(village, "合唱", audience=["lx"], rule="FREQ=MONTHLY;BYMONTHDAY=9")
    await planned(village)
    await village.live_until(datetime(2026, 12, 6, 9, 1, tzinfo=SHANGHAI))
    alone = (await village.rows(chat="lx"))[-1]
    assert (alone.moment, "合唱" in alone.text) == ("schedules/before", True)
    assert len(await village.in_group()) == 1


async def test_one_of_them_moved_later_is_told_alone_and_quotes_the_message(village):
    await village.live_until(BEFORE + MINUTE)
    [first] = await village.rows(chat=GROUP)

    await step(village, "sun", lambda turn: changing.decide(
        turn, 1, date(2026, 12, 7), Change(moved_to=date(2026, 12, 9))))  # fmt: skip
    await village.live_until(datetime(2026, 12, 10, tzinfo=SHANGHAI))

    _, change, today, later = await village.rows(chat=GROUP)
    assert (change.moment, change.reply_to) == ("schedules/moved", first.message)
    assert "量血压" not in change.text
    assert (today.moment, "量血压" in today.text) == ("schedules/today", True)
    assert (later.moment, "义务理发" in later.text) == ("schedules/today", True)


async def test_the_other_one_called_off_quotes_it_too(village):
    await village.live_until(BEFORE + MINUTE)
    [first] = await village.rows(chat=GROUP)

    await step(village, "sun", lambda turn: changing.decide(
        turn, 2, date(2026, 12, 7), Change(cancelled=True)))  # fmt: skip
    await village.live_until(TODAY + MINUTE)

    _, change, today = await village.rows(chat=GROUP)
    assert (change.moment, change.reply_to) == ("schedules/cancelled", first.message)
    assert (today.moment, "义务理发" in today.text) == ("schedules/today", True)


async def test_a_line_among_others_names_the_hour_of_its_date_and_stands_in_that_order(village):
    await step(village, "sun", lambda turn: changing.decide(
        turn, 1, date(2026, 12, 7), Change(start=time(16))))  # fmt: skip
    await village.live_until(TODAY + MINUTE)

    today = (await village.rows(chat=GROUP))[-1]
    assert today.moment == "schedules/together"
    assert "下午4点 义务理发" in today.text
    assert today.text.index("量血压") < today.text.index("义务理发")
    record = await on_record(village, Moment.TODAY)
    assert {(row.schedule_id, row.start) for row in record} == {(1, "16:00"), (2, "14:00")}


async def test_what_was_set_for_the_night_comes_together_in_the_morning(scene):
    for name, hour in (("扫雪", "21:30"), ("送水", "22:15")):
        await recurs(scene, name, offsets=[f"提前1天{hour}"])
    await planned(scene)

    await scene.live_until(datetime(2026, 12, 7, 7, 29, tzinfo=SHANGHAI))
    assert await scene.in_group() == []
    await scene.live_until(datetime(2026, 12, 7, 7, 31, tzinfo=SHANGHAI))

    [line] = await scene.in_group()
    assert line.startswith("有2件事")


async def test_another_minute_is_another_message(scene):
    await recurs(scene, "扫雪", offsets=["提前1天9:00"])
    await recurs(scene, "送水", offsets=["提前1天9:01"])
    await planned(scene)

    await scene.live_until(datetime(2026, 12, 6, 9, 2, tzinfo=SHANGHAI))

    assert [row.moment for row in await scene.rows(chat=GROUP)] == ["schedules/before"] * 2


async def test_an_officer_s_own_announcement_at_the_same_minute_stays_alone(village):
    await announced(village, "sun", "今天停水", at=BEFORE)

    await village.live_until(BEFORE + MINUTE)

    assert sorted(row.moment for row in await village.rows(chat=GROUP)) == [
        "announcements/own", "schedules/together",
    ]  # fmt: skip


async def test_after_an_outage_they_come_together_or_are_reported_each(scene):
    for name in ("义务理发", "量血压"):
        await recurs(scene, name, person_id=scene.ids["sun"])
    await planned(scene)
    scene.now = TODAY + timedelta(hours=2)
    await live_side_by_side(scene, processes=1)

    told = await scene.rows(chat=GROUP)
    assert [row.moment for row in told] == ["schedules/together"]  # of today; before is too late
    assert len([line for line in await scene.heard("sun") if "错过了通知的时间" in line]) == 2


async def test_more_than_fit_into_one_message_are_several(scene, monkeypatch):
    monkeypatch.setattr(telling, "MOST_LINES", 4)
    for number in range(6):
        await recurs(scene, f"活动{number:02d}号", rule="FREQ=MONTHLY;BYMONTHDAY=7")
    await planned(scene)

    await scene.live_until(BEFORE + MINUTE)

    first, second = await scene.in_group()
    assert first.startswith("有4件事")
    assert second.startswith("有2件事")
    assert all(f"活动{number:02d}号" in first + second for number in range(6))


async def test_whoever_comes_second_to_it_makes_nothing(village):
    village.now = BEFORE
    assert await live_side_by_side(village, processes=1) >= 2
    async with village.database.transaction() as session:
        done = select(TimerRow).where(TimerRow.kind == "schedule", TimerRow.done_at.is_not(None))
        for timer in list(await session.scalars(done)):
            event = f"again/{timer.id}"
            turn = await village.community.turn(session, event, village.now, channel="x")
            await schedules.due(turn, timer)
    await village.deliver()

    assert len(await village.in_group()) == 1


@pytest.mark.parametrize("seed", range(2))
async def test_two_processes_and_a_crash_now_and_then_each_group_hears_each_line_once(scene, seed):
    """Random schedules, audiences and hours over some days; a process may die before it has committed."""
    dice = random.Random(seed)
    await neighbours(scene)
    async with scene.database.transaction() as session:
        for number in range(3):
            session.add(ChatRow(channel="web", chat=f"x{number}", code=f"x{number}", place="JGY",
                                name=f"群{number}", bound_at=scene.now))  # fmt: skip
    everywhere = [GROUP, "lx", "dh", "x0", "x1", "x2"]
    wanted = {}
    for number in range(8):
        name = "甲乙丙丁戊己庚辛"[number] + "活动"
        groups = dice.sample(everywhere, dice.randint(1, 4))
        hours = dice.choice([["提前1天9:00", "当天8:30"], ["提前1天9:00"], ["提前1天22:30"]])
        wanted[name] = (groups, len(hours))
        await recurs(scene, name, audience=groups, offsets=hours,
                     rule=f"FREQ=MONTHLY;BYMONTHDAY={dice.choice([7, 8])}")  # fmt: skip
    await planned(scene)

    for day in range(4, 10):
        for hour in (3, 7, 8, 9, 23):
            scene.now = datetime(2026, 12, day, hour, 31, tzinfo=SHANGHAI)
            await live_side_by_side(scene, dies=lambda: dice.random() < 0.2)

    for name, (groups, lines) in wanted.items():
        heard = Counter(
            row.chat for row in await scene.rows()
            for line in row.text.splitlines() if row.group and name in line
        )  # fmt: skip
        assert heard == dict.fromkeys(groups, lines), name
    merged = [row for row in await scene.rows() if row.moment == "schedules/together"]
    assert merged
    made = await on_record(scene)
    assert len(made) == sum(lines for _, lines in wanted.values())
    assert {Moment(row.moment) for row in made} <= {Moment.BEFORE, Moment.TODAY}


async def test_a_date_that_a_holiday_moves_joins_what_is_due_at_that_minute(scene):
    scene.now = datetime(2026, 10, 1, 12, tzinfo=SHANGHAI)
    await recurs(scene, "义务理发")  # the 7th is a holiday: held on the 8th
    await recurs(scene, "读书会", holiday="keep")
    await planned(scene)

    await scene.live_until(datetime(2026, 10, 4, 9, 1, tzinfo=SHANGHAI))

    [line] = await scene.in_group()
    assert line.startswith("有2件事")
    assert "改到10月8日" in line
    assert "10月7日(周三)上午9点 读书会" in line
    assert line.index("读书会") < line.index(
        "义务理发"
    )  # by the day and hour on which each is held
    assert sorted(row.moment for row in await on_record(scene)) == ["before", "moved"]
