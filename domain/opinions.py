"""A second opinion on a line of which huying is unsure: what it is asked about, and what it may say.

It proposes for the middle band alone. It registers nothing, makes nothing more urgent, and has no
word on what may be danger or is nobody else's business.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from domain.catalogue import Category
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.understanding.reading import Action, Ask, Reading

FILED = (Kind.WISH, Kind.COMPLAINT, Kind.HAZARD, Kind.QUESTION)
URGENCY = tuple(Tier)
"""From the most urgent on."""
KEYS = frozenset({"wanted", "kind", "row"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a model elsewhere is asked: a line that may leave, and the rows that it may be of."""

    text: str
    rows: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What it proposes: whether anything is wanted, and which row of the catalogue that is."""

    wanted: bool
    row: str | None = None


def in_doubt(reading: Reading) -> bool:
    """Whether it is about this reading that a second opinion counts.

    What may be urgent keeps its question to the author; what is private is shown to nobody else.
    """
    return (
        reading.action is Action.ASK
        and reading.ask is Ask.INTENT
        and reading.kind in FILED
        and reading.known is None
        and reading.sensitivity is Sensitivity.NORMAL
        and reading.tier is not None
        and not reading.tier.urgent
    )


def proposable(catalogue: Iterable[Category], reading: Reading) -> tuple[Category, ...]:
    """The rows that may be proposed: in no way grave or private, none more urgent than the reading."""
    least = URGENCY.index(reading.tier) if reading.tier else len(URGENCY)
    return tuple(
        row
        for row in catalogue
        if URGENCY.index(row.tier) >= least
        and row.kind in FILED
        and row.sensitivity is Sensitivity.NORMAL
        and not row.grave
    )


def schema(rows: Sequence[Category]) -> dict[str, Any]:
    """The one form that an answer may have."""
    return {
        "type": "object",
        "properties": {
            "wanted": {"type": "boolean"},
            "kind": {"enum": [*(kind.value for kind in FILED), None]},
            "row": {"enum": [*(row.slug for row in rows), None]},
        },
        "required": sorted(KEYS),
        "additionalProperties": False,
    }


def opinion_in(answer: str, rows: Sequence[Category]) -> Opinion | None:
    """The opinion that an answer holds; None for whatever is not exactly of the one form.

    Who answers is not trusted: a kind that is not the row's own is no answer, too.
    """
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.keys() != KEYS or not isinstance(said["wanted"], bool):
        return None
    pairs = [(row.slug, row.kind.value) for row in rows]
    row, kind = said["row"], said["kind"]
    return Opinion(said["wanted"], row) if (row, kind) in [*pairs, (None, None)] else None
