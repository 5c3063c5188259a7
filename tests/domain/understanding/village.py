"""A reader for one estate of twelve buildings, and lines with what they are."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.knowledge import known
from domain.places import Place, PlaceKind, Places
from domain.tickets.kinds import Kind
from domain.understanding import Action, Context, Reader, Reading

HERE = Path(__file__).parent
GROUP = Context(group_place="JGY")
PLACES = Places([
    Place("XL", "西流湾社区", PlaceKind.COMMUNITY, None),
    Place("JGY", "金桂园", PlaceKind.ESTATE, "XL"),
    *[Place(f"JGY/{n}", f"{n}栋", PlaceKind.BUILDING, "JGY") for n in range(1, 13)],
    *[Place(f"JGY-{name}", name, PlaceKind.PUBLIC, "JGY") for name in ("东门", "西门", "北门")],
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and what it is: r, e, q, p or c."""

    text: str
    kind: str


@cache
def reader() -> Reader:
    return known(None).reader(PLACES)


def read(text: str, context: Context = GROUP) -> Reading:
    return reader().read(text, context)


def kind_of(text: str) -> str:
    """What a line in the group is taken for, the gate included."""
    found = read(text)
    if found.kind is Kind.EMERGENCY:
        return "e"
    if found.action is Action.IGNORE or not reader().gate(text):
        return "c"
    return {Kind.QUESTION: "q", Kind.POINTS: "p"}.get(found.kind, "r")


def residents() -> list[Line]:
    """Written for the project; the rules have been mended with them, so they measure no unseen line."""
    rows = (HERE / "residents.txt").read_text(encoding="utf-8").splitlines()[1:]
    return [Line(text, kind) for kind, text in (row.split("|", 1) for row in rows)]


def heldout() -> list[dict[str, object]]:
    """Lines with kind, category, action and place."""
    rows = (HERE / "heldout.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows]


def pairs() -> list[dict[str, object]]:
    """Two lines of two neighbours each: the same matter at the same place, or not."""
    rows = (HERE / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows]
