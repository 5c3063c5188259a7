"""What the weeks ahead leave open: put before the person in charge in time, never guessed.

A date that the schedule says to ask about is asked three days before with buttons; a date in a year
whose notice is not out is named as 暂定; what a group was told and is no longer so is told anew.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from domain.areas import RoleName
from domain.messages import Priority
from domain.schedules import Change, Moment, Occurrence, Schedule, Status, occurrences
from handlers.schedules import standing
from handlers.tickets.parts import DESK
from handlers.turn import Asking, Offer, Turn
from storage import schedules
from storage.chats import bound_groups
from storage.people import serving_as
from storage.schedules import OccurrenceRow, ScheduleRow
from storage.timers import TimerRow, set_timer, timer

AHEAD = timedelta(days=40)
ASKED_BEFORE = (3, 1)  # days; the second time only where nobody has decided
ASKED_AT = time(9, 0)
DECIDED_BY = timedelta(days=3)
NOTICE_DUE = (11, 15)  # domain rules f.1: from the 15th of November on the next year's is missed
DECEMBER = 12


async def look(
    turn: Turn, schedule: Schedule, row: ScheduleRow, changes: Mapping[date, Change],
    told: Collection[date],
) -> list[dict[str, Any]]:  # fmt: skip
    """Find what is open, unsure or told otherwise; each is a due moment of its own, once."""
    calendar, today = turn.world.calendar, turn.world.today(turn.now)
    found: list[dict[str, Any]] = []
    for one in occurrences(schedule, calendar, today, today + AHEAD, changes):
        if one.planned < today:
            continue
        if one.status is Status.UNDECIDED:
            found += _ask_in_time(turn, row, one)
        if one.provisional:
            found.append(
                timer(
                    f"schedules.unsure/{row.id}/{one.planned.year}", "schedules.unsure",
                    turn.waking(), schedule=row.id, planned=one.planned.isoformat(),
                )
            )  # fmt: skip
    for day in told:
        last = await schedules.last_told(turn.session, row.id, day)
        other = told_otherwise(turn, schedule, changes, day, last)
        if other is not None and last is not None:
            found.append(
                timer(
                    f"schedules.again/{row.id}/{day}/{last.id}/{other[0].actual}/{schedule.start}",
                    "schedules.again", turn.waking(), schedule=row.id, planned=day.isoformat(),
                )
            )  # fmt: skip
    return found


def _ask_in_time(turn: Turn, row: ScheduleRow, one: Occurrence) -> Iterator[dict[str, Any]]:
    for days in ASKED_BEFORE:
        at = turn.world.calendar.instant(one.planned - timedelta(days=days), ASKED_AT)
        if days == ASKED_BEFORE[-1] or at + timedelta(days=1) > turn.now:
            yield timer(
                f"schedules.ask/{row.id}/{one.planned}/{days}", "schedules.ask",
                max(at, turn.waking()), schedule=row.id, planned=one.planned.isoformat(),
            )  # fmt: skip


def told_otherwise(
    turn: Turn,
    schedule: Schedule,
    changes: Mapping[date, Change] | None,
    day: date,
    last: OccurrenceRow | None,
) -> tuple[Occurrence, Moment] | None:
    """How a date stands, where that is not what was said last; a person's decision is told by itself."""
    if last is None:
        return None
    found = [
        one for one in occurrences(schedule, turn.world.calendar, day, day, changes)
        if one.planned == day
    ]  # fmt: skip
    now = found[0] if found else Occurrence(day, None, Status.CANCELLED)
    today = turn.world.today(turn.now)
    said = None if last.moment == Moment.CANCELLED else last.actual
    over = max(day, said or day, now.actual or day) < today
    other_hour = last.start is not None and standing.hour(last.start) != schedule.on(now).start
    same = now.actual == said and not (said and other_hour)
    if same or now.changed_at is not None or over:
        return None
    if now.actual is None:
        return now, Moment.CANCELLED
    if now.actual == said and not now.moved:
        # What was said of the hour is the schedule's own no more.
        return replace(now, start=schedule.start, end=schedule.end), Moment.MOVED
    return now, Moment.MOVED if now.moved else Moment.CONFIRMED


async def ask_due(turn: Turn, due: TimerRow) -> None:
    """The person in charge decides about a date on a day off: as planned, earlier, later, or not."""
    found = await _of(turn, due)
    if found is None or found[2].status is not Status.UNDECIDED:
        return
    schedule, row, one = found
    calendar = turn.world.calendar
    days = (one.planned, calendar.previous_working(one.planned), calendar.next_working(one.planned))
    facts = {"schedule": row.id, "planned": one.planned.isoformat()}
    today = turn.world.today(turn.now)
    offers = [
        [Offer("schedules.as_shown", facts | {"moved_to": day.isoformat()},
               label=turn.words("schedules/hold_on", day=day, as_planned=day == one.planned))]
        for day in days if day > today
    ]  # fmt: skip
    offers.append(
        [
            Offer(
                "schedules.as_shown",
                facts | {"cancelled": True},
                label=turn.words("schedules/hold_not"),
            )
        ]
    )
    for person in await in_charge(turn, row):
        await turn.tell(
            person, "schedules/open", or_by_hand=True, priority=Priority.REMINDER, hold=True,
            subject=f"s{row.id}/{one.planned}/p{person}", schedule=schedule, occurrence=one,
            offers=offers, asking=Asking("schedule", person=person, facts=facts, lasts=DECIDED_BY),
        )  # fmt: skip


async def unsure_due(turn: Turn, due: TimerRow) -> None:
    """The year's notice is not out: the person in charge knows that the date may still move."""
    found = await _of(turn, due)
    if found is None or not found[2].provisional:
        return
    schedule, row, one = found
    for person in await in_charge(turn, row):
        await turn.tell(
            person, "schedules/provisional", or_by_hand=True, priority=Priority.REMINDER, hold=True,
            subject=f"s{row.id}/p{person}", schedule=schedule, occurrence=one,
        )  # fmt: skip


async def look_for_notices(turn: Turn) -> None:
    """From the middle of November on the street is reminded, once a month, of a notice that is missed."""
    today = turn.world.today(turn.now)
    late = (today.month, today.day) >= NOTICE_DUE
    year = today.year + 1 if late else today.year
    if turn.world.calendar.is_provisional(date(year, DECEMBER, 1)):
        await set_timer(
            turn.session, f"calendar.missing/{year}/{today:%Y-%m}", "calendar.missing",
            turn.waking(), year=year,
        )  # fmt: skip


async def missing_due(turn: Turn, due: TimerRow) -> None:
    """A year's notice is still not entered."""
    year = int(due.facts["year"])
    if not turn.world.calendar.is_provisional(date(year, DECEMBER, 1)):
        return
    managers = {person for person, _ in await serving_as(turn.session, RoleName.MANAGER.value)}
    for person in sorted(managers):
        await turn.tell(
            person, "schedules/notice_missing", priority=Priority.REMINDER, hold=True,
            year=year,
        )  # fmt: skip


async def _of(turn: Turn, due: TimerRow) -> tuple[Schedule, ScheduleRow, Occurrence] | None:
    """The date that a due moment is about, as it stands now."""
    number, day = int(due.facts["schedule"]), date.fromisoformat(due.facts["planned"])
    known = await standing.find(turn, number)
    if known is None or day < turn.world.today(turn.now):
        return None
    schedule, row = known
    changes = await standing.changes_of(turn, number)
    found = occurrences(schedule, turn.world.calendar, day, day, changes)
    return next(((schedule, row, one) for one in found if one.planned == day), None)


async def in_charge(turn: Turn, row: ScheduleRow) -> list[int]:
    """The person in charge; where nobody is, the desks of those who are told of it."""
    if row.person_id is not None:
        return [row.person_id]
    concerned = standing.communities(turn, row.audience, await bound_groups(turn.session))
    roles = [
        role
        for code in sorted(concerned)
        for post in sorted(DESK)
        for role in turn.world.organisation.holding(post, code)
    ]
    return list(dict.fromkeys(role.person for role in roles))


FIRES: dict[str, Callable[[Turn, TimerRow], Awaitable[None]]] = {
    "schedules.ask": ask_due,
    "schedules.unsure": unsure_due,
    "calendar.missing": missing_due,
}
