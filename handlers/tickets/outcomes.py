"""The reporter's word on "please look": also in words that are an answer only because huying asked."""

from dataclasses import replace
from datetime import timedelta

from domain.understanding import Action, Context, Reading, Verdict
from domain.understanding.answers import is_number_alone, menu_number, number_in, without_number
from domain.understanding.verdicts import is_nod
from handlers import people
from handlers.tickets import asking, followup, telling, verbs
from handlers.tickets.binding import BEHIND, known_of
from handlers.turn import ANSWER_COUNTS, Asking, Turn
from storage import questions
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

WHICH = "which"
ENDING = frozenset({Verdict.SOLVED, Verdict.WITHDRAW})
TOGETHER = timedelta(hours=2)  # asked so close to each other, either may be meant


async def said(turn: Turn, question: QuestionRow, context: Context, reading: Reading) -> bool:
    """Do what the words mean for the ticket that was asked about; False where they are no answer."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    if ticket is None or not _may_answer(turn, ticket, context, reading):
        return False
    listens = _listens(turn, question)
    if reading.verdict is None or reading.known is None:
        reading = _read(turn, ticket, context, asked=listens)
    if reading.verdict is None:
        return listens and await _nodded(turn)
    if reading.known not in (None, ticket.id):
        return False
    if question.kind == telling.ANSWER and reading.verdict not in ENDING:
        return False  # what is missing, in words that sound like a verdict: passed on as it is
    return await followup.about(turn, ticket, reading)


ELSEWHERE = (telling.CONFIRM, asking.INTENT, asking.KNOWN, asking.PLACE)


async def asked_elsewhere(turn: Turn) -> list[QuestionRow]:
    """What was asked in a group within a day, and is answered in private where nobody listens."""
    if turn.in_group or turn.said.reply_to:
        return []
    here = turn.said.where
    return [
        question
        for kind in ELSEWHERE
        for question in await questions.open_of(turn.session, turn.actor or 0, kind, turn.now)
        if (question.channel, question.chat) != (here.channel, here.chat)
        and turn.now - question.asked_at <= ANSWER_COUNTS
    ]


BY_NUMBER = (Verdict.SOLVED, Verdict.PARTLY, Verdict.NOT_SOLVED)


async def numbered(turn: Turn, question: QuestionRow) -> bool:
    """`3`, in private, to what was asked in the group: said as the words beside that number."""
    number = menu_number(turn.said.text)
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    here = question.chat == turn.said.where.chat
    if here or number is None or number > len(BY_NUMBER) or ticket is None or ticket.wish:
        return False
    return await followup.verdict(turn, ticket, BY_NUMBER[number - 1])


async def unclear(
    turn: Turn, waiting: list[QuestionRow], context: Context, reading: Reading
) -> bool:
    """`好了`, where two things were asked about at once and neither is named: which one is asked."""
    asked = [question for question in waiting if question.kind == telling.CONFIRM]
    if len(asked) <= 1 or asked[0].asked_at - asked[1].asked_at > TOGETHER:
        return False
    named = context.reply_to is not None or reading.known is not None or reading.category
    if named or turn.said.reply_to or menu_number(turn.said.text) is not None:
        return False
    ticket = await queries.ticket(turn.session, asked[0].ticket_id or 0)
    if ticket is None:
        return False
    verdict = _read(turn, ticket, context, asked=_listens(turn, asked[0])).verdict
    if verdict in (None, Verdict.PROGRESS):
        return False
    await ask_which(turn)
    return True


async def ask_which(turn: Turn) -> None:
    """Which one is meant is asked; what was said waits for the number."""
    facts = {"words": turn.said.text}
    await people.which_one(turn, Asking(WHICH, person=turn.actor, facts=facts, by_words=True))


async def chosen(turn: Turn, question: QuestionRow, context: Context) -> bool:
    """`0001`, after it was asked which: what was said before is said of that one."""
    number = number_in(turn.said.text)
    ticket = await queries.ticket(turn.session, number) if number else None
    if ticket is None or not is_number_alone(turn.said.text):
        return False
    if not BEHIND & await verbs.parts(turn, ticket):
        return False
    await turn.close_question(question)
    turn.incoming = replace(turn.said, text=question.facts["words"])
    return await followup.about(turn, ticket, _read(turn, ticket, context, asked=True))


def _read(turn: Turn, ticket: TicketRow, context: Context, *, asked: bool) -> Reading:
    known = known_of(ticket, turn.actor, {ticket.id})
    words = without_number(turn.said.text)
    return turn.world.reader.read(words, replace(context, reply_to=known, asked=asked))


def _may_answer(turn: Turn, ticket: TicketRow, context: Context, reading: Reading) -> bool:
    """A sentence about another thing, or another house, is none."""
    if context.reply_to is not None and context.reply_to.ticket != ticket.id:
        return False
    if reading.category in (None, ticket.category):
        return reading.action is not Action.REGISTER or followup.same_place(reading, ticket)
    other = reading.action is Action.REGISTER or reading.verdict is not None
    return not other and not turn.world.reader.names_thing(turn.said.text)


def _listens(turn: Turn, question: QuestionRow) -> bool:
    """Whether `中` or `满意` is an answer here; days later, among neighbours, it is not."""
    if question.kind != telling.CONFIRM:
        return False
    fresh = turn.now - question.asked_at <= ANSWER_COUNTS
    return fresh or not turn.in_group or turn.said.reply_to is not None


async def _nodded(turn: Turn) -> bool:
    """`好的`: heard, nothing said yet; a sign is enough, and the question stays."""
    if not is_nod(turn.said.text) or (turn.in_group and turn.said.reply_to is None):
        return False
    await asking.acknowledge(turn)
    return True
