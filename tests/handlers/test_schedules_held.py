"""What is held when, and for whom: for reports and for the board in the hall."""

from datetime import date, timedelta

import pytest

from handlers import schedules
from storage.chats import ChatRow
from storage.places import AreaRow
from storage.schedules import ChangeRow, ScheduleRow

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


async def _held(scene, communities=frozenset({"XL"}), first=FIRST, last=LAST):
    async with scene.database.reading() as session:
        turn = await scene.community.turn(session, "x", scene.now, channel="console")
        found = await schedules.held(turn, communities, first, last)
    return [(schedule.name, day.day) for schedule, day in found]


async def _recurs(scene, name, rule, audience, start="09:00"):
    async with scene.database.transaction() as session:
        row = ScheduleRow(key=name, name=name, rule=rule, start=start, audience=audience,
                          since=scene.now - timedelta(days=99))  # fmt: skip
        session.add(row)
        await session.flush()
        return row.id


async def test_dates_come_in_order_of_day_and_hour_whatever_was_written_first(scene):
    await _recurs(scene, "量血压", "FREQ=MONTHLY;BYMONTHDAY=7", ["XL"], start="14:00")
    await _recurs(scene, "理发", "FREQ=MONTHLY;BYMONTHDAY=7,2", ["XL"])

    assert await _held(scene) == [("理发", 2), ("理发", 7), ("量血压", 7)]


async def test_what_a_person_moved_is_held_on_its_new_day_and_what_was_called_off_is_not(scene):
    number = await _recurs(scene, "理发", "FREQ=WEEKLY;BYDAY=MO", ["XL"])
    async with scene.database.transaction() as session:
        session.add(
            ChangeRow(schedule_id=number, day=date(2026, 12, 7), moved_to=date(2026, 12, 9))
        )
        session.add(ChangeRow(schedule_id=number, day=date(2026, 12, 14), cancelled=True))
        session.add(
            ChangeRow(schedule_id=number, day=date(2026, 12, 28), moved_to=date(2027, 1, 5))
        )

    assert await _held(scene) == [("理发", 9), ("理发", 21)]


@pytest.mark.parametrize(
    ("audience", "here"),
    [
        (["XL"], True),  # the community
        (["XL-1"], True),  # one of its grids
        (["JGY"], True),  # an estate
        (["JGY/3"], True),  # a building
        (["jgy"], True),  # a group
        (["all"], True),
        (["DH"], False),
        (["nowhere"], False),
        ([], False),
        (["DH", "XL-2"], True),
    ],
)
async def test_it_is_a_community_s_where_somebody_in_it_is_told(scene, audience, here):
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DH", name="东湖社区", kind="community", parent=None, covers=[]))
        session.add(ChatRow(channel="web", chat="free", code="free", name="x", place=None))
    await _recurs(scene, "理发", "FREQ=MONTHLY;BYMONTHDAY=7", audience)

    assert bool(await _held(scene)) is here
    assert await _held(scene, None) == [("理发", 7)]
