"""A year's notice of days off, read as it is published: 放假 and 上班, line by line.

`国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。`
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from domain.calendar import SATURDAY, DayKind, statutory
from domain.refusals import Refusal

EARLIEST, LATEST = 2018, 2100
LONGEST_BREAK = 15  # days; more is a slip of the keys
MOST = 4000  # characters of a notice
_WEEK = "一二三四五六日"
_DATE = re.compile(
    r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})[日号](?:\(([^)]*)\))?|(至|到|-|~|—+)|(放假|休息)|(上班)|共(\d+)天"
)


class NoticeUnclear(Refusal):
    """A line of the notice cannot be right (`line`)."""


class NoticeIncomplete(Refusal):
    """Days that every year has off are not in it (`days`)."""


def days_of(year: int, text: str) -> dict[date, DayKind]:
    """Every day off and every make-up workday of a year's notice.

    Raises:
        NoticeUnclear: a date does not exist, is on another weekday than is said, or a make-up day
            is no Saturday or Sunday.
        NoticeIncomplete: a statutory day is missing.

    """
    found: dict[date, DayKind] = {}
    for line in unicodedata.normalize("NFKC", text[:MOST]).splitlines():
        try:
            found |= dict(_line(year, line))
        except ValueError:
            raise NoticeUnclear(line=line.strip()[:60]) from None
    missing = sorted(day for day in statutory(year) if found.get(day) is not DayKind.HOLIDAY)
    if missing:
        raise NoticeIncomplete(days=missing[:5], year=year)
    return found


def _line(year: int, line: str) -> Iterator[tuple[date, DayKind]]:
    """The days of one line; `ValueError` where it cannot be right."""
    waiting: list[date] = []
    month, through, off = None, False, 0
    for part in _DATE.finditer(line):
        named, until, holiday, work, count = part[3], part[5], part[6], part[7], part[8]
        if named:
            month = int(part[2]) if part[2] else month
            day = _day(int(part[1] or year), month, int(named), part[4] or "")
            waiting += _after(waiting[-1], day) if through else [day]
            through = False
        elif until:
            through = bool(waiting)
        elif holiday:
            yield from ((day, DayKind.HOLIDAY) for day in waiting)
            off, waiting = len(waiting) or off, []
        elif work:
            if any(day.weekday() < SATURDAY for day in waiting):
                raise ValueError(line)
            yield from ((day, DayKind.MAKEUP) for day in waiting)
            waiting = []
        elif count and off != int(count):
            raise ValueError(line)
    if waiting:
        raise ValueError(line)  # days of which nothing is said


def _day(year: int, month: int | None, day: int, aside: str) -> date:
    found = date(year, month or 0, day)
    weekday = re.search(r"(?:周|星期|礼拜)([一二三四五六日天])", aside)
    if weekday and _WEEK.index(weekday[1].replace("天", "日")) != found.weekday():
        raise ValueError(aside)
    return found


def _after(first: date, last: date) -> list[date]:
    """The days after one, up to another."""
    span = (last - first).days
    if not 0 < span <= LONGEST_BREAK:
        raise ValueError(span)
    return [first + timedelta(days=n) for n in range(1, span + 1)]
