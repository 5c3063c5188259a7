"""A household's file is divided, joined to another, or closed since they move away (c.3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from domain.refusals import Refusal

FURTHEST_LEAVING = timedelta(days=92)
"""So far ahead somebody says on which day they move."""
TOLD_BEFORE = timedelta(days=7)


class FileState(StrEnum):
    """Where a household's file stands."""

    OPEN = "open"
    LEAVING = "leaving"
    """They move away: what they have can be spent for one more window."""
    CLOSED = "closed"
    """Joined to another file, or its household is gone: only its history is left."""


class ChangeKind(StrEnum):
    """How one file becomes two, or two become one."""

    SPLIT = "split"
    MERGE = "merge"


class ChangeState(StrEnum):
    """Where such a change stands."""

    PROPOSED = "proposed"
    DONE = "done"
    DROPPED = "dropped"


class FileClosed(Refusal):
    """The household's file is closed: nothing new is written into it."""


class ChangeWaits(Refusal):
    """Another change of this file waits: that one is done or dropped first."""


class NotBothYet(Refusal):
    """Both sides have to agree before points change hands."""


class PointsUnderWay(Refusal):
    """Deeds that are not decided, or goods that are held, come to their end first."""


class CodeTaken(Refusal):
    """A household with this number has a file already (`code`)."""


class NotSoMany(Refusal):
    """A household gives between nothing and all that is free (`free`)."""


class NotALeavingDay(Refusal):
    """The day on which somebody moves is today or within three months."""


class NotWithThat(Refusal):
    """A file is joined to another open one of the same community, not to this one (`code`)."""


def by_year(left: Mapping[int, int], free: int, wanted: int, today: date) -> dict[date, int]:
    """Of which years the points are that somebody hands over, the oldest first, as they are spent.

    `left` says of each past year how many points got until its end are still free. The key is the
    day that the books give them, by which they end when they would have ended anyway.
    """
    found: dict[date, int] = {}
    taken = 0
    for year in sorted(left):
        part = min(left[year], free, wanted) - taken
        if part > 0:
            found[date(year, 12, 31)] = part
            taken += part
    if wanted > taken:
        found[today] = wanted - taken
    return found
