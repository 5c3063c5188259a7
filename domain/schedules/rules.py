"""Reading what an office writes: 每月7号, 每周三, 9:00-11:00, 提前3天9点."""

import re
import unicodedata
from datetime import datetime, time

from domain.numerals import digits
from domain.schedules import lunar
from domain.schedules.model import DEFAULT_OFFSETS, Offset, Policy

WEEKDAYS = {"一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU"}
_ORDER = "一二三四五六日"
_WEEK = r"(?:周|星期|礼拜)"
_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_AND = r"[、,/和及与]"
CERTAIN = 28  # every month has this day; later ones are clipped to the month's end
MONTHS = 12
LONGEST = 31
LATE_MORNING = 11  # 中午11点 is before noon


class BadSchedule(ValueError):  # noqa: N818 - reads as what it is
    """A rule, time or reminder cannot be read; its words quote what was written."""


class LunarDate(BadSchedule):
    """Perhaps a date of the lunar calendar (初七 is not 7号): a person has to say what is meant."""


def parse_rule(text: str) -> str:
    """Turn plain words, or an RRULE, into an RRULE; a lunar one says so (`RSCALE=CHINESE`).

    Days 29 to 31 clip to the month's end, unless the words say that such a month is left out.

    Raises:
        LunarDate: it may name a day of the lunar calendar, or may not: `每月初七`.
        BadSchedule: it cannot be read.

    """
    plain = _plain(text)
    if "FREQ=" in plain.upper():
        return _checked(plain.upper())
    if lunar.named(plain):
        found = lunar.rule_of(plain)
        if found:
            return found
        raise BadSchedule(text) if lunar.certain(plain) else LunarDate(text)
    if only := _LEFT_OUT.fullmatch(plain):
        return _unclipped(only[1], text)
    for read in (_daily, _yearly, _monthly_by_weekday, _monthly, _weekly):
        found = read(plain)
        if found:
            return found
    raise BadSchedule(text)


def _plain(text: str) -> str:
    """Full width, politeness and blanks away; one word for Sunday."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(rf"({_WEEK}(?:{_AND}?[一二三四五六])*{_AND}?)[天]", r"\1日", text)


_LEFT_OUT = re.compile(
    r"(.+[号日])[(,]?(?:没有(?:这天|这一天|\d\d[号日])?的?(?:月份?|月)?就?不办|没有就不办)\)?"
)


def _unclipped(words: str, text: str) -> str:
    """`每月31号,没有就不办`: months without the day are left out."""
    found = re.fullmatch(rf"{_MONTHLY}({_NUMBER})[号日]", words)
    if not found:
        raise BadSchedule(text)
    return f"FREQ=MONTHLY{_months(found)};BYMONTHDAY={_whole(found[4], LONGEST, text)}"


def _checked(rule: str) -> str:
    """An RRULE as written, once it is known to be one for days."""
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - only where an RRULE is written

    rule = rule.removeprefix("RRULE:").rstrip(";")
    if rule.startswith(lunar.MARK):
        if not lunar.checked(rule):
            raise BadSchedule(rule)
        return rule
    # Days are counted here, not instants: an end is that day's end.
    rule = re.sub(r"UNTIL=(\d{8})(?:T\d{6})?Z?", r"UNTIL=\1T235959", rule)
    if not re.search(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)", rule) or "DTSTART" in rule:
        raise BadSchedule(rule)
    start = datetime(2024, 1, 1)  # noqa: DTZ001 - a day, not an instant
    try:
        rrulestr(rule, dtstart=start)
        ever = rrulestr(re.sub(r";?UNTIL=[^;]*", "", rule), dtstart=start)
    except (ValueError, KeyError, TypeError) as error:
        raise BadSchedule(rule) from error
    if next(iter(ever), None) is None:  # the 30th of February
        raise BadSchedule(rule)
    return rule


def _daily(text: str) -> str | None:
    return "FREQ=DAILY" if re.fullmatch(r"每[天日]", text) else None


def _yearly(text: str) -> str | None:
    """`每年10月1日`."""
    found = re.fullmatch(rf"每年({_NUMBER})月({_NUMBER})[号日]", text)
    if not found:
        return None
    month, day = _whole(found[1], MONTHS, text), _whole(found[2], LONGEST, text)
    return f"FREQ=YEARLY;BYMONTH={month};{_month_days([day], text)}"


_MONTHLY = r"(?:(每个?月|逢)|(每个?)?([单双])月)的?"


def _months(found: re.Match[str]) -> str:
    """`单月` and `双月` are six of the twelve."""
    if not found[3]:
        return ""
    first = 1 if found[3] == "单" else 2
    return f";BYMONTH={','.join(str(month) for month in range(first, MONTHS + 1, 2))}"


def _monthly(text: str) -> str | None:
    """`每月7号`, `每月7号和21号`, `每月最后一天`."""
    found = re.fullmatch(rf"{_MONTHLY}(?:(最后一[天日]|月?底)|(.+)[号日])", text)
    if not found:
        return None
    if found[4]:
        return f"FREQ=MONTHLY{_months(found)};BYMONTHDAY=-1"
    named = re.split(rf"[号日]?{_AND}", found[5])
    if not all(re.fullmatch(_NUMBER, day) for day in named):
        return None
    days = sorted({_whole(day, LONGEST, text) for day in named})
    return f"FREQ=MONTHLY{_months(found)};{_month_days(days, text)}"


def _month_days(days: list[int], text: str) -> str:
    """Days of a month; one that not every month has is the last day there where it is missing."""
    listed = ",".join(map(str, days))
    late = [day for day in days if day > CERTAIN]
    if not late:
        return f"BYMONTHDAY={listed}"
    if len(late) > 1:
        raise BadSchedule(text)
    # 15 and 30: of the days 15, 28, 29 and 30 that a month has, the first and the last.
    sure = [day for day in days if day <= CERTAIN]
    every = ",".join(map(str, sorted({*sure, *range(CERTAIN, late[0] + 1)})))
    places = ",".join([*(str(n + 1) for n in range(len(sure))), "-1"])
    return f"BYMONTHDAY={every};BYSETPOS={places}"


def _monthly_by_weekday(text: str) -> str | None:
    """`每月第一个周六`, `每月第一、三个周日`, `每月最后一个周六`."""
    found = re.fullmatch(
        rf"{_MONTHLY}(最后一|倒数第{_NUMBER}|第.+?)个?{_WEEK}([一二三四五六日])", text
    )
    if not found:
        return None
    day = WEEKDAYS[found[5]]
    places = ",".join(f"{place}{day}" for place in _places(found[4], text))
    return f"FREQ=MONTHLY{_months(found)};BYDAY={places}"


def _places(words: str, text: str) -> list[int]:
    if words == "最后一":
        return [-1]
    if words.startswith("倒数第"):
        return [-_whole(words[3:], 5, text)]
    return [_whole(word.strip("第个"), 5, text) for word in re.split(_AND, words)]


def _weekly(text: str) -> str | None:
    """`每周三`, `每周一、三、五`, `每周一到周五`, `每周末`, `隔周三`."""
    found = re.fullmatch(rf"(每|逢|隔|每两|每隔一){_WEEK}的?(.+)", text)
    if not found:
        return None
    every = ";INTERVAL=2" if found[1] in ("隔", "每两", "每隔一") else ""
    days = _week_days(found[2])
    return f"FREQ=WEEKLY{every};BYDAY={','.join(days)}" if days else None


def _week_days(words: str) -> list[str]:
    if words == "末":
        return ["SA", "SU"]
    words = re.sub(_WEEK, "", words)
    span = re.fullmatch(r"([一二三四五六日])[到至\-~]([一二三四五六日])", words)
    if span:
        first, last = _ORDER.index(span[1]), _ORDER.index(span[2])
        return [WEEKDAYS[mark] for mark in _ORDER[first : last + 1]]
    marks = re.sub(_AND, "", words)
    if not marks or set(marks) - set(_ORDER):
        return []
    return [WEEKDAYS[mark] for mark in _ORDER if mark in marks]


def _whole(word: str, most: int, text: str) -> int:
    number = int(digits(word) or 0)
    if not 1 <= number <= most:
        raise BadSchedule(text)
    return number


_HALVES = {
    "凌晨": 0,
    "早上": 0,
    "早晨": 0,
    "上午": 0,
    "中午": 12,
    "下午": 12,
    "傍晚": 12,
    "晚上": 12,
}
_CLOCK = re.compile(
    rf"({'|'.join(_HALVES)})?({_NUMBER})(?::(\d{{2}})|[点时](半|一刻|三刻|(?:{_NUMBER}|[零〇]\w)分?)?整?)"
)
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}


def parse_time(text: str) -> tuple[time, time | None]:
    """Read when something begins and, where it says so, ends: `9:00`, `上午9点`, `09:00-11:00`.

    Raises `BadSchedule`.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    first, _, last = re.sub(r"[-~—–至到]+", "-", plain).partition("-")
    start = _clock(first, text)
    if not last:
        return start, None
    end = _clock(last, text)
    if end <= start and not re.match("|".join(_HALVES), last) and end.hour < MONTHS:
        end = end.replace(hour=end.hour + 12)  # 下午2点到4点
    if end <= start:
        raise BadSchedule(text)
    return start, end


def _clock(words: str, text: str) -> time:
    # A spreadsheet's own times come as 09:00:00.
    found = _CLOCK.fullmatch(re.sub(r"^(\d{1,2}:\d{2}):00$", r"\1", words))
    if not found:
        raise BadSchedule(text)
    hour = int(digits(found[2]) or 0)
    if found[1] and hour < MONTHS and not (found[1] == "中午" and hour >= LATE_MORNING):
        hour += _HALVES[found[1]]
    said = found[3] or found[4] or "0"
    minute = _MINUTES.get(said) or int(digits(said.removesuffix("分").lstrip("零〇")) or 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise BadSchedule(text) from error


_BEFORE = re.compile(
    rf"(?:当[天日]|[dD]-?0|0[dD天])\s*的?\s*(?P<today>.+)"
    rf"|(?:提前|[dD]-?|前|-)?\s*(?P<days>{_NUMBER})"
    rf"(?:\s*个?(?:天|日|[dD])\s*之?前?\s*的?\s*|\s+)(?P<at>.+)"
)


def parse_offsets(text: str) -> tuple[Offset, ...]:
    """Read when a date is announced: `提前3天9:00;当天8:30`; nothing is the default.

    Raises `BadSchedule`.
    """
    parts = [
        part for part in re.split(r"[;、,\n]", unicodedata.normalize("NFKC", text)) if part.strip()
    ]
    if not parts:
        return DEFAULT_OFFSETS
    return tuple(sorted({_offset(part) for part in parts}, reverse=True))


def _offset(part: str) -> Offset:
    """One of them, its hour after a blank or a word: `3d 09:00`, `3天前9点`, `当天8:30`."""
    found = _BEFORE.fullmatch(part.strip())
    if not found:
        raise BadSchedule(part)
    if found["today"]:
        return Offset(0, parse_time(found["today"])[0])
    return Offset(int(digits(found["days"]) or 0), parse_time(found["at"])[0])


_POLICIES = {
    "照常": Policy.KEEP, "保留": Policy.KEEP, "不变": Policy.KEEP,
    "跳过": Policy.SKIP, "取消": Policy.SKIP, "停办": Policy.SKIP,
    "提前": Policy.PREVIOUS, "前移": Policy.PREVIOUS,
    "顺延": Policy.NEXT, "推迟": Policy.NEXT, "后移": Policy.NEXT,
    "询问": Policy.ASK, "问": Policy.ASK,
}  # fmt: skip


def parse_policy(text: str, default: Policy) -> Policy:
    """Read what happens on a day off: `next`, `顺延`; nothing is the default.

    Raises `BadSchedule`.
    """
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if not word:
        return default
    try:
        return _POLICIES.get(word) or Policy(word)
    except ValueError as error:
        raise BadSchedule(text) from error
