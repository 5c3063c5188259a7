"""What importing shares between sheets: counting, comparing, and collecting what is wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.turn import Turn
from handlers.workbook.files import Problem, Row
from handlers.workbook.headings import REQUIRED, value_of

_SEPARATORS = re.compile(r"[;;]")


@dataclass(slots=True)
class Taking:
    """One import under way."""

    turn: Turn
    problems: list[Problem] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    same: int = 0
    people: dict[str, int] = field(default_factory=dict)
    """Ids by code, phone and key."""

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

    def put(
        self, known: Mapping[Any, Any], key: Any, table: type[Any], facts: dict[str, Any]
    ) -> Any:
        """Add a row, or bring the known one up to date, and count which it was."""
        found = known.get(key)
        if found is None:
            found = table(**facts)
            self.turn.session.add(found)
            self.added += 1
            return found
        differs = {name: value for name, value in facts.items() if getattr(found, name) != value}
        for name, value in differs.items():
            setattr(found, name, value)
        self.changed += bool(differs)
        self.same += not differs
        return found

    def choice(
        self, sheet: str, row: Row, column: str, allowed: Iterable[str], default: str
    ) -> str:
        """A value of a closed set, by either of its names."""
        value = value_of(row[column]) or default
        if value not in set(allowed):
            self.wrong(sheet, row, column, "choice")
            return default
        return value

    def day(self, sheet: str, row: Row, column: str) -> date | None:
        """A date, if there is one."""
        text = row[column].replace("/", "-").replace(".", "-")
        if not text:
            return None
        try:
            year, month, day = (int(part) for part in text.split(" ")[0].split("-"))
            return date(year, month, day)
        except ValueError:
            self.wrong(sheet, row, column, "bad_date")
            return None

    def number(self, sheet: str, row: Row, column: str, default: int | None = None) -> int | None:
        """A whole number, if there is one."""
        text = row[column]
        if not text:
            return default
        if not re.fullmatch(r"[+-]?\d{1,9}", text):
            self.wrong(sheet, row, column, "bad_number")
            return default
        return int(text)


def parts(text: str) -> list[str]:
    """The members of a list cell."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
