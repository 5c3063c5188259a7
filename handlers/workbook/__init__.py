"""The workbook: in, all of it or nothing; and out again."""

from handlers.workbook.files import read
from handlers.workbook.importing import Taken, take_in
from handlers.workbook.writing import write_out

__all__ = ["Taken", "read", "take_in", "write_out"]
