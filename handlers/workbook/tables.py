"""Tables for spreadsheets: they open well in Excel and WPS, and nothing in them runs."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, TextIO

from handlers.workbook.files import DANGEROUS, QUOTED

BOM = "\ufeff"
"""Without it Excel in China takes UTF-8 for GBK."""
NARROWEST, WIDEST = 8, 48  # characters of a column
WIDE = "WF"
"""What East Asian letters are: as wide as two others."""
LOOKED_AT = 200  # lines, when a column's width is chosen
LONGEST_NAME = 31  # characters of a sheet's name, by Excel
DAY_FORMAT, CLOCK_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_NUMBER = re.compile(r"[+-]?\d+")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")

Cell = str | int | float | date | datetime | None
"""An instant is written without its zone: as the local clock showed it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its headings, and its lines."""

    name: str
    headings: Sequence[str]
    lines: Iterable[Sequence[Cell]]


def write_xlsx(tables: Iterable[Table], out: BinaryIO) -> None:
    """Write a workbook: headings stay in sight, columns are as wide as their words."""
    from openpyxl import Workbook  # noqa: PLC0415 - 150 ms that most requests do not need

    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(_NO_NAME.sub(" ", table.name)[:LONGEST_NAME])
        _fill(sheet, table.headings, [list(line) for line in table.lines])
    book.save(out)


def xlsx(*tables: Table) -> bytes:
    """A workbook as a file's bytes."""
    out = io.BytesIO()
    write_xlsx(tables, out)
    return out.getvalue()


def _fill(sheet: Any, headings: Sequence[str], lines: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.freeze_panes = "A2"
    for position, heading in enumerate(headings):
        beside = [line[position] for line in lines[:LOOKED_AT]]
        width = max(map(_width, [heading, *beside]))
        letter = get_column_letter(position + 1)
        sheet.column_dimensions[letter].width = min(max(width + 2, NARROWEST), WIDEST)
    top = [_cell(sheet, heading) for heading in headings]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])


def _width(value: Cell) -> int:
    if isinstance(value, datetime):
        return len(CLOCK_FORMAT)
    said = "" if value is None else str(value)
    return sum(2 if unicodedata.east_asian_width(c) in WIDE else 1 for c in said)


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    if isinstance(value, str):
        value = _UNSEEN.sub("", value)
    elif isinstance(value, datetime):
        value = value.replace(tzinfo=None)  # a spreadsheet knows no zones
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):  # whatever it begins with, it is no formula
        cell.data_type, cell.quotePrefix = "s", value.startswith(DANGEROUS)
    elif isinstance(value, date):
        clock = isinstance(value, datetime)
        cell.number_format = CLOCK_FORMAT if clock else DAY_FORMAT
    return cell


def write_csv(table: Table, out: TextIO) -> None:
    """Write one table as CSV; `out` itself says in which encoding."""
    writer = csv.writer(out)
    writer.writerow(table.headings)
    writer.writerows([harmless(value) for value in line] for line in table.lines)


def csv_of(table: Table) -> bytes:
    """One table as a CSV file's bytes, with the mark that Excel needs."""
    out = io.StringIO(newline="")
    write_csv(table, out)
    return (BOM + out.getvalue()).encode()


def harmless(value: Cell) -> str | int | float:
    """A cell that a spreadsheet does not run when it opens the CSV; `+03` and `-100` are numbers."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "minutes")
    if not isinstance(value, str):
        return value if isinstance(value, int | float) else value.isoformat()
    runs = value.startswith(DANGEROUS) and not _NUMBER.fullmatch(value)
    return f"{QUOTED}{value}" if runs else value
