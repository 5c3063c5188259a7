"""A sign-up as templates see it: of who comes no more than the organiser chose to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.signups.book import Seat, Shows, Terms
from domain.signups.states import COMING, EntryState
from domain.signups.words import surname
from storage.signups import SignupEntryRow, SignupRow

MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class SignupView:
    """What may be said about a sign-up."""

    id: int
    title: str
    at: datetime
    place: str
    conditions: str
    places: int | None
    limit: int | None
    """How many a household may bring."""
    taken: int
    waiting: int
    closes_at: datetime
    cancel_until: datetime
    state: str
    names: tuple[tuple[str, str], ...]
    """Surname and building of those who come, where the organiser chose so."""
    more: int
    """Those who come and are not named."""


@dataclass(frozen=True, slots=True)
class GotView:
    """What became of somebody's wish to come."""

    seats: int
    """How many have a place now."""
    place: int
    """Where on the list the first of them stands."""
    waits: int
    turn: int
    """Where in the waiting list the first of them stands."""
    known: bool
    """They had been on the list already, and nothing is new."""
    over: int
    """So many are more than a household may bring."""


def terms(row: SignupRow) -> Terms:
    """How many may come."""
    return Terms(row.places, row.per_household)


def seats(rows: Sequence[SignupEntryRow]) -> list[Seat]:
    """The places as the rules see them."""
    return [Seat(row.slot or "", row.household, EntryState(row.state)) for row in rows]


def coming(rows: Sequence[SignupEntryRow]) -> list[SignupEntryRow]:
    """Those who have a place, in order."""
    return [row for row in rows if row.state in COMING]


def waiting(rows: Sequence[SignupEntryRow]) -> list[SignupEntryRow]:
    """Those who wait, in order."""
    return [row for row in rows if row.state == EntryState.WAITING]


def view(row: SignupRow, rows: Sequence[SignupEntryRow]) -> SignupView:
    """What a group may hear."""
    who = coming(rows)
    names: list[tuple[str, str]] = []
    if row.shows == Shows.SURNAMES:
        shown = [(surname(one.called), one.building) for one in who]
        names = [one for one in shown if one[0]][:MOST_NAMED]
    return SignupView(
        id=row.id, title=row.title, at=row.at, place=row.place, conditions=row.conditions,
        places=row.places, limit=row.per_household, taken=len(who), waiting=len(waiting(rows)),
        closes_at=row.closes_at, cancel_until=row.cancel_until, state=row.state,
        names=tuple(names), more=len(who) - len(names),
    )  # fmt: skip
