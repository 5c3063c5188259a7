"""What owners have asked for: later dates and suspensions, each settled once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.delays import RequestKind, RequestState
from domain.tickets.states import State
from storage.places import upsert_for
from storage.tickets.listing import Sight, seen_by
from storage.tickets.tables import TicketRequestRow, TicketRow

OPEN = text("state = 'asked'")


async def ask(session: AsyncSession, **values: Any) -> int | None:
    """Keep a request; None where the ticket has one that is not answered yet."""
    insert = upsert_for(session)
    made: int | None = await session.scalar(
        insert(TicketRequestRow)
        .values(state=RequestState.ASKED.value, **values)
        .on_conflict_do_nothing(index_elements=["ticket_id"], index_where=OPEN)
        .returning(TicketRequestRow.id)
    )
    return made


async def request(session: AsyncSession, number: int) -> TicketRequestRow | None:
    return await session.get(TicketRequestRow, number)


async def waiting(session: AsyncSession, ticket: int) -> TicketRequestRow | None:
    """The request about this ticket that nobody has answered yet."""
    return await session.scalar(
        select(TicketRequestRow).where(
            TicketRequestRow.ticket_id == ticket,
            TicketRequestRow.state == RequestState.ASKED.value,
        )
    )


async def settle(
    session: AsyncSession,
    number: int,
    state: RequestState,
    at: datetime,
    *,
    by: int | None = None,
    before_deadline: bool | None = None,
) -> bool:
    """Answer a request; False where somebody was faster."""
    done = await session.execute(
        update(TicketRequestRow)
        .where(
            TicketRequestRow.id == number, TicketRequestRow.state == RequestState.ASKED.value
        )
        .values(
            state=state.value, decided_by=by, decided_at=at, before_deadline=before_deadline
        )
    )  # fmt: skip
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a CursorResult for UPDATE


async def drop(session: AsyncSession, ticket: int, at: datetime) -> None:
    """Nobody need answer any more: the ticket is in other hands, or over."""
    await session.execute(
        update(TicketRequestRow)
        .where(
            TicketRequestRow.ticket_id == ticket,
            TicketRequestRow.state == RequestState.ASKED.value,
        )
        .values(state=RequestState.DROPPED.value, decided_at=at)
    )


async def suspended(
    session: AsyncSession, sight: Sight, *, limit: int = 200
) -> Sequence[tuple[TicketRow, TicketRequestRow]]:
    """What is suspended now, and on which grounds; the earliest review first."""
    rows = await session.execute(
        select(TicketRow, TicketRequestRow)
        .join(TicketRequestRow, TicketRequestRow.ticket_id == TicketRow.id)
        .where(
            seen_by(sight),
            TicketRow.state == State.SUSPENDED.value,
            TicketRequestRow.kind == RequestKind.SUSPENSION.value,
            TicketRequestRow.state == RequestState.GRANTED.value,
            TicketRequestRow.decided_at == TicketRow.suspended_at,
        )
        .order_by(TicketRow.review_at, TicketRow.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]
