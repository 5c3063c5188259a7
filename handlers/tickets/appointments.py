"""What was promised about being there: as it is shown, and whether it still stands."""

from dataclasses import dataclass
from datetime import date, datetime, time

from domain.dates_said import Half
from domain.tickets.states import State
from domain.tickets.visits import Visit
from handlers.turn import Turn
from storage.tickets.tables import TicketRow

STANDS = {State.ACCEPTED.value, State.WORKING.value}


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit as templates see it, from the day on which it is read."""

    begins: datetime
    day: date
    days: int
    """How many days ahead: 0 is today."""
    half: str
    """The part of the day, where no hour was named; `day` for the whole of it."""
    at: time
    until: time | None


def shown(turn: Turn, visit: Visit, *, read_at: datetime | None = None) -> VisitView:
    """A visit in words of its reader's day; what is held back is read when it arrives."""
    calendar = turn.world.calendar
    begins, ends = calendar.local(visit.begins), calendar.local(visit.ends)
    stretch = (begins.time(), ends.time())
    parts = {half.value: half.name.lower() for half in Half}
    parts[calendar.hours.sessions[0][0], calendar.hours.closing] = "day"
    return VisitView(
        begins=visit.begins,
        day=begins.date(),
        days=(begins.date() - calendar.day_of(read_at or turn.now)).days,
        half=parts.get(stretch, ""),
        at=stretch[0],
        until=stretch[1] if begins != ends else None,
    )


def promised(ticket: TicketRow) -> Visit | None:
    """The visit that whoever has the ticket now has promised."""
    mine = ticket.arrives_by is not None and ticket.arrives_by in (ticket.owner_id, ticket.doer_id)
    if not mine or ticket.arrives_at is None or ticket.state not in STANDS:
        return None
    return Visit(ticket.arrives_at, ticket.arrives_until or ticket.arrives_at)


def ahead(turn: Turn, ticket: TicketRow) -> VisitView | None:
    """The promised visit, as long as it is not over."""
    visit = promised(ticket)
    return shown(turn, visit) if visit is not None and visit.ends > turn.now else None
