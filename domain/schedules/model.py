"""The words of what recurs: schedule, occurrence, change, announcement."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum


class Policy(StrEnum):
    """What happens to a date that falls on a day off."""

    KEEP = "keep"
    SKIP = "skip"
    PREVIOUS = "previous"
    NEXT = "next"
    ASK = "ask"
    """The person in charge decides; until then nobody is told a date."""


class Status(StrEnum):
    """What becomes of one date."""

    ON = "on"
    MOVED = "moved"
    SKIPPED = "skipped"
    """Left out by the calendar."""
    CANCELLED = "cancelled"
    """Called off by a person."""
    UNDECIDED = "undecided"


class Cause(StrEnum):
    """Who changed a date."""

    CALENDAR = "calendar"
    PERSON = "person"


class Moment(StrEnum):
    """What an announcement says."""

    BEFORE = "before"
    TODAY = "today"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CONFIRMED = "confirmed"
    """A person says that it is on as planned."""
    NOTED = "noted"
    """A person adds something to know."""


@dataclass(frozen=True, slots=True, order=True)
class Offset:
    """When a date is announced: so many days before, at a local hour."""

    days: int
    at: time


DEFAULT_OFFSETS = (Offset(3, time(9, 0)), Offset(0, time(8, 30)))  # domain rules f.3


@dataclass(frozen=True, slots=True)
class Schedule:
    """A recurring service: the haircut on the 7th, at nine."""

    id: int
    name: str
    """Several services of one date stand side by side: `义务理发、修指甲、磨刀`."""
    rule: str
    """RFC 5545 RRULE, without its start."""
    start: time
    end: time | None = None
    place: str = ""
    """Where, in words."""
    bring: str = ""
    audience: tuple[str, ...] = ()
    """Area, place or group codes."""
    holiday: Policy = Policy.NEXT
    """For statutory days and their bridge days."""
    weekend: Policy = Policy.KEEP
    """Volunteers are free on weekends."""
    offsets: tuple[Offset, ...] = DEFAULT_OFFSETS
    begins: date | None = None
    """The first day; also what `every other week` counts from."""
    ends: date | None = None
    exceptions: frozenset[date] = frozenset()
    """Days on which it is not held, known from the beginning (EXDATE)."""

    def on(self, occurrence: "Occurrence") -> "Schedule":
        """The schedule as it is on one date, whose hours a person may have changed."""
        if occurrence.start is None:
            return self
        return replace(self, start=occurrence.start, end=occurrence.end)


@dataclass(frozen=True, slots=True)
class Change:
    """What a person decided about one planned date; above everything the calendar says."""

    moved_to: date | None = None
    cancelled: bool = False
    note: str = ""
    at: datetime | None = None
    """When it was decided; the group is told at once. None: it has been told already."""
    start: time | None = None
    """The hour of this date alone, with the day that it is held on; None: the schedule's."""
    end: time | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a schedule: the day that the rule names, and the day on which it is held."""

    planned: date
    actual: date | None
    """None where it is not held, or where nobody knows yet."""
    status: Status = Status.ON
    cause: Cause | None = None
    """Why it is not simply on."""
    provisional: bool = False
    """The year's notice is not out (暂定): the calendar may still move it."""
    note: str = ""
    changed_at: datetime | None = None
    """When a person changed it."""
    start: time | None = None
    """The hour of this date alone; None: the schedule's."""
    end: time | None = None

    @property
    def moved(self) -> bool:
        """Whether it is held on another day than the rule names."""
        return self.status is Status.MOVED

    @property
    def held(self) -> bool:
        """Whether people can come on `actual`."""
        return self.actual is not None


@dataclass(frozen=True, slots=True, order=True)
class Announcement:
    """One line to the groups of a schedule, and when it is due (UTC)."""

    due: datetime
    moment: Moment
    days: int = 0
    """How many days before the date it stands for."""
