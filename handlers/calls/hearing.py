"""Words that a speech engine heard in a voice message: read like typed ones, shown, and taken back."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from domain.hearing import says_misheard, shown
from domain.messages import (
    HIDDEN,
    Address,
    ChatKind,
    Happening,
    Incoming,
    Media,
    MediaKind,
    SpeakerKind,
)
from domain.privacy import mask
from domain.refusals import NotAllowed, Refusal
from domain.tickets.kinds import Kind, Sensitivity
from domain.tickets.states import LIVE, State
from domain.understanding import Reading
from handlers.calls import voice
from handlers.tickets import asking, telling, verbs
from handlers.tickets.around import context_of
from handlers.tickets.drafts import full_text
from handlers.turn import ANSWER_COUNTS, Asking, Offer, Turn
from storage import corrections, questions
from storage.chats import ChatRow, chat_at
from storage.people import person_of
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import set_timer

READ_BACK = "read_back"
Reads = Callable[[Turn, ChatRow | None], Awaitable[bool]]
"""Reads words; tells whether huying acted on them."""


async def voice_to_hear(turn: Turn) -> Media | None:
    """The voice message that an engine may listen to before its turn; None where huying does without.

    In a group only what the desk would listen to, too. What is passed on is not the sender's own.
    """
    said = turn.said
    spoken = voice.alone(said) if said.what is Happening.MESSAGE else None
    if spoken is None or said.forwarded or said.speaker.kind is not SpeakerKind.PERSON:
        return None
    if not turn.in_group:
        return spoken
    chat = await chat_at(turn.session, said.where)
    if chat is None or chat.place is None or (chat.mode == "quiet" and not said.mentioned):
        return None
    turn.person = await person_of(turn.session, said.where.channel, said.speaker.account)
    ticket = await voice.about(turn)
    if ticket is None or voice.WORKING & await verbs.parts(turn, ticket):
        return None
    return spoken


class Nothing(Exception):  # noqa: N818 - reads as what it is
    """There is nothing in the words that huying acts on."""


async def read(turn: Turn, chat: ChatRow | None, reads: Reads) -> bool:
    """What was heard, read as its speaker's words; else a human listens, and nothing of it is kept.

    False where there is nothing to read, or a step refuses it: then it is as if nobody had heard.
    """
    spoken = await voice_to_hear(turn) if turn.said.heard else None
    if spoken is None:
        return False
    try:
        async with turn.session.begin_nested():
            await _read(turn, chat, spoken, reads)
    except Nothing:
        await _again(turn)
        await voice.before_the_desk(turn, await voice.about(turn), spoken)
    except Refusal:
        await _again(turn)
        return False
    return True


async def _again(turn: Turn) -> None:
    """Who speaks, as the database has them: what was taken back may have changed them."""
    said = turn.said
    turn.person = await person_of(turn.session, said.where.channel, said.speaker.account)


async def _read(turn: Turn, chat: ChatRow | None, spoken: Media, reads: Reads) -> None:
    """Show what was heard, and do it. Raises Nothing.

    Whoever has a sensitive matter open is listened to by its named person, unless there is danger.
    """
    about = await voice.about(turn)
    secret = about is not None and about.sensitivity == Sensitivity.SENSITIVE
    words, reading = await _as_words(turn, chat)
    if secret and reading.kind is not Kind.EMERGENCY:
        raise Nothing
    private = secret or reading.sensitivity is Sensitivity.SENSITIVE
    await _read_back(words, spoken, private=private)
    if not await reads(words, chat):
        raise Nothing
    await _keep(words, spoken)


async def _as_words(turn: Turn, chat: ChatRow | None) -> tuple[Turn, Reading]:
    """The turn as if it had been typed, and what is read in it.

    A worker's voice is no evidence that decides what the words mean; it is kept afterwards.
    """
    said = replace(turn.said, text=mask(turn.said.heard))
    words = replace(turn, incoming=said)
    context = await context_of(words, chat)
    if context.staff:
        words.incoming = replace(said, media=())
    return words, turn.world.reader.read(full_text(said), context)


async def _read_back(words: Turn, spoken: Media, *, private: bool) -> None:
    """Show its speaker what was heard, never in a group; of what is nobody else's business no word.

    The words are sealed until they have left: those of mere chat would be kept otherwise.
    """
    said = words.said
    asks = Asking(READ_BACK, person=words.actor, facts=_facts(said, spoken), lasts=ANSWER_COUNTS)
    line = shown(said.text)
    given: dict[str, Any] = {
        "subject": READ_BACK, "offers": [[Offer("calls.misheard")]], "asking": asks,
        "words": "" if private else HIDDEN, "sealed": None if private else words.world.seal.close(line),
    }  # fmt: skip
    if words.in_group:
        key = await words.tell(words.actor or 0, "calls/read_back", **given)
    else:
        key = await words.reply("calls/read_back", **given)
    if key is not None:
        await set_timer(
            words.session, f"question/{key}/over", "question.over", words.now + asks.lasts,
            outbox_key=key,
        )  # fmt: skip


def _facts(said: Incoming, spoken: Media) -> dict[str, Any]:
    """What is needed to put the voice before the desk after all."""
    return {
        "where": asdict(said.where), "group": said.chat_kind is ChatKind.GROUP,
        "message": said.message, "reply_to": said.reply_to, "own_before": said.own_before,
        "voice": asdict(spoken),
    }  # fmt: skip


async def _keep(words: Turn, spoken: Media) -> None:
    """The voice goes with what the words were about, where it is not there already."""
    if words.said.media:
        return
    for ticket in await _of_message(words):
        await queries.attach(
            words.session, ticket.id, words.channel, spoken.ref, spoken.kind.value,
            mime=spoken.mime, stage="after", at=words.now,
        )  # fmt: skip


async def _of_message(turn: Turn) -> list[TicketRow]:
    return await queries.by_message(turn.session, turn.said.where, turn.said.message or "")


async def misheard_in_words(turn: Turn) -> bool:
    """`听错了`, typed after what was heard was shown. False for anything else."""
    if turn.in_group or not says_misheard(turn.said.text):
        return False
    shown_ = await questions.open_of(turn.session, turn.actor or 0, READ_BACK, turn.now)
    if not shown_:
        return False
    await misheard(turn, shown_[0])
    return True


async def misheard(turn: Turn, question: QuestionRow) -> None:
    """The speaker says that it was heard wrongly: what was made of it goes, and a human listens."""
    if question.person_id != turn.actor:
        raise NotAllowed(act="misheard")
    if not await turn.close_question(question):
        return  # pressed twice
    spoken, media = _spoken_again(turn, question.facts)
    await turn.take_back(question.outbox_key)
    await questions.forget(turn.session, question.outbox_key)
    await _undo(spoken)
    await voice.before_the_desk(spoken, await voice.about(spoken), media)


def _spoken_again(turn: Turn, facts: dict[str, Any]) -> tuple[Turn, Media]:
    """The turn of the voice message as it came, and the voice."""
    where = Address(**facts["where"])
    media = Media(**{**facts["voice"], "kind": MediaKind(facts["voice"]["kind"])})
    said = Incoming(
        key=f"again/{turn.event}", what=Happening.MESSAGE, at=turn.now, where=where,
        chat_kind=ChatKind.GROUP if facts["group"] else ChatKind.PRIVATE,
        speaker=turn.said.speaker, message=facts["message"], reply_to=facts["reply_to"],
        own_before=facts["own_before"], media=(media,),
    )  # fmt: skip
    return replace(turn, channel=where.channel, incoming=said), media


async def _undo(spoken: Turn) -> None:
    """What the words opened or left waiting is taken back; what cannot be, the desk sees to."""
    message = spoken.said.message
    for ticket in await _of_message(spoken):
        theirs = ticket.message == message and ticket.reporter_id == spoken.actor
        if theirs and State(ticket.state) in LIVE:
            with suppress(Refusal):
                async with spoken.session.begin_nested():
                    await _withdraw(spoken, ticket)
    where, now = spoken.said.where, spoken.now
    for waiting in await questions.waiting_for(spoken.session, where, spoken.actor or 0, now):
        if waiting.facts.get("draft", {}).get("message") == message:
            await asking.settle(spoken, waiting)


async def _withdraw(spoken: Turn, ticket: TicketRow) -> None:
    """As its author takes a matter back; words that were never said are no example to learn from."""
    await verbs.withdraw(spoken, ticket)
    await corrections.forget(spoken.session, [ticket.id])
    await telling.withdrawn(spoken, ticket, ticket.line)
