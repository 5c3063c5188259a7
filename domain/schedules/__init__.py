"""What recurs in a community: when it is held, when it is announced, and whether it is on.

`model` holds the words, `rules` reads what an office writes (每月7号, 9:00), `dates` finds the days
and the moments to announce them, `questions` finds what somebody asks about.
"""

from domain.schedules.dates import (
    announcements,
    changed,
    due_between,
    next_held,
    occurrences,
    overdue,
)
from domain.schedules.model import (
    DEFAULT_OFFSETS,
    Announcement,
    Cause,
    Change,
    Moment,
    Occurrence,
    Offset,
    Policy,
    Schedule,
    Status,
)
from domain.schedules.questions import Answer, answer_for, matching, services_of
from domain.schedules.rules import (
    BadSchedule,
    parse_offsets,
    parse_policy,
    parse_rule,
    parse_time,
)

__all__ = [
    "DEFAULT_OFFSETS",
    "Announcement",
    "Answer",
    "BadSchedule",
    "Cause",
    "Change",
    "Moment",
    "Occurrence",
    "Offset",
    "Policy",
    "Schedule",
    "Status",
    "announcements",
    "answer_for",
    "changed",
    "due_between",
    "matching",
    "next_held",
    "occurrences",
    "overdue",
    "parse_offsets",
    "parse_policy",
    "parse_rule",
    "parse_time",
    "services_of",
]
