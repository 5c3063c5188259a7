"""Which date of what recurs a sign-up is for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.schedules import Change, Occurrence, Schedule, matching, occurrences
from handlers.schedules import standing
from handlers.turn import Turn
from storage.chats import bound_groups
from storage.signups import SignupRow


async def tie(turn: Turn, rows: Sequence[SignupRow]) -> None:
    """A sign-up that names a service, at the very hour of one of its dates, is for that date."""
    known, groups = await standing.known(turn), await bound_groups(turn.session)
    near = {
        number: schedule
        for number, (schedule, row) in known.items()
        for mine in [standing.communities(turn, row.audience, groups)]
        if any(one.community is None or mine & {one.community, standing.ANY} for one in rows)
    }
    for row in rows:
        for schedule, _ in matching(row.title, near.values()):
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
