"""Buttons under a call, and the words that come after them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from domain.calls import CallState
from domain.refusals import Unknown
from domain.understanding import Action, Reading
from handlers.calls import desk
from handlers.turn import Asking, Turn
from storage import calls
from storage.calls import CallRow
from storage.questions import ChoiceRow, QuestionRow

NOTE = "call_note"
NOTED_WITHIN = timedelta(minutes=30)  # what came of a call is written down right after it


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press under a call."""
    call = await calls.call(turn.session, int(choice.facts["call"]))
    press = PRESSES.get(choice.verb.removeprefix("calls."))
    if call is None or press is None:
        raise Unknown
    await press(turn, call, question)


async def _take(turn: Turn, call: CallRow, question: QuestionRow) -> None:
    if call.taken_by == turn.actor and call.state == CallState.TAKEN:
        return  # pressed twice
    await desk.take(turn, call)
    await turn.take_buttons_away(question)
    await turn.reply("calls/yours", subject=call.id, offers=desk.offers(call))


async def _done(turn: Turn, call: CallRow, question: QuestionRow) -> None:
    if call.done_by == turn.actor:
        return  # pressed twice
    await desk.done(turn, call)
    await turn.take_buttons_away(question)
    asks = Asking(
        NOTE, person=turn.actor, facts={"call": call.id}, by_words=True, lasts=NOTED_WITHIN
    )
    await turn.reply("calls/well_done", subject=call.id, asking=asks)


async def note_for(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """What came of a call that was just made, in the caller's words; a new matter is none of it."""
    call = await calls.call(turn.session, int(question.facts["call"]))
    if call is None or not turn.said.text or reading.action is Action.REGISTER:
        return False
    await desk.noted(turn, call, turn.said.text)
    await turn.close_question(question)
    await turn.reply("calls/kept", subject=call.id)
    return True


PRESSES: dict[str, Callable[[Turn, CallRow, QuestionRow], Awaitable[None]]] = {
    "take": _take,
    "done": _done,
}
