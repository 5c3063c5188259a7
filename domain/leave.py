"""Being off duty, as staff say it: `我请假12月1日到7日`, `今天下班了`, `我回来了`. Whole days."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.calendar import Calendar
from domain.dates_said import when_said
from domain.numerals import digits

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leave:
    """From the first day to the last, both off."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether somebody is off on this day."""
        return self.first <= day <= self.last

    def joins(self, other: "Leave") -> bool:
        """Whether the two are one stretch: they overlap, or no day lies between them."""
        return self.first <= other.last + ONE_DAY and other.first <= self.last + ONE_DAY

    def with_(self, other: "Leave") -> "Leave":
        """Both as one stretch."""
        return Leave(min(self.first, other.first), max(self.last, other.last))


_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3}|半)"
_LONG = re.compile(rf"({_N})个?(天|日|周|星期|礼拜)半?(?!后|以后|之后|前|内|[一二三四五六日末\d])")
_LENGTHS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_UNTIL = re.compile(r"(?:一直)?(?:到|至|~|—|–|(?<=[日号])-)+")
_NEVER = timedelta(days=400)
"""A leave that is longer has been misread."""


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split()).strip(" ,。.!、~")


def leave_said(
    words: str, now: datetime, calendar: Calendar, *, asked: bool = False
) -> Leave | None:
    """The stretch in somebody's words; None where no day can be made out.

    `asked` until when, a single day is the last one; else it is the one day.
    """
    plain, today = _plain(words), calendar.day_of(now)
    found = _stretch(plain, now, calendar) or _length(plain, now, calendar)
    if found is None and (day := _day(plain, now, calendar)) is not None:
        found = Leave(min(today, day) if asked else day, day)
    if found is None and says_off_today(plain):
        found = Leave(today, today)
    if found is None or found.last < max(found.first, today) or found.last - today > _NEVER:
        return None
    return found


def _day(words: str, now: datetime, calendar: Calendar) -> date | None:
    when = when_said(words, now, calendar)
    return when.day if when is not None and (when.dated or when.half is not None) else None


def _stretch(plain: str, now: datetime, calendar: Calendar) -> Leave | None:
    """`12月1日到7日`, `请假到周五`: the end is looked for after the beginning."""
    parts = _UNTIL.split(plain, maxsplit=1)
    if len(parts) != 2 or (last := _day(parts[1], now, calendar)) is None:  # noqa: PLR2004 - two
        return None
    first = _day(parts[0], now, calendar) or calendar.day_of(now)
    if last < first:  # `28日到3日`
        last = _day(parts[1], calendar.instant(first, time(12)), calendar) or last
    return Leave(first, last)


def _length(plain: str, now: datetime, calendar: Calendar) -> Leave | None:
    """`请3天假`, `明天起休息两天`: as many days, the first one included."""
    found = _LONG.search(plain)
    if found is None:
        return None
    amount = 1 if found[1] == "半" else int(digits(found[1]) or 0)
    before = plain[: found.start()]
    first = _day(before, now, calendar) or calendar.day_of(now)
    days = amount * _LENGTHS[found[2]]
    dated = found[2] == "日" and before.endswith("月")  # `12月3日` is a day, no length
    return None if dated or not days else Leave(first, first + ONE_DAY * (days - 1))


_DATES = (
    "一二两三四五六七八九十零半个年月日号天周星期礼拜末到至从自起开始今明后大下上这本午早晚中间的为"
)
_WHEN = rf"[\d.::/~{_DATES}-]*"
_OFF = re.compile(
    rf"^(?:我|本人)?{_WHEN}(?:想|要|得|需要?|打算|先|得要)*"
    rf"(?:(?:请|休)(?:个|了)?{_WHEN}(?:年|病|事|婚|产|陪产|探亲|丧|公休|短|长|半天)?假|调休|轮休|休息(?!一下|一会|室|区)|下班|不在岗|不上班)"
    r"(?!吗|么)[^吗么?]{0,20}$"
)
_TODAY = re.compile(r"下班了|^(?:我)?先?下班$")
_BACK = re.compile(
    r"^(?:我|本人)?(?:今天|已经?|现在)?(?:回来|上班|到岗|销假|复工|返岗|回来上班|休完假)(?:了|啦|上班)*$"
)
LONGEST = 40  # characters; a longer text tells of something else


def says_off(words: str) -> bool:
    """Whether somebody says that they themselves are off; `王师傅请假了` is about somebody else."""
    plain = _plain(words)
    return len(plain) <= LONGEST and bool(_OFF.match(plain))


def says_off_today(words: str) -> bool:
    """`下班了` needs no date."""
    return bool(_TODAY.search(_plain(words)))


def says_back(words: str) -> bool:
    """`我回来了`."""
    return bool(_BACK.match(_plain(words)))
