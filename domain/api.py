"""What other systems may ask for over the HTTP API, and how they are told where a ticket stands."""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.catalogue import Category, PlaceRule
from domain.places import PlaceKind
from domain.tickets.kinds import Kind, Sensitivity
from domain.tickets.states import LIVE, State
from domain.wishes.states import is_wish

SPAN = timedelta(days=90)  # wiki.open311.org/GeoReport_v2, GET Service Requests
MOST = 1000  # requests in one answer, ibid.
LONGEST_TEXT = 4000  # characters of a description, ibid.
REPEATED_WITHIN = timedelta(minutes=10)
"""The same words about the same place by the same system within this time are one request."""
KEY_COUNTS = timedelta(hours=24)
"""How long a client's own mark of a request (Idempotency-Key) is remembered as one."""
EXACT = frozenset(
    {PlaceKind.ZONE, PlaceKind.BUILDING, PlaceKind.UNIT, PlaceKind.ROOM, PlaceKind.PUBLIC}
)
"""Places that somebody can be sent to."""


class May(StrEnum):
    """What a key is for."""

    READ = "read"
    CREATE = "create"


class Status(StrEnum):
    """Where a ticket stands, as GeoReport v2 knows it."""

    OPEN = "open"
    CLOSED = "closed"


def status_of(state: State) -> Status:
    """Whether somebody still owes somebody something."""
    return Status.OPEN if state in LIVE else Status.CLOSED


def states_of(statuses: frozenset[Status]) -> frozenset[State]:
    """The states that are meant by these."""
    return frozenset(state for state in State if status_of(state) in statuses)


def offered(category: Category) -> bool:
    """Whether another system may file this matter.

    What needs somebody's own yes, or is heard in confidence, is only ever said to huying itself.
    """
    own = is_wish(Kind(category.kind), category.tier, category.sensitivity)
    return category.sensitivity is not Sensitivity.SENSITIVE and not own


def exact_enough(category: Category, kind: PlaceKind) -> bool:
    """Whether a place of this kind tells where a matter is."""
    return category.place_rule is PlaceRule.NONE or kind in EXACT


def window(
    begins: datetime | None, ends: datetime | None, now: datetime
) -> tuple[datetime, datetime] | None:
    """From when to when to look, ninety days where only one end is named; None where it is longer."""
    if begins is None and ends is None:
        return now - SPAN, now
    first = begins if begins is not None else (ends or now) - SPAN
    last = ends if ends is not None else first + SPAN
    return (first, last) if last - first <= SPAN else None
