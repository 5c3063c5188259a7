"""Buttons of sign-ups: under the notice anybody's, elsewhere of whoever was asked."""

from collections.abc import Awaitable, Callable

from domain.refusals import Unknown
from domain.signups.words import Said
from handlers.signups import asking, codes, joining, leaving, words
from handlers.tickets.presses import must_be_asked
from handlers.turn import Turn
from storage import signups
from storage.questions import ChoiceRow, QuestionRow


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press of a sign-up's button."""
    must_be_asked(turn, choice, question)
    if question.kind == asking.ASKED:
        await asking.pressed(turn, choice, question)
        return
    does = PRESSES.get(choice.verb)
    if does is None:
        raise Unknown
    await does(turn, choice)
    if question.kind == words.WHICH and await turn.close_question(question):
        await turn.take_buttons_away(question)


async def _sign_up(turn: Turn, choice: ChoiceRow) -> None:
    """`我报名` under the notice: of a row of meals the next that one can still order."""
    numbers = set(choice.facts.get("signups", []))
    rows = [row for row in await signups.open_ones(turn.session, turn.now) if row.id in numbers]
    number = rows[0].id if rows else min(numbers, default=0)
    await words.join(turn, number, Said(), joining.BUTTON)


async def _this_one(turn: Turn, choice: ChoiceRow) -> None:
    await words.join(turn, int(choice.facts["signup"]), Said(**choice.facts["said"]))


async def _not_this_one(turn: Turn, choice: ChoiceRow) -> None:
    said = Said(**choice.facts["said"])
    await leaving.leave(
        turn, int(choice.facts["signup"]), whom=said.whom, loosely=said.loosely, heads=said.heads
    )


async def _cannot_come(turn: Turn, choice: ChoiceRow) -> None:
    await leaving.leave(turn, int(choice.facts["signup"]))


async def _free_place(turn: Turn, choice: ChoiceRow) -> None:
    row = await leaving.free(turn, int(choice.facts["signup"]), choice.facts["entries"])
    await turn.reply("signups/freed", subject=row.id, title=row.title)


async def _my_code(turn: Turn, choice: ChoiceRow) -> None:
    await codes.pressed(turn, int(choice.facts["signup"]))


PRESSES: dict[str, Callable[[Turn, ChoiceRow], Awaitable[None]]] = {
    "signups.sign_up": _sign_up,
    "signups.this_one": _this_one,
    "signups.not_this_one": _not_this_one,
    "signups.cannot_come": _cannot_come,
    "signups.free_place": _free_place,
    "signups.my_code": _my_code,
}
