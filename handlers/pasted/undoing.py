"""Ten minutes in which what was filed from a group can be taken back, as everywhere."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from domain.pasted import UNDO
from domain.refusals import Refusal, Unknown
from handlers.tickets import verbs
from handlers.turn import Turn
from storage import pasted
from storage.pasted import CallerRow
from storage.people import PersonRow
from storage.tickets import queries, repeats


class TooLateToUndo(Refusal):
    """Ten minutes have gone: from here on a ticket ends like any other."""


async def undo(turn: Turn, batch: str, *, only: int | None = None) -> int:
    """Take back what somebody filed from one paste, or one ticket of it. Returns how many.

    Raises:
        Unknown: They have filed no such thing.
        TooLateToUndo: It is more than ten minutes ago.

    """
    rows = await pasted.of_batch(turn.session, batch, turn.actor or 0)
    rows = [row for row in rows if only in (None, row.ticket_id)]
    if not rows:
        raise Unknown
    if any(turn.now - row.at > UNDO for row in rows):
        raise TooLateToUndo
    tickets = [(number, list(some)) for number, some in groupby(rows, lambda row: row.ticket_id)]
    for number, some in tickets:
        await _take_back(turn, number, some)
    return len(tickets)


async def _take_back(turn: Turn, number: int, rows: Sequence[CallerRow]) -> None:
    ticket = await queries.ticket(turn.session, number)
    assert ticket is not None
    joined = all(row.joined for row in rows)
    if not joined:
        author = await turn.session.get(PersonRow, ticket.reporter_id or 0)
        if author is None:
            raise Unknown
        await verbs.unfile(replace(turn, person=author), ticket)
    before = await repeats.households(turn.session, number)
    for row in rows:
        await pasted.take_back(turn.session, row, alone=joined)
    if joined:
        ticket.people += await repeats.households(turn.session, number) - before
    turn.note("pasted.undone", f"ticket/{number}", joined=joined)
