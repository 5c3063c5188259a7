"""Points: asked for in the group, answered in private; another household's are nobody's business."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.points import OPENING, AccountKind, Rule
from domain.points.asked import (
    Wanted,
    among_neighbours,
    how_many_of_others,
    may_be_told,
    month_asked,
    of_a_good,
    of_others,
    of_points,
    owns,
    thing_asked,
    wanted,
)
from domain.points.claims import BY_HOUR
from domain.points.orders import Window
from domain.points.plainly import plainly
from domain.points.said import deeds_in
from domain.points.times import lasts_until
from domain.points.wares import named as goods_named
from handlers.points import shop
from handlers.points.claims import community_of, waiting
from handlers.points.orders import shelf
from handlers.points.windows import window_next
from handlers.turn import Turn
from storage.points import books, goods, households, lists, reckoning, rules
from storage.points.tables import EntryRow, HouseholdRow

MOST_ENTRIES, MOST_GOODS = 3, 4  # lines that somebody old reads
LOOKED_AT = 12  # entries, of which many only move points between a household's own accounts
SAID_OF_ALL = frozenset({Wanted.WAYS, Wanted.KEEPS})
"""A rule is the same for whomever it is asked."""
USUAL_WAYS = ("+03", "+02", "+04", "+23")  # what nearly everybody can do


@dataclass(frozen=True, slots=True)
class Way:
    """Something that gives points, in few words."""

    name: str
    points: int
    most: int
    """Where it depends on who commends, the most; else the same."""
    hourly: bool


@dataclass(frozen=True, slots=True)
class BalanceView:
    """What a household hears of its points."""

    spendable: int
    public: int
    """In publicity: counted soon, not yet to be spent."""
    counts: date | None
    """From when the first of these can be spent."""
    doubted: int
    """Objected to: no day is promised until neighbours have decided."""
    reserved: int
    """Held for what has been ordered."""
    earned: int
    """This year."""
    closed: date | None
    """From when nothing new is earned: they move away."""
    last: date | None
    """Until when they spend what is left."""
    window: Window
    """The redemption that is open or comes next."""
    entries: tuple[tuple[date, str, int], ...]


async def asked_in_words(turn: Turn) -> bool:
    """`上个月加了几分`, `积分怎么挣`: what is sure to be about points needs no guess."""
    text, want = turn.said.text, await _want(turn)
    if how_many_of_others(text) and want not in SAID_OF_ALL:
        return not turn.in_group and await asked(turn)
    if turn.in_group and not may_be_told(text):
        want = want if want is Wanted.PRICE and of_points(text) else None
    if want is None:
        return False
    return await asked(turn)


async def _want(turn: Turn) -> Wanted | None:
    """What is asked; with a good of the shop in it, it asks its price, which tells the balance, too."""
    said = turn.said.text
    want = wanted(said)
    if want is Wanted.WAYS:
        return want
    if of_a_good(said) and goods_named(said, await goods.goods(turn.session, active=True)):
        return Wanted.PRICE
    if turn.in_group:
        return None if want is Wanted.PRICE else want  # of a thing that the shop has not
    return Wanted.PRICE if want is None and thing_asked(said) else want


async def asked(turn: Turn) -> bool:
    """A household hears of its own points alone; who asks for another's is told so, and no number.

    False where a group's line was said to neighbours.
    """
    text = turn.said.text
    homes = await households.households_of(turn.session, turn.actor or 0)
    want = await _want(turn)
    others = of_others(text) and want not in SAID_OF_ALL
    if others and not any(home.name in text for home in homes):
        if turn.in_group and among_neighbours(text):
            return False
        await turn.reply("points/others_group" if turn.in_group else "points/others")
        return True
    said_here = turn.in_group and not turn.said.mentioned
    if said_here and not (owns(text) or may_be_told(text) or want is Wanted.PRICE):
        return False
    told = await _answered(turn, want or Wanted.BALANCE, homes)
    if turn.in_group:
        if told:
            await turn.reply("points/told_in_private")
        else:  # the same line whatever it is about (P07)
            await turn.reply("people/in_private", link=turn.world.deployment.bot_name)
    return True


async def _answered(turn: Turn, want: Wanted, homes: Sequence[HouseholdRow]) -> bool:
    """Answer in private; tells whether that chat is open."""
    if want is Wanted.WAYS:
        return await _ways(turn)
    if not homes:
        moment = "points/keeps" if want is Wanted.KEEPS else "points/unbound"
        facts = {"going": 0, "last": None, "household": ""} if want is Wanted.KEEPS else {}
        return await _say(turn, moment, "", **facts)
    told = [await ANSWERS[want](turn, home, home.name if homes[1:] else "") for home in homes]
    return any(told)


async def _say(turn: Turn, moment: str, of: str, **facts: Any) -> bool:
    """Say it in private, wherever it was asked."""
    if turn.in_group:
        return bool(await turn.tell(turn.actor or 0, moment, subject=of, **facts))
    await turn.reply(moment, subject=of, **facts)
    return True


async def _ways(turn: Turn) -> bool:
    """What gives points: the deeds that are named, else some of those that everybody can do."""
    known = await rules.rules_on(turn.session, turn.world.today(turn.now))
    said = [code for code in deeds_in(plainly(turn.said.text)) if code in known]
    found = [known[code][1] for code in said or USUAL_WAYS if code in known]
    ways = [_way(rule) for rule in found if rule.points > 0]
    return await _say(turn, "points/ways", "", ways=ways[:MOST_GOODS])


def _way(rule: Rule) -> Way:
    name = re.split(r"[(\uff08]", rule.name)[0]
    return Way(name, rule.points, max(rule.levels, default=rule.points), BY_HOUR in rule.name)


async def _keeps(turn: Turn, home: HouseholdRow, name: str) -> bool:
    """Until when points can be spent, and how many of this household's are over next."""
    today = turn.world.today(turn.now)
    last = date(today.year, 12, 31)
    earned = date(today.year - 1, 12, 31)
    assert lasts_until(earned) == last
    going = await reckoning.left_of(turn.session, earned, only=home.code)
    return await _say(
        turn, "points/keeps", home.code, going=going.get(home.code, 0), last=last, household=name
    )


async def _month(turn: Turn, home: HouseholdRow, name: str) -> bool:
    """What came in in the month that was named, entry by entry."""
    first = month_asked(turn.said.text, turn.world.today(turn.now))
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rows = await books.entries_between(turn.session, home.code, first, last)
    entries = await named(turn, rows)
    return await _say(
        turn, "points/last_month", home.code, household=name, month=first,
        points=await books.earned_between(turn.session, home.code, first, last),
        entries=entries[:MOST_ENTRIES], more=max(0, len(entries) - MOST_ENTRIES),
    )  # fmt: skip


async def _price(turn: Turn, home: HouseholdRow, name: str) -> bool:
    """What something costs, and how much is missing; or that the shop has no such thing."""
    seen = await shelf(turn, home)
    found = goods_named(turn.said.text, seen.goods)
    if not found:
        thing = "" if turn.in_group else thing_asked(turn.said.text)
        if not thing:
            return await _enough(turn, home, name)
        await shop.none_such(turn, home, seen, thing, name)
        return True
    return await _say(
        turn, "points/price", home.code, household=name, goods=found[:MOST_GOODS], free=seen.free,
        short=max(0, found[0].price - seen.free), window=seen.window,
    )  # fmt: skip


async def _enough(turn: Turn, home: HouseholdRow, name: str) -> bool:
    """What a household can have for what it can spend, the dearest first."""
    seen = await shelf(turn, home)
    found = seen.within_reach()
    return await _say(
        turn, "points/enough", home.code, household=name, goods=found[:MOST_GOODS], free=seen.free,
        next=min(seen.goods, key=lambda good: good.price) if seen.goods and not found else None,
        window=seen.window,
    )  # fmt: skip


async def _balance(turn: Turn, home: HouseholdRow, name: str) -> bool:
    """`我有多少积分`: what can be spent, and what came in last."""
    return await _say(
        turn, "points/balance", home.code, several=bool(name), household=home.name,
        balance=await _view(turn, home),
    )  # fmt: skip


ANSWERS: dict[Wanted, Callable[[Turn, HouseholdRow, str], Awaitable[bool]]] = {
    Wanted.BALANCE: _balance,
    Wanted.MONTH: _month,
    Wanted.PRICE: _price,
    Wanted.ENOUGH: _enough,
    Wanted.KEEPS: _keeps,
}


async def _view(turn: Turn, home: HouseholdRow) -> BalanceView:
    today = turn.world.today(turn.now)
    sums = await books.balances(turn.session, home.code)
    rows = await books.last_entries(turn.session, home.code, limit=LOOKED_AT)
    doubted = await lists.doubted(turn.session, home.code)
    return BalanceView(
        spendable=sums[AccountKind.SPENDABLE],
        public=sums[AccountKind.PUBLIC] - doubted,
        counts=min((day for _, day in await waiting(turn, home.code)), default=None),
        doubted=doubted,
        reserved=sums[AccountKind.RESERVED],
        earned=await books.earned_between(
            turn.session, home.code, date(today.year, 1, 1), date(today.year, 12, 31)
        ),
        closed=home.closed_on,
        last=home.until,
        window=await window_next(turn, community_of(turn, home)),
        entries=tuple((await named(turn, rows))[:MOST_ENTRIES]),
    )


async def named(turn: Turn, rows: Sequence[EntryRow]) -> list[tuple[date, str, int]]:
    """Entries as a household reads them; what only moved between its own accounts is none."""
    names = await rules.rule_names(turn.session)
    amounts = await books.moved(turn.session, [row.id for row in rows])
    return [
        (row.day, names.get(row.rule, row.note or _code(row)), amounts[row.id])
        for row in rows
        if amounts.get(row.id)
    ]


def _code(row: EntryRow) -> str:
    """An act without a name; what was carried over from paper is called so by whoever writes it out."""
    return "" if row.rule == OPENING else row.rule
