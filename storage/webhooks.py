"""Who outside wants to be told of tickets, and every message to them until it has arrived."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.webhooks import Hook
from storage.base import Base, Json

PAGE = 50


class WebhookRow(Base):
    """An address of another system's, and what it is told of."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    events: Mapped[list[Any]] = mapped_column(Json)
    community: Mapped[str | None] = mapped_column(comment="area code; empty = the whole street")
    secret: Mapped[str] = mapped_column(comment="sealed: it signs what is sent")
    old_secret: Mapped[str | None] = mapped_column(comment="sealed: signs as well until old_until")
    old_until: Mapped[datetime | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(comment="empty = it is told")
    why: Mapped[str] = mapped_column(default="", comment="why it ended by itself: gone (410)")


class DeliveryState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    ARRIVED = "arrived"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"
    """Its ticket has become nobody else's business, or nobody wants to be told any more."""


UNSETTLED = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)


class DeliveryRow(Base):
    """One message about one event: ids, never words or people. Deleted after thirty days."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("ix_webhook_deliveries_due", "state", "not_before"),
        Index("ix_webhook_deliveries_hook", "webhook_id", "id"),
        Index("ix_webhook_deliveries_old", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(unique=True, comment="webhook-id: the same at each try")
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    happened: Mapped[str]
    body: Mapped[str] = mapped_column(comment="as it is signed and sent")
    at: Mapped[datetime]
    not_before: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=DeliveryState.WAITING.value)
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None] = mapped_column(comment="what the other side answered last")
    why: Mapped[str] = mapped_column(default="", comment="why it did not arrive, as a code")


async def active(session: AsyncSession) -> tuple[Hook, ...]:
    """Everybody who is told, for the world."""
    rows = await session.scalars(
        select(WebhookRow).where(WebhookRow.ended_at.is_(None)).order_by(WebhookRow.id)
    )
    return tuple(Hook(row.id, frozenset(row.events), row.community) for row in rows)


async def hooks(session: AsyncSession, *, limit: int = 200) -> list[WebhookRow]:
    """All of them, those that are told first, then the newest first."""
    rows = await session.scalars(
        select(WebhookRow)
        .order_by(WebhookRow.ended_at.is_not(None), WebhookRow.id.desc())
        .limit(limit)
    )
    return list(rows)


async def hook(session: AsyncSession, number: int) -> WebhookRow | None:
    """One of them, locked where the database can."""
    return await session.scalar(select(WebhookRow).where(WebhookRow.id == number).with_for_update())


async def counts(session: AsyncSession) -> dict[int, dict[str, int]]:
    """How many messages stand where, by whom they are for."""
    rows = await session.execute(
        select(DeliveryRow.webhook_id, DeliveryRow.state, func.count())
        .group_by(DeliveryRow.webhook_id, DeliveryRow.state)
    )  # fmt: skip
    found: dict[int, dict[str, int]] = {}
    for number, state, count in rows:
        found.setdefault(number, {})[state] = count
    return found


async def page(session: AsyncSession, number: int, *, before: int | None) -> list[DeliveryRow]:
    """Messages to one of them, the newest first, and one more where there is a next page."""
    wanted = select(DeliveryRow).where(DeliveryRow.webhook_id == number)
    if before is not None:
        wanted = wanted.where(DeliveryRow.id < before)
    return list(await session.scalars(wanted.order_by(DeliveryRow.id.desc()).limit(PAGE + 1)))


async def delivery(session: AsyncSession, number: int, of: int) -> DeliveryRow | None:
    """One message to one of them."""
    return await session.scalar(
        select(DeliveryRow)
        .where(DeliveryRow.id == number, DeliveryRow.webhook_id == of)
        .with_for_update()
    )


async def due(session: AsyncSession, now: datetime, without: Collection[int]) -> list[int]:
    """The next message for each of them that has none under way."""
    rows = await session.scalars(
        select(func.min(DeliveryRow.id))
        .where(
            DeliveryRow.state == DeliveryState.WAITING.value,
            DeliveryRow.not_before <= now,
            DeliveryRow.webhook_id.not_in(without),
        )
        .group_by(DeliveryRow.webhook_id)
    )
    return [number for number in rows if number is not None]


async def claim(session: AsyncSession, numbers: Collection[int], at: datetime) -> list[DeliveryRow]:
    """Take messages for sending."""
    rows = await session.scalars(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(numbers), DeliveryRow.state == DeliveryState.WAITING.value)
        .values(state=DeliveryState.SENDING.value, tried_at=at)
        .returning(DeliveryRow)
    )
    return list(rows)


async def take_over(session: AsyncSession) -> None:
    """What a dead process had under way is sent again: its receiver knows it by its number."""
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.state == DeliveryState.SENDING.value)
        .values(state=DeliveryState.WAITING.value)
    )


async def drop(session: AsyncSession, of: int) -> None:
    """Tell somebody nothing more, not even what waits."""
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.webhook_id == of, DeliveryRow.state == DeliveryState.WAITING.value)
        .values(state=DeliveryState.DROPPED.value)
    )


async def given_up(session: AsyncSession, since: datetime) -> int:
    """How many messages to those who are still told did not arrive lately."""
    found = await session.scalar(
        select(func.count())
        .select_from(DeliveryRow)
        .join(WebhookRow, WebhookRow.id == DeliveryRow.webhook_id)
        .where(
            DeliveryRow.state == DeliveryState.GIVEN_UP.value,
            DeliveryRow.not_before >= since,
            WebhookRow.ended_at.is_(None),
        )
    )
    return found or 0


async def forget(session: AsyncSession, before: datetime) -> None:
    """Delete messages that are old enough, whatever became of them."""
    await session.execute(
        delete(DeliveryRow).where(
            DeliveryRow.at < before, DeliveryRow.state != DeliveryState.SENDING.value
        )
    )
