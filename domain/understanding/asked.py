"""What a worker writes when something cannot be done in time: until when, why, who acts on it outside.

Everything may stand in one line (`零件要等货,改到12月8日`) or come piece by piece; what is still missing
is asked for.
"""

import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.calendar import Calendar
from domain.dates_said import When, when_said
from domain.tickets.delays import Grounds
from domain.understanding.plain import normal


class Delay(StrEnum):
    """What an owner may do about a thing that cannot be done in time."""

    EXTENSION = "extension"
    SUSPENSION = "suspension"
    FORWARD = "forward"


NEEDS = {
    Delay.EXTENSION: ("until", "words"),
    Delay.SUSPENSION: ("grounds", "until", "words"),
    Delay.FORWARD: ("unit", "words", "until"),
}
"""What each of them needs, in the order in which it is asked for."""
_OPENING = {
    Delay.EXTENSION: re.compile(
        r"^(?:我?(?:想|要|得|需要|申请|请求)*)(?:延期|宽限|延长(?:期限)?|延到)"
    ),
    Delay.SUSPENSION: re.compile(r"^(?:我?(?:想|要|先|得|申请)*)挂账"),
    Delay.FORWARD: re.compile(r"^(?:我?(?:想|要|先|得|已经?|申请)*)转(?:给|到)?外单位"),
}
_GROUNDS = {
    Grounds.FUNDS: r"资金|维修基金|经费|没钱|拨款|缺钱|等钱",
    Grounds.PROJECT: r"立项|改造|老旧小区|列入计划|规划|大修",
    Grounds.SEASON: r"季节|开春|天暖|天气|雨季|汛期|冬天|夏天|化冻|移栽|过了冬",
    Grounds.LAW: r"法律|诉讼|官司|法院|仲裁|起诉|执法程序|行政复议|鉴定",
    Grounds.LEGACY: r"历史遗留|遗留问题|老问题|开发商(?:跑|倒闭|没了)|产权不清",
    Grounds.OWNERS: r"业主.{0,6}(?:同意|表决|投票|签字)|多数业主|业主大会|签字不够|征求意见",
}
_SENT_ON = re.compile(r"^(?:已经?|先)?(?:转|报|交|移交|上报|反映)(?:给|到|至)?(?:了)?")
_FIRST_CLAUSE = re.compile(r"^([^\s,。;;::、,]{2,20})(?:了)?[\s,。;;::、,]*(.*)$", re.DOTALL)
_EDGES = " ,。;;::、,吧呢啊\n"
MOST_WORDS = 300  # characters of what a resident or the desk is told


@dataclass(frozen=True, slots=True)
class Asked:
    """So much of a request as has been said."""

    delay: Delay
    until: datetime | None = None
    words: str = ""
    """Why, as the resident is told; for a unit outside its own number or words."""
    grounds: Grounds | None = None
    unit: str = ""

    @property
    def missing(self) -> str | None:
        """What is asked for next."""
        return next((name for name in NEEDS[self.delay] if not getattr(self, name)), None)

    def knowing(self, **said: Any) -> "Asked":
        """With what a button said."""
        return replace(self, **said)

    def packed(self) -> dict[str, Any]:
        """As JSON, to wait for the next words in a question's facts."""
        return {**asdict(self), "until": self.until.isoformat() if self.until else None}

    def filled(self, text: str, now: datetime, calendar: Calendar) -> "Asked":
        """With what these words add; what was known already stays."""
        when = when_said(text, now, calendar)
        when = when if when and when.dated else None
        rest = (when.rest if when else text).strip(_EDGES)
        made = replace(self, until=self.until or (self._moment(when, calendar) if when else None))
        if self.delay is Delay.SUSPENSION and made.grounds is None:
            return replace(made, grounds=grounds_in(text))
        if self.delay is Delay.FORWARD and not made.unit:
            unit, rest = _unit(rest)
            made = replace(made, unit=unit)
        return replace(made, words=made.words or rest[:MOST_WORDS])

    def _moment(self, when: When, calendar: Calendar) -> datetime:
        """Done by the end of the day; looked at again, or chased, in its morning."""
        return when.ends(calendar) if self.delay is Delay.EXTENSION else when.begins(calendar)


def _unit(words: str) -> tuple[str, str]:
    """`转供电公司了 受理号8801`: the unit, and what else was said."""
    found = _FIRST_CLAUSE.match(_SENT_ON.sub("", words))
    if found is None:
        return "", words
    return found[1].removesuffix("了"), found[2].strip(_EDGES)


def unpacked(facts: dict[str, Any]) -> Asked:
    """The request that waited for more words."""
    until, grounds = facts["until"], facts["grounds"]
    return Asked(
        Delay(facts["delay"]),
        datetime.fromisoformat(until) if until else None,
        facts["words"],
        Grounds(grounds) if grounds else None,
        facts["unit"],
    )


def grounds_in(words: str) -> Grounds | None:
    """Why it cannot be done now, where the words fit one of the list."""
    plain = normal(words)
    return next((why for why, like in _GROUNDS.items() if re.search(like, plain)), None)


def opens(text: str, now: datetime, calendar: Calendar) -> Asked | None:
    """`延期到12月8日,零件要等货`, `挂账`: a worker asks for it without pressing a button."""
    plain = normal(text)
    for delay, opening in _OPENING.items():
        found = opening.match(plain)
        if found:
            return Asked(delay).filled(plain[found.end() :], now, calendar)
    return None


_GRANTED = re.compile(
    r"^(?:我)?(?:同意|批准|批了|准了|准|可以|行|好的?|没问题|ok)[吧了的啊。!,\s]*$"
)
_NOT_GRANTED = re.compile(
    r"^(?:我)?(?:不同意|不批准?|不准|不行|不可以|不能延|驳回|不好)[吧了的啊]*[,。,!\s]*(.*)$"
)


def granted(text: str) -> tuple[bool, str] | None:
    """Whether somebody grants what was asked of them, and why not; None where it is no answer."""
    plain = normal(text)
    if _GRANTED.match(plain):
        return True, ""
    found = _NOT_GRANTED.match(plain)
    return (False, found[1].strip(_EDGES)) if found else None
