"""The resident's own yes at the door, noted before anything is filed in their name (S1-07)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from domain.understanding.grammar import said_in
from handlers.tickets import filing
from handlers.tickets.drafts import Draft, unpacked
from handlers.turn import Asking, Offer, Turn
from storage import questions
from storage.questions import QuestionRow
from storage.timers import set_timer

DOOR = "wish_door"


async def ask(turn: Turn, draft: Draft) -> None:
    """Show the worker what would be filed, with the one tick that it needs."""
    draft = replace(draft, place=_home(turn, draft))
    yes = "wishes.guardian_agrees" if draft.child else "wishes.agreed"
    asking = Asking(DOOR, person=turn.actor, facts={"draft": draft.packed()}, by_words=True)
    place = turn.world.places.name_of(draft.place) if draft.place else draft.place_words
    key = await turn.reply(
        "wishes/door", offers=[[Offer(yes), Offer("wishes.not_agreed")]], asking=asking,
        place=place, text=draft.text, child=draft.child,
    )  # fmt: skip
    if key is not None:
        await set_timer(
            turn.session, f"question/{key}/over", "question.over", turn.now + asking.lasts,
            outbox_key=key,
        )  # fmt: skip


def _home(turn: Turn, draft: Draft) -> str | None:
    """The room as it was said, inside the place that was chosen."""
    places = turn.world.places
    estate = places.estate_of(draft.place) if draft.place else None
    said = said_in(draft.door or "", places, estate.code) if estate else None
    inner = said.code if said else None
    return inner if inner and draft.place and places.covers(draft.place, inner) else draft.place


async def agreed(turn: Turn, question: QuestionRow) -> None:
    """The worker notes that the resident (or a guardian) said yes: now it is filed."""
    if not await turn.close_question(question):
        return  # pressed twice
    draft = unpacked(question.facts["draft"])
    await _let_go(turn, question)
    await filing.file(turn, replace(draft, agreed=True), reporter=turn.actor)


async def not_agreed(turn: Turn, question: QuestionRow) -> None:
    """No yes, no file."""
    if await turn.close_question(question):
        await _let_go(turn, question)
        await turn.reply("wishes/not_filed")


async def _let_go(turn: Turn, question: QuestionRow) -> None:
    await questions.forget(turn.session, question.outbox_key)
    await turn.take_buttons_away(question)


ANSWERS: dict[str, Callable[[Turn, QuestionRow], Awaitable[None]]] = {
    "agreed": agreed,
    "guardian_agrees": agreed,
    "not_agreed": not_agreed,
}
