"""Points: asked for in the group, answered in private; another household's are nobody's business."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.points import OPENING, AccountKind
from domain.points.asked import Wanted, meant, month_asked, of_a_good, wanted
from domain.points.orders import Window
from domain.understanding.inquiries import asks_of_others
from handlers.points.claims import community_of, waiting
from handlers.points.orders import shelf
from handlers.points.windows import window_next
from handlers.turn import Turn
from storage.points import books, goods, households, rules
from storage.points.tables import EntryRow, HouseholdRow

MOST_ENTRIES, MOST_GOODS = 3, 4  # lines that somebody old reads
LOOKED_AT = 12  # entries, of which many only move points between a household's own accounts


@dataclass(frozen=True, slots=True)
class BalanceView:
    """What a household hears of its points."""

    spendable: int
    public: int
    """In publicity: counted soon, not yet to be spent."""
    counts: date | None
    """From when the first of these can be spent."""
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
    """`上个月加了几分`, `够换什么`, in private: what is sure to be about points needs no guess."""
    if turn.in_group or asks_of_others(turn.said.text) or await _want(turn) is None:
        return False
    await asked(turn)
    return True


async def _want(turn: Turn) -> Wanted | None:
    """What is asked; with a good of the shop in it, it asks its price, which tells the balance, too."""
    said = turn.said.text
    if of_a_good(said):
        known = await goods.goods(turn.session, active=True)
        if meant(said, known):
            return Wanted.PRICE
    return wanted(said)


async def asked(turn: Turn) -> None:
    """A household hears of its own points alone; who asks for another's is told so, and no number."""
    if asks_of_others(turn.said.text):
        await turn.reply("points/others_group" if turn.in_group else "points/others")
        return
    answer = None if turn.in_group else ANSWERS.get(await _want(turn) or Wanted.BALANCE)
    if answer is None:
        await balance(turn)
        return
    homes = await households.households_of(turn.session, turn.actor or 0)
    if not homes:
        await turn.reply("points/unbound")
    for home in homes:
        await answer(turn, home, home.name if len(homes) > 1 else "")


async def _month(turn: Turn, home: HouseholdRow, name: str) -> None:
    """What came in in the month that was named, entry by entry."""
    first = month_asked(turn.said.text, turn.world.today(turn.now))
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rows = await books.entries_between(turn.session, home.code, first, last)
    entries = await named(turn, rows)
    await turn.reply(
        "points/last_month", subject=home.code, household=name, month=first,
        points=await books.earned_between(turn.session, home.code, first, last),
        entries=entries[:MOST_ENTRIES], more=max(0, len(entries) - MOST_ENTRIES),
    )  # fmt: skip


async def _price(turn: Turn, home: HouseholdRow, name: str) -> None:
    """What something costs, and how much is missing."""
    seen = await shelf(turn, home)
    found = meant(turn.said.text, seen.goods)
    if not found:
        await _enough(turn, home, name)
        return
    await turn.reply(
        "points/price", subject=home.code, household=name, goods=found[:MOST_GOODS], free=seen.free,
        short=max(0, found[0].price - seen.free), window=seen.window,
    )  # fmt: skip


async def _enough(turn: Turn, home: HouseholdRow, name: str) -> None:
    """What a household can have for what it can spend, the dearest first."""
    seen = await shelf(turn, home)
    found = seen.within_reach()
    await turn.reply(
        "points/enough", subject=home.code, household=name, goods=found[:MOST_GOODS], free=seen.free,
        next=min(seen.goods, key=lambda good: good.price) if seen.goods and not found else None,
        window=seen.window,
    )  # fmt: skip


ANSWERS: dict[Wanted, Callable[[Turn, HouseholdRow, str], Awaitable[None]]] = {
    Wanted.MONTH: _month,
    Wanted.PRICE: _price,
    Wanted.ENOUGH: _enough,
}


async def balance(turn: Turn) -> None:
    """`我有多少积分`: in private; in a group one line without a number."""
    homes = await households.households_of(turn.session, turn.actor or 0)
    if turn.in_group:
        await _in_group(turn, bound=bool(homes))
        return
    if not homes:
        await turn.reply("points/unbound")
    for household in homes:
        await turn.reply(
            "points/balance", subject=household.code, several=len(homes) > 1,
            household=household.name, balance=await _view(turn, household),
        )  # fmt: skip


async def _in_group(turn: Turn, *, bound: bool) -> None:
    """Answer in private where that chat is open; the group only learns that it was answered."""
    told = None
    if bound:
        for household in await households.households_of(turn.session, turn.actor or 0):
            told = await turn.tell(
                turn.actor or 0, "points/balance", subject=household.code, several=False,
                household=household.name, balance=await _view(turn, household),
            )  # fmt: skip
    elif turn.actor is not None:
        told = await turn.tell(turn.actor, "points/unbound")
    if told:
        await turn.reply("points/told_in_private")
    else:  # the same line whatever it is about (P07)
        await turn.reply("people/in_private", link=turn.world.deployment.bot_name)


async def _view(turn: Turn, home: HouseholdRow) -> BalanceView:
    today = turn.world.today(turn.now)
    sums = await books.balances(turn.session, home.code)
    rows = await books.last_entries(turn.session, home.code, limit=LOOKED_AT)
    return BalanceView(
        spendable=sums[AccountKind.SPENDABLE],
        public=sums[AccountKind.PUBLIC],
        counts=min((day for _, day in await waiting(turn, home.code)), default=None),
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
