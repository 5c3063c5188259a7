"""What needs somebody of the office today: each list limited, and found by an index."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, literal_column, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.states import LIVE, State
from storage.tickets.listing import BUSY, Sight, seen_by
from storage.tickets.tables import ASKED, TicketRequestRow, TicketRow

MOST = 30  # of one list; the rest is in the list of tickets
BUSY_STATES = tuple(state.value for state in BUSY)
LIVE_STATES = tuple(state.value for state in LIVE)


async def due(
    session: AsyncSession, sight: Sight, until: datetime, *, since: datetime | None = None
) -> Sequence[TicketRow]:
    """What has to be done by an instant and is not yet, the oldest date first.

    With `since` only what is due from then on.
    """
    when = [seen_by(sight), TicketRow.finish_by < until]
    if since is not None:
        when.append(TicketRow.finish_by >= since)
    first = (TicketRow.finish_by, TicketRow.id)
    # Each state by itself, along its index: all at once PostgreSQL walks through what was ever due.
    each = [
        select(TicketRow.id).where(TicketRow.state == state, *when).order_by(*first).limit(MOST)
        for state in BUSY_STATES
    ]
    found = union_all(*(select(part.subquery().c.id) for part in each)).subquery()
    rows = await session.scalars(
        select(TicketRow).where(TicketRow.id.in_(select(found.c.id))).order_by(*first).limit(MOST)
    )
    return list(rows)


async def returned(session: AsyncSession, sight: Sight) -> Sequence[TicketRow]:
    """What waits for somebody to say whose it is."""
    return await _some(session, sight, TicketRow.state == State.RETURNED.value)


async def proposed(session: AsyncSession, sight: Sight) -> Sequence[TicketRow]:
    """What huying takes for the same matter as another one: a human decides."""
    return await _some(
        session, sight, TicketRow.like_id.is_not(None), TicketRow.state.in_(LIVE_STATES)
    )


async def to_check(session: AsyncSession, person: int) -> Sequence[TicketRow]:
    """What somebody was asked to look at, whether it is done."""
    rows = await session.scalars(
        select(TicketRow)
        .where(TicketRow.state == State.REPORTED.value, TicketRow.checker_id == person)
        .order_by(TicketRow.finish_by, TicketRow.id)
        .limit(MOST)
    )
    return list(rows)


async def asked(
    session: AsyncSession, sight: Sight
) -> Sequence[tuple[TicketRow, TicketRequestRow]]:
    """Later dates and suspensions that wait for a yes or no, the oldest first."""
    # SQLite would rather walk through all that was ever asked for, since it is in order.
    rows = await session.execute(
        select(TicketRow, TicketRequestRow)
        .with_hint(TicketRequestRow, "INDEXED BY ux_ticket_requests_open", "sqlite")
        .join(TicketRequestRow, TicketRequestRow.ticket_id == TicketRow.id)
        .where(seen_by(sight), literal_column(f"ticket_requests.{ASKED}"))
        .order_by(TicketRequestRow.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in rows]


async def _some(
    session: AsyncSession, sight: Sight, *narrowed: ColumnElement[bool]
) -> Sequence[TicketRow]:
    rows = await session.scalars(
        select(TicketRow)
        .where(seen_by(sight), *narrowed)
        .order_by(TicketRow.finish_by, TicketRow.id)
        .limit(MOST)
    )
    return list(rows)
