"""Full exports that a second person must agree to, and the forms that the office has named."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json

LASTS = timedelta(hours=24)
"""So long somebody may agree, and so long it may be fetched then."""
LISTED = 50
ASKED, AGREED, REFUSED, FETCHED = "asked", "agreed", "refused", "fetched"


class ExportRow(Base):
    """Somebody wants the tickets of a period with everything in them, and why."""

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_asked", "state", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    first: Mapped[date]
    last: Mapped[date]
    community: Mapped[str | None] = mapped_column(comment="area code; empty = the whole street")
    form_id: Mapped[int | None] = mapped_column(ForeignKey("export_forms.id"))
    format: Mapped[str] = mapped_column(comment="xlsx or csv")
    why: Mapped[str] = mapped_column(
        comment="for whoever decides; masked, kept as part of the record"
    )
    state: Mapped[str] = mapped_column(default=ASKED, comment="asked, agreed, refused, fetched")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]


class FormRow(Base):
    """A table as another office wants it: its titles, and what of ours stands below each."""

    __tablename__ = "export_forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    community: Mapped[str | None] = mapped_column(
        comment="area code; empty = everybody's", index=True
    )
    columns: Mapped[list[dict[str, Any]]] = mapped_column(
        Json, comment="title, and a field or a fixed value, in order"
    )
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]


async def forms(session: AsyncSession, communities: Collection[str] | None) -> list[FormRow]:
    """The forms that somebody may use: everybody's and their communities'; the street all."""
    query = select(FormRow).order_by(FormRow.name, FormRow.id).limit(LISTED)
    if communities is not None:
        query = query.where(
            FormRow.community.is_(None) | FormRow.community.in_(sorted(communities))
        )
    return list(await session.scalars(query))


async def asked_lately(session: AsyncSession, since: datetime) -> list[ExportRow]:
    """What was asked for since then, the newest first."""
    rows = await session.scalars(
        select(ExportRow)
        .where(ExportRow.asked_at > since)
        .order_by(ExportRow.id.desc())
        .limit(LISTED)
    )
    return list(rows)


async def decide(session: AsyncSession, number: int, *, by: int, state: str, at: datetime) -> bool:
    """Agree or not, once, within the day, and never about one's own."""
    found = await session.scalar(
        update(ExportRow)
        .where(
            ExportRow.id == number, ExportRow.state == ASKED, ExportRow.asked_by != by,
            ExportRow.asked_at > at - LASTS,
        )
        .values(state=state, decided_by=by, decided_at=at)
        .returning(ExportRow.id)
    )  # fmt: skip
    return found is not None


async def fetch(session: AsyncSession, number: int, *, by: int, at: datetime) -> bool:
    """Fetch what was agreed to: once, within a day, by whoever asked."""
    found = await session.scalar(
        update(ExportRow)
        .where(
            ExportRow.id == number, ExportRow.state == AGREED, ExportRow.asked_by == by,
            ExportRow.decided_at > at - LASTS,
        )
        .values(state=FETCHED, fetched_at=at)
        .returning(ExportRow.id)
    )  # fmt: skip
    return found is not None


async def drop_form(session: AsyncSession, row: FormRow, now: datetime) -> bool:
    """Delete a form; False while somebody waits for an export in it."""
    waits = await session.scalar(
        select(ExportRow.id)
        .where(
            ExportRow.form_id == row.id, ExportRow.state.in_((ASKED, AGREED)),
            ExportRow.asked_at > now - 2 * LASTS,
        )
        .limit(1)
    )  # fmt: skip
    if waits is not None:
        return False
    await session.execute(update(ExportRow).where(ExportRow.form_id == row.id).values(form_id=None))
    await session.delete(row)
    return True
