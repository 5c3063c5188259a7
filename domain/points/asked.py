"""What somebody wants to know of their points: how many, since when, what for, and until when."""

import re
from datetime import date
from enum import StrEnum

from domain.numerals import digits
from domain.points.plainly import plainly
from domain.points.said import deeds_in
from domain.points.wares import MEASURE, is_ware, nouns
from domain.understanding.inquiries import OTHER_POINTS, asks_of_others

MONTHS = 12
LONGEST = 40  # characters: whoever writes more tells of something else


class Wanted(StrEnum):
    """What a question about points is after."""

    BALANCE = "balance"
    MONTH = "month"
    """`上个月加了几分`, `10月得了几分`."""
    PRICE = "price"
    """`一桶油要多少分`, `还差多少分换油`."""
    ENOUGH = "enough"
    """`够换什么`."""
    WAYS = "ways"
    """`积分怎么挣`, `扫楼道加几分`."""
    KEEPS = "keeps"
    """`积分什么时候过期`."""


_N = r"(?:多少|几)"
_P = (
    r"(?:积分|(?<![部缘比成水身股天过充养百低高满])"
    r"分(?![钟之类开离手享别工辨析居摊店局公头红半子散家钱我你他她给]|明(?!年)))"
)
_WHEN = (
    r"(?:(?P<last>上个?月)|[这本当]个?月|(?<!\d)(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月)"
)
_GOT = r"(?:加|得|挣|赚|攒|增|涨|记|有|多)"
_MONTH = re.compile(
    rf"{_WHEN}.{{0,8}}{_GOT}(?:到)?了?{_N}个?{_P}|{re.sub('[?]P<[a-z]+>', '?:', _WHEN)}"
    rf"(?:份)?(?:我们?家?|本户)?的?(?:{_P}.{{0,4}}(?:明细|{_GOT}了?没有?|{_GOT}了?{_N})|得分{_N}|明细)"
)
_ENOUGH = re.compile(
    r"(?:够|能|可以|可)(?:拿来|用来)?(?:兑换|换|兑)(?:点|些|个|得到)*(?:什么|哪些)"
    rf"|{_P}(?:能|可以)?(?:用来|拿来|拿去)?(?:能|可以)?(?:兑换|兑|换|干|做|买)(?:点|些)?(?:什么|哪些)|{_P}有什么用"
)
_PRICE = re.compile(
    rf"(?:要|需要?|用|花){_N}个?{_P}|{_N}个?{_P}(?:才?能|可以?|就能|能|才)?(?:兑|换)|(?:还?差|还缺){_N}个?{_P}"
)
_OWN = r"(?:我们?(?!们?的?(?:孩子|娃))(?:家|的家)?|自己家?|自家|本户|家)"
_BALANCE = re.compile(
    rf"{_OWN}(?:.{{0,10}}(?:有|剩|攒|得|是)(?:下来?)?了?|(?:的|那个|这个|现在|一共|总共|今年|还|积分|分)*){_N}个?{_P}"
    rf"|{_OWN}.{{0,4}}{_P}.{{0,6}}(?:有|是|剩|余额|攒)下?了?{_N}|积分.{{0,4}}{_OWN}.{{0,6}}{_N}|今年.{{0,6}}{_GOT}了?{_N}个?{_P}"
    rf"|^(?:查|查查|看|看看|查询|查一?下|看一?下|问一?下|帮我查|帮我看|麻烦|想|请|我|想知道|要知道|一?下)*(?:我们?家?|家|本户)(?:的|那个|这个)*{_P}数?(?:余额|情况|明细)?(?:有|还有|还剩|是)?(?:{_N}(?:个|分)?)?(?:了|呢|吗|啊|呀|嘛|哦|谢谢|[?。!])*$"
    rf"|^(?:查|查查|看|看看|查询|查一?下|看一?下|一?下)*积分(?:查询|余额|明细|有?多少了?|还有{_N}(?:分)?|还?剩{_N}(?:分)?|数)?[?。!]?$"
    rf"|{_OWN}.{{0,8}}(?:查|看|瞅).{{0,4}}(?:积分|我.{{0,3}}{_P})"
)
_RULES = re.compile(
    rf"积分(?:规则|办法|制度|标准|细则|项目|政策)|{_P}(?:是)?(?:怎么|如何|怎样)(?:个)?(?:算|计|来|记)|{_P}从?哪(?:里|儿)?来"
)
_WAYS = re.compile(
    rf"(?:怎么|如何|怎样).{{0,6}}(?:得|挣|赚|攒|加|涨|弄|拿|多|获得?|记).{{0,4}}{_P}|{_P}(?:要|该)?(?:怎么|如何|怎样)(?:样)?(?:才能|才|能|可以)?(?:多|得|挣|赚|攒|加|涨|弄|拿|获)"
    rf"|(?:做|干)(?:点|些)?(?:什么|哪些)?.{{0,6}}(?:能|可以|会).{{0,3}}(?:得|挣|赚|攒|加|拿|算|有){_N}?个?{_P}"
    rf"|(?:什么|哪些)(?:事|事情|活动|项目)?.{{0,3}}(?:能|可以|会|有).{{0,3}}(?:得|挣|赚|攒|加|拿|算)?{_P}"
    rf"|(?:帮|做|参加|当|去).{{1,10}}(?:可以|能|会|有没有)(?:加|得|挣|算|记|给)?{_P}(?:不|吗|没|么|[?])"
    rf"|(?:多|挣|赚|攒).{{0,4}}{_P}.{{0,4}}(?:干|做|参加|有)(?:点|些)?(?:什么|哪些)"
)
_WORTH = re.compile(
    rf"(?:加|给|得|有|算|记|值|奖|挣|涨)(?:到)?{_N}个?{_P}|{_N}个?{_P}[?呢啊呀嘛]*$|(?:可以|能|会|有没有|给不给|算不算).{{0,2}}(?:加|得|挣|算|记|给|有)?个?{_P}"
)
"""`献血能得几分`: with a deed in it, it asks what that is worth."""
_NOTED = re.compile(rf"记上|记了|攒了|一共|现在|我们?家?(?:还)?有{_N}")
"""`站岗的分给我记上没有`: what was done is asked for, and not what it would be worth."""
_OVER = (
    r"(?:过期|到期|作废|清零|失效|有效期|作数|没了|不算了|归零|还能用|能用到|用到哪|能存|留到|能放)"
)
_KEEPS = re.compile(rf"{_P}.{{0,10}}{_OVER}|{_OVER}.{{0,6}}{_P}|今年的?{_P}.{{0,4}}明年.{{0,3}}用")
_OF_A_GOOD = re.compile(
    rf"{_N}个?{_P}|(?:能|可以|够|够不够|能不能)(?:兑换|换|兑).{{1,8}}[吗么不]?|够不够(?:兑换|换|兑)|怎么换$"
)
"""`洗洁精几分`, `够换油吗`: only with the name of a good it is about points."""
_HOW_MANY = re.compile(
    rf"{_N}个?{_P}|(?:积|的|家)分.{{0,4}}(?:{_N}|最多|最高|第一|排)|查.{{0,8}}{_P}|{_P}.{{0,3}}查"
)
_NOT_THINGS = re.compile(r"[我你他她谁]|月|年|天|户|名$")


def wanted(text: str) -> Wanted | None:
    """What a line asks of points; None where it asks of nothing that is sure to be points."""
    plain = plainly(text)
    if not _may_be_points(plain):
        return None
    if _WORTH.search(plain) and not _NOTED.search(plain) and deeds_in(plain):
        return Wanted.WAYS
    for want, patterns in _GRAMMAR:
        if any(pattern.search(plain) for pattern in patterns):
            return want
    return None


_GRAMMAR: tuple[tuple[Wanted, tuple[re.Pattern[str], ...]], ...] = (
    (Wanted.KEEPS, (_KEEPS,)), (Wanted.ENOUGH, (_ENOUGH,)), (Wanted.MONTH, (_MONTH,)),
    (Wanted.WAYS, (_WAYS, _RULES)), (Wanted.PRICE, (_PRICE,)), (Wanted.BALANCE, (_BALANCE,)),
)  # fmt: skip


def _may_be_points(plain: str) -> bool:
    return bool(plain) and len(plain) <= LONGEST and not OTHER_POINTS.search(plain)


def surely(text: str) -> bool:
    """Whether a question names points by a name that nothing else has."""
    return "积分" in plainly(text)


def of_others(text: str) -> bool:
    """Whether another household's points are asked for, in whatever dialect."""
    return asks_of_others(plainly(text))


def how_many_of_others(text: str) -> bool:
    """Whether it is surely the number of another household's points that is asked for."""
    plain = plainly(text)
    return _may_be_points(plain) and asks_of_others(plain) and bool(_HOW_MANY.search(plain))


def of_points(text: str) -> bool:
    """Whether a line asks for a number of points, and of no other kind."""
    plain = plainly(text)
    return _may_be_points(plain) and bool(_HOW_MANY.search(plain))


def among_neighbours(text: str) -> bool:
    """`你们有多少分`: said to those who are there, and not to huying."""
    return bool(re.search(r"你们?|大家|各位", plainly(text)))


def owns(text: str) -> bool:
    """Whether somebody asks for the points of their own."""
    plain = plainly(text)
    own = re.search(r"我|自己|自家|本户|家的?积分", plain) and re.search(
        r"多少|几|查|看|[吗么?]", plain
    )
    return bool(own or re.search(r"\b(?:my|our|i|we)\b", text.lower()))


OF_ONES_OWN = frozenset({Wanted.BALANCE, Wanted.MONTH})
GENERAL = frozenset({Wanted.WAYS, Wanted.KEEPS, Wanted.ENOUGH})
"""What is the same for everybody, or nearly."""


def may_be_told(text: str) -> bool:
    """Whether a group's line asks huying: neighbours speak of points among themselves, too."""
    want = wanted(text) if surely(text) else None
    if want is Wanted.KEEPS and not _ASKS.search(plainly(text)):
        return False  # `积分被清零了,气死了` tells of it
    return want in GENERAL or (want in OF_ONES_OWN and owns(text))


_ASKS = re.compile(r"[?吗么]|什么|多久|哪|(.)不\1|怎么|[不没](?:有)?[。!]*$")


def thing_asked(text: str) -> str:
    """The one thing whose price is asked, whether the shop has it or not; empty where none is sure."""
    plain = plainly(text)
    if not _may_be_points(plain) or not re.search(rf"{_N}个?{_P}", plain):
        return ""
    said = [noun for noun in nouns(plain) if not _NOT_THINGS.search(noun)]
    sure = re.search(rf"(?:兑换|换|兑){MEASURE}?", plain) or (said and is_ware(said[0]))
    return said[0] if len(said) == 1 and sure and len(said[0]) <= _LONGEST_NAME else ""


_LONGEST_NAME = 6


def month_asked(text: str, today: date) -> date:
    """The first day of the month that a question names: the last such month that has begun."""
    found = re.search(_WHEN, plainly(text))
    year, index = today.year, today.month
    if found and found["last"]:
        year, index = (year, index - 1) if index > 1 else (year - 1, 12)
    elif found and found["month"]:
        said = int(digits(found["month"]) or 0)
        if 1 <= said <= MONTHS:
            year, index = (year if said <= index else year - 1), said
    return date(year, index, 1)


def of_a_good(text: str) -> bool:
    """Whether a line asks the price of what it names, should that be a good of the shop."""
    plain = plainly(text)
    return _may_be_points(plain) and bool(_OF_A_GOOD.search(plain))
