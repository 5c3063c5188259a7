"""What is looked at before an xlsx or a zip of CSV is opened: it may be made to do harm.

A zip may unpack to a thousand times its size, XML may name files of this machine or grow without end,
a sheet may have one row of millions of cells. All of that is found in a stream, before any of it is
in memory.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from domain.refusals import Refusal

MOST_BYTES = 100 * 1024 * 1024  # unpacked; a workbook of a sub-district has a few megabytes
MOST_FILES = 2_000  # in one archive; a workbook has a dozen, one with pictures a few hundred
MOST_RATIO = 250  # unpacked to packed; a sheet of empty coloured rows has about a hundred
RATIO_COUNTS = 5 * 1024 * 1024  # bytes below which no ratio does harm
MOST_ELEMENTS = 8_000_000  # of all sheets: 200,000 rows of 20 cells, value and all
MOST_IN_A_ROW = 16_384  # cells: a spreadsheet's own limit
DEEPEST = 200
PIECE = 1 << 16
ENCRYPTED = 0x1
NAMED_IN_UTF8 = 0x800
WORKBOOK = "[Content_Types].xml"
MACROS = ("vbaproject.bin", "vbadata.xml")


class TooLarge(Refusal):
    """The file is larger than any workbook of a sub-district."""


class Unreadable(Refusal):
    """The file is no workbook, or no folder of CSV."""


class Macros(Refusal):
    """The workbook carries a program."""


class Locked(Refusal):
    """The file is closed with a password."""


def must_be_harmless(archive: zipfile.ZipFile, name: str) -> None:
    """Look through an archive.

    Raises:
        TooLarge, Unreadable, Macros, Locked.

    """
    items = archive.infolist()
    if len(items) > MOST_FILES or sum(item.file_size for item in items) > MOST_BYTES:
        raise TooLarge(file=name)
    for item in items:
        if item.flag_bits & ENCRYPTED:
            raise Locked(file=name)
        grown = item.file_size > MOST_RATIO * max(1, item.compress_size)
        if item.file_size > RATIO_COUNTS and grown:
            raise TooLarge(file=name)
        if item.filename.lower().endswith(MACROS):
            raise Macros(file=name)
    left = MOST_ELEMENTS
    for item in items:
        if item.filename.lower().endswith((".xml", ".rels")):
            with archive.open(item) as part:
                left -= _Look(name, left).through(part)


class _Look:
    """One look through a part's XML, which counts what is in it and keeps nothing."""

    def __init__(self, name: str, left: int) -> None:
        self.name, self.left = name, left
        self.count = self.deep = self.in_row = 0

    def through(self, part: Any) -> int:
        """How many elements there are."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._declares
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        while piece := part.read(PIECE):
            parser.Parse(piece)
        parser.Parse(b"", True)
        return self.count

    def _declares(self, *_: object) -> None:
        raise Unreadable(file=self.name)  # no spreadsheet program writes one; it can name any file

    def _begins(self, element: str, _: object) -> None:
        self.count += 1
        self.deep += 1
        tag = element.rpartition(":")[2]
        self.in_row = 0 if tag == "row" else self.in_row + (tag == "c")
        if self.count > self.left or self.in_row > MOST_IN_A_ROW or self.deep > DEEPEST:
            raise TooLarge(file=self.name)

    def _ends(self, _: str) -> None:
        self.deep -= 1


def tables_in(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The CSV files of a zip, by name; folders in it do not matter."""
    for item in archive.infolist():
        path = Path(_named(item))
        hidden = path.name.startswith((".", "~")) or "__MACOSX" in path.parts
        if item.is_dir() or hidden or path.suffix.lower() != ".csv":
            continue
        yield path.name, archive.read(item)


def _named(item: zipfile.ZipInfo) -> str:
    """A file's name: Windows in China writes it in GBK and does not say so."""
    if item.flag_bits & NAMED_IN_UTF8:
        return item.filename
    try:
        return item.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return item.filename


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a zip is an xlsx."""
    return WORKBOOK in archive.namelist()
