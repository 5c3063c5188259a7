"""`huying understand`: what huying would make of texts, line by line; nothing is changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TextIO

from sqlalchemy import select

from bot.knowledge import known
from bot.lines import Asked, answered, put, said, written
from bot.settings import Settings
from domain.tickets.kinds import Kind
from domain.understanding import Care, Context, Reader, Reading
from domain.understanding.talk import Spoken, Talk
from storage.chats import ChatRow
from storage.migrations import up_to_date
from storage.places import all_places


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of a group."""

    place: str | None
    care: Care


NO_GROUP = Group(None, Care.USUAL)
SUREST = 0.99
"""No line is surer to be talk."""
Groups = Callable[[str], Group | None]
"""A group, by its name, its code or its id."""


async def understand(settings: Settings, source: TextIO, target: TextIO, *, jsonl: bool) -> None:
    """Texts in, readings out, against the database's places and groups; nothing is changed."""
    settings.data.mkdir(parents=True, exist_ok=True)
    async with up_to_date(settings.database) as database, database.reading() as session:
        reader = known(settings.data).reader(await all_places(session))
        rows = list(await session.scalars(select(ChatRow)))
    groups = {
        name: Group(row.place, Care(row.care))
        for row in rows for name in (row.code, row.name, row.chat) if name
    }  # fmt: skip
    run_lines = run if jsonl else run_plain
    put(run_lines(reader, groups.get, source), target)


def run(reader: Reader, groups: Groups, lines: Iterable[str]) -> Iterator[str]:
    """Read JSON lines; a line that registered counts as an open ticket for those that refer to it."""
    talk = Talk(reader)
    return answered(lines, lambda asked: _one(talk, groups, asked))


def _one(talk: Talk, groups: Groups, asked: Asked) -> Asked:
    name = asked.get("group")
    group = (groups(str(name)) if name else None) or NO_GROUP
    around = Context(
        group_place=group.place, care=group.care, private=not name,
        staff=asked.get("role") == "staff", today=_day(asked.get("at")),
    )  # fmt: skip
    line = Spoken(
        asked["text"], str(asked["id"]) if "id" in asked else None, asked.get("sender"),
        str(asked.get("reply_to")), str(asked.get("after")),
    )  # fmt: skip
    reading = talk.read(line, around)
    if reading is None or reading.kind is Kind.CHAT:
        return no_matter(1.0 - talk.reader.meant(line.text))
    return shown(reading)


def _day(at: object) -> date | None:
    try:
        return datetime.fromisoformat(str(at)).date() if at else None
    except ValueError:
        return None


def no_matter(sure: float) -> dict[str, Any]:
    """What is passed over, and how likely it is that nothing is wanted."""
    return {"kind": "chat", "category": None, "confidence": round(min(sure, SUREST), 3),
            "place": None, "people": None, "urgent": False, "tier": None, "sensitive": "n",
            "action": "ignore"}  # fmt: skip


def shown(reading: Reading) -> dict[str, Any]:
    """A reading in the form that stays stable."""
    kind = reading.kind
    nothing = kind in (Kind.POINTS, Kind.SIGNUP)
    return {
        "kind": kind.value, "category": reading.category, "confidence": reading.confidence,
        "place": None if nothing else _place(reading), "people": reading.people,
        "urgent": reading.urgent, "tier": reading.tier.value if reading.tier else None,
        "sensitive": reading.sensitivity.value, "action": reading.action.value,
    }  # fmt: skip


def _place(reading: Reading) -> dict[str, str | None] | None:
    place = reading.place
    if place is None:
        return None
    names = ("estate", "zone", "building", "unit", "room", "spot")
    facts = {name: getattr(place, name) for name in names}
    facts["spot"] = facts["spot"] or place.landmark
    return facts if any(facts.values()) else None


def run_plain(reader: Reader, groups: Groups, lines: Iterable[str]) -> Iterator[str]:
    """Plain lines, as if said in private: for a quick look."""
    talk = Talk(reader)
    for line in said(lines):
        text = line.strip()
        yield f"{text}\t{written({'id': None, **_one(talk, groups, {'text': text})})}"
