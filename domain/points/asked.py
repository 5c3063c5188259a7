"""What somebody wants to know of their points: how many, since when, and what they are enough for."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.numerals import digits
from domain.points.wants import core_of
from domain.understanding.inquiries import OTHER_POINTS
from domain.understanding.plain import normal, simplified

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


_N = r"(?:多少|几多|几|好多)"
_WHEN = (
    r"(?:(?P<last>上个?月)|[这本当]个?月|(?<!\d)(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月)"
)
_MONTH = re.compile(rf"{_WHEN}.{{0,8}}(?:加|得|挣|攒|增|有)了?{_N}(?:积)?分(?![钟之])")
_ENOUGH = re.compile(
    r"(?:够|能|可以|可)(?:兑)?换(?:点|些|个)?(?:什么|啥|哪些|么子|点啥)|积?分能(?:兑|换)(?:什么|啥)"
)
_PRICE = re.compile(
    rf"(?:要|需要?|用|花|得){_N}个?(?:积)?分(?!钟)|{_N}个?(?:积)?分(?:才?能|可以?|就能|能)?(?:兑|换)"
    rf"|(?:还?差|还缺){_N}(?:个)?(?:积)?分"
)
_BALANCE = re.compile(
    rf"(?:我家?|俺家?|咱们?家?|我们家?|自家|本户|家里)(?:现在|一共|还|总共|今年)?"
    rf"(?:有|剩|还有|还剩|攒了?){_N}(?:积)?分|今年.{{0,6}}(?:加|得|挣|攒)了?{_N}(?:积)?分"
)
_OF_A_GOOD = re.compile(
    rf"{_N}个?(?:积)?分(?!钟)|(?:能|可以|够|够不够|能不能)(?:兑)?换.{{1,8}}[吗么不]?|够不够(?:兑)?换"
)
"""`洗洁精几分`, `够换油吗`: only with the name of a good it is about points."""
_COMMON = frozenset(
    "一二两三四五六七八九十个桶瓶袋块包条盒斤升换兑要多少几分积需用还差能可以才够我家的吗么呢"
    "想了点得花缺好把提卷箱"
)


def wanted(text: str) -> Wanted | None:
    """What a line asks of points; None where it asks of nothing that is sure to be points."""
    plain = simplified(normal(text))
    if not plain or len(plain) > LONGEST or OTHER_POINTS.search(plain):
        return None
    for want, pattern in (
        (Wanted.ENOUGH, _ENOUGH), (Wanted.MONTH, _MONTH), (Wanted.PRICE, _PRICE),
        (Wanted.BALANCE, _BALANCE),
    ):  # fmt: skip
        if pattern.search(plain):
            return want
    return None


def month_asked(text: str, today: date) -> date:
    """The first day of the month that a question names: the last such month that has begun."""
    found = _MONTH.search(simplified(normal(text)))
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
    plain = simplified(normal(text))
    return (
        len(plain) <= LONGEST and not OTHER_POINTS.search(plain) and bool(_OF_A_GOOD.search(plain))
    )


class Priced(Protocol):
    """Something in the shop, as it is asked for."""

    @property
    def name(self) -> str: ...

    @property
    def price(self) -> int: ...


G = TypeVar("G", bound=Priced)


def meant(text: str, goods: Iterable[G]) -> list[G]:
    """The goods that a line names most of: `一桶油` is `食用油`; cheap ones first."""
    said = {sign for sign in simplified(normal(text)) if sign.isalpha() and sign not in _COMMON}
    scored = [(_alike(said, simplified(core_of(good.name))), good) for good in goods]
    most = max((score for score, _ in scored), default=0)
    found = (good for score, good in scored if score == most > 0)
    return sorted(found, key=lambda good: good.price)


def _alike(said: set[str], name: str) -> int:
    """How many signs two names share; `洗衣粉` is no `洗洁精`, since one is not enough but for the last."""
    shared = said & set(name)
    return len(shared) if len(shared) > 1 or name[-1:] in shared else 0
