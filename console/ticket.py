"""One ticket: what was said to whom, what stays inside, all its history, and its steps as buttons."""

import functools
import secrets
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console import uploads
from console.access import View
from console.clerks import Clerk
from console.conversation import Sides, sides
from console.office import office_of
from console.sheet import Sheet
from console.verbs import ANSWERS, BUTTONS, REQUESTS, VERBS, Given, choices, likely
from domain.corrections import KINDS
from domain.pasted import CHANNEL
from domain.tickets.delays import LONGEST_SUSPENSION
from domain.tickets.states import Act, Part, State, may
from domain.wishes.states import SHARED_ACTS
from handlers.privacy import looks
from handlers.projects import fits, of_the_desk
from handlers.tickets import copies, verbs
from handlers.tickets.colleagues import colleagues
from handlers.tickets.parts import may_see
from handlers.tickets.views import TicketView, view, words
from handlers.turn import Turn
from handlers.whistles import may_ask
from storage import pasted, projects, whistles
from storage.outbox import of_ticket
from storage.people import names_of
from storage.projects import ProjectRow
from storage.tickets import presence, queries, requests, similar
from storage.tickets.presence import Onlooker
from storage.tickets.tables import TicketEventRow, TicketRow
from storage.whistles import WhistleRow

ANSWERING = frozenset({Part.OWNER, Part.DOER, Part.CONTACT, Part.CHIEF, Part.DESK, Part.STREET})
"""Who is told whom the answer is for."""


async def found(request: Request, clerk: Clerk, turn: Turn) -> TicketRow:
    """The ticket of this address, if the clerk may see it; a look at a private one is on record."""
    turn.person = clerk.person
    ticket = await queries.ticket(turn.session, int(request.path_params["number"]))
    if ticket is None:
        raise HTTPException(404)
    if not await sees(turn, ticket, clerk):
        raise Hidden(404)  # not even that it exists
    return ticket


async def sees(turn: Turn, ticket: TicketRow, clerk: Clerk) -> bool:
    """Whether a ticket is for this clerk's eyes."""
    parts = await verbs.parts(turn, ticket)
    return may_see(ticket, parts, clerk.roles) or (
        ticket.sensitivity != "s" and ticket.owner_area in clerk.sight.areas
    )


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
    page = await SHEET.shown(request, clerk)
    await _looked_at(request, clerk)
    return page


@watched
async def present(request: Request, clerk: Clerk) -> Response:
    """Who else has this page open; asked for again and again while it is."""
    office = office_of(request)
    async with office.database.reading() as session:
        await found(request, clerk, await office.turn(session))
    onlookers = await _looked_at(request, clerk)
    return office.pages(request, "present.html", {"clerk": clerk, "onlookers": onlookers})


async def _looked_at(request: Request, clerk: Clerk) -> list[Onlooker]:
    """Let colleagues see that this clerk has the page open, too."""
    office, number = office_of(request), int(request.path_params["number"])
    now = office.clock.now()
    async with office.database.transaction() as session:
        await presence.look(session, number, clerk.person.id, now)
        return await presence.others(session, number, clerk.person.id, now)


async def _facts(turn: Turn, ticket: TicketRow, clerk: Clerk) -> dict[str, Any]:
    parts = await verbs.parts(turn, ticket)
    history = await queries.history(turn.session, ticket.id)
    asked = await requests.waiting(turn.session, ticket.id)
    buttons = _buttons(ticket, parts, asked=asked is not None)
    return {
        "clerk": clerk,
        "ticket": view(turn, ticket),
        "source": CHANNEL if ticket.channel == CHANNEL else ticket.source,
        "is_wish": ticket.wish,
        "history": history,
        "notes": {row.id: words(turn, ticket, row.note) for row in history},
        "names": await _names(turn, ticket, history),
        "owner": ticket.owner_id,
        "doer": ticket.doer_id,
        "copied": await copies.named(turn, ticket),
        "households": len(await queries.reporters(turn.session, ticket.id)),
        "photos": await looks.photos(turn, ticket, parts),
        "bound": await queries.messages(turn.session, ticket.id),
        "sides": await _sides(turn, ticket, history),
        "buttons": buttons,
        "likely": likely(State(ticket.state), [name for name, _ in buttons]),
        "may_reply": may(State(ticket.state), Act.REPLY, parts) and ticket.reporter_id is not None,
        "may_note": may(State(ticket.state), Act.NOTE, parts),
        "undoable": verbs.undoable(turn, ticket, history, parts),
        "asked": asked,
        "choices": choices(turn),
        "days": _days(turn, ticket, {asks for _, asks in buttons}),
        "matters": KINDS,
        "colleagues": await _colleagues(turn, ticket),
        "alike": await _alike(turn, ticket, clerk),
        "larger": await _larger(turn, ticket, clerk),
        "callers": await _callers(turn, ticket, parts),
        "onlookers": await presence.others(turn.session, ticket.id, clerk.person.id, turn.now),
        "now": turn.now,
        "rating": ticket.rating,
        "version": ticket.version,
        "like": ticket.like_id,
        "cluster": next((row.facts for row in history if row.act == Act.RAISE), None),
        "once": secrets.token_hex(8),
    }


def _days(turn: Turn, ticket: TicketRow, asked_for: set[str]) -> dict[str, str]:
    """The first and the last day that may be named, for each step that asks for one."""
    day_of = turn.world.calendar.day_of
    ahead = day_of(turn.now + LONGEST_SUSPENSION).isoformat()
    days = {"first": day_of(turn.now).isoformat(), "suspension": ahead, "forward": ahead}
    if "extension" in asked_for and turn.world.catalogue.get(ticket.category):
        days["extension"] = day_of(verbs.latest_extension(turn, ticket)).isoformat()
    return days


def _buttons(ticket: TicketRow, parts: frozenset[Part], *, asked: bool) -> list[tuple[str, str]]:
    """The steps that somebody with these parts may take now, and what each asks for."""
    return [
        (name, asks)
        for act, name, asks in BUTTONS
        if may(State(ticket.state), act, parts)
        and name not in (REQUESTS if asked else ANSWERS)
        and (not ticket.wish or act in SHARED_ACTS)
        and (act is not Act.ASK_BACK or ticket.reporter_id is not None)
    ]


async def _names(turn: Turn, ticket: TicketRow, history: list[TicketEventRow]) -> dict[int, str]:
    """The names of all staff who had to do with it."""
    involved = {row.actor_id for row in history} | {ticket.owner_id, ticket.doer_id}
    involved |= {row.person_id for row in await of_ticket(turn.session, ticket.id)}
    if ticket.anonymous:  # also where it is a colleague
        involved.discard(ticket.reporter_id)
    return await names_of(turn.session, {person for person in involved if person})


async def _sides(turn: Turn, ticket: TicketRow, history: list[TicketEventRow]) -> Sides:
    """What the resident said and was told, and beside it what stays inside."""
    behind = {row.person_id for row in await queries.reporters(turn.session, ticket.id)}
    told = await of_ticket(turn.session, ticket.id)
    return sides(ticket, history, told, behind, lambda said: words(turn, ticket, said))


async def _alike(turn: Turn, ticket: TicketRow, clerk: Clerk) -> list[TicketView]:
    """What was voiced at the same place, or is open for the same thing in the same house."""
    building = similar.house_of(turn.world.places, ticket.place)
    rows = await similar.to(turn.session, ticket, clerk.sight, building, turn.now)
    return [view(turn, row) for row in rows]


@dataclass(frozen=True, slots=True)
class Larger:
    """The larger matters that a ticket is part of, and those that may be made of it."""

    project: ProjectRow | None
    whistles: tuple[WhistleRow, ...]
    may_begin: bool
    may_whistle: bool


async def _larger(turn: Turn, ticket: TicketRow, clerk: Clerk) -> Larger:
    project = await projects.open_of(turn.session, ticket.id)
    blown = await whistles.of_ticket(turn.session, ticket.id)
    decides = of_the_desk(turn, ticket.community)
    return Larger(
        project if project and (decides or project.leader_id == clerk.person.id) else None,
        tuple(row for row in blown if decides or row.asked_by == clerk.person.id),
        may_begin=clerk.is_office and decides and await fits(turn, ticket),
        may_whistle=await may_ask(turn, ticket),
    )


async def _callers(turn: Turn, ticket: TicketRow, parts: frozenset[Part]) -> list[tuple[str, str]]:
    """The WeChat groups where an answer is waited for: group, and how it shows who asked."""
    if ticket.anonymous or not parts & ANSWERING:
        return []
    found = await pasted.callers(turn.session, [ticket.id])
    return [(turn.world.places.name_of(row.place), row.name) for row in found if row.name]


async def _colleagues(turn: Turn, ticket: TicketRow) -> list[tuple[int, str, str]]:
    """To whom a ticket may go, by name and role."""
    near = colleagues(turn, ticket)
    names = await names_of(turn.session, set(near))
    return [(person, names.get(person, ""), role.role.value) for person, role in near.items()]


SHEET = Sheet("/console/tickets", "ticket.html", "page", found, _facts)


@watched
async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on a ticket's page, with photos where there are some."""
    verb = VERBS.get(request.path_params["verb"])
    if verb is None:
        raise HTTPException(404)
    form = await request.form()
    given = Given.of(form)
    photos = await uploads.photos(office_of(request), form)

    async def step(turn: Turn, ticket: TicketRow) -> None:
        await uploads.keep(turn, ticket, photos, after=request.path_params["verb"] == "finish")
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
