"""What a workbook would change, told row by row; a trial that leaves nothing behind."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from handlers import workbook
from handlers.workbook import NotAsShown
from storage.base import Base
from storage.people import IdentityRow, RoleRow
from storage.places import PlaceRow
from storage.points.tables import HouseholdRow

HOUSES = "code,name,kind,parent\n"
PEOPLE = "name,role,area,deputy,away,phone,telegram\n"


def cells(**sheets):
    """A zip of CSV, as somebody sends it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in sheets.items():
            archive.writestr(f"{name}.csv", text)
    return workbook.read_file("w.zip", io.BytesIO(out.getvalue()))


async def seen(scene, **sheets):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "d", scene.now, channel="console")
        return await workbook.difference(turn, cells(**sheets))


async def take_in(scene, shown, **sheets):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "t", scene.now, channel="console")
        return await workbook.take_in(turn, cells(**sheets), progress=lambda _: None, shown=shown)


async def rows(scene):
    async with scene.database.reading() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def told(difference, sheet):
    """Each changed cell: row, column, before, after."""
    found = next(one for one in difference.sheets if one.name == sheet)
    return {(line.row, c.column): (c.before, c.after) for line in found.lines for c in line.cells}


async def test_a_new_row_tells_all_it_says_and_a_known_one_what_becomes_different(scene):
    found = await seen(
        scene,
        places=f"{HOUSES}JGY,金桂大院,estate,XL\nJGY/9,9栋,building,JGY\nJGY/1,1栋,building,JGY\n",
        areas="code,name,kind,parent,covers\nXL-1,第一网格,grid,XL,JGY/1-3\n",
    )

    (places, areas) = found.sheets
    assert (places.added, places.changed, places.same) == (1, 1, 1)
    assert told(found, "places")[2, "name"] == ("金桂园", "金桂大院")
    assert told(found, "places")[3, "code"] == ("", "JGY/9")
    assert (4, "name") not in told(found, "places")
    assert told(found, "areas") == {(2, "covers"): ("JGY/1;JGY/2;JGY/3;JGY/4", "JGY/1-3")}
    assert areas.lines[0].name == "XL-1 第一网格"


async def test_looking_leaves_nothing_behind(scene):
    before = await rows(scene)

    await seen(
        scene, places=f"{HOUSES}N,新苑,estate,XL\n", people=f"{PEOPLE}新人,grid_worker,XL-1,,,,77\n"
    )

    assert await rows(scene) == before
    async with scene.database.reading() as session:
        assert await session.get(PlaceRow, "N") is None


async def test_a_leave_a_deputy_and_an_account_are_told_too(scene):
    async with scene.database.transaction() as session:
        row = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids["wang"]))
        row.deputy_id = scene.ids["chen"]
    known = "王格,grid_worker,XL-1"
    await take_in(
        scene,
        None,
        people=f"{PEOPLE}赵格,grid_worker,XL-2,,,13900000002,\n{known},,,13900000001,\n",
    )
    found = await seen(
        scene, people=f"{PEOPLE}{known},13900000002,2026-12-05..2026-12-09,13900000001,4711\n"
    )

    cells_of = told(found, "people")
    assert cells_of[2, "deputy"][1] == "13900000002"
    assert cells_of[2, "away"][1] == "2026-12-05..2026-12-09"
    assert cells_of[2, "telegram"] == ("", "4711")
    async with scene.database.reading() as session:
        assert (
            await session.scalar(select(IdentityRow).where(IdentityRow.account == "4711")) is None
        )


async def test_a_new_member_of_a_household_is_told(scene):
    async with scene.database.transaction() as session:
        session.add(HouseholdRow(code="H1", place="JGY/1", name="李家"))

    found = await seen(scene, households="code,place,name,members\nH1,JGY/1,李家,13911112222\n")

    assert told(found, "households") == {(2, "members"): ("", "13911112222")}


async def test_the_same_file_has_the_same_mark_and_another_has_another(scene):
    first = await seen(scene, places=f"{HOUSES}N,新苑,estate,XL\n")
    again = await seen(scene, places=f"{HOUSES}N,新苑,estate,XL\n")
    other = await seen(scene, places=f"{HOUSES}N,新园,estate,XL\n")

    assert first.mark == again.mark != other.mark
    assert first.changes


async def test_only_what_was_shown_is_taken_in(scene):
    sheets = {"places": f"{HOUSES}JGY,金桂大院,estate,XL\n"}
    shown = await seen(scene, **sheets)
    async with scene.database.transaction() as session:
        (await session.get(PlaceRow, "JGY")).name = "金桂花园"

    with pytest.raises(NotAsShown):
        await take_in(scene, shown.mark, **sheets)
    async with scene.database.reading() as session:
        assert (await session.get(PlaceRow, "JGY")).name == "金桂花园"

    taken = await take_in(scene, (await seen(scene, **sheets)).mark, **sheets)
    assert (taken.added, taken.changed) == (0, 1)


async def test_what_has_become_wrong_since_is_not_taken_in_either(scene):
    sheets = {"people": "name,role,area\n新人,grid_worker,XL-2\n"}
    shown = await seen(scene, **sheets)
    wrong = {"people": "name,role,area\n新人,grid_worker,XL-9\n"}

    with pytest.raises(NotAsShown):
        await take_in(scene, shown.mark, **wrong)


async def test_errors_are_told_and_there_is_no_difference(scene):
    found = await seen(scene, places=f"{HOUSES}N,新苑,tower,XL\n", people="name,role\n,mayor\n")

    assert {(e["sheet"], e["row"], e["column"]) for e in found.errors} == {
        ("places", 2, "kind"), ("people", 2, "name")}  # fmt: skip
    assert (found.sheets, found.mark, found.changes) == ((), "", False)
