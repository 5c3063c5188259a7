"""Second thoughts about what was just said: it was no emergency, it is not to be noted, it is elsewhere."""

from dataclasses import replace
from datetime import timedelta

from domain.corrections import UNDONE_WITHIN
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.states import LIVE, State
from domain.understanding import Action, Reading, Verdict
from domain.understanding.answers import calls_off, number_in
from domain.understanding.grammar import said_in
from domain.understanding.righted import WITHIN, may_put_right, puts_right
from domain.understanding.takenback import (
    OWNED_UP_WITHIN,
    RIGHT_AFTER,
    owns_up,
    owns_up_of,
    takes_back,
    thinks_better,
)
from handlers.tickets import amid, asking, binding, followup, further, pushes, verbs
from handlers.tickets.around import JUST_NOW
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import questions
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

TOGETHER = timedelta(minutes=2)  # asked and registered so close to each other, both are meant
TO_REGISTER = frozenset({asking.PLACE, asking.INTENT, asking.KNOWN})
WHEREABOUTS = frozenset({asking.PLACE, asking.WHERE})


async def undone(turn: Turn, reading: Reading) -> bool:
    """Whether the words undo something of their author's: an alarm, or what was registered."""
    return await _called_off(turn) or await _taken_back(turn, reading)


async def _called_off(turn: Turn) -> bool:
    """`看错了,没有着火`: everybody who was alarmed hears it at once; whether it is over they decide."""
    if not calls_off(turn.said.text):
        return False
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now)
    for row in mine:
        urgent = row.tier == Tier.E.value and State(row.state) in LIVE
        if urgent and turn.now - row.created_at <= JUST_NOW:
            said_before = await amid.called_off(turn, row)
            await binding.bind(turn, row)
            await verbs.add_note(turn, row, turn.said.text)
            await pushes.alarm(turn, row, "tickets/added", note=turn.said.text, edited=False)
            await _heard(turn, row, once=not said_before)
            return True
    return False


async def _heard(turn: Turn, ticket: TicketRow, *, once: bool) -> None:
    """Those who read the alarm read that it was passed on, and that somebody looks before it ends."""
    if once and ticket.sensitivity != Sensitivity.SENSITIVE:
        await turn.reply("tickets/called_off", ticket=ticket.id, ticket_=view(turn, ticket))
    else:
        await asking.acknowledge(turn, ticket)


async def _taken_back(turn: Turn, reading: Reading) -> bool:
    """`别登记`, to nobody in particular: the newest thing of theirs, be it asked or registered.

    A question as old as the ticket goes with it.
    """
    here = turn.in_group or owns_up(turn.said.text)
    if not here or turn.said.reply_to or number_in(turn.said.text):
        return False
    ticket = await _newest(turn, UNDONE_WITHIN)
    if ticket is None or not _means(turn, ticket, reading):
        return False
    plainly = takes_back(turn.said.text)
    question = await _asked(turn, TO_REGISTER)
    if question is not None:
        later = question.asked_at - ticket.created_at
        if later > (TOGETHER if plainly else -timedelta.resolution):
            return False  # the question is newer: it is what they answer
        if plainly and abs(later) <= TOGETHER:
            await asking.settle(turn, question)
    withdraws = replace(
        reading, kind=Kind.FOLLOWUP, category=ticket.category, action=Action.ANSWER,
        verdict=Verdict.WITHDRAW, known=ticket.id,
    )  # fmt: skip
    return await followup.about(turn, ticket, withdraws)


def _means(turn: Turn, ticket: TicketRow, reading: Reading) -> bool:
    """Whether the words take this ticket back; a light word does so for two minutes, and no danger.

    Who says what it was instead has gone to look, and has longer.
    """
    words = turn.said.text
    other = isinstance(reading.known, int) and reading.known != ticket.id
    if takes_back(words):
        new = reading.action in (Action.REGISTER, Action.ASK)
        return not (new or (other and turn.world.reader.names_thing(words)))
    grave = ticket.tier == Tier.E or ticket.sensitivity == Sensitivity.SENSITIVE
    past = turn.now - ticket.created_at
    meant = thinks_better(words) or owns_up(words)
    if past > RIGHT_AFTER:
        meant = owns_up_of(words, ticket.text)
    return past <= OWNED_UP_WITHIN and not grave and meant


async def put_right(turn: Turn) -> bool:
    """`打错了,9栋1单元`: the ticket goes to whoever looks after that place, and both hear so."""
    words = turn.said.text
    if not may_put_right(words):
        return False
    ticket = await _meant(turn)
    if ticket is None or ticket.wish or not puts_right(words, turn.world.places, ticket.place):
        return False
    question = await _asked(turn, WHEREABOUTS)
    if question is not None and question.asked_at >= ticket.created_at:
        return False  # they are being asked where it is: that is answered
    await binding.bind(turn, ticket)
    await _moved(turn, ticket, words)
    if turn.in_group:
        await asking.acknowledge(turn, ticket)
    else:
        await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def _moved(turn: Turn, ticket: TicketRow, words: str) -> None:
    """An emergency stays with whoever is on the way; what is on no map is passed on in their words."""
    said = said_in(words, turn.world.places, ticket.place)
    sure = said is not None and not said.missing and (said.building or said.spot)
    place = said.code if said is not None and sure else None
    if place is not None:
        await further.moved(turn, ticket, words, place)
    elif ticket.tier == Tier.E:
        await verbs.locate(turn, ticket, words, None)
    else:
        await verbs.add_note(turn, ticket, words)


async def _meant(turn: Turn) -> TicketRow | None:
    """Their newest ticket, or the one that they reply to, if it was registered just now."""
    if not turn.said.reply_to:
        return await _newest(turn, WITHIN)
    replied = await binding.replied_to(turn)
    return replied if replied is not None and _is_own(turn, replied, WITHIN) else None


async def _newest(turn: Turn, within: timedelta) -> TicketRow | None:
    """What huying registered last of what they said in this chat."""
    chat = turn.said.where.chat if turn.in_group else None
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now)
    here = (row for row in mine if (row.channel, row.chat) == (turn.channel, chat))
    return next((row for row in here if _is_own(turn, row, within)), None)


def _is_own(turn: Turn, ticket: TicketRow, within: timedelta) -> bool:
    fresh = turn.now - ticket.created_at <= within
    return fresh and ticket.reporter_id == turn.actor and State(ticket.state) in LIVE


async def _asked(turn: Turn, kinds: frozenset[str]) -> QuestionRow | None:
    """The newest question of these kinds that waits here for their words."""
    waiting = await questions.waiting_for(turn.session, turn.said.where, turn.actor or 0, turn.now)
    return next((question for question in waiting if question.kind in kinds), None)
