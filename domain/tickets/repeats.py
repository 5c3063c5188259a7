"""The same thing again: is it the old ticket, a repeat of it, or what follows it (rules a.3, a.10)."""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.tickets.kinds import Tier

REOPENED_WITHIN = timedelta(days=15)  # a.3: the reporter may reopen within 15 days of the close
REPEATS_WITHIN = timedelta(days=90)  # a.10: the third within 90 days goes up
MOST_QUIET = 2
"""So often the same thing may have been there before; the next time it goes one level up."""
MANY = 5  # households, a.10
MANY_WITHIN = timedelta(hours=24)  # a.10
RAISED = {Tier.W: Tier.N, Tier.Q: Tier.N, Tier.C: Tier.N, Tier.N: Tier.U}


class Again(StrEnum):
    """What a matter is that was there before, at the same place."""

    REOPEN = "reopen"
    """The reporter says it again: the old ticket was not solved."""
    REPEAT = "repeat"
    """Somebody else says it soon after: a ticket of its own that names the old one."""
    FOLLOW = "follow"
    """The reporter says it long after: a new ticket that names the old one."""
    NEW = "new"


def again(closed_at: datetime, now: datetime, *, own: bool) -> Again:
    """What a new report is to a ticket for the same thing at the same place that has ended."""
    soon = now - closed_at <= REOPENED_WITHIN
    if own:
        return Again.REOPEN if soon else Again.FOLLOW
    return Again.REPEAT if soon else Again.NEW


def raised(tier: Tier) -> Tier:
    """One tier higher, for what comes back again and again; only words make an emergency."""
    return RAISED.get(tier, tier)
