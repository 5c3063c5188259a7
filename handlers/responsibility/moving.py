"""What is open goes along with a place, or with whoever served there until now."""

from domain.privacy import mask
from domain.refusals import Refusal
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import Act, State, may
from handlers.responsibility.wanted import LONGEST_WHY, Kind, Wanted
from handlers.tickets import filing, verbs
from handlers.turn import Turn
from storage.tickets import queries
from storage.tickets.tables import TicketRow

MOST_MOVED = 500  # tickets of one grid; more than that nobody has in hand


async def move(turn: Turn, wanted: Wanted) -> list[int]:
    """Hand over what is open: by place, or from whoever served until now."""
    if wanted.kind in (Kind.COVER, Kind.UNCOVER):
        return await _move_place(turn, wanted)
    leaves = wanted.other if wanted.kind is Kind.GIVE else wanted.person
    if wanted.kind is Kind.DEPUTY or leaves is None:
        return []
    rows = await queries.in_hands_of(turn.session, leaves, (), limit=MOST_MOVED)
    moved = []
    for found in rows:
        post = found.owner_role == wanted.role and found.owner_area == wanted.area
        if not post or found.owner_id != leaves:
            continue
        to = wanted.person if wanted.kind is Kind.GIVE else await _next(turn, found)
        if await _hand(turn, found.id, to, wanted.why):
            moved.append(found.id)
    return moved


async def _move_place(turn: Turn, wanted: Wanted) -> list[int]:
    covers, code = turn.world.places.covers, wanted.place or ""
    rows = await queries.to_do_at(turn.session, _inside(turn, code), limit=MOST_MOVED)
    moved = []
    for found in rows:
        if found.place is None or not covers(code, found.place):
            continue
        if await _hand(turn, found.id, await _next(turn, found), wanted.why):
            moved.append(found.id)
    return moved


def _inside(turn: Turn, code: str) -> list[str]:
    """A place and all that is listed in it."""
    return [code, *(place.code for place in turn.world.places.within(code))]


async def _next(turn: Turn, ticket: TicketRow) -> int | None:
    """Who would get it today, by the same rule as if it were registered now."""
    found = await filing.routed(
        turn, ticket.place, None, ticket.category, Sensitivity(ticket.sensitivity)
    )
    return found.owner


async def _hand(turn: Turn, number: int, to: int | None, why: str) -> bool:
    """Hand one over, if it can be: not a wish, nothing sensitive, nothing that is being decided."""
    ticket = await queries.ticket(turn.session, number)  # locked, as every verb needs it
    if ticket is None or to is None or ticket.owner_id == to or ticket.wish:
        return False
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        return False
    if not may(State(ticket.state), Act.HAND_OVER, await verbs.parts(turn, ticket)):
        return False
    try:
        async with turn.session.begin_nested():
            await verbs.hand_over(turn, ticket, to, reason=mask(why.strip()[:LONGEST_WHY]))
    except Refusal:  # whoever would get it is off, or serves elsewhere: it stays where it is
        return False
    return True
