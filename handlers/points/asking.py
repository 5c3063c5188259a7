"""Points: asked for in the group, answered in private; another household's are nobody's business."""

from dataclasses import dataclass
from datetime import date

from domain.points import AccountKind, next_window
from domain.understanding.inquiries import asks_of_others
from handlers.turn import Turn
from storage.points import books, households, rules


@dataclass(frozen=True, slots=True)
class BalanceView:
    """What a household hears of its points."""

    spendable: int
    public: int
    """In publicity: counted soon, not yet to be spent."""
    earned: int
    """This year."""
    window: tuple[date, date]
    """First and last day of the next redemption."""
    entries: tuple[tuple[date, str, int], ...]


async def asked(turn: Turn) -> None:
    """A household hears of its own points alone; who asks for another's is told so, and no number."""
    if asks_of_others(turn.said.text):
        await turn.reply("points/others_group" if turn.in_group else "points/others")
        return
    await balance(turn)


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
            household=household.name, balance=await _view(turn, household.code),
        )  # fmt: skip


async def _in_group(turn: Turn, *, bound: bool) -> None:
    """Answer in private where that chat is open; the group only learns that it was answered."""
    told = None
    if bound:
        for household in await households.households_of(turn.session, turn.actor or 0):
            told = await turn.tell(
                turn.actor or 0, "points/balance", subject=household.code, several=False,
                household=household.name, balance=await _view(turn, household.code),
            )  # fmt: skip
    elif turn.actor is not None:
        told = await turn.tell(turn.actor, "points/unbound")
    if told:
        await turn.reply("points/told_in_private")
    else:  # the same line whatever it is about (P07)
        await turn.reply("people/in_private", link=turn.world.deployment.bot_name)


async def _view(turn: Turn, household: str) -> BalanceView:
    today = turn.world.today(turn.now)
    sums = await books.balances(turn.session, household)
    entries = await books.last_entries(turn.session, household)
    names = await rules.rule_names(turn.session)
    amounts = await books.moved(turn.session, [row.id for row in entries])
    return BalanceView(
        spendable=sums[AccountKind.SPENDABLE],
        public=sums[AccountKind.PUBLIC],
        earned=await books.earned_between(
            turn.session, household, date(today.year, 1, 1), date(today.year, 12, 31)
        ),
        window=next_window(today),
        entries=tuple(
            (row.day, names.get(row.rule, row.note or row.rule), amounts.get(row.id, 0))
            for row in entries
        ),
    )
