"""The shop's desk: who comes with a code, a name or six digits gets what is held for them, once."""

import secrets
import unicodedata
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import communities_of, step_taken, taken, words_of
from domain.points.orders import CODE_DIGITS, MOST_POINTS, OrderState
from handlers.points import orders as ordering
from handlers.points.claims import community_of, waiting
from handlers.points.finding import households_meant
from handlers.points.goods import BadGood
from handlers.points.shop_views import OrderView, Shelf
from handlers.points.windows import window_next
from handlers.turn import Turn
from storage.points import goods, households, orders
from storage.points.orders import OrderRow
from storage.points.tables import HouseholdRow

HERE = "/console/shop"
SOUGHT = 40  # characters of whom somebody looks for
MOST_DIGITS = 3  # of a number of pieces
PIECES, PRICES = "good-", "price-"


@dataclass(frozen=True, slots=True)
class Home:
    """A household as the desk sees it: its head masked, and where it lives."""

    code: str
    name: str
    place: str


async def index(request: Request, clerk: Clerk) -> Response:
    """Whom to hand what: found by name, door, household or six digits; and all that waits."""
    office, sought = office_of(request), request.query_params.get("q", "").replace("\0", "")
    sought = sought.strip()[:SOUGHT]
    guesses, code = f"proxy/{clerk.person.id}", _digits(sought)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        guessed = bool(code) and office.tries.spent(guesses)
        if code and not guessed and (row := await _by_code(turn, clerk, code)) is not None:
            return RedirectResponse(f"{HERE}/orders/{row.id}?code={code}", status_code=303)
        found = await _found(turn, clerk, sought)
        if code and not found:
            office.tries.takes(guesses)
        waiting = await orders.waiting(session, clerk.desks)
        homes = await _homes(turn, {row.household for row in waiting})
        lines = await orders.lines(session, [row.id for row in waiting])
        rows = await goods.goods(session, clerk.desks, active=True)
        stocks = await goods.stocks(session, [row.code for row in rows])
        facts = {
            "clerk": clerk, "sought": sought, "found": found, "guessed": guessed,
            "waiting": [(row, homes[row.household], lines.get(row.id, [])) for row in waiting],
            "few": [(row, stocks[row.code]) for row in rows if stocks[row.code].free < row.low],
            "windows": [
                (name, await window_next(turn, code)) for code, name in communities_of(turn, clerk)
            ],
            "today": turn.world.today(turn.now),
        }  # fmt: skip
    return office.pages(request, "shop.html", facts)


async def _by_code(turn: Turn, clerk: Clerk, code: str) -> OrderRow | None:
    """The order that six digits open, where it is for this clerk to hand out."""
    row = await orders.by_code(turn.session, code)
    return row if row is not None and clerk.answers_for(row.community) else None


def _digits(sought: str) -> str:
    """The six digits that somebody typed, in either width and with spaces; else nothing."""
    plain = "".join(unicodedata.normalize("NFKC", sought).split())
    return plain if len(plain) == CODE_DIGITS and plain.isascii() and plain.isdigit() else ""


async def _found(turn: Turn, clerk: Clerk, sought: str) -> list[Home]:
    """The households that a name, a number or a door may mean, near this clerk."""
    rows = await households_meant(turn, sought, clerk.desks)
    return [_home(turn, row) for row in rows]


def _answers(turn: Turn, clerk: Clerk, row: HouseholdRow) -> bool:
    return clerk.answers_for(community_of(turn, row))


def _home(turn: Turn, row: HouseholdRow) -> Home:
    place = turn.world.places.name_of(row.place) if row.place else ""
    return Home(row.code, f"{row.name[:1]}**" if row.name else row.code, place)


async def _homes(turn: Turn, codes: Collection[str]) -> dict[str, Home]:
    rows = await households.named(turn.session, codes)
    known = {row.code: _home(turn, row) for row in rows}
    return {code: known.get(code, Home(code, code, "")) for code in codes}


async def household(request: Request, clerk: Clerk) -> Response:
    """What a household can have, and what is held for it; without a household, where one is looked for."""
    if not request.query_params.get("code"):
        return RedirectResponse("/console/shop", status_code=303)
    return await _household(request, clerk)


async def _household(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, code = office_of(request), request.query_params.get("code", "")
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        row = await _the_household(turn, clerk, code)
        turn.note("household.seen", f"household/{row.code}")
        seen: Shelf = await ordering.shelf(turn, row)
        held = await orders.of_households(session, [row.code])
        facts = {
            "clerk": clerk, "home": _home(turn, row), "seen": seen, "most": MOST_POINTS,
            "held": [await ordering.view(turn, order) for order in held],
            "waits": await waiting(turn, row.code), "refused": refused,
            "had": await ordering.had_already(turn, row, seen.window),
            "typed": {name: str(value)[:MOST_DIGITS] for name, value in (form or {}).items()},
            "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "shop_household.html", facts, status=409 if refused else 200)


async def _the_household(turn: Turn, clerk: Clerk, code: str) -> HouseholdRow:
    row = await turn.session.get(HouseholdRow, code.replace("\0", ""))
    if row is None or not _answers(turn, clerk, row):
        raise HTTPException(404)
    return row


async def order_for(request: Request, clerk: Clerk) -> Response:
    """Somebody stands at the desk and says what they would like."""
    form = await request.form()

    async def work(turn: Turn) -> int:
        code = request.query_params.get("code", "")
        row = await _the_household(turn, clerk, code)
        order = await ordering.place(turn, row, _given(form, PIECES), _given(form, PRICES))
        await ordering.tell_placed(turn, order)
        return order.id

    made, refused = await taken(request, clerk, work)
    if refused:
        return await _household(request, clerk, refused, form)
    to = f"{HERE}/orders/{made}" if made is not None else str(request.url.include_query_params())
    return RedirectResponse(to, status_code=303)


def _given(form: FormData, prefix: str) -> dict[str, int]:
    """Of each good the number that a form has under this prefix. Raises BadGood."""
    typed = {
        name.removeprefix(prefix): number_in(str(value))
        for name, value in form.items()
        if name.startswith(prefix) and str(value).strip()
    }
    if None in typed.values():
        raise BadGood(what="pieces")
    return {code: number for code, number in typed.items() if number}


async def scan(request: Request, clerk: Clerk) -> Response:
    """The code that a household shows was scanned: its order opens."""
    office = office_of(request)
    async with office.database.reading() as session:
        row = await orders.by_token(session, request.path_params["token"].replace("\0", ""))
    if row is None or not clerk.answers_for(row.community):
        raise HTTPException(404)
    return RedirectResponse(f"{HERE}/orders/{row.id}", status_code=303)


async def show(request: Request, clerk: Clerk) -> Response:
    """One order: what is to be handed out, or that it was, in words that nobody can mistake."""
    return await _show(request, clerk, "shop_order.html")


async def slip(request: Request, clerk: Clerk) -> Response:
    """What is printed and given along: goods, points before and after, no phone and no room."""
    return await _show(request, clerk, "shop_slip.html")


async def _show(request: Request, clerk: Clerk, page: str, refused: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        row = await _order(turn, request, clerk)
        seen = await ordering.view(turn, row)
        home = (await _homes(turn, [row.household]))[row.household]
        code = request.query_params.get("code", "")[:CODE_DIGITS]
        facts = {
            "clerk": clerk, "row": row, "seen": seen, "home": home, "refused": refused,
            "code": code, "held": row.state == OrderState.HELD, "once": secrets.token_hex(8),
            "before": await _before(turn, row, seen), "today": turn.now,
        }  # fmt: skip
    return office.pages(request, page, facts, status=409 if refused else 200)


async def _before(turn: Turn, row: OrderRow, seen: OrderView) -> int:
    """What the household had before it was handed out; of what is held, before it was ordered."""
    if row.state == OrderState.FETCHED:
        return await orders.after(turn.session, f"order/{row.id}/fetched") + seen.points
    return seen.free + (seen.points if row.state == OrderState.HELD else 0)


async def _order(turn: Turn, request: Request, clerk: Clerk) -> OrderRow:
    row = await orders.order(turn.session, int(request.path_params["number"]))
    if row is None or not clerk.answers_for(row.community):
        raise HTTPException(404)
    return row


async def act(request: Request, clerk: Clerk) -> Response:
    """Hand it out, or call it off; sent twice it is done once."""
    _, refused = await step_taken(request, clerk, STEPS, _order)
    if refused:
        return await _show(request, clerk, "shop_order.html", refused)
    return RedirectResponse(f"{HERE}/orders/{request.path_params['number']}", status_code=303)


async def _fetch(turn: Turn, row: OrderRow, _: FormData) -> None:
    await ordering.fetch(turn, row.id)


async def _by_proxy(turn: Turn, row: OrderRow, form: FormData) -> None:
    await ordering.fetch(turn, row.id, code=words_of(form, "code"))


async def _cancel(turn: Turn, row: OrderRow, _: FormData) -> None:
    order = await ordering.cancel(turn, row.id)
    seen = await ordering.view(turn, order)
    await ordering.tell_home(turn, order, "shop/called_off", order=seen)


STEPS: dict[str, Callable[[Turn, OrderRow, FormData], Awaitable[Any]]] = {
    "fetch": _fetch, "proxy": _by_proxy, "cancel": _cancel,
}  # fmt: skip
