"""What could not be told to somebody who was away, and is still worth telling."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import Address, Op, Priority
from storage.outbox import OutboxRow, SendState
from storage.tickets.queries import LIVE_STATES
from storage.tickets.tables import TicketRow


async def lost(
    session: AsyncSession, person: int, where: Address, now: datetime
) -> list[OutboxRow]:
    """Messages that came back from this chat, or for which there was none, the oldest first.

    About tickets that still live; no announcements, and nothing that is stale.
    """
    refused = and_(
        OutboxRow.state == SendState.UNREACHABLE.value,
        OutboxRow.channel == where.channel,
        OutboxRow.chat == where.chat,
    )
    homeless = and_(
        OutboxRow.state == SendState.PERSON.value,
        OutboxRow.channel == "none",
        OutboxRow.person_id == person,
    )
    rows = await session.scalars(
        select(OutboxRow)
        .join(TicketRow, TicketRow.id == OutboxRow.ticket_id)
        .where(
            or_(refused, homeless),
            OutboxRow.op == Op.SEND.value,
            OutboxRow.group.is_(False),
            OutboxRow.priority != Priority.BROADCAST,
            or_(OutboxRow.stale_at.is_(None), OutboxRow.stale_at > now),
            TicketRow.state.in_(LIVE_STATES),
        )
        .order_by(OutboxRow.id)
    )
    return list(rows)


async def send_again(session: AsyncSession, rows: Sequence[int], now: datetime) -> None:
    """Let messages that came back leave once more."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(rows), OutboxRow.state == SendState.UNREACHABLE.value)
        .values(state=SendState.WAITING.value, not_before=now, attempts=0, why="")
    )


async def lay_down(session: AsyncSession, rows: Sequence[int]) -> None:
    """Nobody need pass these on any more: their person has been told otherwise."""
    states = (SendState.UNREACHABLE.value, SendState.PERSON.value)
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(rows), OutboxRow.state.in_(states))
        .values(state=SendState.DROPPED.value, why="told_again")
    )
