"""Taking a worker's words to the resident: in private, else so that the group learns nothing."""

from datetime import timedelta
from enum import StrEnum

from domain.messages import Priority
from domain.privacy import mask
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.states import Part
from handlers.tickets import telling
from handlers.tickets.views import view
from handlers.turn import ANSWER_COUNTS, Asking, Turn
from storage import questions
from storage.people import address_of
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import set_timer

TALKING = timedelta(minutes=30)
"""Whoever wrote within this time is awake: what answers them is not held back at night."""


class Reach(StrEnum):
    """How a worker's words reach the resident."""

    PRIVATE = "private"
    MORNING = "morning"
    GROUP = "group"
    """They have no private chat: one neutral line in the group, the words wait for them."""
    BY_HAND = "by_hand"
    """A human passes it on: they cannot be written to."""
    NOBODY = "nobody"


async def pass_to_resident(turn: Turn, ticket: TicketRow, words: str) -> Reach:
    """Take a worker's words to whoever reported it: in private, else one neutral line in the group."""
    person = ticket.reporter_id
    if person is None:
        return Reach.NOBODY
    if await address_of(turn.session, person) is None:
        return await _call_in_group(turn, ticket, words)
    held = not Tier(ticket.tier).urgent and not await _talking(turn, ticket)
    asks = Asking(telling.ANSWER, person=person, ticket=ticket.id, by_words=True)
    await turn.tell(
        person, "tickets/asked_back", subject=f"t{ticket.id}", ticket=ticket.id, hold=held,
        asking=asks, ticket_=view(turn, ticket), note=mask(words),
    )  # fmt: skip
    return Reach.MORNING if held and turn.waking() > turn.now else Reach.PRIVATE


async def answer(turn: Turn, ticket: TicketRow, words: str, part: Part) -> Reach:
    """Answer whoever reported it: in private at once, else by a human's hand.

    Where that would tell the office who it is, one neutral line in the group asks them to look.
    """
    person = ticket.reporter_id
    if person is None:
        return Reach.NOBODY
    reached = await address_of(turn.session, person) is not None
    named = ticket.anonymous or ticket.sensitivity == Sensitivity.SENSITIVE
    if named and not reached:
        return await _call_in_group(turn, ticket, words)
    await turn.tell(
        person, "tickets/replied", or_by_hand=True, subject=f"t{ticket.id}", ticket=ticket.id,
        priority=Priority.ANSWER, ticket_=view(turn, ticket), note=mask(words), part=part.value,
        asking=Asking(telling.ANSWER, person=person, ticket=ticket.id, by_words=True),
    )  # fmt: skip
    return Reach.PRIVATE if reached else Reach.BY_HAND


async def _talking(turn: Turn, ticket: TicketRow) -> bool:
    events = await queries.history(turn.session, ticket.id)
    lately = turn.now - TALKING
    return any(e.actor_id == ticket.reporter_id and e.at >= lately for e in events)


async def _call_in_group(turn: Turn, ticket: TicketRow, words: str) -> Reach:
    """Ask them to open the private chat, once; the words wait there, masked, for a day."""
    person, where = ticket.reporter_id or 0, telling.group_of(ticket)
    if where is None:
        return Reach.NOBODY
    for waiting in await questions.open_of(turn.session, person, telling.ANSWER, turn.now):
        if waiting.ticket_id == ticket.id and waiting.chat == where.chat:
            kept = [*waiting.facts.get("words", ()), mask(words)]
            waiting.facts = {**waiting.facts, "words": kept}
            return Reach.GROUP
    facts = {"words": [mask(words)]}
    asks = Asking(telling.ANSWER, person=person, ticket=ticket.id, facts=facts, by_words=True)
    key = await turn.say(
        "tickets/asked_back_group", where, group=True, subject=f"t{ticket.id}", ticket=ticket.id,
        person=person, reply_to=ticket.message, asking=asks, ticket_=view(turn, ticket),
    )  # fmt: skip
    await set_timer(
        turn.session, f"question/{key}/over", "question.over", turn.now + ANSWER_COUNTS,
        outbox_key=key,
    )  # fmt: skip
    return Reach.GROUP
