"""Words about a ticket that exists: the reporter's verdict, a worker's report, somebody's question."""

from datetime import timedelta

from domain.messages import MediaKind
from domain.tickets.kinds import Kind, Tier
from domain.tickets.states import LIVE, Act, Part, State, may
from domain.understanding import Action, Known, Reading, Verdict
from domain.understanding.answers import calls_off, is_detail, number_in, worker_says
from handlers.tickets import asking, pushes, telling, verbs
from handlers.tickets.filing import digest
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import outbox, questions
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

WORKING = frozenset({Part.OWNER, Part.DOER})
JUST_NOW = timedelta(hours=2)
NEXT_LINE = timedelta(minutes=5)
BEHIND = frozenset({Part.REPORTER, Part.JOINED})


async def replied_to(turn: Turn) -> TicketRow | None:
    """The ticket of the message that this one replies to, or whose number it names."""
    said = turn.said
    if said.reply_to:
        found = await queries.by_message(turn.session, said.where, said.reply_to)
        if found:
            return await queries.ticket(turn.session, found[0].id)
    number = number_in(said.text)
    named = await queries.ticket(turn.session, number) if number else None
    if named is not None and await verbs.parts(turn, named):
        return named
    return None


async def in_hand(turn: Turn) -> TicketRow | None:
    """The task that a worker's report in private is about, where huying just spoke of one.

    `二楼的灯也换好了` right under a task is its result, though nobody pressed "reply".
    """
    if turn.in_group or worker_says(turn.said.text) == "note" or turn.said.reply_to:
        return None
    number = await outbox.last_about(turn.session, turn.said.where, turn.now - JUST_NOW)
    ticket = await queries.ticket(turn.session, number) if number else None
    if ticket is None or State(ticket.state) not in LIVE:
        return None
    return ticket if WORKING & await verbs.parts(turn, ticket) else None


async def called_off(turn: Turn) -> bool:
    """`看错了,没有着火`: everybody who was alarmed hears it at once; whether it is over they decide."""
    if not calls_off(turn.said.text):
        return False
    mine = await queries.of_reporter(turn.session, turn.actor or 0, turn.now)
    for row in mine:
        urgent = row.tier == Tier.E.value and State(row.state) in LIVE
        if urgent and turn.now - row.created_at <= JUST_NOW:
            await _bind(turn, row)
            await verbs.add_note(turn, row, turn.said.text)
            await pushes.alarm(turn, row, "tickets/added", note=turn.said.text, edited=False)
            await asking.acknowledge(turn)
            return True
    return False


async def album_of(turn: Turn) -> TicketRow | None:
    """The ticket whose album this late picture belongs to."""
    if not turn.said.album:
        return None
    return await queries.by_album(turn.session, turn.said.where, turn.said.album)


def known_of(ticket: TicketRow, person: int | None, behind: set[int]) -> Known:
    """A ticket as understanding sees it."""
    own = person is not None and (ticket.reporter_id == person or ticket.id in behind)
    return Known(ticket.id, Kind(ticket.kind), ticket.category, ticket.place, own)


async def about(turn: Turn, ticket: TicketRow, reading: Reading) -> bool:
    """Do what the words mean for this ticket; False where they mean nothing for it."""
    parts = await verbs.parts(turn, ticket)
    if parts & WORKING and not turn.in_group:
        await _by_worker(turn, ticket, parts)
        return True
    if reading.kind is Kind.METOO:
        await asking.joined(turn, ticket)
        return True
    if reading.verdict is Verdict.PROGRESS:
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
    await _keep(turn, ticket, "before")
    if turn.said.text:
        await verbs.add_note(turn, ticket, turn.said.text)
    else:
        await _photos_to_workers(turn, ticket)
    await asking.acknowledge(turn)
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
    await _bind(turn, ticket)
    if said is Verdict.WITHDRAW:
        await verbs.withdraw(turn, ticket)
        await asking.acknowledge(turn)
    elif said is Verdict.SOLVED:
        await _solved(turn, ticket, words)
    elif not asked:
        await _chase(turn, ticket, words)
    elif said is Verdict.PARTLY:
        await verbs.partly(turn, ticket, missing=words)
    else:
        await verbs.not_solved(turn, ticket, words=words)
    return True


async def _solved(turn: Turn, ticket: TicketRow, words: str) -> None:
    if ticket.state != State.CLOSED.value:
        await verbs.solve(turn, ticket, words=words)
    await asking.acknowledge(turn)


async def _chase(turn: Turn, ticket: TicketRow, words: str) -> None:
    """`还没修` before anybody said that it is done: the worker hears it, the resident where it stands."""
    if may(State(ticket.state), Act.NOTE, await verbs.parts(turn, ticket)):
        await verbs.add_note(turn, ticket, words)
    await telling.standing(turn, ticket)


async def _by_worker(turn: Turn, ticket: TicketRow, parts: frozenset[Part]) -> None:
    """A worker's plain words under a task do what its buttons do."""
    await _bind(turn, ticket)
    state, words = State(ticket.state), turn.said.text
    means = worker_says(words) if words else "photo"
    if means == "accept" and may(state, Act.ACCEPT, parts):
        await verbs.accept(turn, ticket)
        await turn.reply(
            "tickets/yours",
            ticket=ticket.id,
            offers=pushes.offers(ticket, parts),
            ticket_=view(turn, ticket),
        )
        return
    kept = await _keep(turn, ticket, "after")
    if means == "finish" and may(state, Act.FINISH, parts):
        await finish(turn, ticket, words)
    elif words:
        await verbs.add_note(turn, ticket, words)
        await asking.acknowledge(turn)
    elif kept:
        await turn.reply("tickets/photo_kept", ticket=ticket.id, ticket_=view(turn, ticket))


async def finish(turn: Turn, ticket: TicketRow, words: str) -> None:
    """A result; a photo that belongs to it and is missing is asked for, once."""
    await verbs.finish(turn, ticket, result=words)
    moment = "tickets/well_done"
    if ticket.no_photo and not ticket.photo_asked:
        ticket.photo_asked, moment = True, "tickets/photo_please"
    await turn.reply(moment, ticket=ticket.id, ticket_=view(turn, ticket))


async def _keep(turn: Turn, ticket: TicketRow, stage: str) -> list[dict[str, int]]:
    await _bind(turn, ticket)
    media = [m for m in turn.said.media if m.kind is not MediaKind.LOCATION]
    added = await verbs.attach(turn, ticket, media, stage=stage)
    if added and stage == "after":
        ticket.no_photo = False
    return added


async def _bind(turn: Turn, ticket: TicketRow) -> None:
    said = turn.said
    if said.message:
        await queries.bind(
            turn.session, ticket.id, said.where, said.message, at=turn.now, album=said.album,
            digest=digest(said.text),
        )  # fmt: skip


async def late_photo(turn: Turn, ticket: TicketRow) -> None:
    """One more picture of an album, or of a message just registered: it joins without a word."""
    parts = await verbs.parts(turn, ticket)
    added = await _keep(turn, ticket, "after" if parts & WORKING else "before")
    if added and not parts & WORKING:
        await _photos_to_workers(turn, ticket, added)


async def _photos_to_workers(
    turn: Turn, ticket: TicketRow, added: list[dict[str, int]] | None = None
) -> None:
    photos = added or [{"id": row.id} for row in await queries.attachments(turn.session, ticket.id)]
    await pushes.to_workers(turn, ticket, "tickets/photos", attachments=photos)


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


async def words_for(turn: Turn, question: QuestionRow) -> bool:
    """The words that a worker's step waited for: a result, a question back, another channel."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    if ticket is None or question.kind not in WAITED:
        return False
    words = turn.said.text.strip()
    if question.kind == "result":
        await _keep(turn, ticket, "after")
        if not words:
            await turn.reply("tickets/photo_kept", ticket=ticket.id, ticket_=view(turn, ticket))
            return True
        await finish(turn, ticket, words)
    elif question.kind == "ask_back":
        await verbs.ask_back(turn, ticket, question=words)
        await turn.reply("tickets/asked", ticket=ticket.id, ticket_=view(turn, ticket))
    elif question.kind == "return":
        await verbs.give_back(turn, ticket, reason=words)
        await turn.reply("tickets/given_back", ticket=ticket.id, ticket_=view(turn, ticket))
    else:
        await verbs.decline(turn, ticket, reason=words)
        await turn.reply("tickets/done_so", ticket=ticket.id, ticket_=view(turn, ticket))
    await turn.close_question(question)
    return True


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
    await _keep(turn, ticket, "before")
    if turn.said.text:
        await verbs.add_note(turn, ticket, turn.said.text.strip())
    else:
        await _photos_to_workers(turn, ticket)
    await turn.close_question(question)
    if turn.in_group:
        await asking.acknowledge(turn)
    else:
        await turn.reply("tickets/passed_on", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def answered_here(turn: Turn, reading: Reading) -> bool:
    """What was asked in private, answered in the group where it was voiced, about the same matter."""
    if reading.action not in (Action.ASK, Action.REGISTER):
        return False
    for question in await questions.open_of(
        turn.session, turn.actor or 0, telling.ANSWER, turn.now
    ):
        ticket = await queries.ticket(turn.session, question.ticket_id or 0)
        if (
            ticket is None
            or ticket.category != reading.category
            or not _same_place(reading, ticket)
        ):
            continue
        return await _passed_on(turn, ticket, question)
    return False


def _same_place(reading: Reading, ticket: TicketRow) -> bool:
    """Whether the words name no other building than the ticket's."""
    said = reading.place
    if said is None or not said.building or said.code is None:
        return True
    return bool(ticket.place) and (ticket.place or "").startswith(said.code)


WAITED = frozenset({"result", "ask_back", "return", "decline"})
