"""Where people were who scanned a poster: for a day their lines need not name the place."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.places import upsert_for


class StandingRow(Base):
    """The house or station whose poster somebody scanned last."""

    __tablename__ = "standing"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    place: Mapped[str] = mapped_column(
        comment="never a room; a line that names no place is about it, for 24 hours"
    )
    at: Mapped[datetime] = mapped_column(index=True)


async def stands(session: AsyncSession, person: int, since: datetime) -> StandingRow | None:
    """Where somebody said by a poster that they are, if that was lately."""
    row = await session.get(StandingRow, person)
    return row if row is not None and row.at > since else None


async def stand(session: AsyncSession, person: int, place: str, at: datetime) -> None:
    """Somebody is at this place now, and nowhere else."""
    insert = upsert_for(session)
    statement = insert(StandingRow).values(person_id=person, place=place, at=at)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id"], set_={"place": place, "at": at}
        )
    )


async def forget(
    session: AsyncSession, *, before: datetime | None = None, person: int | None = None
) -> int:
    """Nothing tells any more where somebody was: long ago, or this person at all."""
    gone = delete(StandingRow).returning(StandingRow.person_id)
    if before is not None:
        gone = gone.where(StandingRow.at < before)
    if person is not None:
        gone = gone.where(StandingRow.person_id == person)
    return len(list(await session.scalars(gone)))
