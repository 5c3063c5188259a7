"""A day and an hour as people say them: `12月8日`, `下周二`, `后天下午`, `3天后`, `下午四点半`.

For answers to "until when?" and "when will you be there?": what is meant lies ahead, so `8号` said on
the 10th is next month's. Nothing is guessed where no day can be made out: it is asked again.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from domain.calendar import SATURDAY, Calendar
from domain.numerals import digits
from domain.schedules.questions import one_script, read_asked
from domain.schedules.rules import BadSchedule, parse_time


class Half(Enum):
    """A part of a day: from when to when, as far as a promise goes."""

    MORNING = (time(8, 30), time(12))
    NOON = (time(12), time(14))
    AFTERNOON = (time(14), time(17, 30))
    EVENING = (time(18), time(20, 30))  # domain rules f.3: from then on people rest


@dataclass(frozen=True, slots=True)
class When:
    """What somebody's words say about time."""

    day: date
    at: time | None = None
    """The hour, where one was named; of a stretch of hours its beginning."""
    until: time | None = None
    """The end of a stretch of hours: `下午2点到4点`."""
    half: Half | None = None
    """The part of the day, where one was named."""
    dated: bool = True
    """Whether a day was named; an hour alone means the next such hour."""
    rest: str = ""
    """The other words, such as the reason that stood beside the date."""

    def begins(self, calendar: Calendar) -> datetime:
        """The first instant that is meant: when somebody will be there."""
        first = self.half.value[0] if self.half else calendar.hours.sessions[0][0]
        return calendar.instant(self.day, self.at or first)

    def ends(self, calendar: Calendar) -> datetime:
        """The last instant that is meant: by when something is done."""
        last = self.half.value[1] if self.half else calendar.hours.closing
        return calendar.instant(self.day, self.until or self.at or last)


@dataclass(frozen=True, slots=True)
class _Named:
    """A day, and where in the words it stands."""

    day: date
    span: tuple[int, int]
    at: time | None = None
    """The hour, where it was counted from now: `半小时后`."""
    half: Half | None = None
    """`今晚` names a part of the day, too."""


@dataclass(frozen=True, slots=True)
class _Words:
    """A line without blanks and in one script, and the way back to how it was written."""

    written: str
    plain: str
    places: tuple[int, ...]
    """Of each character of `plain`, where it stands in `written`."""

    @classmethod
    def of(cls, text: str) -> "_Words":
        written = unicodedata.normalize("NFKC", text).strip()
        places = tuple(n for n, mark in enumerate(written) if not mark.isspace())
        plain = one_script(written)
        same = len(plain) == len(places)
        return cls(written, plain if same else "".join(written[n] for n in places), places)

    def without(self, *spans: tuple[int, int]) -> str:
        """What is left as it was written; the words that only tied the date in go with it."""
        gone = {self.places[n] for start, end in spans for n in range(start, end)}
        marks = ("\0" if n in gone else mark for n, mark in enumerate(self.written))
        parts = re.split(r"\0+", _TIES.sub("", "".join(marks)))
        return " ".join(kept for part in parts if (kept := part.strip(_EDGES)))


_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_NO_HOUSE = r"(?!楼|栋|幢|院|门|桌|线|店|单元)"
_HALVES = {
    "早上": Half.MORNING, "早晨": Half.MORNING, "上午": Half.MORNING, "早": Half.MORNING,
    "中午": Half.NOON, "下午": Half.AFTERNOON, "傍晚": Half.EVENING, "晚上": Half.EVENING,
    "晚": Half.EVENING,
}  # fmt: skip
_SPOKEN = {Half.MORNING: "上午", Half.NOON: "中午", Half.AFTERNOON: "下午", Half.EVENING: "晚上"}
_PART = "(?:早上|早晨|上午|中午|下午|傍晚|晚上)"
_WRITTEN = re.compile(
    rf"(?:(20\d\d)[年./-])?(?<![\d.])({_N})(?:月份?|[./]|(?<=20\d\d-\d)-|(?<=20\d\d-\d\d)-)({_N})"
    rf"(?:[日号]|(?![\d.:点元块天个小楼栋幢号单户米%层月年])){_NO_HOUSE}"
    r"(?:\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?"
)
_NUMBERED = re.compile(rf"(?:(?:这|本|下下|下)个?月的?|(?<![月\d])){_N}[号日]{_NO_HOUSE}")
_NEAR = re.compile(r"(大后|后|明|今)(?:[天日]|(?=早|晚))(?:一?(早)(?!上|晨)|(晚)(?!上))?")
_DAYS_ON = {"今": 0, "明": 1, "后": 2, "大后": 3}
_WEEKLY = re.compile(r"(下下|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天末])")
_WEEK = "一二三四五六日"
_SPAN = rf"({_N}|半)个?(半)?(工作日|天|日|周|星期|礼拜|月|小时|钟头|分钟)"
_LATER = re.compile(rf"{_SPAN}(?:之?后|以后|之?内|以内|就?到)")
_MORE = re.compile(rf"(?:(?:再|要|过|给|延长|延期|延|推迟|宽限|等)(?:我们?)?)+{_SPAN}")
_LENGTHS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "工作日": 1}
_HOURS = {"小时": 60, "钟头": 60, "分钟": 1}
_MONTH_END = re.compile(r"(下个?)?月底|(年底)")
_CLOCK = rf"{_N}(?::\d\d|点(?:半|一刻|三刻|整|[零〇]?{_N}分?)?)"
_HOUR = re.compile(rf"{_PART}?{_CLOCK}(?:[-~—到至]{_PART}?{_CLOCK})?")
_AIMED, _BY = re.compile(r"(?:到|至|改|延)(?:在|为)?$"), re.compile("之?前|以前")
_TIES = re.compile(
    r"(?<=\0)(?:之?前|以前|左右)?才?能?(?:办|修|弄|做)?[好完]?(?=$|[,。;])"
    r"|(?:请|想)?(?:改|延期|延|推迟)?[到至](?=\0)"
)
_EDGES = " ,。.;;、:~\n"
DAYTIME = range(1, 7)  # said without a part of the day, these hours are the afternoon's
LONG_PAST = timedelta(days=180)  # in December the 8th of January is the next one
NOON, DECEMBER = 12, 12


def when_said(text: str, now: datetime, calendar: Calendar) -> When | None:
    """Read a day, an hour or both from somebody's words; None where there is neither."""
    words, local = _Words.of(text), calendar.local(now)
    day = _aimed_at(words.plain, list(_days(words.plain, local, calendar)))
    if day is None:
        return _next_hour(words, local)
    start, end = day.span
    left = words.plain[:start] + "\0" * (end - start) + words.plain[end:]
    hour = _hour(left, day.half)
    return When(
        day.day, day.at or hour.at, hour.until, hour.half, rest=words.without(day.span, hour.span)
    )


def _aimed_at(text: str, days: list[_Named]) -> _Named | None:
    """Of several days the one that is aimed at (`改到…`, `…前`), else the first; the longer word wins."""
    aimed = [
        day for day in days
        if _AIMED.search(text[: day.span[0]]) or _BY.match(text[day.span[1] :])
    ]  # fmt: skip
    return min(aimed or days, key=lambda day: (day.span[0], -day.span[1]), default=None)


def _days(text: str, local: datetime, calendar: Calendar) -> Iterator[_Named]:
    today = local.date()
    readers = (
        (_WRITTEN, _written), (_NUMBERED, _numbered), (_WEEKLY, _weekday), (_MONTH_END, _month_end),
    )  # fmt: skip
    for pattern, read in readers:
        for found in pattern.finditer(text):
            if (day := read(found, today)) is not None:
                yield _Named(day, found.span())
    for found in _NEAR.finditer(text):
        half = _HALVES.get(found[2] or found[3] or "")
        yield _Named(today + timedelta(days=_DAYS_ON[found[1]]), found.span(), half=half)
    for pattern in (_LATER, _MORE):
        for found in pattern.finditer(text):
            yield _from_now(found, local, calendar)


def _number(word: str) -> int:
    return int(digits(word) or 0)


def _written(found: re.Match[str], today: date) -> date | None:
    """`12月8日`, `12/8`, `2026-12-08`; without a year the next one, unless it has just gone by."""
    year, month, day = int(found[1] or today.year), _number(found[2]), _number(found[3])
    try:
        named = date(year, month, day)
        if not found[1] and today - named > LONG_PAST:
            named = named.replace(year=year + 1)
    except ValueError:
        return None
    return named


def _numbered(found: re.Match[str], today: date) -> date | None:
    """`8号`, `下个月8号`; a number that has gone by this month is next month's."""
    asked = read_asked(found[0], today)
    month = asked.month or today.replace(day=1)
    try:
        named = month.replace(day=asked.day or 0)
        if named < today and "月" not in found[0]:
            return (month + timedelta(days=31)).replace(day=named.day)
    except ValueError:
        return None
    return named


def _weekday(found: re.Match[str], today: date) -> date:
    """`下周二`; without "this" or "next" the first such day after today; a weekend is its Saturday."""
    if found[1] and (day := read_asked(found[0], today).exact):
        return day
    wanted = SATURDAY if found[2] == "末" else _WEEK.index(found[2].replace("天", "日"))
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _month_end(found: re.Match[str], today: date) -> date:
    month = DECEMBER if found[2] else today.month + bool(found[1])
    after = date(today.year + month // DECEMBER, month % DECEMBER + 1, 1)
    return after - timedelta(days=1)


def _from_now(found: re.Match[str], local: datetime, calendar: Calendar) -> _Named:
    """`3天后`, `再给5天`, `两周内`, `半小时后`, `3个工作日内`."""
    amount = 0.5 if found[1] == "半" else _number(found[1]) + 0.5 * bool(found[2])
    unit, span = found[3], found.span()
    if unit in _HOURS:
        then = (local + timedelta(minutes=amount * _HOURS[unit])).replace(second=0, microsecond=0)
        return _Named(then.date(), span, at=then.time())
    if unit == "工作日":
        return _Named(calendar.day_of(calendar.add_working_days(local, int(amount))), span)
    return _Named(local.date() + timedelta(days=int(amount * _LENGTHS[unit])), span)


@dataclass(frozen=True, slots=True)
class _Hour:
    """An hour, a stretch of hours or a part of the day in the words; all may be missing."""

    at: time | None = None
    until: time | None = None
    half: Half | None = None
    span: tuple[int, int] = (0, 0)


def _hour(text: str, half: Half | None) -> _Hour:
    part, found = re.search(_PART, text), _HOUR.search(text)
    half = _HALVES[part[0]] if part else half
    if found is None:
        return _Hour(half=half, span=part.span() if part else (0, 0))
    spoken = "" if re.match(_PART, found[0]) or half is None else _SPOKEN[half]
    try:
        start, end = parse_time(spoken + found[0])
    except BadSchedule:
        return _Hour(half=half)
    if half is None and start.hour in DAYTIME:
        start = start.replace(hour=start.hour + NOON)
        end = end.replace(hour=end.hour + NOON) if end and end.hour < NOON else end
    if end is not None and end < start:
        end = None  # it does not go on into the next day: `1点到0点` begins at one
    return _Hour(start, end, half, found.span())


def _next_hour(words: _Words, local: datetime) -> When | None:
    """An hour without a day is the next such hour: `下午4点`, `8点`."""
    hour = _hour(words.plain, None)
    last = hour.until or hour.at or (hour.half.value[1] if hour.half else None)
    if last is None:
        return None
    tomorrow = last <= local.time()
    day = local.date() + timedelta(days=int(tomorrow))
    return When(day, hour.at, hour.until, hour.half, dated=False, rest=words.without(hour.span))
