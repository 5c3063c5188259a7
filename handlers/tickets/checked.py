"""What somebody found who was asked to look: good, or not, with words; by press or in words."""

from domain.tickets.states import Act, NotYours, Part, State
from domain.understanding import Context, Reading, Verdict
from domain.understanding.answers import number_in, without_number
from handlers.tickets import verbs
from handlers.tickets.binding import known_of
from handlers.tickets.checks import CHECK
from handlers.tickets.views import view
from handlers.turn import Asking, Turn
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

WRONG = "checked_bad"


async def good(turn: Turn, ticket: TicketRow, question: QuestionRow, _: ChoiceRow | None) -> None:
    """Looked, and it is done."""
    if ticket.state == State.CLOSED.value:
        return  # pressed twice, or the resident was faster
    await _must_check(turn, ticket)
    await verbs.solve(turn, ticket)
    await turn.close_question(question)
    await turn.reply(
        "tickets/checked", subject=ticket.id, ticket=ticket.id, ticket_=view(turn, ticket)
    )


async def bad(turn: Turn, ticket: TicketRow, _: QuestionRow, __: ChoiceRow) -> None:
    """Looked, and it is not done: what is wrong comes in the next words."""
    await _must_check(turn, ticket)
    asks = Asking(WRONG, person=turn.actor, ticket=ticket.id, by_words=True)
    await turn.reply(
        "tickets/what_is_wrong", subject=ticket.id, ticket=ticket.id, asking=asks,
        ticket_=view(turn, ticket),
    )  # fmt: skip


async def _must_check(turn: Turn, ticket: TicketRow) -> None:
    """Only who neither owns it nor does it, also where a press is forged."""
    if ticket.state == State.REPORTED.value and Part.CHECKER in await verbs.parts(turn, ticket):
        return
    raise NotYours(act=Act.SOLVE.value, state=ticket.state)


async def what_is_wrong(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    """The words that a "not good" waited for: it is done again, one level up."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    if ticket is None or not turn.said.text.strip():
        return False
    await turn.close_question(question)
    if ticket.state != State.REPORTED.value:
        return False
    await _again(turn, ticket, turn.said.text)
    return True


async def _again(turn: Turn, ticket: TicketRow, words: str) -> None:
    await _must_check(turn, ticket)
    await verbs.not_solved(turn, ticket, words=words.strip())
    await turn.reply(
        "tickets/checked", subject=ticket.id, ticket=ticket.id, ticket_=view(turn, ticket)
    )


async def said(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    """`查过了,好了` in reply to the request, or beside the number."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    named = turn.said.reply_to is not None or number_in(turn.said.text) == question.ticket_id
    if ticket is None or not named or ticket.state != State.REPORTED.value:
        return False
    words = without_number(turn.said.text)
    known = known_of(ticket, turn.actor, {ticket.id})
    found = turn.world.reader.read(words, Context(private=True, reply_to=known, asked=True)).verdict
    if found is Verdict.SOLVED:
        await good(turn, ticket, question, None)
    elif found in (Verdict.NOT_SOLVED, Verdict.PARTLY):
        await _again(turn, ticket, words)
        await turn.close_question(question)
    else:
        return False
    return True


WORDS = {CHECK: said, WRONG: what_is_wrong}
