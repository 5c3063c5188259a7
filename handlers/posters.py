"""Posters: whoever scans one stands at its house or station, and need not say where."""

import hmac
from dataclasses import replace
from datetime import timedelta

from domain.places import PlaceKind
from domain.understanding.known import overlaps
from handlers.tickets.drafts import Draft
from handlers.turn import Turn
from handlers.world import World
from storage import posters
from storage.tickets.tables import TicketRow

STANDS = timedelta(hours=24)
"""How long somebody is taken to be there, unless they tell of another place first."""
PREFIX = "at_"
"""How a poster's code begins; an invitation's has no such sign."""
SIGNS = 20  # of sixteen kinds each: nobody guesses one, and the link stays short
POSTED = frozenset(PlaceKind) - {PlaceKind.STREET, PlaceKind.ROOM}
"""What a poster may hang at: never at a home."""


def code_of(world: World, place: str) -> str:
    """The code on a place's poster: it names the place to huying, and tells others nothing."""
    return PREFIX + world.seal.mark(f"poster/{place}")[:SIGNS]


def place_of(world: World, code: str) -> str | None:
    """The place whose poster has this code; None where there is none."""
    if not code.startswith(PREFIX) or not code.isascii():
        return None
    posted = (place.code for place in world.places if place.kind in POSTED)
    return next((one for one in posted if hmac.compare_digest(code_of(world, one), code)), None)


async def arrived(turn: Turn, place: str) -> None:
    """Somebody scanned a poster: they are told where they are, and only have to write."""
    await posters.stand(turn.session, turn.actor or 0, place, turn.now)
    await turn.reply("people/at_place", place=turn.world.places.name_of(place))


async def stands(turn: Turn, mine: list[TicketRow]) -> str | None:
    """Where somebody is in private by a poster, unless they told of another place since then."""
    row = await posters.stands(turn.session, turn.actor or 0, turn.now - STANDS)
    if row is None or turn.world.places.get(row.place) is None:
        return None
    since = [one.place for one in mine if one.created_at >= row.at and one.chat is None]
    left = any(there and not overlaps(there, row.place, turn.world.places) for there in since)
    return None if left else row.place


async def located(turn: Turn, draft: Draft) -> Draft:
    """What is wished for in private at no place at all goes to whoever serves where its author stands."""
    alone = draft.chat is None and draft.group_place is None and draft.place is None
    if not alone or turn.incoming is None:
        return draft
    row = await posters.stands(turn.session, turn.actor or 0, turn.now - STANDS)
    return replace(draft, group_place=row.place) if row is not None else draft
