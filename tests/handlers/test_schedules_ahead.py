"""Days off: asked three days before, 暂定 said to the person in charge, and a notice entered in time."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from domain.notices import NoticeUnclear
from domain.refusals import NotAllowed
from handlers import schedules
from handlers.schedules import working_days
from storage.schedules import NoticeRow, OccurrenceRow
from tests.domain.test_notices import PLAIN_2027
from tests.handlers.office import take_in
from tests.handlers.scene import GROUP, SHANGHAI

HEAD = [
    "name",
    "rule",
    "time",
    "place",
    "audience",
    "holiday",
    "weekend",
    "offsets",
    "bring",
    "person",
]


def _at(year, month, day, hour=10, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


async def _village(scene, folder, *, holiday="ask", weekend="keep", person="sun", rule="每月7号"):
    row = ["义务理发", rule, "09:00", "JGY-E", "XL", holiday, weekend, "", "", person]
    await take_in(scene, folder / "book", schedules=[HEAD, row])
    await _plan(scene)
    return scene


async def _plan(scene):
    async with scene.database.transaction() as session:
        await schedules.plan(
            await scene.community.turn(session, f"plan/{scene.now}", scene.now, channel="test")
        )


async def _enter(scene, who="boss", year=2027, text=PLAIN_2027, **facts):
    given = {"source": "国务院办公厅", "published": date(2026, 11, 10)} | facts
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"enter/{scene.now}/{text[:9]}", scene.now,
                                          channel="console")  # fmt: skip
        turn.person = await session.get(type(await _person(session)), scene.ids[who])
        await working_days.enter(turn, year, text, **given)


async def _person(session):
    from storage.people import PersonRow  # noqa: PLC0415

    return await session.scalar(select(PersonRow).limit(1))


async def _lines(scene):
    return [row for row in await scene.rows(chat=GROUP) if "理发" in row.text]


async def test_a_day_off_is_asked_three_days_before_and_told_only_once_decided(scene, tmp_path):
    scene.now = _at(2026, 9, 20)
    await _village(scene, tmp_path)

    await scene.live_until(_at(2026, 10, 4, 12))
    assert await _lines(scene) == []
    asked = [line for line in await scene.heard("sun") if "休息日" in line]
    assert len(asked) == 1
    assert "10月7日" in asked[0]
    await scene.press("sun", "改到10月8日(周四)")
    await scene.live_until(_at(2026, 10, 9))

    told = await _lines(scene)
    assert [row.moment for row in told] == ["schedules/moved", "schedules/today"]
    assert "改到10月8日" in told[0].text
    assert len([line for line in await scene.heard("sun") if "休息日" in line]) == 1


async def test_decided_to_keep_it_the_line_that_was_held_back_is_told_at_once(scene, tmp_path):
    scene.now = _at(2026, 9, 20)
    await _village(scene, tmp_path)
    await scene.live_until(_at(2026, 10, 5, 12))

    await scene.press("sun", "照常10月7日(周三)")
    await scene.live_until(_at(2026, 10, 8))

    assert [row.moment for row in await _lines(scene)] == ["schedules/confirmed", "schedules/today"]


async def test_asked_again_the_day_before_and_never_announced_undecided(scene, tmp_path):
    scene.now = _at(2026, 9, 20)
    await _village(scene, tmp_path)

    await scene.live_until(_at(2026, 10, 9))

    assert len([line for line in await scene.heard("sun") if "休息日" in line]) == 2
    assert await _lines(scene) == []


async def test_where_nobody_is_in_charge_the_desk_is_asked_and_one_of_it_decides(scene, tmp_path):
    scene.now = _at(2026, 9, 20)
    await _village(scene, tmp_path, person="")
    await scene.live_until(_at(2026, 10, 4, 12))

    await scene.press("liu", "这次不办")
    await scene.live_until(_at(2026, 10, 9))

    assert any("休息日" in line for line in await scene.heard("sun"))
    assert [row.moment for row in await _lines(scene)] == ["schedules/cancelled"]


async def test_a_weekend_is_asked_about_apart_from_holidays(scene, tmp_path):
    scene.now = _at(2026, 10, 1)
    await _village(scene, tmp_path, holiday="next", weekend="ask")

    await scene.live_until(_at(2026, 11, 4, 12))

    asked = [line for line in await scene.heard("sun") if "休息日" in line]
    assert len(asked) == 1
    assert "11月7日(周六)" in asked[0]
    assert len(await _lines(scene)) == 2  # October's, moved by the calendar


async def test_a_year_that_nobody_knows_is_said_to_the_person_in_charge_once(scene, tmp_path):
    await _village(scene, tmp_path, holiday="next")

    await scene.live_until(_at(2027, 1, 5))

    told = [line for line in await scene.heard("sun") if "暂定" in line]
    assert len(told) == 1
    assert "2027年" in told[0]
    missed = [line for line in await scene.heard("boss") if "放假安排" in line]
    assert len(missed) == 2  # in December and in January


async def test_a_notice_entered_the_day_it_is_published_holds_from_then_on(scene, tmp_path):
    await _village(scene, tmp_path, holiday="next")
    await scene.say("li", "2月7号还理发不")
    assert "暂定" in (await scene.in_group())[-1]
    assert "2月9日" in (await scene.in_group())[-1]

    await _enter(scene)

    await scene.say("li", "2月7号还理发不")
    assert "暂定" not in (await scene.in_group())[-1]
    assert "2月12日" in (await scene.in_group())[-1]
    await scene.live_until(_at(2027, 1, 20))
    assert not any("放假安排" in line for line in await scene.heard("boss"))


async def test_what_was_told_and_is_moved_by_a_late_notice_is_told_once_more(scene, tmp_path):
    scene.now = _at(2027, 2, 1)
    await _village(scene, tmp_path, holiday="next")
    await scene.live_until(_at(2027, 2, 5, 12))
    assert "2月9日" in (await _lines(scene))[0].text

    await _enter(scene)
    await scene.live_until(_at(2027, 2, 13))

    told = await _lines(scene)
    assert [row.moment for row in told] == ["schedules/moved", "schedules/moved", "schedules/today"]
    assert "2月12日" in told[1].text
    assert told[1].reply_to == told[0].message


async def test_only_the_street_enters_it_and_nothing_half_is_kept(scene):
    with pytest.raises(NotAllowed):
        await _enter(scene, "sun")
    with pytest.raises(NoticeUnclear):
        await _enter(scene, text=PLAIN_2027 + "\n妇女节 3月8日")
    with pytest.raises(working_days.NeedsSource):
        await _enter(scene, source=" ")

    async with scene.database.reading() as session:
        assert list(await session.scalars(select(NoticeRow))) == []


async def test_the_newest_notice_of_a_year_holds(scene):
    await _enter(scene)
    await _enter(scene, text=PLAIN_2027.replace("6月9日放假", "6月9日到11日放假"))

    async with scene.database.reading() as session:
        [row] = await session.scalars(select(NoticeRow))
        world = await scene.community.world(session)
    assert row.days["2027-06-11"] == "holiday"
    assert not world.calendar.is_working(date(2027, 6, 11))
    assert not world.calendar.is_provisional(date(2027, 6, 14))


async def test_planned_again_and_again_each_line_is_made_once(scene, tmp_path):
    scene.now = _at(2026, 9, 20)
    await _village(scene, tmp_path, holiday="next")
    for day in (1, 4, 5, 8):
        await scene.live_until(_at(2026, 10, day, 12))
        await _plan(scene)

    await scene.live_until(_at(2026, 10, 9))

    assert [row.moment for row in await _lines(scene)] == ["schedules/moved", "schedules/today"]
    async with scene.database.reading() as session:
        rows = list(await session.scalars(select(OccurrenceRow)))
    assert all(len(row.told) == 1 for row in rows)
