"""What acts are worth: versions of rules with their days, caps and evidence (domain rules c.2)."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Period(StrEnum):
    """What a cap is counted over."""

    ONCE = "once"
    EVENT = "event"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Cap:
    """No more points than this, per household, in a period."""

    points: int
    period: Period


@dataclass(frozen=True, slots=True)
class Rule:
    """What an act is worth, between two days."""

    code: str
    name: str
    points: int
    levels: tuple[int, ...]
    """Where it depends on who commends: from the community to the nation."""
    caps: tuple[Cap, ...]
    evidence: str
    valid_from: date
    valid_until: date | None
    active: bool

    def holds(self, day: date) -> bool:
        """Whether an act of this day is counted by it; a change never reaches back."""
        began = self.valid_from <= day
        return self.active and began and (self.valid_until is None or day <= self.valid_until)


class BadRules(ValueError):  # noqa: N818 - reads as what it is
    """A row of the rules cannot be read; its words name the row and why."""


def rule_code(text: str) -> str:
    """Write a rule's code the one way: `−07`, `－07` and `-7` are `-07`."""
    code = re.sub(r"[−–—]", "-", unicodedata.normalize("NFKC", text).strip()).upper()
    found = re.fullmatch(r"([+-]?)(\d{1,2})", code)
    return f"{found[1] or '+'}{int(found[2]):02}" if found else code


def load_rules(text: str) -> tuple[Rule, ...]:
    """Read what acts are worth from a table (CSV, headings in the first line).

    Raises `BadRules` naming the row that cannot be read.
    """
    rules = []
    for number, cells in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            rules.append(_rule(cells))
        except (ValueError, KeyError, AttributeError, IndexError) as error:
            raise BadRules(f"row {number}: {error}") from error
    return tuple(rules)


def _rule(cells: Mapping[str, str]) -> Rule:
    levels = tuple(int(points) for points in cells["points"].split("/"))
    until = cells["until"].strip()
    return Rule(
        code=rule_code(cells["code"]),
        name=cells["name"],
        points=levels[0],
        levels=levels if len(levels) > 1 else (),
        caps=parse_caps(cells["cap"], cells["period"]),
        evidence=cells["evidence"],
        valid_from=date.fromisoformat(cells["from"].strip()),
        valid_until=date.fromisoformat(until) if until else None,
        active=cells.get("active", "yes") != "no",
    )


def parse_caps(cap: str, period: str) -> tuple[Cap, ...]:
    """Read caps as the workbook writes them: `8;20` beside `event;month`."""
    numbers, periods = cap.strip(), period.strip()
    if not numbers:
        return ()
    pairs = zip(numbers.split(";"), periods.split(";"), strict=True)
    return tuple(Cap(int(number), Period(name)) for number, name in pairs)
