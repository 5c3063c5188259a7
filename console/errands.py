"""What machines could not do: messages that a human sends, and events that were parked."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console import calls
from console.clerks import Clerk
from console.office import office_of
from console.seen import on_record
from domain.tickets.kinds import Sensitivity
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from handlers.webhooks import problems
from storage import inbox, outbox, pasted, texts
from storage.outbox import OutboxRow, SendState
from storage.people import names_of, phones_of
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
        names, phones = await names_of(session, people), await phones_of(session, people)
        turn = await office.turn(session)
        turn.person = clerk.person
        turn.note("sending.seen", "outbox", rows=len(rows))
        groups = await _groups(turn, [row for row in rows if row.id not in hidden])
    facts = {
        "clerk": clerk, "rows": rows, "hidden": hidden, "names": names, "phones": phones,
        "groups": groups,
    }  # fmt: skip
    return office.pages(request, "sending.html", facts)


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
    """A message about a ticket is for those who may see the ticket."""
    if row.ticket_id is None:
        return True
    return await listing.visible(session, clerk.sight, row.ticket_id)


async def _must_be_told(session: AsyncSession, row: OutboxRow) -> bool:
    """A sensitive matter whose named person cannot be reached: the office calls them, unread."""
    ticket = await session.get(TicketRow, row.ticket_id)
    return ticket is not None and ticket.sensitivity == Sensitivity.SENSITIVE


async def sent(request: Request, clerk: Clerk) -> Response:
    """Somebody has sent it, or has seen that it need not be sent."""
    office = office_of(request)
    async with office.database.transaction() as session:
        row = await session.get(OutboxRow, int(request.path_params["row"]))
        if row is None or row.state not in outbox.BY_HAND:
            raise HTTPException(404)
        if not await _sees(session, row, clerk) and not await _must_be_told(session, row):
            raise HTTPException(404)
        row.state = SendState.DONE_BY_PERSON.value
        row.settled_by, row.settled_at = clerk.person.id, office.clock.now()
        turn = await office.turn(session)
        turn.person = clerk.person
        turn.note("sending.done", f"outbox/{row.id}")
    return RedirectResponse("/console/sending", status_code=303)


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
        if not await inbox.reopen(session, int(request.path_params["row"])):
            raise HTTPException(404)
        turn = await office.turn(session)
        turn.person = clerk.person
        turn.note("event.retried", f"inbox/{request.path_params['row']}")
    office.wake()
    return RedirectResponse("/console/parked", status_code=303)


async def home(request: Request, clerk: Clerk) -> Response:
    """What needs somebody this morning."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        now = turn.now

        def shown(rows: Sequence[TicketRow]) -> list[TicketView]:
            return [view(turn, row) for row in rows]

        health = [*office.health(), *(await problems(turn) if clerk.is_street else ())]
        overdue = await listing.overdue(session, clerk.sight, now)
        returned = await listing.returned(session, clerk.sight)
        facts = {
            "clerk": clerk, "now": now, "overdue": shown(overdue), "returned": shown(returned),
            "sending": len([r for r in await outbox.by_hand(session) if await _sees(session, r, clerk)]),
            "calls": await calls.count(turn, clerk),
            "parked": len(await inbox.parked(session)),
            "health": [
                *(turn.words(f"health/{code}") for code in health),
                *(turn.words("health/own_words", name=t.moment) for t in await texts.failing(session)),
            ],
            "gaps": [turn.world.places.name_of(code) for code in turn.world.organisation.gaps()],
        }  # fmt: skip
    await on_record(office, clerk, [*overdue, *returned])
    return office.pages(request, "home.html", facts)
