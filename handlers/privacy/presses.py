"""Buttons about people's own data. Rights are checked beside each step: a press can be forged."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from domain.messages import HIDDEN
from domain.refusals import NotAllowed, Refusal, Unknown
from handlers.privacy import contacts, erasing, nameless
from handlers.privacy.words import left_for
from handlers.tickets import verbs
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import questions
from storage.outbox import became
from storage.privacy import contacts as store
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow, set_timer

SHOWN_FOR = timedelta(minutes=10)


class NumberGone(Refusal):
    """The number has been deleted, or another key sealed it."""


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press about somebody's own data."""
    if question.person_id is not None and question.person_id != turn.actor:
        raise NotAllowed(act=choice.verb)
    press = PRESSES.get(choice.verb.removeprefix("privacy."))
    if press is None or turn.in_group:
        raise Unknown
    await press(turn, choice, question)


async def _ticket(turn: Turn, choice: ChoiceRow) -> TicketRow:
    ticket = await queries.ticket(turn.session, int(choice.facts["ticket"]))
    if ticket is None:
        raise Unknown
    return ticket


async def _see_contact(turn: Turn, choice: ChoiceRow, _: QuestionRow) -> None:
    """The number, for whoever has to call: on record, and taken back after ten minutes."""
    ticket = await _ticket(turn, choice)
    parts = await verbs.parts(turn, ticket)
    if not contacts.may_call(ticket, parts):
        raise NotAllowed(act=choice.verb)
    kept = await store.for_ticket(turn.session, ticket.id)
    if kept is None or turn.world.seal.open(kept.sealed) is None:
        raise NumberGone
    turn.note(
        "contact.seen", f"ticket/{ticket.id}", person=kept.person_id,
        parts=sorted(part.value for part in parts),
    )  # fmt: skip
    key = await turn.reply(
        "privacy/contact_shown", subject=ticket.id, ticket=ticket.id, sealed=kept.sealed,
        number=HIDDEN, ticket_=view(turn, ticket), minutes=int(SHOWN_FOR.total_seconds() // 60),
    )  # fmt: skip
    if key is not None:
        await set_timer(
            turn.session, f"contact/{key}", "contact.hide", turn.now + SHOWN_FOR, outbox_key=key
        )


async def hide_due(turn: Turn, timer: TimerRow) -> None:
    """The number has been seen: the line with it is taken back."""
    row = await became(turn.session, str(timer.facts["outbox_key"]))
    if row is not None and row.message is not None:
        await turn.take_back(row.key)


async def _contact_for(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    ticket, sealed = await _ticket(turn, choice), question.facts.get("sealed")
    if not await turn.close_question(question) or sealed is None:
        return
    await questions.forget(turn.session, question.outbox_key)
    await turn.take_buttons_away(question)
    reporters = await queries.reporters(turn.session, ticket.id)
    if all(row.person_id != turn.actor for row in reporters):
        raise NotAllowed(act=choice.verb)
    await left_for(turn, ticket, str(sealed))


async def _nameless(turn: Turn, choice: ChoiceRow, _: QuestionRow) -> None:
    ticket = await _ticket(turn, choice)
    if ticket.reporter_id != turn.actor or ticket.chat is not None:
        raise NotAllowed(act=choice.verb)
    await nameless.hide(turn, ticket)


async def _ask_erase(turn: Turn, _: ChoiceRow, __: QuestionRow) -> None:
    await erasing.ask(turn)


async def _erase(turn: Turn, _: ChoiceRow, question: QuestionRow) -> None:
    await erasing.answered(turn, question, yes=True)


async def _keep(turn: Turn, _: ChoiceRow, question: QuestionRow) -> None:
    await erasing.answered(turn, question, yes=False)


PRESSES: dict[str, Callable[[Turn, ChoiceRow, QuestionRow], Awaitable[None]]] = {
    "see_contact": _see_contact,
    "contact_for": _contact_for,
    "nameless": _nameless,
    "ask_erase": _ask_erase,
    "erase": _erase,
    "keep": _keep,
}
