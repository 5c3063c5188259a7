"""What a new ticket means for whoever voiced it: their number, their name, their home."""

from domain.privacy import wants_to_be_nameless
from domain.tickets.kinds import Tier
from handlers.privacy import contacts, nameless
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.tickets.tables import TicketRow


async def taken(turn: Turn, ticket: TicketRow, sealed: str | None) -> bool:
    """Keep the number that came along, before anybody is told of the ticket."""
    return await contacts.keep(turn, ticket, sealed, person=ticket.reporter_id)


async def promised(turn: Turn, ticket: TicketRow, *, number: bool) -> None:
    """Tell what was kept, what is hidden, and what could be done in private instead."""
    if ticket.reporter_id is None:
        return
    if ticket.anonymous:
        await turn.tell(
            ticket.reporter_id, "privacy/nameless", subject=f"t{ticket.id}", ticket=ticket.id,
            ticket_=view(turn, ticket),
        )  # fmt: skip
    if number:
        await contacts.promise(turn, ticket, person=ticket.reporter_id)
    if ticket.tier == Tier.E and (ticket.anonymous or number):
        await nameless.shown_in_danger(turn, ticket)
    await contacts.hint(turn, ticket, ticket.text)
    if ticket.chat is not None and wants_to_be_nameless(ticket.text):
        await turn.tell(
            ticket.reporter_id, "privacy/nameless_in_group", subject=f"t{ticket.id}",
            ticket=ticket.id, ticket_=view(turn, ticket),
        )  # fmt: skip
