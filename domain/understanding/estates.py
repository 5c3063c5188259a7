"""The estates of a tree in a line, by name and by sound, and the names of estates that it does not know."""

import re
from functools import lru_cache

from domain.places import Place, PlaceKind, Places
from domain.understanding.slips import NUMERALS, mended, sounds
from domain.understanding.spots import TELLING

SHORTEST = 2  # characters of a name that may be known by its sound, alone before a house
LONGEST_NAME = 10  # characters, with a zone behind it
_BEHIND_A_NAME = re.compile(
    r"[\s-]?(?:小区|[\dA-Za-z]|[一二三四五六七八九十]{1,3}[栋幢号座#]|[东西南北][区门座栋])"
)
_WORD = re.compile(r"[\u4e00-\u9fff]+")
_NOT_THE_ESTATE = "(?!社区|居委|街道|公园)"
"""`西流湾社区` is no word of the estate `西流湾`, though they share a name."""
_BEFORE_A_NAME = (
    "我你他她它们住在是到去来从和跟与及往向给让帮请叫说问把被就也都还这那哪本咱俺各每全整有"
)
_SHORT = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|[{_BEFORE_A_NAME}])([\u4e00-\u9fff]{{{SHORTEST}}})"
    rf"(?=\s?(?:\d|[{NUMERALS}]){{1,3}}\s?(?:[栋幢座#]|号楼))"
)
_LOCATIVE = (
    "家屋楼院区群村城夜心手车眼公邻嘴水井沟园厅室房店厂道库池箱柜桶站梯校县市乡镇年月日天春秋冬夏早晚"
    "元门栋层丛坛廊厨卫棚亭场街巷渠缝洞口桥河湖山林地坑堆边圈单网话梦声雨风袋包管盆兜肚脑"
)
"""Behind these 里 says inside: `车库里`, `半夜里`."""
_A_NAME = re.compile(
    rf"(?P<name>[^\W\d_a-z{_BEFORE_A_NAME}]{{2,4}}?(?:花园|家园|佳园|嘉园|新村|小区|山庄|公馆|"
    rf"(?<![{_LOCATIVE}])里|[园苑府湾城庭邸郡]))(?:[a-z\d东西南北]{{1,2}}[区期])?\s?$"
)
"""A name by its form, right before a house."""
_NO_NAME = re.compile(
    r"(?:(?:幼儿|儿童|公|校|菜|果|乐)园|(?:中心|中央|小|后|屋顶|空中|社区|楼下|门口)花园|政府|[商县影全同进]城|(?:美食|购物|家具|建材)城"
    r"|[法家中]庭|海湾|[天晚午近问前后早么时会才然直道于何个建档旧置业](?:小区|花园|家园))$"
)
"""What ends like an estate and is none: `幼儿园`, `昨天小区`."""


@lru_cache(maxsize=8)
def _estate_words(places: Places) -> tuple[tuple[str, Place], ...]:
    """What estates are called, the longest first."""
    words = [
        (mended(name), place)
        for place in places.of(PlaceKind.ESTATE)
        for name in (place.name, *place.aliases)
    ]
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=8)
def _estate_sounds(places: Places) -> dict[int, dict[tuple[str, ...], Place]]:
    """How the estates with a telling name sound, by the length of the name."""
    by_size: dict[int, dict[tuple[str, ...], Place]] = {}
    for name, place in _estate_words(places):
        if len(name) >= SHORTEST:
            by_size.setdefault(len(name), {}).setdefault(sounds(name), place)
    return by_size


def estate_in(text: str, places: Places) -> Place | None:
    """The estate that a line names, by any of its names or by one that sounds so."""
    for name, place in _estate_words(places):
        if name in text and re.search(re.escape(name) + _NOT_THE_ESTATE, text):
            return place
    return _by_sound(text, places)


def _by_sound(text: str, places: Places) -> Place | None:
    """`金贵园` is 金桂园: the same sounds in the same order, right before a number or `小区`."""
    named = None
    for found in _BEHIND_A_NAME.finditer(text, TELLING):
        named = named or _estate_sounds(places)
        end = found.start()
        for size, by_sound in named.items():
            part = text[max(0, end - size) : end]
            if size >= TELLING and _WORD.fullmatch(part) and (place := by_sound.get(sounds(part))):
                return place
    return _by_short_sound(text, places)


def _by_short_sound(text: str, places: Places) -> Place | None:
    """`荷悦4栋` is 荷月: two characters are enough where nothing else stands before a house."""
    for short in _SHORT.finditer(text):
        place = _estate_sounds(places).get(SHORTEST, {}).get(sounds(short[1]))
        if place is not None:
            return place
    return None


def is_strange(text: str, at: int, places: Places) -> bool:
    """Whether the house at `at` is of an estate that nobody listed: `松涛里3栋`."""
    found = _A_NAME.search(text, max(0, at - LONGEST_NAME), at)
    if found is None or _NO_NAME.search(found["name"]):
        return False
    return not any(
        found["name"] in known or known in found["name"] for known in _known_words(places)
    )


@lru_cache(maxsize=8)
def _known_words(places: Places) -> tuple[str, ...]:
    """What else is called something in the tree: spots, zones, communities, streets."""
    kinds = (PlaceKind.PUBLIC, PlaceKind.ZONE, PlaceKind.COMMUNITY, PlaceKind.STREET)
    named = [place for kind in kinds for place in places.of(kind)]
    return tuple(
        {
            word
            for place in named
            for name in (place.name, *place.aliases)
            if len(word := mended(name)) >= TELLING or place.kind is not PlaceKind.PUBLIC
        }
    )
