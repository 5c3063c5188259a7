"""What machines could not do: messages that a human sends, and events that were parked."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from domain.tickets.kinds import Sensitivity
from domain.tickets.sources import Source
from handlers.turn import Turn
from storage import inbox, outbox, pasted
from storage.announcements import AnnouncementRow
from storage.outbox import OutboxRow, SendState
from storage.people import names_of, phones_of
from storage.privacy import contacts
from storage.tickets import listing
from storage.tickets.tables import TicketRow


async def sending(request: Request, clerk: Clerk) -> Response:
    """Messages with their text ready to copy, for those whom huying cannot reach."""
    office = office_of(request)
    async with office.database.transaction() as session:
        found = [(row, await _sees(session, row, clerk)) for row in await outbox.by_hand(session)]
        rows = [row for row, sees in found if sees or await _must_be_told(session, row)]
        hidden = {row.id for row, sees in found if not sees}
        people = {row.person_id for row in rows if row.person_id}
        turn = await office.turn(session)
        turn.person = clerk.person
        names, phones = await names_of(session, people), await phones_of(session, people)
        phones |= await _left_with_us(turn, clerk, [row for row in rows if row.id not in hidden])
        turn.note("sending.seen", "outbox", rows=len(rows))
        groups = await _groups(turn, [row for row in rows if row.id not in hidden])
    facts = {
        "clerk": clerk, "rows": rows, "hidden": hidden, "names": names, "phones": phones,
        "groups": groups,
    }  # fmt: skip
    return office.pages(request, "sending.html", facts)


async def _left_with_us(turn: Turn, clerk: Clerk, rows: list[OutboxRow]) -> dict[int, str]:
    """The numbers of those who phoned and agreed to be called by this office; each look is on record."""
    found: dict[int, str] = {}
    for row in rows:  # a page of errands, of which few were told by phone
        ticket = await turn.session.get(TicketRow, row.ticket_id) if row.ticket_id else None
        if ticket is None or ticket.source == Source.CHAT or row.person_id is None:
            continue
        left = await contacts.for_ticket(turn.session, ticket.id)
        theirs = left is not None and left.person_id == row.person_id
        number = turn.world.seal.open(left.sealed) if left is not None and theirs else None
        if number and clerk.answers_for(ticket.community):
            found[row.person_id] = number
            turn.note("contact.seen", f"ticket/{ticket.id}", person=row.person_id)
    return found


async def _groups(turn: Turn, rows: Sequence[OutboxRow]) -> dict[int, tuple[str, list[str]]]:
    """Of messages for a WeChat group: the group's place, and whom of it they are for."""
    found = await pasted.callers(turn.session, {row.ticket_id for row in rows if row.ticket_id})
    place = {(one.ticket_id, one.person_id): one.place for one in found}
    groups = {}
    for row in rows:
        where = place.get((row.ticket_id or 0, row.person_id or 0))
        if where is not None:
            names = [
                one.name for one in found if (one.ticket_id, one.place) == (row.ticket_id, where)
            ]
            groups[row.id] = (turn.world.places.name_of(where), [name for name in names if name])
    return groups


async def _sees(session: AsyncSession, row: OutboxRow, clerk: Clerk) -> bool:
    """A message about a ticket is for those who may see the ticket; an announcement for its own office."""
    if row.announcement_id is not None:
        made = await session.get(AnnouncementRow, row.announcement_id)
        return made is None or made.community is None or clerk.answers_for(made.community)
    if row.ticket_id is None:
        return True
    return await listing.visible(session, clerk.sight, row.ticket_id)


async def _must_be_told(session: AsyncSession, row: OutboxRow) -> bool:
    """A sensitive matter whose named person cannot be reached: the office calls them, unread."""
    ticket = await session.get(TicketRow, row.ticket_id) if row.ticket_id else None
    return ticket is not None and ticket.sensitivity == Sensitivity.SENSITIVE


async def sent(request: Request, clerk: Clerk) -> Response:
    """Somebody has sent it, or has seen that it need not be sent."""
    office = office_of(request)
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        await mark_sent(turn, clerk, int(request.path_params["row"]))
    return RedirectResponse("/console/sending", status_code=303)


async def mark_sent(turn: Turn, clerk: Clerk, number: int) -> None:
    """A message was passed on by hand."""
    row = await turn.session.get(OutboxRow, number)
    if row is None or row.state not in outbox.BY_HAND:
        raise HTTPException(404)
    if not await _sees(turn.session, row, clerk) and not await _must_be_told(turn.session, row):
        raise HTTPException(404)
    row.state = SendState.DONE_BY_PERSON.value
    row.settled_by, row.settled_at = clerk.person.id, turn.now
    turn.note("sending.done", f"outbox/{row.id}")


async def by_hand(turn: Turn, clerk: Clerk) -> list[OutboxRow]:
    """The messages to pass on whose words this clerk may read."""
    return [
        row for row in await outbox.by_hand(turn.session) if await _sees(turn.session, row, clerk)
    ]


async def parked(request: Request, clerk: Clerk) -> Response:
    """Events that failed five times: what kind, when, and why, never their words."""
    office = office_of(request)
    async with office.database.reading() as session:
        rows = await inbox.parked(session)
    return office.pages(request, "parked.html", {"clerk": clerk, "rows": rows})


async def retry(request: Request, clerk: Clerk) -> Response:
    """Try a parked event once more."""
    office = office_of(request)
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        await try_again(turn, int(request.path_params["row"]))
    office.wake()
    return RedirectResponse("/console/parked", status_code=303)


async def try_again(turn: Turn, number: int) -> None:
    """A parked event is handled anew."""
    if not await inbox.reopen(turn.session, number):
        raise HTTPException(404)
    turn.note("event.retried", f"inbox/{number}")
