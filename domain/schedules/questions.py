"""What somebody asks about a recurring service: which one, which date, and how that date stands.

Facts only; the words of the answer are in the templates. `这个月7号还理发吗` finds the haircut and
this month's date of it, `磨刀也是7号吗` the same day by one of its services.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from domain.calendar import Calendar
from domain.numerals import digits
from domain.schedules import lunar
from domain.schedules.dates import Changes, next_held, occurrences
from domain.schedules.model import Occurrence, Schedule
from domain.schedules.spoken import WRITTEN_SO, as_meant
from domain.understanding.inquiries import asks_when

if TYPE_CHECKING:
    from opencc import OpenCC

SAME = (
    (
        "理发",
        "剪发",
        "剪头",
        "剃头",
        "推头",
        "理个发",
        "理个头",
        "剪个头",
        "剃个头",
        "头发",
        "剃脑壳",
        "推脑壳",
        "剪脑壳",
        "理头",
        "剃光头",
    ),
    ("修指甲", "剪指甲", "修甲", "修脚", "指甲"),
    ("磨刀", "磨剪子", "磨剪刀", "磨菜刀"),
    ("量血压", "测血压", "血压"),
    ("测血糖", "量血糖", "血糖"),
    ("义诊", "看诊", "把脉"),
    ("大件垃圾", "大件", "旧家具", "旧沙发", "旧床垫"),
    ("修伞", "补伞", "修雨伞"),
    ("修家电", "家电维修", "修电器", "小家电"),
    ("缝补", "改裤脚", "缝纫", "裁缝", "补衣服"),
    ("电影", "放电影", "看电影"),
)
"""Words that residents use for one and the same service."""
_SPLIT = re.compile(r"[、,/;+&和与及]")
_DRESSING = re.compile(
    r"^(?:义务|免费|志愿|便民|公益|爱心|上门|社区|每月|每周|定期)+|(?:服务|活动|日)+$"
)
_VERBS = "量测修磨剪收看做办补放清教学"
ENOUGH = 0.5  # of a name's pairs of characters
WEEK = timedelta(days=7)
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question says about time."""

    month: date | None = None
    """The first day of the month asked about."""
    day: int | None = None
    """A day of the month: the 7 of 7号."""
    exact: date | None = None
    """A very day: 明天, 下周三, 10月7日."""
    last: date | None = None
    """The last day of a stretch that begins with `exact`: 这周, 周末."""
    lunar: bool = False
    """初七 is not 7号: what is meant has to be asked."""
    before: bool = False
    """The last time that it was held: 上次."""
    whether: bool = True
    """Asked whether it is on; False where it is asked where, when or what to bring."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about the date asked for."""

    schedule: Schedule
    service: str
    """The service asked about, as the schedule calls it."""
    asked: Asked
    occurrence: Occurrence | None
    """The date that the question is about; None where the schedule has none then."""
    gone: bool
    """Whether that date has passed: it was held."""
    next_occurrence: Occurrence | None
    """The first date after it (and after today) that is held."""
    right_day: bool | None
    """Whether it is on the day that was named; None where no day was named."""


@cache
def _simplifier() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415 - its tables are read once, at the first question

    return OpenCC("t2s")


def one_script(text: str) -> str:
    """One width, no blanks, simplified characters: 這個月還理髮嗎 is 这个月还理发吗."""
    narrow = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return str(_simplifier().convert(narrow))


def services_of(name: str) -> tuple[str, ...]:
    """Split a name into its services: `义务理发、修指甲、磨刀` are three."""
    parts = [part.strip() for part in _SPLIT.split(unicodedata.normalize("NFKC", name))]
    return tuple(_DRESSING.sub("", part) or part for part in parts if part)


_services = lru_cache(maxsize=4096)(services_of)


def matching(text: str, schedules: Iterable[Schedule]) -> list[tuple[Schedule, str]]:
    """Find the schedules that a question names best, each with the service meant."""
    plain = as_meant(one_script(text))
    alike: dict[str, float] = {}  # many offer the same, each in its own estate
    rated = []
    for schedule in schedules:
        for service in _services(schedule.name):
            if service not in alike:
                alike[service] = _likeness(one_script(service), plain)
            if alike[service]:
                rated.append((alike[service], schedule, service))
    best = max((likeness for likeness, _, _ in rated), default=0)
    found: dict[int, tuple[Schedule, str]] = {}
    for likeness, schedule, service in rated:
        if best and likeness == best:
            found.setdefault(schedule.id, (schedule, service))
    return list(found.values())


def _likeness(service: str, text: str) -> float:
    """How surely a text names a service: 3 by name, 2 by another word, below that by its parts."""
    if service in text:
        return 3
    words = {word for same in SAME if any(word in service for word in same[:3]) for word in same}
    if any(word in text for word in words):
        return 2
    core = service.lstrip(_VERBS)
    if len(core) >= 2 and core in text:  # noqa: PLR2004 - one character is no word
        return 2
    pairs = {core[n : n + 2] for n in range(len(core) - 1)}
    share = sum(pair in text for pair in pairs) / len(pairs) if pairs else 0
    return share if share >= ENOUGH else 0


_DAY = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_NO_HOUSE = r"(?!楼|栋|幢|院|门|桌|线|店|单元)"
_DATE = re.compile(rf"(?:{_DAY}月(?:份)?)?(?:的)?{_DAY}[号日]{_NO_HOUSE}")
_MONTH = re.compile(rf"(?<!\d){_DAY}月(?:份)?")
_LUNAR = re.compile(r"农历|阴历|正月|腊月|冬月|初[一二三四五六七八九十]|廿")
_NEAR = {"大后天": 3, "后天": 2, "明天": 1, "明日": 1, "今天": 0, "今日": 0, "昨天": -1, "前天": -2}
_WEEK = re.compile(r"(下下|下|这|本|上)?个?(?:周|星期|礼拜)([一二三四五六日天末])?")
_WEEKDAY = "一二三四五六日"
_AWAY = {"下下": 2, "下": 1, "上": -1}


_BEFORE = re.compile(r"上一?[次回](?!说)")
_ELSE = re.compile(r"在?哪|几点|什么|啥|多久|怎么")


def read_asked(text: str, today: date) -> Asked:
    """Read which date a question is about, as seen from today."""
    plain = one_script(text)
    return replace(_read_day(plain, today), whether=_ELSE.search(plain) is None)


def _read_day(plain: str, today: date) -> Asked:
    if _LUNAR.search(plain):
        return Asked(lunar=True)
    if _BEFORE.search(plain):
        return Asked(before=True)
    for word, away in _NEAR.items():
        if word in plain:
            return Asked(exact=today + timedelta(days=away))
    return _by_week(plain, today) or _by_month(plain, today)


def _by_week(text: str, today: date) -> Asked | None:
    """`下周三`, `这周末`, `下周`."""
    found = _WEEK.search(text)
    if not found or not (found[1] or found[2]) or re.search(r"每个?(?:周|星期|礼拜)", text):
        return None
    monday = today - timedelta(days=today.weekday()) + WEEK * _AWAY.get(found[1] or "", 0)
    if not found[2]:
        return Asked(exact=monday, last=monday + timedelta(days=6))
    if found[2] == "末":
        return Asked(exact=monday + timedelta(days=5), last=monday + timedelta(days=6))
    return Asked(exact=monday + timedelta(days=_WEEKDAY.index(found[2].replace("天", "日"))))


def _by_month(text: str, today: date) -> Asked:
    """`这个月7号`, `下个月`, `10月7日`, `7号`."""
    found, month = _DATE.search(text), _month(text, today)
    if not found:
        return Asked(month)
    return Asked(month or today.replace(day=1), int(digits(found[2]) or 0))


def _month(text: str, today: date) -> date | None:
    first = today.replace(day=1)
    said = re.search(r"(下下|下|这|本|上)个?月", text)
    if said:
        return _months_on(first, _AWAY.get(said[1], 0))
    named = _MONTH.search(text)
    number = int(digits(named[1]) or 0) if named else 0
    if not 1 <= number <= 12:  # noqa: PLR2004 - months
        return None
    if "明年" in text or ("今年" not in text and number < today.month - 6):
        return date(today.year + 1, number, 1)  # in December, 1月 is the next one
    return date(today.year, number, 1)


def _months_on(first: date, months: int) -> date:
    ahead = first.year * 12 + first.month - 1 + months
    return date(ahead // 12, ahead % 12 + 1, 1)


_ON = re.compile(
    r"有(?:没有|些)?(?:什么|啥子?|么子|哪些|哪几[个样]|嘛)?.{0,4}?(?:活动|便民|安排|节目|服务).{0,4}?(?:[吗么嘛没不伐]|$)"
    r"|(?:活动|便民服务|安排).{0,3}?(?:有(?:什么|啥子?|么子|哪些|哪几)|是(?:什么|啥))"
)
_ASKING = re.compile(r"什么|啥|么子|哪|[吗么嘛没不伐]有?[??]*$|有没有")
_NOT_ON = re.compile(
    r"安排(?:人|一下|个)|服务(?:态度|电话|热线|员|中心)|停电|停水|怎么没|没人|为什么|为啥|积分|报销"
    r"|[你您]们?(?:今[天晚]|明[天晚]|周[末六日]|晚上|都|几个|家)*有(?:什么|啥)|打牌|麻将|喝[酒茶两一]|聚会|聚餐|同学|烧烤|钓鱼|逛街|爬山|上班|约"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of which somebody asks what is on."""

    first: date
    last: date


def whats_on(text: str, today: date) -> Stretch | None:
    """`这周有什么活动`, `明天有活动吗`: which days are meant; None where something else is asked."""
    plain = one_script(text)
    if not (_ON.search(plain) and _ASKING.search(plain)) or _NOT_ON.search(plain):
        return None
    asked = _read_day(plain.replace("本周", "这周"), today)
    if asked.exact is not None:
        return Stretch(asked.exact, asked.last or asked.exact)
    if asked.month is not None and asked.day:
        try:
            day = asked.month.replace(day=asked.day)
        except ValueError:
            return None
        return Stretch(day, day)
    if asked.month is not None:
        return Stretch(max(today, asked.month), _months_on(asked.month, 1) - timedelta(days=1))
    return Stretch(today, today + WEEK)


@cache
def _worth_a_look() -> re.Pattern[str]:
    """Any word, in either script, without which a line asks about nothing that recurs."""
    from opencc import OpenCC  # noqa: PLC0415 - its tables are read once

    words = {word for same in SAME for word in same} | {
        *WRITTEN_SO, "活动", "便民", "节目", "安排", "服务",
    }  # fmt: skip
    other = OpenCC("s2t")
    return re.compile("|".join(sorted(words | {str(other.convert(word)) for word in words})))


def may_ask(text: str, today: date) -> bool:
    """Whether a group's line may ask about what recurs; all others leave no trace by this."""
    if not _worth_a_look().search(text):
        return False  # nearly every line: it costs nothing more
    plain = one_script(text)
    meant = as_meant(plain)
    named = any(word in meant for same in SAME for word in same)
    return (named and asks_when(plain)) or whats_on(text, today) is not None


def answer_for(
    text: str,
    schedules: Iterable[Schedule],
    calendar: Calendar,
    now: datetime,
    changes: Mapping[int, Changes] | None = None,
) -> Answer | None:
    """Answer a question about a recurring service; None where it names none of them.

    Where several schedules fit equally well, the one whose date comes first answers: pass only
    those that concern the person.
    """
    asked = read_asked(text, calendar.day_of(now))
    answers = [
        _Case(schedule, calendar, now, (changes or {}).get(schedule.id, {})).answer(service, asked)
        for schedule, service in matching(text, schedules)
    ]
    return min(answers, key=_soonest, default=None)


def _soonest(answer: Answer) -> tuple[bool, date]:
    one = answer.occurrence or answer.next_occurrence
    return answer.occurrence is None, (one.actual or one.planned) if one else date.max


@dataclass(frozen=True, slots=True)
class _Case:
    """One schedule as it stands at one moment."""

    schedule: Schedule
    calendar: Calendar
    now: datetime
    changes: Changes

    @property
    def today(self) -> date:
        return self.calendar.day_of(self.now)

    def answer(self, service: str, asked: Asked) -> Answer:
        if self.schedule.rule.startswith(lunar.MARK):
            asked = replace(asked, lunar=False)  # there is nothing to ask: it goes by that calendar
        coming = self.coming()
        dated = asked.month is not None or asked.exact is not None
        meant = self.meant(asked) if dated else self.last_held() if asked.before else coming
        later = coming
        if meant and coming and meant.actual and meant.actual >= (coming.actual or self.today):
            later = next_held(self.schedule, self.calendar, meant.actual, self.changes)
        gone = meant is not None and self.gone(meant)
        return Answer(self.schedule, service, asked, meant, gone, later, _right_day(meant, asked))

    def coming(self) -> Occurrence | None:
        """The first date that can still be come to."""
        yesterday = self.today - timedelta(days=1)
        one = next_held(self.schedule, self.calendar, yesterday, self.changes)
        if one and self.gone(one):
            return next_held(self.schedule, self.calendar, self.today, self.changes)
        return one

    def last_held(self) -> Occurrence | None:
        """The last date that has been held; None where there was none within a year."""
        found = occurrences(
            self.schedule, self.calendar, self.today - YEAR, self.today, self.changes
        )
        return next((one for one in reversed(found) if self.gone(one)), None)

    def gone(self, one: Occurrence) -> bool:
        """Whether it has been held: its day, or on the day itself its end, has passed."""
        if one.actual is None:
            return False
        end = self.schedule.on(one).end
        over = end is not None and self.calendar.local(self.now).time() >= end
        return one.actual < self.today or (one.actual == self.today and over)

    def meant(self, asked: Asked) -> Occurrence | None:
        """The date that was asked for: on the day named, else still to come, else the last."""
        first = asked.exact or asked.month or self.today
        last = asked.last or asked.exact or _months_on(first, 1) - timedelta(days=1)
        found = occurrences(self.schedule, self.calendar, first, last, self.changes)
        if not asked.exact:  # a date moved out of the month is still this month's
            found = [one for one in found if one.planned.month == first.month] or found
        named = [one for one in found if _right_day(one, asked)]
        coming = [one for one in found if not self.gone(one)]
        return next(iter(named or coming or found[-1:]), None)


def _right_day(one: Occurrence | None, asked: Asked) -> bool | None:
    """Whether a date is on the day that was named, as planned or as it is held."""
    days = {day for day in ((one.planned, one.actual) if one else ()) if day is not None}
    if asked.exact:
        return any(asked.exact <= day <= (asked.last or asked.exact) for day in days)
    if asked.day is None:
        return None
    return any(day.day == asked.day for day in days)
