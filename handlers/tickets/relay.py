"""`联系居民`: a worker and a resident talk through huying, and neither sees the other's number.

A worker's line is the question that waits for their words: it stays open until either of them ends it
or two hours pass without a word. The resident's side is the question that asked them.
"""

from datetime import timedelta
from typing import Any

from domain.messages import Priority
from domain.privacy import mask
from domain.tickets.states import Act
from domain.understanding.answers import ends_talk
from domain.understanding.coming import worker_means
from handlers.tickets import asking, telling, verbs
from handlers.tickets.reaching import Reach
from handlers.tickets.views import heard, view
from handlers.turn import ANSWER_COUNTS, Asking, Offer, Turn
from storage import questions
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

LINE = "ask_back"
LASTS = timedelta(hours=2)
HANG_UP = "tickets.hang_up"


async def call(turn: Turn, ticket: TicketRow, _: QuestionRow, __: ChoiceRow) -> None:
    """Open a line to the resident: what the worker writes next goes to them."""
    await verbs.must(turn, ticket, Act.ASK_BACK)
    await _end_lines(turn)
    asks = Asking(LINE, person=turn.actor, ticket=ticket.id, by_words=True, lasts=LASTS)
    await turn.reply(
        "tickets/what_question", subject=ticket.id, ticket=ticket.id, asking=asks,
        offers=[[Offer(HANG_UP, {"ticket": ticket.id})]], ticket_=view(turn, ticket),
    )  # fmt: skip


async def _end_lines(turn: Turn) -> None:
    """One line at a time, or words would go to the wrong home."""
    for line in await questions.open_of(turn.session, turn.actor or 0, LINE, turn.now):
        await turn.close_question(line)


async def worker_says(turn: Turn, ticket: TicketRow, line: QuestionRow) -> bool:
    """A worker's words on an open line; what reports or promises something does that instead."""
    words = turn.said.text.strip()
    if ends_talk(words):
        await hang_up(turn, ticket, line)
        return True
    if not words or worker_means(words) in ("finish", "arrive", "not_today"):
        return False
    first = line.facts.get("began") is None
    reach = await verbs.ask_back(turn, ticket, question=words)
    if reach in (Reach.GROUP, Reach.NOBODY):
        await turn.close_question(line)  # nobody answers on it
    else:
        line.facts, line.expires_at = {"began": True}, turn.now + LASTS
    if first or reach is not Reach.PRIVATE:
        await turn.reply("tickets/asked", ticket=ticket.id, reach=reach.value,
                         ticket_=view(turn, ticket), waking=turn.waking())  # fmt: skip
    else:
        await asking.acknowledge(turn, ticket)
    return True


async def ask(turn: Turn, ticket: TicketRow, words: str) -> None:
    """`几单元的?`, said under a task: it is a question to the resident, who can answer it."""
    reach = await verbs.ask_back(turn, ticket, question=words)
    await turn.reply(
        "tickets/asked", ticket=ticket.id, reach=reach.value, ticket_=view(turn, ticket),
        waking=turn.waking(),
    )  # fmt: skip


async def tell_what_waited(turn: Turn) -> None:
    """Whoever opens the private chat hears what workers wanted to ask them meanwhile."""
    for waiting in await questions.open_of(turn.session, turn.actor or 0, telling.ANSWER, turn.now):
        ticket = await queries.ticket(turn.session, waiting.ticket_id or 0)
        for number, words in enumerate(waiting.facts.get("words", ())):
            if ticket is not None:
                asks = Asking(telling.ANSWER, person=turn.actor, ticket=ticket.id, by_words=True)
                await turn.reply(
                    "tickets/asked_back", subject=f"{waiting.id}/{number}", ticket=ticket.id,
                    asking=asks, ticket_=view(turn, ticket), note=words,
                )  # fmt: skip
        if waiting.facts.get("words"):
            await turn.close_question(waiting)
            waiting.facts = {}


async def line_of(turn: Turn, ticket: TicketRow) -> QuestionRow | None:
    """The open line of a worker to this ticket's resident."""
    line = await questions.newest(turn.session, ticket.id, LINE)
    live = line is not None and line.answered_at is None and line.expires_at > turn.now
    return line if live else None


async def resident_says(
    turn: Turn, ticket: TicketRow, line: QuestionRow, question: QuestionRow
) -> None:
    """A resident's words on an open line: at once to the worker who asked, on record for all."""
    words = turn.said.text.strip()
    if ends_talk(words):
        await turn.close_question(question)
        await turn.close_question(line)
        await _tell_worker(turn, ticket, line, "tickets/resident_ended")
        await asking.acknowledge(turn, ticket)
        return
    line.expires_at, question.expires_at = turn.now + LASTS, turn.now + ANSWER_COUNTS
    await verbs.add_note(turn, ticket, words, but=line.person_id)
    await _tell_worker(turn, ticket, line, "tickets/resident_says", note=mask(words))
    await asking.acknowledge(turn, ticket)


async def _tell_worker(
    turn: Turn, ticket: TicketRow, line: QuestionRow, moment: str, **facts: Any
) -> None:
    person = line.person_id or 0
    await turn.tell(
        person, moment, subject=f"t{ticket.id}/p{person}", ticket=ticket.id,
        priority=Priority.ANSWER, ticket_=view(turn, ticket, to=person),
        **heard(turn, ticket, facts, to=person),
    )  # fmt: skip


async def end(turn: Turn, ticket: TicketRow, question: QuestionRow, _: ChoiceRow) -> None:
    """A pressed `说完了`; pressed twice it ends once."""
    if question.answered_at is None:
        await hang_up(turn, ticket, question)


async def hang_up(turn: Turn, ticket: TicketRow, line: QuestionRow) -> None:
    """The worker ends it; the resident need not know, and may still answer what was asked."""
    await turn.close_question(line)
    await turn.take_buttons_away(line)
    await turn.reply("tickets/talk_over", ticket=ticket.id, ticket_=view(turn, ticket))
