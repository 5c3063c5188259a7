"""Whistles: what was asked, whom it called, who came and what was agreed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.projects import PAGE, ShareRow
from storage.tickets.tables import TicketRow


class WhistleRow(Base):
    """Departments called to a matter that the street cannot finish alone."""

    __tablename__ = "whistles"
    __table_args__ = (
        Index("ix_whistles_community", "community", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(comment="masked words of the office")
    community: Mapped[str | None] = mapped_column(comment="area code: whose office sees it")
    urgency: Mapped[str]
    state: Mapped[str]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    blown_at: Mapped[datetime | None]
    arrive_by: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="", comment="masked: why it was refused")
    minutes: Mapped[str] = mapped_column(default="", comment="masked: what was agreed")
    met_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class WhistleTicketRow(Base):
    """A ticket that a whistle is about."""

    __tablename__ = "whistle_tickets"

    whistle_id: Mapped[int] = mapped_column(ForeignKey("whistles.id"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False, index=True
    )


class WhistleUnitRow(Base):
    """A department that was called."""

    __tablename__ = "whistle_units"
    __table_args__ = (UniqueConstraint("whistle_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    whistle_id: Mapped[int] = mapped_column(ForeignKey("whistles.id"))
    unit: Mapped[str]
    arrived_at: Mapped[datetime | None]
    mark: Mapped[int | None] = mapped_column(comment="1 to 5, by the community")
    their_mark: Mapped[int | None] = mapped_column(comment="1 to 5, of the community, by them")


async def whistle(session: AsyncSession, number: int) -> WhistleRow | None:
    """One whistle, locked where the database can."""
    return await session.scalar(select(WhistleRow).where(WhistleRow.id == number).with_for_update())


async def units(session: AsyncSession, number: int) -> list[WhistleUnitRow]:
    """Whom it called, in the order in which they were named."""
    rows = await session.scalars(
        select(WhistleUnitRow)
        .where(WhistleUnitRow.whistle_id == number)
        .order_by(WhistleUnitRow.id)
    )
    return list(rows)


async def tickets(session: AsyncSession, number: int) -> list[TicketRow]:
    """What it is about, the oldest first."""
    rows = await session.scalars(
        select(TicketRow)
        .join(WhistleTicketRow, WhistleTicketRow.ticket_id == TicketRow.id)
        .where(WhistleTicketRow.whistle_id == number)
        .order_by(TicketRow.id)
    )
    return list(rows)


async def of_ticket(session: AsyncSession, ticket: int) -> list[WhistleRow]:
    """The whistles about a ticket, the newest first."""
    rows = await session.scalars(
        select(WhistleRow)
        .join(WhistleTicketRow, WhistleTicketRow.whistle_id == WhistleRow.id)
        .where(WhistleTicketRow.ticket_id == ticket)
        .order_by(WhistleRow.id.desc())
        .limit(PAGE)
    )
    return list(rows)


async def called_before(session: AsyncSession, communities: Collection[str] | None) -> list[str]:
    """Departments that were called lately, to choose from."""
    query = (
        select(WhistleUnitRow.unit)
        .join(WhistleRow, WhistleRow.id == WhistleUnitRow.whistle_id)
        .order_by(WhistleUnitRow.id.desc())
        .limit(200)
    )
    if communities is not None:
        query = query.where(WhistleRow.community.in_(communities) if communities else false())
    return list(dict.fromkeys(await session.scalars(query)))[:20]


async def page(
    session: AsyncSession, person: int, communities: Collection[str] | None, *,
    before: int | None = None,
) -> Sequence[WhistleRow]:  # fmt: skip
    """Whistles that somebody may see, the newest first: their communities', those they asked for."""
    query = select(WhistleRow)
    if communities is not None:
        near = WhistleRow.community.in_(communities) if communities else false()
        part = select(ShareRow.whistle_id).where(ShareRow.person_id == person)
        query = query.where(or_(near, WhistleRow.asked_by == person, WhistleRow.id.in_(part)))
    if before is not None:
        query = query.where(WhistleRow.id < before)
    return list(await session.scalars(query.order_by(WhistleRow.id.desc()).limit(PAGE + 1)))
