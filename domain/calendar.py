"""The Chinese working calendar: which days count, within which hours, and when people rest.

Days come from three sources, the first that knows wins: what the office has entered, the kept
library (the State Council's yearly notices), and for a year nobody knows yet the statutory days
alone, which are then provisional (暂定): bridge days cannot be computed (domain rules f.1).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUIET = (time(20, 30), time(7, 30))  # domain rules f.3; a setting
SATURDAY = 5
ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is to people who work."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    """A statutory day or a bridge day of its break, weekends inside the break included."""
    MAKEUP = "makeup"
    """A Saturday or Sunday on which the country works (调休上班)."""

    @property
    def works(self) -> bool:
        """Whether limits in working days count it."""
        return self in (DayKind.WORKDAY, DayKind.MAKEUP)


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When the office is open on a working day; work-hours count only inside."""

    sessions: tuple[tuple[time, time], ...] = (
        (time(8, 30), time(12, 0)),
        (time(14, 0), time(17, 30)),
    )

    @property
    def closing(self) -> time:
        """When a limit in working days ends."""
        return self.sessions[-1][1]


OFFICE = ServiceHours()


@dataclass(frozen=True, slots=True)
class Calendar:
    """A community's days and hours. Instants are aware; local days are the zone's."""

    zone: ZoneInfo = SHANGHAI
    overrides: Mapping[date, DayKind] = field(default_factory=dict)
    """Days that the office entered, above everything."""
    announced: frozenset[int] = frozenset()
    """Years whose notice the office has entered whole: of these its days alone count."""
    hours: ServiceHours = OFFICE

    def kind(self, day: date) -> DayKind:
        """What a day is, as far as anybody knows."""
        if day in self.overrides:
            return self.overrides[day]
        if day.year in self.announced:
            return DayKind.WORKDAY if day.weekday() < SATURDAY else DayKind.WEEKEND
        listed = _notices()
        if day in listed.holidays or (day.year not in listed.years and day in statutory(day.year)):
            return DayKind.HOLIDAY
        if day.weekday() < SATURDAY:
            return DayKind.WORKDAY
        return DayKind.MAKEUP if day in listed.makeups else DayKind.WEEKEND

    def is_working(self, day: date) -> bool:
        """Whether people work on this day; a make-up Saturday counts."""
        return self.kind(day).works

    def is_provisional(self, day: date) -> bool:
        """Whether the year's notice is not known, so that the day is shown as 暂定."""
        known = day in self.overrides or day.year in self.announced
        return not known and day.year not in _notices().years

    def next_working(self, day: date) -> date:
        """The first working day after this one."""
        return self._working_from(day, ONE_DAY)

    def previous_working(self, day: date) -> date:
        """The last working day before this one."""
        return self._working_from(day, -ONE_DAY)

    def _working_from(self, day: date, step: timedelta) -> date:
        day += step
        while not self.is_working(day):
            day += step
        return day

    def local(self, at: datetime) -> datetime:
        """An instant on the community's clock."""
        return at.astimezone(self.zone)

    def day_of(self, at: datetime) -> date:
        """The community's day at an instant."""
        return self.local(at).date()

    def instant(self, day: date, at: time) -> datetime:
        """The instant (UTC) of a local day and hour."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def _sessions(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of service from an instant on, without end; the first may be cut."""
        day = self.day_of(at) - ONE_DAY
        while True:
            day = self.next_working(day)
            for opens, closes in self.hours.sessions:
                start, end = self.instant(day, opens), self.instant(day, closes)
                if end > at:
                    yield max(start, at), end

    def add_work_time(self, at: datetime, span: timedelta) -> datetime:
        """The instant by which so much service time has passed; outside of it no clock runs."""
        left = span
        for start, end in self._sessions(at):
            if left <= end - start:
                return (start + left).astimezone(UTC)
            left -= end - start
        raise AssertionError("service never ends")  # pragma: no cover

    def add_work_hours(self, at: datetime, hours: float) -> datetime:
        """The limit of so many work-hours (工时) from an instant."""
        return self.add_work_time(at, timedelta(hours=hours))

    def work_time(self, start: datetime, end: datetime) -> timedelta:
        """How much service time lies between two instants."""
        total = timedelta()
        for opens, closes in self._sessions(start):
            if opens >= end:
                return total
            total += min(closes, end) - opens
        return total  # pragma: no cover

    def add_working_days(self, at: datetime, days: int) -> datetime:
        """The limit of so many working days: day 1 is the next working day, it ends at closing."""
        day = self.day_of(at)
        for _ in range(days):
            day = self.next_working(day)
        return self.instant(day, self.hours.closing)

    def is_quiet(self, at: datetime, quiet: tuple[time, time] | None = QUIET) -> bool:
        """Whether people rest at this instant; the first minute is quiet, the last is not."""
        if quiet is None:
            return False
        clock, (begins, ends) = self.local(at).time(), quiet
        if begins <= ends:
            return begins <= clock < ends
        return clock >= begins or clock < ends

    def next_waking(self, at: datetime, quiet: tuple[time, time] | None = QUIET) -> datetime:
        """The same instant, or the end of the quiet hours that it falls into."""
        if quiet is None or not self.is_quiet(at, quiet):
            return at
        local = self.local(at)
        later = local.time() >= quiet[1]
        return self.instant(local.date() + (ONE_DAY if later else timedelta()), quiet[1])


@dataclass(frozen=True, slots=True)
class _Notices:
    """What the library knows of the State Council's notices."""

    years: range
    holidays: frozenset[date]
    makeups: frozenset[date]


@cache
def _notices() -> _Notices:
    from chinese_calendar import constants  # noqa: PLC0415 - only where a day is asked for

    holidays = frozenset(constants.holidays)
    years = range(min(holidays).year, max(holidays).year + 1)
    return _Notices(years, holidays, frozenset(constants.workdays))


@cache
def statutory(year: int) -> frozenset[date]:
    """The 13 statutory days of a year (State Council regulation as revised in November 2024)."""
    from lunar_python import Lunar  # noqa: PLC0415 - only for years without a notice

    def solar(month: int, day: int) -> date:
        found = Lunar.fromYmd(year, month, day).getSolar()
        return date(found.getYear(), found.getMonth(), found.getDay())

    spring = solar(1, 1)
    qingming = Lunar.fromYmd(year, 3, 1).getJieQiTable()["清明"]
    return frozenset(
        {
            date(year, 1, 1),
            *(spring + timedelta(days=n) for n in range(-1, 3)),
            date(year, 4, qingming.getDay()),
            date(year, 5, 1), date(year, 5, 2),
            solar(5, 5), solar(8, 15),
            *(date(year, 10, n) for n in (1, 2, 3)),
        }
    )  # fmt: skip
