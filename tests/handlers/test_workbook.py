"""The workbook: all of it or nothing, again changes nothing, out is in."""

import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

import samples
from bot.community import Community
from bot.words import Words
from domain.calendar import Calendar
from domain.understanding import Care
from handlers import workbook
from handlers.points import rules
from handlers.workbook.files import TooLarge, Unreadable, read
from handlers.workbook.headings import CHINESE, COLUMNS, SHEETS
from handlers.world import Deployment
from storage.chats import listened
from storage.people import PersonRow, RoleRow
from storage.places import AreaRow, PlaceRow
from storage.points.books import balances
from storage.schedules import ScheduleRow
from tests.handlers.office import folder
from tests.handlers.scene import MORNING, SEAL, build

SAMPLE = Path(samples.__file__).parent / "community"


@pytest.fixture
async def office(database):
    return Office(database, (await build(database)).community)


@pytest.fixture
async def blank(database):
    """An office with nothing yet."""
    zone = ZoneInfo("Asia/Shanghai")
    return Office(database, Community(database, Deployment(), Words(zone), Calendar(zone), SEAL))


class Office:
    """Somebody who takes workbooks in."""

    def __init__(self, database, community):
        self.database, self.community, self.turns = database, community, 0

    async def take_in(self, path):
        self.turns += 1
        async with self.database.transaction() as session:
            turn = await self.community.turn(session, f"w{self.turns}", MORNING, channel="test")
            await rules.lay_rules(turn, self.community.rules)
            return await workbook.take_in(turn, path, progress=lambda _: None)

    async def count(self, table):
        async with self.database.reading() as session:
            return await session.scalar(select(func.count()).select_from(table))


async def test_the_sample_is_taken_in_and_again_changes_nothing(blank):
    first = await blank.take_in(SAMPLE)
    again = await blank.take_in(SAMPLE)

    assert first.errors == []
    assert first.added > 100
    assert (again.added, again.changed) == (0, 0)
    async with blank.database.reading() as session:
        assert (await balances(session, "H001"))["spendable"] == 68


async def test_one_bad_cell_is_named_and_nothing_is_half_taken(office, tmp_path):
    before = await office.count(PlaceRow)
    bad = folder(
        tmp_path / "w",
        places=[("code", "name", "kind", "parent"), ("N", "新苑", "estate", "XL"),
                ("N/1", "1栋", "tower", "N"), ("N/2", "2栋", "building", "NOWHERE")],
        people=[("name", "role", "area", "away"), ("某人", "grid_worker", "GONE", "soon")],
    )  # fmt: skip

    taken = await office.take_in(bad)

    named = {(e["sheet"], e["row"], e["column"]) for e in taken.errors}
    assert {("places", 3, "kind"), ("places", 4, "parent"), ("people", 2, "area"),
            ("people", 2, "away")} <= named  # fmt: skip
    assert all(error["message"] for error in taken.errors)
    assert (taken.added, taken.changed, taken.same) == (0, 0, 0)
    assert await office.count(PlaceRow) == before


async def test_a_table_without_headings_is_complained_of_once(office, tmp_path):
    bad = folder(tmp_path / "w", people=[("街道人员表",), ("name", "role"), ("甲", "grid_worker")])

    errors = (await office.take_in(bad)).errors

    assert [(e["sheet"], e["row"]) for e in errors] == [("people", 1)]


@pytest.mark.parametrize(
    ("column", "text"), [("phone", "1380000004"), ("phone", "138000000045"), ("name", "长" * 101)]
)
async def test_a_mistyped_number_and_an_endless_name_are_named(office, tmp_path, column, text):
    row = {"name": "某人", "phone": "", "role": "grid_worker", "area": "XL-1", column: text}
    bad = folder(tmp_path / "w", people=[tuple(row), tuple(row.values())])

    errors = (await office.take_in(bad)).errors

    assert [(e["row"], e["column"]) for e in errors] == [(2, column)]


async def test_signs_that_turn_words_around_are_no_part_of_a_name(office, tmp_path):
    turned = folder(
        tmp_path / "w",
        people=[("name", "role", "area"), ("刘\u202e敏\u200d", "grid_worker", "XL-1")],
    )

    assert (await office.take_in(turned)).errors == []
    async with office.database.reading() as session:
        assert await session.scalar(select(PersonRow.id).where(PersonRow.name == "刘敏"))


async def test_chinese_headings_an_xlsx_and_csv_say_the_same(office, tmp_path):
    chinese = {english: name for name, english in reversed(CHINESE.items())}
    book = Workbook()
    sheet = book.active
    sheet.title = SHEETS["places"]
    sheet.append([chinese[column] for column in ("code", "name", "kind", "parent")])
    sheet.append(["N", "新苑", "小区", "XL"])
    book.save(tmp_path / "w.xlsx")
    same = folder(
        tmp_path / "w", places=[("code", "name", "kind", "parent"), ("N", "新苑", "estate", "XL")]
    )

    first, second = await office.take_in(tmp_path / "w.xlsx"), await office.take_in(same)

    assert (first.added, first.errors) == (1, [])
    assert (second.same, second.changed) == (1, 0)


async def test_how_sure_huying_must_be_is_said_for_each_group(office, tmp_path):
    heading = ("渠道", "群号", "地点", "宽严")
    first = folder(tmp_path / "a", groups=[heading, ("web", "lane", "JGY", "从严")])
    left_out = folder(tmp_path / "b", groups=[heading, ("web", "lane", "JGY", "")])
    wrong = folder(tmp_path / "c", groups=[heading, ("web", "lane", "JGY", "很严")])

    assert (await office.take_in(first)).errors == []
    assert (await office.take_in(left_out)).errors == []
    (error,) = (await office.take_in(wrong)).errors
    assert (error["row"], error["column"]) == (2, "care")
    async with office.database.reading() as session:
        assert (await listened(session, "web"))["lane"] is Care.CAREFUL


async def test_what_is_written_out_can_be_taken_in_again(blank, tmp_path):
    await blank.take_in(SAMPLE)
    async with blank.database.reading() as session:
        await workbook.write_out(session, tmp_path / "out.xlsx")

    again = await blank.take_in(tmp_path / "out.xlsx")

    assert again.errors == []
    assert (again.added, again.changed) == (0, 0)


RECURS = ("名称", "规则", "时间", "对象", "遇假", "遇周末", "开始日期", "结束日期", "例外")
HAIRCUT = ("义务理发", "每月31号,没有就不办", "9:00-11:00", "XL", "问", "提前", "2026/12/1",
           "2027年12月31日", "2027-01-31;2027年3月31日")  # fmt: skip


async def _schedule(office):
    async with office.database.reading() as session:
        row = await session.scalar(select(ScheduleRow).where(ScheduleRow.name == "义务理发"))
    return (row.begins, row.ends, row.exceptions, row.holiday, row.weekend, row.rule)


async def test_a_schedule_s_first_and_last_day_and_exceptions_come_in_out_and_in_again(
    office, tmp_path
):
    taken = await office.take_in(folder(tmp_path / "w", schedules=[RECURS, HAIRCUT]))

    assert taken.errors == []
    kept = await _schedule(office)
    assert kept == (
        date(2026, 12, 1), date(2027, 12, 31), ["2027-01-31", "2027-03-31"], "ask", "previous",
        "FREQ=MONTHLY;BYMONTHDAY=31",
    )  # fmt: skip
    async with office.database.reading() as session:
        await workbook.write_out(session, tmp_path / "out.xlsx")
    again = await office.take_in(tmp_path / "out.xlsx")
    assert (again.errors, again.changed) == ([], 0)
    assert await office.count(ScheduleRow) == 1
    assert await _schedule(office) == kept


async def test_what_changes_of_them_is_shown_and_an_old_sheet_without_them_changes_nothing(
    office, tmp_path
):
    await office.take_in(folder(tmp_path / "w", schedules=[RECURS, HAIRCUT]))
    other = (*HAIRCUT[:7], "2028-12-31", "2027-01-31")
    cells = read(folder(tmp_path / "other", schedules=[RECURS, other]))
    async with office.database.transaction() as session:
        turn = await office.community.turn(session, "look", MORNING, channel="test")
        found = await workbook.difference(turn, cells)

    [line] = next(sheet for sheet in found.sheets if sheet.name == "schedules").lines
    assert [(one.column, one.before, one.after) for one in line.cells] == [
        ("ends", "2027-12-31", "2028-12-31"),
        ("exceptions", "2027-01-31;2027-03-31", "2027-01-31"),
    ]
    old = folder(tmp_path / "old", schedules=[RECURS[:6], HAIRCUT[:6]])
    assert (await office.take_in(old)).changed == 0
    emptied = folder(tmp_path / "none", schedules=[RECURS, (*HAIRCUT[:6], "", "", "")])
    assert (await office.take_in(emptied)).changed == 1
    assert (await _schedule(office))[:3] == (None, None, [])


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (6, "明年", "明年"),
        (7, "2027-13-01", "2027-13-01"),
        (7, "2026-11-01", "结束早于开始"),
        (7, "2026-12-20", "一次也没有"),
        (8, "2027-01-31;某天", "某天"),
        (8, "2029-01-31", "不在开始和结束日期之间"),
        (8, ";".join(f"2027-{n // 28 + 1:02}-{n % 28 + 1:02}" for n in range(61)), "最多60天"),
        (4, "看情况", "看情况"),
        (1, "每月32号", "每月32号"),
    ],
)
async def test_a_wrong_cell_of_a_schedule_is_named_by_row_and_column(
    office, tmp_path, column, text, said
):
    row = [*HAIRCUT]
    row[column] = text
    good = ("量血压", "每周三", "9:00", "XL", "", "", "", "", "")

    errors = (await office.take_in(folder(tmp_path / "w", schedules=[RECURS, good, row]))).errors

    assert (3, CHINESE[RECURS[column]]) in [(e["row"], e["column"]) for e in errors]
    assert any(said in e["message"] for e in errors)
    async with office.database.reading() as session:
        assert await session.scalar(select(ScheduleRow.id)) is None


async def test_a_rows_disappearance_deletes_nothing(blank, tmp_path):
    await blank.take_in(SAMPLE)
    people = await blank.count(PersonRow)
    few = folder(
        tmp_path / "w", people=[("code", "name", "role", "area"), ("s01", "周怀远", "manager", "")]
    )

    await blank.take_in(few)

    assert await blank.count(PersonRow) == people


async def test_two_thousand_microgrids_and_their_volunteers(office, tmp_path):
    grids = [(f"B-{n}", f"第{n}网格", "grid", "XL", "") for n in range(61)]
    micro = [(f"B-{n % 61}-{n}", f"微{n}", "microgrid", f"B-{n % 61}", "") for n in range(2038)]
    people = [(f"志愿{n}", f"139{n:08d}", "volunteer", f"B-{n % 61}-{n}") for n in range(2038)]
    path = folder(
        tmp_path / "w",
        areas=[("code", "name", "kind", "parent", "covers"), *grids, *micro],
        people=[("name", "phone", "role", "area"), *people],
    )

    began = time.monotonic()
    taken = await office.take_in(path)
    took = time.monotonic() - began

    assert taken.errors == []
    assert await office.count(AreaRow) >= 61 + 2038
    assert await office.count(RoleRow) >= 2038
    print(f"2,038 micro-grids and volunteers: {took:.1f} s")  # noqa: T201 - told, not judged


def test_hostile_files_are_told_apart(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "y.txt").write_text("hello")

    for name in ("x.xlsx", "y.txt", "missing.xlsx"):
        with pytest.raises((Unreadable, TooLarge)):
            read(tmp_path / name)


def test_an_unknown_sheet_and_column_are_named(tmp_path):
    cells = read(folder(tmp_path / "w", secrets=[("a",)], places=[("code", "naem"), ("A", "b")]))

    assert {(p.sheet, p.what) for p in cells.problems} == {
        ("secrets", "unknown_sheet"), ("places", "unknown_column")}  # fmt: skip
    assert set(COLUMNS) == set(SHEETS)
