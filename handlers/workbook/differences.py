"""What a workbook would change, row by row, for whoever looks before it is taken in."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.workbook.files import Cells, Row
from handlers.workbook.taking import Change, Taking, Verdict
from storage.people import PersonRow

MOST_SHOWN = 300  # rows of a sheet; more than that nobody reads
LONGEST = 120  # characters of a cell, as it is shown
NAMED_BY = ("chat", "question", "id", "household")
"""By which column somebody finds a row again that has neither code nor name."""
PEOPLE = frozenset({"deputy_id", "person_id", "deputy", "person"})


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is new or that changes."""

    row: int
    name: str
    added: bool
    cells: tuple[Change, ...]
    """Of a new row all that it says; of a known one what becomes different."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: how many rows, and those that change something, as far as they are shown."""

    name: str
    added: int
    changed: int
    same: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All of it, and the mark by which it is known again."""

    sheets: tuple[Sheet, ...] = ()
    errors: Sequence[dict[str, object]] = field(default_factory=tuple)
    mark: str = ""

    @property
    def changes(self) -> bool:
        """Whether taking it in would change anything."""
        return any(sheet.added or sheet.changed for sheet in self.sheets)


def wrong(errors: Sequence[dict[str, object]]) -> Difference:
    """Something is wrong: nothing would be taken in."""
    return Difference(errors=errors)


async def of(taking: Taking, cells: Cells, order: Sequence[str]) -> Difference:
    """The difference of a workbook that has just been taken in, in a transaction to be undone."""
    names = await _names(taking)
    mark = hashlib.sha256()
    sheets = []
    for sheet in order:
        lines = [
            _line(taking, sheet, row, names)
            for row in cells.sheets.get(sheet, ())
            if taking.verdicts.get((sheet, row.number), Verdict.SAME) is not Verdict.SAME
        ]
        mark.update(repr((sheet, lines)).encode())
        counted = Counter(v for (name, _), v in taking.verdicts.items() if name == sheet)
        if counted:
            sheets.append(
                Sheet(sheet, counted[Verdict.ADDED], counted[Verdict.CHANGED],
                      counted[Verdict.SAME], tuple(lines[:MOST_SHOWN]))
            )  # fmt: skip
    return Difference(tuple(sheets), (), mark.hexdigest())


async def _names(taking: Taking) -> dict[int, str]:
    """What is known of those who are named by their number: before somebody stood in for another."""
    wanted = {
        change.before
        for changes in taking.changes.values()
        for change in changes.values()
        if change.column in PEOPLE and isinstance(change.before, int)
    }
    found = [await taking.turn.session.get(PersonRow, number) for number in sorted(wanted)]
    return {one.id: one.code or one.name or "" for one in found if one is not None}


def _line(taking: Taking, sheet: str, row: Row, names: dict[int, str]) -> Line:
    added = taking.verdicts[sheet, row.number] is Verdict.ADDED
    both = " ".join(dict.fromkeys(row[column] for column in ("code", "name") if row[column]))
    name = both or next((row[column] for column in NAMED_BY if row[column]), "")
    changes = taking.changes.get((sheet, row.number), {}).values()
    if added:
        said = tuple(Change(c, "", text[:LONGEST]) for c, text in row.cells.items() if text)
        said += tuple(change for change in changes if change.column not in row.cells)
    else:
        said = tuple(
            Change(c.column, _said(c.column, c.before, names), str(c.after)[:LONGEST])
            for c in changes
        )
    return Line(row.number, name, added, said)


def _said(column: str, value: Any, names: dict[int, str]) -> str:
    """What is known now, as the workbook would write it."""
    if value is None:
        return ""
    if column in PEOPLE and isinstance(value, int):
        return names.get(value, "")
    if isinstance(value, list | tuple):
        return ";".join(str(part) for part in value)[:LONGEST]
    return str(value)[:LONGEST]
