"""`我报名`, `帮我妈也报一个`, `我家两个人`, `+1`, `去不了了`, and a 接龙 that is passed on.

These are only looked for where a sign-up is open; what else a line may be is read elsewhere.
"""

import re
from dataclasses import dataclass

from domain.names import clean
from domain.numerals import CHINESE, digits
from domain.understanding.plain import normal

LONGEST = 24  # characters: whoever writes more tells of something else
LONGEST_OF_TWO = 80  # of a line that tells of something else as well
MOST_HEADS = 20
MOST_LINES = 300

_N = rf"(\d{{1,2}}|{CHINESE}|俩|仨)"
_KIN = (
    "爸妈|父母|公婆|妈妈|爸爸|爷爷|奶奶|外公|外婆|姥姥|姥爷|老伴儿?|老公|老婆|爱人|儿子|女儿|孙子|孙女"
    "|外孙女?|公公|婆婆|岳父|岳母|父亲|母亲|邻居|孩子|弟弟|妹妹|哥哥|姐姐|妈|爸|娃"
)
_SHORT = {"妈妈": "妈", "母亲": "妈", "爸爸": "爸", "父亲": "爸", "老伴儿": "老伴", "父母": "爸妈"}
_BARE = re.compile(rf"(?:\+|➕|加)\s*{_N}\s*(?:[个位人份]人?)?[。!~]*")
_ASKS = re.compile(
    r"[??吗么呢]|怎么|几点|什么|哪|能不能|可不可以|可以|多少|如何|还有|不想|别(?!人)"
)
_END = r"(?=$|[,。!~ ])"
_HEAD = rf"(?:{_N}|一)?[个位人份]?"
_JOINS = re.compile(
    rf"报(?:一?个)?名(?:参加)?(?:{_HEAD}{_END}|一下|吧)|^我?(?:要|也|来|参加)?接龙{_END}|算上?我家?(?:也|们)?{_HEAD}{_END}"
    rf"|我(?:(?:也|要|想|来)(?:参加|去)|参加){_END}|^我去{_END}$"
    rf"|(?:帮|给|替).{{1,8}}报(?:名|上|{_N}[个位人份]|[个位人份]?{_END})"
    rf"|报(?:上|下)?我(?:们|家)?{_HEAD}{_END}|^(?:请|麻烦)?(?:给|帮|替)我们?家?(?:留|占|加)(?:一?[个下]|{_N}个?)?(?:位[子置]?|座位?|名额|坑)?{_END}"
    rf"|^(?:我们?|俺)(?:跟|和|带)我?家?(?:{_KIN})(?:一起|一块|都|要|也)*(?:去|来|参加){_END}"
    rf"|[再也还我]?报(?:上?{_N}[个位人份]|上{_END})|[再也还我]报{_END}|^报$"
    rf"|^我(?:们|家)?也?来(?:{_N}[个位人份]?|一[个位人份]|俩|仨){_END}|^(?:我们?)?老?两口子?(?:都|一起|也)*(?:去|来|参加){_END}"
    rf"|^(?:再|也)?(?:带|算)上?我{_HEAD}{_END}|算上?我[和跟]我?家?(?:{_KIN}){_END}"
    rf"|^我们?家?(?:要|去|来|有)?{_N}(?:个人|口人|位|份|人)(?:都|一起)?(?:报名|参加|去|来)?{_END}"
)
_DIALECT = re.compile(r"[俺咱](?!们)|俺(?=们)")
_COMES_TO = re.compile(
    rf"^(.{{2,8}}?)我(?:们|家)?(?:也|要|想|都)*(?:(?:[和跟带]我?家?(?:{_KIN}))(?:一起|也|都)*)?"
    rf"(?:去|来|参加)(?:{_HEAD})吧?{_END}"
)
"""`周六包饺子我去`: the thing is named before it."""
_TITLED = re.compile(
    r"(?:^(?:我们?|咱们?|俺)(?:家|都|也|要|想|来)*(?:报名|报个名|参加)|^(?:我们?|咱们?|俺)(?:家|都|也|要|想)+去|^报名参加|^(?:想|要)参加)(?:一下)?"
    r"(?!的|了|过|不|没|晚|早|是|好|上|成功|表|时|截|费|人数|情况|名单|完)(.{2,})$"
)
"""`我报名包饺子`: the thing is named behind it."""
_CALLS = re.compile(r"^(?:大家|各位|快|请|欢迎|抓紧|赶紧|记得|没|还没|谁|他们?|她们?)")
"""Whoever bids others come does not come by that."""
_FOR = re.compile(
    rf"(?:帮|给|替|和|跟|带)(?:我|咱|俺)?家?({_KIN})|^(?:我|我家)?({_KIN})(?=也?(?:去|报|参加))"
)
_FOR_OTHERS = re.compile(r"(?:帮|给|替)((?!我|咱|俺|自己|大家)[\u4e00-\u9fff]{2,6}?)(?:也|都)?报()")
"""`替对门张奶奶报一个`."""
_COUNT = re.compile(rf"{_N}\s*(?:个人|口人|[个位人份口])")
_PAIR = re.compile(r"来([俩仨])")
_OLD_AND_YOUNG = re.compile(
    rf"{_N}\s*[个位名]?(?:大人|小孩|小朋友|老人|孩子|大|小)(?![\u4e00-\u9fff]*路)"
)
_ONLY_HEADS = re.compile(
    rf"(?:(?:一共|总共|共|就)?{_N}\s*[个位名]?(?:大人|小孩|小朋友|老人|孩子|大|小|人|位)?[,、和跟加带]*)+"
)
"""`两个大人一个小孩` says how many, and nothing else."""
_AND_I = re.compile(r"我(?:和|跟|带)|(?:和|跟|带).{0,4}一[起块]|一家")
_MORE = re.compile(rf"再(?:给|帮|替)?我?(?:报|加|来|添)|多报|\+\s*{_N}\s*再")
_LEAVES = re.compile(
    r"取消报名|不去了|去不了|去不成|来不了|不来了|不参加了|参加不了|退出|帮我(?:取消|退)|取消(?:一下)?我们?家?的?(?:名额|报名)"
    r"|我们?家?的?(?:名额|名字|位子|报名).{0,3}(?:取消|划掉|去掉|删|退|让)|(?:有事|走不开|没空|不好意思).{0,6}取消|^我?退(?:了|报|一个)?$|退报|不报了"
)
_FEWER = re.compile(
    rf"(?:我们?家?的?|^)(?:那?边)?少(?:来|去|报|算){_N}(?:个人|[个位人口份])?[了吧]?{_END}|^我们?家?(?:的)?少{_N}[个位人口份]{_END}"
)
"""`我家少来一个`: some of theirs stay away."""
_AWAY_FROM = re.compile(
    r"(?:[去来参]加?不[了成]|不(?:去|来|参加))(?!了?$)(?:了)?"
    r"(?!了|[吧啊啦咯哈呀哦噢嘞咧,。!~ ]|活动|报名|接龙|大家|各位|不好意思|抱歉|谢|这[次回]|[今明后]天"
    r"|周|先|你们|麻烦)"
    r"([\u4e00-\u9fff]{2,})"
)
"""`去不了菜场了`: what they stay away from is named behind it."""
_DECLINES = re.compile(r"不(?:想|打算|会|用)?(?:参加|报名?)|没(?:有)?(?:报名|参加)|[去参]加?不了")
_OTHERS = re.compile(
    r"^(?:听说|好像)?(?:他|她|人家|别人|大家|[老小][\u4e00-\u9fff](?!区|区的)"
    r"|[\u4e00-\u9fff]{1,2}(?:师傅|阿姨|大叔|大爷|大妈|大姐|大哥|老师|主任|书记|医生|姐|哥|叔))(?:们|俩|家)?"
)
"""Whoever tells of others does not stay away by that."""
_EXPRESS = re.compile(r"报|接龙|参加|算")
_CLAUSES = re.compile(r"[,,。;;!!\s]+")
_TAIL = re.compile(
    r"(?:所以|就|都|可能|估计|恐怕|只好|我)*(?:今天|明天|后天|这次|周[一二三四五六日天末])?(?:我们?|都|也|就)*"
    rf"(?:{_LEAVES.pattern})[了吧啊]*$"
)
_TAKES_BACK = re.compile(r"^取消(?:了|吧|掉)?[。!]?$")
_HOUSE = re.compile(rf"(\d{{1,3}}|{CHINESE}{{1,3}})\s*(?:栋|幢|座|号楼|#)")
_LINE = re.compile(r"^\s*(\d{1,3})\s*[.、．:：)）]\s*(.*)$")
_SIGN_UP = re.compile(r"^\s*#?接龙")
_EXAMPLE = re.compile(r"^(?:例|示例|例如)")
_HEADS = re.compile(rf"(?:[x×*+]\s*(\d{{1,2}})|{_N}\s*(?:个人|口人|大人|[个位人份口]))")
_REST = re.compile(r"\d+单元|\d{2,}室?|[()()【】\[\],,。;;:/\-—_|+#~!]")
_TITLES = re.compile(r"^[老小阿]")
COMPOUND = frozenset(
    re.findall("..", "欧阳司马诸葛上官尉迟皇甫司徒东方夏侯令狐公孙慕容长孙宇文端木南宫百里独孤")
)
_COMMON = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]|报名|接龙|活动|免费|义务")
"""Of a title what many have."""
_HAN_WORDS = re.compile(r"[\u3400-\u9fffa-z0-9]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants with a sign-up."""

    leaves: bool = False
    heads: int | None = None
    """How many, where they say so."""
    whom: str = ""
    """For whom, as they call them: `妈`; empty for themselves."""
    loosely: bool = False
    """They are named by the way, perhaps as the reason."""
    more: bool = False
    """Beside those who are in already: `再报一个`."""
    bare: bool = False
    """Nothing but a sign (`+1`, `取消`): only where nothing else can be meant."""
    building: str = ""
    about: str = ""
    """The words that must name it, since nothing else says that a sign-up is meant."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a 接龙."""

    name: str
    heads: int
    building: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A 接龙 as somebody passed it on."""

    header: str
    lines: tuple[Listed, ...]


def _count(word: str | None) -> int | None:
    number = digits(word) if word else None
    return min(int(number), MOST_HEADS) if number and number.isdigit() and int(number) else None


def heard(text: str) -> Said | None:
    """What a line says about a sign-up; None where it is about none."""
    plain = _DIALECT.sub("我", normal(text).strip())
    if not plain or len(plain) > LONGEST or "\n" in plain:
        return None
    return _bare(plain) or (None if _ASKS.search(plain) else _in_words(plain))


def _bare(plain: str) -> Said | None:
    found = _BARE.fullmatch(plain)
    if found:
        return Said(heads=_count(found[1]) or 1, bare=True)
    return Said(leaves=True, bare=True) if _TAKES_BACK.match(plain) else None


def _in_words(plain: str) -> Said | None:
    whom = _whom(plain)
    fewer = _FEWER.search(plain)
    if fewer or _LEAVES.search(plain):
        if _OTHERS.match(plain) and not whom:
            return None
        named, loosely = (whom, False) if whom else _whose(plain)
        away = _AWAY_FROM.search(plain)
        heads = _count(fewer[1] or fewer[2]) if fewer else _heads(plain)
        return Said(
            leaves=True, whom=named, loosely=loosely, heads=heads,
            about=away[1].rstrip("了吧啊啦咯哈呀") if away else "",
        )  # fmt: skip
    joins, titled = _JOINS.search(plain), _TITLED.search(plain) or _COMES_TO.match(plain)
    if not (joins or titled) or _CALLS.match(plain):
        return None
    together = bool(whom) and _AND_I.search(plain) is not None
    heads = _heads(plain) or (2 if together else None)
    return Said(
        heads=heads, whom="" if together else whom, more=_MORE.search(plain) is not None,
        building=building_in(plain), about=titled[1] if titled and not joins else "",
    )  # fmt: skip


def declines(text: str) -> bool:
    """Whether a line says that somebody does not come, rather than that they do: `孩子不参加夏令营了`."""
    return _DECLINES.search(normal(text)) is not None


def parted(text: str) -> tuple[Said, str] | None:
    """What a line says about a sign-up, and the rest of it; None where there is no rest.

    `3栋电梯坏了去不了了` is two things.
    """
    if len(text) > LONGEST_OF_TWO or "\n" in text.strip():
        return None
    clauses = [clause for clause in _CLAUSES.split(text.strip()) if clause]
    for at, clause in enumerate(clauses):
        want = heard(clause)
        if want is None or want.bare or not (want.leaves or _EXPRESS.search(clause)):
            continue
        tail = _TAIL.search(clause) if want.leaves else None
        kept = [*clauses[:at], clause[: tail.start()] if tail else "", *clauses[at + 1 :]]
        rest = ",".join(part for part in kept if part)
        told = rest and rest != clause and not _ONLY_HEADS.fullmatch(normal(rest))
        return (want, rest) if told else None
    return None


def _heads(plain: str) -> int | None:
    kinds = [_count(word) or 0 for word in _OLD_AND_YOUNG.findall(plain)]
    if sum(kinds):
        return min(sum(kinds), MOST_HEADS)
    found = _PAIR.search(plain) or _COUNT.search(_HOUSE.sub("", plain))
    return _count(found[1]) if found else None


def _whom(plain: str) -> str:
    found = _FOR.search(plain) or _FOR_OTHERS.search(plain)
    word = (found[1] or found[2] or "") if found else ""
    return _SHORT.get(word, word)


def _whose(plain: str) -> tuple[str, bool]:
    """`我妈去不了了`: who does not come; of `我妈病了去不了了` she may be the reason alone."""
    found = re.match(rf"^(?:我|我家|俺)?({_KIN})(?:[今明后]天|这次|也|就|都|她|他|说)*", plain)
    if found is None:
        return "", False
    return _SHORT.get(found[1], found[1]), not re.match(_LEAVES.pattern, plain[found.end() :])


def building_in(text: str) -> str:
    """The building that a line names, as a group may hear it: `3栋`, never a room."""
    found = _HOUSE.search(text)
    number = digits(found[1]) if found else None
    return f"{number}栋" if number else ""


def passed(text: str) -> Passed | None:
    """Read a 接龙 as it is copied out of WeChat; None where a text is none."""
    rows = [row for row in text.splitlines()[: MOST_LINES + 20] if row.strip()]
    found = [(_LINE.match(row), row) for row in rows]
    entries = [match for match, _ in found if match]
    if not entries or not (_SIGN_UP.match(text) or (len(entries) > 1 and entries[0][1] == "1")):
        return None
    header = "\n".join(row for match, row in found if match is None and not _EXAMPLE.match(row))
    header = _SIGN_UP.sub("", header, count=1).strip()
    lines = [_listed(match[2]) for match in entries[:MOST_LINES]]
    return Passed(header, tuple(line for line in lines if line is not None))


def _listed(text: str) -> Listed | None:
    plain = normal(text)
    if _EXAMPLE.match(plain):
        return None
    building = building_in(plain)
    rest = _HOUSE.sub(" ", plain)
    heads = _HEADS.search(rest)
    name = clean(_REST.sub(" ", _HEADS.sub(" ", rest)).strip()).replace(" ", "")
    count = _count(heads[1] or heads[2]) if heads else 1
    return Listed(name, count or 1, building) if name else None


def surname(called: str) -> str:
    """What a group may see of a name: `张姐` is 张, `老周` is 周; empty where there is none."""
    name = called.strip()
    if len(name) > 1:
        name = _TITLES.sub("", name)
    if not _HAN.match(name):
        return ""
    return name[:2] if name[:2] in COMPOUND else name[:1]


def shared(text: str, title: str) -> int:
    """How much of a title a line names, in pairs of characters: `包饺子我报名` names `周六包饺子`."""
    plain = normal(text)
    return sum(pair in plain for pair in _pairs(title))


def names(text: str, title: str) -> bool:
    """Whether a header is this thing's: it names at least half of the title."""
    pairs = _pairs(title)
    return bool(pairs) and 2 * shared(text, title) >= len(pairs)


def _pairs(title: str) -> set[str]:
    words = _HAN_WORDS.findall(_COMMON.sub(" ", normal(title)))
    return {word[n : n + 2] for word in words for n in range(len(word) - 1)}


_CODE = re.compile(r"签到码|报到码|入场码|门票码|签到.{0,2}二维码|(?:我的|报名的?)二维码")


def asks_for_code(text: str) -> bool:
    """`我的签到码`: whoever comes wants what is scanned at the door."""
    plain = normal(text).strip()
    return len(plain) <= LONGEST and _CODE.search(plain) is not None


_SIGN = re.compile("[+＋﹢⁺➕加报報龙龍算参參去来來留占佔带帶退码碼少口取人个個位份名\n]")
"""Without one of these, in either script, no line joins, leaves, counts heads, or asks for the code."""


def may_concern(text: str) -> bool:
    """Whether a line is worth a look where a sign-up is open; all others leave no trace."""
    if not _SIGN.search(text):
        return False  # most lines of a group: it costs nothing more
    known = heard(text) is not None or passed(text) is not None
    return known or parted(text) is not None or asks_for_code(text)
