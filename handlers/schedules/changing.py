"""One date alone: confirmed, moved, cancelled or annotated; whoever was told hears it once more."""

from dataclasses import replace
from datetime import date, timedelta

from domain.refusals import Refusal, Unknown
from domain.schedules import Change, Moment, Occurrence, Schedule, changed, occurrences
from handlers.schedules import announcing, standing
from handlers.schedules.private import must_be_for_all
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
    aim = change.moved_to or before.actual or day
    if max(before.actual or day, day) < today or not today <= aim <= today + FARTHEST:
        raise DateGone(day=aim if change.moved_to else day)
    must_be_for_all(change.note)
    after = _on(turn, schedule, day, known | {day: replace(change, at=turn.now)})
    moment = changed(after) if after else None
    if after is None or moment is None:
        raise NotPlanned(name=schedule.name, day=day)
    return after, moment


def _on(
    turn: Turn, schedule: Schedule, day: date, changes: dict[date, Change]
) -> Occurrence | None:
    found = occurrences(schedule, turn.world.calendar, day, day, changes)
    return next((one for one in found if one.planned == day), None)


async def decide(
    turn: Turn, number: int, day: date, *, moved_to: date | None = None, cancelled: bool = False,
    note: str = "",
) -> Occurrence:  # fmt: skip
    """Decide about one date; the groups that are concerned hear of it at once, or in the morning."""
    schedule, row = await standing.one(turn, number)
    if not (moved_to or cancelled or note.strip()):
        raise Unknown
    note = note.strip()[:LONGEST_NOTE]
    known = (await standing.changes_of(turn, number)).get(day)
    if not (moved_to or cancelled) and known is not None:
        moved_to, cancelled = known.moved_to, known.cancelled  # a note changes no date
    change = Change(moved_to, cancelled=cancelled, note=note)
    after, moment = await preview(turn, schedule, row, day, change)
    await schedules.decide(
        turn.session, schedule_id=number, day=day, moved_to=moved_to, cancelled=cancelled,
        note=note, at=turn.now,
    )  # fmt: skip
    turn.note("schedule.decided", f"schedule/{number}", day=day.isoformat(), what=moment.value)
    changes = await standing.changes_of(turn, number)
    await announcing.plan_one(turn, schedule, row, changes)
    return after
