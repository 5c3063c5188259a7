"""The two trees of who is responsible where, as far as somebody may see them, and what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from console.clerks import Clerk
from console.trying import community_at
from domain.areas import Area, AreaKind
from domain.organisation import Organisation
from domain.places import Place, PlaceKind
from domain.posts import Overlap, Post, overlaps, posts, unattended, without_grid
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class Branch:
    """An area and what hangs below it, as far as it is shown at once."""

    area: Area
    posts: tuple[Post, ...]
    below: int
    unattended: bool
    children: tuple["Branch", ...] = ()
    covers: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, who looks after it, and how many places lie in it."""

    place: Place
    area: Area | None
    own: bool
    """Whether the area names this very place, and not one above it."""
    below: int
    gap: bool
    firm: str | None
    outside: str | None
    children: tuple["Spot", ...] = ()


class Map:
    """The two trees of one moment, as far as a clerk may see them."""

    def __init__(self, turn: Turn, clerk: Clerk) -> None:
        self.turn, self.clerk = turn, clerk
        self.organisation: Organisation = turn.world.organisation
        self.places = turn.world.places
        self.day: date = turn.world.today(turn.now)
        self.bare = without_grid(self.organisation)
        self.gaps = frozenset(place.code for place in self.bare)
        self._below: dict[str | None, list[Area]] = {}
        for area in self.organisation.areas.values():
            self._below.setdefault(area.parent, []).append(area)

    def sees_area(self, area: Area) -> bool:
        """Whether an area is in one of the clerk's communities."""
        held = self.organisation.community_of(area.code)
        return self.clerk.answers_for(held.code if held else None)

    def sees_place(self, code: str) -> bool:
        """Whether a place is."""
        return self.clerk.answers_for(community_at(self.turn, code))

    def communities(self) -> tuple[Area, ...]:
        """Those of the clerk, or all."""
        return tuple(
            area
            for area in self.organisation.areas.values()
            if area.kind is AreaKind.COMMUNITY and self.sees_area(area)
        )

    def branch(self, area: Area, *, deep: int, covers: bool = False) -> Branch:
        """An area with `deep` levels below it."""
        below = self._below.get(area.code, [])
        return Branch(
            area, posts(self.organisation, area.code, self.day), len(below),
            unattended(self.organisation, area, self.day),
            tuple(self.branch(child, deep=deep - 1) for child in below) if deep else (),
            tuple(self._covered(area)) if covers else (),
        )  # fmt: skip

    def _covered(self, area: Area) -> Iterator[Place]:
        for code in area.covers:
            found = self.places.get(code)
            if found is not None:
                yield found

    def spot(self, place: Place, *, deep: int) -> Spot:
        """A place with `deep` levels below it."""
        below = self.places.children(place.code)
        area = self.organisation.area_of(place.code)
        own = area is not None and place.code in {
            found.code for code in area.covers if (found := self.places.get(code))
        }
        return Spot(
            place, area, own, len(below), place.code in self.gaps,
            self.places.property_of(place.code), self.places.outside_of(place.code),
            tuple(self.spot(child, deep=deep - 1) for child in below) if deep else (),
        )  # fmt: skip

    def tops(self) -> tuple[Place, ...]:
        """The places with which the clerk's tree begins."""
        found = [p for p in self.places.of(PlaceKind.COMMUNITY) if self.sees_place(p.code)]
        held = {place.code for place in found}
        alone = [
            place
            for place in self.places.of(PlaceKind.ESTATE)
            if self.sees_place(place.code)
            and not any(above.code in held for above in self.places.ancestors(place.code))
        ]
        return (*found, *alone)

    def missing(self) -> tuple[Place, ...]:
        """Places that nobody looks after."""
        return tuple(place for place in self.bare if self.sees_place(place.code))

    def twice(self) -> tuple[Overlap, ...]:
        """Places that two of the clerk's areas say are theirs."""
        return tuple(
            found for found in overlaps(self.organisation)
            if any(self.sees_area(area) for area in found.areas)
        )  # fmt: skip

    def empty(self) -> tuple[Area, ...]:
        """Areas of which nobody is on duty today."""
        return tuple(
            area
            for area in self.organisation.areas.values()
            if self.sees_area(area) and unattended(self.organisation, area, self.day)
        )

    def may_cover(self, place: Place) -> tuple[Area, ...]:
        """The grids among which somebody chooses for a place: those of its own community."""
        home = community_at(self.turn, place.code)
        near = self.places.community_of(place.code)
        return tuple(
            area
            for area in self.grids()
            if (held := self.organisation.community_of(area.code)) is None
            or held.code == home
            or (home is None and near is not None and near.code in held.covers)
        ) or self.grids()  # fmt: skip

    def grids(self) -> tuple[Area, ...]:
        """All grids that the clerk answers for."""
        return tuple(
            area
            for area in self.organisation.areas.values()
            if area.kind is AreaKind.GRID and self.sees_area(area)
        )


def people_of(branches: Iterable[Branch]) -> set[int]:
    """Everybody who is named somewhere on these branches."""
    found: set[int] = set()
    for branch in branches:
        found |= {p for post in branch.posts for p in (post.person, post.deputy) if p}
        found |= people_of(branch.children)
    return found
