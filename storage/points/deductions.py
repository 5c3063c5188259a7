"""Deductions: what is said to a household before points are taken, and who has agreed to it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.points.deductions import IN_BOOKS, OVER
from domain.signups.states import EntryState
from storage.base import Base
from storage.places import add_once
from storage.points.claims import PAGE
from storage.points.tables import HouseholdRow
from storage.signups import SignupEntryRow, SignupRow


class DeductionRow(Base):
    """Points that may be taken from a household; seen by who looks after it, and by itself."""

    __tablename__ = "deductions"
    __table_args__ = (Index("ix_deductions_open", "community", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    slot: Mapped[str | None] = mapped_column(
        unique=True, comment="household, item, occasion: the same is begun once; empty when dropped"
    )
    household: Mapped[str] = mapped_column(ForeignKey("households.code"), index=True)
    community: Mapped[str]
    rule: Mapped[str]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    day: Mapped[date] = mapped_column(comment="when it was done")
    amount: Mapped[int | None] = mapped_column(comment="empty until two people have decided")
    words: Mapped[str] = mapped_column(default="", comment="the reminder, as written; three years")
    evidence: Mapped[str] = mapped_column(default="", comment="what shows it; three years")
    answer: Mapped[str] = mapped_column(default="", comment="the household's words; three years")
    reason: Mapped[str] = mapped_column(default="", comment="told to the household; three years")
    objection: Mapped[str] = mapped_column(default="", comment="for the street; three years")
    reminded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reminded_at: Mapped[datetime | None]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    heard_at: Mapped[datetime | None] = mapped_column(comment="when the household was asked")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    answered_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(comment="by the street, once")
    changed_at: Mapped[datetime]


class DeductionVoiceRow(Base):
    """Somebody agrees that points are taken; whoever is signed in gives one voice."""

    __tablename__ = "deduction_voices"
    __table_args__ = (UniqueConstraint("deduction_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deduction_id: Mapped[int] = mapped_column(ForeignKey("deductions.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(comment="whose voice, as the minutes say; three years")
    neighbour: Mapped[bool] = mapped_column(comment="of the appraisal group")
    at: Mapped[datetime]


async def deduction(session: AsyncSession, number: int) -> DeductionRow | None:
    """A deduction to be looked at."""
    return await session.get(DeductionRow, number)


async def held_deduction(session: AsyncSession, number: int) -> DeductionRow | None:
    """A deduction that no other transaction changes meanwhile, nor another of the same household."""
    household = select(DeductionRow.household).where(DeductionRow.id == number).scalar_subquery()
    await session.execute(
        select(HouseholdRow.code).where(HouseholdRow.code == household).with_for_update()
    )
    row: DeductionRow | None = await session.scalar(
        select(DeductionRow)
        .where(DeductionRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def add_deduction(session: AsyncSession, **values: Any) -> DeductionRow | None:
    """A new deduction; None where the same has begun already."""
    number = await add_once(session, DeductionRow, "slot", **values)
    return await session.get(DeductionRow, number) if number is not None else None


async def voices(session: AsyncSession, number: int) -> list[DeductionVoiceRow]:
    """Who has agreed, the first one first."""
    rows = await session.scalars(
        select(DeductionVoiceRow)
        .where(DeductionVoiceRow.deduction_id == number)
        .order_by(DeductionVoiceRow.id)
    )
    return list(rows)


async def under_way(
    session: AsyncSession, communities: Collection[str] | None
) -> list[DeductionRow]:
    """Those of these communities (None: all) of which something more becomes, the newest first."""
    query = _of(communities).where(DeductionRow.state.not_in(OVER))
    return list(await session.scalars(query.limit(PAGE)))


async def over(
    session: AsyncSession, communities: Collection[str] | None, *, before: int | None = None
) -> list[DeductionRow]:
    """Those that are over, the newest first."""
    query = _of(communities).where(DeductionRow.state.in_(OVER))
    if before is not None:
        query = query.where(DeductionRow.id < before)
    return list(await session.scalars(query.limit(PAGE)))


def _of(communities: Collection[str] | None) -> Select[DeductionRow]:
    query = select(DeductionRow).order_by(DeductionRow.id.desc())
    return query if communities is None else query.where(DeductionRow.community.in_(communities))


async def taken_between(
    session: AsyncSession, household: str, rule: str, first: date, last: date
) -> int:
    """How many points were taken from a household for an item, and not given back."""
    taken = await session.scalar(
        select(func.coalesce(func.sum(DeductionRow.amount), 0)).where(
            DeductionRow.household == household, DeductionRow.rule == rule,
            DeductionRow.day.between(first, last), DeductionRow.state.in_(IN_BOOKS),
        )
    )  # fmt: skip
    return int(taken or 0)


async def decided_between(
    session: AsyncSession, community: str, begins: datetime, ends: datetime
) -> int:
    """How many were decided from one instant to another: all that a public list says of them."""
    number = await session.scalar(
        select(func.count()).where(
            DeductionRow.community == community, DeductionRow.state.in_(IN_BOOKS),
            DeductionRow.decided_at >= begins, DeductionRow.decided_at < ends,
        )
    )  # fmt: skip
    return int(number or 0)


async def absences_of(
    session: AsyncSession, household: str, begins: datetime, ends: datetime
) -> list[tuple[int, int | None]]:
    """Each place of a household, in what began between two instants, that nobody came for."""
    rows = await session.execute(
        select(SignupRow.id, SignupEntryRow.person_id)
        .join(SignupRow, SignupRow.id == SignupEntryRow.signup_id)
        .where(
            SignupEntryRow.household == household, SignupRow.at >= begins, SignupRow.at < ends,
            SignupEntryRow.state == EntryState.ABSENT.value,
        )
        .order_by(SignupRow.at, SignupRow.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


async def words_by(session: AsyncSession, person: int) -> list[tuple[datetime, str]]:
    """What somebody answered when their household was heard."""
    rows = await session.scalars(
        select(DeductionRow)
        .where(DeductionRow.answered_by == person)
        .order_by(DeductionRow.id.desc())
    )
    return [
        (row.answered_at or row.changed_at, "\n".join(filter(None, (row.answer, row.objection))))
        for row in rows
    ]


async def forget_words(session: AsyncSession, person: int) -> None:
    """What somebody said when their household was heard is gone; that it was heard stays."""
    await session.execute(
        update(DeductionRow)
        .where(DeductionRow.answered_by == person)
        .values(answer="", objection="", answered_by=None)
    )


async def let_words_go(session: AsyncSession, before: date, *, limit: int) -> int:
    """Empty the words beside old deductions (P15: three years)."""
    worded = or_(
        DeductionRow.words != "", DeductionRow.evidence != "", DeductionRow.answer != "",
        DeductionRow.reason != "", DeductionRow.objection != "",
    )  # fmt: skip
    old = list(
        await session.scalars(
            select(DeductionRow.id)
            .where(worded, DeductionRow.day < before)
            .order_by(DeductionRow.id)
            .limit(limit)
        )
    )
    await session.execute(
        update(DeductionRow)
        .where(DeductionRow.id.in_(old))
        .values(words="", evidence="", answer="", reason="", objection="")
    )
    await session.execute(
        update(DeductionVoiceRow).where(DeductionVoiceRow.deduction_id.in_(old)).values(name="")
    )
    return len(old)
