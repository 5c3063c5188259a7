"""The shelf: what goods cost, what came in, and what somebody counted."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import communities_of, step_taken, taken, words_of
from domain.points import Book
from handlers.points import goods as shelf
from handlers.points.goods import BadGood, Described
from handlers.turn import Turn
from storage.people import names_of
from storage.points import books, goods
from storage.points.tables import GoodRow

HERE = "/console/shop/goods"
FIELDS = ("name", "price", "value", "limit", "low", "community")
PRICING = ("describe", "off", "on")
LATEST = 10  # entries of a good that its page shows


async def index(request: Request, clerk: Clerk) -> Response:
    """All goods with what is on the shelf, and the form for a new one."""
    return await _index(request, clerk)


async def _index(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, given = office_of(request), form or FormData()
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = await goods.goods(session, None if clerk.is_street else clerk.communities)
        stocks = await goods.stocks(session, [row.code for row in rows])
        facts = {
            "clerk": clerk, "rows": [(row, stocks[row.code], goods.yuan(row.cents)) for row in rows],
            "communities": communities_of(turn, clerk), "refused": refused, "once": secrets.token_hex(8),
            "typed": {name: words_of(given, name) for name in FIELDS},
        }  # fmt: skip
    return office.pages(request, "shop_goods.html", facts, status=409 if refused else 200)


async def begin(request: Request, clerk: Clerk) -> Response:
    """A new good."""
    form = await request.form()

    async def work(turn: Turn) -> str:
        code = f"g{secrets.token_hex(4)}"
        given = words_of(form, "community")
        mine = [community for community, _ in communities_of(turn, clerk)]
        community = given if given in mine else None if clerk.is_street else mine[0]
        await shelf.describe(turn, code, _described(form, community))
        return code

    made, refused = await taken(request, clerk, work)
    if refused:
        return await _index(request, clerk, refused, form)
    return RedirectResponse(HERE if made is None else f"{HERE}/{made}", status_code=303)


def _described(form: FormData, community: str | None = None) -> Described:
    """A good as the form says it. Raises BadGood."""
    value = words_of(form, "value").strip()
    cents = shelf.cents_in(value) if value else 0
    if cents is None:
        raise BadGood(what="value")
    return Described(
        words_of(form, "name"), _number(form, "price"), cents,
        _number(form, "limit") if words_of(form, "limit").strip() else None,
        _number(form, "low") if words_of(form, "low").strip() else 0, community,
    )  # fmt: skip


def _number(form: FormData, name: str) -> int:
    """A whole number of a field. Raises BadGood."""
    found = number_in(words_of(form, name).strip())
    if found is None:
        raise BadGood(what=name)
    return found


async def show(request: Request, clerk: Clerk) -> Response:
    """One good: its price, what came in, what was counted, by whom."""
    return await _show(request, clerk)


async def _show(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, given = office_of(request), form or FormData()
    async with office.database.reading() as session:
        turn = await office.turn(session)
        row = await _found(turn, request, clerk)
        moves = await books.last_entries(session, row.code, book=Book.GOODS, limit=LATEST)
        amounts = await books.moved(session, [move.id for move in moves])
        who = await names_of(session, {move.proposed_by for move in moves if move.proposed_by})
        facts = {
            "clerk": clerk, "row": row, "stock": (await goods.stocks(session, [row.code]))[row.code],
            "value": goods.yuan(row.cents), "refused": refused, "once": secrets.token_hex(8),
            "prices": _prices(turn, clerk, row),
            "moves": [(m, amounts.get(m.id, 0), who.get(m.proposed_by or 0, "")) for m in moves],
            "typed": {name: words_of(given, name) for name in ("pieces", "note")},
        }  # fmt: skip
    return office.pages(request, "shop_good.html", facts, status=409 if refused else 200)


async def _found(turn: Turn, request: Request, clerk: Clerk) -> GoodRow:
    row = await turn.session.get(GoodRow, request.path_params["code"].replace("\0", ""))
    if row is None or not (row.community is None or clerk.answers_for(row.community)):
        raise HTTPException(404)
    if request.path_params.get("verb") in PRICING and not _prices(turn, clerk, row):
        raise HTTPException(403)
    return row


def _prices(turn: Turn, clerk: Clerk, row: GoodRow) -> bool:
    """Whether a clerk says what a good costs: of what the whole street gives out, the street does.

    Where there is one community it is the street for that.
    """
    alone = turn.world.organisation.only_community() is not None
    return clerk.answers_for(row.community) or (row.community is None and alone)


async def act(request: Request, clerk: Clerk) -> Response:
    """Goods in, a count, another price, off or on; refused, what was typed is kept."""
    form = await request.form()
    _, refused = await step_taken(request, clerk, STEPS, _found)
    if refused:
        return await _show(request, clerk, refused, form)
    return RedirectResponse(f"{HERE}/{request.path_params['code']}", status_code=303)


async def _describe(turn: Turn, row: GoodRow, form: FormData) -> None:
    await shelf.describe(turn, row.code, _described(form))


async def _take_in(turn: Turn, row: GoodRow, form: FormData) -> None:
    await shelf.take_in(turn, row, _number(form, "pieces"), words_of(form, "note"))


async def _count(turn: Turn, row: GoodRow, form: FormData) -> None:
    await shelf.count(turn, row, _number(form, "pieces"), words_of(form, "note"))


async def _off(turn: Turn, row: GoodRow, _: FormData) -> None:
    await shelf.switch(turn, row, active=False)


async def _on(turn: Turn, row: GoodRow, _: FormData) -> None:
    await shelf.switch(turn, row, active=True)


STEPS: dict[str, Callable[[Turn, GoodRow, FormData], Awaitable[Any]]] = {
    "describe": _describe, "buy": _take_in, "count": _count, "off": _off, "on": _on,
}  # fmt: skip
