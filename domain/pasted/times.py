"""When something was said, as WeChat, WeCom write it: `昨天 19:03`, `2026/11/25 7:03 PM`."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import IntEnum

HALF = r"上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|[AaPp]\.?[Mm]\.?"
CLOCK = rf"(?:(?:{HALF})\s*)?\d{{1,2}}[:\uff1a]\d{{2}}(?:[:\uff1a]\d{{2}})?(?:\s*(?:{HALF}))?"
WEEKDAYS = "一二三四五六日天"
ISO = r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?"
DAY = rf"(?:{ISO}|\d{{1,2}}(?:月\d{{1,2}}日|[-/]\d{{1,2}})|今天|昨天|前天|(?:星期|周)[{WEEKDAYS}])"
WHEN = rf"(?:{DAY}(?:\s*(?:星期|周)[{WEEKDAYS}])?[,\uff0c\s]*)?{CLOCK}"

_DAY, _CLOCK, _ISO = re.compile(DAY), re.compile(CLOCK), re.compile(ISO)
_HALF, _NUMBERS = re.compile(HALF), re.compile(r"\d+")
_AGO = {"今天": 0, "昨天": 1, "前天": 2}
NOON, MIDDAY = 12, 11
"""Hours: from the second on `中午` is not yet the afternoon."""


class Form(IntEnum):
    """How fully a time is written; all of one copy are written alike."""

    SHORT = 0
    """`19:03`, `昨天 19:03`, `11月25日 19:03`."""
    FULL = 1
    """With its year."""


@dataclass(frozen=True, slots=True)
class When:
    """A local day and minute, as far as they are known."""

    day: date | None = None
    clock: time | None = None

    def __str__(self) -> str:
        """The same instant reads the same, however it was written: seconds are only in some copies."""
        return f"{self.day or ''}T{self.clock:%H:%M}" if self.clock else ""


UNKNOWN = When()


def form_of(text: str) -> Form:
    """How fully a time is written."""
    return Form.FULL if _ISO.search(text) else Form.SHORT


def when_of(text: str, today: date, day: date | None = None) -> When:
    """The time that is written; `day` is what a separator above it said."""
    said = _DAY.search(text)
    rest = text[said.end() :] if said else text
    clock = _CLOCK.search(rest)
    found = day_of(said.group(), today) if said else day
    return When(found or (None if said else today), _clock(clock.group()) if clock else None)


def day_of(text: str, today: date) -> date | None:
    """The day that is written, the last one that has been; None where there is no such day."""
    if text in _AGO:
        return today - timedelta(days=_AGO[text])
    if text[-1] in WEEKDAYS and text[:-1] in ("星期", "周"):
        weekday = min(WEEKDAYS.index(text[-1]), 6)
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    year, month, of_month = numbers if len(numbers) > 2 else (today.year, *numbers)  # noqa: PLR2004
    try:
        found = date(year, month, of_month)
        return found if len(numbers) > 2 or found <= today else found.replace(year=year - 1)  # noqa: PLR2004
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    half = _HALF.search(text)
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    hour, minute = numbers[0], numbers[1]
    named = half.group().upper().replace(".", "") if half else ""
    if (
        named in ("下午", "傍晚", "晚上", "中午", "PM")
        and hour < NOON
        and not (named == "中午" and hour >= MIDDAY)
    ):
        hour += NOON
    if named in ("上午", "凌晨", "清晨", "早上", "AM") and hour == NOON:
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        return None
