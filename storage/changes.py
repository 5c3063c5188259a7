"""Changes of who is responsible, planned for a day that lies ahead, and what became of them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json

LISTED = 100
WAITING, DONE, CANCELLED, FAILED = "waiting", "done", "cancelled", "failed"


class ChangeRow(Base):
    """One change of who is responsible: ids and codes, never names."""

    __tablename__ = "planned_changes"
    __table_args__ = (Index("ix_planned_changes_state", "state", "day", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="cover, uncover, give, end, deputy")
    community: Mapped[str | None] = mapped_column(comment="whose it is; empty = the street's")
    area: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, comment="ids and codes")
    day: Mapped[date] = mapped_column(comment="from the beginning of this day")
    move: Mapped[bool] = mapped_column(default=False, comment="open tickets go along")
    why: Mapped[str] = mapped_column(
        default="", comment="the office's own reason, masked; kept as part of the record"
    )
    state: Mapped[str] = mapped_column(default=WAITING, comment="waiting, done, cancelled, failed")
    fault: Mapped[str] = mapped_column(default="", comment="why it could not be done, by code")
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


def _of(communities: Collection[str] | None) -> Any:
    """Whose changes somebody sees; None is the street, which sees all."""
    if communities is None:
        return ChangeRow.id.is_not(None)
    return ChangeRow.community.in_(sorted(communities))


async def coming(session: AsyncSession, communities: Collection[str] | None) -> list[ChangeRow]:
    """What lies ahead, and what could not be done; the next first."""
    rows = await session.scalars(
        select(ChangeRow)
        .where(_of(communities), or_(ChangeRow.state == WAITING, ChangeRow.state == FAILED))
        .order_by(ChangeRow.day, ChangeRow.id)
        .limit(LISTED)
    )
    return list(rows)


async def planned(session: AsyncSession, until: date) -> list[ChangeRow]:
    """What waits for a day up to this one, in the order in which it will be done."""
    rows = await session.scalars(
        select(ChangeRow)
        .where(ChangeRow.state == WAITING, ChangeRow.day <= until)
        .order_by(ChangeRow.day, ChangeRow.id)
        .limit(LISTED)
    )
    return list(rows)


async def change(session: AsyncSession, number: int) -> ChangeRow | None:
    """One change, locked for whoever settles it."""
    return await session.get(ChangeRow, number, with_for_update=True)


async def cancel(
    session: AsyncSession, number: int, communities: Collection[str] | None, at: datetime
) -> bool:
    """Call a change off; False where it is done already, or not theirs."""
    found = await session.scalar(
        update(ChangeRow)
        .where(ChangeRow.id == number, _of(communities), ChangeRow.state.in_((WAITING, FAILED)))
        .values(state=CANCELLED, settled_at=at)
        .returning(ChangeRow.id)
    )
    return found is not None
