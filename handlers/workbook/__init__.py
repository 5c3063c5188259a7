"""The workbook: in, all of it or nothing; and out again."""

from handlers.workbook.differences import Difference
from handlers.workbook.files import read, read_file
from handlers.workbook.importing import NotAsShown, Taken, difference, take_in
from handlers.workbook.writing import as_xlsx, write_out

__all__ = [
    "Difference",
    "NotAsShown",
    "Taken",
    "as_xlsx",
    "difference",
    "read",
    "read_file",
    "take_in",
    "write_out",
]
