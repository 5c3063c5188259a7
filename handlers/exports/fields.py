"""What a column of an export may hold, and how much of it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.places import PlaceKind
from domain.privacy import hide_home, mask
from domain.tickets.kinds import Sensitivity
from domain.wishes.public import without_accounts, without_names
from handlers.tickets.views import TicketView
from handlers.turn import Turn
from storage.tickets.tables import TicketRow

STARS = "*"
Words = Mapping[str, Mapping[str, str]]
"""The words of closed sets in the language of whoever reads the table."""


class Field(StrEnum):
    """One thing that is known of a ticket."""

    NUMBER = "number"
    REGISTERED = "registered"
    KIND = "kind"
    MATTER = "matter"
    PLACE = "place"
    TEXT = "text"
    HOUSEHOLDS = "households"
    TIER = "tier"
    STATE = "state"
    COMMUNITY = "community"
    AREA = "area"
    OWNER = "owner"
    ROLE = "role"
    RESPOND_BY = "respond_by"
    CONTACTED = "contacted"
    FINISH_BY = "finish_by"
    FINISHED = "finished"
    CLOSED = "closed"
    RESULT = "result"
    OUTCOME = "outcome"
    RATING = "rating"
    REOPENED = "reopened"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class One:
    """A ticket about to become a row."""

    turn: Turn
    row: TicketRow
    view: TicketView
    names: Mapping[int, str]
    words: Words
    full: bool

    @property
    def private(self) -> bool:
        """Whether it is nobody's business beyond those who work on it."""
        return self.row.sensitivity == Sensitivity.PRIVATE


def _time(one: One, moment: datetime | None) -> datetime | None:
    """The local time, without its zone: a spreadsheet knows none."""
    return one.turn.world.calendar.local(moment).replace(tzinfo=None) if moment else None


def _place(one: One) -> str:
    if one.full:
        return one.view.place
    places = one.turn.world.places
    kind = PlaceKind.ESTATE if one.private else PlaceKind.BUILDING
    held = places.above(one.row.place, kind) if one.row.place else None
    if held is not None:
        return places.name_of(held.code)
    return "" if one.private or one.view.who else hide_home(one.view.spot, unit=True)


def _words(one: One, said: str | None) -> str:
    """What somebody wrote; without homes, numbers and names, unless two people agreed to more."""
    if one.full or not said:
        return said or ""
    if one.private:
        return ""
    known = [name for name in one.names.values() if name]
    plain = without_accounts(hide_home(mask(said), unit=True), STARS)
    return without_names(plain, STARS, known)


def _name(one: One, person: int | None) -> str:
    name = one.names.get(person or 0, "")
    return name if one.full or not name else name[0] + STARS


def _said(one: One, name: str, value: str | None) -> str:
    return one.words[name].get(value or "", "")


def _area(one: One, code: str | None) -> str:
    found = one.turn.world.organisation.areas.get(code or "")
    return found.name if found else ""


VALUES: Mapping[Field, Callable[[One], Any]] = {
    Field.NUMBER: lambda one: one.view.number,
    Field.REGISTERED: lambda one: _time(one, one.row.created_at),
    Field.KIND: lambda one: _said(one, "kinds", one.row.kind),
    Field.MATTER: lambda one: one.view.what,
    Field.PLACE: _place,
    Field.TEXT: lambda one: _words(one, one.view.text),
    Field.HOUSEHOLDS: lambda one: one.row.people,
    Field.TIER: lambda one: _said(one, "tiers", one.row.tier),
    Field.STATE: lambda one: _said(one, "states", one.row.state),
    Field.COMMUNITY: lambda one: _area(one, one.row.community),
    Field.AREA: lambda one: _area(one, one.row.owner_area),
    Field.OWNER: lambda one: _name(one, one.row.owner_id),
    Field.ROLE: lambda one: _said(one, "roles", one.row.owner_role),
    Field.RESPOND_BY: lambda one: _time(one, one.row.respond_by),
    Field.CONTACTED: lambda one: _time(one, one.row.contacted_at),
    Field.FINISH_BY: lambda one: _time(one, one.row.finish_by),
    Field.FINISHED: lambda one: _time(one, one.row.finished_at),
    Field.CLOSED: lambda one: _time(one, one.row.closed_at),
    Field.RESULT: lambda one: _words(one, one.view.result),
    Field.OUTCOME: lambda one: _said(one, "outcomes", one.row.outcome),
    Field.RATING: lambda one: _said(one, "ratings", one.row.rating),
    Field.REOPENED: lambda one: one.row.reopened,
    Field.RETURNED: lambda one: one.row.returned,
}
"""What each column holds."""
