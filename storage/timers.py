"""What is due and when: one row a due moment, so that nothing depends on a process being awake."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json
from storage.places import add_once, upsert_for

AT_ONCE = 500  # rows of one statement


class TimerRow(Base):
    """A due moment: `kind` names the handler, the UNIQUE key says why it exists."""

    __tablename__ = "timers"
    __table_args__ = (
        Index("ix_timers_due", "done_at", "due_at"),
        {"sqlite_autoincrement": True},  # a number is never given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="", comment="what it is about", index=True)
    due_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    done_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    parked: Mapped[bool] = mapped_column(default=False)


async def set_timer(
    session: AsyncSession,
    key: str,
    kind: str,
    due_at: datetime,
    *,
    subject: str = "",
    **facts: Any,
) -> bool:
    """Remember a due moment; the same key twice is one moment. Tells whether it is new."""
    made = await add_once(
        session, TimerRow, "key", key=key, kind=kind, subject=subject, due_at=due_at, facts=facts
    )
    return made is not None


def timer(key: str, kind: str, due_at: datetime, **facts: Any) -> dict[str, Any]:
    """A due moment to be remembered with others."""
    return {
        "key": key, "kind": kind, "subject": "", "due_at": due_at, "facts": facts, "attempts": 0,
        "parked": False,
    }  # fmt: skip


async def set_timers(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Remember many due moments at once; what is there already stays as it is."""
    insert = upsert_for(session)
    for first in range(0, len(rows), AT_ONCE):
        made = insert(TimerRow).values(list(rows[first : first + AT_ONCE]))
        await session.execute(made.on_conflict_do_nothing(index_elements=["key"]))


async def next_due(session: AsyncSession) -> datetime | None:
    """The earliest due moment that has not been lived yet."""
    return await session.scalar(
        select(func.min(TimerRow.due_at)).where(TimerRow.done_at.is_(None), ~TimerRow.parked)
    )


async def due(session: AsyncSession, now: datetime, *, limit: int = 1) -> list[TimerRow]:
    """What is due now, the earliest first; locked where the database can: none runs twice."""
    rows = await session.scalars(
        select(TimerRow)
        .where(TimerRow.done_at.is_(None), ~TimerRow.parked, TimerRow.due_at <= now)
        .order_by(TimerRow.due_at, TimerRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(rows)


async def same_minute(
    session: AsyncSession, timer: TimerRow, now: datetime, *, limit: int = 200
) -> list[TimerRow]:
    """What else of its kind is due at the minute of a moment, and has not been tried yet."""
    minute = timer.due_at.replace(second=0, microsecond=0)
    until = min(now, minute + timedelta(seconds=59, microseconds=999_999))
    rows = await session.scalars(
        select(TimerRow)
        .where(
            TimerRow.kind == timer.kind, TimerRow.id != timer.id, TimerRow.done_at.is_(None),
            ~TimerRow.parked, TimerRow.attempts == 0, TimerRow.due_at.between(minute, until),
        )
        .order_by(TimerRow.id)
        .limit(limit)
    )  # fmt: skip
    return list(rows)


async def waiting(session: AsyncSession, subject: str) -> list[TimerRow]:
    """What is still due about a subject, the earliest first."""
    rows = await session.scalars(
        select(TimerRow)
        .where(TimerRow.subject == subject, TimerRow.done_at.is_(None))
        .order_by(TimerRow.due_at, TimerRow.id)
    )
    return list(rows)


async def cancel(session: AsyncSession, subject: str, at: datetime) -> None:
    """Nothing more is due about this subject."""
    await session.execute(
        update(TimerRow)
        .where(TimerRow.subject == subject, TimerRow.done_at.is_(None))
        .values(done_at=at)
    )
