"""Looking at what was said in confidence: who, when and why is on record (P13)."""

from collections.abc import Iterable

from domain.privacy import shows_people
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.states import Part
from handlers.turn import Turn
from storage.tickets import queries
from storage.tickets.tables import AttachmentRow, TicketRow

EVIDENCE = frozenset({Part.OWNER, Part.CHECKER})


def at(turn: Turn, ticket: TicketRow, *, why: str) -> None:
    """Put a look at a ticket on record, where it is nobody else's business."""
    act = "ticket.photo_seen" if why == "photo" else "ticket.seen"
    if ticket.sensitivity != Sensitivity.NORMAL or (why == "photo" and _of_people(ticket)):
        turn.note(act, f"ticket/{ticket.id}", why=why)


def private(tickets: Iterable[TicketRow]) -> list[int]:
    """Those of a list that are not everybody's business."""
    return [row.id for row in tickets if row.sensitivity != Sensitivity.NORMAL]


def over(turn: Turn, tickets: Iterable[TicketRow], *, why: str) -> None:
    """The same for a list, as one look."""
    turn.note("tickets.listed", "tickets", why=why, tickets=private(tickets))


def _of_people(ticket: TicketRow) -> bool:
    return shows_people(ticket.category)


def may_see_photos(ticket: TicketRow, parts: frozenset[Part]) -> bool:
    """Photos of people are evidence for owner and checker alone (P09)."""
    return not _of_people(ticket) or bool(parts & EVIDENCE)


def keeps_voice(ticket: TicketRow) -> bool:
    """A voice is known like a face: of whoever wants no name none is kept, unless life is at risk."""
    return not ticket.anonymous or ticket.tier == Tier.E


async def photos(turn: Turn, ticket: TicketRow, parts: frozenset[Part]) -> list[AttachmentRow]:
    """The photos of a ticket that somebody with these parts may see."""
    if not may_see_photos(ticket, parts):
        return []
    return await queries.attachments(turn.session, ticket.id)
