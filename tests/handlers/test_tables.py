"""The one writer of tables: what Excel and WPS open well, and run nothing of."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from handlers.tables import DANGEROUS, WIDEST, Table, harmless, to_csv, to_xlsx, widths

NOON = datetime(2026, 12, 1, 12, 0)  # noqa: DTZ001 - a spreadsheet knows no zone


def book(*tables):
    return load_workbook(io.BytesIO(to_xlsx(tables)))


@pytest.mark.parametrize("mark", DANGEROUS)
def test_nothing_that_begins_like_a_formula_runs(mark):
    text = f"{mark}cmd|' /C calc'!A1"

    (_, (cell,)) = csv.reader(
        io.StringIO(to_csv(Table("t", ["a"], [[text]])).decode("utf-8-sig"), newline="")
    )
    sheet = book(Table("t", ["a"], [[text]])).active

    assert cell == f"'{text}"
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].quotePrefix


def test_a_heading_is_as_dangerous_as_a_cell():
    assert to_csv(Table("t", ["=1+1"], [])).decode("utf-8-sig").startswith("'=1+1")
    assert book(Table("t", ["=1+1"], [])).active["A1"].data_type == "s"


def test_numbers_stay_numbers_and_days_stay_days():
    sheet = book(Table("t", ["a", "b", "c", "d"], [[-3, date(2026, 12, 1), NOON, 2.5]])).active

    assert [cell.value for cell in sheet[2]] == [-3, datetime(2026, 12, 1), NOON, 2.5]  # noqa: DTZ001
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert harmless("-100") == "-100"
    assert harmless("+03") == "+03"
    assert harmless(NOON) == "2026-12-01 12:00"


def test_what_no_spreadsheet_can_hold_is_left_out_and_nothing_fails():
    odd = "灯\x00坏\x1b了\ud800\uffff"

    assert book(Table("t", ["a"], [[odd]])).active["A2"].value == "灯坏了"
    assert "灯坏了" in to_csv(Table("t", ["a"], [[odd]])).decode("utf-8-sig")


def test_a_file_begins_with_the_mark_by_which_excel_knows_its_letters():
    assert to_csv(Table("t", ["表"], [])).startswith("\ufeff表".encode())


def test_a_chinese_sign_takes_the_room_of_two_and_nobody_gets_a_column_as_wide_as_a_letter():
    narrow, wide, longest = widths(["号", "原话", "长"], [["1", "楼道灯坏了三天", "灯" * 300]])

    assert narrow < wide < longest == WIDEST
    assert widths(["时间"], [[datetime(2026, 12, 1, tzinfo=UTC)]]) == [18]


def test_more_columns_than_the_alphabet_has_letters_are_written():
    sheet = book(Table("t", [f"c{n}" for n in range(60)], [list(range(60))])).active

    assert sheet.cell(2, 60).value == 59


def test_a_title_that_no_sheet_may_have_is_made_one():
    made = book(Table("一/二[三]:" + "长" * 40, ["a"], []), Table("places", ["b"], []))

    assert len(made.sheetnames) == 2
    assert "/" not in made.sheetnames[0]
    assert made.worksheets[0].freeze_panes == "A2"
