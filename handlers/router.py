"""From one fact to the handler that answers it (design, a message's way, stop 4).

Press → command → emergency → answer to a question that huying asked → message that belongs to a
known ticket → understanding.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from domain.messages import ChatKind, Happening, SpeakerKind
from domain.refusals import Refusal
from domain.rosters.words import heard as of_rosters
from domain.tickets.delays import TooEarly, TooFar
from domain.tickets.kinds import Kind
from domain.tickets.returns import NotAReason
from domain.tickets.states import NeedsDate, NeedsReason, NeedsTarget, TooShort
from domain.understanding import Action, Ask, Context, Reading
from domain.understanding.answers import asks_for_a_call, menu_number
from handlers import chats, commands, handbook, listening, people, presses, schedules
from handlers.calls import asking as calls
from handlers.calls import hearing, numbers, voice
from handlers.calls import presses as phoning
from handlers.points import asking as points
from handlers.points import hearings
from handlers.privacy import erasing
from handlers.privacy import words as privacy
from handlers.schedules import after
from handlers.signups import words as signing
from handlers.tickets import (
    amid,
    asking,
    binding,
    checked,
    doubts,
    filing,
    followup,
    missed,
    outcomes,
    rating,
    relay,
    reporting,
    telling,
    undoing,
)
from handlers.tickets.around import context_of
from handlers.tickets.drafts import Draft, draft_of, full_text
from handlers.tickets.each import each_of
from handlers.turn import Turn
from handlers.wishes import answers as wish_answers
from handlers.wishes import words as wish_words
from storage.calls import CallRow
from storage.chats import ChatRow, chat_at
from storage.people import cannot_be_written_to, meet, person_of, touch_identity
from storage.questions import ChoiceRow, QuestionRow, choices_of, waiting_for
from storage.tickets import queries

INCOMPLETE = (TooShort, NeedsReason, NeedsTarget, NeedsDate, NotAReason, TooEarly, TooFar)
"""What is missing may still be said; any other refusal ends the step."""


async def route(turn: Turn) -> None:
    """Answer one fact, or leave it alone."""
    said = turn.said
    if said.what in chats.FACTS:
        await chats.FACTS[said.what](turn)
        return
    if said.speaker.kind is not SpeakerKind.PERSON:
        return  # anonymous admins, channels and bots are never given rights
    await _meet(turn)
    if said.what is Happening.PRESS:
        await presses.pressed(turn)
    elif said.what is Happening.EDIT:
        await followup.edited(turn)
    else:
        await _message(turn)


async def _meet(turn: Turn) -> None:
    """Who speaks. Somebody who writes in private has opened the private chat."""
    said = turn.said
    account = (turn.session, said.where.channel, said.speaker.account)
    private = said.where.chat if said.chat_kind is ChatKind.PRIVATE else None
    was_away = private is not None and await cannot_be_written_to(*account)
    turn.person = await meet(*account, at=turn.now, private_chat=private)
    if was_away:
        await missed.told(turn)
        await numbers.ask_who_came(turn)


async def _message(turn: Turn) -> None:
    chat = await chat_at(turn.session, turn.said.where) if turn.in_group else None
    if turn.said.text.startswith("/") and await commands.run(turn, chat):
        return
    if turn.in_group and (chat is None or chat.place is None):
        return  # an unbound group: its notice was posted once, nothing is stored
    if chat is not None and chat.mode == "quiet" and not turn.said.mentioned:
        return
    if await hearing.read(turn, chat, _words):
        return
    wordless = not turn.said.text and not turn.said.media  # a sticker, a contact, a poll
    done = not wordless and await _words(turn, chat)
    if not done and not turn.in_group:
        await people.not_understood(turn)


async def _words(turn: Turn, chat: ChatRow | None) -> bool:
    """Do what a message means; tells whether it means anything to huying."""
    if await _asked_in_words(turn):
        return True
    context = await context_of(turn, chat)
    reading = turn.world.reader.read(full_text(turn.said), context)
    if reading.kind is Kind.EMERGENCY and reading.action is Action.REGISTER:
        if not (context.staff and await _at_work(turn, reading)):
            await _emergency(turn, chat, reading)
        done = True
    else:
        done = (
            await _known(turn, context, reading)
            or await privacy.number_alone(turn)
            or await schedules.answered(turn, chat, reading)
            or _of_shifts(turn, reading)
        )
    if not done:
        reading = _unsure(reading) if context.staff else reading
        done = any([await _understood(turn, chat, one) for one in each_of(turn, reading, context)])
    return await _call_beside(turn, context, reading) or done


def _of_shifts(turn: Turn, reading: Reading) -> bool:
    """`这周还有哪些班没人`: rosters are spoken of in private, and it is no question to the community."""
    asked = turn.in_group and reading.kind is Kind.QUESTION
    return asked and of_rosters(turn.said.text) is not None


async def _at_work(turn: Turn, reading: Reading) -> bool:
    """What somebody did or met on a task is no alarm of theirs, nor what a resident has spoken."""
    written = await voice.just_asked(turn)
    if written is not None:
        return await _spoken(turn, written, reading)
    return await reporting.reported(turn) or await wish_words.nobody_there(turn)


async def _asked_in_words(turn: Turn) -> bool:
    for asked in listening.ASKED:
        if await asked(turn):
            return True
    return False


async def _call_beside(turn: Turn, context: Context, reading: Reading) -> bool:
    """`灯坏了,给我打个电话`: what is said is dealt with, and a human calls back as well."""
    heard = reading.action is not Action.IGNORE or not turn.in_group
    asked = heard and not context.staff and asks_for_a_call(turn.said.text, beside=True)
    if asked:
        await calls.ask_for(turn, beside=True)
    return asked


def _unsure(reading: Reading) -> Reading:
    """Staff write about their work all day: without a building they are asked whether to register."""
    located = reading.place is not None and bool(reading.place.building)
    settled = located or reading.action in (Action.ANSWER, Action.IGNORE)
    if settled or reading.kind is Kind.EMERGENCY:
        return reading
    return replace(reading, action=Action.ASK, ask=Ask.INTENT)


async def _known(turn: Turn, context: Context, reading: Reading) -> bool:
    """Whether the message belongs to something huying asked, or to a ticket."""
    if await undoing.undone(turn, reading) or await _answers(turn, context, reading):
        return True
    if reading.action is not Action.REGISTER and await rating.changed(turn):
        return True
    new = reading.action in (Action.REGISTER, Action.ASK)
    ticket = await binding.replied_to(turn) or await wish_words.in_hand(turn, reading)
    ticket = ticket or await reporting.in_hand(turn, new=new)
    if ticket is not None:
        return await followup.about(turn, ticket, reading)
    if context.staff and await reporting.which_task(turn):
        return True
    if not turn.said.text and turn.said.media:
        return await followup.bare_photo(turn)
    return await followup.more_of_it(turn, reading)


async def _answers(turn: Turn, context: Context, reading: Reading) -> bool:
    """Whether these words answer a question; a full sentence about something new never does."""
    assert turn.person is not None
    waiting = await waiting_for(turn.session, turn.said.where, turn.person.id, turn.now)
    waiting += await outcomes.asked_elsewhere(turn)
    if await outcomes.unclear(turn, waiting, context, reading):
        return True
    for question in waiting:
        if turn.said.reply_to and not await _replies_to(turn, question):
            continue
        done = question.kind == telling.CONFIRM and await rating.instead(turn, question, reading)
        if not done and question.kind in (telling.CONFIRM, telling.ANSWER) and not _number(turn):
            done = await outcomes.said(turn, question, context, reading)
        elif question.kind == outcomes.WHICH:
            done = await outcomes.chosen(turn, question, context)
        elif question.kind in wish_answers.KINDS and not _number(turn):
            done = await wish_answers.answered(turn, question, reading)
        done = done or await outcomes.numbered(turn, question)
        if done or await _answer(turn, question, reading):
            return True
    return turn.in_group and await followup.answered_here(turn, reading)


def _number(turn: Turn) -> bool:
    return menu_number(turn.said.text) is not None


async def _replies_to(turn: Turn, question: QuestionRow) -> bool:
    bound = await queries.by_message(turn.session, turn.said.where, turn.said.reply_to or "")
    return not bound or any(ticket.id == question.ticket_id for ticket in bound)


async def _answer(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    if (number := menu_number(turn.said.text)) is not None:
        offered = await choices_of(turn.session, question.id)
        numbered = [choice for choice in offered if choice.verb != relay.HANG_UP]
        if numbered or question.kind not in TALKS:
            return await _chosen(turn, question, numbered, number)
    words = WORDS.get(question.kind)
    return words is not None and await words(turn, question, reading)


async def _chosen(turn: Turn, question: QuestionRow, offered: list[ChoiceRow], number: int) -> bool:
    """The choice that a bare number names, if the question has that many."""
    if not 1 <= number <= len(offered):
        return False
    await presses.choose(turn, offered[number - 1], question)
    if turn.in_group:
        await asking.acknowledge(turn)
    return True


TALKS = frozenset({telling.ANSWER, relay.LINE})
"""`几单元?` is answered by a bare number."""


Words = Callable[[Turn, QuestionRow, Reading], Awaitable[bool]]


def _as_said(answers: Callable[[Turn, QuestionRow], Awaitable[bool]]) -> Words:
    """For who reads the words by what was asked, whatever else they might mean."""

    async def read(turn: Turn, question: QuestionRow, _: Reading) -> bool:
        return await answers(turn, question)

    return read


async def _unclear(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    return await asking.answered_by_words(turn, question, turn.said.text)


async def read_on(turn: Turn, call: CallRow) -> None:
    """What somebody spoke and a human wrote down is read like their own words.

    A refusal is theirs to hear; that somebody has listened stays.
    """
    try:
        async with turn.session.begin_nested():
            await _message(turn)
    except Refusal as refusal:
        await refuse(turn, refusal)
    await voice.settle(turn, call)


async def _spoken(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    call = await voice.call_of(turn, question)
    if call is None:
        return False
    await turn.close_question(question)
    words = await voice.written(turn, call, turn.said.text)
    await turn.reply("calls/kept", subject=call.id)
    if words is not None:
        await read_on(words, call)
    return True


async def _to_erase(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    if turn.said.heard:
        return False  # what cannot be undone is not done because a machine heard a yes
    return await erasing.answered_by_words(turn, question, turn.said.text)


WORDS: dict[str, Words] = {
    **{kind: _as_said(answers) for kind, answers in listening.ANSWERS.items()},
    **dict.fromkeys((asking.PLACE, asking.INTENT, asking.KNOWN, asking.WHERE), _unclear),
    telling.ANSWER: followup.answer_for,
    telling.RATE: rating.words_for,
    rating.WHY: rating.why_words,
    erasing.CONFIRM: _to_erase,
    **checked.WORDS,
    **phoning.WORDS,
    voice.WRITTEN: _spoken,
    after.ASKED: after.answered,
    **hearings.WORDS,
}
"""Who reads plain words, by what was asked; False where they are something else."""


async def _emergency(turn: Turn, chat: ChatRow | None, reading: Reading) -> None:
    """First the numbers and the advice, and the push to everybody; a missing place is asked meanwhile.

    Talk about what was cried minutes ago joins that.
    """
    if await amid.joined(turn, reading):
        return
    read = _draft(turn, chat, reading)
    draft = await amid.placed(turn, read, reading)
    ticket = await filing.file(turn, draft, reporter=turn.actor)
    if draft is read and (reading.place is None or reading.place.missing):
        await asking.ask_where(turn, ticket)


def _draft(turn: Turn, chat: ChatRow | None, reading: Reading) -> Draft:
    place = chat.place if chat else None
    return draft_of(reading, turn.said, turn.world, in_group=turn.in_group, group_place=place)


async def _understood(turn: Turn, chat: ChatRow | None, reading: Reading) -> bool:
    """Do what is read; False where there is nothing in it to do or to answer."""
    if reading.action is Action.IGNORE:
        joined = await amid.joined(turn, reading)
        return joined or (not turn.in_group and await _in_private(turn, chat))
    if reading.kind is Kind.POINTS:
        return await points.asked(turn)
    if reading.kind in (Kind.METOO, Kind.FOLLOWUP):
        return await _about_known(turn, reading)
    if await amid.joined(turn, reading):
        return True
    if reading.kind is Kind.SIGNUP:
        await signing.in_doubt(turn, reading)
    elif reading.action is Action.ANSWER:
        await schedules.answer(turn, chat, reading)
    else:
        await _register(turn, chat, reading)
    return True


async def _in_private(turn: Turn, chat: ChatRow | None) -> bool:
    """Words that name no matter: in private nobody is left without an answer."""
    for answered in (privacy.from_a_child, followup.place_in_private):
        if await answered(turn):
            return True
    return await handbook.who_looks_after(turn, chat)


async def _about_known(turn: Turn, reading: Reading) -> bool:
    """About a ticket without replying to it: the only one between these two, else ask which."""
    known = reading.known
    ticket = await queries.ticket(turn.session, known) if isinstance(known, int) else None
    if ticket is not None:
        return await followup.about(turn, ticket, reading)
    if reading.kind is Kind.FOLLOWUP and reading.category is None:
        await outcomes.ask_which(turn)
    elif reading.kind is Kind.FOLLOWUP and not turn.in_group:
        await turn.reply("tickets/none_of_yours")  # a thing is named that they never reported
    else:
        return False
    return True


async def _register(turn: Turn, chat: ChatRow | None, reading: Reading) -> None:
    if await privacy.from_a_child(turn) or doubts.passes_as_chat(turn, reading):
        return
    draft = _draft(turn, chat, reading)
    if reading.action is Action.ASK or (chat is not None and chat.mode == "ask"):
        await asking.ask(turn, reading, doubts.as_proposed(turn, reading, draft))
    else:
        await asking.register(turn, draft)


async def refuse(turn: Turn, refusal: Refusal) -> None:
    """Say no, and why, to whoever asked; in a group only somebody who pressed or commanded hears it."""
    said = turn.said
    if said.speaker.kind is not SpeakerKind.PERSON:
        return
    await touch_identity(
        turn.session, said.where.channel, said.speaker.account, at=turn.now, private_chat=None
    )
    if not isinstance(refusal, INCOMPLETE):
        turn.person = await person_of(turn.session, said.where.channel, said.speaker.account)
        await reporting.close_waited(turn)
    if said.what is Happening.PRESS:
        await presses.answer_press(turn, refusal.moment, **refusal.facts)
    elif not turn.in_group or said.text.startswith("/"):
        await turn.reply(refusal.moment, **refusal.facts)
