"""In which order somebody walks to what they have in hand: estate by estate, building by building."""

import re
from collections.abc import Iterable
from typing import TypeVar

from domain.places import Place, PlaceKind, Places

Key = tuple[tuple[int, int, str], ...]
Item = TypeVar("Item")
NOWHERE: Key = ((9, 0, ""),)
_PIECES = re.compile(r"\d+|\D+")


def _counted(place: Place) -> Key:
    """`2栋` before `10栋`; what has no number after what has one, public spots after buildings."""
    spot = 2 if place.kind is PlaceKind.PUBLIC else 0
    pieces = _PIECES.findall(place.name)
    return tuple(
        (spot, int(piece), "") if piece.isdigit() else (spot + 1, 0, piece) for piece in pieces
    )


def on_the_way(places: Places, items: Iterable[tuple[Item, str | None]]) -> list[Item]:
    """Things with their places' codes, in walking order; those without a place come last."""
    listed = {place.code: number for number, place in enumerate(places)}

    def key(code: str | None) -> Key:
        chain = places.ancestors(code)[::-1] if code else ()
        if not chain:
            return NOWHERE
        return tuple(
            part
            for place in chain
            for part in (
                ((0, listed[place.code], ""),)  # large parts in the workbook's order
                if place.kind in _LARGE and place.code in listed
                else _counted(place)
            )
        )

    return [item for item, code in sorted(items, key=lambda pair: key(pair[1]))]


_LARGE = frozenset({PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE})


def stop_of(places: Places, code: str | None) -> str:
    """Where one stops for a place: its building, else the spot or estate; empty where nobody said."""
    if code is None:
        return ""
    building = places.above(code, PlaceKind.BUILDING)
    return places.name_of(building.code if building else code)
