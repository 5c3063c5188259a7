"""What the community has written down: its stations' hours, answers to questions, who is in charge."""

from rapidfuzz import fuzz

from domain.understanding import Context
from domain.understanding.answers import asks_who_is_in_charge
from handlers.turn import Turn
from storage import services
from storage.chats import ChatRow

ALIKE = 80  # of 100; below this a question is another question
NAMED = 90


async def answer(turn: Turn, chat: ChatRow | None) -> bool:
    """Answer from what is written down; False where nothing fits."""
    text = turn.said.text
    if asks_who_is_in_charge(text):
        await _in_charge(turn, chat)
        return True
    for service in await services.stations(turn.session):
        if service.name in text or fuzz.partial_ratio(service.name, text) >= NAMED:
            place = turn.world.places.name_of(service.place) or service.place
            await turn.reply(
                "handbook/service", name=service.name, place=place, hours=service.hours
            )
            return True
    rows = await services.handbook(turn.session)
    best = max(rows, key=lambda row: fuzz.ratio(row.question, text), default=None)
    if best is None or fuzz.ratio(best.question, text) < ALIKE:
        return False
    await turn.reply("handbook/answer", answer=best.answer, source=best.source, day=best.day)
    return True


async def _in_charge(turn: Turn, chat: ChatRow | None) -> None:
    """`我们这栋归谁管`: the role and the way to reach them, never a private number."""
    place = chat.place if chat else None
    said = turn.world.reader.read(turn.said.text, Context(group_place=place)).place
    code = (said.code if said else None) or place
    area = turn.world.organisation.area_of(code) if code else None
    await turn.reply("handbook/in_charge", area=area.name if area else "")
