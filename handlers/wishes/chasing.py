"""Living a wish's dates: no silence lets it lie, and none of them fulfils it."""

from collections.abc import Awaitable, Callable
from typing import Any

from domain.wishes.states import LIVE_WISHES, WishState
from handlers.turn import Turn
from handlers.wishes import dates, opening, telling, verbs
from handlers.wishes.parts import officers, the_wish
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow
from storage.wishes import WishRow

Living = Callable[[Turn, TicketRow, WishRow], Awaitable[None]]


def _fires(live: Living) -> Callable[[Turn, TimerRow], Awaitable[None]]:
    """Live it, unless the wish has moved on since."""

    async def fire(turn: Turn, timer: TimerRow) -> None:
        ticket = await queries.ticket(turn.session, int(timer.facts["ticket"]))
        if ticket is None:
            return
        wish = await the_wish(turn, ticket)
        if wish.step == timer.facts.get("step") and WishState(wish.state) in LIVE_WISHES:
            await live(turn, ticket, wish)

    return fire


async def _silent(turn: Turn, ticket: TicketRow, _: WishRow) -> None:
    """A day without the wisher's word."""
    await opening.pass_on(turn, ticket)


async def _give_back(turn: Turn, ticket: TicketRow, _: WishRow) -> None:
    """A week without a word of the claimer."""
    await verbs.give_back(turn, ticket)


async def _remind(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    by = turn.now + dates.GIVEN_BACK - dates.REMINDED
    await telling.claimer(turn, ticket, wish, "wishes/remind", buttons=True, by=by)


async def _ask_again(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    await telling.ask_whether_it_came(turn, ticket, wish, ticket.result or "", again=True)


def _chase(what: str, *, street: bool = False) -> Living:
    """Remind the officers of what waits for them; in the end the street hears of it, too."""

    async def chase(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
        people = officers(turn, ticket)
        if street:
            above = turn.world.organisation.street(turn.world.today(turn.now))
            people = list(dict.fromkeys([*people, *(duty.person for duty in above)]))
        facts: dict[str, Any] = {"what": what, "overdue": street}
        await telling.desk(turn, ticket, wish, "wishes/chase", people=people, **facts)

    return chase


async def _next(turn: Turn, timer: TimerRow) -> None:
    """A new year: what had to wait for it has its turn."""
    ticket = await queries.ticket(turn.session, int(timer.facts["ticket"]))
    if ticket is not None:
        await opening.take_up_next(turn, (await the_wish(turn, ticket)).holder)


FIRES: dict[str, Callable[[Turn, TimerRow], Awaitable[None]]] = {
    "wish.silent": _fires(_silent),
    "wish.review_soon": _fires(_chase("review")),
    "wish.review_over": _fires(_chase("review")),
    "wish.review_street": _fires(_chase("review", street=True)),
    "wish.open_soon": _fires(_chase("open")),
    "wish.open_over": _fires(_chase("open")),
    "wish.open_street": _fires(_chase("open", street=True)),
    "wish.release": _fires(_chase("release")),
    "wish.remind": _fires(_remind),
    "wish.give_back": _fires(_give_back),
    "wish.ask_again": _fires(_ask_again),
    "wish.check": _fires(_chase("check")),
    "wish.check_street": _fires(_chase("check", street=True)),
    "wish.next": _next,
}
