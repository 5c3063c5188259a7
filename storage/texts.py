"""Huying's sentences in a deployment's own words, and every change of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.audit import AuditRow
from storage.base import Base
from storage.places import upsert_for

FAILED = "text.failed"


class TextRow(Base):
    """One change of a sentence; the newest holds. Only ever added to."""

    __tablename__ = "texts"
    __table_args__ = (UniqueConstraint("locale", "moment", "follows"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    locale: Mapped[str]
    moment: Mapped[str]
    source: Mapped[str | None] = mapped_column(comment="empty = the words that come with huying")
    follows: Mapped[int] = mapped_column(comment="the change before it, 0 for the first: one each")
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), comment="who changed it, a number once the person is erased"
    )


async def add(session: AsyncSession, change: TextRow) -> bool:
    """Put a change behind the one it follows; False where somebody else's came first."""
    values = {
        column.key: getattr(change, column.key)
        for column in TextRow.__table__.columns
        if column.key != "id"
    }
    insert = upsert_for(session)
    made = await session.scalar(
        insert(TextRow).values(**values)
        .on_conflict_do_nothing(index_elements=["locale", "moment", "follows"])
        .returning(TextRow.id)
    )  # fmt: skip
    return made is not None


async def present(session: AsyncSession, moment: str, locale: str) -> TextRow | None:
    """The newest change of a sentence."""
    return await session.scalar(
        select(TextRow)
        .where(TextRow.locale == locale, TextRow.moment == moment)
        .order_by(TextRow.id.desc())
        .limit(1)
    )


async def all_present(session: AsyncSession) -> list[TextRow]:
    """Every sentence that is said in other words than those that come with huying."""
    newest = select(func.max(TextRow.id)).group_by(TextRow.locale, TextRow.moment)
    rows = await session.scalars(
        select(TextRow)
        .where(TextRow.id.in_(newest), TextRow.source.is_not(None))
        .order_by(TextRow.id)
    )
    return list(rows)


async def history(
    session: AsyncSession, moment: str, locale: str, *, limit: int
) -> Sequence[TextRow]:
    """The changes of a sentence, the newest first."""
    rows = await session.scalars(
        select(TextRow)
        .where(TextRow.locale == locale, TextRow.moment == moment)
        .order_by(TextRow.id.desc())
        .limit(limit)
    )
    return list(rows)


async def failing(session: AsyncSession) -> list[TextRow]:
    """Sentences whose own words failed when they were to be said: the usual words were said instead."""
    found = []
    for row in await all_present(session):  # few, and each by an index
        failed = await session.scalar(
            select(AuditRow.id)
            .where(
                AuditRow.subject == f"text/{row.locale}/{row.moment}",
                AuditRow.act == FAILED, AuditRow.at >= row.at,
            )
            .limit(1)
        )  # fmt: skip
        if failed is not None:
            found.append(row)
    return found
