"""The morning's page: what needs somebody today, each line one press from done.

The office sees what is late, what waits for a decision and what happens; whoever walks a grid sees
their own, on a phone, in walking order. A press is the same step as on the matter's own page.
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console import calls, errands, uploads, wishes
from console.clerks import Clerk
from console.office import number_in, office_of
from console.seen import on_record
from console.sheet import Overtaken
from console.steps import event_of, sent_before, taken
from console.ticket import found, sees, watched
from console.verbs import ABOVE, VERBS, Given
from domain.areas import RoleName
from domain.refusals import Refusal
from domain.schedules import Schedule
from domain.tickets.states import Act, Part, State, may
from domain.wishes.states import WishAct, WishState
from domain.wishes.states import may as may_wish
from handlers import activities, schedules
from handlers.tickets import returns, tasks, verbs
from handlers.tickets.colleagues import colleagues
from handlers.tickets.parts import parts_of
from handlers.tickets.verbs.step import leading
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from handlers.webhooks import problems
from handlers.wishes import parts as wish_parts
from handlers.wishes.views import wish_view
from storage import inbox, texts
from storage import wishes as all_wishes
from storage.people import names_of
from storage.tickets import queries, today
from storage.tickets.tables import TicketRequestRow, TicketRow

ONE_DAY = timedelta(days=1)
QUICK = ((Act.ACCEPT, "accept"), (Act.CONTACT, "contact"), (Act.FINISH, "finish"))
WISHES_SHOWN = 20
WISH_STEPS = {
    WishState.REVIEW: (WishAct.PUBLISH, "publish"),
    WishState.CLAIMED: (WishAct.RELEASE, "release"),
    WishState.DELIVERED: (WishAct.CHECK, "check"),
}
"""Where a wish waits for an officer, and what usually follows."""
NEAR = 20  # people; more nobody reads in the street


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that needs somebody, and what settles it."""

    ticket: TicketView
    version: int
    owner: str
    presses: tuple[str, ...]
    like: int | None = None
    asked: TicketRequestRow | None = None
    to: tuple[tuple[int, str, str], ...] = ()
    """To whom it may be given: person, name, role."""


async def home(request: Request, clerk: Clerk) -> Response:
    """What needs this clerk this morning."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        seen, facts = await (_office if clerk.is_office else _own)(turn, clerk)
        facts |= {
            "clerk": clerk, "now": turn.now, "refused": refused, "once": secrets.token_hex(8),
            "did": await _did(request, turn, clerk),
        }  # fmt: skip
        wrong = [*office.health(), *(await problems(turn) if clerk.is_street else ())]
        facts["health"] = [
            *(turn.words(f"health/{code}") for code in wrong),
            *(turn.words("health/own_words", name=t.moment) for t in await texts.failing(session)),
        ]
    await on_record(office, clerk, seen)
    name = "today.html" if clerk.is_office else "mine.html"
    return office.pages(request, name, facts, status=409 if refused else 200)


async def take_back(request: Request, clerk: Clerk) -> Response:
    """Somebody takes back what they have just told of, which then counts nowhere."""

    async def work(turn: Turn) -> None:
        await activities.withdraw(turn, int(request.path_params["number"]))

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, refused)
    return RedirectResponse("/console", status_code=303)


async def _did(request: Request, turn: Turn, clerk: Clerk) -> dict[str, Any] | None:
    """The step that was just taken without a script, and whether it can be taken back."""
    number = number_in(request.query_params.get("did", ""))
    ticket = await queries.ticket(turn.session, number) if number else None
    if ticket is None or not await sees(turn, ticket, clerk):
        return None
    return await _settled(turn, ticket)


async def _settled(turn: Turn, ticket: TicketRow) -> dict[str, Any]:
    history = await queries.history(turn.session, ticket.id)
    back = verbs.undoable(turn, ticket, history, await verbs.parts(turn, ticket))
    return {"ticket": view(turn, ticket), "version": ticket.version, "undoable": back}


async def _office(turn: Turn, clerk: Clerk) -> tuple[Sequence[TicketRow], dict[str, Any]]:
    session, sight = turn.session, clerk.sight
    midnight = turn.world.calendar.instant(turn.world.today(turn.now) + ONE_DAY, time())
    late = await today.due(session, sight, turn.now)
    due = await today.due(session, sight, midnight, since=turn.now)
    returned = await today.returned(session, sight)
    proposed = await today.proposed(session, sight)
    to_check = await today.to_check(session, clerk.person.id)
    asked = await today.asked(session, sight)
    rows = [*late, *due, *returned, *proposed, *to_check, *(ticket for ticket, _ in asked)]
    names = await names_of(session, {row.owner_id for row in rows if row.owner_id})

    def lines(some: Sequence[TicketRow]) -> list[Line]:
        return [_line(turn, row, names) for row in some]

    return rows, {
        "late": lines(late), "due": lines(due), "to_check": lines(to_check),
        "returned": [await _returned(turn, row, names) for row in returned],
        "asked": [_line(turn, row, names, asked=request) for row, request in asked],
        "proposed": lines(proposed),
        "wishes": await _wishes(turn, clerk),
        "calls": [row for row in await calls.waiting(turn, clerk) if row.call.state == "open"],
        "sending": await errands.by_hand(turn, clerk),
        "parked": await inbox.parked(session),
        "held": await _held(turn, clerk),
        "gaps": [turn.world.places.name_of(code) for code in turn.world.organisation.gaps()],
        "most": today.MOST,
    }  # fmt: skip


async def _held(turn: Turn, clerk: Clerk) -> list[Schedule]:
    """What recurs and is held today, where this clerk serves."""
    day = turn.world.today(turn.now)
    mine = None if clerk.is_street else clerk.communities
    return [schedule for schedule, _ in await schedules.held(turn, mine, day, day)]


def _line(
    turn: Turn, ticket: TicketRow, names: dict[int, str], *, asked: TicketRequestRow | None = None
) -> Line:
    mine = parts_of(
        ticket, turn.actor or 0, turn.world.organisation, [], turn.world.today(turn.now)
    )
    return Line(
        view(turn, ticket), ticket.version, names.get(ticket.owner_id or 0, ""),
        tuple(_presses(ticket, mine, asked=asked)), ticket.like_id, asked,
    )  # fmt: skip


def _presses(
    ticket: TicketRow, mine: frozenset[Part], *, asked: TicketRequestRow | None
) -> list[str]:
    """The steps that settle a line; of a wish its own page has them."""
    state = State(ticket.state)
    if ticket.wish:
        return []
    found = [name for act, name in QUICK if may(state, act, mine)]
    if asked is not None and may(state, Act.REFUSE, mine):
        found += ["grant", "refuse"]
    if ticket.like_id is not None and may(state, Act.MERGE, mine):
        found += ["merge", "apart"]
    if state is State.REPORTED and may(state, Act.SOLVE, mine):
        found += ["solve", "not_solved"]
    if leading(mine) in ABOVE and may(state, Act.NOTE, mine):
        found.append("urge")
    return found


async def _returned(turn: Turn, ticket: TicketRow, names: dict[int, str]) -> Line:
    """A returned ticket, with those to whom it may go, where this clerk decides that."""
    line = _line(turn, ticket, names)
    mine = await verbs.parts(turn, ticket)
    decides = Part.STREET in mine or (Part.DESK in mine and not returns.is_final(turn, ticket))
    if not decides:
        return line
    near = colleagues(turn, ticket)
    known = await names_of(turn.session, set(near))
    to = tuple((person, known.get(person, ""), role.role.value) for person, role in near.items())
    return Line(line.ticket, line.version, line.owner, ("decide",), to=to)


async def _wishes(turn: Turn, clerk: Clerk) -> list[dict[str, Any]]:
    """Wishes that wait for an officer: for its words, for its address, for a look whether it came."""
    found = []
    for state, (act, name) in WISH_STEPS.items():
        rows = await all_wishes.page(
            turn.session, clerk.sight, state=state.value, before=None, limit=WISHES_SHOWN
        )
        for ticket, wish in rows:
            mine = await wish_parts.parts(turn, ticket)
            found.append({
                "ticket": view(turn, ticket), "wish": wish_view(ticket, wish),
                "version": ticket.version, "press": name if may_wish(state, act, mine) else "",
            })  # fmt: skip
    return found


async def _own(turn: Turn, clerk: Clerk) -> tuple[Sequence[TicketRow], dict[str, Any]]:
    """What is somebody's own: in walking order, what is urgent or late first."""
    everything = await tasks.everything(turn, clerk.roles)
    rows = [row for _, row in everything]
    to_check = await today.to_check(turn.session, clerk.person.id)
    parts: dict[str, list[Line]] = {}
    for part, row in everything:
        parts.setdefault(part, []).append(_line(turn, row, {}))
    facts = {
        "parts": parts, "near": await _near(turn, clerk), "told": await activities.just_told(turn),
        "to_check": [_line(turn, row, {}) for row in to_check],
        "number": sum(part != tasks.COPIED for part, _ in everything),
        "places": {row.id: row.place_name.removeprefix(part) for part, row in everything},
    }  # fmt: skip
    return [*rows, *to_check], facts


async def _near(turn: Turn, clerk: Clerk) -> list[tuple[str, str, bool]]:
    """Who serves around them: name, role, and whether they are here today."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    mine = {role.area for role in clerk.roles if role.area}
    near = {
        role.person: role
        for role in organisation.roles
        if role.person != clerk.person.id
        and role.role is not RoleName.COUNSELLOR
        and role.area
        and (role.area in mine or mine & {held.code for held in organisation.chain(role.area)})
    }
    names = await names_of(turn.session, set(near))
    return [
        (names[person], role.role.value, organisation.is_here(person, day))
        for person, role in list(near.items())[:NEAR]
        if person in names
    ]


Settle = Callable[[Request, Clerk, Turn, FormData], Awaitable[dict[str, Any]]]


async def _ticket(request: Request, clerk: Clerk, turn: Turn, form: FormData) -> dict[str, Any]:
    verb = VERBS.get(request.path_params["verb"])
    ticket = await found(request, clerk, turn)
    if verb is None:
        raise HTTPException(404)
    if await sent_before(turn, request, form):
        return await _settled(turn, ticket)
    if str(form.get("version", "")) != str(ticket.version):
        raise Overtaken
    kept = await uploads.photos(office_of(request), form)
    await uploads.keep(turn, ticket, kept, after=request.path_params["verb"] == "finish")
    await verb(turn, ticket, Given.of(form))
    await turn.session.flush()
    return await _settled(turn, ticket)


async def _wish(request: Request, clerk: Clerk, turn: Turn, form: FormData) -> dict[str, Any]:
    ticket = await found(request, clerk, turn)
    step = wishes.STEPS.get(request.path_params["verb"])
    if step is None or not ticket.wish:
        raise HTTPException(404)
    if not await sent_before(turn, request, form):
        if str(form.get("version", "")) != str(ticket.version):
            raise Overtaken
        await step(turn, ticket, "", "")
    return {"ticket": view(turn, ticket), "version": ticket.version, "undoable": None}


async def _call(request: Request, clerk: Clerk, turn: Turn, form: FormData) -> dict[str, Any]:
    verb = calls.VERBS.get(request.path_params["verb"])
    if verb is None:
        raise HTTPException(404)
    call = await calls.found(turn, clerk, int(request.path_params["number"]))
    await verb(turn, call, dict(form))
    return {}


async def _sent(request: Request, clerk: Clerk, turn: Turn, _: FormData) -> dict[str, Any]:
    await errands.mark_sent(turn, clerk, int(request.path_params["number"]))
    return {}


async def _retried(request: Request, _: Clerk, turn: Turn, __: FormData) -> dict[str, Any]:
    await errands.try_again(turn, int(request.path_params["number"]))
    return {}


WHAT: dict[str, Settle] = {
    "tickets": _ticket, "wishes": _wish, "calls": _call, "sending": _sent, "parked": _retried,
}  # fmt: skip
"""What a line may be about, and how a press on it is carried out."""
OFFICE = frozenset({"calls", "sending", "parked"})


@watched
async def act(request: Request, clerk: Clerk) -> Response:
    """Settle one line; asked for by a script its answer takes the line's place."""
    office, form = office_of(request), await request.form()
    what, piece = request.path_params["what"], request.headers.get("hx-request") == "true"
    if what not in WHAT or (what in OFFICE and not clerk.is_office):
        raise HTTPException(404)
    event = event_of(form)
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session, event)
            turn.person = clerk.person
            done = await WHAT[what](request, clerk, turn, form)
    except Refusal as refusal:
        words = turn.words(refusal.moment, **refusal.facts)
        if not piece:
            return await _page(request, clerk, words)
        return _piece(request, clerk, {"refused": words})
    office.wake()
    if piece:
        return _piece(request, clerk, {"refused": "", **done})
    at = f"?did={done['ticket'].id}" if done else ""
    return RedirectResponse(f"/console{at}", status_code=303)


def _piece(request: Request, clerk: Clerk, facts: dict[str, Any]) -> Response:
    about = {
        "what": request.path_params["what"], "number": int(request.path_params["number"]),
        "verb": request.path_params["verb"], "once": secrets.token_hex(8),
    }  # fmt: skip
    given = {"clerk": clerk, "ticket": None, "undoable": None, "version": 0, **about, **facts}
    return office_of(request).pages(request, "settled.html", given)
