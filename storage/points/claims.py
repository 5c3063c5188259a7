"""Claims, the lists on which they are shown, and the objections to them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.points.claims import GONE, IN_PUBLICITY, OVER, ClaimState
from storage.base import Base
from storage.places import upsert_for
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
    insert = upsert_for(session)
    number = await session.scalar(
        insert(ClaimRow)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["slot"])
        .returning(ClaimRow.id)
    )
    return await session.get(ClaimRow, number) if number is not None else None


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


async def add_list(session: AsyncSession, **values: Any) -> PublicityListRow | None:
    """A community's list of a month; None where it has been shown already."""
    insert = upsert_for(session)
    number = await session.scalar(
        insert(PublicityListRow)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["community", "month"])
        .returning(PublicityListRow.id)
    )
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
    """From which day how many of a household's points count that are on a list now."""
    rows = await session.execute(
        select(PublicityListRow.counts_on, func.sum(ClaimRow.points))
        .join(PublicityListRow, PublicityListRow.id == ClaimRow.list_id)
        .where(ClaimRow.household == household, ClaimRow.state.in_(IN_PUBLICITY))
        .group_by(PublicityListRow.counts_on)
        .order_by(PublicityListRow.counts_on)
    )
    return [(day, int(points or 0)) for day, points in rows]


async def verified_of(session: AsyncSession, household: str) -> list[ClaimRow]:
    """What a household did that is verified, and on no list yet."""
    rows = await session.scalars(
        select(ClaimRow)
        .where(ClaimRow.household == household, ClaimRow.state == ClaimState.VERIFIED.value)
        .order_by(ClaimRow.day)
    )
    return list(rows)


async def object_to(session: AsyncSession, **values: Any) -> ObjectionRow | None:
    """A household's objection to an entry; None where it has objected to it already."""
    insert = upsert_for(session)
    number = await session.scalar(
        insert(ObjectionRow)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["claim_id", "household"])
        .returning(ObjectionRow.id)
    )
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
