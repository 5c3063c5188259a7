"""The office's side of micro wishes: all of them, how many came true, and one with its steps."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.seen import on_record
from console.sheet import Sheet
from console.steps import words_of
from console.ticket import found, watched
from domain.rates import rate
from domain.wishes.states import WishAct, WishState, may
from handlers.tickets.views import view
from handlers.turn import Turn
from handlers.wishes import verbs, wording
from handlers.wishes.parts import parts, the_wish
from handlers.wishes.views import wish_view
from storage import wishes
from storage.people import names_of
from storage.tickets import queries
from storage.tickets.tables import TicketRow

PAGE = 50
ONE_DAY = timedelta(days=1)
FORMS = (
    (WishAct.PASS_ON, "pass_on", ""),
    (WishAct.EDIT, "edit", "text"),
    (WishAct.PUBLISH, "publish", ""),
    (WishAct.UNFIT, "unfit", "reason"),
    (WishAct.CLAIM, "claim", ""),
    (WishAct.RELEASE, "release", "words"),
    (WishAct.DELIVER, "deliver", "words"),
    (WishAct.CHECK, "check", ""),
    (WishAct.NOT_ARRIVED, "missing", "words"),
    (WishAct.GIVE_BACK, "give_back", "words"),
    (WishAct.UNFULFIL, "unfulfil", "words"),
)
"""Each step's act, its name in addresses and on the page, and what it asks for."""


async def index(request: Request, clerk: Clerk) -> Response:
    """All wishes that somebody may see, and the share of those due that came true."""
    office = office_of(request)
    state, before = request.query_params.get("state", ""), request.query_params.get("before", "")
    state = state if state in set(WishState) else ""
    async with office.database.reading() as session:
        turn = await office.turn(session)
        first, last = _period(request, turn)
        start, end = _instants(turn, first, last)
        rows = await wishes.page(
            session, clerk.sight, state=state, before=number_in(before), limit=PAGE + 1
        )
        figures = await wishes.figures(session, clerk.sight, start, end)
        facts = {
            "clerk": clerk, "state": state, "states": list(WishState), "first": first, "last": last,
            "rows": [(view(turn, t), wish_view(t, wish)) for t, wish in rows[:PAGE]],
            "more": rows[PAGE - 1][0].id if len(rows) > PAGE else None,
            "counts": await wishes.counts(session, clerk.sight),
            "rate": rate(figures.fulfilled, figures.due),
        }  # fmt: skip
    await on_record(office, clerk, [ticket for ticket, _ in rows[:PAGE]])
    return office.pages(request, "wishes.html", facts)


def _period(request: Request, turn: Turn) -> tuple[date, date]:
    """The days asked for; else this year until today."""
    today = turn.world.today(turn.now)
    first = _day(request.query_params.get("first", "")) or today.replace(month=1, day=1)
    return first, _day(request.query_params.get("last", "")) or today


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2999, 12, 31) else None  # what calendars know


def _instants(turn: Turn, first: date, last: date) -> tuple[datetime, datetime]:
    """Both days whole; of a period that goes on today, what is due until now."""
    calendar = turn.world.calendar
    start, end = calendar.instant(first, time()), calendar.instant(last + ONE_DAY, time())
    return start, min(end, turn.now) if last >= turn.world.today(turn.now) else end


@watched
async def show(request: Request, clerk: Clerk) -> Response:
    """One wish: the resident's words, the public ones, who has it, and what may be done now."""
    return await SHEET.shown(request, clerk)


async def _a_wish(request: Request, clerk: Clerk, turn: Turn) -> TicketRow:
    ticket = await found(request, clerk, turn)
    if not ticket.wish:
        raise HTTPException(404)
    return ticket


async def _facts(turn: Turn, ticket: TicketRow, clerk: Clerk) -> dict[str, Any]:
    wish, mine = await the_wish(turn, ticket), await parts(turn, ticket)
    history = await queries.history(turn.session, ticket.id)
    involved = {row.actor_id for row in history} | {ticket.owner_id, wish.claimer_id}
    state = WishState(wish.state)
    return {
        "clerk": clerk, "ticket": view(turn, ticket), "wish": wish_view(ticket, wish),
        "claimer": wish.claimer_id, "meet": wish.meet, "waits": wish.slot is None, "row": wish,
        "names": await names_of(turn.session, {p for p in involved if p}),
        "problems": await wording.looked_through(turn, wish, wish.text),
        "history": history, "owner": ticket.owner_id, "version": ticket.version,
        "forms": [(name, asks) for act, name, asks in FORMS if may(state, act, mine)],
        "reasons": verbs.UNFIT, "once": secrets.token_hex(8), "now": turn.now,
    }  # fmt: skip


Step = Callable[[Turn, TicketRow, str, str], Awaitable[None]]


async def _pass_on(turn: Turn, ticket: TicketRow, _: str, __: str) -> None:
    await verbs.pass_on(turn, ticket)


async def _edit(turn: Turn, ticket: TicketRow, words: str, _: str) -> None:
    await verbs.edit(turn, ticket, words)


async def _publish(turn: Turn, ticket: TicketRow, _: str, __: str) -> None:
    await verbs.publish(turn, ticket)


async def _unfit(turn: Turn, ticket: TicketRow, words: str, reason: str) -> None:
    await verbs.unfit(turn, ticket, reason, words)


async def _claim(turn: Turn, ticket: TicketRow, _: str, __: str) -> None:
    await verbs.claim(turn, ticket)


async def _release(turn: Turn, ticket: TicketRow, words: str, _: str) -> None:
    await verbs.release(turn, ticket, words)


async def _deliver(turn: Turn, ticket: TicketRow, words: str, _: str) -> None:
    await verbs.deliver(turn, ticket, result=words)


async def _check(turn: Turn, ticket: TicketRow, words: str, _: str) -> None:
    await verbs.check(turn, ticket, words=words)


async def _missing(turn: Turn, ticket: TicketRow, words: str, _: str) -> None:
    await verbs.not_arrived(turn, ticket, words=words)


async def _give_back(turn: Turn, ticket: TicketRow, words: str, _: str) -> None:
    await verbs.give_back(turn, ticket, words=words)


async def _unfulfil(turn: Turn, ticket: TicketRow, words: str, _: str) -> None:
    await verbs.unfulfil(turn, ticket, reason=words)


STEPS: dict[str, Step] = {
    "pass_on": _pass_on, "edit": _edit, "publish": _publish, "unfit": _unfit, "claim": _claim,
    "release": _release, "deliver": _deliver, "check": _check, "missing": _missing,
    "give_back": _give_back, "unfulfil": _unfulfil,
}  # fmt: skip


SHEET = Sheet("/console/wishes", "wish.html", "wish", _a_wish, _facts)


@watched
async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on a wish's page."""
    verb = STEPS.get(request.path_params["verb"])
    if verb is None:
        raise HTTPException(404)
    form = await request.form()
    words, reason = words_of(form)[:500], words_of(form, "reason")[:20]

    async def step(turn: Turn, ticket: TicketRow) -> None:
        await verb(turn, ticket, words, reason)

    return await SHEET.acted(request, clerk, form, step, typed=words)
