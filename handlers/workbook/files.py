"""Reading a workbook's cells: an xlsx, or a folder of CSV named like its sheets. Nothing is believed."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from handlers.tables import DANGEROUS, QUOTED
from handlers.workbook import archives
from handlers.workbook.archives import MOST_BYTES, TooLarge, Unreadable
from handlers.workbook.headings import column_of, is_aside, sheet_of

MOST_ROWS = 200_000  # of a sheet; the largest, a sub-district's households, has 40,000
LAST_ROW = 1_048_576  # a spreadsheet's own; empty rows that were once coloured count for nothing
MOST_COLUMNS = 100
MOST_TEXT = 5_000  # characters in a cell
MOST_NAME = 100  # of a name or code; longer is a column too far to the left
REMARK = "#"
"""A row that begins with it explains and is not read: the template's examples."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""What shows nothing, or turns the words around it."""
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that a password closes, or that a program of before 2007 wrote (.xls)."""
_FAILED = re.compile(r"#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)")
_BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, SyntaxError,
    RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, expat.ExpatError,
    MemoryError, OverflowError,
)  # fmt: skip
"""What openpyxl raises on files that are no workbook: it trusts what it parses."""

Table = tuple[str, Iterable[list[str]]]


class Formula(str):
    """A cell that a spreadsheet computes: what it says is not in the file."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet: its number as in the file (heading = 1), and its cells by column."""

    number: int
    cells: dict[str, str]
    """Every column that has a heading, even where the cell is empty."""

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

    name: str
    """The file's, for the record."""
    sheets: dict[str, list[Row]]
    problems: list[Problem]


def read(path: Path) -> Cells:
    """The cells of a workbook.

    Raises:
        Unreadable, TooLarge, Macros, Locked.

    """
    if path.is_dir():
        return _cells_of(path.name, _from_folder(path))
    if not path.is_file():
        raise Unreadable(file=path.name)
    with path.open("rb") as file:  # its name may say anything
        return read_file(path.name, file)


def read_file(name: str, file: BinaryIO) -> Cells:
    """The cells of an xlsx, or of a zip of CSV, whatever it is called.

    Raises:
        Unreadable, TooLarge, Macros, Locked.

    """
    begins = file.read(len(LOCKED))
    if begins == LOCKED:
        raise archives.Locked(file=name)
    with _readable(name), zipfile.ZipFile(file) as archive:
        archives.must_be_harmless(archive, name)
        if not archives.is_workbook(archive):
            return _cells_of(name, _from_zip(archive))
    file.seek(0)
    return _cells_of(name, _from_xlsx(name, file))


def _cells_of(name: str, tables: Iterable[Table]) -> Cells:
    cells = Cells(name, {}, [])
    for title, lines in tables:
        _take(cells, title, lines)
    if not cells.sheets and not cells.problems:
        raise Unreadable(file=name)
    return cells


def _take(cells: Cells, name: str, lines: Iterable[list[str]]) -> None:
    sheet = sheet_of(name)
    if sheet is None:
        if not is_aside(name) and any(cell.strip() for line in lines for cell in line):
            cells.problems.append(Problem(name, 1, "", "unknown_sheet", name))
    elif sheet in cells.sheets:  # by both of its names: which row 7 is meant?
        cells.problems.append(Problem(name, 1, "", "twice", name))
    else:
        cells.sheets[sheet] = list(_rows(sheet, lines, cells.problems))


def _from_folder(path: Path) -> Iterator[Table]:
    for file in sorted(path.iterdir()):
        if file.suffix.lower() != ".csv" or file.name.startswith((".", "~")) or not file.is_file():
            continue
        if file.stat().st_size > MOST_BYTES:
            raise TooLarge(file=file.name)
        yield file.stem, _lines(file.name, _decoded(file.name, file.read_bytes()))


def _lines(name: str, text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text.replace("\x00", ""), newline=""))
    except csv.Error as error:  # a quote that never ends
        raise Unreadable(file=name) from error


def _decoded(name: str, data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    # Without a mark: what Excel in China writes, where it is not what everybody else does.
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(file=name)


def _from_zip(archive: zipfile.ZipFile) -> Iterator[Table]:
    for name, data in archives.tables_in(archive):
        yield name[: -len(".csv")], _lines(name, _decoded(name, data))


def _from_xlsx(name: str, file: BinaryIO) -> Iterator[Table]:
    from openpyxl import load_workbook  # noqa: PLC0415 - 150 ms that other commands do not need

    with _readable(name):
        book = load_workbook(file, read_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # other programs write wrong ones, and rows would be missed
            yield sheet.title, _cells(name, sheet)
        book.close()


def _cells(name: str, sheet: Any) -> Iterator[list[str]]:
    with _readable(name):
        for line in sheet.iter_rows(max_row=LAST_ROW + 1, max_col=MOST_COLUMNS):
            yield [_text(cell) for cell in line]


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise Unreadable(file=name) from error


def _text(cell: Any) -> str:
    """A cell as somebody would write it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Formula(value if isinstance(value, str) else "=")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)


def _rows(sheet: str, lines: Iterable[list[str]], problems: list[Problem]) -> Iterator[Row]:
    columns: list[str | None] | None = None
    read = 0
    for number, line in enumerate(lines, start=1):
        if number > LAST_ROW or read > MOST_ROWS:
            raise TooLarge(file=sheet)
        if not any(cell.strip() for cell in line) or _explains(line[0]):
            continue
        read += 1
        if columns is None:
            columns = list(_headings(sheet, number, line, problems))
            if not any(columns):
                return  # no heading at all: to complain of each cell below says nothing more
        else:
            yield _row(sheet, number, columns, line, problems)


def _explains(cell: str) -> bool:
    return cell.lstrip().startswith(REMARK) and not _FAILED.fullmatch(cell.strip())


def _headings(
    sheet: str, number: int, line: list[str], problems: list[Problem]
) -> Iterator[str | None]:
    """The column under each heading: empty where there is none, None where it is unknown."""
    seen: set[str] = set()
    for heading in map(_clean, line):
        column = column_of(sheet, heading) if heading else ""
        if column is None:
            problems.append(Problem(sheet, number, heading[:40], "unknown_column", heading))
        elif column in seen:
            problems.append(Problem(sheet, number, heading[:40], "twice", heading))
        seen |= {column} if column else set()
        yield column


def _row(
    sheet: str, number: int, columns: list[str | None], line: list[str], problems: list[Problem]
) -> Row:
    cells = dict.fromkeys(filter(None, columns), "")
    for position, cell in enumerate(line):
        column = columns[position] if position < len(columns) else ""
        text = _clean(cell)
        if what := _wrong_with(cell, text, column):
            problems.append(Problem(sheet, number, column or "", what, text))
        if column:
            cells[column] = text
    return Row(number, cells)


def _clean(cell: str) -> str:
    text = _UNSEEN.sub("", cell).strip()
    return text[1:] if text.startswith(QUOTED) and text[1:].startswith(DANGEROUS) else text


def _wrong_with(cell: str, text: str, column: str | None) -> str | None:
    if isinstance(cell, Formula) or _FAILED.fullmatch(text):
        return "formula"
    if len(text) > (MOST_NAME if column in ("code", "name") else MOST_TEXT):
        return "too_long"
    return "no_heading" if text and column == "" else None
