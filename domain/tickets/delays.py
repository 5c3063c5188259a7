"""More time: a later date (延期) or a suspension (挂账). The owner asks, somebody else grants (a.6)."""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.catalogue import Limit
from domain.refusals import Refusal
from domain.tickets.kinds import Tier
from domain.tickets.limits import after_share, again, due

MOST_EXTENSIONS = 2  # the first by the desk, the second and last by the street
LONGEST_EXTENSION_DAYS = 10  # working days
LAST_SHARE = 0.8  # asked before the last 20 % of the limit, if that is shorter than a working day
LONGEST_SUSPENSION = timedelta(days=90)
ANSWERED_WITHIN_DAYS = 1  # working days; no answer is a refusal
NEVER = frozenset({Tier.E, Tier.Q})


class RequestKind(StrEnum):
    EXTENSION = "extension"
    SUSPENSION = "suspension"


class RequestState(StrEnum):
    """What became of a request."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """Nobody answered in time."""
    DROPPED = "dropped"
    """The ticket went to other hands, or ended."""


class Grounds(StrEnum):
    """Why something cannot be done now: a closed list; the words are in the templates."""

    FUNDS = "funds"
    PROJECT = "project"
    SEASON = "season"
    LAW = "law"
    LEGACY = "legacy"
    OWNERS = "owners"


class NeverExtended(Refusal):
    """An emergency and a question have no later date."""


class ExtendedTwice(Refusal):
    """There is no third extension."""


class AskedTooLate(Refusal):
    """A later date is asked for while there is time to grant it (`latest`)."""


class TooEarly(Refusal):
    """The date named is not after the one that it has to follow (`after`)."""


class TooFar(Refusal):
    """The date named is later than anybody may grant (`latest`)."""


def asked_by(tier: Tier, start: datetime, end: datetime, calendar: Calendar) -> datetime:
    """Until when a later date may be asked for: a working day before, or the last fifth of the limit."""
    day = calendar.previous_working(calendar.day_of(end))
    a_day_before = calendar.instant(day, calendar.local(end).time())
    return max(a_day_before, after_share(LAST_SHARE, tier, start, end, calendar))


def latest(finish_by: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The latest date that may be granted: the limit once more, and never over ten working days."""
    most = calendar.add_working_days(finish_by, LONGEST_EXTENSION_DAYS)
    return min(due(finish_by, limit, calendar), most)


def may_ask_extension(
    tier: Tier,
    extended: int,
    at: datetime,
    start: datetime,
    finish_by: datetime,
    calendar: Calendar,
) -> None:
    """Whether a later date may be asked for at all.

    Raises:
        NeverExtended, ExtendedTwice, AskedTooLate: it may not.

    """
    if tier in NEVER:
        raise NeverExtended
    if extended >= MOST_EXTENSIONS:
        raise ExtendedTwice
    last = asked_by(tier, start, finish_by, calendar)
    if at > last:
        raise AskedTooLate(latest=last)


def check_extension(
    until: datetime, finish_by: datetime, at: datetime, limit: Limit, calendar: Calendar
) -> None:
    """Whether this date may be granted.

    Raises:
        TooEarly, TooFar: it may not.

    """
    after = max(finish_by, at)
    if until <= after:
        raise TooEarly(after=after)
    if until > (most := latest(finish_by, limit, calendar)):
        raise TooFar(latest=most)


def check_ahead(until: datetime, at: datetime) -> None:
    """Whether a date to look again or to chase lies ahead, and within ninety days.

    Raises:
        TooEarly, TooFar: it does not.

    """
    if until <= at:
        raise TooEarly(after=at)
    if until > at + LONGEST_SUSPENSION:
        raise TooFar(latest=at + LONGEST_SUSPENSION)


def resumed(
    tier: Tier,
    suspended_at: datetime,
    start: datetime,
    first_end: datetime,
    finish_by: datetime,
    at: datetime,
    calendar: Calendar,
) -> datetime:
    """The date of a ticket that goes on: so much time as was left; what was late begins again (a.2)."""
    by_the_clock = tier.urgent or tier is Tier.W
    left = finish_by - suspended_at
    if left > timedelta() and not by_the_clock:
        left = calendar.work_time(suspended_at, finish_by)
    if left <= timedelta():
        return again(start, first_end, at, calendar)
    return at + left if by_the_clock else calendar.add_work_time(at, left)
