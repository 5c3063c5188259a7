"""What templates may know of a ticket; whether they may say it depends on who reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.places import PlaceKind
from domain.tickets.kinds import Tier
from domain.understanding.advice import advice_for
from handlers.turn import Turn
from storage.tickets.tables import TicketRow


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as templates see it. `number` is what residents are told: four digits or more."""

    id: int
    number: str
    kind: str
    category: str
    what: str
    """The matter's name in the catalogue."""
    place: str
    spot: str
    """The place as it may be said in a group: never the room."""
    outside: str | None
    """The other district whose departments act on the place; who serves it is another answer."""
    text: str
    since: str | None
    people: int
    tier: str
    urgent: bool
    sensitivity: str
    state: str
    owner_role: str
    doer: bool
    reason: dict[str, Any]
    level: int
    reopened: int
    call: str | None
    in_group: bool
    accept_by: datetime
    respond_by: datetime
    finish_by: datetime
    created_at: datetime
    finished_at: datetime | None
    closed_at: datetime | None
    result: str | None
    no_photo: bool
    before: str | None = None
    """The number of an ended ticket for the same thing, if there was one."""
    main: str | None = None
    """The number of the ticket that it was merged into."""

    @property
    def advice(self) -> str:
        """The name of the first advice, in an emergency."""
        return advice_for(self.category, self.text)

    @property
    def title(self) -> str:
        """Number, place and matter, as workers speak of it."""
        return " ".join(part for part in (self.number, self.place, self.what) if part)


def view(turn: Turn, ticket: TicketRow) -> TicketView:
    """A ticket's facts at this moment."""
    category = turn.world.catalogue.get(ticket.category)
    same = ("kind", "category", "text", "since", "people", "tier", "sensitivity", "state",
            "owner_role", "reason", "level", "reopened", "accept_by", "respond_by", "finish_by",
            "created_at", "finished_at", "closed_at", "result", "no_photo")  # fmt: skip
    return TicketView(
        id=ticket.id,
        number=f"{ticket.id:04d}",
        what=category.said if category else ticket.category,
        place=ticket.place_name,
        spot=_without_room(turn, ticket),
        outside=turn.world.places.outside_of(ticket.place) if ticket.place else None,
        urgent=Tier(ticket.tier).urgent,
        doer=ticket.doer_id is not None,
        call=category.call if category else None,
        in_group=ticket.chat is not None,
        before=_number(ticket.repeat_of or ticket.follows_id),
        main=_number(ticket.main_id),
        **{name: getattr(ticket, name) for name in same},
    )


def _number(ticket: int | None) -> str | None:
    return f"{ticket:04d}" if ticket else None


def _without_room(turn: Turn, ticket: TicketRow) -> str:
    places = turn.world.places
    room = places.above(ticket.place, PlaceKind.ROOM) if ticket.place else None
    return places.name_of(room.parent) if room and room.parent else ticket.place_name
