"""Orders of the morality shop: points and goods are held together, handed out together, or come back.

Every step locks the order first and posts to both books at once, so that nothing is ever overspent
and no piece is promised twice.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from domain.messages import Priority
from domain.points import (
    REDEEM,
    AccountKind,
    Act,
    Book,
    Entry,
    NotEnough,
    redeem,
    release,
    reserve,
)
from domain.points.files import FileClosed, FileState
from domain.points.orders import (
    CODE_DIGITS,
    KEPT,
    NotInShop,
    OrderAct,
    OrderedAlready,
    OrderOver,
    OrderState,
    RedemptionFrozen,
    ShopClosed,
    SoldOut,
    TooFewPoints,
    Wanted,
    Window,
    moved,
    within,
)
from domain.refusals import Refusal, Unknown
from handlers.points.claims import community_of, waiting
from handlers.points.shop_views import GoodView, LineView, OrderView, Shelf
from handlers.points.windows import window_next, window_of
from handlers.turn import Asking, Offer, Turn
from storage.points import books, goods, households, orders
from storage.points.books import Grounds
from storage.points.orders import OrderLineRow, OrderRow
from storage.points.reckoning import frozen_until
from storage.points.tables import GoodRow, HouseholdRow
from storage.timers import cancel as cancel_timers
from storage.timers import set_timer

LAPSE, ORDER = "order.lapse", "shop.order"
SIX = time(18)  # of the day on which it goes back
OTHERS = 3  # things that somebody hears they could have instead
TRIES = 5  # of six digits, before it is a fault


class PriceMoved(Refusal):
    """A good costs something else by now than whoever chose it was shown."""


class NotTheCode(Refusal):
    """These are not the six digits of this order, or they were used."""


async def shelf(turn: Turn, household: HouseholdRow) -> Shelf:
    """What the shop has for a household, and whether it is open."""
    community = community_of(turn, household)
    window = await window_next(turn, community)
    rows = await goods.goods(turn.session, [community], active=True)
    stocks = await goods.stocks(turn.session, [row.code for row in rows])
    shown = tuple(
        GoodView(row.code, row.name, row.price, stocks[row.code].free, row.limit) for row in rows
    )
    sums = await books.balances(turn.session, household.code)
    today = turn.world.today(turn.now)
    return Shelf(window, window.is_open(today), sums[AccountKind.SPENDABLE], shown)


async def place(
    turn: Turn,
    household: HouseholdRow,
    wanted: Mapping[str, int],
    shown: Mapping[str, int] | None = None,
) -> OrderRow:
    """Hold goods, and the points that they cost, for a household: both in one commit, or neither.

    What is wanted while its order of this window waits is added to that. `shown` are the prices by
    which it was chosen.

    Raises:
        PriceMoved: One of them is another by now.
        ShopClosed, RedemptionFrozen, NotInShop, OverLimit, OverMost, OrderedAlready: It may not be.
        SoldOut, TooFewPoints: There is not so much; what else could be had is named.

    """
    seen = await shelf(turn, household)
    if not seen.open:
        raise ShopClosed(window=seen.window)
    await must_be_free_to(turn, household)
    chosen = {code: await _in_shop(turn, household, code) for code in wanted}
    for code, price in (shown or {}).items():
        if code in chosen and chosen[code].price != price:
            raise PriceMoved(good=chosen[code].name, price=chosen[code].price)
    order = await _order(turn, household, seen.window)
    known = (await orders.lines(turn.session, [order.id])).get(order.id, [])
    within(
        {code: _wants(chosen[code], known, pieces) for code, pieces in wanted.items()},
        sum(line.price * line.pieces for line in known),
    )
    lines = [_line(order, chosen[code], pieces) for code, pieces in wanted.items()]
    turn.session.add_all(lines)
    await turn.session.flush()
    try:
        await _post(turn, [part for line in lines for part in _holds(turn, order, line)])
    except NotEnough as short:
        raise await _too_little(turn, household, seen, wanted, short) from short
    await set_timer(
        turn.session, f"order/{order.id}/lapse", LAPSE, order.fetch_by,
        subject=f"order/{order.id}", order=order.id,
    )  # fmt: skip
    turn.note("order.placed", f"order/{order.id}", pieces=sum(wanted.values()))
    return order


async def _in_shop(turn: Turn, household: HouseholdRow, code: str) -> GoodRow:
    row = await turn.session.get(GoodRow, code)
    here = row is not None and row.community in (None, community_of(turn, household))
    if row is None or not row.active or not here:
        raise NotInShop(good=row.name if row is not None and here else "")
    return row


def _wants(row: GoodRow, known: Sequence[OrderLineRow], pieces: int) -> Wanted:
    had = sum(line.pieces for line in known if line.good == row.code)
    return Wanted(row.name, row.price, row.limit, had, pieces)


def _line(order: OrderRow, row: GoodRow, pieces: int) -> OrderLineRow:
    return OrderLineRow(
        order_id=order.id, good=row.code, name=row.name, pieces=pieces, price=row.price,
        cents=row.cents,
    )  # fmt: skip


async def _order(turn: Turn, household: HouseholdRow, window: Window) -> OrderRow:
    """The household's one order of this window, locked."""
    today = turn.world.today(turn.now)
    number = await orders.begin(
        turn.session, household=household.code, community=community_of(turn, household),
        quarter=window.quarter, slot=_slot(household, window),
        state=OrderState.HELD.value, token=secrets.token_urlsafe(12), made_at=turn.now,
        fetch_by=turn.world.calendar.instant(today + KEPT, SIX),
    )  # fmt: skip
    order = await _held(turn, number)
    if order.state != OrderState.HELD:
        raise OrderedAlready(closes=window.closes)
    return order


def _slot(household: HouseholdRow, window: Window) -> str:
    return f"{household.code}/{window.quarter}"


async def had_already(turn: Turn, household: HouseholdRow, window: Window) -> OrderRow | None:
    """What the household has fetched in this window: it has no other."""
    order = await orders.in_slot(turn.session, _slot(household, window))
    return order if order is not None and order.state == OrderState.FETCHED else None


async def _held(turn: Turn, number: int) -> OrderRow:
    order = await orders.held(turn.session, number)
    if order is None:
        raise Unknown
    return order


def _act(turn: Turn, order: OrderRow, key: str, note: str, good: str | None = None) -> Act:
    """What an entry of this order is about: the household's points, or a good's pieces."""
    return Act(
        f"order/{order.id}/{key}", good or order.household, turn.world.today(turn.now), REDEEM,
        note, order.community, Book.GOODS if good else Book.HOUSEHOLD,
    )  # fmt: skip


def _holds(turn: Turn, order: OrderRow, line: OrderLineRow) -> list[Entry]:
    return [
        reserve(_act(turn, order, f"{line.id}/points", _named([line])), line.price * line.pieces),
        reserve(_act(turn, order, f"{line.id}/shelf", "", line.good), line.pieces),
    ]


def _named(lines: Sequence[OrderLineRow]) -> str:
    return ", ".join(f"{line.name}×{line.pieces}" for line in lines)


async def _post(turn: Turn, entries: Sequence[Entry]) -> None:
    grounds = Grounds(evidence="order", proposed_by=turn.actor)
    await books.post(turn.session, [(entry, grounds) for entry in entries], turn.now)


async def _too_little(
    turn: Turn, household: HouseholdRow, seen: Shelf, wanted: Mapping[str, int], short: NotEnough
) -> Refusal:
    """Say what there is too little of, and what else they could have."""
    others = [good for good in seen.within_reach() if good.code not in wanted][:OTHERS]
    names = [good.name for good in seen.goods if good.code in wanted]
    if short.facts.get("book") == Book.GOODS.value:
        gone = [g for g in seen.goods if g.code == short.facts["holder"]]
        left = int(str(short.facts["free"]))
        return SoldOut(good=gone[0].name if gone else names[0], left=left, others=others)
    prices = {good.code: good.price for good in seen.goods}
    cost = sum(prices[code] * pieces for code, pieces in wanted.items())
    waits = await waiting(turn, household.code)
    return TooFewPoints(names=names, wanted=cost, free=seen.free, waits=waits, others=others)


async def cancel(turn: Turn, number: int) -> OrderRow:
    """The household does not want it any more: points and goods come back.

    Raises:
        OrderOver: It was fetched, or is over.

    """
    return await _end(turn, number, OrderAct.CANCEL)


async def lapse(turn: Turn, number: int) -> OrderRow:
    """Nobody has fetched it: points and goods come back by themselves."""
    return await _end(turn, number, OrderAct.LAPSE)


async def _end(turn: Turn, number: int, act: OrderAct) -> OrderRow:
    order = await _held(turn, number)
    await _take(turn, order, act)
    lines = (await orders.lines(turn.session, [order.id])).get(order.id, [])
    points = sum(line.price * line.pieces for line in lines)
    back = [release(_act(turn, order, "back", _named(lines)), points)]
    back += [
        release(_act(turn, order, f"{line.id}/back", "", line.good), line.pieces) for line in lines
    ]
    await _post(turn, back)
    order.slot = None  # the household may order anew in this window
    return order


async def _take(turn: Turn, order: OrderRow, act: OrderAct) -> None:
    order.state = moved(OrderState(order.state), act).value
    order.done_at, order.proxy_code = turn.now, None
    await cancel_timers(turn.session, f"order/{order.id}", turn.now)
    turn.note(f"order.{order.state}", f"order/{order.id}")


async def fetch(turn: Turn, number: int, *, code: str | None = None) -> OrderRow:
    """The goods are handed out: points and pieces are spent, once.

    With `code` somebody else fetches them, who was told these six digits.

    Raises:
        OrderOver: It was handed out already, or came back.
        NotTheCode: The digits are not this order's.

    """
    order = await _held(turn, number)
    moved(OrderState(order.state), OrderAct.FETCH)
    if code is not None and not _matches(order, code):
        raise NotTheCode
    await _take(turn, order, OrderAct.FETCH)
    order.by_proxy = code is not None
    lines = (await orders.lines(turn.session, [order.id])).get(order.id, [])
    points = sum(line.price * line.pieces for line in lines)
    spent = [redeem(_act(turn, order, "fetched", _named(lines)), points)]
    spent += [
        redeem(_act(turn, order, f"{line.id}/fetched", "", line.good), line.pieces)
        for line in lines
    ]
    await _post(turn, spent)
    await tell_home(
        turn, order, "shop/fetched", order=await view(turn, order), proxy=order.by_proxy
    )
    return order


def _matches(order: OrderRow, code: str) -> bool:
    given, known = code.strip(), order.proxy_code
    return known is not None and secrets.compare_digest(given.encode(), known.encode())


async def lend(turn: Turn, number: int) -> tuple[OrderRow, str, bool]:
    """Six digits with which somebody else may fetch it, once; and whether others were given before.

    Those hold no more.

    Raises:
        OrderOver: There is nothing to fetch.

    """
    order = await _held(turn, number)
    if order.state != OrderState.HELD:
        raise OrderOver(state=order.state)
    for _ in range(TRIES):
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        if await orders.by_code(turn.session, code) is None:
            break
    order.proxy_code, before = code, order.proxy_code
    turn.note("order.lent", f"order/{order.id}")
    return order, code, before is not None


async def view(turn: Turn, order: OrderRow) -> OrderView:
    """An order with what it holds, and where it is fetched."""
    lines = (await orders.lines(turn.session, [order.id])).get(order.id, [])
    window = await window_of(turn, order.community, order.quarter)
    sums = await books.balances(turn.session, order.household)
    shown = tuple(LineView(one.name, one.pieces, one.price * one.pieces) for one in lines)
    return OrderView(
        order.id, shown, sum(line.points for line in shown), order.fetch_by, window.hours,
        window.place, sums[AccountKind.SPENDABLE],
    )  # fmt: skip


async def must_be_free_to(turn: Turn, household: HouseholdRow) -> None:
    """A household whose file is over, or whose redemption is stopped, hears so.

    Raises FileClosed, RedemptionFrozen.
    """
    today = turn.world.today(turn.now)
    gone = household.until is not None and today > household.until  # their last window is over
    if gone or household.state == FileState.CLOSED:
        raise FileClosed
    until = await frozen_until(turn.session, household.code)
    if until is not None and today <= until:
        raise RedemptionFrozen(until=until)


def code_link(turn: Turn, order: OrderRow) -> str:
    """What the picture in the chat holds: the desk's page of this order, for whoever serves there."""
    return f"{turn.world.deployment.public_url.rstrip('/')}/console/shop/scan/{order.token}"


def page_link(turn: Turn, order: OrderRow) -> str:
    """The page that shows the same code, for who sees no picture."""
    return f"{turn.world.deployment.public_url.rstrip('/')}/shop/{order.token}"


async def tell_home(turn: Turn, order: OrderRow, moment: str, /, **facts: Any) -> None:
    """Tell in private whoever belongs to the order's household, and nobody else."""
    for person in await households.members_of(turn.session, order.household):
        await turn.tell(
            person, moment, subject=f"order{order.id}/p{person}", priority=Priority.ANSWER, **facts
        )


async def tell_placed(turn: Turn, order: OrderRow) -> None:
    """The desk has ordered for a household: those of it who can be written to hear of it."""
    await tell_home(turn, order, "shop/placed", **await placed(turn, order))


async def placed(turn: Turn, order: OrderRow) -> dict[str, Any]:
    """What is said of a new order, with its code and what can be done with it."""
    facts = {"order": order.id}
    return {
        "order": await view(turn, order),
        "attachments": [{"code": code_link(turn, order)}],
        "offers": [
            [Offer("shop.show_code", url=page_link(turn, order))],
            [Offer("shop.by_proxy", facts), Offer("shop.call_off", facts)],
        ],
        "asking": Asking(ORDER),
    }  # fmt: skip
