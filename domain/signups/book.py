"""Who gets a place: capacity, a household's limit, and the order of the waiting list.

Each place is one person, so that a family's third child may wait while two have a place. The order
is the order in which they came; whoever cancels and comes again is last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.signups.states import ACTIVE, COMING, EntryState


class Shows(StrEnum):
    """What a group sees of who comes."""

    COUNTS = "counts"
    SURNAMES = "surnames"
    """Surname and building, never more."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How many may come."""

    places: int | None = None
    """None: as many as like."""
    per_household: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One place that somebody has, or waits for."""

    slot: str
    """Whose it is; the same one again is no second place."""
    household: str
    state: EntryState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of those who want to come."""

    new: tuple[tuple[str, EntryState], ...]
    known: tuple[str, ...]
    """They had a place, or waited, already."""
    over: int
    """So many are more than a household may bring."""


def taken(seats: Sequence[Seat]) -> int:
    """How many places are taken."""
    return sum(seat.state in COMING for seat in seats)


def is_full(terms: Terms, seats: Sequence[Seat]) -> bool:
    """Whether no place is left."""
    return terms.places is not None and taken(seats) >= terms.places


def seated(terms: Terms, seats: Sequence[Seat], household: str, wanted: Sequence[str]) -> Outcome:
    """Give these a place while there is one, and a turn in the waiting list after that."""
    active = {seat.slot for seat in seats if seat.state in ACTIVE}
    at_home = sum(seat.household == household and seat.state in ACTIVE for seat in seats)
    room = None if terms.places is None else terms.places - taken(seats)
    if any(seat.state is EntryState.WAITING for seat in seats):
        room = 0  # nobody overtakes who waits
    new: list[tuple[str, EntryState]] = []
    known, over = [], 0
    for slot in dict.fromkeys(wanted):
        if slot in active:
            known.append(slot)
        elif terms.per_household is not None and at_home + len(new) >= terms.per_household:
            over += 1
        else:
            has_place = room is None or len(new) < room
            new.append((slot, EntryState.IN if has_place else EntryState.WAITING))
    return Outcome(tuple(new), tuple(known), over)


def moving_up(terms: Terms, seats: Sequence[Seat]) -> list[str]:
    """Those who wait and now have a place, in their order."""
    waiting = [seat.slot for seat in seats if seat.state is EntryState.WAITING]
    room = len(waiting) if terms.places is None else max(0, terms.places - taken(seats))
    return waiting[:room]


EVE = time(17)
"""When those who come are reminded, the day before."""
SHORTLY = timedelta(hours=2)
"""Whoever signs up so late needs no reminder; the reminder itself is no use any later."""


def eve_of(day: datetime) -> datetime:
    """The eve of a local instant."""
    before = day - timedelta(days=1)
    return before.replace(hour=EVE.hour, minute=EVE.minute, second=0, microsecond=0)
