"""What a nickname in a residents' group tells: where somebody lives, and how they may be called."""

import re

from domain.places import PlaceKind, Places
from domain.privacy import hide_home, mask
from domain.understanding.grammar import said_in

LONGEST = 20  # characters of a nickname that are kept
STARS = re.compile(r"[-—#]?\*{3,}")


def shown_name(name: str) -> str:
    """A nickname without the room and the number that many have in theirs."""
    plain = STARS.sub("", hide_home(mask(name)))
    return " ".join(plain.split())[:LONGEST].strip(" -—#·")


def stands_by_name(name: str, places: Places, group_place: str | None) -> str | None:
    """`3-2-501王姐` lives in 3栋2单元: its code, never the room's."""
    said = said_in(name, places, group_place)
    if said is None or said.code is None or not said.building:
        return None
    inner = (place for place in places.ancestors(said.code) if place.kind is not PlaceKind.ROOM)
    return next((place.code for place in inner), None)
