"""What importing shares between sheets: counting, comparing, and collecting what is wrong."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from handlers.turn import Turn
from handlers.workbook.files import Problem, Row
from handlers.workbook.headings import DATE_MARKS, REQUIRED, SEPARATORS, value_of

_SEPARATORS = re.compile(f"[{SEPARATORS}]")
_MINUS = re.compile("[−–—]")
_MOBILE = re.compile(r"(?:\+?86)?(1\d{10})")
COLUMN_OF = {
    "valid_from": "from", "valid_until": "until", "day": "date", "start": "time", "end": "time",
    "place_words": "place", "person_id": "person", "deputy_id": "deputy", "away_from": "away",
    "away_to": "away", "community": "area", "cents": "value",
}  # fmt: skip
"""Where a table's word is not the sheet's."""


class Verdict(IntEnum):
    """What became of a row of the workbook; the greatest of what became of its parts."""

    SAME = 0
    CHANGED = 1
    ADDED = 2


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one cell: what is known now, and what the workbook says."""

    column: str
    before: Any
    after: Any


@dataclass(slots=True)
class Taking:
    """One import under way."""

    turn: Turn
    problems: list[Problem] = field(default_factory=list)
    verdicts: dict[tuple[str, int], Verdict] = field(default_factory=dict)
    """By sheet and row."""
    changes: dict[tuple[str, int], dict[str, Change]] = field(default_factory=dict)
    """By sheet and row, then by column."""
    people: dict[str, int] = field(default_factory=dict)
    """Ids by code, phone and key."""
    shared: set[str] = field(default_factory=set)
    """Phones of more than one person: they name nobody."""
    seen: set[tuple[str, Any]] = field(default_factory=set)

    def wrong(self, sheet: str, row: Row, column: str, what: str, value: str = "") -> None:
        """Note what is wrong; the import goes on reading, so that all of it is told at once."""
        self.problems.append(Problem(sheet, row.number, column, what, value or row[column]))

    def complete(self, sheet: str, rows: Iterable[Row]) -> list[Row]:
        """The rows that have all they need."""
        kept = []
        for row in rows:
            missing = [column for column in REQUIRED[sheet] if not row[column]]
            for column in missing:
                self.wrong(sheet, row, column, "missing")
            if not missing:
                kept.append(row)
        return kept

    def first(self, sheet: str, row: Row, column: str, key: Any) -> bool:
        """Whether no row before had this key; two with one key would be one, and which?"""
        if (sheet, key) in self.seen:
            self.wrong(sheet, row, column, "twice")
            return False
        self.seen.add((sheet, key))
        return True

    def count(self, verdict: Verdict) -> int:
        """How many rows of the workbook were added, changed or the same."""
        return Counter(self.verdicts.values())[verdict]

    def became(self, sheet: str, row: Row, verdict: Verdict, change: Change | None = None) -> None:
        """Note what became of a row, or of a part of it."""
        key = (sheet, row.number)
        self.verdicts[key] = max(verdict, self.verdicts.get(key, Verdict.SAME))
        if change is not None:
            self.changes.setdefault(key, {}).setdefault(change.column, change)

    def put(
        self, sheet: str, row: Row, found: Any | None, table: type[Any], facts: dict[str, Any]
    ) -> Any:
        """Add a row, or bring the known one up to date; a column that is not there changes nothing."""
        if found is None:
            made = table(**facts)
            self.turn.session.add(made)
            self.became(sheet, row, Verdict.ADDED)
            return made
        differs = {
            name: value
            for name, value in facts.items()
            if COLUMN_OF.get(name, name) in row.cells and getattr(found, name) != value
        }
        for name, value in differs.items():
            column = COLUMN_OF.get(name, name)
            change = Change(column, getattr(found, name), row[column])
            self.became(sheet, row, Verdict.CHANGED, change)
            setattr(found, name, value)
        self.became(sheet, row, Verdict.SAME)
        return found

    def choice(
        self, sheet: str, row: Row, column: str, allowed: Iterable[str], default: str = ""
    ) -> str | None:
        """A value of a closed set, by either of its names; None where it is none of them."""
        value = value_of(row[column]) or default
        if value in set(allowed):
            return value
        self.wrong(sheet, row, column, "choice")
        return None

    def person(self, sheet: str, row: Row, column: str) -> int | None:
        """Somebody named by code or phone."""
        name = row[column]
        if not name:
            return None
        name = name if name in self.people else plain_phone(name)
        if name in self.shared:
            self.wrong(sheet, row, column, "shared")
        elif name not in self.people:
            self.wrong(sheet, row, column, "unknown")
        return self.people.get(name)

    def day(self, sheet: str, row: Row, column: str) -> date | None:
        """A date, if there is one."""
        if not row[column]:
            return None
        found = parse_day(row[column])
        if found is None:
            self.wrong(sheet, row, column, "bad_date")
        return found

    def number(
        self,
        sheet: str,
        row: Row,
        column: str,
        default: int | None = None,
        *,
        least: int | None = None,
        most: int | None = None,
    ) -> int | None:
        """A whole number, if there is one."""
        text = _MINUS.sub("-", unicodedata.normalize("NFKC", row[column]))
        if not text:
            return default
        if not re.fullmatch(r"[+-]?\d{1,9}", text) or (least is not None and int(text) < least):
            self.wrong(sheet, row, column, "bad_number")
            return default
        if most is not None and int(text) > most:
            self.wrong(sheet, row, column, "too_much")
        return int(text)


def parse_day(text: str) -> date | None:
    """`2026-12-01`, `2026/12/1` and `2026年12月1日` are one day; None where it is none."""
    try:
        year, month, day = text.strip().split(" ")[0].translate(DATE_MARKS).split("-")
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def plain_phone(text: str) -> str:
    """A mobile number as it is dialled: `+86 138-0000-0001` is `13800000001`."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    found = _MOBILE.fullmatch(digits)
    return found[1] if found else digits


def parts(text: str) -> list[str]:
    """The members of a list cell, each once."""
    return list(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))
