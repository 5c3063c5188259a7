"""Every act on record: who, when, what, from which channel. Append-only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json


class AuditRow(Base):
    """One act. A person erased on request stays here as a number without a name."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_actor_id", "actor_id", "id"),
        Index("ix_audit_act", "act", "id"),
    )

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the record."""

    actor: int | None = None
    act: str = ""
    subject: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    before: int | None = None
    """The row after which the page begins."""


async def page(session: AsyncSession, wanted: Wanted, *, limit: int) -> list[AuditRow]:
    """What is on record, the newest first, by an index whatever is looked for."""
    query = select(AuditRow)
    if wanted.actor is not None:
        query = query.where(AuditRow.actor_id == wanted.actor)
    if wanted.act:
        query = query.where(AuditRow.act == wanted.act)
    if wanted.subject:
        query = query.where(AuditRow.subject == wanted.subject)
    if wanted.begins is not None and wanted.ends is not None:
        query = query.where(AuditRow.at >= wanted.begins, AuditRow.at < wanted.ends)
    if wanted.before is not None:
        query = query.where(AuditRow.id < wanted.before)
    return list(await session.scalars(query.order_by(AuditRow.id.desc()).limit(limit)))


async def done_by(session: AsyncSession, act: str, subject: str) -> int | None:
    """Who did this last."""
    found: int | None = await session.scalar(
        select(AuditRow.actor_id)
        .where(AuditRow.subject == subject, AuditRow.act == act)
        .order_by(AuditRow.id.desc())
        .limit(1)
    )
    return found
