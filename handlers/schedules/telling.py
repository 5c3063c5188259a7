"""The lines about dates: each made once, and those due to a group at the same minute as one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from domain.messages import Address, Priority
from domain.schedules import Announcement, Moment, Occurrence, Schedule, overdue
from handlers import announcements
from handlers.schedules.late import in_time, report
from handlers.turn import Turn
from storage import outbox, schedules
from storage.chats import bound_groups
from storage.outbox import OutboxRow
from storage.schedules import OccurrenceRow, ScheduleRow

CHANGES = frozenset({Moment.MOVED, Moment.CANCELLED, Moment.CONFIRMED, Moment.NOTED})
TO_THE_TOLD = frozenset({Moment.CONFIRMED, Moment.NOTED})
"""Nothing new to a group that has heard nothing yet: its line before the date says it."""
MOST_LINES = 20  # in one message


@dataclass(frozen=True, slots=True)
class Line:
    """What is due to be said about one date."""

    row: ScheduleRow
    schedule: Schedule
    due: Announcement
    occurrence: Occurrence

    @property
    def order(self) -> tuple[object, ...]:
        """Two processes make lines in the same order, so that neither waits for the other."""
        return (self.due, self.row.id, self.occurrence.planned)

    @property
    def shown(self) -> Schedule:
        """As it is on this date."""
        return self.schedule.on(self.occurrence)

    @property
    def held(self) -> tuple[date, time]:
        """In one message what is held first stands first."""
        return (self.occurrence.actual or self.occurrence.planned, self.shown.start)


@dataclass(frozen=True, slots=True)
class _Made:
    """A line that is made now, and which groups have heard of its date before."""

    number: int
    line: Line
    first: Mapping[Address, OutboxRow]
    everybody: bool

    @property
    def moment(self) -> str:
        return f"schedules/{self.line.due.moment.value}"

    def joins(self, group: Address) -> bool:
        """Whether it may be a line among others; what quotes an earlier message stands alone."""
        moment = self.line.due.moment
        new = moment is Moment.MOVED and group not in self.first
        return new or moment in (Moment.BEFORE, Moment.TODAY)


async def tell(turn: Turn, lines: Sequence[Line]) -> None:
    """Make each line, unless it was made before or it is too late for it."""
    groups = await bound_groups(turn.session) if lines else []
    told: dict[int, list[str]] = {}
    by_group: dict[Address, list[_Made]] = {}
    for line in sorted(lines, key=lambda one: one.order):
        made = await _made(turn, line)
        if made is None:
            continue
        told[made.number] = []
        for group in announcements.of_these(turn, groups, line.row.audience):
            if made.everybody or group.address in made.first:
                by_group.setdefault(group.address, []).append(made)
    for address, here in by_group.items():
        await _tell_group(turn, address, here, told)
    for number, keys in told.items():
        await schedules.keep_told(turn.session, number, keys)


async def _made(turn: Turn, line: Line) -> _Made | None:
    due, occurrence = line.due, line.occurrence
    fresh = in_time(turn, due)
    number = await schedules.made(
        turn.session,
        OccurrenceRow(
            schedule_id=line.row.id, due_at=due.due, planned=occurrence.planned,
            actual=occurrence.actual or occurrence.planned, moment=due.moment.value,
            announced_at=turn.now if fresh else None, start=line.shown.start.isoformat("minutes"),
        ),
    )  # fmt: skip
    if number is None:
        return None
    if not fresh:
        await report(turn, line.row, line.shown, occurrence)
        return None
    first = await _told_first(turn, line.row.id, occurrence)
    everybody = due.moment not in TO_THE_TOLD or (
        not first
        and due.moment is Moment.CONFIRMED
        and overdue(line.schedule, occurrence, turn.world.calendar)
    )
    return _Made(number, line, first, everybody)


async def _tell_group(
    turn: Turn, group: Address, here: Sequence[_Made], told: dict[int, list[str]]
) -> None:
    together = sorted((one for one in here if one.joins(group)), key=lambda one: one.line.held)
    if len(together) > 1:
        for start in range(0, len(together), MOST_LINES):
            await _tell_together(turn, group, together[start : start + MOST_LINES], told)
    else:
        together = []
    for one in here:
        if one not in together:
            await _tell_alone(turn, group, one, told)


async def _tell_alone(turn: Turn, group: Address, one: _Made, told: dict[int, list[str]]) -> None:
    line, first = one.line, one.first.get(group)
    key = await turn.say(
        one.moment, group, group=True, hold=True, priority=Priority.BROADCAST,
        subject=f"s{line.row.id}/{line.occurrence.planned}/{line.due.due.isoformat()}",
        reply_to=first.message if first and line.due.moment in CHANGES else None,
        schedule=line.shown, occurrence=line.occurrence,
    )  # fmt: skip
    if key is not None:
        told[one.number].append(key)


async def _tell_together(
    turn: Turn, group: Address, lines: Sequence[_Made], told: dict[int, list[str]]
) -> None:
    """Each stands on record with the message that it is a line of: what changes later quotes that."""
    words = [
        turn.words(one.moment, schedule=one.line.shown, occurrence=one.line.occurrence)
        for one in lines
    ]
    key = await turn.say(
        "schedules/together", group, group=True, hold=True, priority=Priority.BROADCAST,
        subject="/".join(str(one.number) for one in lines), lines=words,
    )  # fmt: skip
    if key is not None:
        for one in lines:
            told[one.number].append(key)


async def _told_first(turn: Turn, number: int, occurrence: Occurrence) -> dict[Address, OutboxRow]:
    """Which groups have heard of a date, and in which message first."""
    found: dict[Address, OutboxRow] = {}
    for key in await schedules.told_keys(turn.session, number, occurrence.planned):
        row = await outbox.became(turn.session, key)  # some groups, at most a few lines a date
        if row is not None and row.state != outbox.SendState.DROPPED:
            found.setdefault(Address(row.channel, row.chat, row.thread), row)
    return found
