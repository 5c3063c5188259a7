"""Numbers for tickets that are only tried out: a real number is never used up by a rehearsal."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tickets.tables import TicketRow

BEYOND = 2_000_000_000
"""No community reaches it, and both databases hold it. PostgreSQL would not give a number back."""


@contextmanager
def numbered_apart(session: AsyncSession) -> Iterator[None]:
    """Within this, new tickets get numbers that no real one has; the caller undoes them all."""
    numbers = count(BEYOND + 1)

    def number(held: Any, *_: Any) -> None:
        for row in held.new:
            if isinstance(row, TicketRow) and row.id is None:
                row.id = next(numbers)

    event.listen(session.sync_session, "before_flush", number)
    try:
        yield
    finally:
        event.remove(session.sync_session, "before_flush", number)
