"""What a party member's service is worth in a year: base, caps, floor and ceiling, and the grade (c.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.points import Period, Rule
from domain.refusals import Refusal

FLOOR, CEILING = 0, 30
ROW_OF_ABSENCES = 3


class Item(StrEnum):
    """What service points are given or taken for; what each is worth is in `member_items.csv`."""

    BASE = "BASE"
    POST = "POST"
    """A whole quarter in one of the seven posts."""
    ATTEND = "ATTEND"
    FINISH = "FINISH"
    PAIR = "PAIR"
    PROPOSAL = "PROPOSAL"
    COMMEND = "COMMEND"
    MISSED = "MISSED"
    ABSENT3 = "ABSENT3"
    UNHAPPY = "UNHAPPY"
    OVERRUN = "OVERRUN"


MINUS = frozenset({Item.MISSED, Item.ABSENT3, Item.UNHAPPY, Item.OVERRUN})
"""A person decides each of these alone, never several at once (P16)."""
BY_HAND = (Item.PAIR, Item.PROPOSAL, Item.COMMEND, Item.ATTEND, Item.FINISH, Item.POST,
           Item.MISSED, Item.UNHAPPY, Item.OVERRUN)  # fmt: skip
"""What the office may write down itself; the base and three absences come by themselves."""


class Grade(StrEnum):
    """How a year is judged, by a person."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    TALK = "talk"


GRADES = ((18, Grade.EXCELLENT), (12, Grade.GOOD), (8, Grade.FAIR), (FLOOR, Grade.TALK))


class NoSuchItem(Refusal):
    """There is no such item on that day, or it has no such level."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for a member already: the item, the day, and what it moved."""

    item: str
    day: date
    amount: int


def grade(balance: int) -> Grade:
    """What a balance proposes at the end of the year; a person decides."""
    return next(name for least, name in GRADES if balance >= least)


def rule_on(rules: Iterable[Rule], item: str, day: date) -> Rule:
    """The version of an item that holds on a day; a change never reaches back.

    Raises:
        NoSuchItem: none holds.

    """
    held = [rule for rule in rules if rule.code == item and rule.holds(day)]
    if not held:
        raise NoSuchItem(item=item)
    return max(held, key=lambda rule: rule.valid_from)


def worth(rule: Rule, level: int = 1) -> int:
    """What an item is worth, where it has levels at that level, counted from one. Raises NoSuchItem."""
    levels = rule.levels or (rule.points,)
    if not 1 <= level <= len(levels):
        raise NoSuchItem(item=rule.code)
    return levels[level - 1]


def allowed(rule: Rule, wanted: int, day: date, before: Sequence[Counted], balance: int) -> int:
    """How much of it counts: within the caps of its periods, never below the floor or above the ceiling.

    Of commendations only the highest of a year counts: a higher one adds the difference.
    """
    same = [one for one in before if one.item == rule.code]
    if rule.code == Item.COMMEND:
        wanted = max(0, wanted - sum(one.amount for one in same if one.day.year == day.year))
    room = abs(wanted)
    for cap in rule.caps:
        used = abs(sum(one.amount for one in same if within(cap.period, one.day, day)))
        room = min(room, max(0, cap.points - used))
    if wanted < 0:
        return -min(room, balance - FLOOR)
    return min(room, CEILING - balance)


def within(period: Period, one: date, other: date) -> bool:
    """Whether two days are counted together."""
    if one.year != other.year or period is Period.EVENT:
        return False
    if period is Period.QUARTER:
        return quarter(one) == quarter(other)
    return period is not Period.MONTH or one.month == other.month


def quarter(day: date) -> tuple[int, int]:
    """Year and quarter of a day."""
    return day.year, (day.month + 2) // 3


def last_quarter(day: date) -> tuple[date, date]:
    """First and last day of the quarter before the one that this day lies in."""
    began = date(day.year, day.month - (day.month - 1) % 3, 1)
    last = began - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def in_a_row(absences: Sequence[bool]) -> bool:
    """Whether the newest of a member's activities, oldest first, ends a row of three absences.

    A fourth absence is not a second row; a sixth is.
    """
    run = 0
    for away in reversed(absences):
        if not away:
            break
        run += 1
    return run > 0 and run % ROW_OF_ABSENCES == 0
