"""Claims: what households did, from the first word to points that count."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.points.claims import GONE, OVER, ClaimState
from storage.base import Base
from storage.places import add_once
from storage.points.tables import HouseholdRow
from storage.tickets.tables import AttachmentRow

PAGE = 50


class ClaimRow(Base):
    """What a household says, or is said, to have done; it enters the books when it is verified."""

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("list_id", "line"),
        Index("ix_claims_waiting", "community", "state", "id"),
        Index("ix_claims_household", "household", "rule", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    slot: Mapped[str | None] = mapped_column(
        unique=True, comment="household, item, day and occasion: nobody claims the same twice"
    )
    household: Mapped[str] = mapped_column(ForeignKey("households.code"))
    community: Mapped[str] = mapped_column(default="", comment="whose list it comes onto")
    rule: Mapped[str]
    day: Mapped[date] = mapped_column(comment="when it was done")
    halves: Mapped[int] = mapped_column(comment="half units: two an hour, two for all else")
    level: Mapped[int] = mapped_column(default=0, comment="of a commendation: what it is worth")
    points: Mapped[int | None] = mapped_column(comment="empty until it is verified")
    capped: Mapped[str] = mapped_column(default="", comment="the period whose cap left no more")
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    source: Mapped[str] = mapped_column(comment="resident, worker, signup, ticket or wish")
    event: Mapped[str] = mapped_column(default="", comment="the occasion that it was part of")
    note: Mapped[str] = mapped_column(default="", comment="in their words; three years")
    seen: Mapped[str] = mapped_column(default="", comment="what the verifier saw; three years")
    reason: Mapped[str] = mapped_column(default="", comment="why it was refused; three years")
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("publicity_lists.id"))
    line: Mapped[int | None] = mapped_column(comment="its number on the list")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


async def claim(session: AsyncSession, number: int) -> ClaimRow | None:
    """A claim to be looked at."""
    return await session.get(ClaimRow, number)


async def held_claim(session: AsyncSession, number: int) -> ClaimRow | None:
    """A claim that no other transaction changes meanwhile, nor another of the same household.

    SQLite has one writer at a time anyway; PostgreSQL locks the household's file first, since caps
    are reckoned over all that the household did.
    """
    household = select(ClaimRow.household).where(ClaimRow.id == number).scalar_subquery()
    await session.execute(
        select(HouseholdRow.code).where(HouseholdRow.code == household).with_for_update()
    )
    row: ClaimRow | None = await session.scalar(
        select(ClaimRow)
        .where(ClaimRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def add_claim(session: AsyncSession, **values: Any) -> ClaimRow | None:
    """A new claim; None where the same was claimed before."""
    number = await add_once(session, ClaimRow, "slot", **values)
    return await session.get(ClaimRow, number) if number is not None else None


async def claimed_by(session: AsyncSession, person: int) -> list[ClaimRow]:
    """What somebody claimed, for themselves or others, the newest first."""
    rows = await session.scalars(
        select(ClaimRow)
        .where(ClaimRow.claimed_by == person)
        .order_by(ClaimRow.id.desc())
        .limit(PAGE)
    )
    return list(rows)


async def same_day(session: AsyncSession, household: str, rule: str, day: date) -> ClaimRow | None:
    """What a household claims of an item for one day already, by whomever it came in."""
    row: ClaimRow | None = await session.scalar(
        select(ClaimRow)
        .where(
            ClaimRow.household == household, ClaimRow.rule == rule, ClaimRow.day == day,
            ClaimRow.state.not_in(GONE),
        )
        .order_by(ClaimRow.id)
        .limit(1)
    )  # fmt: skip
    return row


async def newest_by(session: AsyncSession, person: int, since: datetime) -> ClaimRow | None:
    """What somebody claimed last and nobody has verified yet."""
    row: ClaimRow | None = await session.scalar(
        select(ClaimRow)
        .where(
            ClaimRow.claimed_by == person, ClaimRow.state == ClaimState.CLAIMED.value,
            ClaimRow.made_at >= since,
        )
        .order_by(ClaimRow.id.desc())
        .limit(1)
    )  # fmt: skip
    return row


async def claim_of_slot(session: AsyncSession, slot: str) -> ClaimRow | None:
    """The claim that the same occasion has made already."""
    row: ClaimRow | None = await session.scalar(select(ClaimRow).where(ClaimRow.slot == slot))
    return row


async def waiting_claims(
    session: AsyncSession, communities: Collection[str] | None, *, after: int = 0, limit: int = PAGE
) -> list[ClaimRow]:
    """What nobody has verified yet, the oldest first; None is the whole street's."""
    query = select(ClaimRow).where(ClaimRow.state == ClaimState.CLAIMED.value, ClaimRow.id > after)
    if communities is not None:
        query = query.where(ClaimRow.community.in_(communities))
    return list(await session.scalars(query.order_by(ClaimRow.id).limit(limit)))


async def claims_of_household(
    session: AsyncSession, household: str, *, limit: int = PAGE
) -> list[ClaimRow]:
    """What a household claimed, the newest first."""
    rows = await session.scalars(
        select(ClaimRow)
        .where(ClaimRow.household == household)
        .order_by(ClaimRow.id.desc())
        .limit(limit)
    )
    return list(rows)


async def had_at(session: AsyncSession, household: str, rule: str, event: str) -> int:
    """What a household had for an item at one occasion."""
    had = await session.scalar(
        select(func.coalesce(func.sum(ClaimRow.points), 0)).where(
            ClaimRow.household == household, ClaimRow.rule == rule, ClaimRow.event == event,
            ClaimRow.state != ClaimState.CANCELLED.value,
        )
    )  # fmt: skip
    return int(had or 0)


async def counted_between(
    session: AsyncSession, rule: str, first: date, last: date
) -> list[ClaimRow]:
    """What was verified of an item from one day to another, in the order in which it was."""
    rows = await session.scalars(
        select(ClaimRow)
        .where(
            ClaimRow.rule == rule, ClaimRow.day.between(first, last),
            ClaimRow.points.is_not(None), ClaimRow.state != ClaimState.CANCELLED.value,
        )
        .order_by(ClaimRow.changed_at, ClaimRow.id)
    )  # fmt: skip
    return list(rows)


async def to_publish(session: AsyncSession, community: str, before: date) -> list[ClaimRow]:
    """What was verified and not shown yet, of days before this one; in the order of the list."""
    rows = await session.scalars(
        select(ClaimRow)
        .where(
            ClaimRow.community == community, ClaimRow.state == ClaimState.VERIFIED.value,
            ClaimRow.day < before,
        )
        .order_by(ClaimRow.day, ClaimRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )  # fmt: skip
    return list(rows)


async def verified_of(session: AsyncSession, household: str) -> list[ClaimRow]:
    """What a household did that is verified, and on no list yet."""
    rows = await session.scalars(
        select(ClaimRow)
        .where(ClaimRow.household == household, ClaimRow.state == ClaimState.VERIFIED.value)
        .order_by(ClaimRow.day, ClaimRow.id)
    )
    return list(rows)


async def claim_photos(session: AsyncSession, claims: Collection[int]) -> dict[int, list[int]]:
    """The photos that came along with claims, by claim."""
    rows = await session.execute(
        select(AttachmentRow.claim_id, AttachmentRow.id)
        .where(AttachmentRow.claim_id.in_(claims))
        .order_by(AttachmentRow.id)
    )
    found: dict[int, list[int]] = {}
    for number, photo in rows:
        found.setdefault(number or 0, []).append(photo)
    return found


async def add_photo(
    session: AsyncSession, claim: int, channel: str, ref: str, kind: str, mime: str, at: datetime
) -> None:
    """Keep a photo beside a claim; the same one twice is one."""
    known = await session.scalar(
        select(AttachmentRow.id).where(
            AttachmentRow.claim_id == claim, AttachmentRow.channel == channel,
            AttachmentRow.ref == ref,
        )
    )  # fmt: skip
    if known is None:
        session.add(
            AttachmentRow(claim_id=claim, channel=channel, ref=ref, kind=kind, mime=mime, at=at,
                          stage="before", attempts=0)
        )  # fmt: skip


async def shown_long_ago(session: AsyncSession, before: datetime, *, limit: int) -> list[int]:
    """Claims that were settled before an instant and still have photos."""
    has = exists().where(AttachmentRow.claim_id == ClaimRow.id)
    rows = await session.scalars(
        select(ClaimRow.id)
        .where(has, ClaimRow.state.in_(OVER), ClaimRow.changed_at < before)
        .order_by(ClaimRow.id)
        .limit(limit)
    )
    return list(rows)
