"""Updates that may matter, stored before the platform is told that they arrived."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json
from storage.places import upsert_for

OPEN, DONE, PARKED = "open", "done", "parked"


class InboxRow(Base):
    """One fact from a channel. Its text leaves the row when the row is done."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "key"),
        # Platforms start new update numbers after idle days: a message is known by its own id, too.
        UniqueConstraint("channel", "account", "said"),
        Index("ix_inbox_open", "state", "channel", "chat", "id"),
        {"sqlite_autoincrement": True},  # a number is never given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    account: Mapped[str]
    key: Mapped[str]
    said: Mapped[str | None] = mapped_column(comment="chat/message for new messages")
    chat: Mapped[str]
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="masked; empty once done")
    contact: Mapped[str | None] = mapped_column(comment="sealed phone number; empty once done")
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open", comment="open, done or parked")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(comment="the fault's type and place, no text")


class OffsetRow(Base):
    """The next update to ask an account's platform for."""

    __tablename__ = "offsets"

    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    next: Mapped[int]


async def next_offset(session: AsyncSession, channel: str, account: str) -> int:
    """The next update to ask for; 0 where nothing has been asked yet."""
    found = await session.get(OffsetRow, (channel, account))
    return found.next if found else 0


async def last_heard(session: AsyncSession, channel: str, account: str) -> datetime | None:
    """When something was last stored for an account; None where nothing was."""
    newest = select(InboxRow.received_at).where(
        InboxRow.channel == channel, InboxRow.account == account
    )
    return await session.scalar(newest.order_by(InboxRow.id.desc()).limit(1))


async def store(session: AsyncSession, rows: list[dict[str, Any]]) -> int:
    """Keep what may matter; repeats, by key or by message, are dropped. Tells how many are new."""
    if not rows:
        return 0
    insert = upsert_for(session)
    made = await session.scalars(
        insert(InboxRow).values(rows).on_conflict_do_nothing().returning(InboxRow.id)
    )
    return len(list(made))


async def move_offset(session: AsyncSession, channel: str, account: str, following: int) -> None:
    insert = upsert_for(session)
    statement = insert(OffsetRow).values(channel=channel, account=account, next=following)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["channel", "account"], set_={"next": following}
        )
    )


async def waiting_chats(
    session: AsyncSession, now: datetime, *, limit: int = 64
) -> list[tuple[str, str]]:
    """Chats whose oldest open row is due: one lane each, the longest waiting first.

    A row that waits for its next try holds its chat back: nothing overtakes inside a chat.
    """
    oldest = (
        select(func.min(InboxRow.id))
        .where(InboxRow.state == OPEN)
        .group_by(InboxRow.channel, InboxRow.chat)
    )
    rows = await session.execute(
        select(InboxRow.channel, InboxRow.chat)
        .where(
            InboxRow.id.in_(oldest), or_(InboxRow.not_before.is_(None), InboxRow.not_before <= now)
        )
        .order_by(InboxRow.id)
        .limit(limit)
    )
    return [(row.channel, row.chat) for row in rows]


async def oldest(session: AsyncSession, channel: str, chat: str) -> InboxRow | None:
    """The row of a chat whose turn it is."""
    return await session.scalar(
        select(InboxRow)
        .where(InboxRow.state == OPEN, InboxRow.channel == channel, InboxRow.chat == chat)
        .order_by(InboxRow.id)
        .limit(1)
    )


async def lane(
    session: AsyncSession, channel: str, chat: str, *, limit: int = 10
) -> list[InboxRow]:
    """The rows of a chat that wait, the one whose turn it is first."""
    rows = await session.scalars(
        select(InboxRow)
        .where(InboxRow.state == OPEN, InboxRow.channel == channel, InboxRow.chat == chat)
        .order_by(InboxRow.id)
        .limit(limit)
    )
    return list(rows)


async def parked(session: AsyncSession, *, limit: int = 100) -> list[InboxRow]:
    """What failed five times and waits for somebody to look."""
    rows = await session.scalars(
        select(InboxRow).where(InboxRow.state == PARKED).order_by(InboxRow.id).limit(limit)
    )
    return list(rows)


async def reopen(session: AsyncSession, row: int) -> bool:
    """Let a parked row be tried once more."""
    done = await session.execute(
        update(InboxRow)
        .where(InboxRow.id == row, InboxRow.state == PARKED)
        .values(state=OPEN, attempts=0, not_before=None)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a CursorResult for UPDATE


async def idle(session: AsyncSession, now: datetime) -> bool:
    """Whether nothing is open that could be handled now."""
    found = await session.scalar(
        select(InboxRow.id)
        .where(
            InboxRow.state == OPEN, or_(InboxRow.not_before.is_(None), InboxRow.not_before <= now)
        )
        .limit(1)
    )
    return found is None


async def next_due(session: AsyncSession, after: datetime) -> datetime | None:
    """The next instant at which something is tried again."""
    return await session.scalar(
        select(func.min(InboxRow.not_before)).where(
            InboxRow.state == OPEN, InboxRow.not_before > after
        )
    )


async def known(session: AsyncSession, channel: str, chat: str, message: str) -> bool:
    """Whether a message was stored, even where nothing has come of it yet."""
    found = await session.scalar(
        select(InboxRow.id)
        .where(InboxRow.channel == channel, InboxRow.said == said_key(chat, message))
        .limit(1)
    )
    return found is not None


def said_key(chat: str, message: str) -> str:
    """How a message is known, whatever number its update had."""
    return f"{chat}/{message}"
