"""How things stand right now, as counts alone: what the television in the hall may show."""

from sqlalchemy import func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.delays import RequestKind, RequestState
from domain.tickets.states import LIVE, State
from domain.wishes.states import WishState
from storage.figures.scope import NOBODY_COULD, WAS_CLOSED, Scope
from storage.tickets.tables import TicketRequestRow, TicketRow
from storage.wishes import WishRow

_LIVE = [state.value for state in sorted(LIVE)]


async def closed(session: AsyncSession, scope: Scope) -> int:
    """How many were closed in the time, whenever they were registered."""
    found = await session.scalar(
        select(func.count(TicketRow.id)).where(
            *scope.conditions,
            TicketRow.closed_at >= scope.start,
            TicketRow.closed_at < scope.end,
            WAS_CLOSED,
            not_(NOBODY_COULD),
        )
    )
    return int(found or 0)


async def open_by_category(session: AsyncSession, scope: Scope) -> dict[str, int]:
    """How many of each matter are not done yet."""
    rows = await session.execute(
        select(TicketRow.category, func.count())
        .where(*scope.conditions, TicketRow.state.in_(_LIVE))
        .group_by(TicketRow.category)
    )
    return {row[0]: int(row[1]) for row in rows}


async def suspended(session: AsyncSession, scope: Scope) -> dict[str, int]:
    """How many wait on which grounds."""
    rows = await session.execute(
        select(TicketRequestRow.grounds, func.count())
        .join(TicketRow, TicketRow.id == TicketRequestRow.ticket_id)
        .where(
            *scope.conditions,
            TicketRow.state == State.SUSPENDED.value,
            TicketRequestRow.kind == RequestKind.SUSPENSION.value,
            TicketRequestRow.state == RequestState.GRANTED.value,
            TicketRequestRow.decided_at == TicketRow.suspended_at,
        )
        .group_by(TicketRequestRow.grounds)
    )
    return {row[0] or "": int(row[1]) for row in rows}


async def on_offer(session: AsyncSession, scope: Scope) -> int:
    """How many micro wishes wait for somebody to take them."""
    found = await session.scalar(
        select(func.count(WishRow.ticket_id))
        .join(TicketRow, TicketRow.id == WishRow.ticket_id)
        .where(*scope.conditions, WishRow.state == WishState.PUBLISHED.value)
    )
    return int(found or 0)
