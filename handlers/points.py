"""Points: asked for in the group, answered in private; another household's are nobody's business."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.points import Rule, next_window
from domain.understanding.inquiries import asks_of_others
from handlers.turn import Turn
from storage import points
from storage.points import RuleRow


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
    households = await points.households_of(turn.session, turn.actor or 0)
    if turn.in_group:
        await _in_group(turn, bound=bool(households))
        return
    if not households:
        await turn.reply("points/unbound")
    for household in households:
        await turn.reply(
            "points/balance", subject=household.code, several=len(households) > 1,
            household=household.name, balance=await _view(turn, household.code),
        )  # fmt: skip


async def _in_group(turn: Turn, *, bound: bool) -> None:
    """Answer in private where that chat is open; the group only learns that it was answered."""
    told = None
    if bound:
        for household in await points.households_of(turn.session, turn.actor or 0):
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
    sums = await points.balances(turn.session, household)
    entries = await points.last_entries(turn.session, household)
    names = await points.rule_names(turn.session)
    amounts = await points.amounts(turn.session, household, [row.id for row in entries])
    return BalanceView(
        spendable=sums.get("spendable", 0),
        public=sums.get("public", 0),
        earned=await points.earned_between(
            turn.session, household, date(today.year, 1, 1), date(today.year, 12, 31)
        ),
        window=next_window(today),
        entries=tuple(
            (row.day, names.get(row.rule, row.note or row.rule), amounts.get(row.id, 0))
            for row in entries
        ),
    )


async def lay_rules(turn: Turn, rules: Iterable[Rule]) -> None:
    """The default rules are there from the first start; a workbook changes or adds to them."""
    if await points.has_rules(turn.session):
        return
    turn.session.add_all(
        RuleRow(
            code=rule.code, name=rule.name, points=rule.points, valid_from=rule.valid_from,
            valid_until=rule.valid_until, evidence=rule.evidence, active=rule.active,
        )
        for rule in rules
    )  # fmt: skip
    await turn.session.flush()
