"""`换洗洁精`, `我想换一桶油`, `换两块肥皂`, `不换了`, `让邻居代领`: what somebody wants of the shop.

Goods are only looked for among those that the shop has; what else a line may be is read elsewhere.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.numerals import CHINESE, digits
from domain.understanding.plain import normal, simplified

LONGEST = 24  # characters: whoever writes more tells of something else
_WHO = r"(?:请|麻烦)?(?:帮我|给我|我们?家?|俺家?|咱家?)?"
_WILL = r"(?:就)?(?:想要|想|要|来|打算)?(?:用(?:积分|分))?"
_MEASURE = r"[块条瓶桶袋包盒个只件壶支提份双把罐卷箱斤张套副升]"
_N = rf"(?P<n>\d{{1,3}}|{CHINESE}{{1,3}}|俩|仨)"
_END = r"(?:吧|吗|哦|啊|呀|可以吗|行吗|行不行|好吗|谢谢)*[。!~,?]*"
_ORDERS = re.compile(
    rf"^{_WHO}{_WILL}(?P<verb>兑换|换领|兑|换)(?:点儿?|一下)?(?:{_N}\s*{_MEASURE}?|{_MEASURE})?的?"
    rf"(?![了过好掉])(?P<noun>[\u4e00-\u9fffa-z]{{1,10}}?)"
    rf"(?:[x×*]?(?P<m>\d{{1,3}})(?:{_MEASURE})?|(?P<h>{CHINESE}{{1,3}}){_MEASURE})?{_END}$"
)
_LISTS = re.compile(
    rf"^(?:{_WHO}{_WILL}(?:换东西|兑换(?:东西|礼品|物品|商品)?|去?换(?:点)?(?:礼品|物品|商品))|(?:道德|积分)?超市(?:里)?"
    rf"(?:有(?:些)?(?:什么|啥|哪些)(?:东西|可以换|能换)?)?|(?:现在|我家?)?(?:能|可以)(?:兑)?换(?:点|些)?(?:什么|啥|哪些)(?:东西)?|(?:积分)?(?:几号|哪天|(?:什么|啥)时候|多会儿)(?:才)?(?:能|可以)?(?:去)?"
    rf"(?:兑换|换东西|换礼品|兑换东西)){_END}$"
)
_CANCELS = re.compile(
    rf"^{_WHO}(?:不(?:想|要)?换了|不兑换?了|取消(?:兑换|换的|订单)|(?:把)?换的(?:东西)?不要了|兑换取消){_END}$"
)
_CANNOT = r"(?:我?(?:走不动|腿脚不好|不方便|没空|没时间|下不了楼|出不了门)[,。]?我?)?"
_LOST = "(?:呢|在哪|在哪里|找不到了|没了|发我一下)?"
_MINE = re.compile(
    rf"^{_WHO}(?:看看?|查看|查一?下)?(?:(?:的)?(?:(?:领货|取货|兑换|提货)码|兑换[单券]){_LOST}"
    rf"|(?:都)?(?:兑)?换了(?:些|点)?(?:什么|啥|哪些)(?:东西)?){_END}$"
)
_CODE = re.compile(
    rf"^{_WHO}(?:看看?|查看)?(?:我的码{_LOST}"
    rf"|(?:我?换的(?:东西|[\u4e00-\u9fff]{{1,4}}))?(?:去哪|在哪里?|上哪|哪里|(?:什么|啥)时候)(?:去|能|可以)?(?:领|拿|取)"
    rf"(?:东西)?){_END}$"
)
_PROXY = re.compile(
    rf"^{_WHO}{_CANNOT}(?:(?:想|要)?(?:让|请|叫|找|托)(?:.{{1,6}}?)(?:帮我?|替我?)?(?:去)?代?(?:领|取|拿)(?:东西|一下|一次)?|(?:要)?(?:个)?代领(?:码)?){_END}$"
)
_YES = re.compile(
    r"(?:好|好的|好啊|好呀|行|可以|是|是的|对|要|要的|换|换吧|就换|确定|嗯|中|得|ok|yes)(?:吧|的|啊|,?谢谢)?"
)
_NO = re.compile(r"(?:先)?(?:不|不要|不用|不换|不换了|算了|不了|no)(?:了|吧)?(?:,?谢谢)?")
_TRADITIONAL = re.compile("[換兌領東讓鄰訂單]")
_SIZE = re.compile(r"[\d.(()].*$")
_NOT_HOME = ("灯", "锁", "门", "水", "电", "人", "班", "话题", "地方", "群")
"""What people change that no shop has; a good of just this name would still be found by more of it."""


class Want(StrEnum):
    """What a line is after."""

    ORDER = "order"
    LIST = "list"
    CANCEL = "cancel"
    PROXY = "proxy"
    CODE = "code"
    """`我的码`, `换的东西在哪领`."""
    MINE = "mine"
    """`我的领货码`, `我换了什么`: of the shop alone, also where nothing waits."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants, before it is looked for among the goods."""

    want: Want
    noun: str = ""
    pieces: int = 1


def wish_in(text: str) -> Wish | None:
    """What a line wants of the shop; None where it is about something else."""
    plain = normal(text).replace(" ", "")
    if not plain or len(plain) > LONGEST:
        return None
    plain = simplified(plain) if _TRADITIONAL.search(plain) else plain
    for want, pattern in (
        (Want.LIST, _LISTS), (Want.CANCEL, _CANCELS), (Want.PROXY, _PROXY), (Want.CODE, _CODE),
        (Want.MINE, _MINE),
    ):  # fmt: skip
        if pattern.fullmatch(plain):
            return Wish(want)
    found = _ORDERS.fullmatch(plain)
    if found is None or found["noun"] in _NOT_HOME:
        return None
    number = digits(found["n"] or found["m"] or found["h"] or "1")
    pieces = int(number) if number and number.isdigit() else 1
    return Wish(Want.ORDER, found["noun"], max(pieces, 1))


def meant(noun: str, names: Mapping[str, str]) -> list[str]:
    """The goods that a word may mean, by code: the one called just so, or those whose name holds it."""
    plain = normal(noun)
    cores = {code: core_of(name) for code, name in names.items()}
    exact = [code for code, core in cores.items() if core == plain]
    if exact:
        return exact
    return [code for code, core in cores.items() if core and (plain in core or core in plain)]


def core_of(name: str) -> str:
    """A good's name without its size: `食用油1升` is 食用油."""
    plain = normal(name).replace(" ", "")
    return _SIZE.sub("", plain) or plain


def may_concern(text: str, names: Iterable[str]) -> bool:
    """Whether a group's line wants something of the shop; all else leaves no trace there."""
    wish = wish_in(text)
    known = {name: name for name in names}
    if wish is None or not known or wish.want in (Want.CANCEL, Want.CODE, Want.MINE):
        return False
    return wish.want is not Want.ORDER or bool(meant(wish.noun, known))


def agrees(text: str) -> bool | None:
    """Whether somebody who was asked wants it; None where they say something else."""
    plain = normal(text).replace(" ", "").rstrip("。!~")
    if _YES.fullmatch(plain):
        return True
    return False if _NO.fullmatch(plain) else None
