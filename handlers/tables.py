"""Tables for spreadsheets: they open well in Excel and WPS, and no cell of them runs anything.

Every export is written here: a table is its headings and its rows, as an xlsx or as CSV.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

QUOTED = "'"
"""What spreadsheets put before text that looks like a formula."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet would run, at the beginning of a cell."""
NARROWEST, WIDEST = 8, 48  # characters of a column
LOOKED_AT = 200  # rows by which a column's width is found
LONGEST_TITLE = 31  # characters of a sheet's name, Excel's own
KINDS: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""What a browser is told that a file is, by its ending."""
_NUMBER = re.compile(r"[+-]?\d+")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TITLE = re.compile(r"[\[\]:*?/\\']")
_WIDE = frozenset("WF")

Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it is called, its headings, its rows."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def plain(value: Any) -> Cell:
    """A value as a cell holds it: numbers and days stay what they are, lists become one text."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(str(part) for part in value)
    if isinstance(value, datetime):
        return value.replace(
            tzinfo=None
        )  # as the local clock showed it: a spreadsheet knows no zones
    if isinstance(value, int | float | date | datetime) and not isinstance(value, bool):
        return value
    return _UNSEEN.sub("", value if isinstance(value, str) else str(value))


def harmless(value: Any) -> Cell:
    """A cell that a spreadsheet does not run when it opens the CSV; `+03` and `-100` are numbers."""
    cell = plain(value)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    runs = isinstance(cell, str) and cell.startswith(DANGEROUS) and not _NUMBER.fullmatch(cell)
    return f"{QUOTED}{cell}" if runs else cell


def to_csv(table: Table) -> bytes:
    """A table as CSV: with the mark by which Excel and WPS know that it is UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(heading) for heading in table.headings])
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(tables: Iterable[Table]) -> bytes:
    """Tables as the sheets of an xlsx: headings stay in sight, columns are as wide as they need."""
    from openpyxl import Workbook  # noqa: PLC0415 - 150 ms, only where one is written
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    for table in tables:
        rows = list(table.rows)
        sheet = book.create_sheet(_TITLE.sub(" ", table.title)[:LONGEST_TITLE])
        sheet.freeze_panes = "A2"
        for position, width in enumerate(widths(table.headings, rows), start=1):
            sheet.column_dimensions[get_column_letter(position)].width = width
        sheet.append([_cell(sheet, heading, bold=True) for heading in table.headings])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    held: Any = plain(value)  # a day as well, which its stubs do not know
    cell = WriteOnlyCell(sheet, held)
    if isinstance(cell.value, str):  # whatever it begins with, it is no formula
        cell.data_type, cell.quotePrefix = "s", cell.value.startswith(DANGEROUS)
    elif isinstance(cell.value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(cell.value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def widths(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """How wide each column has to be, in characters; a Chinese one takes two."""
    found = [_wide(heading) for heading in headings]
    for row in islice(rows, LOOKED_AT):
        for position, value in enumerate(row[: len(found)]):
            found[position] = max(found[position], _wide(value))
    return [min(WIDEST, max(NARROWEST, width + 2)) for width in found]


def _wide(value: Any) -> int:
    if isinstance(value, datetime | date | time):
        return len("2026-12-01 09:00") if isinstance(value, datetime) else len("2026-12-01")
    text = str(plain(value))[: WIDEST * 2]
    return max(
        (
            sum(2 if unicodedata.east_asian_width(mark) in _WIDE else 1 for mark in line)
            for line in text.splitlines()
        ),
        default=0,
    )
