"""What an author says in the group within a minute of what they reported: where exactly, or what else."""

from domain.places import Place, PlaceKind
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.states import LIVE, State
from domain.understanding import Context, PlaceSaid, Reading
from domain.understanding import several as besides
from domain.understanding.grammar import is_just_a_place, said_in
from handlers.tickets import filing, verbs
from handlers.tickets.around import just_said
from handlers.tickets.drafts import Draft, draft_of
from handlers.turn import Turn
from storage.tickets.tables import TicketRow


async def just_reported_here(turn: Turn) -> TicketRow | None:
    """The ticket of their own line of the last minute in this group."""
    if not (turn.in_group and turn.said.own_before):
        return None
    ticket = await just_said(turn, turn.said.own_before)
    if ticket is None or ticket.wish or State(ticket.state) not in LIVE:
        return None
    return ticket if ticket.reporter_id == turn.actor else None


async def narrowed(turn: Turn, ticket: TicketRow) -> bool:
    """`2栋门禁坏了`, `3单元`: the place is the unit, for whoever works on it and in the group's line."""
    words, places = turn.said.text, turn.world.places
    around = _house(turn, ticket) or places.get(ticket.place or "")
    if around is None or not is_just_a_place(words, places, around.code):
        return False
    said = said_in(words, places, around.code)
    if said is None or said.code is None or not places.covers(ticket.place or "", said.code):
        return False
    if said.missing or said.code == ticket.place:
        await verbs.add_note(turn, ticket, words)
    else:
        await moved(turn, ticket, words, said.code)
    return True


async def moved(turn: Turn, ticket: TicketRow, words: str, place: str) -> None:
    """Whoever looks after the place has it from now on; an emergency stays with who is on the way."""
    if ticket.tier == Tier.E:
        await verbs.locate(turn, ticket, words, place)
        return
    kept = Sensitivity(ticket.sensitivity)
    to = await filing.routed(turn, place, ticket.place, ticket.category, kept)
    await verbs.put_right(turn, ticket, words, place, to)
    await filing.line_anew(turn, ticket)


async def same_place(turn: Turn, text: str, said: PlaceSaid | None) -> str | None:
    """Where another trouble is whose author has just said where they are: `还有扶手也掉了`."""
    ticket = await just_reported_here(turn)
    names = said and (said.building or said.spot or said.zone or said.landmark or said.absent)
    place = turn.world.places.get(ticket.place or "") if ticket else None
    if ticket is None or place is None or names:
        return None
    house = _house(turn, ticket)
    if house is None:
        return place.code if place.kind is PlaceKind.PUBLIC else None
    if said is not None and said.unit:  # `还有3单元的灯`
        there = said_in(text, turn.world.places, house.code)
        return there.code if there else None
    return place.code


def what_else(turn: Turn, ticket: TicketRow) -> tuple[Reading, Draft] | None:
    """`对了 扶手也松了`: another trouble there, about which its author is asked."""
    estate = turn.world.places.estate_of(ticket.place or "")
    around = estate.code if estate else ticket.place
    context = Context(group_place=around)
    reader = turn.world.reader
    reading = besides.what_else(turn.said.text, ticket.place or "", reader, context)
    if reading is None or reading.category == ticket.category:
        return None
    return reading, draft_of(reading, turn.said, turn.world, in_group=True, group_place=around)


def _house(turn: Turn, ticket: TicketRow) -> Place | None:
    return turn.world.places.above(ticket.place, PlaceKind.BUILDING) if ticket.place else None
