"""A ticket's two sides: what the resident said and was told, and what stays inside the office."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.tickets.states import Part
from storage.outbox import OutboxRow
from storage.tickets.tables import TicketEventRow, TicketRow

RESIDENTS = frozenset({Part.REPORTER.value, Part.JOINED.value, "wisher"})
LONGEST = 400  # characters of a message


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a side."""

    at: datetime
    by: str
    """`resident`, `huying` (a message) or `colleague` (a note)."""
    words: str
    person: int | None = None
    """Who said it, or whom it was said to; of staff only."""
    state: str = ""
    """Whether a message has arrived."""
    group: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """What belongs to the resident's eyes, and what does not."""

    outside: tuple[Said, ...]
    inside: tuple[Said, ...]


def sides(
    ticket: TicketRow,
    history: Iterable[TicketEventRow],
    told: Iterable[OutboxRow],
    behind: Collection[int],
    veiled: Callable[[str], str],
) -> Sides:
    """Part what happened: whoever stands behind it hears one side, and never the other."""
    outside = [Said(ticket.created_at, "resident", veiled(ticket.text))]
    inside: list[Said] = []
    for row in told:
        theirs = row.group or row.person_id in behind
        shown = row.text if len(row.text) <= LONGEST else f"{row.text[:LONGEST]}…"
        line = Said(
            row.sent_at or row.created_at, "huying", veiled(shown),
            None if theirs else row.person_id, row.state, group=row.group,
        )  # fmt: skip
        (outside if theirs else inside).append(line)
    for event in history:
        if not event.note:
            continue
        resident = event.part in RESIDENTS and not event.internal
        if resident:
            outside.append(Said(event.at, "resident", veiled(event.note)))
        elif event.internal:
            inside.append(
                Said(event.at, "colleague", veiled(event.note), event.actor_id, part=event.part)
            )
    return Sides(*(tuple(sorted(side, key=lambda line: line.at)) for side in (outside, inside)))
