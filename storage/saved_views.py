"""Lists of tickets that somebody looks at often, each under a name of theirs."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.places import upsert_for


class SavedViewRow(Base):
    """One list that one member of staff opens by a press."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(
        comment="as its owner calls it; until they delete it or serve no more"
    )
    query: Mapped[str] = mapped_column(comment="what stands in the address of the list")
    saved_at: Mapped[datetime]


async def of(session: AsyncSession, person: int) -> list[SavedViewRow]:
    """Somebody's lists, in the order in which they were kept."""
    rows = await session.scalars(
        select(SavedViewRow).where(SavedViewRow.person_id == person).order_by(SavedViewRow.id)
    )
    return list(rows)


async def keep(session: AsyncSession, person: int, name: str, query: str, at: datetime) -> None:
    """Keep a list; the same name again is the list as it is now."""
    insert = upsert_for(session)
    await session.execute(
        insert(SavedViewRow)
        .values(person_id=person, name=name, query=query, saved_at=at)
        .on_conflict_do_update(index_elements=["person_id", "name"], set_={"query": query})
    )


async def drop(session: AsyncSession, person: int, number: int) -> bool:
    """Delete one of somebody's own lists; False where there is none."""
    gone = await session.scalar(
        delete(SavedViewRow)
        .where(SavedViewRow.id == number, SavedViewRow.person_id == person)
        .returning(SavedViewRow.id)
    )
    return gone is not None
