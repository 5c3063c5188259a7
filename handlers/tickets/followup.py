"""Words about a ticket that exists: the reporter's verdict, an addition, somebody's question."""

from datetime import timedelta

from domain.tickets.kinds import Kind
from domain.tickets.ratings import rating_in
from domain.tickets.repeats import REOPENED_WITHIN
from domain.tickets.states import LIVE, Act, Part, State, may
from domain.understanding import Action, Reading, Verdict
from domain.understanding.answers import is_detail, is_number_alone
from domain.understanding.grammar import is_just_a_place
from domain.understanding.things import goes_on
from domain.understanding.urged import waits
from handlers.tickets import (
    above,
    asking,
    besides,
    further,
    neighbours,
    pushes,
    rating,
    relay,
    repeats,
    telling,
    verbs,
)
from handlers.tickets.around import JUST_NOW, just_said
from handlers.tickets.binding import BEHIND, album_of, bind, keep
from handlers.tickets.filing import digest
from handlers.tickets.reporting import WORKING, by_worker, copied_says, in_front_of_all
from handlers.tickets.views import view
from handlers.turn import Turn
from handlers.wishes import words as wish_words
from storage import questions
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

NEXT_LINE = timedelta(minutes=5)
ANSWERING = WORKING | {Part.CONTACT}
"""Whose plain words in private go to the resident."""


async def about(turn: Turn, ticket: TicketRow, reading: Reading) -> bool:
    """Do what the words mean for this ticket; False where they mean nothing for it."""
    if ticket.wish:
        return await wish_words.about(turn, ticket, reading)
    parts = await verbs.parts(turn, ticket)
    if parts == {Part.CHECKER}:
        return False  # of a sensitive matter: asked to look, not to know
    for heard in (_by_staff, _by_neighbours):
        if await heard(turn, ticket, reading, parts):
            return True
    return False


async def _by_staff(
    turn: Turn, ticket: TicketRow, reading: Reading, parts: frozenset[Part]
) -> bool:
    if turn.in_group:
        return bool(parts & WORKING) and await in_front_of_all(turn, ticket, parts)
    if await above.says(turn, ticket, reading, parts):
        return True
    if parts & ANSWERING:
        await by_worker(turn, ticket, parts)
        return True
    reads_along = Part.COPIED in parts and not parts & BEHIND
    return reads_along and await copied_says(turn, ticket)


async def _by_neighbours(
    turn: Turn, ticket: TicketRow, reading: Reading, parts: frozenset[Part]
) -> bool:
    there = neighbours.there_too(turn, ticket, reading)
    if there is not None:
        await asking.register(turn, there)
        return True
    if reading.kind is Kind.METOO:
        await asking.joined(turn, ticket)
        return True
    if reading.verdict is Verdict.PROGRESS or is_number_alone(turn.said.text):
        await telling.standing(turn, ticket)
        return True
    if parts & BEHIND:
        return await _by_resident(turn, ticket, reading, parts)
    return False


async def _by_resident(
    turn: Turn, ticket: TicketRow, reading: Reading, parts: frozenset[Part]
) -> bool:
    if Part.REPORTER in parts and reading.verdict is not None:
        return await verdict(turn, ticket, reading.verdict)
    if State(ticket.state) not in LIVE:
        return False
    if not turn.said.text and not turn.said.media:
        return False
    if reading.kind is Kind.CHAT and turn.in_group and not await _to_huying(turn):
        return False  # small talk under a ticket's line stays small talk
    await keep(turn, ticket, "before")
    if turn.said.text:
        await verbs.add_note(turn, ticket, turn.said.text)
    else:
        await _photos_to_workers(turn, ticket)
    await asking.acknowledge(turn, ticket)
    return True


async def _to_huying(turn: Turn) -> bool:
    """Whether a line in the group is meant for huying: a photo, a mention, words under its own line."""
    said = turn.said
    if said.media or said.mentioned:
        return True
    bound = await queries.binding(turn.session, said.where, said.reply_to or "")
    return bound is not None and bound.ours and is_detail(said.text)


async def verdict(turn: Turn, ticket: TicketRow, said: Verdict) -> bool:
    """The reporter's own word; nobody else's closes or reopens."""
    words = turn.said.text
    asked = ticket.state in (State.REPORTED.value, State.CLOSED.value)
    await bind(turn, ticket)
    else_ = besides.told(turn, ticket) if said in (Verdict.SOLVED, Verdict.PARTLY) else None
    if else_ is not None:
        await _solved(turn, ticket, words)
        await besides.register(turn, ticket, else_)
    elif said is Verdict.WITHDRAW:
        await verbs.withdraw(turn, ticket)
        await telling.taken_back(turn, ticket)
        if turn.in_group:
            await asking.acknowledge(turn, ticket)
    elif said is Verdict.SOLVED:
        await _solved(turn, ticket, words)
    elif ticket.state == State.CLOSED.value and waits(words) is not None:
        await telling.standing(turn, ticket)  # who has forgotten that it was closed
    elif _ended_long_ago(turn, ticket):
        await repeats.follow(turn, ticket, words)
    elif not asked:
        await _chase(turn, ticket, words)
    elif said is Verdict.PARTLY:
        await verbs.partly(turn, ticket, missing=words)
        await _here_too(turn, ticket)
    else:
        closed = ticket.state == State.CLOSED.value
        await verbs.not_solved(turn, ticket, words=words)
        if closed:  # the line that asked is long out of sight
            await repeats.tell(turn, ticket)
        else:
            await _here_too(turn, ticket)
    return True


async def _here_too(turn: Turn, ticket: TicketRow) -> None:
    """The group's line says that it goes on; whoever said so in private reads it there as well."""
    if not turn.in_group and telling.group_of(ticket) is not None:
        await turn.reply("tickets/reopened_receipt", ticket=ticket.id, ticket_=view(turn, ticket))


def _ended_long_ago(turn: Turn, ticket: TicketRow) -> bool:
    """Whether it was done too long ago to be reopened: what its reporter says now is a new matter."""
    ended = ticket.state in (State.CLOSED.value, State.ARCHIVED.value)
    return ended and ticket.closed_at is not None and turn.now - ticket.closed_at > REOPENED_WITHIN


async def _solved(turn: Turn, ticket: TicketRow, words: str) -> None:
    """`好了,很满意` may hold how content they are, too: then nobody asks."""
    content = rating_in(words, asked=False)
    if ticket.state not in (State.CLOSED.value, State.ARCHIVED.value):
        await verbs.solve(turn, ticket, words=words, rated=content is not None)
        if content is not None:
            await rating.rated(turn, ticket, content, words=words)
    await asking.acknowledge(turn, ticket)


async def _chase(turn: Turn, ticket: TicketRow, words: str) -> None:
    """`还没修` before anybody said that it is done: the worker hears it, the resident where it stands."""
    if may(State(ticket.state), Act.NOTE, await verbs.parts(turn, ticket)):
        await verbs.urge(turn, ticket, words)
    await telling.standing(turn, ticket)


async def just_reported(turn: Turn) -> TicketRow | None:
    """The one thing that they reported lately: what they send in private without a word belongs to it."""
    if turn.in_group or turn.said.reply_to:
        return None
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now)
    fresh = [row for row in mine if turn.now - row.created_at <= JUST_NOW]
    only = fresh[0] if len(fresh) == 1 and len(mine) == 1 else None
    return only if only is not None and State(only.state) in LIVE and not only.wish else None


async def bare_photo(turn: Turn) -> bool:
    """A photo without a word: of an album, of a line just before it, or of what they just reported."""
    album = await album_of(turn) or await just_said(turn, turn.said.own_before)
    if album is not None:
        await late_photo(turn, album)
        return True
    ticket = await just_reported(turn)
    if ticket is None:
        return False
    await late_photo(turn, ticket)
    await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def more_of_it(turn: Turn, reading: Reading) -> bool:
    """`臭得很`, within a minute of what they reported in the group: it joins without a word."""
    said = turn.said
    if not (turn.in_group and said.text and said.own_before) or reading.kind is not Kind.CHAT:
        return False
    ticket = await further.just_reported_here(turn)
    if ticket is None:
        return False
    if await further.narrowed(turn, ticket):
        await keep(turn, ticket, "before")
        await asking.acknowledge(turn, ticket)
        return True
    if (else_ := further.what_else(turn, ticket)) is not None:
        await asking.ask(turn, *else_)
        return True
    if not goes_on(said.text, ticket.text):
        return False
    await keep(turn, ticket, "before")
    await verbs.add_note(turn, ticket, said.text)
    return True


async def place_in_private(turn: Turn) -> bool:
    """`3栋2单元501`, after what they have just reported: whoever has it learns where it is."""
    ticket = await just_reported(turn)
    if ticket is None or not is_just_a_place(turn.said.text, turn.world.places, ticket.place):
        return False
    await verbs.add_note(turn, ticket, turn.said.text)
    await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def late_photo(turn: Turn, ticket: TicketRow) -> None:
    """One more picture of an album, or of a message just registered: it joins without a word."""
    if ticket.wish:
        await wish_words.late_photo(turn, ticket)
        return
    parts = await verbs.parts(turn, ticket)
    added = await keep(turn, ticket, "after" if parts & WORKING else "before")
    if added and not parts & WORKING:
        await _photos_to_workers(turn, ticket, added)


async def _photos_to_workers(
    turn: Turn, ticket: TicketRow, added: list[dict[str, int]] | None = None
) -> None:
    photos = added or [{"id": row.id} for row in await queries.attachments(turn.session, ticket.id)]
    await pushes.resident_said(turn, ticket, "tickets/photos", attachments=photos)


async def edited(turn: Turn) -> None:
    """The reporter changed their message: the change is added; an edit that changed nothing is not."""
    said = turn.said
    bound = await queries.binding(turn.session, said.where, said.message or "")
    if bound is None or bound.ours or bound.digest == digest(said.text):
        return
    bound.digest = digest(said.text)
    ticket = await queries.ticket(turn.session, bound.ticket_id)
    if (
        ticket is not None
        and BEHIND & await verbs.parts(turn, ticket)
        and State(ticket.state) in LIVE
    ):
        await verbs.add_note(turn, ticket, said.text, edited=True)


async def answer_for(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """What the resident was asked, answered; in a group only in reply, for people go on talking."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    said = turn.said
    soon = bool(question.facts.get("next")) and turn.now - question.asked_at <= NEXT_LINE
    if ticket is None or (turn.in_group and not (said.reply_to or said.mentioned or soon)):
        return False
    if soon and not said.reply_to and not (said.media or is_detail(said.text)):
        return False
    if reading.action is Action.REGISTER and reading.category != ticket.category:
        return False  # a new matter, which must not drown in an old one
    return await _passed_on(turn, ticket, question)


async def _passed_on(turn: Turn, ticket: TicketRow, question: QuestionRow) -> bool:
    await keep(turn, ticket, "before")
    line = await relay.line_of(turn, ticket)
    if line is not None and turn.said.text:
        await relay.resident_says(turn, ticket, line, question)
        return True
    if turn.said.text:
        await verbs.add_note(turn, ticket, turn.said.text.strip())
    else:
        await _photos_to_workers(turn, ticket)
    await _answered(turn, ticket, question)
    if turn.in_group:
        await asking.acknowledge(turn, ticket)
    else:
        await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def _answered(turn: Turn, ticket: TicketRow, question: QuestionRow) -> None:
    """What was asked about a ticket is answered, however often: no later words are for it as well."""
    await turn.close_question(question)
    for other in await questions.open_of(turn.session, turn.actor or 0, telling.ANSWER, turn.now):
        if other.ticket_id == ticket.id and not other.facts.get("words"):
            await turn.close_question(other)


async def answered_here(turn: Turn, reading: Reading) -> bool:
    """What was asked in private, answered in the group where it was voiced, about the same matter."""
    if reading.action not in (Action.ASK, Action.REGISTER):
        return False
    for question in await questions.open_of(
        turn.session, turn.actor or 0, telling.ANSWER, turn.now
    ):
        ticket = await queries.ticket(turn.session, question.ticket_id or 0)
        if ticket is None or ticket.category != reading.category or not same_place(reading, ticket):
            continue
        return await _passed_on(turn, ticket, question)
    return False


def same_place(reading: Reading, ticket: TicketRow) -> bool:
    """Whether the words name no other building than the ticket's."""
    said = reading.place
    if said is None or not said.building or said.code is None:
        return True
    return bool(ticket.place) and (ticket.place or "").startswith(said.code)
