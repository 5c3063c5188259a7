"""Taking a workbook in: all of it, or nothing and what is wrong, line by line."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from handlers.turn import Turn
from handlers.workbook import files, life, territory
from handlers.workbook.files import Row
from handlers.workbook.taking import Taking
from storage.places import touch_revision

Progress = Callable[[str], None]
Sheet = Callable[[Taking, list[Row]], Awaitable[None]]
MOST_TOLD = 200  # problems; more than that is another file

ORDER: tuple[tuple[str, Sheet], ...] = (
    ("places", territory.places),
    ("areas", territory.areas),
    ("people", territory.people),
    ("groups", territory.groups),
    ("households", life.households),
    ("schedules", life.schedules),
    ("point_rules", life.point_rules),
    ("entries", life.entries),
    ("shop", life.shop),
    ("services", life.services),
    ("handbook", life.handbook),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did; with errors it did nothing."""

    added: int
    changed: int
    same: int
    errors: list[dict[str, object]]


class _Nothing(Exception):  # noqa: N818 - rolls back what was read so far
    """Something is wrong: nothing of the file is kept."""


async def take_in(turn: Turn, path: Path, *, progress: Progress) -> Taken:
    """Import a workbook in this turn's transaction.

    Importing again changes nothing; rows that vanished from the file are kept.
    """
    cells = await asyncio.to_thread(files.read, path)
    taking = Taking(turn, list(cells.problems))
    try:
        async with turn.session.begin_nested():
            for name, sheet in ORDER:
                rows = taking.complete(name, cells.sheets.get(name, []))
                if rows:
                    await sheet(taking, rows)
                    await turn.session.flush()
                    progress(f"{name} {len(rows)}")
            if taking.problems:
                raise _Nothing  # noqa: TRY301 - rolls back what was read so far
            await touch_revision(turn.session)
    except _Nothing:
        return Taken(0, 0, 0, _told(turn, taking))
    turn.note("workbook.imported", path.name, added=taking.added, changed=taking.changed)
    return Taken(taking.added, taking.changed, taking.same, [])


def _told(turn: Turn, taking: Taking) -> list[dict[str, object]]:
    return [
        {
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.column,
            "message": turn.words(f"workbook/{problem.what}", value=problem.value[:40]),
        }
        for problem in taking.problems[:MOST_TOLD]
    ]
