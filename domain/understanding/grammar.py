"""Places as people write them: 三号楼二单元, 3#2-401, 四-2-301, 3栋2门, 13-2, by alias or by sound."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from domain.numerals import digits
from domain.places import Place, PlaceKind, Places
from domain.understanding.reading import PlaceSaid

_N = r"(?:\d{1,4}[A-Za-z]?|[A-Za-z]\d{0,3}|[〇零一二两三四五六七八九十百]{1,5})"
_DAYS = "天(?!花)"  # `301天` is a time, `301天花板` a home
_COUNTED = rf"[\d:月日号年%点个人岁块元次米斤分万-]|{_DAYS}|小时|楼(?![道梯上下顶])"
_MISTYPED = r"(?:(?<=[\d二三四五六七八九十])|(?<=十一))[动懂]|(?<=\d)(?:憧|撞(?![了人到车坏上]))"
"""By sound or by shape: `三动`, `3撞`; `一动不动` moves nowhere."""
_NO_HOUSE = r"[两俩]|[一二三四五六七八九十]+栋楼[都全]|一栋楼(?![道梯上下顶])|一座"
"""So many houses, or the whole of one: `两栋`, `三栋楼都停水`, `一栋楼的人`."""
_HOUSE = rf"号楼|栋楼|栋|幢|座(?![桥山城塔庙椅位])|号院楼|#楼|#|{_MISTYPED}"
_BUILDING = rf"(?!{_NO_HOUSE})(?P<building>{_N})\s*(?:{_HOUSE})"
_UNIT = rf"(?P<unit>{_N})\s*(?:单元|门(?!口|禁|卫|铃|岗)|单)"
_ROOM = r"(?P<room>\d{3,4}|[〇零一二两三四五六七八九]{3,4})(?:室|房|号房|号)?"
_FULL = re.compile(
    rf"{_BUILDING}\s*[,、的-]?\s*(?:{_UNIT}\s*[-的]?\s*)?(?:{_ROOM}(?!\d|[年元块户个]|{_DAYS}))?"
)
_DASHED = re.compile(
    rf"(?<![\d.年月:/-])(?P<building>{_N})\s*[-—－]\s*(?P<unit>\d{{1,2}}|[一二三四五六七八九])(?:\s*[-—－]\s*(?P<room>\d{{3,4}}))?(?!{_COUNTED})"
)
_HASHED = re.compile(rf"(?P<building>{_N})#(?P<unit>\d{{1,2}})-(?P<room>\d{{3,4}})")
_DASHED_ROOM = re.compile(
    r"(?<![\d.])(?P<building>\d{1,2})栋(?P<unit>\d{1,2})-(?P<room>\d{3,4})(?!\d)"
)
_HOME = re.compile(
    rf"(?<![\d.年月:/-])(?P<building>[1-9]\d{{0,2}}) ?- ?(?P<room>\d{{3,4}})(?!{_COUNTED})"
)  # a house without units
_ALONE_UNIT = re.compile(rf"(?<!\d){_UNIT}")
_ZONE = re.compile(r"(?P<zone>[A-Za-zA-Z]|[一二三四五六东西南北]|\d)\s*(?:区|期)(?!别|域|间)")
_PATTERNS = (_HASHED, _DASHED_ROOM, _FULL, _HOME, _DASHED)
_BEFORE_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{3,}?)(?=\d|[一二三四五六七八九十]{1,3}[栋幢号座#]|小区|[a-zA-Z]区)"
)
MOST_CANDIDATES = 40  # few enough to be looked through by whoever asks
_FILLERS = re.compile(
    r"(就是|应该是?|大概|好像|我们?家?|咱们?|俺|在|是|的|这|那|边|里面?|外面?|旁边?|后面?|前面?|对面|附近|门口|楼下|楼上"
    r"|单元|[一二三四五六七八九十\d]+(?:楼|层|号)|啊|呀|吧|呢|哈|哦|嗯|对|小区|[\s,。.,、!!~-])"
)
_WHEREABOUTS = re.compile(
    r"(楼|栋|幢|层|单元|门|房|屋|室|路|街|巷|桥|河|湖|塘|池|车库|车棚|车站|超市|商店|店|公园|广场|操场|院|厅|阳台|厨房"
    r"|过道|走廊|电梯口|旁边|后面|前面|对面|里面|外面|门口|楼下|楼上)"
)
TELLING = 3  # characters: `门口` alone, said nowhere in particular, names no place
REST = 4  # characters that an answer to "where" may hold beside the place
LONGEST_WHEREABOUTS = 20


def said_in(text: str, places: Places, group_place: str | None) -> PlaceSaid | None:
    """The place that a line names; None where it names none."""
    plain = unicodedata.normalize("NFKC", text)
    said = _estate(plain, places)
    estate = said or (places.estate_of(group_place) if group_place else None)
    community = _community(plain, places) if said is None else None
    named = said is not None
    zone = _zone(plain, places, estate)
    parts = _numbers(plain)
    if parts is not None:
        return _resolved(parts, places, estate, zone)
    if community is not None and _spot(plain, places, estate) is None:
        return PlaceSaid(spot=community.name, code=community.code)
    return _without_building(plain, places, estate, zone, named=named)


def _community(text: str, places: Places) -> Place | None:
    """The community whose own office or hall is spoken of: `桂香社区服务站`."""
    for place in _kind(places, PlaceKind.COMMUNITY):
        at = text.find(place.name)
        if at >= 0 and _OFFICE.match(text, at + len(place.name)):
            return place
    return None


def is_just_a_place(text: str, places: Places, group_place: str | None) -> bool:
    """Whether a line says where and little else: `就是6栋2单元的`, not `6栋那个老陈半夜喊`."""
    plain = unicodedata.normalize("NFKC", text)
    said = said_in(plain, places, group_place)
    if said is None or not (said.building or said.spot or said.zone or said.landmark):
        return False
    names = [said.estate, said.spot, said.landmark, said.zone]
    for name in sorted((name for name in names if name), key=len, reverse=True):
        plain = plain.replace(name, "")
    for pattern in (*_PATTERNS, _ALONE_UNIT, _ZONE):
        plain = pattern.sub("", plain)
    return len(_FILLERS.sub("", plain)) <= REST


def is_whereabouts(text: str, places: Places, group_place: str | None) -> bool:
    """Whether a short line may say where an emergency is, in whatever words: `配电房后面`."""
    if is_just_a_place(text, places, group_place):
        return True
    plain = unicodedata.normalize("NFKC", text)
    short = len(plain) <= LONGEST_WHEREABOUTS
    return short and _WHEREABOUTS.search(plain) is not None and not _ELSE.search(plain)


_NOT_THE_ESTATE = "(?!社区|居委|街道|公园)"
"""`西流湾社区` is no word of the estate `西流湾`, though they share a name."""
_OFFICE = re.compile(
    r"(?:社区)?(?:居委会?|党群|便民|服务[站中]|办公[室楼]|活动[室中]|大厅|门口|广场)"
)

_ELSE = re.compile(r"(听说|隔壁小区|别的小区|谁|吗|什么|怎么|为什么|[??])")


def _numbers(text: str) -> dict[str, str] | None:
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            parts = {k: digits(v) for k, v in found.groupdict().items() if v}
            if parts.get("building") and all(parts.values()):
                return {k: v for k, v in parts.items() if v}
    return None


def _estate(text: str, places: Places) -> Place | None:
    named = [
        (len(name), place)
        for place in _kind(places, PlaceKind.ESTATE)
        for name in (place.name, *place.aliases)
        if name in text and re.search(re.escape(name) + _NOT_THE_ESTATE, text)
    ]
    if named:
        return max(named, key=lambda pair: pair[0])[1]
    return _by_sound(text, places)


def _by_sound(text: str, places: Places) -> Place | None:
    """`金贵园` is 金桂园: the same sounds in the same order, right before a number or `小区`."""
    chunks = _BEFORE_NUMBER.findall(text)
    if not chunks:
        return None
    for place in _kind(places, PlaceKind.ESTATE):
        size = len(place.name)
        for chunk in chunks:
            part = chunk[-size:]
            if part != place.name and _sounds(part) == _sounds(place.name):
                return place
    return None


@cache
def _sounds(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 185 ms, rarely needed

    return tuple(lazy_pinyin(word))


def _kind(places: Places, kind: PlaceKind) -> Iterator[Place]:
    return (place for place in places if place.kind is kind)


def _zone(text: str, places: Places, estate: Place | None) -> Place | None:
    if estate is None:
        return None
    for found in _ZONE.finditer(text):
        for place in places.children(estate.code):
            if place.kind is PlaceKind.ZONE and place.name.upper().startswith(
                found["zone"].upper()
            ):
                return place
    return None


def _without_building(
    text: str, places: Places, estate: Place | None, zone: Place | None, *, named: bool
) -> PlaceSaid | None:
    spot = _spot(text, places, estate)
    if spot is not None:
        home = places.estate_of(spot.code)
        return PlaceSaid(estate=home.name if home else None, spot=spot.name, code=spot.code)
    name = estate.name if estate else None
    if zone is not None:
        return PlaceSaid(estate=name, zone=zone.name, code=zone.code, missing="building")
    if estate is None:
        return None
    unit = _ALONE_UNIT.search(text)
    said = digits(unit["unit"]) if unit else None
    return PlaceSaid(
        estate=name, unit=said, code=estate.code, missing="building",
        candidates=_buildings(places, estate), landmark=_landmark(text),
    ) if named or said else PlaceSaid(
        estate=name, code=estate.code, missing="building", candidates=_buildings(places, estate),
        landmark=_landmark(text),
    )  # fmt: skip


def _spot(text: str, places: Places, estate: Place | None) -> Place | None:
    found = [
        (len(name), place)
        for place in _kind(places, PlaceKind.PUBLIC)
        for name in (place.name, *place.aliases)
        if name in text and _may_mean(name, place, places, estate)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _may_mean(name: str, spot: Place, places: Places, estate: Place | None) -> bool:
    """Whether a public spot goes by this name here: near ones by any, those of no estate in full."""
    if estate is None:
        return len(name) >= TELLING
    if places.covers(estate.code, spot.code):
        return True
    if places.estate_of(spot.code) is not None:
        return False
    near = places.community_of(estate.code) == places.community_of(spot.code)
    return name == spot.name or (near and len(name) >= TELLING)


_LANDMARK = re.compile(
    r"(门口|大门|[东南西北]门|车库|地库|电梯|广场|花园|操场|凉亭|车棚|快递柜|健身区|滑梯|沙坑|河边|路口|围墙|垃圾站|垃圾桶|停车场|道闸|岗亭|池塘|草坪|绿化带)"
)


def _landmark(text: str) -> str | None:
    found = _LANDMARK.search(text)
    return found[1] if found else None


def _buildings(places: Places, estate: Place) -> tuple[str, ...]:
    inner = [p for p in places.within(estate.code) if p.kind is PlaceKind.BUILDING]
    return tuple(place.code for place in inner)


def _resolved(
    parts: dict[str, str], places: Places, estate: Place | None, zone: Place | None
) -> PlaceSaid:
    """The numbers as a place of the tree; nothing is invented, what is unclear has candidates."""
    wanted, unit, room = parts["building"], parts.get("unit"), parts.get("room")
    heads = _heads(places, estate, zone, wanted)
    if len(heads) != 1:
        return PlaceSaid(
            estate=estate.name if estate else None, zone=zone.name if zone else None,
            building=wanted if heads else None, unit=unit, room=room,
            code=estate.code if estate else None, missing="zone" if heads else "building",
            candidates=tuple(place.code for place in heads[:MOST_CANDIDATES]),
        )  # fmt: skip
    here = heads[0]
    home, area = places.estate_of(here.code), places.above(here.code, PlaceKind.ZONE)
    below = places.child(here, unit) if unit else None
    if unit and below is None:
        unit = None
    inner = places.child(below or here, room) if room else None
    deepest = inner or below or here
    return PlaceSaid(
        estate=home.name if home else None, zone=area.name if area else None, building=wanted,
        unit=unit, room=room if inner else None, code=deepest.code,
    )  # fmt: skip


def _heads(places: Places, estate: Place | None, zone: Place | None, number: str) -> list[Place]:
    """The buildings with this number: in the zone, the estate, or anywhere."""
    if zone is not None:
        found = places.child(zone, number)
        return [found] if found and found.kind is PlaceKind.BUILDING else []
    estates = [estate] if estate else list(_kind(places, PlaceKind.ESTATE))
    heads = []
    for place in estates:
        zones = [z for z in places.children(place.code) if z.kind is PlaceKind.ZONE]
        for parent in zones or [place]:
            found = places.child(parent, number)
            if found and found.kind is PlaceKind.BUILDING:
                heads.append(found)
    return heads
