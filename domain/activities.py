"""What is done for the community, counted by kind: tickets closed, sign-ups held, one line of a worker."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.members.words import plain
from domain.numerals import CHINESE, digits
from domain.refusals import Refusal


class ActivityKind(StrEnum):
    """The five kinds that the seed counts (d.11)."""

    ENVIRONMENT = "environment"
    PATROL = "patrol"
    HELP = "help"
    PASSING_ON = "passing_on"
    TALKS = "talks"


class ActivityNeeds(Refusal):
    """Something is missing without which it cannot be counted (`what`)."""


MOST_AT_ONCE = 500  # times in one row of the form
MOST_PEOPLE = 2_000
_K = ActivityKind
BY_MATTER = {
    "env": _K.ENVIRONMENT, "green": _K.ENVIRONMENT,
    "safe": _K.PATROL, "fire": _K.PATROL, "build": _K.PATROL, "noise": _K.PATROL,
    "care": _K.HELP, "svc": _K.HELP,
}  # fmt: skip
"""A closed ticket's kind by its first-level matter; all others were passed on to whom they concern."""
_WORDS = (
    (_K.TALKS, "楼道课|宣讲|宣传|讲座|讲解|发放?通知|贴通知|发传单|入户告知|敲门行动|普法|科普"),
    (_K.PATROL, "巡逻|巡查|夜巡|巡防|值守|值班|站岗|排查|安全检查|反诈|护学|门岗"),
    (_K.ENVIRONMENT, ("清扫|打扫|扫雪|铲雪|除冰|扫楼|清理|清运|卫生|捡垃圾|捡拾|擦洗|小广告|除草"
                     "|环境|大扫除|洁净|垃圾分类")),
    (_K.HELP, ("理发|磨刀|维修|修理|探访|走访|看望|慰问|送餐|助餐|陪诊|代办|代买|量血压|义诊|帮扶|互助"
              "|辅导|包饺子|结对|送温暖|缝补")),
    (_K.PASSING_ON, ("(?:诉求|意见|建议|反映|问题)(?:传递|转达|收集|上报|反馈)"
                    "|收集(?:诉求|意见|建议)|代(?:转|报)诉求|上报问题")),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(words)) for kind, words in _WORDS)
_LINE = re.compile(
    r"^(?P<day>今[天日早晚]|昨[天日]|前天|\d{1,2}月\d{1,2}[日号]|\d{1,2}号)(?P<what>.{2,30}?)"
    rf"[,,\s]*(?:一?共|来了|参加|出动)?(?P<heads>\d{{1,4}}|{CHINESE}{{1,4}})\s*(?:个)?(?:人|名|位)(?:次|参加)?[。.!]*$"
)
_BUILDING = re.compile(rf"(?P<number>\d{{1,3}}|{CHINESE}{{1,3}})\s*(?:栋|幢|座|号楼|#)楼?")
_EDGES = re.compile(r"^[\s,在]+|[\s,]+$")
_NOT_WORK = re.compile(r"[??吗]|坏|没人|堵|漏|吵|投诉|不亮|受伤|晕|打架")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a worker about what was done."""

    kind: ActivityKind
    what: str
    day: str
    """The day in words, to be read by the calendar."""
    building: str
    """Its number, where the line names one."""
    heads: int


def kind_of(words: str) -> ActivityKind | None:
    """The kind of what a title or line tells; None where it tells none."""
    line = plain(words)
    return next((kind for kind, known in _KINDS if known.search(line)), None)


def kind_of_matter(category: str) -> ActivityKind:
    """The kind of a ticket that was closed."""
    return BY_MATTER.get(category.partition(".")[0], _K.PASSING_ON)


def line(text: str) -> Line | None:
    """`今天3栋楼道清扫,5个人`; None where it tells of no activity, or of something that is wrong."""
    said = plain(text)
    found = _LINE.match(said)
    if found is None or _NOT_WORK.search(said):
        return None
    kind, heads = kind_of(found["what"]), _number(found["heads"])
    if kind is None or not 0 < heads <= MOST_PEOPLE:
        return None
    house = _BUILDING.search(found["what"])
    what = _EDGES.sub("", found["what"])
    return Line(kind, what, found["day"], digits(house["number"]) or "" if house else "", heads)


def _number(text: str) -> int:
    return int(digits(text) or 0)
