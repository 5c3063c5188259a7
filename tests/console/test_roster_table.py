"""Which days of a roster are shown, and what stands in its cells."""

from datetime import date

import pytest

from console.roster_table import first_day, loads, week
from storage import rosters
from storage.rosters.tables import RosterRow
from tests.handlers.rosters.watch import drafted, put_in

FIRST, LAST = date(2026, 12, 2), date(2026, 12, 18)


@pytest.mark.parametrize(
    ("wanted", "today", "shown"),
    [
        (None, date(2026, 11, 1), FIRST), (None, date(2026, 12, 8), FIRST),
        (None, date(2026, 12, 9), date(2026, 12, 9)), (None, date(2027, 1, 1), date(2026, 12, 16)),
        (date(2026, 12, 15), FIRST, date(2026, 12, 9)), (date(1, 1, 1), FIRST, FIRST),
        (date(9999, 12, 31), FIRST, date(2026, 12, 16)),
    ],
)  # fmt: skip
def test_the_week_of_today_or_of_the_day_that_is_asked_for(wanted, today, shown):
    row = RosterRow(first=FIRST, last=LAST)

    assert first_day(row, wanted, today) == shown


async def shown(scene, number, first, proposal=None):
    async with scene.database.reading() as session:
        turn = await scene.community.turn(session, "look", scene.now, channel="console")
        row = await rosters.roster(session, number)
        members = {one.id: name for one, name in await rosters.members(session, number)}
        stands = await rosters.stands(session, number)
        table = await week(turn, row, first, stands, members, proposal)
        return table, loads(members, stands)


async def test_posts_stand_in_the_order_in_which_they_were_written(scene):
    number = await drafted(
        scene, "值班室 22:00-6:00\n东门 8:00-16:00 2人\n西门 6:00-8:00", first=FIRST, last=LAST
    )
    table, _ = await shown(scene, number, FIRST)

    assert [(one.post, one.begins, one.ends) for one in table.lines] == [
        ("值班室", "22:00", "06:00"), ("东门", "08:00", "16:00"), ("西门", "06:00", "08:00"),
    ]  # fmt: skip
    assert len(table.days) == 7
    assert (table.before, table.after) == (None, date(2026, 12, 9))
    assert [cell.lacking for cell in table.lines[1].cells] == [2] * 7


async def test_the_last_days_are_a_short_week(scene):
    number = await drafted(scene, "东门 8:00-16:00", first=FIRST, last=LAST)
    table, _ = await shown(scene, number, date(2026, 12, 16))

    assert table.days == (date(2026, 12, 16), date(2026, 12, 17), date(2026, 12, 18))
    assert (table.before, table.after) == (date(2026, 12, 9), None)


async def test_a_cell_tells_who_is_there_and_who_is_lacking(scene):
    number = await drafted(scene, "东门 8:00-16:00 2人", first=FIRST, last=LAST)
    await put_in(scene, number, "fang", "东门", 8, day=date(2026, 12, 3))
    table, counts = await shown(scene, number, FIRST)

    cells = table.lines[0].cells
    assert [one.name for one in cells[1].there] == ["王芳"]
    assert [cell.lacking for cell in cells[:3]] == [2, 1, 2]
    assert sorted(counts.values()) == [0, 0, 1]
    assert not any(cell.ended or cell.new for cell in cells)
