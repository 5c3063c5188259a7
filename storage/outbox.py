"""Messages to send: rows until they are delivered or given up on visibly."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.base import Base, Json
from storage.places import upsert_for


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
        {"sqlite_autoincrement": True},  # a number is never given twice
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


async def due_lanes(
    session: AsyncSession, channels: list[str], now: datetime, *, limit: int = 64
) -> list[OutboxRow]:
    """The next message of each chat that is due, the most urgent chats first.

    Inside a chat order is kept, but a more urgent message goes before a broadcast that waits. An
    edit of a message that has not left yet waits for it.
    """
    original = aliased(OutboxRow)
    unsent = (
        select(original.id)
        .where(
            original.key == OutboxRow.target_key,
            original.state.in_([SendState.WAITING.value, SendState.SENDING.value]),
        )
        .exists()
    )
    place = func.row_number().over(
        partition_by=(OutboxRow.channel, OutboxRow.chat),
        order_by=(OutboxRow.priority, OutboxRow.id),
    )
    ranked = (
        select(OutboxRow.id, place.label("place"))
        .where(
            OutboxRow.state == SendState.WAITING.value,
            OutboxRow.not_before <= now,
            OutboxRow.channel.in_(channels),
            ~unsent,
        )
        .subquery()
    )
    rows = await session.scalars(
        select(OutboxRow)
        .join(ranked, ranked.c.id == OutboxRow.id)
        .where(ranked.c.place == 1)
        .order_by(OutboxRow.priority, OutboxRow.id)
        .limit(limit)
    )
    return list(rows)


async def claim(session: AsyncSession, rows: list[int], by: str, at: datetime) -> set[int]:
    """Take rows for sending; another process may have been faster with some."""
    taken = await session.scalars(
        update(OutboxRow)
        .where(OutboxRow.id.in_(rows), OutboxRow.state == SendState.WAITING.value)
        .values(state=SendState.SENDING.value, claimed_by=by, claimed_at=at)
        .returning(OutboxRow.id)
    )
    return set(taken)


async def orphans(session: AsyncSession, before: datetime | None) -> list[OutboxRow]:
    """Rows that a process took and never settled: it died in between."""
    query = select(OutboxRow).where(OutboxRow.state == SendState.SENDING.value)
    if before is not None:
        query = query.where(OutboxRow.claimed_at < before)
    return list(await session.scalars(query))


async def became(session: AsyncSession, key: str) -> OutboxRow | None:
    """The row with this key: what an edit or a deletion is about."""
    return await session.scalar(select(OutboxRow).where(OutboxRow.key == key))


async def next_due(session: AsyncSession, after: datetime) -> datetime | None:
    """The next instant at which a held message may leave."""
    return await session.scalar(
        select(func.min(OutboxRow.not_before)).where(
            OutboxRow.state == SendState.WAITING.value, OutboxRow.not_before > after
        )
    )


async def idle(session: AsyncSession, now: datetime) -> bool:
    """Whether nothing is left that could be sent now."""
    found = await session.scalar(
        select(OutboxRow.id)
        .where(
            or_(
                OutboxRow.state == SendState.SENDING.value,
                (OutboxRow.state == SendState.WAITING.value) & (OutboxRow.not_before <= now),
            ),
            OutboxRow.channel != "none",
        )
        .limit(1)
    )
    return found is None


async def pauses(session: AsyncSession) -> dict[tuple[str, str], datetime]:
    """Pauses that platforms asked for, by channel and chat (`*` = all of them)."""
    rows = await session.scalars(select(PauseRow))
    return {(row.channel, row.chat): row.until for row in rows}


async def pause(session: AsyncSession, channel: str, chat: str, until: datetime) -> None:
    """Remember a pause, so that a restart does not run into it."""
    insert = upsert_for(session)
    statement = insert(PauseRow).values(channel=channel, chat=chat, until=until)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["channel", "chat"], set_={"until": until})
    )
