"""What a neighbour may have reported already, in whatever words: the second author is asked."""

from dataclasses import replace

from domain.places import PlaceKind
from domain.tickets.kinds import Kind, Sensitivity
from domain.understanding import Reading
from domain.understanding.alike import LIMIT, Voice, parted
from domain.understanding.grammar import said_in
from domain.understanding.known import overlaps
from domain.understanding.too import says_there_too
from domain.understanding.where import Where, apart, located, where_of
from handlers.tickets.drafts import Draft
from handlers.tickets.repeats import community_of, like
from handlers.turn import Turn
from storage.tickets import queries, repeats
from storage.tickets.tables import TicketRow


async def same(turn: Turn, draft: Draft) -> TicketRow | None:
    """The open ticket for the same row of the catalogue at the same place, whoever reported it.

    Rows are wide: cockroaches and rats are one, and a neighbour's words may be hardly about it.
    """
    place = draft.place or ""
    community = community_of(turn, place)
    found = await queries.same_open(turn.session, place, draft.category, community)
    if found is None or _parted(turn, draft, found) or await _unlike(turn, draft, found):
        return None
    return found


async def likely(turn: Turn, draft: Draft) -> TicketRow | None:
    """The open ticket of somebody else that these words are most likely about, too."""
    place = draft.place or ""
    near = await repeats.open_near(
        turn.session, _holders(turn, place), place, community_of(turn, place)
    )
    reader = turn.world.reader
    mine = _mine(turn, draft)
    shares = {row.id: reader.alike(mine, _its(turn, row)) for row in near if _tangible(turn, row)}
    found = [row for row in near if shares.get(row.id, 0) >= LIMIT]
    for row in sorted(found, key=lambda row: shares[row.id], reverse=True):  # hardly ever two
        if not await _behind(turn, row):
            return row
    return None


async def _behind(turn: Turn, ticket: TicketRow) -> bool:
    """Whether who speaks has reported it, or stands behind it."""
    behind = {each.person_id for each in await queries.reporters(turn.session, ticket.id)}
    return turn.actor in behind | {ticket.reporter_id}


async def _unlike(turn: Turn, draft: Draft, ticket: TicketRow) -> bool:
    """Whether a neighbour's words are hardly about it; of a row that no model has learned nobody knows."""
    reader = turn.world.reader
    if not (draft.text and ticket.text) or draft.category not in reader.rows_of(draft.text):
        return False
    if await _behind(turn, ticket):
        return False
    mine, its = _mine(turn, draft), _its(turn, ticket)
    return parted(mine, its, reader.alike(mine, its))


def _mine(turn: Turn, draft: Draft) -> Voice:
    return turn.world.reader.voice(draft.text, _where(turn, draft.text, draft.place))


def _its(turn: Turn, ticket: TicketRow) -> Voice:
    where = _where(turn, ticket.text, ticket.place)
    return turn.world.reader.voice(ticket.text, where, ticket.category)


def there_too(turn: Turn, ticket: TicketRow, reading: Reading) -> Draft | None:
    """`我们1单元也黑`, under a neighbour's matter: the same at another place is a matter of its own."""
    too = reading.kind is Kind.METOO or (
        reading.kind is Kind.CHAT and says_there_too(turn.said.text)
    )
    category = turn.world.catalogue.get(ticket.category)
    there = _elsewhere(turn, ticket) if too else None
    if there is None or category is None or ticket.sensitivity == Sensitivity.SENSITIVE:
        return None
    draft = like(turn, ticket, turn.said.text)
    return replace(draft, place=there, place_words="", tier=category.tier)


def _elsewhere(turn: Turn, ticket: TicketRow) -> str | None:
    """The place that a line names, where it is none of the ticket's."""
    places = turn.world.places
    estate = places.estate_of(ticket.place or "")
    said = said_in(turn.said.text, places, estate.code if estate else None)
    house = places.above(ticket.place or "", PlaceKind.BUILDING)
    if said is None or ticket.place is None:
        return None
    there = said.code if said.building or said.spot else None
    if there is None and said.unit and house is not None:
        unit = places.child(house, said.unit)
        there = unit.code if unit else None
    return there if there and not overlaps(there, ticket.place, places) else None


def _tangible(turn: Turn, ticket: TicketRow) -> bool:
    category = turn.world.catalogue.get(ticket.category)
    return category is not None and category.tangible


def _holders(turn: Turn, place: str) -> list[str]:
    """A place and what holds it, up to its house: a lamp of the stairway may be said of the house."""
    codes = [each.code for each in turn.world.places.ancestors(place)]
    house = turn.world.places.above(place, PlaceKind.BUILDING)
    return codes[: codes.index(house.code) + 1] if house else codes[:1]


def _where(turn: Turn, text: str, place: str | None) -> Where:
    places = turn.world.places
    estate = places.estate_of(place) if place else None
    said = said_in(text, places, estate.code if estate else None)
    return located(where_of(text, said), place, places)


def _parted(turn: Turn, draft: Draft, ticket: TicketRow) -> bool:
    """Whether their words part what one place of the tree holds: two gates, two of its lifts."""
    mine = _where(turn, draft.text, draft.place)
    return apart(mine, _where(turn, ticket.text, ticket.place))
