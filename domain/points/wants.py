"""`换洗洁精`, `要一瓶洗洁精和两块肥皂`, `不换了`, `让邻居代领`: what somebody wants of the shop.

Goods are only looked for among those that the shop has; what else a line may be is read elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.numerals import digits
from domain.points.plainly import plainly
from domain.points.wares import MEASURE, NUMBER, is_ware, meant
from domain.refusals import Refusal
from domain.understanding.plain import normal

LONGEST = 36  # characters: whoever writes more tells of something else
MOST_SIGNS = 2 * LONGEST  # blanks and pictures among them
MOST_THINGS = 4  # of one line; more is a list of something else
_WHO = r"(?:你好|您好|那个|请问)*,?(?:我|请|麻烦)?(?:帮我|给我|替我|帮忙|我们家?|我家?)?"
_WILL = (
    r"(?:就)?(?:还|再)?(?:想要|想|要|来|打算|准备)?(?:把)?(?:用)?"
    r"(?:(?:我的|我家的?)?(?:积分|\d{0,3}分))?(?:来)?"
)
_END = r"(?:吧|吗|哦|啊|呀|嘛|呢|哈|了|可以吗|可以不|可不可以|行吗|行不行|好吗|好不好|谢谢|谢了|[。!~,?])*"
_FIRMLY = (
    rf"^{_WHO}{_WILL}(?:兑换|换领|兑|换)(?:点儿?|一下|些)?(?![了过好掉])(?P<things>.+?){_END}$"
)
_GENTLY = (
    rf"^{_WHO}(?:还|再)?(?:想要|要|来|拿|弄|整|留|给我?)(?:点儿?|一下|些)?(?P<things>.+?)(?:来|给我)?{_END}$"
    rf"|^(?P<counted>{NUMBER}{MEASURE}.+?){_END}$"
)
_TURNED = (
    rf"^{_WHO}(?P<nouns>.+?)(?:我)?(?:各|都)?(?P<verb>兑换|换|兑|来|要){{MANY}}{_END}$".replace(
        "{MANY}", rf"(?P<many>{NUMBER}{MEASURE})"
    )
)
_ORDERS = tuple(re.compile(one) for one in (_FIRMLY, _TURNED, _GENTLY))
_LATER = re.compile(r"[,。](?:什么时候|几号|哪天|在?哪里?)(?:能|可以)?(?:去)?(?:领|拿|取)[??]?$")
"""`…,什么时候能拿`: that is said with the order."""
_THEN = r"(?:还有|以及|外加|再(?:来|换|要|加)|[、,和跟与同及])"
_OF_A_NAME = r"(?![了吗么呢换兑要来谁怎几找修坏是哪还没那这够下行])[\u4e00-\u9fffa-z]"
_ONE = re.compile(
    rf"{_THEN}*(?:(?P<n>{NUMBER}){MEASURE}?|{MEASURE})?的?(?P<noun>(?:{_OF_A_NAME}){{1,10}}?)"
    rf"(?:[x×*]?(?P<m>{NUMBER}){MEASURE}?(?={_THEN}|$)|[x×*](?P<x>\d{{1,9}}))?(?={_THEN}|{NUMBER}{MEASURE}|$)"
)
_WHAT = r"(?:什么|哪些)"
_LISTS = re.compile(
    rf"^(?:{_WHO}{_WILL}(?:换东西|兑换(?:东西|礼品|物品|商品)?|去?换(?:点|些)?(?:礼品|物品|商品))"
    rf"|(?:我们?(?:社区)?的?)?(?:(?:道德|积分|爱心)(?:超市|商城|银行|小店)|超市)(?:里头?|里面)?"
    rf"(?:(?:现在)?都?有(?:些|点)?{_WHAT}(?:东西|好东西)?(?:可以换|能换)?)?"
    rf"|(?:现在|我家?)?(?:能|可以)(?:兑换|兑|换)(?:点|些|个)?{_WHAT}(?:东西)?|有(?:些)?{_WHAT}(?:东西)?(?:好|可以|能)(?:兑|换|兑换)的?"
    rf"|兑换(?:的)?(?:东西|礼品|物品)?(?:都)?有{_WHAT}(?:东西)?|(?:积分)?(?:兑换|换|兑)的?(?:东西|商品|物品|礼品)?(?:清单|目录|列表)(?:发一下|看一下|给我)?"
    rf"|(?:积分)?(?:几号|哪天|什么时候)(?:才)?(?:能|可以)?(?:去)?(?:兑换|换东西|换礼品|兑换东西)){_END}$"
)
_BACK = r"(?:不要|不想要|不换|不兑|退掉?|退回|退货|取消)"
_CANCELS = re.compile(
    rf"^{_WHO}(?:算了,?)?我?(?:刚才|之前)?我?(?:那个|的)?(?:不(?:想|要|打算)?(?:再)?兑?换)(?:这个|那个|东西)?了{_END}$"
    rf"|^{_WHO}(?:把)?(?:我)?(?:(?:刚才|之前|昨天|今天)?我?(?:兑换|换|兑)的?(?:的|好的|单子?|东西|那个|那些|[\u4e00-\u9fff]{{1,5}})?)我?(?:都|给)?"
    rf"{_BACK}(?:一下|了|给我)?(?:,?把?分?(?:退|还)(?:回来|给我|我|回去))?{_END}$"
    rf"|^{_WHO}取消(?:一下)?(?:我的?)?(?:兑换|换的|订单|兑的)(?:的?东西)?{_END}$"
    rf"|^{_WHO}(?:不要了|不换了),?(?:给我|帮我)?(?:把分)?退(?:回来|给我|了|回)?{_END}$"
    rf"|^(?:帮我)?退了吧,?不换了{_END}$"
    rf"|^{_WHO}(?:那|这|我那|我的)?{MEASURE}?(?P<noun>[\u4e00-\u9fff]{{1,6}}?)我?不(?:想)?(?:再)?(?:要|换|兑)了{_END}$"
    rf"|^{_WHO}(?:不(?:想|打算)?(?:要|换|兑)|取消|退掉?)(?:一下)?(?:那|这|我那|我的)?{MEASURE}?(?!.*(?:报名|的))(?P<called>[\u4e00-\u9fff]{{1,6}}?)了?{_END}$"
    rf"|^{_WHO}把(?:那|这|我那|我的)?{MEASURE}?(?P<back>[\u4e00-\u9fff]{{1,6}}?)(?:取消|退掉?|退回去?)了?{_END}$"
)
_CANNOT = (
    r"(?:(?:我|我们|老头子|老伴)?(?:走不动|不在家?|.{0,4}不好|.{0,4}不方便|没空|没时间|.{0,3}疼|.{0,3}痛|下不了楼|出不了门"
    r"|.{0,2}上班|在外[地面])[,。]?我?)?"
)
_FETCH = r"(?:领|拿|取)"
_WHERE = r"(?:去|在|到|上)*(?:哪里|哪儿|哪|什么地方)(?:去|能|可以)*"
_WHEN = r"(?:最晚|最迟)?(?:什么时候|几号|几点|哪天|多久)(?:才)?(?:能|可以|过)?(?:去)?"
_GOT = (
    r"(?:我)?(?:的东西|东西|货|(?:刚才)?(?:兑换|换|兑)的?(?:东西|那个|[\u4e00-\u9fff]{1,5})?"
    r"|(?P<noun>(?:(?![去在到上])[\u4e00-\u9fff]){1,5}?))?"
)
_LOST = r"(?:呢|在哪里?|我?找不到了?|没了|弄丢了|发我一下|不见了)?"
_MINE = re.compile(
    rf"^{_WHO}(?:看看?|查看|查一?下|找|要)?(?:(?:我?的)?(?:(?:领货|取货|兑换|提货|领取)码|兑换[单券]){_LOST}"
    rf"|(?:都)?(?:兑换|兑|换)了(?:些|点)?{_WHAT}(?:东西)?){_END}$"
)
_CODE = re.compile(
    rf"^{_WHO}(?:看看?|查看)?(?:我?的码){_LOST}{_END}$"
    rf"|^{_WHO}{_GOT}(?:是)?(?:{_WHERE}|{_WHEN}){_FETCH}(?:东西|货|(?P<what>[\u4e00-\u9fff]{{2,5}}?))?(?:去|来)?{_END}$"
    rf"|^{_WHO}(?:今天|明天|后天|现在|周末|(?:这|下)?周[一二三四五六日天])(?:能|可以)(?:去|来)?{_FETCH}(?:东西|货)?{_END}$"
    rf"|^{_FETCH}(?:货|东西)(?:是)?在?(?:哪里?|什么地方|什么时候){_END}$"
)
_PROXY = re.compile(
    rf"^{_WHO}{_CANNOT}(?:能不能|可不可以|可以|能|想|要)?(?:让|请|叫|找|托|喊)(?:.{{1,8}}?)(?:帮我?|替我?|帮忙)?(?:去|来)?代?{_FETCH}(?:东西|货|一下|一次)*{_END}$"
    rf"|^{_CANNOT}我?[\u4e00-\u9fff]{{1,5}}(?:帮我?|替我?)(?:去|来)?代?{_FETCH}(?:东西|货|一下)*{_END}$"
    rf"|^{_WHO}(?:要|能|可以|能不能|可不可以)?(?:个|别人|人)?代领(?:码)?{_END}$"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("list", _LISTS), ("cancel", _CANCELS), ("proxy", _PROXY), ("mine", _MINE), ("code", _CODE),
)  # fmt: skip
_YES = re.compile(
    r"(?:好|好的|好啊|好呀|行|可以|是|是的|对|要|要的|换|换吧|就换|确定|嗯|中|得|ok|yes)(?:吧|的|啊|,?谢谢)?"
)
_NO = re.compile(r"(?:先)?(?:不|不要|不用|不换|不换了|算了|不了|no)(?:了|吧)?(?:,?谢谢)?")
_NOT_HOME = frozenset(("灯", "锁", "门", "水", "电", "人", "班", "话题", "地方", "群"))
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
class Thing:
    """One thing that is wanted, by the word that was said for it."""

    noun: str
    pieces: int = 1
    """0 where it is no number of pieces: none, half of one, less than nothing."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants, before it is looked for among the goods."""

    want: Want
    things: tuple[Thing, ...] = ()
    firm: bool = True
    """Points or exchanging are named; `要一瓶洗洁精` may be said to a neighbour as well."""
    shop: bool = False
    """Points or the shop are named: what it has not is answered, too."""

    @property
    def of_wares(self) -> bool:
        """Whether all of it is what such a shop may have, so that it is the shop that answers."""
        return self.shop or all(is_ware(thing.noun) for thing in self.things)


class OddPieces(Refusal):
    """None, half of one, or less than nothing cannot be had; whole pieces can (`good`)."""


def wish_in(text: str) -> Wish | None:
    """What a line wants of the shop; None where it is about something else."""
    if len(text) > MOST_SIGNS:
        return None
    plain = plainly(text)
    if not plain or len(plain) > LONGEST:
        return None
    for want, pattern in _KINDS:
        if found := pattern.fullmatch(plain):
            parts = found.groupdict()
            noun = next(filter(None, map(parts.get, ("noun", "what", "called", "back"))), None)
            return Wish(Want(want), (Thing(noun),) if noun and noun != "东西" else ())
    return _order(_LATER.sub("", plain))


def _order(plain: str) -> Wish | None:
    """An order of one thing or of several; all that was said belongs to it."""
    for pattern in _ORDERS:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        parts = found.groupdict()
        things = tuple(_things(parts.get("things") or parts.get("counted") or parts["nouns"]))
        if parts.get("many"):
            things = tuple(Thing(one.noun, _pieces(parts["many"])) for one in things)
        if things and len(things) <= MOST_THINGS and not _NOT_HOME.intersection(
            one.noun for one in things
        ):  # fmt: skip
            shop = "积分" in plain or "兑" in plain or bool(re.search(r"用\d*分", plain))
            return Wish(Want.ORDER, things, firm=pattern is _ORDERS[0], shop=shop)
    return None


def _things(said: str) -> Iterator[Thing]:
    """The things of an enumeration; none at all where something is left over."""
    found, at = [], 0
    while at < len(said):
        one = _ONE.match(said, at)
        if one is None:
            return
        number = one["n"] or one["m"] or one["x"]
        found.append(Thing(one["noun"], _pieces(number) if number else 1))
        at = one.end()
    yield from found


def _pieces(said: str) -> int:
    """How many pieces a number means; what is no number of whole pieces is none."""
    bare = re.sub(rf"{MEASURE}$", "", said)
    if bare.startswith(("负", "-")) or "半" in bare:
        return 0
    if bare.endswith("万"):
        return 10_000 * max(_pieces(bare[:-1]), 1)
    number = digits(bare)
    return int(number) if number and number.isdigit() else 0


def may_concern(text: str, names: Iterable[str]) -> bool:
    """Whether a group's line wants something of the shop; all else leaves no trace there."""
    wish, known = wish_in(text), {name: name for name in names}
    if wish is None or not known or wish.want in (Want.CANCEL, Want.CODE, Want.MINE):
        return False
    return wish.want is not Want.ORDER or (wish.firm and all_known(wish, known))


def all_known(wish: Wish, names: dict[str, str]) -> bool:
    """Whether all that is wanted is in the shop, whichever of its goods are meant."""
    return all(meant(thing.noun, names) for thing in wish.things)


def agrees(text: str) -> bool | None:
    """Whether somebody who was asked wants it; None where they say something else."""
    plain = normal(text).replace(" ", "").rstrip("。!~")
    if _YES.fullmatch(plain):
        return True
    return False if _NO.fullmatch(plain) else None
