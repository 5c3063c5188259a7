"""What a community's work comes to in a period: the three rates and what stands beside them (a.9).

Of people nothing is reckoned here: no figure is of one worker, and nobody is ranked.

A period's population are the tickets whose date to be done lies in it (and has come). Left out: what was
declined, withdrawn or merged (it counts once, with its main one), and what is suspended since before its
date. Sensitive matters are in no figure at all. What huying answers at once is no ticket.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from math import ceil

from domain.rates import Share, to_tenth

FEW_RATINGS = 10  # a.9: under ten ratings, or under 30 % who gave one, the sample is small
FEW_PERCENT = 30
LONGEST_DAYS = 366 * 3
"""How long a period may be that somebody asks for."""
ONE_DAY = timedelta(days=1)


class Measure(StrEnum):
    """What is counted; each is a number on the page, and the tickets behind it."""

    REGISTERED = "registered"
    """Registered in the period, whatever became of it."""
    REPEATED = "repeated"
    """Of those: the same thing at the same place, done shortly before."""
    DUE = "due"
    """The population of the rates."""
    RESPONDED = "responded"
    """Somebody was in touch by the hour promised."""
    SURVEYED = "surveyed"
    """The resident, or whoever looked, has said whether it is solved; silence says nothing."""
    SOLVED = "solved"
    PARTLY = "partly"
    NOT_SOLVED = "not_solved"
    RATED = "rated"
    CONTENT = "content"
    SO_SO = "so_so"
    NOT_CONTENT = "not_content"
    ON_TIME = "on_time"
    """Done by its date."""
    CLOSED = "closed"
    STRAIGHT = "straight"
    """Closed, never returned and never reopened: by whoever had it first."""
    REOPENED = "reopened"
    RETURNED = "returned"
    CONTACTED = "contacted"
    """Somebody was in touch, whenever."""
    DONE = "done"
    """Done, whenever."""
    WISHES_DUE = "wishes_due"
    """Published micro wishes whose date has come."""
    WISHES_FULFILLED = "wishes_fulfilled"


@dataclass(frozen=True, slots=True)
class Weights:
    """Local policy: cities differ, so a report prints them below its figures."""

    respond: Decimal = Decimal("0.1")
    solve: Decimal = Decimal("0.45")
    content: Decimal = Decimal("0.45")
    partly: Decimal = Decimal("0.5")
    """What something solved in part counts."""
    so_so: Decimal = Decimal("0.8")


USUAL = Weights()


@dataclass(frozen=True, slots=True)
class Report:
    """A period's rates, each with the figures behind it."""

    respond: Share
    solve: Share
    content: Share
    taken_part: Share
    """How many of all have said how content they are: without it the one above says little."""
    combined: Decimal | None
    """In percent; None where one of the three has nothing to be reckoned of."""
    few: bool
    """Whether too few have said how content they are."""
    on_time: Share
    straight: Share
    repeated: Share
    wishes: Share


def report(counted: Mapping[Measure, int], weights: Weights = USUAL) -> Report:
    """All rates of a period from what was counted in it."""
    n = {measure: counted.get(measure, 0) for measure in Measure}
    rated, due = n[Measure.RATED], n[Measure.DUE]
    respond = Share(n[Measure.RESPONDED], due)
    solve = Share(n[Measure.SOLVED] + weights.partly * n[Measure.PARTLY], n[Measure.SURVEYED])
    content = Share(n[Measure.CONTENT] + weights.so_so * n[Measure.SO_SO], rated)
    return Report(
        respond=respond,
        solve=solve,
        content=content,
        taken_part=Share(rated, due),
        combined=_combined(
            ((weights.respond, respond), (weights.solve, solve), (weights.content, content))
        ),
        few=rated > 0 and (rated < FEW_RATINGS or 100 * rated < FEW_PERCENT * due),
        on_time=Share(n[Measure.ON_TIME], due),
        straight=Share(n[Measure.STRAIGHT], n[Measure.CLOSED]),
        repeated=Share(n[Measure.REPEATED], n[Measure.REGISTERED]),
        wishes=Share(n[Measure.WISHES_FULFILLED], n[Measure.WISHES_DUE]),
    )


def _combined(weighted: tuple[tuple[Decimal, Share], ...]) -> Decimal | None:
    if not all(share.whole for _, share in weighted):
        return None
    return to_tenth(sum((100 * w * s.part / s.whole for w, s in weighted), Decimal(0)))


def percentile(counts: Mapping[int, int], percent: int) -> int | None:
    """The value below or at which so many of a hundred lie (nearest rank); None of nothing."""
    total = sum(counts.values())
    if not total:
        return None
    rank, seen = max(1, ceil(total * percent / 100)), 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= rank:
            return value
    return None


@dataclass(frozen=True, slots=True)
class Period:
    """Days that are reported together, both ends counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def until(self, day: date) -> "Period":
        """The same, but no further than a day."""
        return Period(self.first, max(self.first, min(self.last, day)))


class Window(StrEnum):
    """The period around today that an office usually reports."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Window.MONTH: 1, Window.QUARTER: 3, Window.YEAR: 12}


def window(which: Window, today: date) -> Period:
    """The week from Monday on, the month, quarter or year that holds a day, whole."""
    if which is Window.WEEK:
        monday = today - today.weekday() * ONE_DAY
        return Period(monday, monday + 6 * ONE_DAY)
    months = MONTHS[which]
    month = (today.month - 1) // months * months + 1
    return Period(date(today.year, month, 1), _month_after(today.year, month, months) - ONE_DAY)


def _month_after(year: int, month: int, months: int) -> date:
    more = year * 12 + month - 1 + months
    return date(more // 12, more % 12 + 1, 1)


class Grain(StrEnum):
    """How a period is cut for a chart, so that it is read at a glance."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


MOST_DAYS, MOST_WEEK_DAYS = 31, 140
"""Up to so many days a chart shows days, and up to so many, weeks."""


def grain_of(period: Period) -> Grain:
    if period.days <= MOST_DAYS:
        return Grain.DAY
    return Grain.WEEK if period.days <= MOST_WEEK_DAYS else Grain.MONTH


def cut(period: Period) -> list[Period]:
    """A period's days, calendar weeks or months, the first and the last as far as they belong to it."""
    grain, found, day = grain_of(period), [], period.first
    while day <= period.last:
        whole = Period(day, day)
        if grain is not Grain.DAY:
            whole = window(Window.WEEK if grain is Grain.WEEK else Window.MONTH, day)
        found.append(Period(day, min(whole.last, period.last)))
        day = found[-1].last + ONE_DAY
    return found
