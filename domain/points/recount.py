"""What a rule would have given: a quarter's deeds counted anew, and nothing written."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.points.claims import worth
from domain.points.rules import Cap, Period, Rule
from domain.points.times import span_of


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a household did, as it was verified."""

    household: str
    day: date
    halves: int
    level: int
    event: str
    points: int
    """What it was worth then."""


def last_quarter(today: date) -> tuple[date, date]:
    """The first and the last day of the quarter before this one."""
    first, _ = span_of(Period.QUARTER, today)
    return span_of(Period.QUARTER, date.fromordinal(first.toordinal() - 1))


def recount(rule: Rule, deeds: Iterable[Deed], before: Iterable[Deed] = ()) -> dict[str, int]:
    """How much more (or less) each household would have had; those with no difference are left out.

    What was done `before` stays as it was, and uses up the caps of the year. A level that the rule no
    longer knows counts as its lowest.
    """
    had: dict[tuple[str, Cap, date | str], int] = defaultdict(int)
    more: Counter[str] = Counter()
    for deed in before:
        for cap in rule.caps:
            had[_place(cap, deed)] += deed.points
    for deed in deeds:
        room = {cap.period: had[_place(cap, deed)] for cap in rule.caps if _counted(cap, deed)}
        level = deed.level if deed.level in rule.levels else min(rule.levels, default=0)
        points = worth(rule, room, halves=deed.halves, level=level).points if rule.active else 0
        for cap in rule.caps:
            had[_place(cap, deed)] += points
        more[deed.household] += points - deed.points
    return {household: points for household, points in more.items() if points}


def _counted(cap: Cap, deed: Deed) -> bool:
    return cap.period is not Period.EVENT or bool(deed.event)


def _place(cap: Cap, deed: Deed) -> tuple[str, Cap, date | str]:
    if cap.period is Period.EVENT:
        return deed.household, cap, deed.event
    return deed.household, cap, span_of(cap.period, deed.day)[0]
