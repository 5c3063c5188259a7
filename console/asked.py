"""What stands in the address of the list of tickets: read from anybody's hands, and written short."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qsl, urlencode

from console.clerks import Clerk
from console.office import number_in
from domain.areas import Area, AreaKind
from domain.organisation import Organisation
from domain.tickets.kinds import Kind
from domain.tickets.lists import ThreeList
from domain.tickets.states import State
from handlers.turn import Turn
from storage.tickets.wanted import Standing, Wanted, Within

LIST = "/console/tickets"
MOST_WORDS, MOST_QUERY, MOST_DAYS = 60, 2000, 3650
TICKETS = (Kind.WISH, Kind.COMPLAINT, Kind.HAZARD, Kind.QUESTION)
NUMBER = re.compile(r"[0-9]{1,9}")
"""What is looked for as a ticket's number, and not as words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The list's form, as it is filled in: every field is text that a page may show again."""

    state: str = Standing.LIVE
    kind: str = ""
    category: str = ""
    """A row of the catalogue, or a first level: all its rows."""
    list: str = ""
    area: str = ""
    """A community or a grid."""
    micro: str = ""
    """A micro-grid of that grid."""
    place: str = ""
    owner: str = ""
    mine: str = ""
    urgent: str = ""
    since: str = ""
    until: str = ""
    older: str = ""
    """Registered at least so many days ago."""
    q: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """What an address says, as far as it can be meant; the rest is as if it were not there."""
        said = {f.name: _line(given.get(f.name, "")) for f in fields(cls)}
        if said["state"] not in {*Standing, *State} or "state" not in given:
            said["state"] = Standing.LIVE.value
        for name, known in (("kind", TICKETS), ("list", ThreeList), ("mine", "1"), ("urgent", "1")):
            said[name] = said[name] if said[name] in set(known) else ""
        for name in ("owner", "older"):
            number = number_in(said[name])
            said[name] = "" if number is None else str(number)
        for name in ("since", "until"):
            said[name] = said[name] if _day(said[name]) else ""
        return cls(**said)

    @classmethod
    def from_query(cls, query: str) -> "Asked":
        """The same from a form that carries the list it stands under."""
        return cls.of(dict(parse_qsl(query[:MOST_QUERY], keep_blank_values=True)))

    @property
    def query(self) -> str:
        """All of it that is not as usual, for an address."""
        usual = Asked()
        return urlencode({
            f.name: getattr(self, f.name)
            for f in fields(self)
            if getattr(self, f.name) != getattr(usual, f.name)
        })  # fmt: skip

    @property
    def address(self) -> str:
        """The address of this list."""
        return f"{LIST}?{self.query}" if self.query else LIST

    @property
    def more(self) -> bool:
        """Whether something is asked for that the form keeps folded."""
        return bool(self.place or self.since or self.until or self.older or self.kind or self.list)

    @property
    def number(self) -> int | None:
        """The ticket that is looked for by its number."""
        return int(self.q) if NUMBER.fullmatch(self.q) else None

    def wanted(self, turn: Turn, *, before: int | None = None) -> Wanted:
        """The same as the storage understands it."""
        world, calendar = turn.world, turn.world.calendar
        tomorrow = world.today(turn.now) + timedelta(days=1)
        rows = [row.slug for row in world.catalogue if self.category in (row.slug, row.group)] or [
            self.category
        ]
        return Wanted(
            state=self.state, kind=self.kind,
            categories=tuple(rows) if self.category else (),
            group="" if "." in self.category else self.category,
            list=ThreeList(self.list) if self.list else None,
            within=_within(world.organisation, self.micro or self.area),
            place=self.place, words=self.q, owner=number_in(self.owner),
            mine=self.mine == "1", urgent=self.urgent == "1",
            since=_begins(_day(self.since), turn), until=self._until(turn), now=turn.now,
            day_ends=datetime.combine(tomorrow, time(), calendar.zone),
            number=self.number, before=before,
        )  # fmt: skip

    def _until(self, turn: Turn) -> datetime | None:
        """The last day is meant with all its hours; who asks twice means both."""
        day = _day(self.until)
        ends = [_begins(day + timedelta(days=1), turn)] if day else []
        if self.older:
            ends.append(turn.now - timedelta(days=min(int(self.older), MOST_DAYS)))
        return min((end for end in ends if end), default=None)


def _line(said: str) -> str:
    """Words of one line; what no database can look for falls away."""
    return " ".join("".join(sign for sign in said if sign.isprintable()).split())[:MOST_WORDS]


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None  # noqa: PLR2004 - what a calendar of ours may hold


def _begins(day: date | None, turn: Turn) -> datetime | None:
    return datetime.combine(day, time(), turn.world.calendar.zone) if day else None


def _within(organisation: Organisation, code: str) -> Within | None:
    """An area as its list is narrowed to it; what there is not narrows nothing."""
    area, community = organisation.areas.get(code), organisation.community_of(code)
    if area is None or community is None:
        return None
    if area.kind is AreaKind.COMMUNITY:
        return Within(area.code)
    inside = frozenset(
        other
        for other in organisation.areas
        if any(above.code == code for above in organisation.chain(other))
    )
    return Within(community.code, inside, tuple(_places(organisation, inside)))


def _places(organisation: Organisation, areas: frozenset[str]) -> Iterator[str]:
    """The places that lie in these areas, each without those that lie below it."""
    held = {
        place.code
        for code in areas
        for root in organisation.areas[code].covers
        for place in ([organisation.places.get(root)] if organisation.places.get(root) else [])
        if place is not None
    }
    listed = [
        place.code for root in sorted(held) for place in organisation.places.within(root)
        if (found := organisation.area_of(place.code)) is not None and found.code in areas
    ]  # fmt: skip
    kept: set[str] = set()
    for code in sorted({*held, *listed}, key=len):
        if not any(code.startswith(f"{above}/") for above in kept):
            kept.add(code)
            yield code


def areas_of(organisation: Organisation, clerk: Clerk) -> list[Area]:
    """The communities and grids whose tickets a clerk may see, each community before its grids."""
    seen = clerk.sight
    mine = [
        area
        for area in organisation.areas.values()
        if seen.everything
        or any(above.code in seen.areas for above in organisation.chain(area.code))
    ]
    communities = [area for area in mine if area.kind is AreaKind.COMMUNITY]
    grids = [area for area in mine if area.kind is AreaKind.GRID]
    ordered = [
        shown
        for community in communities
        for shown in (community, *(grid for grid in grids if grid.parent == community.code))
    ]
    return [*ordered, *(grid for grid in grids if grid not in ordered)]


def micro_grids(organisation: Organisation, grid: str) -> list[Area]:
    """The micro-grids of a grid."""
    return [
        area
        for area in organisation.areas.values()
        if area.kind is AreaKind.MICROGRID and area.parent == grid
    ]
