"""`灯好了,但是扶手又松了`: what is wrong besides what has been mended is a matter of its own."""

from dataclasses import replace

from domain.tickets.kinds import WRONG
from domain.understanding import Action, Context, Reading
from domain.understanding.several import besides
from handlers.tickets import asking
from handlers.tickets.drafts import draft_of
from handlers.turn import Turn
from storage.tickets.tables import TicketRow


def told(turn: Turn, ticket: TicketRow) -> Reading | None:
    """What else is wrong, by the words that speak of a ticket; None where they tell of nothing else."""
    context = Context(group_place=_home(turn, ticket), private=not turn.in_group)
    for words in besides(turn.said.text):
        found = turn.world.reader.read(words, context)
        new = found.kind in WRONG and found.action in (Action.REGISTER, Action.ASK)
        if new and found.category != ticket.category:
            return found
    return None


def _home(turn: Turn, ticket: TicketRow) -> str | None:
    estate = turn.world.places.estate_of(ticket.place or "")
    return estate.code if estate else None


async def register(turn: Turn, ticket: TicketRow, found: Reading) -> None:
    """Register it; where it is, the ticket says unless the words do."""
    draft = draft_of(
        found, turn.said, turn.world, in_group=turn.in_group, group_place=_home(turn, ticket)
    )
    if found.place is None or not (found.place.building or found.place.spot):
        draft = replace(draft, place=ticket.place)
    await asking.register(turn, draft)
