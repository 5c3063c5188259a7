"""Pressed buttons: from an opaque token to what it means."""

from typing import Any

from domain.messages import Op
from domain.refusals import Refusal, Unknown
from handlers import activities, announcements, chats
from handlers.calls import presses as calls
from handlers.duty import leave
from handlers.members import words as members
from handlers.points import claiming as points
from handlers.points import shop
from handlers.privacy import presses as privacy
from handlers.rosters import presses as rosters
from handlers.schedules import words as schedules
from handlers.signups import presses as signups
from handlers.tickets import presses as tickets
from handlers.turn import Turn
from handlers.wishes import presses as wishes
from storage.questions import ChoiceRow, QuestionRow
from storage.questions import choice as choice_by


class TooLate(Refusal):
    """The button is older than what it asked about."""


CAPABILITIES = {
    "tickets": tickets.pressed,
    "chats": chats.pressed,
    "announcements": announcements.pressed,
    "duty": leave.pressed,
    "calls": calls.pressed,
    "points": points.pressed,
    "privacy": privacy.pressed,
    "rosters": rosters.pressed,
    "shop": shop.pressed,
    "signups": signups.pressed,
    "members": members.pressed,
    "activities": activities.pressed,
    "wishes": wishes.pressed,
    "schedules": schedules.pressed,
}


async def pressed(turn: Turn) -> None:
    """Carry out a press; the platform's button stops waiting in any case."""
    found = await choice_by(turn.session, turn.said.press or "")
    if found is None:
        raise Unknown
    choice, question = found
    if question.expires_at < turn.now:
        raise TooLate
    await choose(turn, choice, question)
    await answer_press(turn)


async def choose(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Do what a choice means, whether it was pressed or its number was written."""
    capability = CAPABILITIES.get(choice.verb.partition(".")[0])
    if capability is None:
        raise Unknown
    await capability(turn, choice, question)


async def answer_press(turn: Turn, moment: str | None = None, **facts: Any) -> None:
    """Let the pressed button rest, with a short word where there is one."""
    if turn.said.press_id:
        await turn.do(
            Op.ANSWER, turn.said.where, target=turn.said.press_id, subject=moment or "",
            moment=moment or "answer", text=turn.words(moment, **facts) if moment else "",
        )  # fmt: skip
