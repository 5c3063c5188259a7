"""Voice messages: a human listens and writes down what was said, and it is read as that person's words."""

from dataclasses import replace

from domain.calls import CallAct, CallKind, CallState, advance
from domain.messages import Address, ChatKind, Happening, Incoming, Media, MediaKind, Speaker
from domain.privacy import mask
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import LIVE, Part, State
from domain.understanding.answers import yes_or_no
from handlers.calls import desk
from handlers.calls.asking import community_of
from handlers.privacy import looks
from handlers.tickets import asking, binding, reporting, verbs
from handlers.turn import Asking, Turn
from storage import calls
from storage.calls import CallRow
from storage.chats import chat_at
from storage.people import PersonRow
from storage.questions import QuestionRow, waiting_for
from storage.tickets import queries
from storage.tickets.tables import AttachmentRow, TicketRow

WRITTEN = "voice_words"
WORKING = frozenset({Part.OWNER, Part.DOER, Part.CONTACT})


async def heard(turn: Turn) -> bool:
    """A voice message of a resident: kept, and before the desk. False for anything else.

    In a group only one under a ticket's message is; any other stays between the neighbours.
    """
    voice = alone(turn.said)
    if voice is None or await _is_a_report(turn):
        return False
    ticket = await about(turn)
    if ticket is None and turn.in_group:
        return True  # chat: nothing is kept
    if ticket is not None and WORKING & await verbs.parts(turn, ticket):
        return turn.in_group
    await before_the_desk(turn, ticket, voice)
    return True


def alone(said: Incoming) -> Media | None:
    """The voice message of a fact; None where there is none, or words come with it."""
    voices = (m for m in said.media if m.kind is MediaKind.VOICE)
    return None if said.text.strip() else next(voices, None)


async def _is_a_report(turn: Turn) -> bool:
    """Whether a worker says by voice what their step waits for, or what became of their task."""
    if turn.in_group:
        return False
    waiting = await waiting_for(turn.session, turn.said.where, turn.actor or 0, turn.now)
    return any(q.kind in reporting.WAITED for q in waiting) or (
        await reporting.in_hand(turn) is not None
    )


async def about(turn: Turn) -> TicketRow | None:
    """The ticket of the message replied to, or of the own line just before.

    In private it may be the only one they have open; whoever has something sensitive open is
    listened to by its named person.
    """
    replied = await binding.replied_to(turn)
    if replied is not None or (turn.in_group and turn.said.own_before is None):
        return replied
    if turn.in_group:
        found = await queries.by_message(turn.session, turn.said.where, turn.said.own_before or "")
        return found[0] if found else None
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now)
    live = [row for row in mine if State(row.state) in LIVE]
    named = [row for row in live if row.sensitivity == Sensitivity.SENSITIVE]
    return named[0] if named else (live[0] if len(live) == 1 else None)


async def before_the_desk(turn: Turn, ticket: TicketRow | None, voice: Media) -> None:
    """Keep it, with its ticket where it has one, and let somebody listen who may."""
    said = turn.said
    number = ticket.id if ticket is not None and looks.keeps_voice(ticket) else None
    kept = await queries.attach(
        turn.session, number, said.where.channel, voice.ref, voice.kind.value, mime=voice.mime,
        stage="before", at=turn.now,
    ) or await queries.attached(turn.session, number, said.where.channel, voice.ref)  # fmt: skip
    call = await desk.request(
        turn, CallKind.VOICE, "spoken", ticket, once=f"voice/{said.where}/{said.message}",
        person_id=turn.actor, community=await community_of(turn, ticket), attachment_id=kept,
        channel=said.where.channel, chat=said.where.chat, thread=said.where.thread,
        message=said.message, reply_to=said.reply_to or said.own_before,
    )  # fmt: skip
    if call is None:
        return
    if turn.in_group:
        await asking.acknowledge(turn, ticket)
    await turn.tell(turn.actor or 0, "calls/heard", subject=f"call{call.id}", by=call.call_by)


async def ask_what_was_spoken(turn: Turn, call: CallRow) -> None:
    """Somebody has listened: their next words are what was said."""
    await desk.allowed(turn, call)
    advance(CallState(call.state), CallAct.DONE)  # who comes second is told so now
    asks = Asking(WRITTEN, person=turn.actor, facts={"call": call.id}, by_words=True)
    await turn.reply("calls/what_was_spoken", subject=call.id, asking=asks)


async def just_asked(turn: Turn) -> QuestionRow | None:
    """The question what was spoken, where nothing else was asked after it."""
    waiting = await waiting_for(turn.session, turn.said.where, turn.actor or 0, turn.now)
    return waiting[0] if waiting and waiting[0].kind == WRITTEN else None


async def call_of(turn: Turn, question: QuestionRow) -> CallRow | None:
    """The call whose words somebody is asked for; None where they wrote none."""
    call = await calls.call(turn.session, int(question.facts["call"]))
    return call if turn.said.text.strip() else None


async def written(turn: Turn, call: CallRow, words: str) -> Turn | None:
    """The call is over; its words go on as that person's, unless there is nothing in them to do."""
    await desk.done(turn, call)
    person = await turn.session.get(PersonRow, call.person_id or 0)
    if person is None or yes_or_no(words) is False:
        await settle(turn, call)
        return None
    where = Address(call.channel or "", call.chat or "", call.thread)
    group = await chat_at(turn.session, where) is not None
    incoming = Incoming(
        key=f"call/{call.id}", what=Happening.MESSAGE, at=turn.now, where=where,
        chat_kind=ChatKind.GROUP if group else ChatKind.PRIVATE, speaker=Speaker(""),
        text=mask(words.strip().lstrip("/")), message=call.message, reply_to=await _under(turn, call),
        media=await _media(turn, call), late=group,
    )  # fmt: skip
    return replace(
        turn, channel=where.channel, incoming=incoming, person=person, written_by=turn.actor
    )


async def _under(turn: Turn, call: CallRow) -> str | None:
    """The message it was spoken under; of a sensitive matter any of it, or it would begin anew."""
    ticket = await desk.ticket_of(turn, call)
    if call.reply_to or ticket is None or ticket.sensitivity != Sensitivity.SENSITIVE:
        return call.reply_to
    where = Address(call.channel or "", call.chat or "")
    return await queries.message_of(turn.session, ticket.id, where)


async def _media(turn: Turn, call: CallRow) -> tuple[Media, ...]:
    """The voice itself, where it is a ticket's already; else it follows when there is one."""
    row = await turn.session.get(AttachmentRow, call.attachment_id or 0)
    if row is None or row.ticket_id is None:
        return ()
    return (Media(MediaKind(row.kind), row.ref, mime=row.mime),)


async def settle(turn: Turn, call: CallRow) -> None:
    """The voice goes with the ticket that its words became; without one nobody needs it any more."""
    row = await turn.session.get(AttachmentRow, call.attachment_id or 0)
    if row is None or row.ticket_id is not None:
        return
    where = Address(call.channel or "", call.chat or "", call.thread)
    found = await queries.by_message(turn.session, where, call.message or "")
    made = [ticket for ticket in found if ticket.state != State.WITHDRAWN]
    there = None
    if made:
        call.ticket_id = made[0].id
        there = await queries.attached(turn.session, made[0].id, row.channel, row.ref)
    if made and there is None and looks.keeps_voice(made[0]):
        row.ticket_id = made[0].id
        return
    call.attachment_id = there  # it was heard before, and is that ticket's already
    await turn.session.flush()
    await turn.session.delete(row)
