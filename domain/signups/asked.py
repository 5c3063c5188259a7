"""`接龙 12月5日上午10点 包饺子 社区一楼 20人`: what an officer opens in plain words."""

import re
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import Calendar
from domain.dates_said import when_said
from domain.signups.words import passed

_ASKED = re.compile(r"^(?:开|发起?|新)?一?个?接[龙龍](?:报名|報名)?[::,,\s]+(\S.*)$")
_PLACES = re.compile(r"^(?:名额|名額|限)?(\d{1,4})(?:个?人|個?人|位|[个個]?名[额額])$")
_HOME = re.compile(r"^(?:一|每)[户戶](?:最多|限)?(\d{1,2})(?:人|位|[个個])$")
_CONDITION = re.compile(r"岁|歲|限|自带|自帶|请带|請帶")
_NAMED = re.compile(r"^(?:显示|顯示)?姓(?:和|跟|加)?[楼樓][栋棟]$")
_BETWEEN = re.compile(r"[\s,,、;;。]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an officer said; what is missing is as usual."""

    title: str
    at: datetime
    place: str
    places: int | None
    per_household: int | None
    conditions: str
    named: bool
    """Whether the group sees surname and building."""


def asked(text: str, now: datetime, calendar: Calendar) -> Asked | None:
    """Read it; None where a line opens no sign-up, or says no day or nothing to come to."""
    found = _ASKED.match(text.strip())
    if found is None or passed(text) is not None:
        return None
    words = [word for word in _BETWEEN.split(found[1]) if word]
    places, home = _number(_PLACES, words), _number(_HOME, words)
    plain = [word for word in words if not any(p.match(word) for p in (_PLACES, _HOME, _NAMED))]
    when = when_said(" ".join(plain), now, calendar)  # else `10点 20人` would be twenty past ten
    rest = _BETWEEN.split(when.rest) if when and when.dated and when.rest else []
    said = [word for word in rest if not _CONDITION.search(word)]
    if when is None or not said:
        return None
    return Asked(
        said[0], when.begins(calendar), " ".join(said[1:]), places, home,
        ",".join(word for word in rest if word not in said), any(map(_NAMED.match, words)),
    )  # fmt: skip


def _number(pattern: re.Pattern[str], words: list[str]) -> int | None:
    found = next((match for word in words if (match := pattern.match(word))), None)
    return int(found[1]) if found else None
