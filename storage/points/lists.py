"""The lists on which claims are shown, the objections to them, and who decides."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.points.claims import IN_PUBLICITY, ClaimState
from storage.base import Base
from storage.places import add_once
from storage.points.claims import PAGE, ClaimRow
from storage.points.tables import HouseholdRow


class PublicityListRow(Base):
    """What a community shows of a month: for seven days at an address that nobody guesses."""

    __tablename__ = "publicity_lists"
    __table_args__ = (UniqueConstraint("community", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[str]
    month: Mapped[date] = mapped_column(comment="the first day of the month that it tells of")
    token: Mapped[str] = mapped_column(unique=True)
    listed_on: Mapped[date]
    counts_on: Mapped[date] = mapped_column(comment="from this day on it is shown no more")
    settled_at: Mapped[datetime | None]


class ObjectionRow(Base):
    """Somebody says that an entry is not so; answered by the appraisal group."""

    __tablename__ = "objections"
    __table_args__ = (UniqueConstraint("claim_id", "household"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    household: Mapped[str] = mapped_column(comment="whose objection it is; told to nobody")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    words: Mapped[str] = mapped_column(default="", comment="for the group; three years")
    made_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="", comment="upheld or cancelled, once decided")
    reason: Mapped[str] = mapped_column(default="", comment="told to both sides; three years")
    sat: Mapped[str] = mapped_column(default="", comment="who decided, as the group's minutes say")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(comment="by the street, once")


class AppraiserRow(Base):
    """A neighbour of the appraisal group, as the office has written them down while they sit in it."""

    __tablename__ = "appraisers"
    __table_args__ = (UniqueConstraint("community", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[str]
    name: Mapped[str] = mapped_column(comment="while they sit; residents may know who decides")
    household: Mapped[str] = mapped_column(
        default="", comment="theirs: whoever is concerned stays out"
    )


async def objected_by(session: AsyncSession, person: int) -> list[ObjectionRow]:
    """What somebody objected to, the newest first."""
    rows = await session.scalars(
        select(ObjectionRow)
        .where(ObjectionRow.person_id == person)
        .order_by(ObjectionRow.id.desc())
    )
    return list(rows)


async def add_list(session: AsyncSession, **values: Any) -> PublicityListRow | None:
    """A community's list of a month; None where it has been shown already."""
    number = await add_once(session, PublicityListRow, "community", "month", **values)
    return await session.get(PublicityListRow, number) if number is not None else None


async def list_by_token(session: AsyncSession, token: str) -> PublicityListRow | None:
    """The list at a public address."""
    row: PublicityListRow | None = await session.scalar(
        select(PublicityListRow).where(PublicityListRow.token == token)
    )
    return row


async def lists_of(
    session: AsyncSession, communities: Collection[str] | None, *, limit: int = PAGE
) -> list[PublicityListRow]:
    """The lists of these communities (None: all), the newest first."""
    query = select(PublicityListRow)
    if communities is not None:
        query = query.where(PublicityListRow.community.in_(communities))
    return list(await session.scalars(query.order_by(PublicityListRow.id.desc()).limit(limit)))


async def shown_lists(
    session: AsyncSession, communities: Collection[str], today: date
) -> list[PublicityListRow]:
    """The lists of these communities to which anybody may object today."""
    rows = await session.scalars(
        select(PublicityListRow)
        .where(
            PublicityListRow.community.in_(communities), PublicityListRow.listed_on <= today,
            PublicityListRow.counts_on > today,
        )
        .order_by(PublicityListRow.id)
    )  # fmt: skip
    return list(rows)


async def last_line(session: AsyncSession, community: str, today: date) -> int:
    """The highest number that a community's lists of today have given; 0 where none is shown."""
    found = await session.scalar(
        select(func.max(ClaimRow.line))
        .join(PublicityListRow, PublicityListRow.id == ClaimRow.list_id)
        .where(
            PublicityListRow.community == community, PublicityListRow.listed_on <= today,
            PublicityListRow.counts_on > today,
        )
    )  # fmt: skip
    return int(found or 0)


async def lines_of(session: AsyncSession, number: int) -> list[tuple[ClaimRow, HouseholdRow]]:
    """The entries of a list with their households, in order."""
    rows = await session.execute(
        select(ClaimRow, HouseholdRow)
        .join(HouseholdRow, HouseholdRow.code == ClaimRow.household)
        .where(ClaimRow.list_id == number)
        .order_by(ClaimRow.line)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1]) for row in rows]


async def line_of(session: AsyncSession, number: int, line: int) -> ClaimRow | None:
    """One entry of a list."""
    row: ClaimRow | None = await session.scalar(
        select(ClaimRow).where(ClaimRow.list_id == number, ClaimRow.line == line)
    )
    return row


async def to_count(session: AsyncSession, number: int) -> list[ClaimRow]:
    """What counts when a list is over: all to which nobody objected, and what was upheld."""
    rows = await session.scalars(
        select(ClaimRow)
        .where(
            ClaimRow.list_id == number,
            ClaimRow.state.in_((ClaimState.PUBLIC.value, ClaimState.UPHELD.value)),
        )
        .order_by(ClaimRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def counts_from(session: AsyncSession, household: str) -> list[tuple[date, int]]:
    """From which day how many of a household's points count that are on a list, and not doubted."""
    rows = await session.execute(
        select(PublicityListRow.counts_on, func.sum(ClaimRow.points))
        .join(PublicityListRow, PublicityListRow.id == ClaimRow.list_id)
        .where(
            ClaimRow.household == household,
            ClaimRow.state.in_(IN_PUBLICITY - {ClaimState.OBJECTED}),
        )
        .group_by(PublicityListRow.counts_on)
        .order_by(PublicityListRow.counts_on)
    )
    return [(day, int(points or 0)) for day, points in rows]


async def doubted(session: AsyncSession, household: str) -> int:
    """How many of a household's points wait for the appraisal group, whatever day it is."""
    points = await session.scalar(
        select(func.sum(ClaimRow.points)).where(
            ClaimRow.household == household, ClaimRow.state == ClaimState.OBJECTED
        )
    )
    return int(points or 0)


async def object_to(session: AsyncSession, **values: Any) -> ObjectionRow | None:
    """A household's objection to an entry; None where it has objected to it already."""
    number = await add_once(session, ObjectionRow, "claim_id", "household", **values)
    return await session.get(ObjectionRow, number) if number is not None else None


async def objections_to(session: AsyncSession, claim: int) -> list[ObjectionRow]:
    """All that was said against an entry."""
    rows = await session.scalars(
        select(ObjectionRow).where(ObjectionRow.claim_id == claim).order_by(ObjectionRow.id)
    )
    return list(rows)


async def objected_claims(
    session: AsyncSession, communities: Collection[str] | None, *, limit: int = PAGE
) -> list[ClaimRow]:
    """Entries that somebody objected to, the newest first; those to be answered before all."""
    query = select(ClaimRow).where(ClaimRow.id.in_(select(ObjectionRow.claim_id)))
    if communities is not None:
        query = query.where(ClaimRow.community.in_(communities))
    waits = ClaimRow.state != ClaimState.OBJECTED.value
    return list(await session.scalars(query.order_by(waits, ClaimRow.id.desc()).limit(limit)))


async def appraisers(session: AsyncSession, community: str) -> list[AppraiserRow]:
    """Who sits in a community's appraisal group."""
    rows = await session.scalars(
        select(AppraiserRow).where(AppraiserRow.community == community).order_by(AppraiserRow.id)
    )
    return list(rows)


async def forget_words(session: AsyncSession, person: int) -> None:
    """What somebody wrote about claims is gone; that there was a claim, and what became of it, stays."""
    await session.execute(update(ClaimRow).where(ClaimRow.claimed_by == person).values(note=""))
    await session.execute(
        update(ObjectionRow)
        .where(ObjectionRow.person_id == person)
        .values(words="", person_id=None)
    )


async def let_words_go(session: AsyncSession, before: date, *, limit: int) -> int:
    """Empty the words beside old claims and objections (P15: three years)."""
    worded = or_(ClaimRow.note != "", ClaimRow.seen != "", ClaimRow.reason != "")
    old = list(
        await session.scalars(
            select(ClaimRow.id)
            .where(worded, ClaimRow.day < before)
            .order_by(ClaimRow.id)
            .limit(limit)
        )
    )
    await session.execute(
        update(ClaimRow).where(ClaimRow.id.in_(old)).values(note="", seen="", reason="")
    )
    await session.execute(
        update(ObjectionRow)
        .where(ObjectionRow.claim_id.in_(old))
        .values(words="", reason="", sat="")
    )
    return len(old)
