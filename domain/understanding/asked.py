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
_SO_MANY = r"(?:\d+|[一二两三四五六七八九十几])(?:个)?(?:工作日|天|日|周|星期|礼拜|月)"
_WISH = (
    r"^(?:我|那|这(?:个|件|事|件事)?|还|再|想|要|得|需要|必须|只能|只好|申请|请求|请|先|就|能不能|能否|可不可以|可以|可否|麻烦"
    r"|时间|日期|期限|帮我?)*"
)
_OPENING = {
    Delay.EXTENSION: re.compile(
        rf"{_WISH}(?:延期|宽限|延长(?:期限)?|延到|延后|推迟|缓到|晚到|(?:延|缓|晚|推)(?=再?{_SO_MANY}))"
    ),
    Delay.SUSPENSION: re.compile(rf"{_WISH}挂(?:账|起(?!来|风))"),
    Delay.FORWARD: re.compile(r"^(?:我?(?:想|要|先|得|已经?|申请)*)转(?:给|到)?外单位"),
}
_ASIDE = re.compile(r"(?:行不行?|行吗|可以吗|好吗|成不|好不好|一下|吗|吧|了)+[?]*$")
_NO_DAY = re.compile(
    r"^(?:改|延|推|缓)?[到至][^,。;]{1,10}$|^(?:下周|下个?月|月底|过(?:几天|两天|阵子)|改天|再说)吧?$"
)
"""A clause that should have said until when, and named no day: it is asked again, and is no reason."""
_SOME_DAYS = re.compile(r"^再?几个?(?:工作日|天|日|周|星期|礼拜|月)")
_SPAN_MORE = re.compile(rf"再?{_SO_MANY}(?!后|之后|内|以内|[\d一二三四五六七八九十])")
_CLAUSE = re.compile(r"[,。;;、!\s]+")
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
        rest = (when.rest if when else _without_day(text)).strip(_EDGES)
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


def _without_day(text: str) -> str:
    parts = [part for part in _CLAUSE.split(text) if part]
    kept = [part for part in parts if not _NO_DAY.match(part)]
    return text if len(kept) == len(parts) else ",".join(kept)


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


def opens(
    text: str, now: datetime, calendar: Calendar, *, due: datetime | None = None
) -> Asked | None:
    """`延期到12月8日,零件要等货`, `等业主投票,先挂账`: a worker asks for it without pressing a button.

    `延期三天` is three days behind the day on which it is `due`.
    """
    plain = normal(text)
    for part in _CLAUSE.finditer(f",{plain}"):
        start = part.end() - 1
        for delay, opening in _OPENING.items():
            found = opening.match(plain[start:])
            if found:
                begun = max(now, due or now) if delay is Delay.EXTENSION else now
                return _begun(delay, plain, start, start + found.end(), (now, begun), calendar)
    return None


_FINISHES = re.compile(
    r"(?:办|弄|修|换|做|装|搞|剪|清|补|接|疏通|处理|解决)(?:得)?(?:好|完|掉|了)|完成|搞定|完工|好得了"
)
_LOOSE = re.compile(
    r"最[迟晚快早]|估计|大概|可能|应该|[才就]?(?:能|会|可以|要)?(?:[办弄修换做装搞剪清](?:好|完))"
)


def promises_later(text: str, now: datetime, calendar: Calendar, due: datetime) -> Asked | None:
    """`最迟12月10号能弄好`, where it is due before: a new date, which somebody has to grant."""
    when = when_said(text, now, calendar)
    late = when is not None and when.dated and when.ends(calendar) > max(due, now)
    if not late or not _FINISHES.search(normal(text)):
        return None
    asked = Asked(Delay.EXTENSION).filled(text, now, calendar)
    words = _ASIDE.sub("", _LOOSE.sub("", asked.words)).strip(_EDGES)
    return asked.knowing(words=words)


def _begun(
    delay: Delay, plain: str, start: int, end: int, since: tuple[datetime, datetime],
    calendar: Calendar,
) -> Asked:  # fmt: skip
    """With all that stands around the words that asked; of these only the span of days is kept."""
    after = _SOME_DAYS.sub("", _ASIDE.sub("", plain[end:]))
    now, due = since
    if delay is Delay.EXTENSION and re.match(
        rf"再?{_SO_MANY}(?!后|之后|内|以内|[\d一二三四五六七八九十])", after
    ):
        after, now = f"延{after}", due
    before = plain[:start].strip(_EDGES)
    return Asked(delay).filled(",".join(filter(None, (before, after))), now, calendar)


_GRANTED = re.compile(
    r"^(?:我|这个)?(?:同意|批准|批了|准了|准|可以|行|好的?|没问题|ok|好)[吧了的啊。!,\s]*"
    r"(?:(?:请|要|记得)?(?:抓紧|尽快|快点?|到时|跟居民|和居民|辛苦)[^不]*)?$"
)
_NOT_GRANTED = re.compile(
    r"^(?:我)?(?:不同意|不批准?|不准|不行|不可以|不能[延缓拖挂]|驳回|不好)[吧了的啊]*[,。,!\s]*(.*)$"
)
_NOT_GRANTED_LAST = re.compile(
    r"^(.+?)[,。!\s]+(?:我)?(?:不同意|不批准?|不准|不行|驳回)[吧了的啊。!]*$"
)


def granted(text: str) -> tuple[bool, str] | None:
    """Whether somebody grants what was asked of them, and why not; None where it is no answer."""
    plain = normal(text)
    if _GRANTED.match(plain):
        return True, ""
    found = _NOT_GRANTED.match(plain) or _NOT_GRANTED_LAST.match(plain)
    return (False, found[1].strip(_EDGES)) if found else None
