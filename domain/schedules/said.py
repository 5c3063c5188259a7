"""What an officer writes in chat: `每月7号上午9点 西流湾社区 义务理发、磨刀`, `这个月理发师请假,改到9号`.

Facts only; whatever is read is shown back before anything is kept or said.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
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


_ASKS = re.compile(r"[??]|[吗么嘛没不]$|是不是|有没有|几号|哪天|什么时候|多久")
_MOVE = re.compile(r"(?:改|挪|推迟|延期|推|延|提前|调整|调)(?:到|至|为|成|在)")
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


def names_hour(words: str) -> bool:
    """Whether an hour is named as well, which a date alone cannot take along."""
    return re.search(r"\d点|[一二三四五六七八九十]点|\d:\d\d|上午|下午|晚上", words) is not None


def _next_month(day: date) -> date:
    first = day.replace(day=1)
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
