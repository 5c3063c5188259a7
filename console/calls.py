"""Calls that wait for somebody of the office: who, what for, by when, and what came of them."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from console.steps import taken
from domain.calls import CallKind
from domain.privacy import mask
from domain.tickets.ratings import Rating, Why
from domain.tickets.states import NeedsReason
from handlers import router
from handlers.calls import desk, survey, voice
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from storage import calls
from storage.calls import CallRow
from storage.people import names_of
from storage.tickets import listing
from storage.tickets.tables import AttachmentRow, TicketRow

LONGEST_NOTE = 500  # characters


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call as its page shows it."""

    call: CallRow
    ticket: TicketView | None


async def index(request: Request, clerk: Clerk) -> Response:
    """What waits, the most pressing first."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        rows = await waiting(turn, clerk)
        names = await names_of(session, {row.call.taken_by for row in rows if row.call.taken_by})
    facts = {
        "clerk": clerk, "rows": rows, "names": names, "now": office.clock.now(),
        "once": secrets.token_hex(8), "refused": refused,
    }  # fmt: skip
    status = 409 if refused else 200
    return office.pages(request, "calls.html", facts, status=status)


async def waiting(turn: Turn, clerk: Clerk) -> list[Waiting]:
    """The calls that this clerk may make: never about their own work, nor what is not theirs to know."""
    sight = clerk.sight
    found = await calls.to_make(turn.session, None if sight.everything else sight.communities)
    return [
        Waiting(call, view(turn, ticket) if ticket else None)
        for call, ticket in found
        if await _theirs(turn, clerk, call, ticket)
    ]


async def _theirs(turn: Turn, clerk: Clerk, call: CallRow, ticket: TicketRow | None) -> bool:
    if ticket is None:
        return True
    if not await listing.visible(turn.session, clerk.sight, ticket.id):
        return False
    return not await desk.own_work(turn, call, ticket, clerk.person.id)


Verb = Callable[[Turn, CallRow, dict[str, Any]], Awaitable[None]]


async def _take(turn: Turn, call: CallRow, _: dict[str, Any]) -> None:
    await desk.take(turn, call)


async def _done(turn: Turn, call: CallRow, form: dict[str, Any]) -> None:
    note = str(form.get("words", "")).replace("\0", "")[:LONGEST_NOTE]
    if call.kind == CallKind.VOICE:
        await _written(turn, call, note)
        return
    if call.kind == CallKind.CALLBACK:
        await desk.done(turn, call, note=note)
        return
    heard, why = str(form.get("rating", "")), str(form.get("why", "")).replace("\0", "")
    await survey.answered(
        turn, call, Rating(heard) if heard in set(Rating) else None,
        why=Why(why) if why in set(Why) else None, note=mask(note),
    )  # fmt: skip


async def _written(turn: Turn, call: CallRow, words: str) -> None:
    """What was spoken goes on as its speaker's words."""
    if not words.strip():
        raise NeedsReason
    spoken = await voice.written(turn, call, words)
    if spoken is not None:
        await router.read_on(spoken, call)


async def listen(request: Request, clerk: Clerk) -> Response:
    """The voice message of a call, for whoever may write down what it says."""
    office = office_of(request)
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        call = await found(turn, clerk, int(request.path_params["row"]))
        await desk.allowed(turn, call)
        row = await session.get(AttachmentRow, call.attachment_id or 0)
        turn.note("voice.heard", f"call/{call.id}")
    if row is None or not row.path:
        raise HTTPException(404)
    return Response(
        office.read_file(row.path), media_type=row.mime or "audio/ogg",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"},
    )  # fmt: skip


VERBS: dict[str, Verb] = {"take": _take, "done": _done}


async def act(request: Request, clerk: Clerk) -> Response:
    """Take a call, or say that it was made; a refusal shows its sentence and changes nothing."""
    form, verb = dict(await request.form()), VERBS.get(request.path_params["verb"])
    if verb is None:
        raise HTTPException(404)

    async def work(turn: Turn) -> None:
        await verb(turn, await found(turn, clerk, int(request.path_params["row"])), form)

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, refused)
    return RedirectResponse("/console/calls", status_code=303)


async def found(turn: Turn, clerk: Clerk, number: int) -> CallRow:
    """The call, if it is one of this clerk's desk; not even that it exists otherwise."""
    call = await calls.call(turn.session, number)
    sight = clerk.sight
    near = call is not None and (sight.everything or call.community in sight.communities)
    if call is None or not near:
        raise HTTPException(404)
    ticket = await desk.ticket_of(turn, call)
    if ticket is not None and not await listing.visible(turn.session, sight, ticket.id):
        raise HTTPException(404)
    return call
