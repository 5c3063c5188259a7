"""Sign-ups, and each place in them: who has one, who waits, who was there."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.messages import Address
from domain.signups.states import ACTIVE, COMING, HELD, LIVE, EntryState
from storage.base import Base, Json
from storage.outbox import OutboxRow

PAGE = 50
MOST_OPEN = 60  # at once, in all groups
REMEMBERED = timedelta(days=180)  # for so long an absence is counted


class SignupRow(Base):
    """A dated thing that people sign up for. Of a row of meals each day is one."""

    __tablename__ = "signups"
    __table_args__ = (Index("ix_signups_state_closes", "state", "closes_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="", comment="in words, as the notice says it")
    at: Mapped[datetime] = mapped_column(comment="when it begins")
    community: Mapped[str | None] = mapped_column(index=True, comment="empty = the whole street's")
    audience: Mapped[list[str]] = mapped_column(Json, comment="area, place or group codes")
    places: Mapped[int | None] = mapped_column(comment="empty = as many as like")
    per_household: Mapped[int | None]
    closes_at: Mapped[datetime]
    cancel_until: Mapped[datetime] = mapped_column(comment="later the organiser is asked")
    conditions: Mapped[str] = mapped_column(
        default="", comment="as stated to all (age); what anybody is or has is kept nowhere"
    )
    shows: Mapped[str] = mapped_column(default="counts", comment="counts, or surname and building")
    series: Mapped[str] = mapped_column(
        default="", index=True, comment="what the days of a row of meals share; empty = alone"
    )
    rule: Mapped[str] = mapped_column(
        default="",
        server_default="",
        comment="the item that coming is worth points by; empty = none",
    )
    halves: Mapped[int] = mapped_column(
        default=2, server_default="2", comment="half units of it: hours that are counted, twice"
    )
    notices: Mapped[list[str]] = mapped_column(
        Json, default=list, comment="the outbox keys of what the groups were told"
    )
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    schedule_id: Mapped[int | None] = mapped_column(
        ForeignKey("schedules.id"),
        comment="what recurs, where it is one date of that; it follows it",
    )
    planned: Mapped[date | None] = mapped_column(comment="which date: the day that the rule names")
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class SignupEntryRow(Base):
    """One place, for one person; in the order of its number."""

    __tablename__ = "signup_entries"
    __table_args__ = (UniqueConstraint("signup_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    signup_id: Mapped[int] = mapped_column(ForeignKey("signups.id"), index=True)
    slot: Mapped[str | None] = mapped_column(
        comment="whose place it is: nobody has two; empty once cancelled, or 30 days after"
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), index=True, comment="who hears of it; empty for who is on a list"
    )
    household: Mapped[str] = mapped_column(
        index=True, comment="by which a household's places and absences are counted; 180 days"
    )
    called: Mapped[str] = mapped_column(
        default="", comment="as on the list, for the door; a group sees the surname; 30 days after"
    )
    whom: Mapped[str] = mapped_column(
        default="", comment="for whom, as said: mother; for the door; 30 days after"
    )
    building: Mapped[str] = mapped_column(default="", comment="never unit or room; 30 days after")
    state: Mapped[str]
    source: Mapped[str] = mapped_column(comment="button, words, list or desk")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(comment="of its last step")


async def held(session: AsyncSession, number: int) -> SignupRow | None:
    """A sign-up of which no other transaction gives places meanwhile.

    SQLite has one writer at a time anyway; PostgreSQL locks the row, and reads it anew after that.
    """
    row: SignupRow | None = await session.scalar(
        select(SignupRow)
        .where(SignupRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def signup(session: AsyncSession, number: int) -> SignupRow | None:
    """A sign-up to be looked at."""
    return await session.get(SignupRow, number)


async def entries(session: AsyncSession, number: int) -> list[SignupEntryRow]:
    """Every place of a sign-up that was not cancelled, in order."""
    rows = await session.scalars(
        select(SignupEntryRow)
        .where(
            SignupEntryRow.signup_id == number, SignupEntryRow.state != EntryState.CANCELLED.value
        )
        .order_by(SignupEntryRow.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def open_ones(session: AsyncSession, now: datetime) -> list[SignupRow]:
    """Those that somebody can sign up for now, the next first."""
    rows = await session.scalars(
        select(SignupRow)
        .where(SignupRow.state.in_(LIVE), SignupRow.closes_at > now)
        .order_by(SignupRow.at, SignupRow.id)
        .limit(MOST_OPEN)
    )
    return list(rows)


async def of_person(session: AsyncSession, person: int, now: datetime) -> list[SignupRow]:
    """Those ahead in which somebody has a place or waits, the next first."""
    mine = select(SignupEntryRow.signup_id).where(
        SignupEntryRow.person_id == person, SignupEntryRow.state.in_(ACTIVE)
    )
    rows = await session.scalars(
        select(SignupRow)
        .where(SignupRow.id.in_(mine), SignupRow.state.in_(HELD), SignupRow.at > now)
        .order_by(SignupRow.at, SignupRow.id)
        .limit(MOST_OPEN)
    )
    return list(rows)


async def on_or_after(session: AsyncSession, person: int, since: datetime) -> list[SignupRow]:
    """Those from then on in which somebody has a place, begun or not, the next first."""
    mine = select(SignupEntryRow.signup_id).where(
        SignupEntryRow.person_id == person, SignupEntryRow.state.in_(COMING)
    )
    rows = await session.scalars(
        select(SignupRow)
        .where(SignupRow.id.in_(mine), SignupRow.state.in_(HELD), SignupRow.at >= since)
        .order_by(SignupRow.at, SignupRow.id)
        .limit(MOST_OPEN)
    )
    return list(rows)


async def of_dates(session: AsyncSession, schedule: int | None) -> list[SignupRow]:
    """Those ahead that are for one date of what recurs; of one schedule where it is named."""
    query = select(SignupRow).where(SignupRow.state.in_(HELD), SignupRow.schedule_id.is_not(None))
    if schedule is not None:
        query = query.where(SignupRow.schedule_id == schedule)
    return list(await session.scalars(query.order_by(SignupRow.id)))


async def listed(session: AsyncSession, person: int) -> list[SignupRow]:
    """Those on whose list somebody stands or stood, the newest first."""
    mine = select(SignupEntryRow.signup_id).where(SignupEntryRow.person_id == person)
    rows = await session.scalars(
        select(SignupRow).where(SignupRow.id.in_(mine)).order_by(SignupRow.id.desc()).limit(PAGE)
    )
    return list(rows)


async def told_by(
    session: AsyncSession, rows: Collection[SignupRow], where: Address, message: str
) -> list[SignupRow]:
    """Those of these whose notice a message is; a row of meals has one notice for all its days."""
    key = await session.scalar(
        select(OutboxRow.key).where(
            OutboxRow.key.in_({key for row in rows for key in row.notices}),
            OutboxRow.channel == where.channel, OutboxRow.chat == where.chat,
            OutboxRow.message == message,
        )
    )  # fmt: skip
    return [row for row in rows if key is not None and key in row.notices]


async def any_open(session: AsyncSession, now: datetime) -> bool:
    """Whether anything is ahead that people can sign up for, or still cancel."""
    found = await session.scalar(
        select(SignupRow.id)
        .where(SignupRow.state.in_(HELD), or_(SignupRow.closes_at > now, SignupRow.at > now))
        .limit(1)
    )
    return found is not None


async def of_series(session: AsyncSession, series: str) -> list[SignupRow]:
    """The days of a row of meals, in order."""
    rows = await session.scalars(
        select(SignupRow).where(SignupRow.series == series).order_by(SignupRow.at, SignupRow.id)
    )
    return list(rows)


async def page(
    session: AsyncSession, communities: Collection[str] | None, *, before: int | None
) -> list[SignupRow]:
    """The sign-ups of these communities (None: all), the newest first, one more than a page holds."""
    query = select(SignupRow)
    if communities is not None:
        query = query.where(SignupRow.community.in_(communities))
    if before is not None:
        query = query.where(SignupRow.id < before)
    return list(await session.scalars(query.order_by(SignupRow.id.desc()).limit(PAGE + 1)))


async def counts(session: AsyncSession, numbers: Collection[int]) -> dict[int, dict[str, int]]:
    """Of each of these sign-ups how many places stand where."""
    rows = await session.execute(
        select(SignupEntryRow.signup_id, SignupEntryRow.state, func.count())
        .where(SignupEntryRow.signup_id.in_(numbers))
        .group_by(SignupEntryRow.signup_id, SignupEntryRow.state)
    )
    found: dict[int, dict[str, int]] = {}
    for number, state, count in rows:
        found.setdefault(number, {})[state] = int(count)
    return found


async def came(
    session: AsyncSession, begins: datetime, ends: datetime
) -> list[tuple[str, str | None, int]]:
    """Of what took place between two instants and was called over: title, community, and how many."""
    rows = await session.execute(
        select(SignupRow.title, SignupRow.community, func.count(SignupEntryRow.id))
        .join(SignupEntryRow, SignupEntryRow.signup_id == SignupRow.id)
        .where(
            SignupRow.at >= begins, SignupRow.at < ends, SignupRow.settled_at.is_not(None),
            SignupEntryRow.state == EntryState.ATTENDED.value,
        )
        .group_by(SignupRow.id, SignupRow.title, SignupRow.community)
        .order_by(SignupRow.id)
    )  # fmt: skip
    return [(row[0], row[1], int(row[2])) for row in rows]


async def absences(
    session: AsyncSession, households: Collection[str], now: datetime
) -> dict[str, int]:
    """How often each of these was on the list lately and did not come."""
    rows = await session.execute(
        select(SignupEntryRow.household, func.count())
        .where(
            SignupEntryRow.household.in_(households),
            SignupEntryRow.state == EntryState.ABSENT.value,
            SignupEntryRow.changed_at >= now - REMEMBERED,
        )
        .group_by(SignupEntryRow.household)
    )
    return {row[0]: int(row[1]) for row in rows}


async def forget_names(session: AsyncSession, number: int) -> None:
    """Who was on the list is gone; how many came stays."""
    await session.execute(
        update(SignupEntryRow)
        .where(SignupEntryRow.signup_id == number)
        .values(called="", whom="", building="", slot=None)
    )


async def forget_homes(session: AsyncSession, number: int) -> None:
    """By now nobody's absence counts any more, so nothing tells whose it was."""
    await session.execute(
        update(SignupEntryRow)
        .where(SignupEntryRow.signup_id == number)
        .values(household="", person_id=None, by_id=None)
    )


async def unname(session: AsyncSession, person: int) -> None:
    """Nothing in any list leads to somebody any more."""
    await session.execute(
        update(SignupEntryRow)
        .where(SignupEntryRow.person_id == person)
        .values(called="", whom="", building="", slot=None, household="", person_id=None)
    )
    await session.execute(
        update(SignupEntryRow).where(SignupEntryRow.by_id == person).values(by_id=None)
    )
    await session.execute(
        update(SignupRow).where(SignupRow.organiser_id == person).values(organiser_id=None)
    )
