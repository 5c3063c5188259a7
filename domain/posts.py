"""Who holds what in an area, and whether they are there: as the office reads it, post by post."""

from dataclasses import dataclass
from datetime import date

from domain.areas import Area, AreaKind, Role, RoleName
from domain.organisation import Organisation
from domain.places import Place, PlaceKind

ORDER = (
    RoleName.GRID_WORKER, RoleName.CHIEF, RoleName.DISPATCHER, RoleName.OFFICER, RoleName.COUNSELLOR,
    RoleName.MANAGER, RoleName.PROPERTY, RoleName.MEDIATOR, RoleName.VOLUNTEER,
    RoleName.PARTY_MEMBER,
)  # fmt: skip
"""In which order the office names them."""


@dataclass(frozen=True, slots=True)
class Post:
    """One person's role in an area on one day."""

    person: int
    role: RoleName
    here: bool
    until: date | None
    """The last day of the leave that lasts; None where they are here or nobody knows."""
    deputy: int | None
    deputy_here: bool
    chosen: bool = False
    """Whether what is asked about would come to them."""
    next_leave: date | None = None
    """The first day of a leave that lies ahead."""


def posts(
    organisation: Organisation, area: str | None, day: date, chosen: frozenset[int] = frozenset()
) -> tuple[Post, ...]:
    """Everybody who serves in exactly this area."""
    return tuple(
        _post(organisation, held, day, chosen)
        for role in ORDER
        for held in organisation.holding(role, area)
    )


def _post(organisation: Organisation, role: Role, day: date, chosen: frozenset[int]) -> Post:
    here = role.here(day)
    deputy = role.deputy
    ahead = role.away_from if role.away_from is not None and role.away_from > day else None
    return Post(
        role.person, role.role, here, None if here else role.away_to, deputy,
        deputy is not None and organisation.is_here(deputy, day), role.person in chosen, ahead,
    )  # fmt: skip


def unattended(organisation: Organisation, area: Area, day: date) -> bool:
    """Whether nobody of a grid is on duty: neither its worker, nor a deputy; nor a community's desk.

    A micro-grid is part of its grid, whose worker looks after it.
    """
    if area.kind is AreaKind.MICROGRID:
        return False
    roles = (
        (RoleName.GRID_WORKER,)
        if area.kind is AreaKind.GRID
        else (RoleName.DISPATCHER, RoleName.OFFICER)
    )
    return not any(organisation.on_duty(role, area.code, day) for role in roles)


def without_grid(organisation: Organisation) -> tuple[Place, ...]:
    """Buildings that no grid looks after, an estate of which none is named as one; the desk has them.

    That a community covers them is no answer to who goes there.
    """
    places = organisation.places
    bare = [place for place in places.of(PlaceKind.BUILDING) if not _in_grid(organisation, place)]
    missing = {place.code for place in bare}
    found: list[Place] = []
    whole: set[str] = set()
    for estate in places.of(PlaceKind.ESTATE):
        inside = [p for p in places.within(estate.code) if p.kind is PlaceKind.BUILDING]
        if _in_grid(organisation, estate) or not all(p.code in missing for p in inside):
            continue
        found.append(estate)
        whole |= {place.code for place in inside}
    return (*found, *(place for place in bare if place.code not in whole))


def _in_grid(organisation: Organisation, place: Place) -> bool:
    """Whether a grid looks after a place, or after something in it that is listed."""
    codes = [place.code]
    if place.kind is PlaceKind.BUILDING:
        codes += [inner.code for inner in organisation.places.within(place.code)]
    areas = (organisation.area_of(code) for code in codes)
    return any(area is not None and area.kind is not AreaKind.COMMUNITY for area in areas)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A place that two areas of one kind say is theirs."""

    place: str
    areas: tuple[Area, ...]


def overlaps(organisation: Organisation) -> tuple[Overlap, ...]:
    """Places that are covered twice: whose is what happens there?"""
    found: dict[tuple[str, AreaKind], list[Area]] = {}
    for area in organisation.areas.values():
        for code in dict.fromkeys(area.covers):
            found.setdefault((listed(organisation, code), area.kind), []).append(area)
    return tuple(
        Overlap(place, tuple(areas)) for (place, _), areas in found.items() if len(areas) > 1
    )


def listed(organisation: Organisation, code: str) -> str:
    """A place's own code, whichever way it was written."""
    place = organisation.places.get(code)
    return place.code if place else code


def holders(organisation: Organisation, place: str, kind: AreaKind) -> tuple[Area, ...]:
    """The areas of one kind that name exactly this place as theirs."""
    code = listed(organisation, place)
    return tuple(
        area
        for area in organisation.areas.values()
        if area.kind is kind and code in {listed(organisation, held) for held in area.covers}
    )
