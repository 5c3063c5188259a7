"""Households and their ledger: entries and postings are only ever added."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class HouseholdRow(Base):
    """One household, one file."""

    __tablename__ = "households"

    code: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str | None]
    name: Mapped[str] = mapped_column(comment="head of the household; shown masked")


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
