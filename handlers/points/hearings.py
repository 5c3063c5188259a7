"""A household is heard in chat: in reply to what it was told, or right after; and who waits is reminded."""

from datetime import timedelta

from domain.points.deductions import DeductionState
from domain.refusals import Unknown
from domain.understanding import Action, Reading
from handlers.points import deduction_telling as telling
from handlers.points import deductions as steps
from handlers.turn import Turn
from storage import outbox
from storage.points import deductions, households
from storage.points.deductions import DeductionRow
from storage.questions import QuestionRow
from storage.timers import TimerRow

RIGHT_AFTER = timedelta(minutes=30)
"""Within it words in private are the answer, whatever they speak of; later only what is no matter of
its own, and what is said in reply."""


async def said(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """What somebody of the household says to what is proposed, or to what was decided."""
    if turn.in_group or not turn.said.text or not await _is_answer(turn, question, reading):
        return False
    if not await turn.close_question(question):
        return True
    row = await _own(turn, int(question.facts["deduction"]))
    moment = "deductions/heard"
    if question.kind == telling.ANSWER:
        await steps.answer(turn, row, turn.said.text)
    else:
        await steps.objected(turn, row, turn.said.text)
        moment = "deductions/objected"
    row.answered_by = turn.actor
    await turn.reply(moment, subject=row.id)
    return True


async def _is_answer(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    told = await outbox.became(turn.session, question.outbox_key)
    if told is not None and turn.said.reply_to:
        return told.message == turn.said.reply_to
    since = (told.sent_at if told is not None else None) or question.asked_at
    return turn.now <= since + RIGHT_AFTER or reading.action is Action.IGNORE


async def _own(turn: Turn, number: int) -> DeductionRow:
    row = await deductions.held_deduction(turn.session, number)
    homes = await households.households_of(turn.session, turn.actor or 0)
    if row is None or row.household not in {home.code for home in homes}:
        raise Unknown
    return row


async def mended_due(turn: Turn, timer: TimerRow) -> None:
    """Seven days are over: whoever reminded the household looks whether it is mended."""
    row = await deductions.deduction(turn.session, int(timer.facts["deduction"]))
    if row is not None and row.state == DeductionState.REMINDED:
        await telling.one(turn, row, "look_again", row.reminded_by)


async def answered_due(turn: Turn, timer: TimerRow) -> None:
    """Three days are over and the household has said nothing: two people decide, nobody else does."""
    row = await deductions.deduction(turn.session, int(timer.facts["deduction"]))
    if row is not None and row.state == DeductionState.HEARING and row.answered_at is None:
        await telling.desk(turn, row, "to_decide_desk")


FIRES = {steps.MENDED_BY: mended_due, steps.ANSWERED_BY: answered_due}
WORDS = {telling.ANSWER: said, telling.OBJECT: said}
"""Who reads plain words after a household was told of a step."""
