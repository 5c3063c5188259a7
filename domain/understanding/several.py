"""Several matters in one line: `3栋灯坏了 5栋水管爆了` is two, each at its own house."""

import re

from domain.tickets.kinds import WRONG
from domain.understanding.grammar import said_in
from domain.understanding.reader import Reader
from domain.understanding.reading import Action, Context, Reading

_BREAK = re.compile(r"[\s,。.;!?、,;!?]+")


def several(text: str, reader: Reader, context: Context) -> list[tuple[str, Reading]]:
    """The parts of a line that each tell what is wrong at a house of its own; none where it is one."""
    parts = _parts(text, reader, context)
    if len(parts) == 1:
        return []
    found = [(part, reader.read(part, context)) for part in parts]
    if any(
        reading.kind not in WRONG or reading.action is not Action.REGISTER for _, reading in found
    ):
        return []
    if not found:
        return []
    apart = {reading.place.code if reading.place else None for _, reading in found}
    return found if len(apart) == len(found) else []


_BESIDES = re.compile(r"但|不过|可是|只是|就是|又|还有|另外|可惜|倒是")


def besides(text: str) -> tuple[str, ...]:
    """Where something else may be told of: behind `但是`, or in the whole line that has such a word."""
    contrast = _BESIDES.search(text)
    return (text[contrast.end() :], text) if contrast else ()


def _parts(text: str, reader: Reader, context: Context) -> list[str]:
    """A line cut before each clause that names a house; what stands before the first belongs to it."""
    parts: list[str] = []
    placed = False
    for clause in filter(None, _BREAK.split(text)):
        said = said_in(clause, reader.places, context.group_place)
        here = said is not None and said.building is not None
        if not parts or (here and placed):
            parts.append(clause)
        else:
            parts[-1] = f"{parts[-1]} {clause}"
        placed = placed or here
    return parts
