"""A whistle (吹哨报到): what a street office cannot finish alone, departments come to look at (rules a.7).

Community head or street blow it; a chief asks them to. It has a time by which the departments are
there, who came, the minutes of what was agreed, and the parts that each of them takes on.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.refusals import Refusal
from domain.steps import Steps

LOWEST, HIGHEST = 1, 5
"""Marks that community and department give each other."""
MOST_UNITS = 12
LONGEST_TOPIC = 80  # characters


class Urgency(StrEnum):
    """How soon the departments are to be there (rules a.7)."""

    URGENT = "urgent"
    ORDINARY = "ordinary"
    ROUND_TABLE = "round_table"


class WhistleState(StrEnum):
    """Where a whistle stands."""

    ASKED = "asked"
    BLOWN = "blown"
    MET = "met"
    CLOSED = "closed"
    REFUSED = "refused"


class WhistleAct(StrEnum):
    """What is done with a whistle."""

    ASK = "ask"
    BLOW = "blow"
    REFUSE = "refuse"
    ARRIVE = "arrive"
    MEET = "meet"
    SHARE = "share"
    CLOSE = "close"


class Standing(StrEnum):
    """How a department stands with a whistle."""

    EXPECTED = "expected"
    CAME = "came"
    CAME_LATE = "came_late"
    ABSENT = "absent"
    """Not there by the time: shown as 未报到 until it comes."""


class NotNow(Refusal):
    """The whistle is not at this step: it was refused, is over, or was not yet blown."""


class NeedsUnits(Refusal):
    """A whistle calls somebody: at least one department, and not more than a dozen."""


TABLE = Steps(NotNow, {
    (WhistleState.ASKED, WhistleAct.BLOW): WhistleState.BLOWN,
    (WhistleState.ASKED, WhistleAct.REFUSE): WhistleState.REFUSED,
    (WhistleState.BLOWN, WhistleAct.ARRIVE): WhistleState.BLOWN,
    (WhistleState.BLOWN, WhistleAct.MEET): WhistleState.MET,
    (WhistleState.BLOWN, WhistleAct.SHARE): WhistleState.BLOWN,
    (WhistleState.MET, WhistleAct.ARRIVE): WhistleState.MET,
    (WhistleState.MET, WhistleAct.MEET): WhistleState.MET,
    (WhistleState.MET, WhistleAct.SHARE): WhistleState.MET,
    (WhistleState.MET, WhistleAct.CLOSE): WhistleState.CLOSED,
})  # fmt: skip
advance = TABLE.after


def arrive_by(urgency: Urgency, at: datetime, calendar: Calendar) -> datetime:
    """When the departments are to be there: 30 minutes, one working day, three for a round table."""
    if urgency is Urgency.URGENT:
        return at + timedelta(minutes=30)
    return calendar.add_working_days(at, 1 if urgency is Urgency.ORDINARY else 3)


def standing(arrived: datetime | None, by: datetime | None, now: datetime) -> Standing:
    """How a department stands: it came, late or in time, is still expected, or has not come."""
    if arrived is None:
        return Standing.ABSENT if by is not None and now > by else Standing.EXPECTED
    return Standing.CAME_LATE if by is not None and arrived > by else Standing.CAME


def units_of(words: str) -> tuple[str, ...]:
    """The departments that a form names, one a line or between commas.

    Raises:
        NeedsUnits: none, or too many.

    """
    for mark in ",,、;;":
        words = words.replace(mark, "\n")
    named = tuple(
        dict.fromkeys(" ".join(line.split())[:40] for line in words.splitlines() if line.strip())
    )
    if not 0 < len(named) <= MOST_UNITS:
        raise NeedsUnits
    return named
