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
    sure: bool = True
    """Whether it says so by itself, or only beside a shift that it fits."""


_DAY = (
    r"(?:[这本下]?个?(?:周|星期|礼拜)[一二三四五六日天末]|今天|今晚|明天|明晚|大?后天"
    r"|\d{1,2}月\d{1,2}[日号]?|\d{1,2}[日号])"
)
_PART = r"(?:早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|[早晚夜])"
_HOUR = r"(?:[\d一二两三四五六七八九十]{1,3}点半?|\d{1,2}:\d\d)"
_TIME = rf"(?:{_DAY}|{_PART}|{_HOUR})"
_WHEN = rf"(?:{_TIME}[的,、\s]*)"
_DUTY = r"(?:值班|值守|值|班|执勤)"
_AND_SO = r"(?:吧|啊|呗|哈|好了|可以)?[。!~]*$"
_ASKING = r"(?:吗|么|呢|啊|没有?|不)?[??。!]*$"
_OTHER = re.compile(
    r"班主任|[上加]班|(?<!换)(?<!换一)下班|班车|班级|班长|[一-龥]{2}班(?:课|的课)|值班(?:室|电话|人员|经理|员)"
    r"|值班的(?!时候|表)|值日|值机|值钱"
)
"""Words with a duty's signs in them that mean something else: they are read over."""
_OF_OTHERS = re.compile(r"保安|门卫|物业|孩子|[你他她]们?|时候|人家")
_HERE = re.compile(
    r"(?:我|已经?|现在|刚)*(?:到岗位?|签到|到位|到点位|上岗|在岗|就位)(?:上)?(?:了|啦|打卡)*"
    r"(?:[,\s]*(?:一切)?(?:正常|没事|请放心))?[。!~]*"
)
_HERE_TOO = re.compile(r"(?:我|已经?|现在|刚)*(?:打卡|报到|到了|到啦|来了)(?:了|啦)?[。!~]*")
_AT_PLACE = re.compile(r"(?:我|已经?|现在|刚|人)*[到在]([^,。!?\s]{1,8}?)(?:上)?(?:了|啦)[。!~]*")
_GONE = re.compile(
    r"^(?:我|已经?|现在|要)*(?:交班|交接班?|签退|换岗了)(?:了|啦|记录)?(?:[::,,。\s]+(.*))?$",
    re.DOTALL,
)
_GONE_ALONE = re.compile(r"(?:我|已经?|现在|要)*下岗(?:了|啦)?[。!~]*")
_GONE_TOO = re.compile(
    r"(?:我|已经?)*(?:下班|值完班?|值班结束|班值完)(?:了|啦)*(?:[,\s]*((?:一切)?(?:都?正常|没事|没什么事)))?[。!~]*"
)
_NOBODY = r"(?:没人|缺人|空着|空的|空班|差人|还能报|能值|可以[值报])"
_OPEN = re.compile(
    rf"(?:还有)?(?:哪些|哪个|哪几个|什么|啥)(?:时候|时间|点)*(?:空?班|岗位?|点位)+.{{0,4}}{_NOBODY}[值班的]*{_ASKING}"
    rf"|^(?:还有|现在)*(?:哪天|哪几天|哪些天|什么时候|哪个时候)(?:还)?{_NOBODY}(?:值班?|的)?{_ASKING}"
    rf"|(?:班|岗).{{0,4}}(?:缺人|没人|空着)(?:吗|么|[??])|(?:还有|有没有)(?:哪些|什么)?空的?班|^(?:这周|下周|周末)?还有班[吗么没]"
    rf"|(?:哪里|哪儿|哪)(?:还)?(?:缺人|差人)值|^(?:这周|下周|周末)?{_WHEN}*还?(?:缺不缺人|缺人)(?:值班?)?[吗么??]*$|^{_WHEN}+有没?有?人值班?{_ASKING}"
)
_MINE = re.compile(
    rf"^(?:请问|问一?下?|查一?下?|看看|看一?下?)*我(?:这周|本周|下周|今天|明天|周末)?(?:的|有)?(?:值班表|排班|班表|班次|值班|班)(?:是|在)?(?:什么时候|哪天|哪几天|几点)?{_ASKING}"
    rf"|我.{{0,6}}(?:什么时候|哪天|哪几天|几号|几点|周几|有没有|啥时候).{{0,4}}{_DUTY}"
    rf"|我(?:这周|本周|下周|今天|明天)?(?:要)?(?:值班|值守)(?:吗|么|没有)?[??]"
    rf"|^{_WHEN}*我{_WHEN}*(?:要|用|需要)?(?:值班|值守)(?:吗|么|没有?|不)[??]*$|^{_WHEN}*是?不?是我值班?{_ASKING}"
    rf"|^我{_WHEN}*有没?有?班(?:吗|么|没有?)?[??]*$|^我值哪(?:天|几天|个班|些班){_ASKING}|^我(?:排|安排)(?:在|了)(?:哪|几个班).{{0,3}}$"
    rf"|什么时候轮到我|^轮到我(?:值班)?(?:是|在)?(?:什么时候|哪天|几号){_ASKING}"
    rf"|^我?(?:的?下一?[次个]?)(?:值班|班)(?:是|在)?(?:什么时候|哪天|几号|几点|啥时候){_ASKING}"
    rf"|^我?(?:跟|和)谁(?:一起|同)?(?:值班?|班)|^谁(?:跟|和)我(?:一起|同)?(?:值班?|班)|^(?:看看?|查一?下?)?(?:我的)?值班表$"
)
_SWAP = re.compile(
    rf"(?:跟|和|与|找|换给|让给|给)?([一-龥]{{2,4}})?(?:换(?:一?下|个)?班|调班|替班|顶班|替我(?:值|顶)?{_WHEN}*班?|换一?下{_WHEN}+班){_ASKING}"
    rf"|(?:换给|让给)([一-龥]{{2,4}})$|(?:跟|和|与|找)([一-龥]{{2,4}})(?:换一?下班|换一?下{_WHEN}+班)"
    rf"|把{_WHEN}+班换[成到给]|替我值"
)
_CANNOT = re.compile(
    rf"(?:值不了|不能{_DUTY}|没法{_DUTY}|来不了.{{0,3}}{_DUTY}|{_DUTY}.{{0,4}}(?:来不了|去不了|值不了|上不了|不来了|不去了|不能来|不能去)|不想{_DUTY}|尽量不{_DUTY})"
    rf"|^退班|班.{{0,3}}退了?|[退取]消?掉?.{{0,4}}{_WHEN}+班|^我?不值{_WHEN}*了?$|别给?排?我?(?:排|值).{{0,6}}$|^我?夜班不行|^夜班我不行"
)
_CANNOT_TOO = re.compile(
    rf"^(?:我{_WHEN}|{_WHEN}+我?).{{0,6}}(?:来不了|去不了|到不了|没空|有事|不能来|不能去|不行)了?(?:怎么办)?[。,!??]*$"
)
_TAKE = re.compile(
    rf"(?:我来?|让我|我可以|我能|我要|我想|我愿意)(?:去)?值(?:守|班)?{_WHEN}*[一二两]?[这那]?个?(?:[早晚夜白]?班)?(?:[^看见听说回被时完过了坏漏脏丢咬表不得哪几多到]{{0,5}}){_AND_SO}"
    rf"|我(?:来|可以)?顶(?=.{{0,8}}(?:班|午|晚|点|天|周|号))"
    rf"|^值班?{_WHEN}+[^看见听说回被时完过了坏漏脏丢咬]{{0,6}}$|的班我(?:来|要|上){_AND_SO}"
    rf"|^{_WHEN}+.{{0,4}}?(?:值班|[早晚夜空]?班)(?:我(?:来|去|要|上|值)|给我)(?:值班?)?{_AND_SO}"
    rf"|^(?:给我排|把)?{_WHEN}+.{{0,3}}班?(?:给我|排给我){_AND_SO}|^给我排{_WHEN}+.{{0,4}}班?{_AND_SO}"
    rf"|^我?(?:要|想)?(?:报名?|认领){_WHEN}+.{{0,4}}(?:值?班|岗)(?:我来)?{_AND_SO}"
)
_TAKE_TOO = re.compile(
    rf"^[^,。]{{0,4}}?{_WHEN}+[^,。]{{0,4}}?我(?:也)?(?:能|可以)?(?:来|去|上|可以|有空){_AND_SO}"
    rf"|^我?(?:要|想)?(?:报名?|认领){_WHEN}+[^,。]{{0,4}}$|^我{_WHEN}+(?:能来|可以来|可以|有空){_AND_SO}"
)
_ASKS = re.compile(r"[??吗么]|是不是")
_NIGHT, _WEEK = (
    re.compile("夜|凌晨"),
    re.compile("(这|本|下)个?(?:周|星期|礼拜)(?![一二三四五六日天末])"),
)
_WITH = re.compile("[跟和与找请让]")
_NAMES_NOBODY = frozenset(
    {"我想", "我要", "可以", "能不", "能不能", "想要", "怎么", "我想要", "你能", "帮我"}
)


def heard(text: str) -> Said | None:
    """What a line says about a roster; None where it is about none."""
    note = _GONE.match(text.strip())
    if note and len(text) <= LONGEST_NOTE:
        return Said(Wanted.GONE, (note[1] or "").strip())
    plain = normal(text).strip()
    if not plain or len(plain) > LONGEST or "\n" in plain:
        return None
    return _at_the_post(plain) or _asks(_OTHER.sub("", plain))


def _at_the_post(plain: str) -> Said | None:
    if _HERE.fullmatch(plain):
        return Said(Wanted.HERE)
    if _HERE_TOO.fullmatch(plain):
        return Said(Wanted.HERE, sure=False)
    if _GONE_ALONE.fullmatch(plain):
        return Said(Wanted.GONE)
    if gone := _GONE_TOO.fullmatch(plain):
        return Said(Wanted.GONE, gone[1] or "", sure=False)
    if place := _AT_PLACE.fullmatch(plain):
        return Said(Wanted.HERE, place[1], sure=False)
    return None


def _asks(plain: str) -> Said | None:
    if _OPEN.search(plain):
        return Said(Wanted.OPEN, plain)
    if _MINE.search(plain):
        return Said(Wanted.MINE)
    if (swap := _SWAP.search(plain)) and not _OF_OTHERS.search(plain):
        name = _WITH.split(swap[1] or swap[2] or swap[3] or "")[-1]
        return Said(Wanted.SWAP, "" if name in _NAMES_NOBODY else name)
    for what, words, sure in _WISHED:
        if words.search(plain) and not (what is Wanted.TAKE and _ASKS.search(plain)):
            return Said(what, plain, sure)
    return None


_WISHED = (
    (Wanted.CANNOT, _CANNOT, True), (Wanted.CANNOT, _CANNOT_TOO, False),
    (Wanted.TAKE, _TAKE, True), (Wanted.TAKE, _TAKE_TOO, False),
)  # fmt: skip


def speaks_of_night(text: str) -> bool:
    """Whether a line means the night's shifts."""
    return _NIGHT.search(text) is not None


def week_meant(text: str) -> int | None:
    """0 for this week, 1 for the next; None where a line speaks of no week."""
    found = _WEEK.search(text)
    return int(found[1] == "下") if found else None
