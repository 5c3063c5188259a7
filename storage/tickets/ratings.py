"""What residents thought of how it was done: a changed mind is one more row, the newest counts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class TicketRatingRow(Base):
    """How content somebody was with a ticket, and who asked them; only its reason may follow later."""

    __tablename__ = "ticket_ratings"
    __table_args__ = (Index("ix_ticket_ratings_ticket", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), comment="whose rating; a number without a name"
    )
    rating: Mapped[str] = mapped_column(comment="content, so_so or not_content")
    reason: Mapped[str | None] = mapped_column(
        comment="why not: not_done … outside, unclear; never shown to owner or doer"
    )
    channel: Mapped[str] = mapped_column(comment="where it was said; call = told on the phone")
    asked_by: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), comment="who asked; empty = huying itself"
    )
    at: Mapped[datetime]


async def of_ticket(session: AsyncSession, ticket: int) -> list[TicketRatingRow]:
    """All ratings of a ticket, the oldest first."""
    rows = await session.scalars(
        select(TicketRatingRow)
        .where(TicketRatingRow.ticket_id == ticket)
        .order_by(TicketRatingRow.id)
    )
    return list(rows)


async def explain(session: AsyncSession, ticket: int, why: str) -> bool:
    """The reason of the newest rating, which was asked for after it; False where it stands there."""
    await session.flush()
    newest = await session.scalar(
        select(TicketRatingRow)
        .where(TicketRatingRow.ticket_id == ticket)
        .order_by(TicketRatingRow.id.desc())
        .limit(1)
    )
    if newest is None or newest.reason == why:
        return False
    newest.reason = why
    return True
