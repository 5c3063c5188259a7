"""What is done for the community, counted by kind: tickets closed, sign-ups held, one line of a worker."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.catalogue import group_of
from domain.members.words import plain, tells_of_trouble
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
    (_K.TALKS, ("楼道课|议事|协商|恳谈|座谈|夜话|院坝会|板凳会|居民会议|宣讲"
               "|宣传|讲座|讲解|发放?通知|贴通知|发传单|入户告知|敲门行动|普法|科普")),
    (_K.PATROL, "巡逻|巡查|夜巡|巡防|值守|值班|站岗|排查|安全检查|反诈|护学|门岗"),
    (_K.ENVIRONMENT, ("清扫|打扫|扫雪|铲雪|除冰|扫楼|清理|清运|卫生|捡垃圾|捡拾|擦洗|小广告|除草"
                     "|环境|大扫除|洁净|垃圾分类")),
    (_K.HELP, ("理发|磨刀|维修|修理|探访|走访|看望|慰问|送餐|助餐|陪诊|代办|代买|量血压|义诊|帮扶|互助"
              "|辅导|包饺子|结对|送温暖|缝补")),
    (_K.PASSING_ON, ("(?:诉求|意见|建议|反映|问题)(?:传递|转达|收集|上报|反馈)"
                    "|收集(?:诉求|意见|建议)|代(?:转|报)诉求|上报问题")),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(words)) for kind, words in _WORDS)
_DAY = r"(?P<day>今[天日早晚]|昨[天日晚]|前天|[上下]午|早上|晚上|\d{1,2}月\d{1,2}[日号]|\d{1,2}号)"
_HEADS = rf"(?P<heads>\d{{1,4}}|{CHINESE}{{1,4}})\s*个?[人名位]"
_PEOPLE = "(?:志愿者|党员|居民|群众|同志|队员|老人)"
_LINE = re.compile(
    rf"^{_DAY}(?P<what>.{{2,30}}?)[,\s]*(?:一?共|来了|参加|出动)?{_HEADS}(?:次|参加)?{_PEOPLE}?(?:参加)?[。.!]*$"
)
_FIRST = re.compile(
    rf"^{_DAY}[,\s]*{_HEADS}{_PEOPLE}?(?:一起|共同|去|到)?(?P<what>.{{2,30}}?)[。.!]*$"
)
"""`今天5个人清扫了3栋楼道`."""
_TELLS = re.compile(r"反映|要求|来|问|说|想|等|抱怨")
"""What people are said to have said, they have not done."""
_BUILDING = re.compile(rf"(?P<number>\d{{1,3}}|{CHINESE}{{1,3}})\s*(?:栋|幢|座|号楼|#)楼?")
_EDGES = re.compile(r"^[\s,在]+|[\s,]+$")
_NOT_DONE = re.compile(
    r"[??吗]|还?[缺差][^距生]{0,3}$|(?:需要|还?要|少了?|求|招募?|召集|通知|找|就我|只有|等)[,\s]*$|[准预]备|打算|预计|不用"
)
"""What is asked, wanted or planned has not been done."""


_ONE_OR_TWO = re.compile(r"是?(?:(?P<apart>另外?一次|两次|不是同一次)|同一次|一次)的?[。.!]*")


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
    return BY_MATTER.get(group_of(category), _K.PASSING_ON)


def line(text: str) -> Line | None:
    """`今天3栋楼道清扫,5个人`; None where it tells of no activity, or of something that is wrong."""
    said = plain(text)
    if said.endswith(("?", "吗", "吗。")):
        return None
    found = _LINE.match(said) or _FIRST.match(said)
    if found is not None and found.re is _FIRST and _TELLS.search(found["what"]):
        return None
    if found is None or tells_of_trouble(said) or _NOT_DONE.search(found["what"]):
        return None
    kind, heads = kind_of(found["what"]), _number(found["heads"])
    if kind is None or not 0 < heads <= MOST_PEOPLE:
        return None
    house = _BUILDING.search(found["what"])
    what = _EDGES.sub("", found["what"])
    return Line(kind, what, found["day"], digits(house["number"]) or "" if house else "", heads)


def tells_apart(text: str) -> bool | None:
    """Whether `是另一次` or `是同一次` is said of two deeds that may be one; None for other words."""
    said = _ONE_OR_TWO.fullmatch(plain(text))
    return said["apart"] is not None if said else None


def _number(text: str) -> int:
    return int(digits(text) or 0)
