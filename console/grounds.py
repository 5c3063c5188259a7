"""The places around a clerk: what they may paste for, and where they may hang a poster."""

from dataclasses import dataclass

from console.clerks import Clerk
from domain.organisation import Organisation
from domain.places import Place, PlaceKind


@dataclass(frozen=True, slots=True)
class Ground:
    """An estate and what of it is around the clerk: its houses, and spots that have a name."""

    estate: Place
    inner: tuple[Place, ...]


def grounds(clerk: Clerk, organisation: Organisation) -> list[Ground]:
    """Every estate in which they serve, in the workbook's order; the street's managers serve in all."""
    places = organisation.places
    covers = [
        code
        for area in clerk.sight.areas | clerk.sight.communities
        if area in organisation.areas
        for code in organisation.areas[area].covers
    ]

    def theirs(place: Place) -> bool:
        return clerk.is_street or any(places.covers(code, place.code) for code in covers)

    found = []
    for estate in places.of(PlaceKind.ESTATE):
        inner = tuple(p for p in places.within(estate.code) if _shown(p) and theirs(p))
        if inner or theirs(estate):
            found.append(Ground(estate, inner))
    return found


def _shown(place: Place) -> bool:
    return place.kind in (PlaceKind.BUILDING, PlaceKind.PUBLIC)


def holds(found: list[Ground], code: str) -> bool:
    """Whether a place is one of these."""
    return any(code == one.estate.code or any(code == p.code for p in one.inner) for one in found)
