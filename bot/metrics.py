"""A few numbers for whoever watches the machine; none about people."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.inbox import InboxRow
from storage.outbox import OutboxRow
from storage.tickets.queries import LIVE_STATES
from storage.tickets.tables import TicketRow
from storage.webhooks import DeliveryRow

ROWS = (("inbox", InboxRow), ("outbox", OutboxRow), ("webhooks", DeliveryRow))


async def measured(session: AsyncSession, now: datetime) -> str:
    """The numbers in the text form that Prometheus reads."""
    lines = []
    for name, table in ROWS:
        rows = await session.execute(
            select(table.state, func.count()).group_by(table.state).order_by(table.state)
        )
        lines += [f'huying_{name}_rows{{state="{state}"}} {count}' for state, count in rows]
    open_tickets = await session.scalar(
        select(func.count()).select_from(TicketRow).where(TicketRow.state.in_(LIVE_STATES))
    )
    overdue = await session.scalar(
        select(func.count())
        .select_from(TicketRow)
        .where(TicketRow.state.in_(LIVE_STATES), TicketRow.finish_by < now)
    )
    lines += [f"huying_tickets_open {open_tickets}", f"huying_tickets_overdue {overdue}"]
    return "\n".join(lines) + "\n"
