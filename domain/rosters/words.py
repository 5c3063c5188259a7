"""`我来值周六上午`, `这周还有哪些班没人`, `我的班`, `到岗了`, `交班 …`: what is said about rosters.

Only looked for in private, from whoever is in a roster; what else a line may be is read elsewhere.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding.plain import normal

LONGEST = 30  # characters; a longer line tells of something else (a hand-over note may)
LONGEST_NOTE = 400


class Wanted(StrEnum):
    """What somebody wants with a roster."""

    TAKE = "take"
    OPEN = "open"
    """Which shifts nobody has."""
    MINE = "mine"
    HERE = "here"
    GONE = "gone"
    """They hand over, with a note or without."""
    CANNOT = "cannot"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says, and the words of it that matter."""

    what: Wanted
    rest: str = ""


_W = r"(?:值班|值守|值|班|执勤)"
_HERE = re.compile(r"(?:我|已经?|现在)*(?:到岗|签到|到位|到点位|上岗)(?:了|啦|打卡)*[。!~]*")
_GONE = re.compile(
    r"^(?:我|已经?|现在|要)*(?:交班|交接班?|下岗|签退|换岗了)(?:了|啦|记录)?(?:[::,,。\s]+(.*))?$",
    re.DOTALL,
)
_OPEN = re.compile(
    r"(?:还有)?(?:哪些|哪个|哪几个|什么|啥)(?:时候|时间|点|班|岗|岗位|点位)*.{0,6}(?:没人|缺人|空着|空的|空班|差人|还能报|能值|可以值)"
    r"|(?:班|岗).{0,4}(?:缺人|没人|空着)(?:吗|么|[??])|还有空班|(?:哪里|哪儿|哪)(?:还)?(?:缺人|差人)值"
)
_MINE = re.compile(
    rf"^(?:请问|问下?|查下?|看下?)*我(?:这周|本周|下周|今天|明天|周末)?(?:的|有)?(?:值班表|排班|班表|班)(?:是|在)?(?:什么时候|哪天|哪几天|几点)?(?:吗|么)?[??。]*$"
    rf"|我.{{0,6}}(?:什么时候|哪天|哪几天|几号|几点|周几|有没有|啥时候).{{0,4}}{_W}"
    rf"|我(?:这周|本周|下周|今天|明天)?(?:要)?(?:值班|值守)(?:吗|么|没有)?[??]"
)
_SWAP = re.compile(
    r"(?:跟|和|与|找|换给|让给|给)?([\u4e00-\u9fff]{2,4})?(?:换班|换个班|调班|替班|替我(?:值)?班?|顶班)|(?:换给|让给)([\u4e00-\u9fff]{2,4})$"
)
_CANNOT = re.compile(
    rf"(?:值不了|不能{_W}|没法{_W}|来不了.{{0,3}}{_W}|{_W}.{{0,4}}(?:来不了|去不了|值不了|不能来|不能去)|不想{_W}|尽量不{_W})"
)
_TAKE = re.compile(
    r"(?:我来?|让我|我可以|我能|我要|我想)(?:去)?值(?!班[表的时]|不|得)|我(?:来|可以)?顶(?=.{0,8}(?:班|午|晚|点|天|周|号))"
    r"|^值(?!得|钱|班表|不).{1,12}$|的班我(?:来|要|上)"
)
_ASKS = re.compile(r"[??吗么]")
_NIGHT, _WEEK = (
    re.compile("夜|凌晨"),
    re.compile("(这|本|下)个?(?:周|星期|礼拜)(?![一二三四五六日天末])"),
)
_WITH = re.compile("[跟和与找]")
_NAMES_NOBODY = frozenset(
    {"我想", "我要", "可以", "能不", "能不能", "想要", "怎么", "我想要", "你能"}
)


def heard(text: str) -> Said | None:
    """What a line says about a roster; None where it is about none."""
    note = _GONE.match(text.strip())
    if note and len(text) <= LONGEST_NOTE:
        return Said(Wanted.GONE, (note[1] or "").strip())
    plain = normal(text).strip()
    if not plain or len(plain) > LONGEST or "\n" in plain:
        return None
    if _HERE.fullmatch(plain):
        return Said(Wanted.HERE)
    if _OPEN.search(plain):
        return Said(Wanted.OPEN, plain)
    if _MINE.search(plain):
        return Said(Wanted.MINE)
    return _asks(plain)


def _asks(plain: str) -> Said | None:
    if swap := _SWAP.search(plain):
        name = _WITH.split(swap[1] or swap[2] or "")[-1]
        return Said(Wanted.SWAP, "" if name in _NAMES_NOBODY else name)
    if _CANNOT.search(plain):
        return Said(Wanted.CANNOT, plain)
    if _TAKE.search(plain) and not _ASKS.search(plain):
        return Said(Wanted.TAKE, plain)
    return None


def speaks_of_night(text: str) -> bool:
    """Whether a line means the night's shifts."""
    return _NIGHT.search(text) is not None


def week_meant(text: str) -> int | None:
    """0 for this week, 1 for the next; None where a line speaks of no week."""
    found = _WEEK.search(text)
    return int(found[1] == "下") if found else None
