"""What templates may know of a ticket; whether they may say it depends on who reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.areas import RoleName
from domain.places import PlaceKind
from domain.privacy import guarded, hide_home
from domain.tickets.kinds import Tier
from domain.understanding.advice import advice_for
from handlers.tickets.appointments import VisitView, ahead
from handlers.turn import Turn
from storage import wishes
from storage.tickets import listing
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
    who: str
    """`anonymous` or `guarded` where the reader is not told who; else empty."""
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
    visit: VisitView | None = None
    """When a worker has promised to be there, until it is over."""
    main: str | None = None
    """The number of the ticket that it was merged into."""
    late: bool = False
    """Whether it is still worked on after its date."""
    respond_late: bool = False
    """Whether the hour has gone by which somebody was to be in touch: it is not promised again."""
    review_at: datetime | None = None
    """When a suspended one goes on."""
    forwarded_to: str | None = None
    """The unit outside that acts on it."""
    chase_on: datetime | None = None
    wish: str = ""
    """Where it stands as a wish, which says more than its state; empty where that was not asked."""

    @property
    def advice(self) -> str:
        """The name of the first advice, in an emergency."""
        return advice_for(self.category, self.text)

    @property
    def title(self) -> str:
        """Number, place and matter, as workers speak of it."""
        return " ".join(part for part in (self.number, self.place, self.what) if part)


class Veil(StrEnum):
    """How much of home and person a reader is not told."""

    NONE = ""
    GUARDED = "guarded"
    """They may be the one complained about: one resident, no room (P19)."""
    ANONYMOUS = "anonymous"
    """An anonymous resident, nothing beyond the building (a.10)."""


def veil(turn: Turn, ticket: TicketRow, to: int | None) -> Veil:
    """What is hidden from a reader; in danger nothing is hidden from those who help (P24)."""
    if ticket.tier == Tier.E:
        return Veil.NONE
    if ticket.anonymous:
        return Veil.ANONYMOUS
    roles = turn.world.organisation.roles_of(to) if to and guarded(ticket.category) else ()
    firm = any(role.role is RoleName.PROPERTY for role in roles)
    return Veil.GUARDED if firm else Veil.NONE


def words(turn: Turn, ticket: TicketRow, said: str, *, to: int | None = None) -> str:
    """Somebody's words about a ticket, as far as this reader may know them."""
    hidden = veil(turn, ticket, to or turn.actor)
    return hide_home(said, unit=hidden is Veil.ANONYMOUS) if hidden else said


def heard(turn: Turn, ticket: TicketRow, facts: dict[str, Any], *, to: int) -> dict[str, Any]:
    """What a message says beside the ticket, as far as this reader may know it."""
    known = dict(facts)
    if isinstance(known.get("note"), str):
        known["note"] = words(turn, ticket, known["note"], to=to)
    if "history" in known:
        known["history"] = [
            {**step, "note": words(turn, ticket, step["note"], to=to)} for step in known["history"]
        ]
    return known


def view(turn: Turn, ticket: TicketRow, *, to: int | None = None, wish: str = "") -> TicketView:
    """A ticket's facts at this moment, for `to` (by default whoever acts)."""
    hidden = veil(turn, ticket, to or turn.actor)
    category = turn.world.catalogue.get(ticket.category)
    same = ("kind", "category", "since", "people", "tier", "sensitivity", "state",
            "owner_role", "reason", "level", "reopened", "accept_by", "respond_by", "finish_by",
            "created_at", "finished_at", "closed_at", "result", "no_photo", "review_at", "forwarded_to",
            "chase_on")  # fmt: skip
    return TicketView(
        id=ticket.id,
        number=f"{ticket.id:04d}",
        what=category.said if category else ticket.category,
        place=_place(turn, ticket, hidden),
        text=words(turn, ticket, ticket.text, to=to),
        who=hidden.value,
        spot=_without_room(turn, ticket),
        outside=turn.world.places.outside_of(ticket.place) if ticket.place else None,
        urgent=Tier(ticket.tier).urgent,
        doer=ticket.doer_id is not None,
        call=category.call if category else None,
        in_group=ticket.chat is not None,
        before=_number(ticket.repeat_of or ticket.follows_id),
        main=_number(ticket.main_id),
        late=ticket.state in listing.BUSY and ticket.finish_by < turn.now,
        respond_late=ticket.respond_by <= turn.now,
        wish=wish,
        visit=ahead(turn, ticket),
        **{name: getattr(ticket, name) for name in same},
    )


def _number(ticket: int | None) -> str | None:
    return f"{ticket:04d}" if ticket else None


def _place(turn: Turn, ticket: TicketRow, hidden: Veil) -> str:
    if hidden is Veil.GUARDED:
        return _without_room(turn, ticket)
    building = None
    if hidden is Veil.ANONYMOUS and ticket.place:
        building = turn.world.places.above(ticket.place, PlaceKind.BUILDING)
    return turn.world.places.name_of(building.code) if building else ticket.place_name


async def views(turn: Turn, rows: Sequence[TicketRow]) -> list[TicketView]:
    """Somebody's tickets to be listed: a wish says where it stands as one."""
    stand = await wishes.states_of(turn.session, [row.id for row in rows if row.wish])
    return [view(turn, row, wish=stand.get(row.id, "")) for row in rows]


def _without_room(turn: Turn, ticket: TicketRow) -> str:
    places = turn.world.places
    room = places.above(ticket.place, PlaceKind.ROOM) if ticket.place else None
    return places.name_of(room.parent) if room and room.parent else ticket.place_name
