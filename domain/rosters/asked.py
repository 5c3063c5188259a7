"""What an office types or pastes: `东门 8:00-16:00 2人`, a list of names, `王芳 周六不行`."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.calendar import Calendar
from domain.dates_said import when_said
from domain.names import clean
from domain.numerals import CHINESE, digits
from domain.refusals import Refusal
from domain.rosters.rules import NIGHT, Wish
from domain.understanding.plain import normal

MOST_LINES, MOST_NAMES, LONGEST_NAME = 300, 400, 20
MOST_THERE = 50
AROUND = (("00:00", "08:00"), ("08:00", "16:00"), ("16:00", "00:00"))
"""Round the clock, where nobody says in which shifts."""
_CLOCK = r"(早上?|上午|中午|下午|傍晚|晚上?|夜里|凌晨|次日)?(\d{1,2})(?::(\d{2})|点(半)?)?"
_HOURS = re.compile(rf"{_CLOCK}(?:-|~|—|–|到|至)+{_CLOCK}(?!人)")
_AROUND = re.compile(r"24小时|全天|昼夜")
_HEADS = re.compile(rf"(\d{{1,2}}|{CHINESE})(?:(?:-|~|到|至)(\d{{1,2}}|{CHINESE}))?[人位个名]人?")
_LATER = frozenset({"下午", "傍晚", "晚", "晚上"})
_SEPARATE = re.compile(r"[\s,、;。|/]+")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天末])")
_SOFT = re.compile(r"不想|尽量|最好|不太|不愿")
_CANNOT = re.compile(r"不|别|没空|有事|请假|休息")
_SHIFT = re.compile(r"(\d{1,2}):(\d{2})|(\d{1,2})点")
_NIGHT = re.compile(r"夜班|大夜|夜里")
NOON, A_DAY = 12, 24


class LineUnclear(Refusal):
    """A line of the form tells no post, or no hours."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One shift that returns each day at a post."""

    post: str
    begins: str
    """`08:00`."""
    ends: str
    """Not after the beginning: on the next day."""
    fewest: int = 1
    most: int = 1

    def on(self, day: date, calendar: Calendar) -> tuple[datetime, datetime]:
        """From when to when on a day."""
        starts, stops = time.fromisoformat(self.begins), time.fromisoformat(self.ends)
        last = day if stops > starts else day + timedelta(days=1)
        return calendar.instant(day, starts), calendar.instant(last, stops)


def _width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\0", "").strip()


def planned(text: str) -> list[Planned]:
    """The shifts of a form's lines: post, hours, how many.

    Raises:
        LineUnclear: with the first line that cannot be read.

    """
    rows = [_width(row) for row in text.splitlines() if row.strip()]
    if not rows or len(rows) > MOST_LINES:
        raise LineUnclear(line="")
    found: dict[tuple[str, str, str], Planned] = {}
    for row in rows:
        for one in _line(row):
            found[one.post, one.begins, one.ends] = one
    return list(found.values())


def _line(row: str) -> list[Planned]:
    heads = _HEADS.search(_HOURS.sub(" ", row))
    hours = [pair for match in _HOURS.finditer(row) if (pair := _pair(match))]
    hours = hours or (list(AROUND) if _AROUND.search(row) else [])
    cuts = [match.start() for match in (_HOURS.search(row), _AROUND.search(row)) if match]
    post = row[: min(cuts)].strip(" ,、:;") if cuts else ""
    fewest = _count(heads[1]) if heads else 1
    most = _count(heads[2]) if heads and heads[2] else fewest
    if not post or len(post) > LONGEST_NAME or not hours or not 0 < fewest <= most <= MOST_THERE:
        raise LineUnclear(line=row[:40])
    return [Planned(post, begins, ends, fewest, most) for begins, ends in hours]


def _pair(found: re.Match[str]) -> tuple[str, str] | None:
    begins = _clock(found[1], found[2], found[3], found[4])
    ends = _clock(found[5], found[6], found[7], found[8])
    if found[5] is None and found[1] in _LATER and int(found[6]) > int(found[2]):
        ends = _clock(found[1], found[6], found[7], found[8])  # `下午2点到4点`, not `晚上10点到6点`
    return (begins, ends) if begins and ends and begins != ends else None


def _clock(part: str | None, hour: str, minute: str | None, half: str | None) -> str:
    """`下午4点` as `16:00`; empty where there is no such hour."""
    h, m = int(hour), 30 if half else int(minute or 0)
    if part in _LATER and h < NOON:
        h += NOON
    if h > A_DAY or m >= 60 or (h == A_DAY and m):  # noqa: PLR2004 - minutes of an hour
        return ""
    return f"{h % A_DAY:02}:{m:02}"


def _count(word: str) -> int:
    return int(digits(word) or 0)


def names(text: str) -> list[str]:
    """The people of a pasted list, each once; numbers before and phones behind them fall away."""
    parts = (_one_name(part) for part in _SEPARATE.split(_width(text)))
    return list(dict.fromkeys(name for name in parts if name))[:MOST_NAMES]


def _one_name(part: str) -> str:
    name = clean(re.sub(r"^\d+[.):]?|\d{5,}|[()\[\]]", "", part)).strip()
    return name if len(name) > 1 and len(name) <= LONGEST_NAME and not name.isdigit() else ""


def wishes(text: str, now: datetime, calendar: Calendar) -> list[tuple[str, Wish]]:
    """`王芳 周六不行`, `李四 12月5日尽量不`, `张三 夜班不行`: who cannot when.

    Raises:
        LineUnclear: with the first line that cannot be read.

    """
    found = []
    for row in (_width(row) for row in text.splitlines() if row.strip()):
        name, _, rest = row.partition(" ")
        wish = wish_said(rest, now, calendar)
        if not name or wish is None:
            raise LineUnclear(line=row[:40])
        found.append((name, wish))
    return found[:MOST_NAMES]


def wish_said(text: str, now: datetime, calendar: Calendar) -> Wish | None:
    """When somebody cannot, in their words; None where no time is named or nothing is refused."""
    plain = normal(text)
    if not _CANNOT.search(plain):
        return None
    hard, hour = not _SOFT.search(plain), _shift_of(plain)
    weekly = _WEEKDAY.search(plain)
    if weekly and not re.search(r"[这下本]个?(?:周|星期|礼拜)", plain):
        day = "一二三四五六日".index(weekly[1].replace("天", "日").replace("末", "六"))
        return Wish(weekday=day, hour=hour, hard=hard)
    when = when_said(_SHIFT.sub("", plain), now, calendar)
    if when is not None and when.dated:
        return Wish(day=when.day, hour=hour, hard=hard)
    return Wish(hour=hour, hard=hard) if hour else None


def _shift_of(plain: str) -> str:
    found = _SHIFT.search(plain)
    if found:
        return f"{int(found[1] or found[3]) % A_DAY:02}:{found[2] or '00'}"
    return NIGHT if _NIGHT.search(plain) else ""
