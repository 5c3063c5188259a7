"""Where the community's services are and when they are open, and what it answers to questions."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class ServiceRow(Base):
    """A station or counter and its hours."""

    __tablename__ = "services"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")


class HandbookRow(Base):
    """A question residents ask, its answer, and where the answer comes from."""

    __tablename__ = "handbook"

    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None]


async def stations(session: AsyncSession) -> list[ServiceRow]:
    """All stations and counters."""
    return list(await session.scalars(select(ServiceRow).order_by(ServiceRow.code)))


async def handbook(session: AsyncSession) -> list[HandbookRow]:
    """All questions that have an answer."""
    return list(await session.scalars(select(HandbookRow)))
