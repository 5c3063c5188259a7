"""Every act on record: who, when, what, from which channel. Append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json


class AuditRow(Base):
    """One act. A person erased on request stays here as a number without a name."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(comment="empty = huying or the command line")
    act: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    channel: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, comment="ids, never words")


async def records(
    session: AsyncSession, act: str, begins: datetime, ends: datetime
) -> list[AuditRow]:
    """What is on record of one act between two instants, the oldest first."""
    rows = await session.scalars(
        select(AuditRow)
        .where(AuditRow.act == act, AuditRow.at >= begins, AuditRow.at < ends)
        .order_by(AuditRow.id)
    )
    return list(rows)
