"""What workers report in plain words and photos: it does what their buttons do."""

from collections.abc import Awaitable, Callable

from domain.messages import MediaKind
from domain.tickets.returns import NotAReason, reason_in
from domain.tickets.states import LIVE, Act, NotYours, OnlyCopied, Part, State, WrongState, may
from domain.understanding.answers import is_number_alone, number_in, without_number
from domain.understanding.asked import opens
from domain.understanding.coming import PUTS_OFF, worker_means
from domain.understanding.done import says_unfinished
from domain.understanding.handed import (
    asks,
    asks_standing,
    asks_where,
    for_the_resident,
    nods,
    says_at_it,
    says_contact,
)
from domain.understanding.plain import buildings
from handlers.tickets import asking, checks, delaying, passing, pushes, relay, tasks, verbs, visits
from handlers.tickets.around import JUST_NOW
from handlers.tickets.binding import SEEN, bind, keep, replied_to
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import outbox, questions
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

WORKING = frozenset({Part.OWNER, Part.DOER})
MOST_ASKED = 8
WAITED = {
    "result": Act.FINISH,
    relay.LINE: Act.ASK_BACK,
    "return": Act.RETURN,
    "decline": Act.DECLINE,
    **delaying.WAITED,
    visits.ARRIVE: Act.ARRIVE,
    visits.NOT_TODAY: Act.HAND_OVER,
}
"""The steps that wait for a worker's words."""
BEFORE_RESULT = frozenset({State.ASSIGNED, State.ACCEPTED, State.WORKING})
QUIET = frozenset({"note", "nod"})
"""What takes no step."""
BESIDE = frozenset({visits.ARRIVE, visits.NOT_TODAY})
"""What is said about the work without its being done."""


async def reported(turn: Turn) -> bool:
    """`带电工来换了线` is what a worker did, however alarming its words are beside a task."""
    if turn.in_group or worker_means(turn.said.text) != "finish":
        return False
    for question in await questions.waiting_for(
        turn.session, turn.said.where, turn.actor or 0, turn.now
    ):
        if question.kind in WAITED and await words_for(turn, question):
            return True
    ticket = await replied_to(turn) or await in_hand(turn)
    parts = await verbs.parts(turn, ticket) if ticket else frozenset()
    if ticket is None or not parts & WORKING:
        return False
    await by_worker(turn, ticket, parts)
    return True


async def in_hand(turn: Turn, *, new: bool = False) -> TicketRow | None:
    """The task that a worker's report in private is about, though nobody pressed "reply".

    `二楼的灯也换好了`, or a photo, is about what huying just spoke of, else about the only task that
    this worker has in hand; a photo whose words tell of something `new` is not.
    """
    said = turn.said
    reports = (said.media and not new) or (said.text and worker_means(said.text) != "note")
    reports = reports or asks_where(said.text)
    reports = reports or opens(said.text, turn.now, turn.world.calendar) is not None
    if turn.in_group or not reports or said.reply_to:
        return None
    number = await outbox.last_about(turn.session, said.where, turn.now - JUST_NOW)
    if number is None and said.text and (nods(said.text) or asks_where(said.text)):
        return None  # to nothing that was said
    ticket = await queries.ticket(turn.session, number) if number else None
    tasks = [row for row in await _tasks(turn) if _there(turn, row)]
    if ticket is not None and State(ticket.state) in LIVE and _there(turn, ticket):
        mine = WORKING & await verbs.parts(turn, ticket)
        others = [row for row in tasks if row.id != ticket.id]
        if not mine or (others and _perhaps_another(turn, ticket)):
            return None
        return ticket
    return tasks[0] if len(tasks) == 1 else None


def _there(turn: Turn, ticket: TicketRow) -> bool:
    """Whether the words name no other building than the ticket's."""
    named = buildings(turn.said.text)
    return not named or bool(named & buildings(view(turn, ticket).place))


def _perhaps_another(turn: Turn, ticket: TicketRow) -> bool:
    """`修好了` is about what was taken, not about what only arrived last, or is done already."""
    done = worker_means(turn.said.text) == "finish" if turn.said.text else False
    taken = ticket.state in (State.ACCEPTED.value, State.WORKING.value)
    return done and not taken and not buildings(turn.said.text)


async def _tasks(turn: Turn) -> list[TicketRow]:
    """What somebody has still to do; what is done and waits for the resident is none of it."""
    rows = await queries.in_hands_of(turn.session, turn.actor or 0, ())
    return [row for row in rows if row.state != State.REPORTED.value]


async def which_task(turn: Turn) -> bool:
    """A worker reports something without saying of what, and has several things in hand."""
    said = turn.said
    means = worker_means(said.text) if said.text else "photo"
    reports = means in {"finish", *BESIDE, *PUTS_OFF} or (means == "photo" and said.media)
    if turn.in_group or said.reply_to or not (reports or means in ("accept", "nod")):
        return False
    tasks = await _tasks(turn)
    if not reports:  # taken: which of those that nobody has taken?
        tasks = [row for row in tasks if means == "accept" and row.state == State.ASSIGNED.value]
        if not tasks and nods(said.text):
            await asking.acknowledge(turn)
            return True
    if tasks:  # one alone would have been meant, if anything fitted it
        await turn.reply(
            "tickets/which_task", tickets=[view(turn, row) for row in tasks[:MOST_ASKED]]
        )
    return bool(tasks)


async def by_worker(turn: Turn, ticket: TicketRow, parts: frozenset[Part]) -> None:
    """A worker's plain words under a task do what its buttons do."""
    await bind(turn, ticket)
    words = without_number(turn.said.text) or _spoken(turn)
    if asks_standing(words) or not (words or turn.said.media):
        await tasks.opened(turn, ticket)  # its number alone, or how it stands: asked of huying
        return
    means = _means(turn, words)
    later = opens(words, turn.now, turn.world.calendar) is not None
    if not parts & WORKING and (later or means not in QUIET):
        raise NotYours(act=means, state=ticket.state)  # it has gone on to somebody else
    if await _no_result_yet(turn, ticket, parts, words, means):
        return
    kept = await keep(turn, ticket, "after")
    if means == "finish" and may(State(ticket.state), Act.ACCEPT, parts):
        await verbs.accept(turn, ticket, silently=True)  # whoever has done it has taken it
    if means == "finish" and may(State(ticket.state), Act.FINISH, parts):
        await finish(turn, ticket, words)
    elif asks(words) and may(State(ticket.state), Act.ASK_BACK, parts):
        await relay.ask(turn, ticket, words)
    elif words and not nods(words):
        await _noted(turn, ticket, parts, words)
    elif kept:
        await turn.reply("tickets/photo_kept", ticket=ticket.id, ticket_=view(turn, ticket))


async def _noted(turn: Turn, ticket: TicketRow, parts: frozenset[Part], words: str) -> None:
    """News goes to the resident; what is said of them is only kept, also as the first contact."""
    if ticket.state == State.REPORTED.value and worker_means(words) == "finish":
        await verbs.add_note(turn, ticket, words, internal=True)  # asked already whether it is so
        await asking.acknowledge(turn)
        return
    if says_at_it(words) and may(State(ticket.state), Act.ACCEPT, parts):
        await verbs.accept(turn, ticket, silently=True)
    read_out = for_the_resident(words)
    if says_contact(words) and not read_out and may(State(ticket.state), Act.CONTACT, parts):
        await verbs.contact(turn, ticket, how=words)
    else:
        await verbs.add_note(turn, ticket, words, internal=not read_out)
    await asking.acknowledge(turn)


async def in_front_of_all(turn: Turn, ticket: TicketRow, parts: frozenset[Part]) -> bool:
    """`收到`, `修好了` in reply to it in the group counts as in private, and adds no line of its own."""
    words = without_number(turn.said.text)
    means = worker_means(words, shown=_shows(turn)) if words else "note"
    if means == "accept" and may(State(ticket.state), Act.ACCEPT, parts):
        await verbs.accept(turn, ticket)
    elif means == "finish" and State(ticket.state) in BEFORE_RESULT:
        await bind(turn, ticket)
        await keep(turn, ticket, "after")
        if may(State(ticket.state), Act.ACCEPT, parts):
            await verbs.accept(turn, ticket, silently=True)
        await verbs.finish(turn, ticket, result=words)
    else:
        return False
    await asking.acknowledge(turn, ticket)
    return True


def _means(turn: Turn, words: str) -> str:
    if words and not turn.said.text:
        return "finish"  # spoken: it is done, and how is heard in the voice itself
    return worker_means(words, shown=_shows(turn)) if words else "photo"


async def _no_result_yet(
    turn: Turn, ticket: TicketRow, parts: frozenset[Part], words: str, means: str
) -> bool:
    """Whether the words took another step: it is theirs, it takes longer, they come, they cannot."""
    if means != "finish" and await passing.said(turn, ticket, parts, words, means):
        await keep(turn, ticket, "before")
        return True
    if means in ("accept", "nod") and may(State(ticket.state), Act.ACCEPT, parts):
        await keep(turn, ticket, "before")
        await verbs.accept(turn, ticket)
        await turn.reply(
            "tickets/yours", ticket=ticket.id, ticket_=view(turn, ticket),
            offers=await pushes.offers(turn, ticket, parts, turn.actor),
        )  # fmt: skip
        return True
    if nods(words) and not turn.said.media:
        await asking.acknowledge(turn)  # read, and nothing that a resident should be told
        return True
    if await _later(turn, ticket, parts, words, means):
        return True
    if means not in BESIDE:
        return False
    await keep(turn, ticket, "before")
    return await _beside_the_work(turn, ticket, parts, means)


async def _later(
    turn: Turn, ticket: TicketRow, parts: frozenset[Part], words: str, means: str
) -> bool:
    """`延期到周五`: an owner asks for it, a doer tells the owner; what is laid aside already is."""
    if (asked := delaying.meant(turn, ticket, parts, words)) is not None:
        await delaying.begin(turn, ticket, asked)
        return True
    later = opens(words, turn.now, turn.world.calendar) is not None
    if (later or means in PUTS_OFF) and ticket.state == State.SUSPENDED.value:
        raise WrongState(act=Act.ASK_EXTENSION.value, state=ticket.state)
    if later and Part.DOER in parts:
        await verbs.tell_owner(turn, ticket, words)  # who alone may ask for it
        await asking.acknowledge(turn)
        return True
    return False


def _shows(turn: Turn) -> bool:
    return any(media.kind in SEEN for media in turn.said.media)


def _spoken(turn: Turn) -> str:
    """What stands for a result that was spoken: the voice itself is kept and can be heard."""
    voice = any(media.kind is MediaKind.VOICE for media in turn.said.media)
    return turn.words("tickets/spoken_result") if voice else ""


async def _beside_the_work(
    turn: Turn, ticket: TicketRow, parts: frozenset[Part], means: str
) -> bool:
    """`下午3点到`, `今天去不了`, said under a task."""
    words, state = without_number(turn.said.text), State(ticket.state)
    if means == visits.NOT_TODAY and (may(state, Act.HAND_OVER, parts) or Part.DOER in parts):
        await visits.go_instead(turn, ticket, words)
        return True
    comes = may(state, Act.ARRIVE, parts) or may(state, Act.ACCEPT, parts)
    if means == visits.ARRIVE and comes:
        return await visits.said_when(turn, ticket, words, asked=False)
    return False


async def copied_says(turn: Turn, ticket: TicketRow) -> bool:
    """Who reads along is told so, if their words would take a step; whatever else they say is new."""
    if is_number_alone(turn.said.text):
        await tasks.opened(turn, ticket)
        return True
    means = worker_means(without_number(turn.said.text))
    if means in QUIET | PUTS_OFF:
        return False
    raise OnlyCopied(act=means, state=ticket.state)


async def finish(turn: Turn, ticket: TicketRow, words: str) -> None:
    """A result; a photo that belongs to it and is missing is asked for, once."""
    await verbs.finish(turn, ticket, result=words)
    moment = "tickets/well_done"
    if ticket.no_photo and not ticket.photo_asked:
        ticket.photo_asked, moment = True, "tickets/photo_please"
    by_checker = await checks.needs_other_eyes(turn, ticket)
    await turn.reply(moment, ticket=ticket.id, ticket_=view(turn, ticket), by_checker=by_checker)


async def words_for(turn: Turn, question: QuestionRow) -> bool:
    """The words that a worker's step waited for: a result, a question back, a time, a reason."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    if ticket is None or not await _still_waited(turn, ticket, question):
        return False
    if question.kind == relay.LINE:
        return await relay.worker_says(turn, ticket, question)
    words = turn.said.text.strip()
    if question.kind in delaying.WAITED:
        return await delaying.words_for(turn, ticket, question, words)
    if question.kind == "result":
        words = words or _spoken(turn)
    if question.kind == "result" and not words:
        await keep(turn, ticket, "after")
        await turn.reply("tickets/photo_kept", ticket=ticket.id, ticket_=view(turn, ticket))
        return True
    if not await TAKES[question.kind](turn, ticket, words):
        return False
    await turn.close_question(question)
    return True


async def _result(turn: Turn, ticket: TicketRow, words: str) -> bool:
    means = worker_means(words)
    if means in BESIDE | PUTS_OFF | {"nod"}:
        return False  # it is not done yet: they say when they come, or that they cannot
    if means != "finish" and says_unfinished(words):
        await by_worker(turn, ticket, await verbs.parts(turn, ticket))
        return True
    await keep(turn, ticket, "after")
    await finish(turn, ticket, words)
    return True


async def _reason_to_return(turn: Turn, ticket: TicketRow, words: str) -> bool:
    reason = reason_in(words)
    if reason is None:
        raise NotAReason(act=Act.RETURN.value)
    await verbs.give_back(turn, ticket, reason=reason, words=words)
    await turn.reply("tickets/given_back", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def _other_channel(turn: Turn, ticket: TicketRow, words: str) -> bool:
    await verbs.decline(turn, ticket, reason=words)
    await turn.reply("tickets/done_so", ticket=ticket.id, ticket_=view(turn, ticket))
    return True


async def _time_of_visit(turn: Turn, ticket: TicketRow, words: str) -> bool:
    return await visits.said_when(turn, ticket, words, asked=worker_means(words) in QUIET)


async def _reason_not_to_come(turn: Turn, ticket: TicketRow, words: str) -> bool:
    await visits.go_instead(turn, ticket, words)
    return True


TAKES: dict[str, Callable[[Turn, TicketRow, str], Awaitable[bool]]] = {
    "result": _result,
    "return": _reason_to_return,
    "decline": _other_channel,
    visits.ARRIVE: _time_of_visit,
    visits.NOT_TODAY: _reason_not_to_come,
}
"""What becomes of the words, by what they were asked for; False where they are something else."""


async def _still_waited(turn: Turn, ticket: TicketRow, question: QuestionRow) -> bool:
    """Whether these words are for this step: the ticket may have moved on, or another is named."""
    number = number_in(turn.said.text)
    if number is not None and number != ticket.id and await replied_to(turn) is not None:
        return False
    if may(State(ticket.state), WAITED[question.kind], await verbs.parts(turn, ticket)):
        return True
    await turn.close_question(question)
    return False


async def close_waited(turn: Turn) -> None:
    """A step that was refused waits for no words any longer, or it would take what is said next."""
    for question in await questions.waiting_for(
        turn.session, turn.said.where, turn.actor or 0, turn.now
    ):
        if question.kind in WAITED:
            await turn.close_question(question)
