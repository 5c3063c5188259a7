"""Buttons under a call, and the words that come after them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from domain.calls import CallKind, CallState
from domain.refusals import Unknown
from domain.tickets.ratings import Rating, Why
from domain.understanding import Action, Reading
from domain.understanding.answers import call_made
from handlers.calls import desk, hearing, numbers, survey, voice
from handlers.turn import Asking, Turn
from storage import calls
from storage.calls import CallRow
from storage.questions import ChoiceRow, QuestionRow

NOTE, MADE = "call_note", "call_made"
TAKEN_FOR = timedelta(days=3)
NOTED_WITHIN = timedelta(minutes=30)  # what came of a call is written down right after it


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press under a call, or under what was heard in a voice message."""
    if choice.verb == "calls.misheard":
        await hearing.misheard(turn, question)
        return
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
    asks = Asking(MADE, person=turn.actor, facts={"call": call.id}, by_words=True, lasts=TAKEN_FOR)
    await turn.reply("calls/yours", subject=call.id, offers=desk.offers(call), asking=asks)


async def _listen(turn: Turn, call: CallRow, _: QuestionRow) -> None:
    await voice.ask_what_was_spoken(turn, call)


async def _number(turn: Turn, call: CallRow, _: QuestionRow) -> None:
    await numbers.show(turn, call)


async def _done(turn: Turn, call: CallRow, question: QuestionRow) -> None:
    if call.done_by == turn.actor:
        return  # pressed twice
    if call.kind == CallKind.SURVEY:
        await survey.ask_what_was_said(turn, call)
        return
    await desk.done(turn, call)
    await turn.take_buttons_away(question)
    asks = Asking(
        NOTE, person=turn.actor, facts={"call": call.id}, by_words=True, lasts=NOTED_WITHIN
    )
    await turn.reply("calls/well_done", subject=call.id, asking=asks)


async def made(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    """`打过了,问的是社保`: the call was made, and what came of it; other words are something else."""
    call = await calls.call(turn.session, int(question.facts["call"]))
    note = call_made(turn.said.text)
    if call is None or note is None or call.state == CallState.DONE:
        return False
    await turn.close_question(question)
    if call.kind == CallKind.SURVEY:
        await survey.ask_what_was_said(turn, call)
    elif note:
        await desk.done(turn, call, note=note)
        await turn.take_buttons_away(question)
        await turn.reply("calls/kept", subject=call.id)
    else:
        await _done(turn, call, question)
    return True


async def note_for(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """What came of a call that was just made, in the caller's words; a new matter is none of it."""
    call = await calls.call(turn.session, int(question.facts["call"]))
    if call is None or not turn.said.text or reading.action is Action.REGISTER:
        return False
    await desk.noted(turn, call, turn.said.text)
    await turn.close_question(question)
    await turn.reply("calls/kept", subject=call.id)
    return True


def _heard(rating: Rating | None) -> Callable[[Turn, CallRow, QuestionRow], Awaitable[None]]:
    async def press(turn: Turn, call: CallRow, question: QuestionRow) -> None:
        if call.done_by == turn.actor:
            return  # pressed twice
        if rating is Rating.NOT_CONTENT:
            await desk.allowed(turn, call)
            await survey.ask_why(turn, call)
        else:
            await survey.answered(turn, call, rating)
            await turn.reply("calls/kept", subject=call.id)
        await turn.close_question(question)
        await turn.take_buttons_away(question)

    return press


def _because(why: Why) -> Callable[[Turn, CallRow, QuestionRow], Awaitable[None]]:
    async def press(turn: Turn, call: CallRow, question: QuestionRow) -> None:
        if call.done_by == turn.actor:
            return  # pressed twice
        await survey.answered(turn, call, Rating.NOT_CONTENT, why=why)
        await turn.close_question(question)
        await turn.take_buttons_away(question)
        await turn.reply("calls/kept", subject=call.id)

    return press


PRESSES: dict[str, Callable[[Turn, CallRow, QuestionRow], Awaitable[None]]] = {
    "take": _take,
    "done": _done,
    "listen": _listen,
    "number": _number,
    "no_answer": _heard(None),
    **{rating.value: _heard(rating) for rating in Rating},
    **{why.value: _because(why) for why in Why},
}
WORDS = {MADE: made, NOTE: note_for, **survey.WORDS, **numbers.WORDS}
