"""A number left in private as the way to be reached: kept apart, for whoever has to call."""

from domain.privacy import left_a_number
from domain.tickets.kinds import Tier
from domain.tickets.states import Part
from handlers.tickets.views import view
from handlers.turn import Offer, Turn
from storage.privacy import contacts
from storage.tickets.tables import TicketRow

IN_DANGER = frozenset({Part.DOER, Part.DESK, Part.CHIEF})
"""Who may call as well where life is at risk (P24)."""


def sealed_number(turn: Turn) -> str | None:
    """The number in the words of this turn, as it may be kept."""
    number = turn.incoming.contact if turn.incoming else None
    return turn.world.seal.close(number) if number else None


async def keep(
    turn: Turn, ticket: TicketRow, sealed: str | None, *, person: int | None = None
) -> bool:
    """Keep somebody's number for a ticket.

    Who wants no name has no number either: huying passes words on, unless life is at risk.
    """
    giver = person or turn.actor
    if sealed is None or giver is None or (ticket.anonymous and ticket.tier != Tier.E):
        return False
    await contacts.keep(turn.session, ticket.id, giver, sealed, turn.now)
    turn.note("contact.kept", f"ticket/{ticket.id}")
    return True


async def promise(turn: Turn, ticket: TicketRow, *, person: int | None = None) -> None:
    """Tell whoever left a number who sees it, and until when."""
    await turn.tell(
        person or turn.actor or 0, "privacy/contact_kept", subject=f"t{ticket.id}",
        ticket=ticket.id, ticket_=view(turn, ticket),
    )  # fmt: skip


def may_call(ticket: TicketRow, parts: frozenset[Part]) -> bool:
    """Whether somebody with these parts may see the number: the owner, in danger those on duty."""
    return Part.OWNER in parts or (ticket.tier == Tier.E and bool(parts & IN_DANGER))


async def row(turn: Turn, ticket: TicketRow, parts: frozenset[Part]) -> list[list[Offer]]:
    """The button that shows the number, for whoever may see it and where there is one."""
    if not may_call(ticket, parts) or await contacts.for_ticket(turn.session, ticket.id) is None:
        return []
    return [[Offer("privacy.see_contact", {"ticket": ticket.id})]]


async def hint(turn: Turn, ticket: TicketRow, words: str) -> None:
    """Somebody wrote their number in the group: it is stars there, and can be left in private."""
    if ticket.chat is not None and ticket.reporter_id is not None and left_a_number(words):
        await turn.tell(
            ticket.reporter_id, "privacy/leave_number_here", subject=f"t{ticket.id}",
            ticket=ticket.id, ticket_=view(turn, ticket),
        )  # fmt: skip
