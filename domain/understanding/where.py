"""Whether two lines may mean one place: `3-2` and `三号楼二单元` do, `东门` and `西门` never.

Finer than the tree of places, which knows no second basement and no left one of two lifts: what is only
said parts two lines as well as what is listed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.numerals import digits
from domain.places import PlaceKind, Places, number_of
from domain.understanding.plain import buildings
from domain.understanding.reading import PlaceSaid

_N = "(?:[0-9]{1,3}|[〇零一二两三四五六七八九十]{1,3})"
_NAME = r"(?<!这个)(?<!那个)([\u4e00-\u9fff]{2})"
_SAID: tuple[tuple[str, str], ...] = (
    ("unit", rf"({_N}|[甲乙丙丁东西中])单元|({_N})门(?:洞|栋)"),
    ("zone", rf"([a-z]|{_N}|[东南西北])(?:区|期|组团)(?!间|别|域)"),
    ("gate", rf"([东南西北前后正侧]|{_N}号)大?门"),
    ("side", r"([东南西北])(?:边|侧|面|头|街|口|广场|岗|院|围墙)"),
    ("hand", r"([左右])(?:边|侧|手|面|部|梯|那|电梯)"),
    ("level", r"负([一二三\d])|b([123])|地下([一二三\d])"),
    ("numbered", rf"({_N})号(?:电?梯|垃圾|充电|桩|车棚|柜|亭|岗|车库)"),
    ("lane", rf"({_N})(?:弄|排|巷|组|院)(?![里子])"),
    ("way", "(入|进|出)口"),
    ("road", _NAME + "(?:路|大道|街)(?![灯面口边上过旁压让占堵坏])"),
    ("estate", _NAME + rf"(?:花园|小区|家园|新村|公寓|[苑园府湾城庭])(?={_N}[栋幢号座-])"),
    ("school", "(幼儿园|小学|中学)"),
    ("transport", "(公交站|地铁)"),
    ("cab", "(客梯|货梯)"),
    ("level", "(地下室)"),
)  # fmt: skip
_PATTERNS = tuple((axis, re.compile(words)) for axis, words in _SAID)
_OTHER = re.compile(
    r"(?:对面|隔壁|旁边|前面|后面|前头|后头|另外?)那?一?个?(?:栋|幢|楼|单元|门洞|小区|院)"
)
_WHOLE = re.compile("我们|咱们|整个|这个|那个|全|本|小|马|把|道|走|条|半")
_FLOOR = re.compile(rf"(?<![0-9a-z])({_N})\s*[楼层](?![栋道梯上下])")
_ROOM = re.compile(
    r"(?<![\d.])[1-9]\d{2,3}(?![\d.块元年次户个米%])"
    "|[一二三四五六七八九]{1,2}[零〇一][一二三四五六七八九](?![十百千天块元年次户个米])"
)
_BLOCK = re.compile(r"(?<![a-z])([a-z]\d{1,2})(?:号楼|[栋幢座-])")
_LETTERED = re.compile(r"([a-z])(\d{1,2})$", re.IGNORECASE)
_SPOTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words)) for name, words in (
        ("garden", "花园"), ("square", "广场"), ("pavilion", "亭"), ("lake", "人工湖|湖边|[池水]塘|池子"),
        ("court", "篮球场|球场"), ("fitness", "健身区|器材|单杠"), ("market", "菜场|菜市"),
        ("garage", "车库|地库"), ("yard", "停车场"), ("shed", "车棚"), ("canteen", "食堂"),
        ("hall", "活动[室中]"), ("roof", "楼顶|天台|顶楼"), ("play", "儿童乐园|沙坑|滑梯|游乐"),
        ("lawn", "草坪|草地|绿化带"), ("corridor", "楼道|过道|走廊"), ("lift", "电梯"),
    )
)  # fmt: skip
"""Where somebody may stand; a line that names a house may name them beside it."""
Said = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Where:
    """What a line says of where it is about: by axis (house, unit, gate, side …) the names."""

    said: Said
    floor: str | None = None
    room: str | None = None
    spots: frozenset[str] = frozenset()
    other: bool = False
    """Another house than the one spoken of: `对面那栋`."""

    @property
    def known(self) -> bool:
        """Whether it names any place at all."""
        return bool(self.said or self.spots)

    def names(self, axis: str) -> frozenset[str]:
        """What it names on one axis."""
        return self.said.get(axis, frozenset())


def where_of(text: str, place: PlaceSaid | None) -> Where:
    """Where a line is about, by its reading and by its words."""
    plain = unicodedata.normalize("NFKC", text).lower()
    place = place or PlaceSaid()
    said: dict[str, set[str]] = {}
    for axis, name in (*_listed(place, text), *_houses(plain, place), *_words(plain)):
        said.setdefault(axis, set()).add(name)
    floor, room = _FLOOR.search(plain), place.room or _room(plain)
    return Where(
        {axis: frozenset(names) for axis, names in said.items()},
        floor=room[:-2] if room else digits(floor[1]) if floor else None, room=room,
        spots=frozenset(name for name, words in _SPOTS if words.search(plain)),
        other=_OTHER.search(plain) is not None,
    )  # fmt: skip


def located(where: Where, code: str | None, places: Places) -> Where:
    """The same with what is known of its place in the tree, which outranks its words."""
    chain = {place.kind: place.name for place in places.ancestors(code)} if code else {}
    axes = {PlaceKind.ZONE: "zone", PlaceKind.BUILDING: "house", PlaceKind.UNIT: "unit"}
    said = {
        axis: frozenset({number_of(chain[kind]).upper()})
        for kind, axis in axes.items() if kind in chain
    }  # fmt: skip
    return replace(where, said={**where.said, **said})


def _listed(place: PlaceSaid, text: str) -> Iterator[tuple[str, str]]:
    if place.estate and place.estate in text:
        yield "estate", place.estate[:2]
    if place.zone:
        yield "zone", number_of(place.zone).upper()
    if place.unit:
        yield "unit", place.unit


def _houses(plain: str, place: PlaceSaid) -> Iterator[tuple[str, str]]:
    """The numbers of the houses, and the block whose letter stands before one: `A6` is 6 in A."""
    blocks = set(_BLOCK.findall(plain))
    numbers = {*filter(None, [place.building]), *blocks, *(() if blocks else buildings(plain))}
    for number in numbers:
        lettered = _LETTERED.match(number)
        if lettered:
            yield "zone", lettered[1].upper()
        yield "house", lettered[2] if lettered else number


def _room(plain: str) -> str | None:
    found = _ROOM.search(plain)
    return digits(found[0]) if found else None


def _words(plain: str) -> Iterator[tuple[str, str]]:
    for axis, words in _PATTERNS:
        for found in words.finditer(plain):
            name = next(group for group in found.groups() if group)
            if not _WHOLE.search(name):
                yield axis, digits(name.removesuffix("号")) or name.replace("进", "入")


def apart(one: Where, other: Where) -> bool:
    """Whether they can be no one place: a house, a unit or a gate that the other does not name."""
    if one.other != other.other and not one.names("house") & other.names("house"):
        return True
    return any(names and other.names(axis) and not _meet(names, other.names(axis))
               for axis, names in one.said.items())  # fmt: skip


def _meet(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(_same(one, other) for one in mine for other in theirs)


def _same(one: str, other: str) -> bool:
    """Whether two names are one: `滨河` is a part of a longer one, but unit 1 is none of unit 11."""
    named = not (one.isascii() or other.isascii())
    return one == other or (named and (one in other or other in one))
