"""The number to call: asked for in private, sealed with the call, and gone when it was made."""

from datetime import timedelta

from domain.calls import CallState
from domain.messages import HIDDEN
from domain.refusals import Refusal
from domain.understanding import Reading
from domain.understanding.answers import yes_or_no
from handlers.calls import desk
from handlers.privacy.contacts import sealed_number
from handlers.turn import Asking, Turn
from storage import calls, questions
from storage.calls import CallRow
from storage.questions import QuestionRow
from storage.timers import set_timer

NUMBER = "call_number"
ASKED_FOR = timedelta(days=3)
SHOWN_FOR = timedelta(minutes=10)


class NoNumber(Refusal):
    """No number was left for this call, or it is gone."""


def reason_of(person: int) -> str:
    """Why a call back exists: one waits for a person at a time."""
    return f"callback/p{person}"


async def ask(turn: Turn, call: CallRow) -> None:
    """Ask in private which number to call; whoever cannot be written to is not asked yet."""
    if call.contact is not None or call.person_id is None:
        return
    waiting = await questions.open_of(turn.session, call.person_id, NUMBER, turn.now)
    if turn.in_group and waiting:
        return
    asks = Asking(
        NUMBER, person=call.person_id, facts={"call": call.id}, by_words=True, lasts=ASKED_FOR
    )
    await turn.tell(
        call.person_id, "calls/which_number", asking=asks, by=call.call_by, when=call.note
    )


async def ask_who_came(turn: Turn) -> None:
    """Somebody whom nobody could write to has opened the private chat, and waits for a call."""
    call = await calls.waiting(turn.session, reason_of(turn.actor or 0))
    if call is not None and call.state != CallState.DONE:
        await ask(turn, call)


async def left(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    """`138…`: the number to call; whoever calls is told that there is one."""
    call = await calls.call(turn.session, int(question.facts["call"]))
    sealed = sealed_number(turn)
    if call is None or call.state == CallState.DONE:
        return False
    if sealed is None:
        return yes_or_no(turn.said.text) is False and await called_off(turn)
    call.contact = sealed
    await turn.close_question(question)
    turn.note("contact.kept", f"call/{call.id}")
    await turn.reply("calls/noted", by=call.call_by, when=call.note)
    await desk.push(turn, call, await desk.ticket_of(turn, call), "calls/number_left")
    return True


async def called_off(turn: Turn) -> bool:
    """Somebody does not want to be called any more: nobody calls, and whoever would have is told."""
    call = await calls.waiting(turn.session, reason_of(turn.actor or 0))
    if call is None or call.state == CallState.DONE:
        return False
    await desk.call_off(turn, call)
    for question in await questions.open_of(turn.session, turn.actor or 0, NUMBER, turn.now):
        await turn.close_question(question)
    await turn.reply("calls/called_off", subject=call.id)
    return True


async def show(turn: Turn, call: CallRow) -> None:
    """The number, for whoever makes the call: on record, and taken back after ten minutes."""
    await desk.allowed(turn, call)
    if call.contact is None or turn.world.seal.open(call.contact) is None:
        raise NoNumber
    turn.note("contact.seen", f"call/{call.id}", person=call.person_id)
    key = await turn.reply(
        "calls/number", subject=call.id, sealed=call.contact, number=HIDDEN,
        minutes=int(SHOWN_FOR.total_seconds() // 60),
    )  # fmt: skip
    if key is not None:
        await set_timer(
            turn.session, f"contact/{key}", "contact.hide", turn.now + SHOWN_FOR, outbox_key=key
        )


WORDS = {NUMBER: left}
