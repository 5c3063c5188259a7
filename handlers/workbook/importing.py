"""Taking a workbook in: all of it, or nothing and what is wrong, line by line."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from domain.refusals import Refusal
from handlers.turn import Turn
from handlers.workbook import (
    differences,
    files,
    households,
    life,
    members,
    paper,
    people,
    point_rules,
    territory,
)
from handlers.workbook.differences import Difference
from handlers.workbook.files import Cells, Row
from handlers.workbook.taking import Taking, Verdict
from storage.places import touch_revision

Progress = Callable[[str], None]
Sheet = Callable[[Taking, list[Row]], Awaitable[None]]
MOST_TOLD = 200  # problems; more than that is another file

ORDER: tuple[tuple[str, Sheet], ...] = (
    ("places", territory.places),
    ("areas", territory.areas),
    ("people", people.people),
    ("groups", territory.groups),
    ("households", households.households),
    ("schedules", life.schedules),
    ("point_rules", point_rules.point_rules),
    ("entries", paper.entries),
    ("shop", life.shop),
    ("services", life.services),
    ("handbook", life.handbook),
    ("members", members.members),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did; with errors it did nothing."""

    added: int
    changed: int
    same: int
    errors: list[dict[str, object]]


class NotAsShown(Refusal):
    """Somebody has changed something since the difference was shown."""


class _Nothing(Exception):  # noqa: N818 - rolls back what was read so far
    """Something is wrong: nothing of the file is kept."""


async def take_in(
    turn: Turn, source: Path | Cells, *, progress: Progress, shown: str | None = None
) -> Taken:
    """Import a workbook in this turn's transaction.

    Importing again changes nothing; rows that vanished from the file are kept. Whoever shares the
    database with a running program reads the file (`files.read`) before the transaction. `shown` is
    the mark of the difference that somebody has seen and agreed to.

    Raises:
        NotAsShown: It would be another difference by now.

    """
    cells = source if isinstance(source, Cells) else await asyncio.to_thread(files.read, source)
    taking = Taking(turn, list(cells.problems))
    try:
        async with turn.session.begin_nested():
            await _take(taking, cells, progress)
            if shown is not None and (await _difference(taking, cells)).mark != shown:
                raise NotAsShown
    except _Nothing:
        if shown is not None:
            raise NotAsShown from None
        return Taken(0, 0, 0, _told(turn, taking))
    added, changed, same = (taking.count(verdict) for verdict in reversed(Verdict))
    if added or changed:
        await touch_revision(turn.session)
    turn.note("workbook.imported", cells.name, added=added, changed=changed)
    return Taken(added, changed, same, [])


async def difference(turn: Turn, cells: Cells) -> Difference:
    """What taking a workbook in would change; nothing of it is kept."""
    taking = Taking(turn, list(cells.problems))
    found: Difference | None = None
    with suppress(_Nothing):
        async with turn.session.begin_nested():
            await _take(taking, cells, lambda _: None)
            found = await _difference(taking, cells)
            _undo()
    return found or differences.wrong(_told(turn, taking))


def _undo() -> NoReturn:
    raise _Nothing


async def _difference(taking: Taking, cells: Cells) -> Difference:
    return await differences.of(taking, cells, [name for name, _ in ORDER])


async def _take(taking: Taking, cells: Cells, progress: Progress) -> None:
    for name, sheet in ORDER:
        rows = taking.complete(name, cells.sheets.get(name, []))
        if rows:
            await sheet(taking, rows)
            await taking.turn.session.flush()
            progress(f"{name} {len(rows)}")
    if taking.problems:
        raise _Nothing


def _told(turn: Turn, taking: Taking) -> list[dict[str, object]]:
    """What is wrong, sheet by sheet and line by line, each once."""
    order = [name for name, _ in ORDER]
    found = sorted(
        dict.fromkeys(taking.problems),
        key=lambda p: (order.index(p.sheet) if p.sheet in order else -1, p.row),
    )
    return [
        {
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.column,
            "message": turn.words(f"workbook/{problem.what}", value=problem.value[:40]),
        }
        for problem in found[:MOST_TOLD]
    ]
