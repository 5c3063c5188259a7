"""Several messages told as one: which may be, which were, and what becomes of them with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import Op, Priority
from domain.tickets.kinds import Sensitivity, Tier
from storage.outbox import OutboxRow, SendState
from storage.questions import QuestionRow
from storage.tickets.tables import TicketRow

URGENT = tuple(tier.value for tier in Tier if tier.urgent)
TOLD = (Priority.ANSWER, Priority.TASK, Priority.REMINDER)


async def together(session: AsyncSession, person: int, at: datetime) -> list[OutboxRow]:
    """What leaves for one person at this moment and may be one message; locked where possible.

    Never what is urgent or sensitive, what asks for plain words, or what carries a number.
    """
    asks = exists().where(QuestionRow.outbox_key == OutboxRow.key, QuestionRow.by_words)
    rows = await session.scalars(
        select(OutboxRow)
        .join(TicketRow, TicketRow.id == OutboxRow.ticket_id)
        .where(
            OutboxRow.person_id == person,
            OutboxRow.state == SendState.WAITING.value,
            OutboxRow.not_before == at,
            OutboxRow.op == Op.SEND.value,
            OutboxRow.group.is_(False),
            OutboxRow.attempts == 0,
            OutboxRow.priority.in_([int(kind) for kind in TOLD]),
            OutboxRow.sealed.is_(None),
            or_(OutboxRow.stale_at.is_(None), OutboxRow.stale_at >= at),
            TicketRow.tier.not_in(URGENT),
            TicketRow.sensitivity != Sensitivity.SENSITIVE.value,
            ~asks,
        )
        .order_by(OutboxRow.priority, OutboxRow.id)
        .with_for_update(of=OutboxRow, skip_locked=True)
    )
    return list(rows)


def bundle(rows: Sequence[OutboxRow], key: str) -> None:
    """These are told as lines of the message with this key; they stay on record."""
    for row in rows:
        row.state, row.told_in = SendState.BUNDLED.value, key


async def arrived(session: AsyncSession, key: str, at: datetime) -> None:
    """The message that told them has arrived."""
    await session.execute(update(OutboxRow).where(OutboxRow.told_in == key).values(sent_at=at))


async def came_apart(session: AsyncSession, key: str, state: str, why: str) -> bool:
    """The message that told them did not arrive: each is a message of its own again, with its fate."""
    rows = await session.scalars(
        update(OutboxRow)
        .where(OutboxRow.told_in == key, OutboxRow.state == SendState.BUNDLED.value)
        .values(state=state, why=why, told_in=None)
        .returning(OutboxRow.id)
    )
    return bool(list(rows))
