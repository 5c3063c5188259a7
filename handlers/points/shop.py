"""`换洗洁精`, `换东西`, `不换了`, `让邻居代领`: the shop in words and by buttons, in private only."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.points.orders import MOST_POINTS, OrderState, SoldOut, TooFewPoints
from domain.points.plainly import plainly
from domain.points.wants import (
    OddPieces,
    Thing,
    Want,
    Wish,
    agrees,
    all_known,
    may_concern,
    wish_in,
)
from domain.points.wares import meant
from domain.refusals import Unknown
from handlers.points import orders as ordering
from handlers.points.claims import waiting
from handlers.points.orders import OTHERS
from handlers.points.shop_views import GoodView, LineView, Shelf
from handlers.tickets.presses import must_be_asked
from handlers.turn import Asking, Offer, Turn
from storage.points import goods, orders
from storage.points.households import households_of
from storage.points.orders import OrderRow
from storage.points.tables import HouseholdRow
from storage.questions import ChoiceRow, QuestionRow, choices_of
from storage.timers import TimerRow

CONFIRM, CHOOSE = "shop.confirm", "shop.choose"
MOST_OFFERED = 6


async def said(turn: Turn) -> bool:
    """Whether a line wants something of the shop; then it is done. A group only learns of the way."""
    wish = wish_in(turn.said.text)
    if wish is None or not await _concerns(turn, wish):
        return False
    if turn.in_group:
        await turn.reply("people/in_private", link=turn.world.deployment.bot_name)
        return True
    homes = await households_of(turn.session, turn.actor or 0)
    if not homes:
        if turn.world.organisation.roles_of(turn.actor or 0):
            return False  # who works here and writes of changing something has changed it
        await turn.reply("points/unbound")
    elif wish.want is Want.CANCEL:
        await _each(turn, homes, _call_off)
    elif wish.want is Want.PROXY:
        await _each(turn, homes, _lend)
    elif wish.want in (Want.CODE, Want.MINE):
        if not await _each(turn, homes, _show_order):
            await turn.reply("shop/nothing_waits")
    elif len(homes) > 1:
        await _ask_home(turn, homes, wish)
    else:
        await _wanted(turn, homes[0], wish)
    return True


async def _concerns(turn: Turn, wish: Wish) -> bool:
    """A thing that the shop has, or an order that waits; `换水龙头` is for somebody else."""
    rows = await goods.goods(turn.session, active=True)
    known = {row.code: row.name for row in rows}
    if turn.in_group:
        return may_concern(turn.said.text, known.values())
    if wish.want in (Want.LIST, Want.MINE):
        return True
    if wish.want is not Want.ORDER:
        if wish.want is Want.CANCEL and wish.things:
            return await _waits_under(turn, wish)  # another thing's order stays
        named = all_known(wish, known) or await _waits_under(turn, wish)
        return named and bool(await _orders(turn))
    if not wish.firm:
        return all_known(wish, known)
    return wish.of_wares or any(meant(thing.noun, known) for thing in wish.things)


async def _orders(turn: Turn) -> list[OrderRow]:
    homes = await households_of(turn.session, turn.actor or 0)
    return await orders.of_households(turn.session, [home.code for home in homes])


async def _waits_under(turn: Turn, wish: Wish) -> bool:
    """Whether what is named waits to be fetched, though the shop gives out no more of it."""
    held = await orders.lines(turn.session, [order.id for order in await _orders(turn)])
    names = {line.good: line.name for lines in held.values() for line in lines}
    return all_known(wish, names)


async def _ask_home(turn: Turn, homes: list[HouseholdRow], wish: Wish) -> None:
    things = [[thing.noun, thing.pieces] for thing in wish.things]
    facts = {"want": wish.want.value, "things": things}
    offers = [
        [Offer("shop.for_home", facts | {"home": home.code}, label=home.name)] for home in homes
    ]
    await turn.reply(
        "shop/which_home", offers=offers[:MOST_OFFERED],
        asking=Asking(CHOOSE, person=turn.actor, by_words=True),
    )  # fmt: skip


async def _wanted(turn: Turn, home: HouseholdRow, wish: Wish) -> None:
    seen = await ordering.shelf(turn, home)
    if seen.open:
        # nobody is asked whether they want what is refused
        await ordering.must_be_free_to(turn, home)
    if wish.want is Want.LIST:
        await _show(turn, home, seen)
        return
    names = {good.code: good.name for good in seen.goods}
    found = [(thing, meant(thing.noun, names)) for thing in wish.things]
    missing = [thing.noun for thing, codes in found if not codes]
    if missing:
        await none_such(turn, home, seen, missing[0])
    elif not seen.open:
        await _show(turn, home, seen)
    elif any(len(codes) > 1 for _, codes in found):
        named = {code for _, codes in found for code in codes}
        await _show(turn, home, seen, tuple(good for good in seen.goods if good.code in named))
    else:
        wanted: dict[str, int] = {}
        for thing, [code] in found:
            if thing.pieces < 1:
                raise OddPieces(good=names[code])
            wanted[code] = wanted.get(code, 0) + thing.pieces
        await _ask(turn, home, seen, wanted)


async def none_such(
    turn: Turn, home: HouseholdRow, seen: Shelf, noun: str, household: str = ""
) -> None:
    """What they name is not in the shop; what there is instead, with prices."""
    there = [good for good in seen.goods if good.left][:MOST_OFFERED]
    reach = tuple(good for good in there if good.price <= seen.free) if seen.open else ()
    await turn.reply(
        "shop/none_such", subject=home.code, offers=_offers(turn, home.code, reach),
        asking=Asking(CHOOSE, person=turn.actor), wanted=noun, goods=there, household=household,
        free=seen.free,
    )  # fmt: skip


async def _show(
    turn: Turn, home: HouseholdRow, seen: Shelf, only: tuple[GoodView, ...] | None = None
) -> None:
    """What a household could have now; outside a window, when the next one is."""
    shown = (only if only is not None else seen.within_reach())[:MOST_OFFERED]
    offers = _offers(turn, home.code, shown) if seen.open else []
    await turn.reply(
        "shop/list" if seen.open else "shop/closed", subject=home.code, offers=offers,
        asking=Asking(CHOOSE, person=turn.actor, by_words=bool(offers)), goods=shown,
        free=seen.free, window=seen.window,
        waits=await waiting(turn, home.code),
    )  # fmt: skip


def _offers(turn: Turn, home: str, shown: tuple[GoodView, ...]) -> list[list[Offer]]:
    return [
        [
            Offer(
                "shop.this_good", {"home": home, "good": good.code},
                label=turn.words("shop/label", name=good.name, price=good.price),
            )
        ]
        for good in shown
    ]  # fmt: skip


async def _ask(turn: Turn, home: HouseholdRow, seen: Shelf, wanted: Mapping[str, int]) -> None:
    """Say the price and what is left after it, and wait for a yes."""
    there = {good.code: good for good in seen.goods}
    if not there.keys() >= wanted.keys():
        raise Unknown
    lines = [
        LineView(there[code].name, pieces, there[code].price * pieces)
        for code, pieces in wanted.items()
    ]
    cost = sum(line.points for line in lines)
    short = any(
        pieces > min(there[code].left, there[code].limit or pieces)
        for code, pieces in wanted.items()
    )
    if short or cost > min(seen.free, MOST_POINTS):
        await _tell_short(turn, home, wanted)  # it is refused where it is decided
        return
    facts = {"home": home.code, "wanted": dict(wanted), "cost": cost}
    await turn.reply(
        "shop/confirm", subject=f"{home.code}/{'+'.join(wanted)}",
        offers=[[Offer("shop.exchange", facts), Offer("shop.not_now")]],
        asking=Asking(CONFIRM, person=turn.actor, by_words=True), lines=lines, cost=cost,
        rest=seen.free - cost,
    )  # fmt: skip


async def _tell_short(turn: Turn, home: HouseholdRow, wanted: Mapping[str, int]) -> OrderRow | None:
    """Order it; where there is too little, say so kindly, with what else they could have."""
    try:
        async with turn.session.begin_nested():
            return await ordering.place(turn, home, wanted)
    except (SoldOut, TooFewPoints) as short:
        others: list[GoodView] = list(short.facts["others"])  # type: ignore[call-overload]  # ours
        await turn.reply(
            short.moment, subject=home.code, offers=_offers(turn, home.code, tuple(others[:OTHERS])),
            asking=Asking(CHOOSE, person=turn.actor, by_words=bool(others)), **short.facts,
        )  # fmt: skip
        return None


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press of the shop's: of whoever was asked, and of their own household alone."""
    must_be_asked(turn, choice, question)
    does = PRESSES.get(choice.verb)
    if does is None:
        raise Unknown
    if question.kind in (CONFIRM, CHOOSE) and not await turn.close_question(question):
        return  # pressed twice
    await does(turn, choice.facts)
    if question.kind in (CONFIRM, CHOOSE):
        await turn.take_buttons_away(question)


async def answered(turn: Turn, question: QuestionRow, *_: object) -> bool:
    """`好`, `换吧` or `算了` after the price; anything else is something else."""
    wish = wish_in(turn.said.text)
    wants = False if wish and wish.want is Want.CANCEL else agrees(turn.said.text)
    offered = [c for c in await choices_of(turn.session, question.id) if c.verb in PRESSES]
    if wants is None or not offered:
        return False
    verb = "shop.exchange" if wants else "shop.not_now"
    await pressed(turn, next(one for one in offered if one.verb == verb), question)
    return True


async def named(turn: Turn, question: QuestionRow) -> bool:
    """`毛巾` under a list of goods: the name alone is enough there."""
    offered = await choices_of(turn.session, question.id)
    homes = {choice.facts["home"] for choice in offered if choice.verb == "shop.this_good"}
    rows = await goods.goods(turn.session, active=True)
    noun, wish = plainly(turn.said.text), wish_in(turn.said.text)
    known = {row.code: row.name for row in rows}
    if wish is not None and wish.want is Want.CANCEL and all_known(wish, known):
        if await turn.close_question(question):
            await turn.reply("shop/not_now")
        return True
    if len(homes) != 1 or not meant(noun, known):
        return False
    if await turn.close_question(question):
        await _wanted(turn, await _home(turn, homes.pop()), Wish(Want.ORDER, (Thing(noun),)))
    return True


async def _home(turn: Turn, code: str) -> HouseholdRow:
    """Their own household; a button of somebody else's opens nothing."""
    homes = await households_of(turn.session, turn.actor or 0)
    found = next((home for home in homes if home.code == code), None)
    if found is None:
        raise Unknown
    return found


async def _own(turn: Turn, number: int) -> OrderRow:
    order = await orders.order(turn.session, number)
    if order is None:
        raise Unknown
    await _home(turn, order.household)
    return order


async def _exchange(turn: Turn, facts: dict[str, Any]) -> None:
    home = await _home(turn, facts["home"])
    seen, wanted = await ordering.shelf(turn, home), facts["wanted"]
    prices = {good.code: good.price for good in seen.goods}
    there = prices.keys() >= wanted.keys()
    if there and sum(prices[code] * wanted[code] for code in wanted) != facts["cost"]:
        await _ask(turn, home, seen, wanted)  # it costs something else by now
        return
    order = await _tell_short(turn, home, wanted)
    if order is not None:
        await _show_order(turn, order)


async def _this_good(turn: Turn, facts: dict[str, Any]) -> None:
    home = await _home(turn, facts["home"])
    await _ask(turn, home, await ordering.shelf(turn, home), {facts["good"]: 1})


async def _for_home(turn: Turn, facts: dict[str, Any]) -> None:
    things = tuple(Thing(noun, pieces) for noun, pieces in facts["things"])
    await _wanted(turn, await _home(turn, facts["home"]), Wish(Want(facts["want"]), things))


async def _not_now(turn: Turn, _: dict[str, Any]) -> None:
    await turn.reply("shop/not_now")


async def _press_call_off(turn: Turn, facts: dict[str, Any]) -> None:
    await _call_off(turn, await _own(turn, int(facts["order"])))


async def _press_lend(turn: Turn, facts: dict[str, Any]) -> None:
    await _lend(turn, await _own(turn, int(facts["order"])))


async def _each(
    turn: Turn, homes: list[HouseholdRow], does: Callable[[Turn, OrderRow], Awaitable[None]]
) -> bool:
    """Do it with each order that waits; whether there was one."""
    found = await orders.of_households(turn.session, [home.code for home in homes])
    for order in found:
        await does(turn, order)
    return bool(found)


async def _call_off(turn: Turn, order: OrderRow) -> None:
    order = await ordering.cancel(turn, order.id)
    await turn.reply("shop/called_off", subject=order.id, order=await ordering.view(turn, order))


async def _lend(turn: Turn, order: OrderRow) -> None:
    order, code, anew = await ordering.lend(turn, order.id)
    seen = await ordering.view(turn, order)
    await turn.reply("shop/lent", subject=order.id, order=seen, code=code, anew=anew)


async def _show_order(turn: Turn, order: OrderRow) -> None:
    """Until when and where it is fetched, with its code once more."""
    await turn.reply("shop/placed", subject=order.id, **await ordering.placed(turn, order))


async def lapse_due(turn: Turn, timer: TimerRow) -> None:
    """Three days are over: what nobody fetched goes back, and its household hears of it, not at night."""
    order = await orders.order(turn.session, int(timer.facts["order"]))
    if order is None or order.state != OrderState.HELD:
        return
    order = await ordering.lapse(turn, order.id)
    await ordering.tell_home(
        turn, order, "shop/lapsed", hold=True, order=await ordering.view(turn, order)
    )


PRESSES: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "shop.exchange": _exchange, "shop.not_now": _not_now, "shop.this_good": _this_good,
    "shop.for_home": _for_home, "shop.call_off": _press_call_off, "shop.by_proxy": _press_lend,
}  # fmt: skip
FIRES = {ordering.LAPSE: lapse_due}
