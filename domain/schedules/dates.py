"""Which days a schedule is held on, and when each is announced (domain rules f.3)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from domain.calendar import QUIET, Calendar, DayKind
from domain.schedules import lunar
from domain.schedules.model import (
    DEFAULT_OFFSETS,
    Announcement,
    Cause,
    Change,
    Moment,
    Occurrence,
    Policy,
    Schedule,
    Status,
)

FIRST = date(2024, 1, 1)  # a Monday: what "every other week" counts from where nobody says
LONGEST_BREAK = timedelta(days=15)  # no holiday with the weekends around it moves a date further
AHEAD = timedelta(days=800)  # how far "next" looks: a yearly date, once skipped, and its break
Changes = Mapping[date, Change]


def _from(schedule: Schedule, start: date) -> date:
    """The day to count from: as near as the rule allows, so that old schedules cost no more."""
    named = re.search(r"BY(DAY|MONTHDAY)=|FREQ=DAILY", schedule.rule)
    if not named or re.search(r"INTERVAL=|COUNT=", schedule.rule):
        return schedule.begins or FIRST
    near = (start - timedelta(days=31)).replace(day=1)
    return max(near, schedule.begins) if schedule.begins else near


def planned(schedule: Schedule, start: date, end: date) -> Iterator[date]:
    """Go through the days that the rule names, from one day to another, both counted."""
    first = max(start, schedule.begins) if schedule.begins else start
    last = min(end, schedule.ends) if schedule.ends else end
    for day in _named(schedule, first, last):
        if day not in schedule.exceptions:
            yield day


def _named(schedule: Schedule, start: date, end: date) -> Iterator[date]:
    if schedule.rule.startswith(lunar.MARK):
        yield from lunar.days(schedule.rule, start, end)
        return
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - 20 ms that not every command needs

    first = datetime.combine(_from(schedule, start), time())
    seen = None
    for at in takewhile(lambda at: at.date() <= end, rrulestr(schedule.rule, dtstart=first)):
        day = at.date()
        if day >= start and day != seen:
            yield day
        seen = day


def occurrences(
    schedule: Schedule,
    calendar: Calendar,
    start: date,
    end: date,
    changes: Changes | None = None,
) -> list[Occurrence]:
    """List the dates planned or held from one day to another, both counted, in order."""
    changes = changes or {}
    moved = [day for day, change in changes.items() if _within(change.moved_to, start, end)]
    first, last = min([start, *moved]) - LONGEST_BREAK, max([end, *moved]) + LONGEST_BREAK
    found = [
        _occurrence(schedule, calendar, day, changes.get(day))
        for day in planned(schedule, first, last)
    ]
    return [
        one
        for one in _once_a_day(found)
        if _within(one.planned, start, end) or _within(one.actual, start, end)
    ]


def _within(day: date | None, start: date, end: date) -> bool:
    return day is not None and start <= day <= end


def _occurrence(
    schedule: Schedule, calendar: Calendar, day: date, change: Change | None
) -> Occurrence:
    if change is None or (change.moved_to is None and not change.cancelled):
        found = _by_calendar(schedule, calendar, day)
        return replace(found, note=change.note, changed_at=change.at) if change else found
    person, note, at = Cause.PERSON, change.note, change.at
    if change.cancelled:
        return Occurrence(day, None, Status.CANCELLED, person, note=note, changed_at=at)
    # Moved onto its own day: a person confirms it against the calendar.
    status = Status.ON if change.moved_to == day else Status.MOVED
    return Occurrence(
        day, change.moved_to, status, person, note=note, changed_at=at,
        start=change.start, end=change.end,
    )  # fmt: skip


def _by_calendar(schedule: Schedule, calendar: Calendar, day: date) -> Occurrence:
    policy = {
        DayKind.HOLIDAY: schedule.holiday,
        DayKind.WEEKEND: schedule.weekend,
    }.get(calendar.kind(day), Policy.KEEP)
    provisional = _depends(schedule) and calendar.is_provisional(day)
    off = Cause.CALENDAR
    if policy is Policy.SKIP:
        return Occurrence(day, None, Status.SKIPPED, off, provisional)
    if policy is Policy.ASK:
        return Occurrence(day, None, Status.UNDECIDED, off, provisional)
    if policy is Policy.KEEP:
        return Occurrence(day, day, provisional=provisional)
    following = policy is Policy.NEXT
    other = calendar.next_working(day) if following else calendar.previous_working(day)
    unsure = provisional or calendar.is_provisional(other)
    return Occurrence(day, other, Status.MOVED, off, unsure)


def _depends(schedule: Schedule) -> bool:
    """Whether a holiday could change a date at all."""
    return {schedule.holiday, schedule.weekend} != {Policy.KEEP}


def _once_a_day(found: Iterable[Occurrence]) -> list[Occurrence]:
    """Leave out what the calendar moved onto a day on which it is held anyway."""
    found = sorted(found, key=lambda one: one.planned)
    taken = {one.actual for one in found if one.cause is not Cause.CALENDAR}
    kept = []
    for one in found:
        if one.cause is Cause.CALENDAR and one.actual is not None:
            if one.actual in taken:
                one = replace(one, actual=None, status=Status.SKIPPED)  # noqa: PLW2901
            taken.add(one.actual)
        kept.append(one)
    return kept


def next_held(
    schedule: Schedule, calendar: Calendar, after: date, changes: Changes | None = None
) -> Occurrence | None:
    """Find the first date held after a day; None where the schedule has ended."""
    for span in (timedelta(days=70), AHEAD):  # most recur within two months
        held = [
            one
            for one in occurrences(schedule, calendar, after, after + span, changes)
            if one.actual is not None and one.actual > after
        ]
        if held:
            return min(held, key=lambda one: one.actual or after)
    return None


def announcements(
    schedule: Schedule,
    occurrence: Occurrence,
    calendar: Calendar,
    quiet: tuple[time, time] | None = QUIET,
) -> list[Announcement]:
    """List the lines that one date is worth, in order; each is due outside the quiet hours.

    A date that the calendar moves has one line before the earlier of both days, which names both
    and stands for the line before the new one. What a person changes is told at once, then only
    on the day itself.
    """
    lines = [
        Announcement(calendar.next_waking(line.due, quiet), line.moment, line.days)
        for line in _lines(schedule, occurrence, calendar)
    ]
    return sorted(lines)


def _lines(
    schedule: Schedule, occurrence: Occurrence, calendar: Calendar
) -> Iterator[Announcement]:
    told, moment = occurrence.changed_at, changed(occurrence)
    if told is not None and moment is not None:
        yield Announcement(told, moment)
    day = occurrence.actual
    if day is None:
        return
    skipped = None
    if occurrence.moved and occurrence.cause is Cause.CALENDAR:
        # An offset of the schedule is replaced; without any, three days before all the same.
        skipped = max((one for one in schedule.offsets if one.days), default=DEFAULT_OFFSETS[0])
        earlier = min(day, occurrence.planned) - timedelta(days=skipped.days)
        yield Announcement(calendar.instant(earlier, skipped.at), Moment.MOVED, skipped.days)
    by_person = occurrence.cause is Cause.PERSON and changed(occurrence) is Moment.MOVED
    for one in schedule.offsets:
        if one == skipped or (one.days and by_person):
            continue
        due = calendar.instant(day - timedelta(days=one.days), one.at)
        if occurrence.start is not None and due >= calendar.instant(day, occurrence.start):
            continue  # an earlier hour than usual: by then it has begun
        yield Announcement(due, Moment.BEFORE if one.days else Moment.TODAY, one.days)


def changed(occurrence: Occurrence) -> Moment | None:
    """What a person's decision about a date is told as; None where there is nothing to tell."""
    if occurrence.cause is Cause.PERSON:
        if occurrence.start is not None:
            return Moment.MOVED  # to another hour, if not to another day
        return {
            Status.CANCELLED: Moment.CANCELLED, Status.MOVED: Moment.MOVED,
            Status.ON: Moment.CONFIRMED,
        }.get(occurrence.status)  # fmt: skip
    return Moment.NOTED if occurrence.held and occurrence.note else None


def overdue(schedule: Schedule, occurrence: Occurrence, calendar: Calendar) -> bool:
    """Whether a date was settled only when a line before it should have been out already."""
    if occurrence.changed_at is None or occurrence.actual is None:
        return False
    before = [
        calendar.instant(occurrence.actual - timedelta(days=one.days), one.at)
        for one in schedule.offsets
        if one.days
    ]
    return any(due <= occurrence.changed_at for due in before)


def due_between(
    schedule: Schedule,
    calendar: Calendar,
    start: datetime,
    end: datetime,
    changes: Changes | None = None,
    *,
    quiet: tuple[time, time] | None = QUIET,
) -> list[tuple[Announcement, Occurrence]]:
    """List what becomes due after one instant and up to another, with the date it is about."""
    ahead = timedelta(days=max((one.days for one in schedule.offsets), default=0))
    ahead = max(ahead, timedelta(days=DEFAULT_OFFSETS[0].days)) + timedelta(days=1)
    first, last = calendar.day_of(start) - timedelta(days=1), calendar.day_of(end) + ahead
    # What was changed at night is told in the morning.
    since = start - timedelta(days=1)
    told = [day for day, one in (changes or {}).items() if one.at and since < one.at <= end]
    first, last = min([first, *told]), max([last, *told])
    due = [
        (line, one)
        for one in occurrences(schedule, calendar, first, last, changes)
        for line in announcements(schedule, one, calendar, quiet)
        if start < line.due <= end
    ]
    return sorted(due, key=lambda pair: (pair[0], pair[1].planned))
