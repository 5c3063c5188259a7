"""Whether an owner may still say that a ticket is not theirs, and who decides (domain rules a.5)."""

from domain.refusals import Refusal
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.limits import return_by
from domain.tickets.states import Act
from handlers.turn import Turn
from storage.tickets import queries
from storage.tickets.tables import TicketRow

MOST_RETURNS = 2  # domain rules a.5


class DoneFirst(Refusal):
    """An emergency is done first, and argued about later."""


class ReturnTooLate(Refusal):
    """The window for returning is over."""


class ReturnedBefore(Refusal):
    """An owner returns the same ticket once."""


class Settled(Refusal):
    """Returned twice already: the street has decided, and its decision is final."""


class NamedOnly(Refusal):
    """A sensitive matter is for the named alone: no desk may look at it to decide."""


class StreetDecides(Refusal):
    """The second time the street decides, not the community's desk."""


async def refusal(turn: Turn, ticket: TicketRow, owner: int | None) -> Refusal | None:
    """Why an owner may not return it; None where they may."""
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        return NamedOnly(act=Act.RETURN.value)
    until = return_by(Tier(ticket.tier), ticket.assigned_at, turn.world.calendar)
    if until is None:
        return DoneFirst(act=Act.RETURN.value)
    if turn.now > until:
        return ReturnTooLate(act=Act.RETURN.value)
    events = await queries.history(turn.session, ticket.id)
    before = any(e.act == Act.RETURN.value and e.actor_id == owner for e in events)
    if before:
        return ReturnedBefore(act=Act.RETURN.value)
    return Settled(act=Act.RETURN.value) if ticket.returned >= MOST_RETURNS else None


def is_final(turn: Turn, ticket: TicketRow) -> bool:
    """Whether the street decides, for good; where nobody is at the street, the desk has to."""
    there = turn.world.organisation.street(turn.world.today(turn.now))
    return ticket.returned >= MOST_RETURNS and bool(there)


def deciders(turn: Turn, ticket: TicketRow) -> list[int]:
    """Who is asked to whom it goes: the desk, the second time the street; not who returned it."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    street = organisation.street(day)
    duties = street if is_final(turn, ticket) else organisation.desk(ticket.community, day)
    others = [duty.person for duty in [*duties, *street] if duty.person != turn.actor]
    first = [duty.person for duty in duties if duty.person != turn.actor]
    return list(dict.fromkeys(first or others or [duty.person for duty in duties]))
