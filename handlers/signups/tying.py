"""Which date of what recurs a sign-up is for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.schedules import Change, Occurrence, Schedule, matching, occurrences
from handlers.schedules import shelf, standing
from handlers.turn import Turn
from storage.signups import SignupRow


async def tie(turn: Turn, rows: Sequence[SignupRow]) -> None:
    """A sign-up that names a service, at the very hour of one of its dates, is for that date."""
    places = {row.community for row in rows}
    known = await shelf.near(turn, None if None in places else {one or "" for one in places})
    near = [schedule for schedule, _ in known.values()]
    for row in rows:
        for schedule, _ in matching(row.title, near):
            changes = await standing.changes_of(turn, schedule.id)
            one = _begins_at(turn, schedule, changes, row.at)
            if one is not None:
                row.schedule_id, row.planned = schedule.id, one.planned
                break


def _begins_at(
    turn: Turn, schedule: Schedule, changes: Mapping[date, Change], at: datetime
) -> Occurrence | None:
    calendar = turn.world.calendar
    day = calendar.day_of(at)
    found = occurrences(schedule, calendar, day, day, changes)
    return next((one for one in found if begins(turn, schedule, one) == at), None)


def begins(turn: Turn, schedule: Schedule, one: Occurrence) -> datetime | None:
    """When a date of a schedule begins; None where it is not held."""
    if one.actual is None:
        return None
    return turn.world.calendar.instant(one.actual, schedule.on(one).start)
