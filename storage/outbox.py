"""Messages to send: rows until they are delivered or given up on visibly."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json


class SendState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    """It may have arrived: a human looks, nobody repeats it."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    PERSON = "person"
    """A human has to send it, the text is ready to copy."""
    DROPPED = "dropped"
    """Overtaken before it left: a late answer nobody needs any more."""
    DONE_BY_PERSON = "done_by_person"


class OutboxRow(Base):
    """One thing to say or do; the UNIQUE key says why it exists."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "state", "priority", "id"),
        Index("ix_outbox_lane", "channel", "chat", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str] = mapped_column(comment="'none' where nobody can be reached")
    chat: Mapped[str]
    thread: Mapped[str | None]
    group: Mapped[bool] = mapped_column(default=False)
    op: Mapped[str]
    priority: Mapped[int]
    text: Mapped[str]
    target: Mapped[str | None]
    target_key: Mapped[str | None] = mapped_column(
        comment="edit or delete what the outbox row with this key became"
    )
    reply_to: Mapped[str | None]
    choices: Mapped[list[Any]] = mapped_column(
        Json, default=list, comment="rows of token, label, url"
    )
    attachments: Mapped[list[Any]] = mapped_column(Json, default=list)
    emoji: Mapped[str] = mapped_column(default="")
    silent: Mapped[bool] = mapped_column(default=False)
    moment: Mapped[str] = mapped_column(comment="the template")
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    announcement_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    stale_at: Mapped[datetime | None] = mapped_column(comment="not sent after this instant")
    state: Mapped[str] = mapped_column(default=SendState.WAITING.value)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    message: Mapped[str | None] = mapped_column(comment="the platform's id of what was sent")
    why: Mapped[str] = mapped_column(default="", comment="why it could not be delivered")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]


class PauseRow(Base):
    """A pause that a platform asked for, kept so that a restart does not run into the ban."""

    __tablename__ = "pauses"

    channel: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True, comment="'*' = all chats of the channel")
    until: Mapped[datetime]


BY_HAND = (
    SendState.PERSON.value,
    SendState.UNKNOWN.value,
    SendState.REFUSED.value,
    SendState.UNREACHABLE.value,
)


async def of_ticket(session: AsyncSession, ticket: int) -> list[OutboxRow]:
    """Who was told what about a ticket, and whether it arrived; the oldest first."""
    rows = await session.scalars(
        select(OutboxRow)
        .where(OutboxRow.ticket_id == ticket, OutboxRow.op == "send")
        .order_by(OutboxRow.id)
    )
    return list(rows)


async def by_hand(session: AsyncSession, *, limit: int = 100) -> list[OutboxRow]:
    """Messages that a human has to send or look after, the most urgent first."""
    rows = await session.scalars(
        select(OutboxRow)
        .where(OutboxRow.state.in_(BY_HAND), OutboxRow.op == "send")
        .order_by(OutboxRow.priority, OutboxRow.id)
        .limit(limit)
    )
    return list(rows)
