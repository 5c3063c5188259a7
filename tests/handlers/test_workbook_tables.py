"""Tables for spreadsheets: read back by one, they say what was meant and run nothing."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from handlers.workbook.tables import Table, csv_of, harmless, xlsx

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
LINE = ("楼道灯", 3, 2.5, date(2026, 12, 1), datetime(2026, 12, 1, 9, 30, tzinfo=SHANGHAI), None)
HEADS = ("事项", "件数", "天数", "哪天", "几点", "备注")


def read(content):
    return load_workbook(io.BytesIO(content)).worksheets


def test_dates_are_dates_and_numbers_numbers():
    [sheet] = read(xlsx(Table("明细", HEADS, [LINE])))
    cells = sheet[2]

    assert [c.value for c in (*cells[:3], cells[5])] == ["楼道灯", 3, 2.5, None]
    assert [c.value.isoformat() for c in cells[3:5]] == [
        "2026-12-01T00:00:00",
        "2026-12-01T09:30:00",
    ]
    assert (cells[3].number_format, cells[4].number_format) == ("yyyy-mm-dd", "yyyy-mm-dd hh:mm")


def test_headings_stay_in_sight_are_bold_and_columns_fit_their_words():
    [sheet] = read(
        xlsx(Table("明细", ("短", "长长的标题"), [("很长的内容" * 4, 1), ("x" * 500, 2)]))
    )

    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    widths = {letter: one.width for letter, one in sheet.column_dimensions.items()}
    assert widths["A"] == 48
    assert widths["B"] == 12


def test_sheets_keep_their_order_and_names_that_a_spreadsheet_forbids_are_mended():
    names = [
        sheet.title
        for sheet in read(xlsx(Table("a/b:c", ("x",), []), Table("第" * 40, ("x",), [])))
    ]

    assert names == ["a b c", "第" * 31]


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_no_text_becomes_a_formula_whatever_it_begins_with(texts):
    risky = [f"{start}{text}" for text in texts for start in ("=", "+", "-", "@", "")]
    [sheet] = read(xlsx(Table("x", ("x",), [(text,) for text in risky])))

    assert all(cell.data_type in ("s", "n", "inlineStr") for [cell] in sheet.iter_rows(min_row=2))
    assert [cell.value or "" for [cell] in sheet.iter_rows(min_row=2)] == risky


def test_letters_that_no_spreadsheet_may_hold_are_left_out():
    [sheet] = read(xlsx(Table("x", ("x",), [("a\x00b\x0bc",)])))

    assert sheet["A2"].value == "abc"


def test_a_csv_is_marked_for_excel_and_runs_nothing():
    content = csv_of(Table("x", HEADS, [LINE, ("=1+1", -3, None, None, None, "-100"), ("@x",) * 6]))

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1] == ["楼道灯", "3", "2.5", "2026-12-01", "2026-12-01 09:30", ""]
    assert rows[2] == ["'=1+1", "-3", "", "", "", "-100"]
    assert set(rows[3]) == {"'@x"}


@given(TEXTS)
def test_what_is_harmless_is_left_as_it_is(text):
    if not text.startswith(("=", "+", "-", "@")):
        assert harmless(text) == text
