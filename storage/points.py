"""Households and their ledger: entries and postings are only ever added."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.places import upsert_for


class HouseholdRow(Base):
    """One household, one file."""

    __tablename__ = "households"

    code: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(comment="head of the household; shown masked", index=True)


class HouseholdMemberRow(Base):
    """A person who may ask about a household's points, bound by an officer or a code on paper."""

    __tablename__ = "household_members"
    __table_args__ = (UniqueConstraint("household", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household: Mapped[str] = mapped_column(ForeignKey("households.code"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)


class AccountRow(Base):
    """One side of the books: a household's, or the community's own."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("kind", "household"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    household: Mapped[str] = mapped_column(default="", comment="empty = the community's own")


class RuleRow(Base):
    """What an act is worth, from a day on."""

    __tablename__ = "rules"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    points: Mapped[int]
    cap: Mapped[str] = mapped_column(default="")
    period: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)


class EntryRow(Base):
    """One act that moved points; a mistake is reversed by another."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    household: Mapped[str] = mapped_column(ForeignKey("households.code"), index=True)
    day: Mapped[date]
    rule: Mapped[str]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="effective")
    reverses: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class PostingRow(Base):
    """A part of an entry; those of one entry sum to zero."""

    __tablename__ = "postings"
    __table_args__ = (Index("ix_postings_account", "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    amount: Mapped[int]


class GoodRow(Base):
    """Something in the morality shop."""

    __tablename__ = "goods"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    price: Mapped[int]
    stock: Mapped[int]
    limit: Mapped[int | None]


async def households_of(session: AsyncSession, person: int) -> list[HouseholdRow]:
    """The households whose points a person may ask about."""
    rows = await session.scalars(
        select(HouseholdRow)
        .join(HouseholdMemberRow, HouseholdMemberRow.household == HouseholdRow.code)
        .where(HouseholdMemberRow.person_id == person)
        .order_by(HouseholdRow.code)
    )
    return list(rows)


async def household_at(session: AsyncSession, place: str) -> str | None:
    """The household of a room, where the files know one."""
    code: str | None = await session.scalar(
        select(HouseholdRow.code).where(HouseholdRow.place == place).order_by(HouseholdRow.code)
    )
    return code


async def members_of(session: AsyncSession, household: str) -> list[int]:
    """Who may ask about a household's points, the first one first."""
    rows = await session.scalars(
        select(HouseholdMemberRow.person_id)
        .where(HouseholdMemberRow.household == household)
        .order_by(HouseholdMemberRow.id)
    )
    return list(rows)


async def looked_for(
    session: AsyncSession, words: str, places: Collection[str], *, limit: int = 8
) -> list[HouseholdRow]:
    """The households that a caller may belong to: by its number, its head's whole name, or its place."""
    rows = await session.scalars(
        select(HouseholdRow)
        .where(
            or_(
                HouseholdRow.code == words,
                HouseholdRow.name == words,
                HouseholdRow.place.in_(places),
            )
        )
        .order_by(HouseholdRow.code)
        .limit(limit)
    )
    return list(rows)


async def heads_of(session: AsyncSession, household: str) -> list[str]:
    """The names that a household's file carries."""
    rows = await session.scalars(select(HouseholdRow.name).where(HouseholdRow.code == household))
    return list(rows)


async def balances(session: AsyncSession, household: str) -> dict[str, int]:
    """A household's balance on each of its accounts: always a sum, never a column."""
    rows = await session.execute(
        select(AccountRow.kind, func.coalesce(func.sum(PostingRow.amount), 0))
        .join(PostingRow, PostingRow.account_id == AccountRow.id, isouter=True)
        .where(AccountRow.household == household)
        .group_by(AccountRow.kind)
    )
    return {kind: int(amount) for kind, amount in rows}


async def earned_between(session: AsyncSession, household: str, first: date, last: date) -> int:
    """What a household earned from one day to another, both counted; spending does not lower it."""
    earned = await session.scalar(
        select(func.coalesce(func.sum(PostingRow.amount), 0))
        .join(EntryRow, EntryRow.id == PostingRow.entry_id)
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .where(
            EntryRow.household == household,
            EntryRow.day.between(first, last),
            EntryRow.rule.not_in(("OPEN", "REDEEM")),
            AccountRow.household == household,
        )
    )
    return int(earned or 0)


async def last_entries(session: AsyncSession, household: str, *, limit: int = 3) -> list[EntryRow]:
    rows = await session.scalars(
        select(EntryRow)
        .where(EntryRow.household == household)
        .order_by(EntryRow.day.desc(), EntryRow.id.desc())
        .limit(limit)
    )
    return list(rows)


async def account(session: AsyncSession, kind: str, household: str = "") -> int:
    """The id of an account, opened when it is first needed."""
    insert = upsert_for(session)
    await session.execute(
        insert(AccountRow)
        .values(kind=kind, household=household)
        .on_conflict_do_nothing(index_elements=["kind", "household"])
    )
    found = await session.scalar(
        select(AccountRow.id).where(AccountRow.kind == kind, AccountRow.household == household)
    )
    assert found is not None
    return found


async def rule_names(session: AsyncSession) -> dict[str, str]:
    """What each rule is called, by code; the newest version's name wins."""
    rows = await session.execute(select(RuleRow.code, RuleRow.name).order_by(RuleRow.valid_from))
    return {row.code: row.name for row in rows}


async def amounts(session: AsyncSession, household: str, entries: list[int]) -> dict[int, int]:
    """What each of these entries moved on the household's own accounts."""
    rows = await session.execute(
        select(PostingRow.entry_id, func.sum(PostingRow.amount))
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .where(AccountRow.household == household, PostingRow.entry_id.in_(entries))
        .group_by(PostingRow.entry_id)
    )
    return {entry: int(amount) for entry, amount in rows}


async def join_household(session: AsyncSession, household: str, person: int) -> None:
    """Tie a person to a household; twice is once."""
    insert = upsert_for(session)
    await session.execute(
        insert(HouseholdMemberRow)
        .values(household=household, person_id=person)
        .on_conflict_do_nothing(index_elements=["household", "person_id"])
    )


async def has_rules(session: AsyncSession) -> bool:
    """Whether any rule is known yet."""
    return await session.scalar(select(RuleRow.id).limit(1)) is not None


async def moved(session: AsyncSession, entries: list[int]) -> dict[int, int]:
    """What each of these entries moved on its own household's accounts."""
    rows = await session.execute(
        select(PostingRow.entry_id, func.sum(PostingRow.amount))
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .where(AccountRow.household != "", PostingRow.entry_id.in_(entries))
        .group_by(PostingRow.entry_id)
    )
    return {entry: int(amount) for entry, amount in rows}


async def entries_with(session: AsyncSession, keys: list[str]) -> dict[str, EntryRow]:
    """The entries that these keys name."""
    rows = await session.scalars(select(EntryRow).where(EntryRow.key.in_(keys)))
    return {row.key: row for row in rows}
