"""What comes too late to be announced: reported to the person in charge instead."""

from datetime import timedelta

from domain.messages import Priority
from domain.schedules import Announcement, Moment, Occurrence, Schedule
from handlers.turn import Turn
from storage.schedules import ScheduleRow

GRACE = {Moment.TODAY: timedelta(hours=3)}  # "today at nine" is no use in the afternoon
GRACE_ELSE = timedelta(hours=24)


def in_time(turn: Turn, line: Announcement) -> bool:
    """Whether a line is still of use to whoever reads it."""
    return turn.now - line.due <= GRACE.get(line.moment, GRACE_ELSE)


async def report(turn: Turn, row: ScheduleRow, schedule: Schedule, occurrence: Occurrence) -> None:
    """Too late to announce: the person in charge learns that it was not."""
    if row.person_id is not None:
        await turn.tell(
            row.person_id, "schedules/not_announced", or_by_hand=True, hold=True,
            subject=f"s{row.id}/{occurrence.planned}", priority=Priority.REMINDER,
            schedule=schedule, occurrence=occurrence,
        )  # fmt: skip
