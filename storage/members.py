"""Party members who reported in, what is to be counted for them, their years, and what they pledged."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.members.reckoning import Counted, Item
from domain.members.states import ClaimState, PledgeState
from domain.points import AccountKind, Book
from storage.base import Base, Json
from storage.people import PersonRow
from storage.places import add_once
from storage.points import books
from storage.points.tables import EntryRow

PAGE = 100
MOST_OF_A_YEAR = 1_000  # entries of one member; caps leave room for fewer


class MemberRow(Base):
    """A party member of an organisation who serves where they live (在职党员报到)."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        unique=True, comment="by which their organisation knows them; gone once they are erased"
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    organisation: Mapped[str] = mapped_column(
        index=True, comment="the home unit; while they are on the register"
    )
    community: Mapped[str] = mapped_column(index=True, comment="where they report in")
    posts: Mapped[list[str]] = mapped_column(Json, default=list, comment="of the seven, in words")
    since: Mapped[date | None] = mapped_column(comment="since when they hold their post")
    reported_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None] = mapped_column(
        comment="since when they serve here no more; their years stay"
    )


class MemberClaimRow(Base):
    """What is to be counted for a member, until a person has decided it; then it is in the books."""

    __tablename__ = "member_claims"
    __table_args__ = (
        Index("ix_member_claims_state", "state", "day"),
        Index("ix_member_claims_member", "member_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(unique=True, comment="why it exists: the same twice is one")
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    item: Mapped[str]
    level: Mapped[int] = mapped_column(default=1)
    day: Mapped[date]
    state: Mapped[str]
    amount: Mapped[int] = mapped_column(default=0, comment="what it moved once it was counted")
    note: Mapped[str] = mapped_column(default="", comment="in words; three years")
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class MemberYearRow(Base):
    """How a person judged a member's year; from then on nothing of that year is counted."""

    __tablename__ = "member_years"
    __table_args__ = (UniqueConstraint("member_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    year: Mapped[int]
    balance: Mapped[int]
    grade: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class PledgeRow(Base):
    """What a member promised to do for the community (认领承诺)."""

    __tablename__ = "pledges"
    __table_args__ = (Index("ix_pledges_community", "community", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    community: Mapped[str]
    text: Mapped[str] = mapped_column(comment="masked; shown once it is checked, three years")
    state: Mapped[str]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]


def holder(person: int, year: int) -> str:
    """Whose account it is: each year of a member is an account of its own, with its own floor."""
    return f"{person}/{year}"


async def by_person(session: AsyncSession, person: int) -> MemberRow | None:
    """The member that somebody is."""
    row: MemberRow | None = await session.scalar(
        select(MemberRow).where(MemberRow.person_id == person)
    )
    return row


async def held(session: AsyncSession, number: int) -> MemberRow | None:
    """A member for whom no other transaction counts anything meanwhile."""
    row: MemberRow | None = await session.scalar(
        select(MemberRow)
        .where(MemberRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def report(session: AsyncSession, number: int, at: datetime) -> bool:
    """Somebody reports in, or comes back; False where they serve already."""
    away = or_(MemberRow.reported_at.is_(None), MemberRow.left_at.is_not(None))
    found = await session.scalar(
        update(MemberRow)
        .where(MemberRow.id == number, away)
        .values(reported_at=at, left_at=None)
        .returning(MemberRow.id)
    )
    return found is not None


async def reported(session: AsyncSession) -> dict[int, MemberRow]:
    """Everybody who has reported in and is still here, by person."""
    rows = await session.scalars(
        select(MemberRow).where(MemberRow.reported_at.is_not(None), MemberRow.left_at.is_(None))
    )
    return {row.person_id: row for row in rows}


async def organisations(
    session: AsyncSession, communities: Collection[str] | None
) -> list[tuple[str, int, int]]:
    """Each organisation with how many of its members are registered, and reported in."""
    query = select(MemberRow.organisation, func.count(), func.count(MemberRow.reported_at))
    if communities is not None:
        query = query.where(MemberRow.community.in_(communities))
    rows = await session.execute(
        query.where(MemberRow.organisation != "", MemberRow.left_at.is_(None))
        .group_by(MemberRow.organisation)
        .order_by(MemberRow.organisation)
    )
    return [(name, int(all_of), int(there)) for name, all_of, there in rows]


class Shown(StrEnum):
    """Which members a list shows."""

    HERE = "here"
    NOT_YET = "not_yet"
    """Registered, and not reported in."""
    LEFT = "left"


SHOWN: dict[Shown, ColumnElement[bool]] = {
    Shown.HERE: MemberRow.left_at.is_(None),
    Shown.NOT_YET: and_(MemberRow.left_at.is_(None), MemberRow.reported_at.is_(None)),
    Shown.LEFT: MemberRow.left_at.is_not(None),
}


async def page(
    session: AsyncSession, communities: Collection[str] | None, *, organisation: str = "",
    name: str = "", shown: Shown = Shown.HERE, after: int = 0,
) -> list[tuple[MemberRow, str]]:  # fmt: skip
    """Members with their names, in the order in which they were registered: never by points."""
    query = (
        select(MemberRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == MemberRow.person_id)
        .where(MemberRow.id > after, PersonRow.erased_at.is_(None), SHOWN[shown])
    )
    if name:
        query = query.where(PersonRow.name.contains(name, autoescape=True))
    if communities is not None:
        query = query.where(MemberRow.community.in_(communities))
    if organisation:
        query = query.where(MemberRow.organisation == organisation)
    rows = await session.execute(query.order_by(MemberRow.id).limit(PAGE + 1))
    return [(row, name or "") for row, name in rows]


async def propose(session: AsyncSession, **values: object) -> int | None:
    """Keep what is to be decided; None where the same reason is known already."""
    given = {"level": 1, "note": "", **values}
    return await add_once(
        session, MemberClaimRow, "source", amount=0, state=ClaimState.PROPOSED.value, **given
    )


async def open_claims(
    session: AsyncSession, communities: Collection[str] | None, *, member: int | None = None,
    year: int | None = None,
) -> list[tuple[MemberClaimRow, MemberRow, str]]:  # fmt: skip
    """What waits for a decision, the oldest first."""
    query = (
        select(MemberClaimRow, MemberRow, PersonRow.name)
        .join(MemberRow, MemberRow.id == MemberClaimRow.member_id)
        .join(PersonRow, PersonRow.id == MemberRow.person_id)
        .where(MemberClaimRow.state == ClaimState.PROPOSED.value)
    )
    if communities is not None:
        query = query.where(MemberRow.community.in_(communities))
    if member is not None:
        query = query.where(MemberRow.id == member)
    if year is not None:
        query = query.where(MemberClaimRow.day.between(date(year, 1, 1), date(year, 12, 31)))
    rows = await session.execute(query.order_by(MemberClaimRow.day, MemberClaimRow.id).limit(PAGE))
    return [(claim, row, name or "") for claim, row, name in rows]


async def attendances(session: AsyncSession, member: int) -> list[MemberClaimRow]:
    """What a member came to or missed, the oldest first; what was refused never happened."""
    rows = await session.scalars(
        select(MemberClaimRow)
        .where(
            MemberClaimRow.member_id == member,
            MemberClaimRow.item.in_((Item.ATTEND.value, Item.MISSED.value)),
            MemberClaimRow.state != ClaimState.REFUSED.value,
            MemberClaimRow.source.startswith("signup/"),
        )
        .order_by(MemberClaimRow.day, MemberClaimRow.id)
    )
    return list(rows)


async def balance(session: AsyncSession, person: int, year: int) -> int:
    """What a member has in a year."""
    sums = await books.balances(session, holder(person, year), Book.MEMBER)
    return sums[AccountKind.SPENDABLE]


async def entries(session: AsyncSession, person: int, year: int) -> list[tuple[EntryRow, int]]:
    """What moved a member's points in a year, the oldest first, with what it moved."""
    rows = await books.last_entries(
        session, holder(person, year), book=Book.MEMBER, limit=MOST_OF_A_YEAR
    )
    amounts = await books.moved(session, [row.id for row in rows])
    return [(row, amounts.get(row.id, 0)) for row in reversed(rows)]


async def counted(session: AsyncSession, person: int, year: int) -> list[Counted]:
    """What was counted for a member in a year, as the rules see it."""
    return [
        Counted(row.rule, row.day, amount) for row, amount in await entries(session, person, year)
    ]


async def year_of(session: AsyncSession, member: int, year: int) -> MemberYearRow | None:
    """How a member's year was judged, if it was."""
    row: MemberYearRow | None = await session.scalar(
        select(MemberYearRow).where(MemberYearRow.member_id == member, MemberYearRow.year == year)
    )
    return row


async def judge(session: AsyncSession, **values: object) -> bool:
    """Keep a year's grade; False where somebody was faster."""
    return await add_once(session, MemberYearRow, "member_id", "year", **values) is not None


async def pledges(
    session: AsyncSession, communities: Collection[str] | None = None, *,
    member: int | None = None, states: Sequence[PledgeState] = (), before: int | None = None,
) -> list[tuple[PledgeRow, MemberRow, str]]:  # fmt: skip
    """What members promised, the newest first, with who did."""
    query = (
        select(PledgeRow, MemberRow, PersonRow.name)
        .join(MemberRow, MemberRow.id == PledgeRow.member_id)
        .join(PersonRow, PersonRow.id == MemberRow.person_id)
    )
    if communities is not None:
        query = query.where(PledgeRow.community.in_(communities))
    if member is not None:
        query = query.where(PledgeRow.member_id == member)
    if states:
        query = query.where(PledgeRow.state.in_([state.value for state in states]))
    if before is not None:
        query = query.where(PledgeRow.id < before)
    rows = await session.execute(query.order_by(PledgeRow.id.desc()).limit(PAGE + 1))
    return [(pledge, row, name or "") for pledge, row, name in rows]


async def pledge(session: AsyncSession, number: int) -> PledgeRow | None:
    """A pledge with which nobody else does anything meanwhile."""
    row: PledgeRow | None = await session.scalar(
        select(PledgeRow)
        .where(PledgeRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def forget(session: AsyncSession, person: int) -> None:
    """Somebody is to be known no more: their books stay, without a word that names them."""
    row = await by_person(session, person)
    if row is None:
        return
    row.code, row.organisation, row.posts, row.since = f"erased/{row.id}", "", [], None
    row.reported_at = None
    mine = MemberClaimRow.member_id == row.id
    waits = MemberClaimRow.state == ClaimState.PROPOSED.value
    await session.execute(delete(MemberClaimRow).where(mine, waits))
    await session.execute(update(MemberClaimRow).where(mine).values(note=""))
    await session.execute(update(PledgeRow).where(PledgeRow.member_id == row.id).values(text=""))
    theirs = EntryRow.holder.startswith(f"{person}/", autoescape=True)
    await session.execute(
        update(EntryRow).where(EntryRow.book == Book.MEMBER.value, theirs).values(note="")
    )
