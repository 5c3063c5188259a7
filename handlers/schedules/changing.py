"""One date alone: confirmed, moved, cancelled or annotated; whoever was told hears it once more."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain.refusals import Refusal, Unknown
from domain.schedules import Cause, Change, Moment, Occurrence, Schedule, changed, occurrences
from handlers.schedules import announcing, standing
from handlers.schedules.private import must_be_for_all
from handlers.signups import following
from handlers.turn import Turn
from storage import schedules
from storage.schedules import ScheduleRow

LONGEST_NOTE = 40  # characters: a group's line holds both dates, too
FARTHEST = timedelta(days=400)


class DateGone(Refusal):
    """What has been held, or would lie in the past, is not changed any more (`day`)."""


class NotPlanned(Refusal):
    """Nothing of this schedule is planned on that day (`name`, `day`)."""


async def preview(
    turn: Turn, schedule: Schedule, row: ScheduleRow, day: date, change: Change
) -> tuple[Occurrence, Moment]:
    """What a decision would make of a date, and as what it would be told."""
    await standing.must_decide(turn, row)
    known = await standing.changes_of(turn, row.id)
    before = _on(turn, schedule, day, known)
    today = turn.world.today(turn.now)
    if before is None:
        raise NotPlanned(name=schedule.name, day=day)
    change = whole(schedule, before, change)
    aim = change.moved_to or before.actual or day
    begun = change.start and turn.world.calendar.instant(aim, change.start) <= turn.now
    if max(before.actual or day, day) < today or not today <= aim <= today + FARTHEST or begun:
        raise DateGone(day=aim if change.moved_to else day)
    must_be_for_all(change.note)
    after = _on(turn, schedule, day, known | {day: replace(change, at=turn.now)})
    moment = changed(after) if after else None
    if after is None or moment is None:
        raise NotPlanned(name=schedule.name, day=day)
    return after, moment


def whole(schedule: Schedule, before: Occurrence, change: Change) -> Change:
    """A decision with all that goes with it: its day where only an hour was named, and its end.

    Moved to another day it keeps the hour that was set for it; as planned means the usual one.
    """
    day, start, end = change.moved_to, change.start, change.end
    if change.cancelled:
        return replace(change, start=None, end=None)
    if start is None and day not in (None, before.planned):
        start, end = before.start, before.end
    if start is None:
        return change
    day = day or before.actual or before.planned
    end = end or _as_long(schedule, start)
    if (start, end) == (schedule.start, schedule.end):
        start = end = None
    return replace(change, moved_to=day, start=start, end=end)


def _as_long(schedule: Schedule, start: time) -> time | None:
    """When it ends that begins at another hour: it takes as long as ever."""
    if schedule.end is None:
        return None
    first = datetime.combine(date.min, schedule.start)
    then = datetime.combine(date.min, start) + (datetime.combine(date.min, schedule.end) - first)
    return then.time() if then.date() == date.min else None


def _on(
    turn: Turn, schedule: Schedule, day: date, changes: dict[date, Change]
) -> Occurrence | None:
    found = occurrences(schedule, turn.world.calendar, day, day, changes)
    return next((one for one in found if one.planned == day), None)


async def decide(turn: Turn, number: int, day: date, change: Change) -> Occurrence:
    """Decide about one date; the groups that are concerned hear of it at once, or in the morning."""
    schedule, row = await standing.one(turn, number)
    note = change.note.strip()[:LONGEST_NOTE]
    decides = change.moved_to or change.cancelled or change.start
    if not (decides or note):
        raise Unknown
    known = (await standing.changes_of(turn, number)).get(day)
    if not decides and known is not None:
        change = known  # a note changes no date
    change = replace(change, note=note)
    after, moment = await preview(turn, schedule, row, day, change)
    await schedules.decide(
        turn.session, schedule_id=number, day=day, cancelled=change.cancelled, note=note,
        moved_to=after.actual if after.cause is Cause.PERSON else None, at=turn.now,
        start=_kept(after.start), end=_kept(after.end),
    )  # fmt: skip
    turn.note("schedule.decided", f"schedule/{number}", day=day.isoformat(), what=moment.value)
    changes = await standing.changes_of(turn, number)
    await announcing.plan_one(turn, schedule, row, changes)
    await following.follow(turn, number)
    return after


def _kept(at: time | None) -> str | None:
    return at.isoformat("minutes") if at else None
