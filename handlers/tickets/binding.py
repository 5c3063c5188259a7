"""Which ticket a message is about, and keeping what came with it.

A reply to any message of a ticket, else its number in the text, else the album that it belongs to.
"""

from domain.messages import MediaKind
from domain.tickets.kinds import Kind
from domain.tickets.states import Part
from domain.understanding import Known
from domain.understanding.answers import number_in
from handlers.privacy import contacts
from handlers.tickets import pushes, verbs
from handlers.tickets.filing import digest
from handlers.turn import Turn
from handlers.wishes.parts import concerned
from storage.tickets import queries
from storage.tickets.tables import TicketRow

BEHIND = frozenset({Part.REPORTER, Part.JOINED})


async def replied_to(turn: Turn) -> TicketRow | None:
    """The ticket of the message that this one replies to, or whose number it names."""
    said = turn.said
    if said.reply_to:
        found = await queries.by_message(turn.session, said.where, said.reply_to)
        if found:
            return await _main(turn, await queries.ticket(turn.session, found[0].id))
    number = number_in(said.text)
    named = await queries.ticket(turn.session, number) if number else None
    if named is not None and (await verbs.parts(turn, named) or await concerned(turn, named)):
        return await _main(turn, named)
    return None


async def _main(turn: Turn, ticket: TicketRow | None) -> TicketRow | None:
    """What is said of a merged ticket is said of the one that it follows."""
    seen: set[int] = set()
    while ticket is not None and ticket.main_id is not None and ticket.id not in seen:
        seen.add(ticket.id)
        ticket = await queries.ticket(turn.session, ticket.main_id)
    return ticket


async def album_of(turn: Turn) -> TicketRow | None:
    """The ticket whose album this late picture belongs to."""
    if not turn.said.album:
        return None
    return await queries.by_album(turn.session, turn.said.where, turn.said.album)


def known_of(ticket: TicketRow, person: int | None, behind: set[int]) -> Known:
    """A ticket as understanding sees it."""
    own = person is not None and (ticket.reporter_id == person or ticket.id in behind)
    return Known(ticket.id, Kind(ticket.kind), ticket.category, ticket.place, own)


SEEN = frozenset({MediaKind.PHOTO, MediaKind.VIDEO})
"""What shows how it was before or after."""


async def keep(turn: Turn, ticket: TicketRow, stage: str) -> list[dict[str, int]]:
    await bind(turn, ticket)
    media = [m for m in turn.said.media if m.kind is not MediaKind.LOCATION]
    added = await verbs.attach(turn, ticket, media, stage=stage)
    if added and stage == "after" and any(m.kind in SEEN for m in media):
        ticket.no_photo = False
    return added


async def bind(turn: Turn, ticket: TicketRow) -> None:
    """Remember that a message belongs to a ticket, and keep the number that came with it."""
    said = turn.said
    behind = BEHIND & await verbs.parts(turn, ticket) if said.contact else None
    if behind and await contacts.keep(turn, ticket, contacts.sealed_number(turn)):
        await contacts.promise(turn, ticket)
        await pushes.number_left(turn, ticket)
    if said.message:
        await queries.bind(
            turn.session, ticket.id, said.where, said.message, at=turn.now, album=said.album,
            digest=digest(said.text),
        )  # fmt: skip
