"""The working calendar: the office enters a year's notice on the day on which it is published."""

from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from domain.areas import RoleName
from domain.calendar import Calendar, DayKind
from domain.notices import EARLIEST, LATEST, days_of
from domain.refusals import NotAllowed, Refusal, Unknown
from handlers.turn import Turn
from storage import schedules
from storage.places import touch_revision
from storage.schedules import NoticeRow
from storage.timers import set_timer

LONGEST_SOURCE = 120  # characters


class NeedsSource(Refusal):
    """A notice is kept with who published it, and when."""


async def applied(session: AsyncSession, calendar: Calendar) -> Calendar:
    """The calendar with what the office has entered above what comes with the program."""
    rows = await schedules.notices(session)
    if not rows:
        return calendar
    days = {
        date.fromisoformat(day): DayKind(kind)
        for row in sorted(rows, key=lambda row: row.year)
        for day, kind in row.days.items()
    }
    return replace(calendar, overrides=days, announced=frozenset(row.year for row in rows))


async def enter(turn: Turn, year: int, text: str, *, source: str, published: date | None) -> None:
    """Keep a year's notice; an earlier one of the same year is replaced, and all dates are looked at."""
    _must_be_street(turn)
    if not EARLIEST <= year <= LATEST:
        raise Unknown
    source = source.strip()[:LONGEST_SOURCE]
    if not source or published is None or published > turn.world.today(turn.now):
        raise NeedsSource
    days = days_of(year, text)
    await schedules.keep_notice(
        turn.session, year=year, text=text.strip(), source=source, published=published,
        days={day.isoformat(): kind.value for day, kind in sorted(days.items())}, at=turn.now,
    )  # fmt: skip
    await _changed(turn, "calendar.entered", year)


async def forget(turn: Turn, year: int) -> None:
    """Take a year out again: what comes with the program counts, or the year is open."""
    _must_be_street(turn)
    row = await turn.session.get(NoticeRow, year)
    if row is None:
        raise Unknown
    await turn.session.delete(row)
    await turn.session.flush()
    await _changed(turn, "calendar.forgotten", year)


def _must_be_street(turn: Turn) -> None:
    """Everybody's limits run by it, so it is the street's to decide."""
    roles = turn.world.organisation.roles_of(turn.actor or 0)
    if not any(role.role is RoleName.MANAGER for role in roles):
        raise NotAllowed(act="calendar")


async def _changed(turn: Turn, act: str, year: int) -> None:
    await touch_revision(turn.session)
    turn.note(act, f"calendar/{year}")
    await set_timer(turn.session, f"schedules.plan/{turn.event}", "schedules.plan", turn.now)
