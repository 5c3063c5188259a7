"""What the community has written down: its stations' hours, answers to questions, who is in charge."""

from datetime import timedelta
from typing import Any

from rapidfuzz import fuzz

from domain.areas import Area, AreaKind
from domain.tickets.routing import in_grid
from domain.understanding.answers import asks_who_is_in_charge
from domain.understanding.grammar import is_just_a_place, said_in
from domain.understanding.inquiries import as_asked, asks_of_another
from handlers.turn import Asking, Turn
from storage import services
from storage.chats import ChatRow
from storage.points import households
from storage.questions import QuestionRow

ALIKE = 80  # of 100; below this a question is another question
NAMED = 90
IN_CHARGE = "in_charge"
SOON = timedelta(minutes=10)  # as for every question in a group


async def answer(turn: Turn, chat: ChatRow | None) -> bool:
    """Answer from what is written down; False where nothing fits."""
    text = turn.said.text
    if await who_looks_after(turn, chat):
        return True
    found = await _written(turn, text)
    if found is not None:
        moment, facts = found
        await turn.reply(moment, **facts)
    return found is not None


async def words_for(turn: Turn, text: str) -> str | None:
    """The words that answer a question from what is written down; None where nothing fits."""
    found = await _written(turn, text)
    return turn.words(found[0], **found[1]) if found else None


async def _written(turn: Turn, text: str) -> tuple[str, dict[str, Any]] | None:
    """What is written down about a question: the moment that says it, and its facts."""
    for service in await services.stations(turn.session):
        if service.name in text or fuzz.partial_ratio(service.name, text) >= NAMED:
            place = turn.world.places.name_of(service.place) or service.place
            facts = {"name": service.name, "place": place, "hours": service.hours}
            return "handbook/service", facts
    rows = await services.handbook(turn.session)
    best = max(rows, key=lambda row: alike(row.question, text), default=None)
    if best is None or alike(best.question, text) < ALIKE:
        return None
    return "handbook/answer", {"answer": best.answer, "source": best.source, "day": best.day}


def alike(question: str, text: str) -> float:
    """How alike two questions are, also where one is asked in dialect."""
    asked, written = as_asked(text), as_asked(question)
    if asks_of_another(asked, written):
        return 0.0
    return max(fuzz.ratio(question, text), fuzz.ratio(written, asked))


async def who_looks_after(turn: Turn, chat: ChatRow | None) -> bool:
    """`我们这栋归谁管`: the role and the way to reach them, never a private number."""
    if not asks_who_is_in_charge(turn.said.text):
        return False
    group = chat.place if chat else None
    said = said_in(turn.said.text, turn.world.places, group)
    named = said.code if said else None
    home = None if turn.in_group else await _home(turn)
    await _tell_who(turn, named or home, group)
    return True


async def _home(turn: Turn) -> str | None:
    """Where somebody lives, in private, if they are tied to a household."""
    homes = await households.households_of(turn.session, turn.actor or 0)
    return homes[0].place if homes else None


async def _tell_who(turn: Turn, place: str | None, group: str | None = None) -> None:
    """Who is there today; of an estate in several grids the building is asked first."""
    organisation, place = turn.world.organisation, place or group
    area = organisation.area_of(place) if place else None
    if _several_grids(turn, place, area):
        asks = Asking(
            IN_CHARGE, person=turn.actor, facts={"group": group}, by_words=True, lasts=SOON
        )
        await turn.reply("handbook/which_building", asking=asks)
        return
    found = in_grid(organisation, area, turn.world.today(turn.now))
    await turn.reply(
        "handbook/in_charge",
        area=area.name if area else "",
        reason=found.reason.code if found else "",
    )


def _several_grids(turn: Turn, place: str | None, area: Area | None) -> bool:
    if area is not None and area.kind is not AreaKind.COMMUNITY:
        return False
    areas = turn.world.organisation.areas.values()
    covers = turn.world.places.covers
    return any(
        held.kind is not AreaKind.COMMUNITY
        and (place is None or any(covers(place, inner) for inner in held.covers))
        for held in areas
    )


async def building_named(turn: Turn, question: QuestionRow) -> bool:
    """The building that was asked for, in a few words; anything else is another matter."""
    words = turn.said.text
    place = said_in(words, turn.world.places, str(question.facts.get("group") or "") or None)
    if place is None or place.code is None or not is_just_a_place(words, turn.world.places, None):
        return False
    await turn.close_question(question)
    await _tell_who(turn, place.code)
    return True
