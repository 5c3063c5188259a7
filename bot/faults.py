"""Faults that nobody expected: where they happened, and none of anybody's words."""

import traceback
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

HOUSE = Path(__file__).parents[1]
ABOUT_DATA = ("22", "23")  # classes of SQLSTATE: data exception, integrity constraint violation
ABOUT_VALUES = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
    RecursionError,
)  # fmt: skip


@dataclass(slots=True)
class Failed(Exception):  # noqa: N818 - carries a fault past the rollback
    """A row could not be handled; its transaction is taken back."""

    row: int
    fault: Exception


def place_of(fault: BaseException) -> str:
    """A fault's type and place in our own code: enough to find it, and nothing that was said."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(HOUSE)]
    own = [frame for frame in ours if "site-packages" not in frame.filename] or frames
    where = f" {Path(own[-1].filename).stem}.{own[-1].name}:{own[-1].lineno}" if own else ""
    return f"{type(fault).__name__}{where}"


def never_storable(fault: BaseException) -> bool:
    """Whether it is about what was to be stored; otherwise the database was away for a while.

    When in doubt it was away: what is tried again is not lost.
    """
    if isinstance(fault, DBAPIError):
        state = getattr(fault.orig, "sqlstate", None) or ""
        return isinstance(fault, DataError | IntegrityError) or state[:2] in ABOUT_DATA
    return isinstance(fault, ABOUT_VALUES)
