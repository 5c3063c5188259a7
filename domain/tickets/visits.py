"""When a worker will be there: what their words promise, and when they are reminded of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.dates_said import Half, when_said
from domain.refusals import Refusal

SOON_BEFORE = timedelta(minutes=30)
"""How long before it the worker is reminded."""
NEWS_WITHIN = timedelta(minutes=30)
"""How long after it huying asks, once, how it was."""
WORTH_OFFERING = timedelta(hours=1)
"""A part of the day that ends sooner is not offered any more."""
MOST_OFFERED = 3


class VisitPassed(Refusal):
    """The time that was named has gone by already."""


class Cannot(StrEnum):
    """Why somebody cannot come today, for whoever goes instead; residents are not told."""

    BUSY = "busy_today"
    UNWELL = "unwell"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Visit:
    """From when to when somebody will be there; both are the same where an hour was named."""

    begins: datetime
    ends: datetime


def visit_said(words: str, now: datetime, calendar: Calendar) -> Visit | None:
    """The time in a worker's words; None where there is none.

    Raises:
        VisitPassed: what was named has gone by.

    """
    when = when_said(words, now, calendar)
    if when is None:
        return None
    begins = when.begins(calendar)
    exact = when.at is not None and when.until is None
    visit = Visit(begins, begins if exact else when.ends(calendar))
    if visit.ends <= now:
        raise VisitPassed
    return visit


def offered(now: datetime, calendar: Calendar) -> tuple[Visit, ...]:
    """The next parts of working days, for whoever rather presses than writes."""
    found: list[Visit] = []
    day = calendar.day_of(now)
    while len(found) < MOST_OFFERED:
        for half in (Half.MORNING, Half.AFTERNOON):
            begins, ends = (calendar.instant(day, hour) for hour in half.value)
            if calendar.is_working(day) and ends - now >= WORTH_OFFERING:
                found.append(Visit(begins, ends))
        day += timedelta(days=1)
    return tuple(found[:MOST_OFFERED])
