"""`huying understand`: what huying would make of texts, line by line; nothing is changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.lines import Asked, answered, said, written
from domain.tickets.kinds import Kind
from domain.understanding import Action, Care, Context, Known, Reader, Reading


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of a group."""

    place: str | None
    care: Care


NO_GROUP = Group(None, Care.USUAL)
Groups = Callable[[str], Group | None]
"""A group, by its name, its code or its id."""
Seen = dict[str, tuple[Known, str | None]]
"""What the lines before opened, by their ids, and who wrote each."""


def run(reader: Reader, groups: Groups, lines: Iterable[str]) -> Iterator[str]:
    """Read JSON lines; a line that registered counts as an open ticket for those that refer to it."""
    seen: Seen = {}
    return answered(lines, lambda asked: _one(reader, groups, asked, seen))


def _one(reader: Reader, groups: Groups, asked: Asked, seen: Seen) -> Asked:
    text, context = asked["text"], _context(asked, groups, seen)
    gated = not context.private and not _refers(context)
    passes = not gated or reader.gate(text, context.care)
    reading = reader.read(text, context) if passes else None
    if reading is not None and reading.action in (Action.REGISTER, Action.ASK) and "id" in asked:
        _remember(asked, reading, seen)
    return shown(reading)


def _context(asked: Asked, groups: Groups, seen: Seen) -> Context:
    sender, name = asked.get("sender"), asked.get("group")
    group = (groups(str(name)) if name else None) or NO_GROUP

    def known(name: str) -> Known | None:
        found = seen.get(str(asked.get(name)))
        if found is None:
            return None
        ticket, author = found
        own = sender is not None and author == sender
        return Known(ticket.ticket, ticket.kind, ticket.category, ticket.place, own)

    replied, after = known("reply_to"), known("after")
    mine = tuple(ticket for ticket in (replied, after) if ticket is not None and ticket.own)
    return Context(
        group_place=group.place, care=group.care, private=not name,
        staff=asked.get("role") == "staff", reply_to=replied, after=after, open_tickets=mine,
        today=_day(asked.get("at")),
    )  # fmt: skip


def _refers(context: Context) -> bool:
    return context.reply_to is not None or context.after is not None


def _day(at: object) -> date | None:
    try:
        return datetime.fromisoformat(str(at)).date() if at else None
    except ValueError:
        return None


def _remember(asked: Asked, reading: Reading, seen: Seen) -> None:
    kind = Kind.HAZARD if reading.kind is Kind.EMERGENCY else reading.kind
    place = reading.place.code if reading.place else None
    ticket = Known(str(asked["id"]), kind, reading.category, place)
    seen[str(asked["id"])] = (ticket, asked.get("sender"))


def shown(reading: Reading | None) -> dict[str, Any]:
    """A reading in the form that stays stable."""
    kind = reading.kind if reading else Kind.CHAT
    nothing = kind in (Kind.CHAT, Kind.POINTS, Kind.SIGNUP)
    if reading is None or kind is Kind.CHAT:
        return {"kind": "chat", "category": None, "confidence": 0.99, "place": None, "people": None,
                "urgent": False, "tier": None, "sensitive": "n", "action": "ignore"}  # fmt: skip
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
    for line in said(lines):
        text = line.strip()
        yield f"{text}\t{written({'id': None, **_one(reader, groups, {'text': text}, {})})}"
