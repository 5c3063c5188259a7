"""Faults that nobody expected: where they happened, and none of anybody's words."""

import traceback
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[1]


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
