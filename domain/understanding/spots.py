"""The names of a tree of places as lines are searched for them: spots, estates and zones, by any name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from domain.places import Place, PlaceKind, Places
from domain.understanding.slips import mended, sounds

TELLING = 3  # characters: `门口` alone, said nowhere in particular, names no place
ALIKE = (
    ("地下车库", "车库", "地库", "地下停车场", "地下停车库", "地下停车", "地下室车库", "负一层车库"),
    ("垃圾房", "垃圾站", "垃圾屋", "垃圾亭", "垃圾点", "垃圾分类点", "垃圾分类亭", "垃圾投放点",
     "垃圾池", "垃圾箱房"),
    ("快递柜", "丰巢柜", "丰巢", "智能柜"),
    ("快递驿站", "菜鸟驿站", "驿站", "快递站", "快递点"),
    ("儿童乐园", "儿童游乐场", "儿童游乐园", "儿童游乐区", "儿童活动区", "游乐场", "游乐园",
     "游乐区", "儿童区", "滑梯"),
    ("健身区", "健身器材", "健身角", "健身点", "健身场", "健身广场", "运动区"),
    ("小广场", "文化广场", "中心广场", "休闲广场", "活动广场"),
    ("凉亭", "亭子", "廊亭"),
    ("配电房", "配电室", "配电间", "变电房", "电房", "配电箱房"),
    ("水泵房", "泵房", "水泵间"),
    ("电动车棚", "车棚", "自行车棚", "电瓶车棚", "非机动车棚", "单车棚", "电车棚"),
    ("充电桩", "充电站", "充电点", "充电区"),
    ("人工湖", "池塘", "水池", "荷花池", "水塘", "景观池", "喷水池", "喷泉", "鱼池", "小湖"),
    ("活动室", "老年活动室", "活动中心", "老年活动中心", "棋牌室"),
    ("门卫室", "门卫", "岗亭", "保安亭", "保安室", "门岗", "传达室", "值班室"),
    ("篮球场", "球场"),
    ("游泳池", "泳池"),
    ("中心花园", "中央花园", "小花园"),
    ("物业办公室", "物业中心", "物业服务中心", "物业处", "物业前台"),
    ("大门", "正门", "大门口", "小区门口", "主入口", "正大门"),
    ("停车场", "露天停车场", "地面停车场"),
)  # fmt: skip
"""Words for one thing; each means the only spot of its kind in an estate."""
_BESIDE = re.compile(r"(?:旁边?|边上?|附近|对面|后面?|前面?|[进出]来|往|[左右里]边?|手边|侧)+")
_WAY = re.compile(r"(?:[走从]|[路经穿]过)$")
_CLAUSE = re.compile(r"[,。;!?\s]")
_WISHED = re.compile(
    r"(?:[想需]?要|[要能想望是]有|没有|[建修盖搭装设添加增弄搞缺少来安](?:设|加|建|装)?)[一两几多]?[个座间排些处台套]$|想要$"
)
"""`添一座亭子`: what is wished for is nowhere yet."""
_NOT_A_SPOT = re.compile(r"舞|(?<=广场)鸽|(?<=西门)子|(?<=花园)(?:洋房|式)|(?<=大门)牙")
"""What follows a spot's name and makes another word of it: `广场舞`, `西门子冰箱`, `花园洋房`."""
_A_STAIRS = re.compile(r"\d号?门")
_ENDS_IN_HOUSE = re.compile(r"(?:[栋幢座#]|号楼)$")
Words = Mapping[str, Sequence[tuple[str, Place, bool]]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A spot that a line names, and where in the line."""

    start: int
    end: int
    spot: Place


def spot_in(text: str, places: Places, estate: Place | None) -> Seen | None:
    """The public spot that a line is about; of `东门旁边的凉亭` the pavilion."""
    found, alike = _seen(text, spot_words(places, estate))
    if not found:
        return alike
    here, *others = [seen for seen in found if not _only_passed(text, seen, found[-1])]
    for seen in others:
        if seen.end <= here.end:
            continue
        if _BESIDE.fullmatch(text, here.end, max(here.end, seen.start)):
            here = seen
    return here


def _only_passed(text: str, seen: Seen, last: Seen) -> bool:
    """Whether a spot is only on somebody's way, and another clause names where the trouble is."""
    return _WAY.search(text, 0, seen.start) is not None and bool(
        _CLAUSE.search(text, seen.end, last.start)
    )


def _seen(text: str, words: Words) -> tuple[list[Seen], Seen | None]:
    """Every spot that is named, in order, and one that only sounds so: `快递贵` is 快递柜."""
    found: list[Seen] = []
    alike = None
    for begin, named in words.items():
        at = text.find(begin)
        while at >= 0:
            for word, spot, own in named:
                size = len(word)
                heard = text[at : at + size]
                if heard == word and not _means_else(text, at, word):
                    found.append(Seen(at, at + size, spot))
                    break  # the longest comes first
                if own and size >= TELLING and sounds(heard) == sounds(word) and heard != word:
                    alike = Seen(at, at + size, spot)
            at = text.find(begin, at + 1)
    found.sort(key=attrgetter("start"))
    return found, alike


def _means_else(text: str, at: int, word: str) -> bool:
    """`1号门` behind a house is a stairway of it; what is danced or wished for is no square."""
    if _NOT_A_SPOT.match(text, at + len(word)) or is_wished(text, at):
        return True
    return _A_STAIRS.fullmatch(word) is not None and _ENDS_IN_HOUSE.search(text, 0, at) is not None


def is_wished(text: str, at: int) -> bool:
    """Whether what is named at `at` is only wished for: `盖个车棚`."""
    return _WISHED.search(text, 0, at) is not None


@lru_cache(maxsize=512)
def spot_words(places: Places, estate: Place | None) -> Words:
    """What the spots that may be meant in an estate are called there, by the first two characters.

    Its own by any name; those of no estate in full, or, near it, by a telling name.
    """
    own: list[tuple[str, Place]] = []
    for spot in places.of(PlaceKind.PUBLIC):
        names = (spot.name, *spot.aliases)
        own += [(mended(name), spot) for name in names if _may_mean(name, spot, places, estate)]
    alike = _synonyms(own, places, estate)
    words: dict[str, list[tuple[str, Place, bool]]] = {}
    all_words = (*((*word, True) for word in own), *((*word, False) for word in alike))
    for word, spot, named in sorted(all_words, key=lambda entry: -len(entry[0])):
        words.setdefault(word[:2], []).append((word, spot, named))
    return words


def _may_mean(name: str, spot: Place, places: Places, estate: Place | None) -> bool:
    if estate is None:
        return len(name) >= TELLING
    if places.covers(estate.code, spot.code):
        return True
    if places.estate_of(spot.code) is not None:
        return False
    near = places.community_of(estate.code) == places.community_of(spot.code)
    return name == spot.name or (near and len(name) >= TELLING)


def _synonyms(
    own: list[tuple[str, Place]], places: Places, estate: Place | None
) -> Iterator[tuple[str, Place]]:
    if estate is None:
        return
    inside = [(word, spot) for word, spot in own if places.covers(estate.code, spot.code)]
    taken, called = {word for word, _ in own}, " ".join((estate.name, *estate.aliases))
    for alike in ALIKE:
        spots = {spot.code: spot for word, spot in inside if word in alike}
        if len(spots) == 1:
            (spot,) = spots.values()
            yield from ((word, spot) for word in alike if word not in taken and word not in called)
