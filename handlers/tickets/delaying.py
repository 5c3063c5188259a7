"""When something cannot be done in time: the owner's buttons and words, and the answer of who grants it."""

from domain.tickets.delays import Grounds, RequestState
from domain.tickets.states import Act, Part, State, may
from domain.understanding.asked import Asked, Delay, granted, opens, promises_later, unpacked
from handlers.tickets import verbs
from handlers.tickets.views import view
from handlers.turn import Asking, Offer, Turn
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets import queries, requests
from storage.tickets.tables import TicketRow

REQUEST = "request"
"""The question to whoever may grant something."""
WHICH = "delay"
"""The question what to do about it."""
ACTS = {
    Delay.EXTENSION: Act.ASK_EXTENSION,
    Delay.SUSPENSION: Act.ASK_SUSPENSION,
    Delay.FORWARD: Act.FORWARD,
}
WAITED = {WHICH: Act.ASK_EXTENSION, **{delay.value: act for delay, act in ACTS.items()}}
"""The questions that wait for the owner's words."""


EARLY = (State.ASSIGNED, State.ACCEPTED, State.WORKING)


def meant(turn: Turn, ticket: TicketRow, parts: frozenset[Part], words: str) -> Asked | None:
    """What an owner asks for in plain words, without pressing a button."""
    if Part.OWNER not in parts or ticket.state not in EARLY:
        return None
    now, calendar, due = turn.now, turn.world.calendar, ticket.finish_by
    asked = opens(words, now, calendar, due=due)
    if asked is None and ticket.state != State.ASSIGNED.value:
        asked = promises_later(words, now, calendar, due)
    return asked


async def which(turn: Turn, ticket: TicketRow) -> None:
    """Offer what may be done about it now."""
    await verbs.must(turn, ticket, Act.ASK_EXTENSION)
    offers = [[Offer(f"tickets.{delay.value}", {"ticket": ticket.id}) for delay in Delay]]
    asking = Asking(WHICH, person=turn.actor, ticket=ticket.id, by_words=True)
    await turn.reply(
        "tickets/which_delay", subject=ticket.id, ticket=ticket.id, offers=offers, asking=asking,
        ticket_=view(turn, ticket),
    )  # fmt: skip


async def begin(turn: Turn, ticket: TicketRow, asked: Asked) -> None:
    """Go on as far as was said; what may not be asked for is refused before anybody types."""
    act = ACTS[asked.delay]
    await verbs.must(turn, ticket, act)
    if asked.delay is Delay.EXTENSION:
        verbs.may_extend(turn, ticket)
    await _next(turn, ticket, asked)


async def _next(turn: Turn, ticket: TicketRow, asked: Asked) -> None:
    """Ask for what is still missing; where nothing is, do it."""
    if asked.missing is None:
        await _carry_out(turn, ticket, asked)
        return
    offers = []
    if asked.missing == "grounds":
        offers = [[Offer("tickets.grounds", {"ticket": ticket.id, "grounds": why.value},
                         label=turn.words(f"grounds/{why}"))] for why in Grounds]  # fmt: skip
    elif asked.missing == "unit" and (district := view(turn, ticket).outside):
        offers = [[Offer("tickets.unit", {"ticket": ticket.id, "unit": district}, label=district)]]
    asking = Asking(
        asked.delay.value, person=turn.actor, ticket=ticket.id, by_words=True,
        facts={"asked": asked.packed()},
    )  # fmt: skip
    await turn.reply(
        f"tickets/what_{asked.missing}", subject=ticket.id, ticket=ticket.id, offers=offers,
        asking=asking, ticket_=view(turn, ticket), delay=asked.delay.value, alone=bool(asked.words),
    )  # fmt: skip


async def _carry_out(turn: Turn, ticket: TicketRow, asked: Asked) -> None:
    assert asked.until is not None
    if asked.delay is Delay.EXTENSION:
        await verbs.ask_extension(turn, ticket, until=asked.until, reason=asked.words)
    elif asked.delay is Delay.SUSPENSION:
        assert asked.grounds is not None
        await verbs.ask_suspension(
            turn, ticket, grounds=asked.grounds, until=asked.until, said=asked.words
        )
    else:
        await verbs.forward(turn, ticket, unit=asked.unit, proof=asked.words, until=asked.until)
    moment = "tickets/forwarded_so" if asked.delay is Delay.FORWARD else "tickets/asked_for"
    waiting = await requests.waiting(turn.session, ticket.id)
    await turn.reply(
        moment, subject=ticket.id, ticket=ticket.id, ticket_=view(turn, ticket), until=asked.until,
        answer_by=verbs.answered_by(turn, waiting.asked_at if waiting else turn.now),
    )  # fmt: skip


def _waiting(question: QuestionRow) -> Asked:
    return unpacked(question.facts["asked"])


async def words_for(turn: Turn, ticket: TicketRow, question: QuestionRow, words: str) -> bool:
    """The owner's words in answer to one of these questions."""
    if question.kind == WHICH:
        asked = opens(words, turn.now, turn.world.calendar, due=ticket.finish_by)
        if asked is None:
            return False
        await begin(turn, ticket, asked)
    else:
        asked = _waiting(question).filled(words, turn.now, turn.world.calendar)
        await _next(turn, ticket, asked)
    await turn.close_question(question)
    return True


async def answered(turn: Turn, question: QuestionRow) -> bool:
    """`同意`, `不批,明天必须办好`: the answer of whoever may grant it, in plain words."""
    answer = granted(turn.said.text)
    number = int(question.facts["request"])
    asked = await requests.request(turn.session, number)
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    if ticket is None or asked is None or asked.state != RequestState.ASKED.value:
        await turn.close_question(question)
        return False
    if answer is None:
        return False
    await _decide(turn, ticket, question, number, yes=answer[0], words=answer[1])
    return True


async def _decide(
    turn: Turn, ticket: TicketRow, question: QuestionRow, number: int, *, yes: bool, words: str = ""
) -> None:
    if yes:
        await verbs.grant(turn, ticket, number)
    else:
        await verbs.refuse(turn, ticket, number, words=words)
    await turn.close_question(question)
    await turn.take_buttons_away(question)
    resumable = may(State(ticket.state), Act.RESUME, await verbs.parts(turn, ticket))
    await turn.reply(
        "tickets/granted_so" if yes else "tickets/refused_so", subject=ticket.id, ticket=ticket.id,
        offers=[[Offer("tickets.resume", {"ticket": ticket.id})]] if resumable else [],
        ticket_=view(turn, ticket),
    )  # fmt: skip


async def pressed_delay(turn: Turn, ticket: TicketRow, _: QuestionRow, __: ChoiceRow) -> None:
    """The owner cannot do it in time."""
    await which(turn, ticket)


async def pressed_kind(
    turn: Turn, ticket: TicketRow, question: QuestionRow, choice: ChoiceRow
) -> None:
    """What the owner wants: a later date, to lay it aside, or somebody outside."""
    await begin(turn, ticket, Asked(Delay(choice.verb.removeprefix("tickets."))))
    await turn.close_question(question)
    await turn.take_buttons_away(question)


async def pressed_grounds(
    turn: Turn, ticket: TicketRow, question: QuestionRow, choice: ChoiceRow
) -> None:
    """On which grounds it is to be laid aside."""
    await _pressed(turn, ticket, question, grounds=Grounds(choice.facts["grounds"]))


async def pressed_unit(
    turn: Turn, ticket: TicketRow, question: QuestionRow, choice: ChoiceRow
) -> None:
    """The other district, whose departments act on an exclave."""
    await _pressed(turn, ticket, question, unit=str(choice.facts["unit"]))


async def _pressed(turn: Turn, ticket: TicketRow, question: QuestionRow, **said: object) -> None:
    if question.answered_at is not None:
        return  # pressed twice
    asked = _waiting(question)
    await verbs.must(turn, ticket, ACTS[asked.delay])
    await _next(turn, ticket, asked.knowing(**said))
    await turn.close_question(question)
    await turn.take_buttons_away(question)


async def pressed_grant(
    turn: Turn, ticket: TicketRow, question: QuestionRow, choice: ChoiceRow
) -> None:
    """Granted."""
    await _decide(turn, ticket, question, int(choice.facts["request"]), yes=True)


async def pressed_refuse(
    turn: Turn, ticket: TicketRow, question: QuestionRow, choice: ChoiceRow
) -> None:
    """Not granted."""
    await _decide(turn, ticket, question, int(choice.facts["request"]), yes=False)


async def pressed_resume(
    turn: Turn, ticket: TicketRow, question: QuestionRow, _: ChoiceRow
) -> None:
    """The desk takes a suspended ticket up before its day."""
    await verbs.resume(turn, ticket)
    await turn.take_buttons_away(question)
    await turn.reply(
        "tickets/resumed_so", subject=ticket.id, ticket=ticket.id, ticket_=view(turn, ticket)
    )


PRESSES = {
    "delay": pressed_delay,
    **{delay.value: pressed_kind for delay in Delay},
    "grounds": pressed_grounds,
    "unit": pressed_unit,
    "grant": pressed_grant,
    "refuse": pressed_refuse,
    "resume": pressed_resume,
}
