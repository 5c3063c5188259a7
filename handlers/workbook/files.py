"""Reading a workbook's cells: an xlsx, or a folder of CSV named like its sheets. Nothing is believed."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from domain.refusals import Refusal
from handlers.workbook.headings import column_of, sheet_of

MOST_ROWS = 200_000
MOST_BYTES = 300 * 1024 * 1024  # unpacked; a workbook of a sub-district has a few megabytes
MOST_TEXT = 5_000  # characters in a cell


class Unreadable(Refusal):
    """The file is no workbook, or no folder of CSV."""


class TooLarge(Refusal):
    """The file is larger than any workbook of a sub-district."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet: its number as in the file (heading = 1), and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where; `what` names a template."""

    sheet: str
    row: int
    column: str
    what: str
    value: str = ""


@dataclass(slots=True)
class Cells:
    """All sheets as read, and what could not be."""

    sheets: dict[str, list[Row]]
    problems: list[Problem]


def read(path: Path) -> Cells:
    """The cells of a workbook.

    Raises:
        Unreadable, TooLarge.

    """
    if path.is_dir():
        tables = _from_folder(path)
    elif path.is_file() and zipfile.is_zipfile(path):
        tables = _from_xlsx(path)
    else:
        raise Unreadable(file=path.name)
    cells = Cells({}, [])
    for name, lines in tables:
        sheet = sheet_of(name)
        if sheet is None:
            cells.problems.append(Problem(name, 1, "", "unknown_sheet", name))
        else:
            cells.sheets.setdefault(sheet, []).extend(_rows(sheet, lines, cells.problems))
    if not cells.sheets and not cells.problems:
        raise Unreadable(file=path.name)
    return cells


def _from_folder(path: Path) -> Iterator[tuple[str, Iterable[list[str]]]]:
    for file in sorted(path.glob("*.csv")):
        if file.stat().st_size > MOST_BYTES:
            raise TooLarge(file=file.name)
        yield file.stem, list(csv.reader(io.StringIO(_decoded(file.read_bytes()), newline="")))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")  # what Excel in China writes


def _from_xlsx(path: Path) -> Iterator[tuple[str, Iterable[list[str]]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - 150 ms that other commands do not need

    with zipfile.ZipFile(path) as archive:
        if sum(item.file_size for item in archive.infolist()) > MOST_BYTES:
            raise TooLarge(file=path.name)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            lines = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)
            yield sheet.title, [[_text(cell) for cell in line] for line in lines]
        book.close()
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise Unreadable(file=path.name) from error


def _text(cell: object) -> str:
    """A cell as somebody would write it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _rows(sheet: str, lines: Iterable[list[str]], problems: list[Problem]) -> Iterator[Row]:
    columns: list[str | None] = []
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise TooLarge(file=sheet)
        if not columns:
            columns = list(_headings(sheet, line, problems))
            continue
        if any(cell.strip() for cell in line):
            named = zip(columns, line, strict=False)
            cells = {column: cell.strip()[:MOST_TEXT] for column, cell in named if column}
            yield Row(number, cells)


def _headings(sheet: str, line: list[str], problems: list[Problem]) -> Iterator[str | None]:
    for heading in line:
        column = column_of(sheet, heading) if heading.strip() else None
        if heading.strip() and column is None:
            problems.append(Problem(sheet, 1, heading.strip()[:40], "unknown_column", heading[:40]))
        yield column
