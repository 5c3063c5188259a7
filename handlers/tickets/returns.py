"""Whether an owner may still say that a ticket is not theirs (domain rules a.5)."""

from domain.refusals import Refusal
from domain.tickets.kinds import Tier
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
    """A ticket is returned once by the same owner and twice in all."""


async def refusal(turn: Turn, ticket: TicketRow, owner: int | None) -> Refusal | None:
    """Why an owner may not return it; None where they may."""
    until = return_by(Tier(ticket.tier), ticket.assigned_at, turn.world.calendar)
    if until is None:
        return DoneFirst(act=Act.RETURN.value)
    if turn.now > until:
        return ReturnTooLate(act=Act.RETURN.value)
    events = await queries.history(turn.session, ticket.id)
    before = any(e.act == Act.RETURN.value and e.actor_id == owner for e in events)
    if before or ticket.returned >= MOST_RETURNS:
        return ReturnedBefore(act=Act.RETURN.value)
    return None
