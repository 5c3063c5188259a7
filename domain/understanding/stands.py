"""Where somebody is when they write: what names no place is about that one, what names one never is."""

from dataclasses import replace

from domain.places import Place, PlaceKind, Places, number_of
from domain.tickets.kinds import WRONG, Kind
from domain.understanding.reading import Action, Ask, PlaceSaid, Reading

SOMEWHERE = WRONG | {Kind.EMERGENCY, Kind.WISH}
"""Kinds that somebody has to come for."""


def placed(reading: Reading, stands: str | None, places: Places) -> Reading:
    """A reading that lacks its place, at the place where its author stands."""
    said, here = reading.place, places.get(stands) if stands else None
    somewhere = reading.kind in SOMEWHERE
    lacks = reading.ask is Ask.PLACE or (said is not None and said.missing is not None)
    if here is None or not (somewhere and lacks) or _named(said) or _elsewhere(said, here, places):
        return reading
    settled = replace(reading, place=place_at(here.code, places))
    return (
        replace(settled, action=Action.REGISTER, ask=None) if reading.ask is Ask.PLACE else settled
    )


def _named(said: PlaceSaid | None) -> bool:
    if said is None:
        return False
    return bool(said.building or said.unit or said.spot or said.landmark or said.absent)


def _elsewhere(said: PlaceSaid | None, here: Place, places: Places) -> bool:
    """Whether an estate or a zone is named in which they do not stand."""
    if said is None or said.code is None:
        return False
    return not places.covers(said.code, here.code)


def place_at(code: str, places: Places) -> PlaceSaid:
    """A place as if somebody had said it; of a home the room stays unsaid."""
    chain = {place.kind: place for place in reversed(places.ancestors(code))}
    chain.pop(PlaceKind.ROOM, None)
    inner = next((place for place in places.ancestors(code) if place.kind in chain), None)

    def number(kind: PlaceKind) -> str | None:
        return number_of(chain[kind].name) if kind in chain else None

    def name(kind: PlaceKind) -> str | None:
        return chain[kind].name if kind in chain else None

    return PlaceSaid(
        estate=name(PlaceKind.ESTATE), zone=name(PlaceKind.ZONE),
        building=number(PlaceKind.BUILDING), unit=number(PlaceKind.UNIT),
        spot=name(PlaceKind.PUBLIC), code=inner.code if inner else None,
    )  # fmt: skip
