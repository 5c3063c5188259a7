"""What an officer writes in chat: `每月7号上午9点 西流湾社区 义务理发、磨刀`, `这个月理发师请假,改到9号`.

Facts only; whatever is read is shown back before anything is kept or said.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.dates_said import when_said
from domain.numerals import digits
from domain.schedules.rules import BadSchedule, LunarDate, parse_rule, parse_time

LONGEST_RULE, LONGEST_TIME = 26, 22  # characters
LONGEST = 200
SEVERAL = "、"
"""Between services of one date."""
_BEGINS = re.compile(r"每|逢|隔|[单双]月|农历|阴历|正月|冬月|腊月|除夕")
_GAP = " ,,;;::。、的在\u3000"
_APART = re.compile(r"[\s,;。]+")
_BRING = re.compile(r"^(?:请|要|记得)?(?:自|携|各自)?带(?:上|好)?(.+)$")


@dataclass(frozen=True, slots=True)
class Arranged:
    """A schedule as somebody put it in one line."""

    written: str
    """When, in their words."""
    rule: str | None
    """None where it may be a lunar day, or not: it has to be asked."""
    start: time | None
    end: time | None
    parts: tuple[str, ...]
    """Where and what, in the order in which they stand."""
    bring: str = ""


def arranged(text: str) -> Arranged | None:
    """A schedule from one line; None where it does not begin with what recurs."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if len(plain) > LONGEST or not _BEGINS.match(plain):
        return None
    found = _rule_at_start(plain)
    if found is None:
        return None
    written, rule, rest = found
    start, end, rest = _time_at_start(rest.lstrip(_GAP))
    parts = [part.strip("、在") for part in _APART.split(rest) if part.strip("、在")]
    brought = [_BRING.match(part) for part in parts]
    bring = next((one[1] for one in brought if one), "")
    named = tuple(part for part, one in zip(parts, brought, strict=True) if one is None)
    return Arranged(written, rule, start, end, named, bring) if named else None


def _rule_at_start(text: str) -> tuple[str, str | None, str] | None:
    """The longest beginning that says when something recurs."""
    for length in range(min(LONGEST_RULE, len(text)), 1, -1):
        words = text[:length].rstrip(_GAP)
        try:
            return words, parse_rule(words), text[length:]
        except LunarDate:
            if re.search(r"初[一二三四五六七八九十]$", words):
                return words, None, text[length:]
        except BadSchedule:
            continue
    return None


def _time_at_start(text: str) -> tuple[time | None, time | None, str]:
    for length in range(min(LONGEST_TIME, len(text)), 1, -1):
        try:
            start, end = parse_time(text[:length])
        except BadSchedule:
            continue
        return start, end, text[length:]
    return None, None, text


class Wish(StrEnum):
    """What is to become of one date."""

    MOVE = "move"
    CANCEL = "cancel"
    CONFIRM = "confirm"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Changed:
    """What somebody says about one date of something that recurs."""

    wish: Wish
    about: str
    """The words that name it and its date."""
    to: str = ""
    """The words after 改到."""
    note: str = ""
    """Why, or what is added."""
    later: timedelta | None = None
    """By how much it begins later than it would, or earlier: 推迟一个小时."""


_ASKS = re.compile(r"[??]|[吗么嘛没不]$|是不是|有没有|几号|哪天|什么时候|多久")
_WHEN = (
    r"(?:\d|[一二两三四五六七八九十]{1,2}[点号日月]|[早晚]上|[上中下]午|傍晚|[明后]天"
    r"|下?下?个?(?:周|星期|礼拜)|下个?月)"
)
_MOVE = re.compile(
    rf"(?:改|挪|推迟|延期|推|延|提前|调整|调|换)(?:到|至|为|成|在)|(?:改|挪|换|调)(?:期|时间|日子)?(?={_WHEN})"
)
_SHIFT = re.compile(
    r"(推迟|延后|推后|往后推|往后挪|晚|提前|提早|往前挪|早)"
    r"(半|\d{1,3}|[一二两三四五六]|[一二三四]?十[五]?)个?(半)?(小时|钟头|分钟?|刻钟|天|周|星期)"
    r"(?!.{0,4}(?:通知|告诉|提醒|说|报名|截止|到场?$|来))"
)
_SPANS = {
    "小时": 60,
    "钟头": 60,
    "分": 1,
    "分钟": 1,
    "刻钟": 15,
    "天": 1440,
    "周": 10080,
    "星期": 10080,
}
EVENING, NOON = 17, 12
_SOME_DAY = date(2024, 1, 1)
_CANCEL = re.compile(r"取消|停办|不办了?|暂停|停一[次回]|不搞了?|不来了")
_CONFIRM = re.compile(r"照常|照旧|照样|如期|正常(?:办|举行|进行|开展)?")
_NOTE = re.compile(r"(?:备注|补充|说明|加一句|提醒大家|告诉大家)(?:一下|一句)?[:,\s]*")
_CLAUSE = re.compile(r"[,;。!\s]+")
_DATED = re.compile(
    r"^(?:这|本|下|上)?个?(?:月|周|星期|礼拜|次|回)[一二三四五六日天]?(?:的)?|^\d{0,2}月?\d{1,2}[号日](?:的)?"
)


def changed(text: str) -> Changed | None:
    """What a line wants of one date; None where it wants nothing such, or asks."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if len(plain) > LONGEST or _ASKS.search(plain.rstrip("。!~ ")):
        return None
    if (added := _NOTE.search(plain)) and plain[added.end() :]:
        return Changed(Wish.NOTE, plain[: added.start()], note=plain[added.end() :].strip())
    if moved := _MOVE.search(plain):
        to, *after = _CLAUSE.split(plain[moved.end() :], maxsplit=1)
        before = plain[: moved.start()]
        return Changed(Wish.MOVE, before, to, _reason(before, "".join(after)))
    if shifted := _SHIFT.search(plain):
        before, why = (
            plain[: shifted.start()],
            _reason(plain[: shifted.start()], plain[shifted.end() :]),
        )
        return Changed(Wish.MOVE, before, note=why, later=_span(shifted))
    for shape, wish in ((_CONFIRM, Wish.CONFIRM), (_CANCEL, Wish.CANCEL)):
        if found := shape.search(plain):
            before = plain[: found.start()]
            why = _reason(before, plain[found.end() :]) if wish is Wish.CANCEL else ""
            return Changed(wish, plain, note=why)
    return None


def _reason(before: str, after: str) -> str:
    """The clause that says why: one that names more than the date and the thing."""
    clauses = [*_CLAUSE.split(before), *_CLAUSE.split(after)]
    told = [_DATED.sub("", clause.strip()) for clause in clauses]
    reasons = [clause for clause in told if _WHY.search(clause)]
    return re.sub(r"^(?:因为?|由于)", "", reasons[0]) if reasons else ""


_WHY = re.compile(
    r"请假|有事|因|由于|下雨|天气|停[电水]|装修|施工|开会|出差|没空|来不了|不在|台风|降温|占用|放假"
)


_NO_NAME = re.compile(r"活动|这个?|那个?|事情?|时间|日期|安排|的|了|把|将|要|都|先|,|\s")


def nameless(about: str) -> bool:
    """Whether words name a date, or nothing, and no thing that is held on it: `这次`, `7号的`."""
    return not _NO_NAME.sub("", _DATED.sub("", about.strip(_GAP)))


def day_meant(words: str, planned: date, now: datetime, calendar: Calendar) -> date | None:
    """The day after 改到: a bare `9号` is of the date's own month, unless that has gone by."""
    plain = words.strip(" 。,的吧了")
    bare = re.match(r"(?:当月|本月|这个?月)?(\d{1,2}|[一二三四五六七八九十]{1,3})[号日]", plain)
    today = calendar.day_of(now)
    if bare and "月" not in plain:
        number = int(digits(bare[1]) or 0)
        for month in (planned, _next_month(planned)):
            try:
                day = month.replace(day=number)
            except ValueError:
                continue
            if day >= today:
                return day
        return None
    said = when_said(words, now, calendar)
    return said.day if said and said.dated else None


def hour_meant(
    words: str, usual: time, now: datetime, calendar: Calendar
) -> tuple[time, time | None] | None:
    """The hour after 改到, and its end where one is said; None where no hour is named.

    `7点` without a part of the day is the one that is nearer to the usual hour. Raises `BadSchedule`
    where only a part of the day is named.
    """
    said = when_said(words, now, calendar)
    if said is None or (said.at is None and said.half is None):
        return None
    if said.at is None:
        raise BadSchedule(words)
    if said.half is None and usual.hour >= EVENING and said.at.hour < NOON:
        later = [one and _moved(one, timedelta(hours=NOON)) for one in (said.at, said.until)]
        return later[0] or said.at, later[1]
    return said.at, said.until


def _moved(at: time, by: timedelta) -> time | None:
    """An hour so much later or earlier; None where that is another day."""
    then = datetime.combine(_SOME_DAY, at) + by
    return then.time() if then.date() == _SOME_DAY else None


def shifted(
    planned: date, start: time, end: time | None, by: timedelta
) -> tuple[date, time | None, time | None]:
    """A date so many days or hours later; the hour is None where it stays, or cannot be meant."""
    if by % timedelta(days=1) == timedelta():
        return planned + by, None, None
    return planned, _moved(start, by), _moved(end, by) if end else None


def _span(found: re.Match[str]) -> timedelta:
    """By how much something is put off; earlier counts down."""
    amount = 0.5 if found[2] == "半" else int(digits(found[2]) or 0) + 0.5 * bool(found[3])
    by = timedelta(minutes=amount * _SPANS[found[4]])
    return -by if re.search("早|提前|前", found[1]) else by


def _next_month(day: date) -> date:
    first = day.replace(day=1)
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
