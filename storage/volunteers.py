"""The register of volunteers with their skills and teams, and the hours that they gave."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.members.states import ClaimState, VolunteerState
from domain.points import AccountKind, Book
from storage.base import Base, Json
from storage.outbox import OutboxRow
from storage.people import PersonRow
from storage.places import add_once, upsert_for
from storage.points import books
from storage.points.tables import EntryRow

PAGE = 100
HOURS_NOTED = "members/hours_noted"
MOST_SEARCHED = 8_000  # volunteers of a street, looked through for a skill


class TeamRow(Base):
    """A team of volunteers."""

    __tablename__ = "volunteer_teams"
    __table_args__ = (UniqueConstraint("community", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[str]
    name: Mapped[str]


class VolunteerRow(Base):
    """Somebody who wants to help, or does."""

    __tablename__ = "volunteers"
    __table_args__ = (Index("ix_volunteers_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    community: Mapped[str | None] = mapped_column(index=True, comment="empty until it is known")
    state: Mapped[str]
    skills: Mapped[list[str]] = mapped_column(
        Json, default=list, comment="in their own words; while they are on the register"
    )
    team_id: Mapped[int | None] = mapped_column(ForeignKey("volunteer_teams.id"), index=True)
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class HoursRow(Base):
    """Time that somebody gave: running, to be verified by another, or in the books."""

    __tablename__ = "volunteer_hours"
    __table_args__ = (
        Index("ix_volunteer_hours_state", "state", "day"),
        Index("ix_volunteer_hours_volunteer", "volunteer_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(unique=True, comment="why it exists: the same twice is one")
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"))
    day: Mapped[date]
    what: Mapped[str] = mapped_column(comment="masked; three years")
    minutes: Mapped[int] = mapped_column(default=0)
    state: Mapped[str]
    begun_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), comment="who wrote it down; they do not verify it"
    )
    made_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


async def by_person(session: AsyncSession, person: int) -> VolunteerRow | None:
    """Somebody's place on the register, in which nobody else writes meanwhile."""
    row: VolunteerRow | None = await session.scalar(
        select(VolunteerRow)
        .where(VolunteerRow.person_id == person)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def known(session: AsyncSession, person: int) -> VolunteerRow | None:
    """Somebody's place on the register, to look at."""
    row: VolunteerRow | None = await session.scalar(
        select(VolunteerRow).where(VolunteerRow.person_id == person)
    )
    return row


async def register(session: AsyncSession, **values: object) -> None:
    """Put somebody on the register; two at once are one."""
    add = upsert_for(session)
    await session.execute(
        add(VolunteerRow).values(**values).on_conflict_do_nothing(index_elements=["person_id"])
    )


def _near(communities: Collection[str] | None) -> list[ColumnElement[bool]]:
    if communities is None:
        return []
    return [or_(VolunteerRow.community.in_(communities), VolunteerRow.community.is_(None))]


async def page(
    session: AsyncSession, communities: Collection[str] | None, state: VolunteerState, *,
    team: int | None = None, after: int = 0, limit: int = PAGE + 1,
) -> list[tuple[VolunteerRow, str]]:  # fmt: skip
    """Volunteers with their names, in the order in which they came."""
    query = (
        select(VolunteerRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == VolunteerRow.person_id)
        .where(
            VolunteerRow.state == state.value, VolunteerRow.id > after,
            *_near(communities),
        )
    )  # fmt: skip
    if team is not None:
        query = query.where(VolunteerRow.team_id == team)
    rows = await session.execute(query.order_by(VolunteerRow.id).limit(limit))
    return [(row, name or "") for row, name in rows]


async def named(
    session: AsyncSession, communities: Collection[str] | None, begins: str
) -> list[tuple[VolunteerRow, str]]:
    """Accepted volunteers whose names begin so."""
    rows = await session.execute(
        select(VolunteerRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == VolunteerRow.person_id)
        .where(
            VolunteerRow.state == VolunteerState.ACCEPTED.value,
            PersonRow.name.startswith(begins, autoescape=True),
            *_near(communities),
        )
        .order_by(VolunteerRow.id)
        .limit(PAGE)
    )
    return [(row, name or "") for row, name in rows]


async def teams(
    session: AsyncSession, communities: Collection[str] | None
) -> list[tuple[TeamRow, int]]:
    """The teams, and how many are in each."""
    query = (
        select(TeamRow, func.count(VolunteerRow.id))
        .join(
            VolunteerRow,
            (VolunteerRow.team_id == TeamRow.id)
            & (VolunteerRow.state == VolunteerState.ACCEPTED.value),
            isouter=True,
        )
        .group_by(TeamRow.id)
        .order_by(TeamRow.id)
    )
    if communities is not None:
        query = query.where(TeamRow.community.in_(communities))
    return [(row, int(count)) for row, count in await session.execute(query)]


async def add_team(session: AsyncSession, community: str, name: str) -> None:
    """Open a team; the same name twice is one."""
    add = upsert_for(session)
    await session.execute(
        add(TeamRow)
        .values(community=community, name=name)
        .on_conflict_do_nothing(index_elements=["community", "name"])
    )


async def running(session: AsyncSession, volunteer: int) -> HoursRow | None:
    """What somebody has checked in for and not out of."""
    row: HoursRow | None = await session.scalar(
        select(HoursRow)
        .where(HoursRow.volunteer_id == volunteer, HoursRow.state == ClaimState.RUNNING.value)
        .order_by(HoursRow.id.desc())
        .limit(1)
    )
    return row


async def by_source(session: AsyncSession, source: str) -> HoursRow | None:
    """The hours that exist for this reason."""
    row: HoursRow | None = await session.scalar(select(HoursRow).where(HoursRow.source == source))
    return row


async def note_hours(session: AsyncSession, **values: object) -> int | None:
    """Write hours down; None where the same was written down before."""
    return await add_once(session, HoursRow, "source", **values)


async def held(session: AsyncSession, number: int) -> HoursRow | None:
    """Hours that nobody else decides meanwhile."""
    row: HoursRow | None = await session.scalar(
        select(HoursRow)
        .where(HoursRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def waiting(
    session: AsyncSession, communities: Collection[str] | None
) -> list[tuple[HoursRow, VolunteerRow, str]]:
    """Hours that wait for somebody to verify them, and those still running."""
    rows = await session.execute(
        select(HoursRow, VolunteerRow, PersonRow.name)
        .join(VolunteerRow, VolunteerRow.id == HoursRow.volunteer_id)
        .join(PersonRow, PersonRow.id == VolunteerRow.person_id)
        .where(
            HoursRow.state.in_((ClaimState.PROPOSED.value, ClaimState.RUNNING.value)),
            *_near(communities),
        )
        .order_by(HoursRow.day, HoursRow.id)
        .limit(PAGE)
    )
    return [(hours, row, name or "") for hours, row, name in rows]


async def doubled(session: AsyncSession, some: Collection[int]) -> set[tuple[int, date]]:
    """On which days these volunteers have hours more than once: told by another and checked in, perhaps."""
    live = [ClaimState.RUNNING.value, ClaimState.PROPOSED.value, ClaimState.COUNTED.value]
    rows = await session.execute(
        select(HoursRow.volunteer_id, HoursRow.day)
        .where(HoursRow.volunteer_id.in_(some), HoursRow.state.in_(live))
        .group_by(HoursRow.volunteer_id, HoursRow.day)
        .having(func.count() > 1)
    )
    return {(row.volunteer_id, row.day) for row in rows}


async def of_volunteer(session: AsyncSession, volunteer: int) -> list[HoursRow]:
    """What somebody gave, the newest first."""
    rows = await session.scalars(
        select(HoursRow)
        .where(HoursRow.volunteer_id == volunteer, HoursRow.state != ClaimState.REFUSED.value)
        .order_by(HoursRow.day.desc(), HoursRow.id.desc())
        .limit(PAGE)
    )
    return list(rows)


async def minutes_of(session: AsyncSession, person: int) -> int:
    """What stands in the books for somebody."""
    sums = await books.balances(session, str(person), Book.HOURS)
    return sums[AccountKind.SPENDABLE]


async def forget(session: AsyncSession, person: int, name: str | None) -> None:
    """Somebody is to be known no more: their minutes stay, without a word.

    What workers were told of their hours carried their name.
    """
    row = await by_person(session, person)
    if row is None:
        return
    if name:
        named = OutboxRow.moment == HOURS_NOTED, OutboxRow.text.contains(name, autoescape=True)
        await session.execute(delete(OutboxRow).where(*named))
    row.state, row.skills, row.team_id = VolunteerState.LEFT.value, [], None
    await session.execute(update(HoursRow).where(HoursRow.volunteer_id == row.id).values(what=""))
    mine = EntryRow.book == Book.HOURS.value, EntryRow.holder == str(person)
    await session.execute(update(EntryRow).where(*mine).values(note=""))
