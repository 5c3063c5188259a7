"""A roster as a table: posts and hours down, days across, names in the cells, gaps in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.rosters.proposal import Proposal
from handlers.tables import Table
from handlers.turn import Turn
from storage import rosters
from storage.rosters.tables import RosterRow, RosterSlotRow, Stand

A_DAY = timedelta(days=1)
DAYS = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """One shift of one day."""

    slot: int
    there: tuple[Stand, ...]
    new: tuple[str, ...]
    """Whom a proposal that is only looked at would put there."""
    lacking: int
    """How many more are needed, those of the proposal counted as there."""
    ended: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One post at one time of the day."""

    post: str
    begins: str
    ends: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of a roster, or fewer."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]
    before: date | None
    after: date | None


def first_day(row: RosterRow, wanted: date | None, today: date) -> date:
    """The first day that is shown: that of the wanted day's week, or of this week."""
    day = min(max(wanted or today, row.first), row.last)
    return row.first + (day - row.first) // A_DAY // DAYS * DAYS * A_DAY


async def week(
    turn: Turn, row: RosterRow, first: date, stands: Sequence[Stand], names: Mapping[int, str],
    proposal: Proposal | None = None,
) -> Week:  # fmt: skip
    """The table from a day on."""
    last = min(row.last, first + (DAYS - 1) * A_DAY)
    days = tuple(first + n * A_DAY for n in range((last - first).days + 1))
    calendar = turn.world.calendar
    midnight = datetime.min.time()
    begins, ends = calendar.instant(first, midnight), calendar.instant(last + A_DAY, midnight)
    found = await rosters.slots(turn.session, row.id, begins, ends)
    new: dict[int, list[str]] = {}
    for member, slot in proposal.new if proposal else ():
        new.setdefault(slot, []).append(names.get(member, ""))
    return Week(
        days, _lines(turn, found, days, stands, new),
        first - DAYS * A_DAY if first > row.first else None,
        last + A_DAY if last < row.last else None,
    )  # fmt: skip


def _lines(
    turn: Turn, slots: Sequence[RosterSlotRow], days: Sequence[date], stands: Sequence[Stand],
    new: Mapping[int, list[str]],
) -> tuple[Line, ...]:  # fmt: skip
    local = turn.world.calendar.local
    by_slot: dict[int, list[Stand]] = {}
    for one in stands:
        by_slot.setdefault(one.slot.id, []).append(one)
    rows: dict[tuple[str, str, str], dict[date, Cell]] = {}
    for slot in slots:
        key = (slot.post, f"{local(slot.begins):%H:%M}", f"{local(slot.ends):%H:%M}")
        there, more = by_slot.get(slot.id, []), new.get(slot.id, [])
        lacking = max(0, slot.fewest - len(there) - len(more))
        rows.setdefault(key, {})[local(slot.begins).date()] = Cell(
            slot.id, tuple(there), tuple(more), lacking, slot.ends <= turn.now
        )
    order: dict[str, int] = {}
    for slot in slots:  # as the office wrote them down
        order[slot.post] = min(slot.id, order.get(slot.post, slot.id))
    keys = sorted(rows, key=lambda key: (order[key[0]], key[1:]))
    return tuple(Line(*key, tuple(rows[key].get(day) for day in days)) for key in keys)


def sheet(
    turn: Turn, row: RosterRow, slots: Sequence[RosterSlotRow], stands: Sequence[Stand],
    words: Mapping[str, Sequence[str]],
) -> Table:  # fmt: skip
    """All of a roster as rows for a spreadsheet: a shift a row."""
    local = turn.world.calendar.local
    by_slot: dict[int, list[str]] = {}
    for one in stands:
        by_slot.setdefault(one.slot.id, []).append(one.name)
    weekdays = words["weekdays"]
    rows = (
        (
            local(slot.begins).date(), weekdays[local(slot.begins).weekday()], slot.post,
            f"{local(slot.begins):%H:%M}", f"{local(slot.ends):%H:%M}", slot.fewest,
            list(by_slot.get(slot.id, ())),
            max(0, slot.fewest - len(by_slot.get(slot.id, ()))),
        )
        for slot in slots
    )  # fmt: skip
    return Table(row.title, words["headings"], rows)


def loads(members: Collection[int], stands: Sequence[Stand]) -> dict[int, int]:
    """Of each member how many shifts they have."""
    counts = dict.fromkeys(members, 0)
    for one in stands:
        counts[one.member.id] = counts.get(one.member.id, 0) + 1
    return counts
