"""Where a line is about: homes, zones and public spots of one tree of places; nothing is invented."""

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.places import Place, PlaceKind, Places, number_of
from domain.understanding.estates import estate_in, is_strange
from domain.understanding.felt import felt, told_of
from domain.understanding.homes import Home, homes
from domain.understanding.plain import made
from domain.understanding.reading import Absent, PlaceSaid
from domain.understanding.slips import mended
from domain.understanding.spots import TELLING, Seen, is_wished, spot_in

_ZONE = re.compile(r"(?P<zone>[A-Za-z]|[东西南北中]|\d{1,2})\s*(?:区|期)(?!别|域|间)")
_LETTER = re.compile("[A-Z]")
_GLUED = (
    r"(?<![a-z\d])([{letters}])\s?-?\s?(\d{{1,3}}|[一二三四五六七八九十]{{1,3}})"
    r"(?=\s?(?:[栋幢座#]|号楼|-\s?\d))"
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
REST = 4  # characters that an answer to "where" may hold beside the place
LONGEST_WHEREABOUTS = 20
_BESIDE = re.compile(
    r"(?:楼?(?:旁边?|边上?|后面?|前面?|侧面?|对面|附近)|[那这]边|楼下|门[口前]|[旁后前]|西侧|东侧|南侧|北侧|[东西南北][边面])+"
)
_OUR_HOUSE = re.compile(
    r"(?:我们?|咱们?|俺们?)这?(?:一栋|栋|幢|楼(?![上下道梯顶]))|[这本](?:一?[栋幢]|号楼|楼(?![上下道梯顶]))"
)
_BETWEEN = re.compile(r"之间|中间|当中")
_OFFICE = re.compile(
    r"(?:社区)?(?:居委会?|党群|便民|服务[站中]|办公[室楼]|活动[室中]|大厅|门口|广场)"
)
_ELSE = re.compile(r"(听说|隔壁小区|别的小区|谁|吗|什么|怎么|为什么|[??])")
_LANDMARK = re.compile(
    r"(门口|大门|[东南西北]门(?!子)|车库|地库|广场(?![舞鸽])|花园(?!洋房|式)|操场|凉亭|车棚|快递柜|健身区|滑梯|沙坑|河边|路口|围墙|垃圾站|垃圾桶|停车场|道闸|岗亭|池塘|草坪|绿化带)"
)


def said_in(text: str, places: Places, group_place: str | None) -> PlaceSaid | None:
    """The place that a line names; None where it names none."""
    plain = mended(text)
    named = estate_in(plain, places)
    estate = named or (places.estate_of(group_place) if group_place else None)
    around = estate or _only_estate(places)
    plain = _unglued(plain, places, around)
    seen = spot_in(plain, places, around)
    between = seen is not None and _BETWEEN.search(plain, 0, seen.start)
    said = [] if between else homes(_without(plain, seen))
    home = felt(plain, said)
    zone = _zone(plain, places, around, home)
    if home is not None and home.building and not (seen and told_of(plain, said, seen)):
        if named is None and is_strange(plain, home.start, places):
            return PlaceSaid(
                building=home.building, unit=home.unit, room=home.room, missing="estate"
            )
        other = None if zone else _other_zone(plain, home, places, around)
        return _resolved(home, places, around, zone, _beside(plain, home, seen), other)
    group = None if named or between else group_place
    house = _house(plain, places, around) or _own_house(plain, home, places, group)
    if house is not None:
        return _inside(house, home or Home(0, 0), places, None)
    if (spot := seen.spot if seen else _community(plain, places, named)) is not None:
        return _at_spot(spot, places)
    if home is None and estate is None and zone is None:
        return None
    return _without_building(plain, home, places, around, zone)


def house_in_zone(
    words: str, number: str, places: Places, group_place: str | None
) -> PlaceSaid | None:
    """`东区的`, in answer to where a house is that the zone named before does not have."""
    said = said_in(words, places, group_place)
    zone = places.get(said.code) if said and said.code and said.zone and not said.building else None
    if zone is None or zone.kind is not PlaceKind.ZONE or (said and said.absent):
        return None
    return _resolved(Home(0, 0, number), places, places.estate_of(zone.code), zone, None, None)


def _own_house(
    text: str, home: Home | None, places: Places, group_place: str | None
) -> Place | None:
    """The house, or the stairway, whose own group this is: `我们这栋` is no other there."""
    if group_place is None or (home is None and not _OUR_HOUSE.search(text)):
        return None
    return next(
        (
            p
            for p in places.ancestors(group_place)
            if p.kind in (PlaceKind.UNIT, PlaceKind.BUILDING)
        ),
        None,
    )


@lru_cache(maxsize=512)
def _house_words(places: Places, estate: Place | None) -> tuple[tuple[str, Place], ...]:
    """Houses that go by a name beside their number: `老年公寓`."""
    return tuple(
        (mended(name), place)
        for place in places.of(PlaceKind.BUILDING)
        for name in (place.name, *place.aliases)
        if not homes(mended(name)) and len(name) >= TELLING and number_of(name) == name
        and (estate is None or places.covers(estate.code, place.code))
    )  # fmt: skip


def _house(text: str, places: Places, estate: Place | None) -> Place | None:
    return next((p for word, p in _house_words(places, estate) if word in text), None)


def _without(text: str, seen: Seen | None) -> str:
    """A line without a spot whose own name has a number: `1号门`, `3栋后面`."""
    if seen is None or not any(mark.isascii() for mark in text[seen.start : seen.end]):
        return text
    return text[: seen.start] + "。" * (seen.end - seen.start) + text[seen.end :]


def _beside(text: str, home: Home, seen: Seen | None) -> Place | None:
    """The spot beside a house: `3栋旁边的凉亭`, not `3栋大门` or `东门边上的3栋`."""
    if seen is None or not _BESIDE.fullmatch(text, home.end, max(home.end, seen.start)):
        return None
    return seen.spot


def _community(text: str, places: Places, named: Place | None) -> Place | None:
    """The community whose own office or hall is spoken of: `桂香社区服务站`."""
    for place in places.of(PlaceKind.COMMUNITY) if named is None else ():
        at = text.find(place.name)
        if at >= 0 and _OFFICE.match(text, at + len(place.name)):
            return place
    return None


def is_just_a_place(text: str, places: Places, group_place: str | None) -> bool:
    """Whether a line says where and little else: `就是6栋2单元的`, not `6栋那个老陈半夜喊`."""
    return says_only_where(text, said_in(text, places, group_place))


def says_only_where(text: str, said: PlaceSaid | None) -> bool:
    """Whether a line says where and little else; `said` is the place that is said in it."""
    beside = beside_place(text, said)
    return beside is not None and len(_FILLERS.sub("", _ZONE.sub("", beside))) <= REST


def beside_place(text: str, said: PlaceSaid | None) -> str | None:
    """The words that a line has beside where it says it is; None where it says no place.

    `said` is the place that is said in it.
    """
    if said is None or not any(
        (said.building, said.unit, said.spot, said.zone, said.landmark, said.absent)
    ):
        return None
    plain = mended(text)
    names = [said.estate, said.spot, said.landmark, said.zone]
    for name in sorted((name for name in names if name), key=len, reverse=True):
        plain = plain.replace(mended(name), "")
    for home in reversed(homes(plain)):
        plain = plain[: home.start] + plain[home.end :]
    return plain


def is_whereabouts(text: str, places: Places, group_place: str | None) -> bool:
    """Whether a short line may say where an emergency is, in whatever words: `配电房后面`."""
    if is_just_a_place(text, places, group_place):
        return True
    plain = mended(text)
    short = len(plain) <= LONGEST_WHEREABOUTS
    return short and _WHEREABOUTS.search(plain) is not None and not _ELSE.search(plain)


def _only_estate(places: Places) -> Place | None:
    """Where there is one estate alone, it need not be named."""
    estates = places.of(PlaceKind.ESTATE)
    return estates[0] if len(estates) == 1 else None


@lru_cache(maxsize=512)
def _zones(places: Places, estate: str) -> tuple[Place, ...]:
    return tuple(place for place in places.children(estate) if place.kind is PlaceKind.ZONE)


def _unglued(text: str, places: Places, estate: Place | None) -> str:
    """`A3栋` and `A-3-2-501` are of zone A, where there is one and no house is called so."""
    zones = _zones(places, estate.code) if estate else ()
    letters = "".join(name for zone in zones if _LETTER.fullmatch(name := number_of(zone.name)))
    if not letters:
        return text
    houses = {number_of(house.name) for zone in zones for house in places.children(zone.code)}

    def apart(found: re.Match[str]) -> str:
        zone, house = found.groups()
        own = zone.upper() in houses or (zone + house).upper() in houses
        return found[0] if own else f"{zone}区{house}"

    return made(_GLUED.format(letters=letters.lower())).sub(apart, text)


def _zone(text: str, places: Places, estate: Place | None, home: Home | None) -> Place | None:
    """The zone that is named last before a home, and else first; of `A区的,B区4栋灯坏了` B."""
    if estate is None:
        return None
    zones = _zones(places, estate.code)
    said = sorted((at, zone.code) for zone in zones for at in _zone_at(text, zone))
    if not said:
        return None
    before = [code for at, code in said if home and at < home.start]
    return places.get(before[-1] if before else said[0][1])


def _zone_at(text: str, zone: Place) -> Iterator[int]:
    """Where in a line a zone is named."""
    name, names = mended(zone.name), {number_of(zone.name), zone.name[:1].upper()}
    if name in text:
        yield text.index(name)
    yield from (found.start() for found in _ZONE.finditer(text) if found["zone"].upper() in names)


def _other_zone(text: str, home: Home, places: Places, estate: Place | None) -> Absent | None:
    """The zone right before a home that an estate with zones does not have: `C区4栋`."""
    if estate is None or not _zones(places, estate.code):
        return None
    said = next((f for f in _ZONE.finditer(text) if f.end() == home.start), None)
    return Absent(PlaceKind.ZONE, said[0].upper(), estate.code) if said else None


def _at_spot(spot: Place, places: Places) -> PlaceSaid:
    home = places.estate_of(spot.code)
    return PlaceSaid(estate=home.name if home else None, spot=spot.name, code=spot.code)


def _without_building(
    text: str, home: Home | None, places: Places, estate: Place | None, zone: Place | None
) -> PlaceSaid:
    """What is said without a building is kept, and the building asked for."""
    unit, room = (home.unit, home.room) if home else (None, None)
    if estate is None:
        return PlaceSaid(unit=unit, room=room, missing="building")
    held = zone or estate
    return PlaceSaid(
        estate=estate.name, zone=zone.name if zone else None, unit=unit, room=room,
        code=held.code, missing="building", candidates=_buildings(places, held.code),
        landmark=None if home or zone else _landmark(text),
    )  # fmt: skip


def _landmark(text: str) -> str | None:
    marks = _LANDMARK.finditer(text)
    return next((found[1] for found in marks if not is_wished(text, found.start())), None)


@lru_cache(maxsize=512)
def _buildings(places: Places, held: str) -> tuple[str, ...]:
    return tuple(p.code for p in places.within(held) if p.kind is PlaceKind.BUILDING)


def _resolved(
    home: Home, places: Places, estate: Place | None, zone: Place | None, spot: Place | None,
    other: Absent | None,
) -> PlaceSaid:  # fmt: skip
    """The numbers as a place of the tree; nothing is invented, what is unclear has candidates."""
    wanted = home.building or ""
    heads = _heads(places, estate, zone, wanted)
    if not heads:
        return _no_house(home, places, estate, zone)
    if len(heads) > 1 or other is not None:
        return PlaceSaid(
            estate=estate.name if estate else None, zone=zone.name if zone else None,
            building=wanted, unit=home.unit, room=home.room, code=estate.code if estate else None,
            missing="zone", candidates=tuple(place.code for place in heads[:MOST_CANDIDATES]),
            absent=other,
        )  # fmt: skip
    return _inside(heads[0], home, places, spot)


def _no_house(home: Home, places: Places, estate: Place | None, zone: Place | None) -> PlaceSaid:
    """A house that does not exist; likely are those of its zone, which may be the wrong one, too."""
    wanted, held = home.building or "", zone or estate
    heads = _heads(places, estate, None, wanted) if zone else []
    others = tuple(place.code for place in heads) + (_buildings(places, held.code) if held else ())
    return PlaceSaid(
        estate=estate.name if estate else None, unit=home.unit, room=home.room,
        code=estate.code if estate else None, missing="building", candidates=others,
        absent=Absent(PlaceKind.BUILDING, wanted, held.code if held else None),
    )  # fmt: skip


def _inside(here: Place, home: Home, places: Places, spot: Place | None) -> PlaceSaid:
    """A stairway and a room of a house, as far as they exist; of one that does not, it is asked which."""
    chain = {place.kind: place for place in places.ancestors(here.code)}
    house = chain.get(PlaceKind.BUILDING, here)
    stairs = places.child(house, home.unit) if home.unit else chain.get(PlaceKind.UNIT)
    unknown = home.unit is not None and stairs is None
    listed = _stairways(places, house) if stairs is None and (home.room or unknown) else ()
    if len(listed) == 1 and not unknown:
        stairs = listed[0]
    inner = places.child(stairs or house, home.room) if home.room and not unknown else None
    closed = stairs is not None and places.listed(stairs, PlaceKind.ROOM)
    estate, zone = chain.get(PlaceKind.ESTATE), chain.get(PlaceKind.ZONE)
    return PlaceSaid(
        estate=estate.name if estate else None, zone=zone.name if zone else None,
        building=home.building or number_of(house.name),
        unit=(home.unit or number_of(stairs.name)) if stairs else None,
        room=home.room if inner or not closed else None, spot=spot.name if spot else None,
        code=(inner or stairs or house).code, missing="unit" if unknown else None,
        candidates=tuple(place.code for place in listed) if unknown else (),
        absent=Absent(PlaceKind.UNIT, home.unit or "", house.code) if unknown else None,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _stairways(places: Places, house: Place) -> tuple[Place, ...]:
    return tuple(p for p in places.children(house.code) if p.kind is PlaceKind.UNIT)


def _heads(places: Places, estate: Place | None, zone: Place | None, number: str) -> list[Place]:
    """The buildings with this number: in the zone, the estate, or anywhere."""
    if zone is not None:
        found = places.child(zone, number)
        return [found] if found and found.kind is PlaceKind.BUILDING else []
    heads = []
    for place in [estate] if estate else places.of(PlaceKind.ESTATE):
        for parent in _zones(places, place.code) or (place,):
            found = places.child(parent, number)
            if found and found.kind is PlaceKind.BUILDING:
                heads.append(found)
    return heads
