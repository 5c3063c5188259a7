"""Buttons under a ticket's messages.

Rights are checked beside each step: a press can be forged, or arrive twice under another
update's number.
"""

from collections.abc import Awaitable, Callable

from domain.refusals import NotAllowed, Refusal, Unknown
from domain.tickets.ratings import Rating, Why
from domain.tickets.returns import ReturnReason
from domain.tickets.states import Act, Part, State
from handlers.tickets import (
    asking,
    checked,
    delaying,
    passing,
    pushes,
    relay,
    tasks,
    telling,
    verbs,
    visits,
)
from handlers.tickets import rating as ratings
from handlers.tickets.views import view
from handlers.turn import Asking, Turn
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow


class NotAsked(Refusal):
    """It was asked of somebody else, who alone answers."""


BY_RIGHT = frozenset({"checked_good", "checked_bad"})
"""Whoever may look may say what they found, though somebody else was asked."""
Press = Callable[[Turn, TicketRow, QuestionRow, ChoiceRow], Awaitable[None]]


def must_be_asked(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """A button that was offered to one person is pressed by nobody else. Raises NotAsked."""
    if question.person_id not in (None, turn.actor):
        raise NotAsked(act=choice.verb)


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press of a ticket's button."""
    name = choice.verb.removeprefix("tickets.")
    if name not in BY_RIGHT:
        must_be_asked(turn, choice, question)
    if name in ANSWERS:
        if question.answered_at is not None:
            return  # pressed twice
        await ANSWERS[name](turn, question, choice)
        return
    number = choice.facts.get("ticket") or question.ticket_id
    ticket = await queries.ticket(turn.session, int(number)) if number else None
    if ticket is None or name not in PRESSES:
        raise Unknown
    await PRESSES[name](turn, ticket, question, choice)


async def _accept(turn: Turn, ticket: TicketRow, question: QuestionRow, _: ChoiceRow) -> None:
    if ticket.state == State.ACCEPTED.value and turn.actor in (ticket.owner_id, ticket.doer_id):
        return  # pressed twice, or the other of owner and doer was faster
    await verbs.accept(turn, ticket)
    await _refresh(turn, ticket, question, "tickets/yours")


async def _refresh(turn: Turn, ticket: TicketRow, question: QuestionRow, moment: str) -> None:
    """Say in private what comes next, with the buttons for it; the old ones go."""
    await turn.take_buttons_away(question)
    parts = await verbs.parts(turn, ticket)
    await turn.reply(
        moment, subject=ticket.id, ticket=ticket.id, ticket_=view(turn, ticket),
        offers=await pushes.offers(turn, ticket, parts, turn.actor),
    )  # fmt: skip


async def _words_for(turn: Turn, ticket: TicketRow, kind: str, moment: str) -> None:
    """Ask the worker for the words that a step needs; their next message answers."""
    asks = Asking(kind, person=turn.actor, ticket=ticket.id, by_words=True)
    await turn.reply(
        moment, subject=ticket.id, ticket=ticket.id, asking=asks, ticket_=view(turn, ticket)
    )


def _asks_words(act: Act, kind: str, moment: str) -> Press:
    async def press(turn: Turn, ticket: TicketRow, _: QuestionRow, __: ChoiceRow) -> None:
        await verbs.must(turn, ticket, act)
        await _words_for(turn, ticket, kind, moment)

    return press


async def _hand_over(turn: Turn, ticket: TicketRow, _: QuestionRow, choice: ChoiceRow) -> None:
    to = choice.facts.get("to")
    if to is not None:
        await verbs.hand_over(turn, ticket, int(to))
        await turn.reply("tickets/handed_on", ticket=ticket.id, ticket_=view(turn, ticket))
        return
    await verbs.must(turn, ticket, Act.HAND_OVER)
    await passing.offer_colleagues(turn, ticket, "tickets.hand_over")


async def _give_back(
    turn: Turn, ticket: TicketRow, question: QuestionRow, choice: ChoiceRow
) -> None:
    reason = choice.facts.get("reason")
    if reason is None:
        await passing.ask_why(turn, ticket)
        return
    await verbs.give_back(turn, ticket, reason=ReturnReason(reason))
    await turn.close_question(question)
    await turn.take_buttons_away(question)
    await turn.reply("tickets/given_back", ticket=ticket.id, ticket_=view(turn, ticket))


async def _pass_back(turn: Turn, ticket: TicketRow, question: QuestionRow, _: ChoiceRow) -> None:
    await verbs.pass_back(turn, ticket, reason=turn.words("reasons/not_my_duty"))
    await turn.take_buttons_away(question)
    await turn.reply("tickets/given_back", ticket=ticket.id, ticket_=view(turn, ticket))


async def _decide(turn: Turn, ticket: TicketRow, _: QuestionRow, choice: ChoiceRow) -> None:
    to = choice.facts.get("to")
    if to is None:
        await verbs.must(turn, ticket, Act.REASSIGN)
        await passing.offer_colleagues(turn, ticket, "tickets.decide")
        return
    await verbs.decide(turn, ticket, int(to))
    await turn.reply("tickets/handed_on", ticket=ticket.id, ticket_=view(turn, ticket))


async def _merge(turn: Turn, ticket: TicketRow, question: QuestionRow, choice: ChoiceRow) -> None:
    if ticket.state == State.MERGED.value:
        return  # pressed twice
    await verbs.merge(turn, ticket, int(choice.facts["main"]))
    await turn.take_buttons_away(question)
    await turn.reply(
        "tickets/merged_so", ticket=ticket.id, ticket_=view(turn, ticket),
        number=choice.facts["number"],
    )  # fmt: skip


async def _solve(turn: Turn, ticket: TicketRow, _: QuestionRow, __: ChoiceRow) -> None:
    if ticket.state != State.CLOSED.value:
        await verbs.solve(turn, ticket)


async def _partly(turn: Turn, ticket: TicketRow, _: QuestionRow, __: ChoiceRow) -> None:
    if await _still_asked(turn, ticket):
        await verbs.partly(turn, ticket)


async def _not_solved(turn: Turn, ticket: TicketRow, _: QuestionRow, __: ChoiceRow) -> None:
    if await _still_asked(turn, ticket):
        await verbs.not_solved(turn, ticket)


async def _still_asked(turn: Turn, ticket: TicketRow) -> bool:
    """Pressed twice: the first press has reopened it, the second changes nothing."""
    if Part.REPORTER not in await verbs.parts(turn, ticket):
        raise NotAllowed(act=Act.NOT_SOLVED.value)
    return ticket.state in (State.REPORTED.value, State.CLOSED.value)


def _rates(rating: Rating) -> Press:
    async def press(turn: Turn, ticket: TicketRow, question: QuestionRow, __: ChoiceRow) -> None:
        await turn.close_question(question)
        await ratings.rated(turn, ticket, rating)

    return press


def _explains(why: Why) -> Press:
    async def press(turn: Turn, ticket: TicketRow, question: QuestionRow, __: ChoiceRow) -> None:
        await turn.close_question(question)
        await ratings.because(turn, ticket, why)

    return press


async def _withdraw(turn: Turn, ticket: TicketRow, question: QuestionRow, _: ChoiceRow) -> None:
    if ticket.state == State.WITHDRAWN.value:
        return
    await verbs.withdraw(turn, ticket)
    await telling.withdrawn(turn, ticket, question.outbox_key)


async def _place(turn: Turn, question: QuestionRow, choice: ChoiceRow) -> None:
    await asking.answered_place(turn, question, str(choice.facts["place"]))


async def _register(turn: Turn, question: QuestionRow, _: ChoiceRow) -> None:
    await asking.answered_intent(turn, question, yes=True)


async def _leave(turn: Turn, question: QuestionRow, _: ChoiceRow) -> None:
    await asking.answered_intent(turn, question, yes=False)


async def _join(turn: Turn, question: QuestionRow, _: ChoiceRow) -> None:
    await asking.answered_known(turn, question, yes=True)


async def _another(turn: Turn, question: QuestionRow, _: ChoiceRow) -> None:
    await asking.answered_known(turn, question, yes=False)


PRESSES: dict[str, Press] = {
    **visits.PRESSES,
    "open": tasks.open_one,
    "accept": _accept,
    "finish": _asks_words(Act.FINISH, "result", "tickets/what_result"),
    "ask_back": relay.call,
    "hang_up": relay.end,
    "decline": _asks_words(Act.DECLINE, "decline", "tickets/what_channel"),
    "hand_over": _hand_over,
    "return": _give_back,
    "pass_back": _pass_back,
    "decide": _decide,
    "merge": _merge,
    "solve": _solve,
    "partly": _partly,
    "not_solved": _not_solved,
    "withdraw": _withdraw,
    "checked_good": checked.good,
    "checked_bad": checked.bad,
    **{rating.value: _rates(rating) for rating in Rating},
    **{why.value: _explains(why) for why in Why},
    **delaying.PRESSES,
}
ANSWERS: dict[str, Callable[[Turn, QuestionRow, ChoiceRow], Awaitable[None]]] = {
    "place": _place,
    "register": _register,
    "leave": _leave,
    "join": _join,
    "another": _another,
    "more": tasks.turn_page,
}
