"""What acts are worth: the rules that a community starts with, and new versions of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from domain.areas import RoleName
from domain.points import Period, Rule
from domain.points.recount import Deed, last_quarter, recount
from domain.points.times import span_of
from domain.refusals import NotAllowed, Refusal, Unknown
from handlers.turn import Turn
from storage.points import claims
from storage.points.rules import has_rules, version_from
from storage.points.tables import RuleRow

AHEAD = timedelta(days=400)
MOST_POINTS = 999
LONG = frozenset({Period.YEAR, Period.ONCE})
"""Of these a cap is partly used up before the quarter begins."""


class NotFromThen(Refusal):
    """A rule never reaches back: the earliest day of a new version is tomorrow."""


class NotSuchAWorth(Refusal):
    """Points and caps are numbers above zero, each cap with its period."""


class DecidedApart(Refusal):
    """Minus items are not changed here: taking points away needs a procedure of its own."""


async def lay_rules(turn: Turn, rules: Iterable[Rule]) -> None:
    """The default rules are there from the first start; a workbook changes or adds to them."""
    if await has_rules(turn.session):
        return
    turn.session.add_all(_row(rule) for rule in rules)
    await turn.session.flush()


def _row(rule: Rule) -> RuleRow:
    return RuleRow(
        code=rule.code, name=rule.name, points=rule.points, evidence=rule.evidence,
        levels="/".join(str(level) for level in rule.levels), active=rule.active,
        valid_from=rule.valid_from, valid_until=rule.valid_until,
        cap=";".join(str(cap.points) for cap in rule.caps),
        period=";".join(cap.period.value for cap in rule.caps),
    )  # fmt: skip


async def change(turn: Turn, rule: Rule) -> RuleRow:
    """A version that holds from a day on; what was done before stays as it was counted.

    Raises NotAllowed, NotFromThen, NotSuchAWorth, DecidedApart.
    """
    must_be_sound(turn, rule)
    roles = turn.world.organisation.roles_of(turn.actor or 0)
    if not any(role.role is RoleName.MANAGER for role in roles):
        raise NotAllowed(act="rules")
    made, before = _row(rule), await version_from(turn.session, rule.code, rule.valid_from)
    if before is not None:  # it has not begun: nothing was counted by it
        before.points, before.levels, before.active = made.points, made.levels, made.active
        before.cap, before.period, made = made.cap, made.period, before
    else:
        turn.session.add(made)
    await turn.session.flush()
    turn.note("rule.changed", f"rule/{rule.code}", since=rule.valid_from.isoformat(),
              points=rule.points, active=rule.active)  # fmt: skip
    return made


def must_be_sound(turn: Turn, rule: Rule) -> None:
    """Raise where a version says something that no rule can."""
    today = turn.world.today(turn.now)
    if rule.points < 0 or rule.code.startswith("-"):
        raise DecidedApart
    if not today < rule.valid_from <= today + AHEAD:
        raise NotFromThen
    numbers = [rule.points, *rule.levels, *(cap.points for cap in rule.caps)]
    if not all(0 < number <= MOST_POINTS for number in numbers):
        raise NotSuchAWorth


async def would_have(turn: Turn, rule: Rule) -> tuple[tuple[date, date], int, dict[str, int]]:
    """What a version would have done to last quarter: its days, how many deeds, and each difference."""
    first, last = last_quarter(turn.world.today(turn.now))
    deeds = await _deeds(turn, rule, first, last)
    begins = (span_of(cap.period, first)[0] for cap in rule.caps if cap.period in LONG)
    since = min(begins, default=first)
    before = await _deeds(turn, rule, since, first - timedelta(days=1)) if since < first else []
    return (first, last), len(deeds), recount(rule, deeds, before)


async def _deeds(turn: Turn, rule: Rule, first: date, last: date) -> list[Deed]:
    return [
        Deed(row.household, row.day, row.halves, row.level, row.event, row.points or 0)
        for row in await claims.counted_between(turn.session, rule.code, first, last)
    ]


async def version(turn: Turn, number: int) -> RuleRow:
    """A version of a rule. Raises Unknown."""
    row = await turn.session.get(RuleRow, number)
    if row is None:
        raise Unknown
    return row
