"""What leaves the house about a ticket: matter, state, dates and a public place; never words or people."""

from dataclasses import dataclass
from datetime import datetime

from domain.api import Status, status_of
from domain.catalogue import PlaceRule
from domain.places import PlaceKind
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import LIVE, State
from handlers.world import World
from storage.tickets.tables import TicketRow


@dataclass(frozen=True, slots=True)
class Outward:
    """A ticket as another system may know it."""

    number: str
    kind: str
    code: str
    """The row of the catalogue."""
    matter: str
    """What that row is called."""
    state: State
    status: Status
    place: str | None
    """A place's code."""
    address: str
    community: str | None
    community_name: str
    asked_at: datetime
    finish_by: datetime
    closed_at: datetime | None
    main: str | None
    """The number of the ticket that it goes on in."""


def may_leave(ticket: TicketRow) -> bool:
    """Whether others may know of a ticket at all, unless they filed it themselves."""
    return ticket.sensitivity == Sensitivity.NORMAL


def outward(world: World, ticket: TicketRow) -> Outward:
    """A ticket as it stands now."""
    row, state = world.catalogue.get(ticket.category), State(ticket.state)
    place = _place(world, ticket)
    area = world.organisation.areas.get(ticket.community or "")
    name = area.name if area else ""
    return Outward(
        number=f"{ticket.id:04d}", kind=ticket.kind, code=ticket.category,
        matter=row.name if row else ticket.category, state=state, status=status_of(state),
        place=place, address=world.places.name_of(place) if place else name,
        community=ticket.community, community_name=name,
        asked_at=ticket.created_at, finish_by=ticket.finish_by, closed_at=ticket.closed_at,
        main=f"{ticket.main_id:04d}" if ticket.main_id and state not in LIVE else None,
    )  # fmt: skip


def _place(world: World, ticket: TicketRow) -> str | None:
    """Where it is, never a room, and of what is in a home, or of somebody without a name, the building.

    A wish is somebody's own: not even the building is told. Words such as a landmark's stay here.
    """
    if ticket.place is None or ticket.wish:
        return None
    row = world.catalogue.get(ticket.category)
    home = ticket.anonymous or row is None or row.place_rule is PlaceRule.PRIVATE
    levels = (PlaceKind.BUILDING,) if home else (PlaceKind.UNIT, PlaceKind.BUILDING)
    for level in levels:
        if held := world.places.above(ticket.place, level):
            return held.code
    found = world.places.get(ticket.place)
    return found.code if found else None
