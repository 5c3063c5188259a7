"""One person's many reports: how many there were, and which of them wait to be told together."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.kinds import Sensitivity
from domain.tickets.states import Act, State
from storage.tickets.tables import TicketEventRow, TicketRow


async def reported_since(session: AsyncSession, person: int, since: datetime) -> int:
    """How many things this person has reported since then."""
    found = await session.scalar(
        select(func.count())
        .select_from(TicketRow)
        .where(TicketRow.reporter_id == person, TicketRow.created_at > since)
    )
    return int(found or 0)


async def held_back(
    session: AsyncSession, person: int, since: datetime, until: datetime
) -> list[tuple[TicketRow, set[int]]]:
    """What nobody has been told of yet and nobody has taken, with whom it waits for."""
    rows = await session.execute(
        select(TicketRow, TicketEventRow.facts)
        .join(TicketEventRow, TicketEventRow.ticket_id == TicketRow.id)
        .where(
            TicketRow.reporter_id == person,
            TicketRow.created_at >= since,
            TicketRow.created_at < until,
            TicketRow.state == State.ASSIGNED.value,
            TicketEventRow.act == Act.ASSIGN.value,
        )
        .order_by(TicketRow.id)
    )
    return [(ticket, set(facts["told"])) for ticket, facts in rows if facts.get("held")]


async def registered(
    session: AsyncSession, begins: datetime, ends: datetime, *, community: str | None, limit: int
) -> list[TicketRow]:
    """What was registered between two instants, in one community or everywhere; nothing sensitive."""
    query = select(TicketRow).where(
        TicketRow.created_at >= begins, TicketRow.created_at < ends,
        TicketRow.sensitivity != Sensitivity.SENSITIVE.value,
    )  # fmt: skip
    if community is not None:
        query = query.where(TicketRow.community == community)
    rows = await session.scalars(query.order_by(TicketRow.created_at, TicketRow.id).limit(limit))
    return list(rows)
