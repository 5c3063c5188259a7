"""Which household somebody means at a desk: by its number, its head's whole name, or its door."""

import unicodedata
from collections.abc import Collection

from domain.places import PlaceKind
from domain.refusals import Refusal
from domain.understanding.grammar import said_in
from handlers.points.claims import community_of
from handlers.tickets.entry import place_meant
from handlers.turn import Turn
from storage.points import households
from storage.points.tables import HouseholdRow


class NoSuchHousehold(Refusal):
    """Nothing near has this number, name or door; or several have it, and a number tells which."""


async def households_meant(
    turn: Turn, words: str, communities: Collection[str] | None
) -> list[HouseholdRow]:
    """The households of these communities (None: of all) that words may mean.

    A door without its estate is looked for in each of them; a whole number means itself alone.
    """
    plain = unicodedata.normalize("NFKC", words).replace("\0", "").strip()
    if not plain:
        return []
    found = await households.looked_for(turn.session, plain, _doors(turn, plain))
    near = [row for row in found if communities is None or community_of(turn, row) in communities]
    exactly = [row for row in near if row.code.lower() == plain.lower()]
    return exactly or near


async def the_household(
    turn: Turn, words: str, communities: Collection[str] | None
) -> HouseholdRow:
    """The one household that words mean. Raises NoSuchHousehold."""
    found = await households_meant(turn, words, communities)
    if len(found) != 1:
        raise NoSuchHousehold(said=words.strip(), several=len(found) > 1)
    return found[0]


def _doors(turn: Turn, words: str) -> set[str]:
    """The places that words may be: as said, or, without its estate, in each estate."""
    places = turn.world.places
    said = [place_meant(turn, words)]
    said += [said_in(words, places, estate.code) for estate in places.of(PlaceKind.ESTATE)]
    return {one.code for one in said if one is not None and one.code}
