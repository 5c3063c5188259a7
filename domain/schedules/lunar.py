"""Days of the lunar calendar, as RFC 7529 writes them: `RSCALE=CHINESE`, kept beside the solar rules.

A leap month's days are not counted twice, and the 30th of a month of 29 days is its last.
"""

import re
from collections.abc import Iterator
from datetime import date

from domain.numerals import digits

MARK = "RSCALE=CHINESE;"
MONTH_NAMES = {"正": 1, "冬": 11, "腊": 12}
LONGEST = 30
MONTHS = 12
_MONTH = r"(正|冬|腊|[一二三四五六七八九十]{1,2}|\d{1,2})月"
_ONES = "[一二三四五六七八九]"
_DAY = rf"(?:初[一二三四五六七八九十]|十{_ONES}|廿{_ONES}?|[二三]十{_ONES}?|十)"
_NAMED = re.compile(r"农历|阴历|正月|冬月|腊月|除夕|初[一二三四五六七八九十]|廿")
_SURE = re.compile(r"农历|阴历|正月|冬月|腊月|除夕")
_YEARLY = re.compile(rf"(?:每年)?(?:农历|阴历)?(?:的)?{_MONTH}({_DAY})")
_MONTHLY = re.compile(
    rf"(?:每个?月)?(?:农历|阴历)(?:每个?月)?(?:的)?({_DAY}(?:[、,/和及与]{_DAY})*)"
)
_EVE = re.compile(r"(?:每年)?(?:农历|阴历)?(?:的)?除夕")


def named(text: str) -> bool:
    """Whether words without blanks name a day of the lunar calendar."""
    return _NAMED.search(text) is not None


def certain(text: str) -> bool:
    """Whether they can mean nothing else: `正月十五`, but not a bare `初七`, which some say for 7号."""
    return _SURE.search(text) is not None


def rule_of(text: str) -> str | None:
    """A lunar rule from words: `正月十五`, `每月农历初一、十五`, `除夕`."""
    if _EVE.fullmatch(text):
        return f"{MARK}FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"
    yearly = _YEARLY.fullmatch(text)
    if yearly and certain(text):
        month = MONTH_NAMES.get(yearly[1]) or int(digits(yearly[1]) or 0)
        day = day_of(yearly[2])
        if not 1 <= month <= MONTHS or day is None:
            return None
        return f"{MARK}FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"
    monthly = _MONTHLY.fullmatch(text)
    if monthly is None:
        return None
    days = [day_of(word) for word in re.split(r"[、,/和及与]", monthly[1])]
    if any(day is None for day in days):
        return None
    return (
        f"{MARK}FREQ=MONTHLY;BYMONTHDAY={','.join(str(d) for d in sorted({d or 0 for d in days}))}"
    )


def day_of(word: str) -> int | None:
    """`初七` is 7, `廿三` is 23; None for what no month has."""
    plain = word.removeprefix("初")
    if plain.startswith("廿"):
        plain = f"二十{plain[1:]}"
    number = int(digits(plain) or 0)
    return number if 1 <= number <= LONGEST else None


def days(rule: str, start: date, end: date) -> Iterator[date]:
    """Go through the days of a lunar rule from one day to another, both counted."""
    month, wanted = _parts(rule)
    for year in range(start.year - 1, end.year + 1):
        for number, length, first in _months(year):
            if month in (None, number):
                for day in sorted({length if one < 0 else min(one, length) for one in wanted}):
                    at = date.fromordinal(first.toordinal() + day - 1)
                    if start <= at <= end:
                        yield at


def _parts(rule: str) -> tuple[int | None, list[int]]:
    parts = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    month = int(parts["BYMONTH"]) if "BYMONTH" in parts else None
    return month, [int(day) for day in parts["BYMONTHDAY"].split(",")]


def _months(year: int) -> list[tuple[int, int, date]]:
    """The twelve months of a lunar year: number, days, and the solar day of the first."""
    from lunar_python import Lunar, LunarYear  # noqa: PLC0415 - only where a lunar day is asked for

    found = []
    for month in LunarYear.fromYear(year).getMonthsInYear():
        if month.getYear() == year and not month.isLeap():
            solar = Lunar.fromYmd(year, month.getMonth(), 1).getSolar()
            first = date(solar.getYear(), solar.getMonth(), solar.getDay())
            found.append((month.getMonth(), month.getDayCount(), first))
    return found


def checked(rule: str) -> bool:
    """Whether a rule that somebody wrote is a lunar one that can be kept."""
    return (
        re.fullmatch(
            r"RSCALE=CHINESE;FREQ=(?:YEARLY;BYMONTH=(?:[1-9]|1[0-2])|MONTHLY)"
            r";BYMONTHDAY=(?:-1|(?:[1-9]|[12]\d|30)(?:,(?:[1-9]|[12]\d|30))*)",
            rule,
        )
        is not None
    )
