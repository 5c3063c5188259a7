"""What a human says in the WeChat group: nothing that huying would not say in a group itself."""

from dataclasses import replace

from domain.tickets.kinds import Sensitivity, Tier
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from storage import pasted
from storage.tickets.tables import TicketRow


def receipt(turn: Turn, ticket: TicketRow, *, joined: bool) -> str | None:
    """The one quiet line for the group when it is noted; None where a group must not learn of it."""
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        return None
    return turn.words(_moment(ticket, joined=joined), ticket_=_for_group(turn, ticket))


def _moment(ticket: TicketRow, *, joined: bool) -> str:
    if joined:
        return "tickets/joined"
    if ticket.tier == Tier.E:
        return "tickets/emergency"
    private = ticket.sensitivity == Sensitivity.PRIVATE
    return "tickets/filed_private" if private else "tickets/filed"


def _for_group(turn: Turn, ticket: TicketRow) -> TicketView:
    """What everybody in a group may read: the spot, never the room."""
    return replace(view(turn, ticket), in_group=True)


async def tell(turn: Turn, ticket: TicketRow, moment: str, **facts: str) -> bool:
    """Let a human say something in each WeChat group that voiced it; False where there is none."""
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        return False
    groups = {
        row.place: row.person_id
        for row in reversed(await pasted.callers(turn.session, [ticket.id]))
    }
    for place, person in groups.items():
        await turn.tell(
            person, moment, or_by_hand=True, subject=f"t{ticket.id}/{place}", ticket=ticket.id,
            ticket_=_for_group(turn, ticket), **facts,
        )  # fmt: skip
    return bool(groups)
