"""Books on paper are taken in whole, each line once, or not at all, and each fault is named."""

from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from domain.points import AccountKind
from handlers.workbook.writing import write_out
from storage.points import books
from storage.points.tables import HouseholdRow, RuleRow
from tests.handlers.members.register import QIAN, registered
from tests.handlers.office import take_in
from tests.handlers.points.homes import LI, settled
from tests.handlers.points.test_publicity import earned
from tests.handlers.shopping import HOUSEHOLDS

HEADS = ["id", "household", "date", "rule", "points", "note", "balance"]
RULES = ["code", "name", "points", "levels", "cap", "period", "from", "until"]


@pytest.fixture
async def books_of(scene, tmp_path):
    """Two households, one of them opened with sixty points."""
    opened = ["E1", "H1", "2026-01-05", "OPEN", "60", "", ""]
    found = await take_in(
        scene, tmp_path / "first", households=HOUSEHOLDS[:3], entries=[HEADS, opened]
    )
    assert found.errors == []
    return scene


def lines(*given):
    return [HEADS, *([*line, *[""] * (len(HEADS) - len(line))] for line in given)]


async def spendable(scene, home="H1"):
    async with scene.database.reading() as session:
        return (await books.balances(session, home))[AccountKind.SPENDABLE]


def told(found):
    return [(one["row"], one["column"], one["message"]) for one in found.errors]


FAULTS = [
    (["a", "H9", "2026-01-05", "+03", "3"], "household", "找不到“H9”"),
    (["a", "H1", "2026-01-05", "+99", "3"], "rule", "找不到“+99”"),
    (["a", "H1", "2099-01-05", "+03", "3"], "date", "“2099-01-05”还没到"),
    (["a", "H1", "去年", "+03", "3"], "date", "看不懂日期“去年”"),
    (["a", "H1", "46000", "+03", "3"], "date", "看不懂日期“46000”"),
    (["a", "H1", "2026-01-05", "+03", "999999999"], "points", "“999999999”太大了"),
    (["a", "H1", "2026-01-05", "+03", "2.5"], "points", "“2.5”不是整数"),
    (["a", "H2", "2026-01-05", "OPEN", "-5"], "points", "期初积分不能小于0"),
    (["a", "H1", "2026-01-06", "OPEN", "60"], "household", "“H1”这一年已经有期初积分"),
    (["E1", "H1", "2026-01-05", "OPEN", "61"], "id", "“E1”已经入账"),
    (["a", "H1", "2026-02-05", "+03", "3", "", "64"], "balance", "一行行加下来应是63"),
]


async def test_every_fault_is_named_by_row_and_column_and_nothing_is_kept(books_of, tmp_path):
    good = ["good", "H1", "2026-02-01", "+03", "3"]
    for number, (line, column, message) in enumerate(FAULTS):
        extra = lines(line) if column == "balance" else lines(good, line)
        found = await take_in(books_of, tmp_path / f"bad{number}", entries=extra)

        row = len(extra)
        assert [(r, c) for r, c, _ in told(found)] == [(row, column)], line
        assert message in told(found)[0][2]
        assert await spendable(books_of) == 60


async def test_balances_that_agree_line_by_line_are_taken_in_once(books_of, tmp_path):
    page = lines(
        ["a", "H1", "2026-02-01", "+03", "3", "", "63"],
        ["b", "Ｈ２", "２０２６-０２-０１", "OPEN", "15", "", "15"],
        ["b25", "H2", "2025-02-01", "OPEN", "5", "", "20"],
        ["c", "h1", "2026-03-01", "-01", "-3", "", "60"],
    )
    first = await take_in(books_of, tmp_path / "page", entries=page)
    again = await take_in(books_of, tmp_path / "again", entries=page)
    next_page = lines(["d", "H1", "2026-04-01", "+03", "3", "", "63"])
    after = await take_in(books_of, tmp_path / "next", entries=next_page)

    assert (first.errors, first.added) == ([], 4)
    assert (again.errors, again.added, again.same) == ([], 0, 4)
    assert (after.errors, after.added) == ([], 1)
    assert (await spendable(books_of), await spendable(books_of, "H2")) == (63, 20)


async def test_a_wrong_opening_balance_is_taken_back_by_a_line_and_then_stands_anew(
    books_of, tmp_path
):
    page = lines(
        ["back", "H1", "2026-01-05", "OPEN", "-60"], ["new", "H1", "2026-01-05", "OPEN", "65"]
    )
    found = await take_in(books_of, tmp_path / "back", entries=page)

    assert found.errors == []
    assert await spendable(books_of) == 65


async def test_too_much_taken_names_only_the_household_that_it_is_about(books_of, tmp_path):
    page = lines(
        ["b", "H2", "2026-01-05", "OPEN", "5"],
        ["c", "H2", "2026-02-01", "-01", "-3"],
        ["d", "H1", "2026-02-01", "-01", "-70"],
    )
    found = await take_in(books_of, tmp_path / "below", entries=page)

    assert [(row, column) for row, column, _ in told(found)] == [(4, "points")]
    assert "小于0" in told(found)[0][2]


async def test_a_closed_file_takes_nothing_more(books_of, tmp_path):
    async with books_of.database.transaction() as session:
        home = await session.get(HouseholdRow, "H2")
        home.state = "closed"
    page = lines(["a", "H2", "2026-02-01", "+03", "3"])

    found = await take_in(books_of, tmp_path / "shut", entries=page)

    assert "“H2”这户的档案已经关了" in told(found)[0][2]


BAD_RULES = [
    (["+40", "好事", "3", "", "abc", "month"], "cap"),
    (["+40", "好事", "3", "", "5", "随便"], "cap"),
    (["+40", "好事", "3", "", "5", ""], "cap"),
    (["+40", "好事", "3", "", "5;6", "month"], "cap"),
    (["+40", "好事", "0", "", "", ""], "points"),
    (["-40", "坏事", "5", "", "", ""], "points"),
    (["+40", "好事", "1000", "", "", ""], "points"),
    (["+40", "好事", "5", "6/9", "", ""], "levels"),
    (["+40", "好事", "5", "5", "", ""], "levels"),
]


async def test_what_no_rule_can_say_is_named(scene, tmp_path):
    for number, (line, column) in enumerate(BAD_RULES):
        found = await take_in(scene, tmp_path / f"r{number}", point_rules=[RULES, [*line, "", ""]])

        assert [(r, c) for r, c, _ in told(found)] == [(2, column)], line


async def rule(scene, code):
    async with scene.database.reading() as session:
        return list(
            await session.scalars(select(RuleRow).where(RuleRow.code == code).order_by(RuleRow.id))
        )


async def test_levels_go_out_and_come_in_and_periods_may_be_chinese(scene, tmp_path):
    line = ["+22", "表彰", "6", "6/12/18", "18;30", "每场;每年", "2026-12-01", ""]
    found = await take_in(scene, tmp_path / "levels", point_rules=[RULES, line])
    async with scene.database.reading() as session:
        await write_out(session, tmp_path / "out.xlsx")
    rows = list(load_workbook(tmp_path / "out.xlsx")["point_rules"].values)
    again = await take_in(scene, tmp_path / "again", point_rules=rows)

    assert found.errors == []
    newest = (await rule(scene, "+22"))[-1]
    assert (newest.levels, newest.cap, newest.period) == ("6/12/18", "18;30", "event;year")
    written = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [r["levels"] for r in written if r["code"] == "+22"] == ["5/10/15/20/30/50", "6/12/18"]
    assert (again.errors, again.added, again.changed) == ([], 0, 0)


async def test_a_rule_by_which_something_was_counted_does_not_reach_back(scene, tmp_path):
    await settled(scene, tmp_path)
    await earned(scene, LI)
    [known] = await rule(scene, "+03")
    line = ["+03", known.name, "9", "", "9", "month", known.valid_from.isoformat(), ""]
    later = (scene.now + timedelta(days=3)).date().isoformat()

    back = await take_in(scene, tmp_path / "back", point_rules=[RULES, line])
    ahead = await take_in(scene, tmp_path / "ahead", point_rules=[RULES, [*line[:6], later, ""]])

    assert [(r, c) for r, c, _ in told(back)] == [(2, "from")]
    assert "不能往回改" in told(back)[0][2]
    assert ahead.errors == []
    assert [one.points for one in await rule(scene, "+03")] == [3, 9]


async def test_odd_posts_and_days_to_come_of_members_are_named(scene, tmp_path):
    found = await registered(scene, tmp_path / "m", [*QIAN[:4], "环境监督员;宇航员", "2099-01-01"])

    assert [(r, c) for r, c, _ in told(found)] == [(2, "posts"), (2, "since")]
    assert "没有“宇航员”这种岗位" in told(found)[0][2]
    assert "“2099-01-01”还没到" in told(found)[1][2]
