"""What was done for the community, each thing once."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.activities import ActivityKind
from storage.base import Base
from storage.places import add_once

PAGE = 200


class ActivityRow(Base):
    """One activity, or several alike of one day that somebody entered together."""

    __tablename__ = "activities"
    __table_args__ = (Index("ix_activities_day", "community", "day", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(
        unique=True, comment="a ticket, a sign-up, a line or a form: counted once"
    )
    community: Mapped[str]
    kind: Mapped[str]
    day: Mapped[date]
    what: Mapped[str] = mapped_column(comment="masked, without home; of a ticket nothing")
    times: Mapped[int] = mapped_column(default=1)
    heads: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]


async def count_in(session: AsyncSession, **values: object) -> int | None:
    """Count something; None where it was counted before."""
    given = {"times": 1, "heads": None, "by_id": None, **values}
    return await add_once(session, ActivityRow, "source", **given)


async def by_source(session: AsyncSession, source: str) -> ActivityRow | None:
    """What was counted for this reason."""
    row: ActivityRow | None = await session.scalar(
        select(ActivityRow).where(ActivityRow.source == source)
    )
    return row


async def told_by(
    session: AsyncSession, person: int, since: datetime, *, begins: str
) -> list[ActivityRow]:
    """What counts because somebody told of it lately, the newest first."""
    rows = await session.scalars(
        select(ActivityRow)
        .where(
            ActivityRow.by_id == person, ActivityRow.made_at >= since, ActivityRow.times > 0,
            ActivityRow.source.startswith(begins),
        )
        .order_by(ActivityRow.id.desc())
        .limit(PAGE)
    )  # fmt: skip
    return list(rows)


async def by_month(
    session: AsyncSession, communities: Collection[str] | None, year: int
) -> dict[tuple[str, int], int]:
    """How often each kind was done in each month of a year."""
    query = select(ActivityRow.kind, ActivityRow.day, func.sum(ActivityRow.times)).where(
        ActivityRow.day.between(date(year, 1, 1), date(year, 12, 31))
    )
    if communities is not None:
        query = query.where(ActivityRow.community.in_(communities))
    found: dict[tuple[str, int], int] = {}
    for kind, day, times in await session.execute(
        query.group_by(ActivityRow.kind, ActivityRow.day)
    ):
        found[kind, day.month] = found.get((kind, day.month), 0) + int(times)
    return found


async def behind(
    session: AsyncSession, communities: Collection[str] | None, first: date, last: date, *,
    kind: str = "", after: int = 0,
) -> list[ActivityRow]:  # fmt: skip
    """What a number counts, in the order in which it was counted."""
    query = select(ActivityRow).where(ActivityRow.day.between(first, last), ActivityRow.id > after)
    if communities is not None:
        query = query.where(ActivityRow.community.in_(communities))
    if kind:
        query = query.where(ActivityRow.kind == kind)
    return list(await session.scalars(query.order_by(ActivityRow.id).limit(PAGE + 1)))


async def alike(
    session: AsyncSession, community: str, kind: ActivityKind, day: date
) -> ActivityRow | None:
    """A sign-up of this kind that was held that day: a line may tell of the same."""
    row: ActivityRow | None = await session.scalar(
        select(ActivityRow)
        .where(
            ActivityRow.community == community, ActivityRow.day == day,
            ActivityRow.kind == kind.value, ActivityRow.source.startswith("signup/"),
        )
        .order_by(ActivityRow.id)
        .limit(1)
    )  # fmt: skip
    return row
