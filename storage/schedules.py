"""What recurs, and each announcement that was made of it."""

import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.messages import Address
from storage.base import Base, Json
from storage.outbox import OutboxRow
from storage.places import add_once, get_state, set_state, upsert_for

VERSION = "schedules"
MOST_NAMED = 1000  # of more all are read
MOST_TOLD = 500  # lines of which one is looked for


class ScheduleRow(Base):
    """A recurring service: the haircut on the 7th."""

    __tablename__ = "schedules"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(
        unique=True, comment="what an import knows it by: its name and audience"
    )
    name: Mapped[str]
    rule: Mapped[str] = mapped_column(comment="RFC 5545 RRULE")
    start: Mapped[str] = mapped_column(comment="HH:MM local")
    end: Mapped[str | None] = mapped_column(comment="HH:MM local")
    place: Mapped[str | None] = mapped_column(comment="a place's code, or empty")
    place_words: Mapped[str] = mapped_column(default="")
    audience: Mapped[list[str]] = mapped_column(Json, comment="area, place or group codes")
    holiday: Mapped[str] = mapped_column(default="next")
    weekend: Mapped[str] = mapped_column(default="keep")
    offsets: Mapped[list[str]] = mapped_column(
        Json, default=list, comment="as written; empty = default"
    )
    bring: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[datetime] = mapped_column(comment="nothing before this instant is announced")
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    exceptions: Mapped[list[str]] = mapped_column(
        Json, default=list, server_default="[]", comment="days left out (EXDATE), as 2026-12-07"
    )
    written: Mapped[str] = mapped_column(
        default="", server_default="", comment="the rule as the office wrote it; empty = RRULE"
    )
    after: Mapped[bool] = mapped_column(
        default=False, comment="the person in charge is asked how it went"
    )


class ChangeRow(Base):
    """One occurrence moved, cancelled or annotated by a person."""

    __tablename__ = "schedule_changes"
    __table_args__ = (UniqueConstraint("schedule_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    day: Mapped[date]
    moved_to: Mapped[date | None]
    cancelled: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime | None] = mapped_column(comment="when it was decided; told at once")
    start: Mapped[str | None] = mapped_column(comment="HH:MM local; empty = as on any other date")
    end: Mapped[str | None] = mapped_column(comment="HH:MM local")


class OccurrenceRow(Base):
    """An announcement of one date at one offset was made: once, whatever restarts or clocks do."""

    __tablename__ = "occurrences"
    __table_args__ = (UniqueConstraint("schedule_id", "planned", "moment", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    due_at: Mapped[datetime]
    planned: Mapped[date]
    actual: Mapped[date]
    moment: Mapped[str]
    announced_at: Mapped[datetime | None] = mapped_column(comment="empty = reported, not sent")
    told: Mapped[list[str]] = mapped_column(
        Json, default=list, server_default="[]", comment="the outbox keys of the lines it became"
    )
    start: Mapped[str | None] = mapped_column(
        comment="HH:MM local, as told; empty = before this was kept"
    )


class NoticeRow(Base):
    """A year's arrangement of days off and make-up workdays, as the office entered it."""

    __tablename__ = "calendar_notices"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(comment="as it was published; what is shown and mended")
    days: Mapped[dict[str, str]] = mapped_column(Json, comment="day: holiday or makeup")
    source: Mapped[str] = mapped_column(comment="who published it, or where")
    published: Mapped[date] = mapped_column(comment="the day on which it was")
    at: Mapped[datetime]


async def notices(session: AsyncSession) -> list[NoticeRow]:
    """Every year that the office has entered, the latest first."""
    return list(await session.scalars(select(NoticeRow).order_by(NoticeRow.year.desc())))


async def keep_notice(session: AsyncSession, **values: Any) -> None:
    """Write a year's arrangement down; the newest of a year holds."""
    insert = upsert_for(session)
    added = insert(NoticeRow).values(**values)
    new = {name: added.excluded[name] for name in values if name != "year"}
    await session.execute(added.on_conflict_do_update(index_elements=["year"], set_=new))


async def read_active(session: AsyncSession) -> list[ScheduleRow]:
    """Every schedule that is in use, as rows of no session: who keeps them for longer changes nothing."""
    columns = ScheduleRow.__table__.columns
    found = await session.execute(
        select(*columns).where(ScheduleRow.active).order_by(ScheduleRow.id)
    )
    return [ScheduleRow(**row) for row in found.mappings()]


async def version(session: AsyncSession) -> tuple[int, str]:
    """Differs from any earlier one once a schedule is begun, changed or stopped."""
    newest = await session.scalar(select(func.max(ScheduleRow.id)))
    return newest or 0, str(await get_state(session, VERSION, ""))


async def touch(session: AsyncSession) -> None:
    """Say that a schedule was begun, changed or stopped."""
    await set_state(session, VERSION, secrets.token_hex(8))  # never the one of a turn that failed


async def changes_of(
    session: AsyncSession, numbers: Collection[int] | None = None
) -> dict[int, dict[date, ChangeRow]]:
    """What people decided about single dates, by schedule and planned day; None: of all schedules."""
    # A decision is written past the session, which might still hold the one before.
    query = select(ChangeRow).execution_options(populate_existing=True)
    if numbers is not None and len(numbers) <= MOST_NAMED:
        query = query.where(ChangeRow.schedule_id.in_(numbers))
    found: dict[int, dict[date, ChangeRow]] = {}
    for row in await session.scalars(query):
        found.setdefault(row.schedule_id, {})[row.day] = row
    return found


async def made(session: AsyncSession, row: OccurrenceRow) -> int | None:
    """Write down that an announcement is made; None where it was made before."""
    return await add_once(
        session, OccurrenceRow, "schedule_id", "planned", "moment", "due_at",
        schedule_id=row.schedule_id, due_at=row.due_at, planned=row.planned,
        actual=row.actual, moment=row.moment, announced_at=row.announced_at, told=[],
        start=row.start,
    )  # fmt: skip


async def is_made(
    session: AsyncSession, schedule: int, planned: date, moment: str, due: datetime
) -> bool:
    """Whether this line has been made already."""
    found = await session.scalar(
        select(OccurrenceRow.id).where(
            OccurrenceRow.schedule_id == schedule, OccurrenceRow.planned == planned,
            OccurrenceRow.moment == moment, OccurrenceRow.due_at == due,
        )
    )  # fmt: skip
    return found is not None


async def keep_told(session: AsyncSession, number: int, keys: list[str]) -> None:
    """Keep by which messages an announcement went out."""
    await session.execute(update(OccurrenceRow).where(OccurrenceRow.id == number).values(told=keys))


async def told_keys(session: AsyncSession, schedule: int, planned: date) -> list[str]:
    """The messages in which a date has been told, the first first."""
    rows = await session.scalars(
        select(OccurrenceRow.told)
        .where(OccurrenceRow.schedule_id == schedule, OccurrenceRow.planned == planned)
        .order_by(OccurrenceRow.id)
    )
    return [key for keys in rows for key in keys]


async def last_told(session: AsyncSession, schedule: int, planned: date) -> OccurrenceRow | None:
    """What was said last of a date, where anything was."""
    rows = await session.scalars(
        select(OccurrenceRow)
        .where(
            OccurrenceRow.schedule_id == schedule,
            OccurrenceRow.planned == planned,
            OccurrenceRow.announced_at.is_not(None),
        )
        .order_by(OccurrenceRow.id.desc())
    )
    return next((row for row in rows if row.told), None)


async def days_told(
    session: AsyncSession, numbers: Collection[int], since: date
) -> dict[int, list[date]]:
    """Of each of these schedules the planned days from then on of which something has been said."""
    rows = await session.execute(
        select(OccurrenceRow.schedule_id, OccurrenceRow.planned)
        .where(
            OccurrenceRow.schedule_id.in_(numbers),
            OccurrenceRow.planned >= since,
            OccurrenceRow.announced_at.is_not(None),
        )
        .distinct()
        .order_by(OccurrenceRow.schedule_id, OccurrenceRow.planned)
    )
    found: dict[int, list[date]] = {}
    for number, day in rows:
        found.setdefault(number, []).append(day)
    return found


async def decide(session: AsyncSession, **values: Any) -> None:
    """Write down what a person decided about one date; the newest decision holds."""
    insert = upsert_for(session)
    added = insert(ChangeRow).values(**values)
    settled = ("moved_to", "cancelled", "note", "at", "start", "end")
    new = {name: added.excluded[name] for name in settled}
    await session.execute(
        added.on_conflict_do_update(index_elements=["schedule_id", "day"], set_=new)
    )


async def told_in(session: AsyncSession, where: Address, message: str, since: date) -> list[int]:
    """The schedule that a message in a chat told of; none where it told of something else."""
    key = await session.scalar(
        select(OutboxRow.key).where(
            OutboxRow.channel == where.channel, OutboxRow.chat == where.chat,
            OutboxRow.message == message,
        )
    )  # fmt: skip
    rows = await session.scalars(
        select(OccurrenceRow)
        .where(OccurrenceRow.planned >= since, OccurrenceRow.announced_at.is_not(None))
        .order_by(OccurrenceRow.id.desc())
        .limit(MOST_TOLD)
    )
    return list(dict.fromkeys(row.schedule_id for row in rows if key and key in row.told))


async def told_ahead(session: AsyncSession, today: date) -> list[int]:
    """The schedules of which a date that still lies ahead has been told, the last one told first."""
    rows = await session.scalars(
        select(OccurrenceRow.schedule_id)
        .where(OccurrenceRow.actual >= today, OccurrenceRow.announced_at.is_not(None))
        .order_by(OccurrenceRow.announced_at.desc(), OccurrenceRow.id.desc())
        .limit(MOST_TOLD)
    )
    return list(dict.fromkeys(rows))
