"""One ticket with all its history, and its verbs as buttons."""

import functools
import secrets
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.access import View
from console.clerks import Clerk
from console.office import office_of
from console.sheet import Sheet
from console.verbs import ANSWERS, BUTTONS, VERBS, Given, choices
from domain.corrections import KINDS
from domain.tickets.states import Act, State, may
from domain.wishes.states import SHARED_ACTS
from handlers.privacy import looks
from handlers.tickets import copies, verbs
from handlers.tickets.colleagues import colleagues
from handlers.tickets.parts import may_see
from handlers.tickets.views import view, words
from handlers.turn import Turn
from storage.outbox import of_ticket
from storage.people import names_of
from storage.tickets import queries, requests
from storage.tickets.tables import TicketRow


async def found(request: Request, clerk: Clerk, turn: Turn) -> TicketRow:
    """The ticket of this address, if the clerk may see it; a look at a private one is on record."""
    turn.person = clerk.person
    ticket = await queries.ticket(turn.session, int(request.path_params["number"]))
    if ticket is None:
        raise HTTPException(404)
    parts = await verbs.parts(turn, ticket)
    sees = may_see(ticket, parts, clerk.roles) or (
        ticket.sensitivity != "s" and ticket.owner_area in clerk.sight.areas
    )
    if not sees:
        raise Hidden(404)  # not even that it exists
    return ticket


class Hidden(HTTPException):
    """A ticket that is not for this clerk's eyes."""


def watched(page: View) -> View:
    """Whoever asks for a ticket that is not theirs is on record, though the page's turn is undone."""

    @functools.wraps(page)
    async def guarded(request: Request, clerk: Clerk) -> Response:
        try:
            return await page(request, clerk)
        except Hidden:
            office = office_of(request)
            async with office.database.transaction() as session:
                turn = await office.turn(session)
                turn.person = clerk.person
                turn.note("ticket.refused", f"ticket/{request.path_params['number']}")
            raise

    return guarded


@watched
async def show(request: Request, clerk: Clerk) -> Response:
    """One ticket: what, where, who, why, everything that happened, and what may be done now."""
    return await SHEET.shown(request, clerk)


async def _facts(turn: Turn, ticket: TicketRow, clerk: Clerk) -> dict[str, Any]:
    parts = await verbs.parts(turn, ticket)
    history = await queries.history(turn.session, ticket.id)
    involved = {row.actor_id for row in history} | {ticket.owner_id, ticket.doer_id}
    if ticket.anonymous:  # also where it is a colleague
        involved.discard(ticket.reporter_id)
    state, asked = State(ticket.state), await requests.waiting(turn.session, ticket.id)
    return {
        "clerk": clerk,
        "ticket": view(turn, ticket),
        "is_wish": ticket.wish,
        "history": history,
        "notes": {row.id: words(turn, ticket, row.note) for row in history},
        "names": await names_of(turn.session, {p for p in involved if p}),
        "owner": ticket.owner_id,
        "doer": ticket.doer_id,
        "copied": await copies.named(turn, ticket),
        "households": len(await queries.reporters(turn.session, ticket.id)),
        "photos": await looks.photos(turn, ticket, parts),
        "told": await of_ticket(turn.session, ticket.id),
        "buttons": [
            (name, asks)
            for act, name, asks in BUTTONS
            if may(state, act, parts)
            and (asked or name not in ANSWERS)
            and (not ticket.wish or act in SHARED_ACTS)
        ],
        "asked": asked,
        "choices": choices(turn),
        "matters": KINDS,
        "colleagues": await _colleagues(turn, ticket),
        "now": turn.now,
        "rating": ticket.rating,
        "version": ticket.version,
        "like": ticket.like_id,
        "cluster": next((row.facts for row in history if row.act == Act.RAISE), None),
        "once": secrets.token_hex(8),
    }


async def _colleagues(turn: Turn, ticket: TicketRow) -> list[tuple[int, str, str]]:
    """To whom a ticket may go, by name and role."""
    near = colleagues(turn, ticket)
    names = await names_of(turn.session, set(near))
    return [(person, names.get(person, ""), role.role.value) for person, role in near.items()]


SHEET = Sheet("/console/tickets", "ticket.html", "page", found, _facts)


@watched
async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on a ticket's page."""
    verb = VERBS.get(request.path_params["verb"])
    if verb is None:
        raise HTTPException(404)
    form = await request.form()
    given = Given.of(form)

    async def step(turn: Turn, ticket: TicketRow) -> None:
        await verb(turn, ticket, given)

    return await SHEET.acted(request, clerk, form, step, typed=given.words)


@watched
async def photo(request: Request, clerk: Clerk) -> Response:
    """A ticket's photo, for whoever may see the ticket."""
    office = office_of(request)
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        ticket = await found(request, clerk, turn)
        photos = await queries.attachments(session, ticket.id)
        if not looks.may_see_photos(ticket, await verbs.parts(turn, ticket)):
            raise HTTPException(404)
        looks.at(turn, ticket, why="photo")
    wanted = next((p for p in photos if p.id == int(request.path_params["photo"])), None)
    if wanted is None or not wanted.path:
        raise HTTPException(404)
    return Response(
        office.read_file(wanted.path), media_type=wanted.mime or "image/jpeg",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=600"},
    )  # fmt: skip
