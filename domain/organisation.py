"""The sub-district's people at one moment: areas, the places they cover, and who serves in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.areas import STAFF, Area, AreaKind, Role, RoleName
from domain.places import Places
from domain.rosters.rules import Watch

DEPTH = {AreaKind.MICROGRID: 0, AreaKind.GRID: 1, AreaKind.COMMUNITY: 2}


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who serves for an area today, and whether they stand in for somebody."""

    person: int
    role: RoleName
    area: str | None
    stands_in: bool = False


class Organisation:
    """Two trees and the people on one of them; immutable, built anew when the workbook changes."""

    def __init__(
        self, places: Places, areas: Iterable[Area], roles: Iterable[Role],
        watches: Iterable[Watch] = (),
    ) -> None:  # fmt: skip
        self.places = places
        self.areas = {area.code: area for area in areas}
        self.roles = tuple(roles)
        self._by_post: dict[tuple[RoleName, str | None], list[Role]] = defaultdict(list)
        self._by_person: dict[int, list[Role]] = defaultdict(list)
        for role in self.roles:
            self._by_post[role.role, role.area].append(role)
            self._by_person[role.person].append(role)
        self._covering: dict[str, list[Area]] = defaultdict(list)
        for area in self.areas.values():
            for code in area.covers:
                self._covering[_listed(places, code)].append(area)
        self._watches: dict[str, list[Watch]] = defaultdict(list)
        for watch in watches:
            self._watches[watch.area].append(watch)
        self._communities = {
            code: next((a for a in self.chain(code) if a.kind is AreaKind.COMMUNITY), None)
            for code in self.areas
        }

    def chain(self, area: str | None) -> Iterator[Area]:
        """An area and those above it, the nearest first."""
        seen: set[str] = set()
        while area in self.areas and area not in seen:
            seen.add(area)
            yield self.areas[area]
            area = self.areas[area].parent

    def area_of(self, place: str) -> Area | None:
        """The most specific area that covers a place: the nearest place wins, then the smallest area."""
        for held in self.places.ancestors(place):
            covering = self._covering.get(held.code)
            if covering:
                return min(covering, key=lambda area: (DEPTH[area.kind], area.code))
        return None

    def community_of(self, area: str | None) -> Area | None:
        """The community that an area is part of."""
        return self._communities.get(area) if area is not None else None

    def only_community(self) -> Area | None:
        """The community of a place that nobody covers, where there is just one."""
        found = [area for area in self.areas.values() if area.kind is AreaKind.COMMUNITY]
        return found[0] if len(found) == 1 else None

    def holding(self, role: RoleName, area: str | None) -> list[Role]:
        """Everybody with this role in exactly this area."""
        return self._by_post.get((role, area), [])

    def on_duty(self, role: RoleName, area: str | None, day: date) -> list[OnDuty]:
        """Who of an area's role-holders is there on this day; a deputy where one is on leave."""
        there = [
            OnDuty(held.person, role, area) for held in self.holding(role, area) if held.here(day)
        ]
        return there or self.deputies(role, area, day)

    def deputies(self, role: RoleName, area: str | None, day: date) -> list[OnDuty]:
        """The deputies of an area's role-holders who are there on this day."""
        return [
            OnDuty(held.deputy, role, area, stands_in=True)
            for held in self.holding(role, area)
            if held.deputy is not None and self.is_here(held.deputy, day)
        ]

    def stand_ins(
        self, person: int | None, role: RoleName, area: str | None, community: str | None, day: date
    ) -> Iterator[OnDuty]:
        """Who goes on for somebody, the nearest first: deputy, colleague, chief, desk, street."""
        own = [held for held in self.holding(role, area) if held.person == person]
        named = {held.deputy for held in own}
        near = [duty for duty in self.deputies(role, area, day) if duty.person in named]
        near += self.on_duty(role, area, day)
        for held in self.chain(area):
            near += self.on_duty(RoleName.CHIEF, held.code, day)
        near += [*self.desk(community, day), *self.street(day)]
        yield from (duty for duty in near if duty.person != person)

    def is_here(self, person: int, day: date) -> bool:
        """Whether none of a person's roles is on leave on this day."""
        return all(role.here(day) for role in self._by_person.get(person, ()))

    def desk(self, community: str | None, day: date) -> list[OnDuty]:
        """The community's desk: dispatchers and officers; the street's managers where there are none."""
        found = [
            duty
            for role in (RoleName.DISPATCHER, RoleName.OFFICER)
            for duty in self.on_duty(role, community, day)
        ]
        return found or self.street(day)

    def watching(self, area: str | None, at: datetime, *, staff: bool = False) -> list[Watch]:
        """Who is on a roster at this instant for an area, or for the nearest above it that has one.

        `staff` leaves out volunteers, who are told of dangers and not of everything else.
        """
        for held in self.chain(area):
            found = [
                watch for watch in self._watches.get(held.code, ())
                if watch.now(at) and (not staff or self.is_staff(watch.person))
            ]  # fmt: skip
            if found:
                return found
        return []

    def on_watch(self, at: datetime) -> list[Watch]:
        """Everybody who is on a roster at this instant, wherever."""
        return [watch for found in self._watches.values() for watch in found if watch.now(at)]

    def is_staff(self, person: int) -> bool:
        """Whether serving here is somebody's work."""
        return any(role.role in STAFF for role in self._by_person.get(person, ()))

    def street(self, day: date) -> list[OnDuty]:
        """The sub-district's managers."""
        return self.on_duty(RoleName.MANAGER, None, day)

    def roles_of(self, person: int) -> tuple[Role, ...]:
        return tuple(self._by_person.get(person, ()))

    def gaps(self) -> list[str]:
        """Codes of estates and buildings that no area covers: their tickets go to a desk."""
        return [
            place.code
            for place in self.places
            if place.kind.value in ("estate", "building") and self.area_of(place.code) is None
            and not any(self.area_of(inner.code) for inner in self.places.within(place.code))
        ]  # fmt: skip


def _listed(places: Places, code: str) -> str:
    place = places.get(code)
    return place.code if place else code
