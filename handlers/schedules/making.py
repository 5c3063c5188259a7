"""A schedule begun, changed or stopped: on the page or in one line of chat, shown back first."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from domain.refusals import NotAllowed, Refusal
from domain.schedules import (
    BadSchedule,
    Occurrence,
    Policy,
    Schedule,
    occurrences,
    parse_offsets,
    parse_rule,
    parse_time,
)
from domain.schedules.rules import LunarDate
from domain.wishes.public import Problem, problems
from handlers.announcements import NoAudience
from handlers.schedules import announcing, standing
from handlers.schedules.private import NoteTooPrivate
from handlers.signups import following
from handlers.turn import Turn
from storage import schedules
from storage.schedules import ScheduleRow

SHOWN = 6  # dates
LOOKED_AHEAD = timedelta(days=2400)  # six dates of what is once a year
LONGEST_NAME, LONGEST_WORDS = 60, 80  # characters
MOST_EXCEPTIONS = 60


class RuleUnclear(Refusal):
    """When it recurs cannot be read (`words`)."""


class LunarOrNot(Refusal):
    """初七 or 7号: it has to be said which (`words`)."""


class HourUnclear(Refusal):
    """The hour, or the hours of the reminders, cannot be read (`words`)."""


class NamelessService(Refusal):
    """It needs to be said what is offered."""


class ScheduledAlready(Refusal):
    """The same service is on the schedule for the same people (`name`)."""


class NeverHeld(Refusal):
    """There is no date at all between its first day and its last."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule as it is to be kept: the columns of its row, in plain values."""

    name: str
    written: str
    start: str
    audience: list[str]
    rule: str = ""
    end: str | None = None
    place: str | None = None
    place_words: str = ""
    bring: str = ""
    holiday: str = Policy.NEXT.value
    weekend: str = Policy.KEEP.value
    offsets: list[str] = field(default_factory=list)
    person_id: int | None = None
    after: bool = False
    begins: str | None = None
    ends: str | None = None
    exceptions: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """As a question keeps it."""
        return asdict(self)

    def columns(self) -> dict[str, Any]:
        """As the row keeps it."""
        days = {name: _date(getattr(self, name)) for name in ("begins", "ends")}
        return asdict(self) | days


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


async def checked(turn: Turn, plan: Plan, hours: str = "") -> Plan:
    """A plan with its rule and hours read; refused with a sentence where something cannot be meant."""
    if not plan.name.strip(" 、"):
        raise NamelessService
    start, end = _hours(hours or "-".join(filter(None, (plan.start, plan.end))))
    if plan.offsets:
        _offsets(plan.offsets)
    said = f"{plan.name} {plan.place_words} {plan.bring}"
    if set(problems(said)) & {Problem.NUMBER}:
        raise NoteTooPrivate
    if not plan.audience:
        raise NoAudience(codes="")
    if not await standing.decides(turn, plan.audience):
        raise NotAllowed(act="schedule")
    return Plan(
        **plan.facts()
        | {
            "rule": _rule(plan.written), "name": plan.name.strip()[:LONGEST_NAME],
            "start": start.isoformat("minutes"), "end": end.isoformat("minutes") if end else None,
            "place_words": plan.place_words.strip()[:LONGEST_WORDS],
            "bring": plan.bring.strip()[:LONGEST_WORDS], "written": plan.written.strip(),
            "exceptions": sorted(set(plan.exceptions))[:MOST_EXCEPTIONS],
        }
    )  # fmt: skip


def _rule(words: str) -> str:
    try:
        return parse_rule(words)
    except LunarDate:
        raise LunarOrNot(words=words.strip()[:30]) from None
    except BadSchedule:
        raise RuleUnclear(words=words.strip()[:30]) from None


def _hours(words: str) -> tuple[time, time | None]:
    try:
        return parse_time(words)
    except BadSchedule:
        raise HourUnclear(words=words.strip()[:30]) from None


def hour_of(words: str) -> time | None:
    """One hour of a form; None where the field is empty. Raises HourUnclear."""
    return _hours(words)[0] if words.strip() else None


def _offsets(words: Sequence[str]) -> None:
    try:
        parse_offsets(";".join(words))
    except BadSchedule as error:
        raise HourUnclear(words=str(error)[:30]) from None


def next_dates(turn: Turn, plan: Plan) -> tuple[Schedule, list[Occurrence]]:
    """The next six dates as they would be held; what is left out in between is named with them."""
    row = ScheduleRow(id=0, active=True, since=turn.now, key="", **plan.columns())
    schedule, today = standing.as_rule(turn, row), turn.world.today(turn.now)
    span = timedelta(days=100)
    while True:
        found = occurrences(schedule, turn.world.calendar, today, today + span)
        coming = [one for one in found if max(one.planned, one.actual or one.planned) >= today]
        if len(coming) >= SHOWN or span >= LOOKED_AHEAD:
            break
        span = min(span * 3, LOOKED_AHEAD)
    if not coming:
        raise NeverHeld
    return schedule, coming[:SHOWN]


async def begin(turn: Turn, plan: Plan) -> ScheduleRow:
    """Begin a schedule: from now on it is announced and answered."""
    plan = await checked(turn, plan)
    await must_be_new(turn, plan)
    row = ScheduleRow(key=_key(plan), active=True, since=turn.now, **plan.columns())
    turn.session.add(row)
    await turn.session.flush()
    await schedules.touch(turn.session)
    turn.note("schedule.begun", f"schedule/{row.id}")
    await announcing.plan_one(turn, standing.as_rule(turn, row), row, {})
    return row


async def change(turn: Turn, number: int, plan: Plan) -> ScheduleRow:
    """Change a schedule; what was told of a date that is different now is told anew."""
    _, row = await standing.one(turn, number)
    await standing.must_decide(turn, row)
    plan = await checked(turn, plan)
    await must_be_new(turn, plan, but=number)
    for name, value in plan.columns().items():
        setattr(row, name, value)
    row.key = _key(plan)
    await turn.session.flush()
    await schedules.touch(turn.session)
    turn.note("schedule.changed", f"schedule/{number}")
    changes = await standing.changes_of(turn, number)
    await announcing.plan_one(turn, standing.as_rule(turn, row), row, changes)
    await following.follow(turn, number)
    return row


async def stop(turn: Turn, number: int) -> None:
    """Take a schedule out of use; its record stays."""
    _, row = await standing.one(turn, number)
    await standing.must_decide(turn, row)
    row.active = False
    row.key = f"{row.key}/{row.id}"
    await schedules.touch(turn.session)
    turn.note("schedule.stopped", f"schedule/{number}")


def _key(plan: Plan) -> str:
    """What the workbook knows it by, too."""
    return f"{plan.name}/{';'.join(plan.audience)}"


async def must_be_new(turn: Turn, plan: Plan, but: int = 0) -> None:
    """Refuse what is on the schedule for the same people already."""
    number = await turn.session.scalar(
        select(ScheduleRow.id).where(ScheduleRow.key == _key(plan), ScheduleRow.id != but)
    )
    if number is not None:
        raise ScheduledAlready(name=plan.name)
