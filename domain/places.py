"""Where things are: street › community › estate › zone › building › unit › room; public spots.

Levels without rows are taken as said: where no rooms are listed under a unit, `JGY/3/2/301`
names room 301 there. A level that has rows is closed: what is not listed does not exist.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.numerals import digits


class PlaceKind(StrEnum):
    """The levels of the tree, widest first; a public spot hangs anywhere."""

    STREET = "street"
    COMMUNITY = "community"
    ESTATE = "estate"
    ZONE = "zone"
    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    PUBLIC = "public"


LEVELS = tuple(PlaceKind)[:-1]
NEXT = {
    PlaceKind.ESTATE: PlaceKind.BUILDING,
    PlaceKind.ZONE: PlaceKind.BUILDING,
    PlaceKind.BUILDING: PlaceKind.UNIT,
    PlaceKind.UNIT: PlaceKind.ROOM,
}
SUFFIX = {PlaceKind.BUILDING: "栋", PlaceKind.UNIT: "单元", PlaceKind.ROOM: ""}
LONGEST_NUMBER = {PlaceKind.BUILDING: 3, PlaceKind.UNIT: 2, PlaceKind.ROOM: 4}
NAMED_UNITS = frozenset("东西中南北甲乙丙丁")  # `东单元`: a stairway that has a name for its number
DEEPEST = 16  # no tree is deeper; a longer chain of parents is a circle
_TAIL = re.compile(r"(号楼|单元|[栋幢座门室号楼区期组])$")
_LETTERED = re.compile(r"(?P<before>[A-Z]?)(?P<plain>\d+)[^\W\d_]?")
_RANGE = re.compile(r"^(?P<head>.*/)(?P<low>\d+)-(?P<high>\d+)$")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the sub-district, listed in the workbook or said by a resident."""

    code: str
    name: str
    kind: PlaceKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    property: str | None = None
    """The company that looks after it and all below."""
    outside: str | None = None
    """The district whose departments act on it, where that is not our own."""


@dataclass(frozen=True, slots=True)
class PlaceFault:
    """What is wrong with a row of the tree, for whoever fills in the workbook."""

    code: str
    field: str
    what: str
    """unknown, circle, order, twice or empty."""


def number_of(name: str) -> str:
    """Say a house's number as its neighbours do: `3栋`, `三号楼` and `3` are all `3`."""
    stem = _TAIL.sub("", name)
    return digits(stem) or (stem if stem in NAMED_UNITS else name)


class Places:
    """The whole tree of places; never changed, built anew when the workbook changes."""

    def __init__(self, rows: Iterable[Place] = ()) -> None:
        self.rows = tuple(rows)
        self._by_code = {place.code: place for place in self.rows}
        self._children: dict[str | None, list[Place]] = defaultdict(list)
        self._numbered: dict[tuple[str | None, str], Place] = {}
        self._levels: set[tuple[str | None, PlaceKind]] = set()
        self._kinds: dict[PlaceKind, list[Place]] = defaultdict(list)
        for place in self.rows:
            self._children[place.parent].append(place)
            self._levels.add((place.parent, place.kind))
            self._kinds[place.kind].append(place)
            if place.kind is not PlaceKind.PUBLIC:
                self._numbered.setdefault((place.parent, number_of(place.name)), place)

    def __iter__(self) -> Iterator[Place]:
        """Go through the listed places in the workbook's order."""
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, kind: PlaceKind) -> tuple[Place, ...]:
        """Name all listed places of one kind, in the workbook's order."""
        return tuple(self._kinds.get(kind, ()))

    def get(self, code: str) -> Place | None:
        """Look up the place with this code, listed or said (`JGY/3/2/301`)."""
        found = self._by_code.get(code)
        if found or "/" not in code:
            return found
        head, _, number = code.rpartition("/")
        parent = self.get(head)
        return self.child(parent, number) if parent and number else None

    def child(self, parent: Place, number: str) -> Place | None:
        """Find what people inside `parent` call `number`; None where it cannot exist."""
        plain = number_of(number)
        listed = self._numbered.get((parent.code, plain))
        return listed or self._as_said(parent, plain)

    def _as_said(self, parent: Place, number: str) -> Place | None:
        """Take a place as said where its level has no rows under the parent."""
        kind = NEXT.get(parent.kind)
        unlisted = kind is PlaceKind.UNIT and not self.listed(parent, kind)
        if unlisted and len(number) >= 3 and number[0].isdigit():  # noqa: PLR2004
            kind = PlaceKind.ROOM  # a building without units: 13栋401
        if kind is None or self.listed(parent, kind) or not _plausible(number, kind):
            return None
        return Place(f"{parent.code}/{number}", f"{number}{SUFFIX[kind]}", kind, parent.code)

    def listed(self, parent: Place, kind: PlaceKind) -> bool:
        """Whether this level is closed under the parent: some of it is in the workbook."""
        zoned = kind is PlaceKind.BUILDING and (parent.code, PlaceKind.ZONE) in self._levels
        return zoned or (parent.code, kind) in self._levels

    def ancestors(self, code: str) -> tuple[Place, ...]:
        """Name everything that holds a place, from itself up to the street."""
        chain: list[Place] = []
        here = self.get(code)
        while here and len(chain) < DEEPEST:
            chain.append(here)
            here = self.get(here.parent) if here.parent else None
        return tuple(chain)

    def children(self, code: str | None) -> tuple[Place, ...]:
        """Name the listed places directly inside a place, in the workbook's order."""
        return tuple(self._children.get(code, ()))

    def within(self, code: str) -> Iterator[Place]:
        """Go through all listed places inside a place, without itself, level by level as listed."""
        waiting = deque(self._children.get(code, ()))
        for _ in range(len(self.rows)):
            if not waiting:
                return
            place = waiting.popleft()
            yield place
            waiting.extend(self._children.get(place.code, ()))

    def above(self, code: str, kind: PlaceKind) -> Place | None:
        """Find the place of this kind that holds the given one (or is it)."""
        return next((place for place in self.ancestors(code) if place.kind is kind), None)

    def estate_of(self, code: str) -> Place | None:
        """Tell in which estate a place lies."""
        return self.above(code, PlaceKind.ESTATE)

    def community_of(self, code: str) -> Place | None:
        """Tell to which community a place belongs."""
        return self.above(code, PlaceKind.COMMUNITY)

    def property_of(self, code: str) -> str | None:
        """Name the company that looks after a place: the nearest one named above it."""
        return next((place.property for place in self.ancestors(code) if place.property), None)

    def outside_of(self, code: str) -> str | None:
        """Name the other district whose departments act on a place; None at home."""
        return next((place.outside for place in self.ancestors(code) if place.outside), None)

    def covers(self, holder: str, code: str) -> bool:
        """Whether one place lies inside another (or is it)."""
        held = self.get(holder)
        return held is not None and any(p.code == held.code for p in self.ancestors(code))

    def expand_range(self, text: str) -> tuple[str, ...]:
        """Spell out `JGY/1-6` as six buildings; what does not exist is left out."""
        if self.get(text):
            return (self._code(text),)
        span = _RANGE.match(text)
        if not span:
            return ()
        numbers = range(int(span["low"]), min(int(span["high"]), int(span["low"]) + 999) + 1)
        codes = (f"{span['head']}{number}" for number in numbers)
        return tuple(self._code(code) for code in codes if self.get(code))

    def _code(self, code: str) -> str:
        place = self.get(code)
        return place.code if place else code

    def name_of(self, code: str) -> str:
        """Say a place in full, as a resident would: `金桂园3栋2单元301`."""
        chain = self.ancestors(code)
        if not chain:
            return ""
        inside = [p for p in chain if p.kind not in (PlaceKind.STREET, PlaceKind.COMMUNITY)]
        return _joined(inside[::-1]) if inside else chain[0].name

    def check(self) -> tuple[PlaceFault, ...]:
        """List what is wrong with the tree, so that the workbook can be mended."""
        seen: set[str] = set()
        faults: list[PlaceFault] = []
        for place in self.rows:
            if place.code in seen:
                faults.append(PlaceFault(place.code, "code", "twice"))
            seen.add(place.code)
            faults.extend(self._faults(place))
        return tuple(faults)

    def _faults(self, place: Place) -> Iterator[PlaceFault]:
        if not place.code or not place.name:
            yield PlaceFault(place.code, "code" if not place.code else "name", "empty")
        twin = self._numbered.get((place.parent, number_of(place.name)), place)
        if place.kind is not PlaceKind.PUBLIC and twin.code != place.code:
            yield PlaceFault(place.code, "name", "twice")
        if place.parent is None:
            return
        parent = self.get(place.parent)
        if parent is None:
            yield PlaceFault(place.code, "parent", "unknown")
        elif len(self.ancestors(place.code)) >= DEEPEST:
            yield PlaceFault(place.code, "parent", "circle")
        elif not _below(place.kind, parent.kind):
            yield PlaceFault(place.code, "parent", "order")


def _plausible(number: str, kind: PlaceKind) -> bool:
    """Whether a number that nobody listed may be one of this level."""
    if kind is PlaceKind.UNIT and number in NAMED_UNITS:
        return True
    if kind is not PlaceKind.ROOM and len(number) == 1 and number.isascii() and number.isalpha():
        return True
    form = _LETTERED.fullmatch(number)  # `3A`, `A3`
    if form is None or (form["before"] and kind is not PlaceKind.BUILDING):
        return False
    return int(form["plain"]) > 0 and len(form["plain"]) <= LONGEST_NUMBER[kind]


def _below(kind: PlaceKind, parent: PlaceKind) -> bool:
    if parent is PlaceKind.PUBLIC or kind is PlaceKind.PUBLIC:
        return kind is PlaceKind.PUBLIC
    return LEVELS.index(kind) > LEVELS.index(parent)


def _joined(chain: list[Place]) -> str:
    """Names in a row, from the estate down, none said twice."""
    said = ""
    for place in chain:
        said = place.name if said and place.name.startswith(said) else said + place.name
    return said
