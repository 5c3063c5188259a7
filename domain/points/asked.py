"""What somebody wants to know of their points: how many, since when, and what they are enough for."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.understanding.plain import normal, simplified

LONGEST = 40  # characters: whoever writes more tells of something else


class Wanted(StrEnum):
    """What a question about points is after."""

    BALANCE = "balance"
    MONTH = "month"
    """`上个月加了几分`."""
    PRICE = "price"
    """`一桶油要多少分`, `还差多少分换油`."""
    ENOUGH = "enough"
    """`够换什么`."""


_N = r"(?:多少|几|好多)"
_MONTH = re.compile(rf"(?:上个?月|11?月|1?[0-9]月).{{0,8}}(?:加|得|挣|攒|增|有)了?{_N}(?:积)?分")
_ENOUGH = re.compile(
    r"(?:够|能|可以|可)(?:兑)?换(?:点|些)?(?:什么|啥|哪些|么子|点啥)|积?分能(?:兑|换)(?:什么|啥)"
)
_PRICE = re.compile(
    rf"(?:要|需要?|用|花|得){_N}个?(?:积)?分|{_N}个?(?:积)?分(?:才?能|可以?|就能|能)?(?:兑|换)"
    rf"|(?:还?差|还缺){_N}(?:个)?(?:积)?分"
)
_BALANCE = re.compile(
    rf"(?:我家?|俺家?|咱们?家?|我们家?|自家|本户|家里)(?:现在|一共|还|总共|今年)?"
    rf"(?:有|剩|还有|还剩|攒了?){_N}(?:积)?分"
)
_OTHER = re.compile(r"考|成绩|及格|录取|分数线|驾照|扣分")
"""Other things that are counted in points."""
_COMMON = frozenset(
    "一二两三四五六七八九十个桶瓶袋块包条盒斤升换兑要多少几分积需用还差能可以才够我家的吗么呢"
    "想了点得花缺好把提卷箱"
)


def wanted(text: str) -> Wanted | None:
    """What a line asks of points; None where it asks of nothing that is sure to be points."""
    plain = simplified(normal(text))
    if not plain or len(plain) > LONGEST or _OTHER.search(plain):
        return None
    for want, pattern in (
        (Wanted.ENOUGH, _ENOUGH), (Wanted.MONTH, _MONTH), (Wanted.PRICE, _PRICE),
        (Wanted.BALANCE, _BALANCE),
    ):  # fmt: skip
        if pattern.search(plain):
            return want
    return None


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
    scored = [(len(said & set(simplified(normal(good.name)))), good) for good in goods]
    most = max((score for score, _ in scored), default=0)
    found = (good for score, good in scored if score == most > 0)
    return sorted(found, key=lambda good: good.price)
