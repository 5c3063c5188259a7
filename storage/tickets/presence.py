"""Who has a ticket's page open right now: seen for less than a minute, and not kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.people import PersonRow
from storage.places import upsert_for

FORGOTTEN_AFTER = timedelta(seconds=40)
"""A page says every 15 seconds that it is still open: two may be lost on the way."""


class PresenceRow(Base):
    """Somebody has the page of a ticket open."""

    __tablename__ = "presence"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"),
        primary_key=True,
        comment="staff: colleagues see each other on one ticket; gone with the next look anywhere",
    )
    since: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A colleague who has the same page open."""

    name: str
    since: datetime


async def look(session: AsyncSession, ticket: int, person: int, now: datetime) -> None:
    """Somebody has a ticket's page open; whoever has not been seen for long is forgotten."""
    await session.execute(delete(PresenceRow).where(PresenceRow.seen_at < now - FORGOTTEN_AFTER))
    insert = upsert_for(session)
    await session.execute(
        insert(PresenceRow)
        .values(ticket_id=ticket, person_id=person, since=now, seen_at=now)
        .on_conflict_do_update(index_elements=["ticket_id", "person_id"], set_={"seen_at": now})
    )


async def others(session: AsyncSession, ticket: int, person: int, now: datetime) -> list[Onlooker]:
    """Who else has this ticket's page open, the first one first."""
    rows = await session.execute(
        select(PersonRow.name, PresenceRow.since)
        .join(PresenceRow, PresenceRow.person_id == PersonRow.id)
        .where(
            PresenceRow.ticket_id == ticket,
            PresenceRow.person_id != person,
            PresenceRow.seen_at >= now - FORGOTTEN_AFTER,
        )
        .order_by(PresenceRow.since, PresenceRow.person_id)
    )
    return [Onlooker(row.name or "", row.since) for row in rows]
