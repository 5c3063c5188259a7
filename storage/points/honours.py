"""The year's appraisal as far as it is kept: what is posted, who decided it, who agrees to be named."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.places import add_once, upsert_for


class HonourListRow(Base):
    """A community's candidates of a year: posted for seven days, then decided by a person."""

    __tablename__ = "honour_lists"
    __table_args__ = (UniqueConstraint("community", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[str]
    year: Mapped[int]
    token: Mapped[str] = mapped_column(unique=True)
    listed_on: Mapped[date]
    counts_on: Mapped[date] = mapped_column(comment="from this day on it is shown no more")
    posted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class HonourRow(Base):
    """Whether a household that a year's appraisal proposes agrees to be named."""

    __tablename__ = "honours"
    __table_args__ = (UniqueConstraint("year", "household"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    household: Mapped[str] = mapped_column(ForeignKey("households.code"))
    agrees: Mapped[bool]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    noted_at: Mapped[datetime]


async def consents(session: AsyncSession, year: int) -> dict[str, bool]:
    """What households have said to being named for a year."""
    rows = await session.execute(
        select(HonourRow.household, HonourRow.agrees).where(HonourRow.year == year)
    )
    return {row.household: row.agrees for row in rows}


async def put_consent(
    session: AsyncSession, year: int, household: str, *, agrees: bool, by: int | None, at: datetime
) -> None:
    """Keep what a household says last."""
    insert = upsert_for(session)
    said = {"agrees": agrees, "noted_by": by, "noted_at": at}
    await session.execute(
        insert(HonourRow)
        .values(year=year, household=household, **said)
        .on_conflict_do_update(index_elements=["year", "household"], set_=said)
    )


async def add_honours(session: AsyncSession, **values: Any) -> HonourListRow | None:
    """A community's posting of a year; None where it has been posted already."""
    number = await add_once(session, HonourListRow, "community", "year", **values)
    return await session.get(HonourListRow, number) if number is not None else None


async def honours_of(
    session: AsyncSession, community: str, year: int, *, held: bool = False
) -> HonourListRow | None:
    """What a community has posted of a year."""
    query = select(HonourListRow).where(
        HonourListRow.community == community, HonourListRow.year == year
    )
    if held:
        query = query.with_for_update().execution_options(populate_existing=True)
    row: HonourListRow | None = await session.scalar(query)
    return row


async def honours_by_token(session: AsyncSession, token: str) -> HonourListRow | None:
    """The posting at a public address."""
    row: HonourListRow | None = await session.scalar(
        select(HonourListRow).where(HonourListRow.token == token)
    )
    return row
