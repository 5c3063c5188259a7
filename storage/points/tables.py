"""Households, rules, goods and the ledger: entries and postings are only ever added."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.points.files import FileState
from storage.base import Base


class HouseholdRow(Base):
    """One household, one file."""

    __tablename__ = "households"

    code: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(comment="head of the household; shown masked", index=True)
    state: Mapped[str] = mapped_column(
        default=FileState.OPEN.value, server_default=FileState.OPEN.value
    )
    closed_on: Mapped[date | None] = mapped_column(comment="from when nothing new is earned")
    until: Mapped[date | None] = mapped_column(
        comment="the last day on which those who move away spend; what names them goes then"
    )
    joined_to: Mapped[str | None] = mapped_column(comment="the file that went on with its points")


class HouseholdMemberRow(Base):
    """A person who may ask about a household's points, bound by an officer or a code on paper."""

    __tablename__ = "household_members"
    __table_args__ = (UniqueConstraint("household", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household: Mapped[str] = mapped_column(ForeignKey("households.code"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)


class AccountRow(Base):
    """One side of a book: a holder's, or a community's own."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("book", "kind", "holder"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str]
    kind: Mapped[str]
    holder: Mapped[str] = mapped_column(
        index=True, comment="a household's or good's code, a person's number; else the community's"
    )


class RuleRow(Base):
    """What an act is worth, from a day on."""

    __tablename__ = "rules"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    points: Mapped[int]
    levels: Mapped[str] = mapped_column(
        default="", server_default="", comment="5/10/15: by who commends; empty = one worth"
    )
    cap: Mapped[str] = mapped_column(default="")
    period: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)


class EntryRow(Base):
    """One act that moved points; only ever added (triggers hold it), a mistake is reversed by another."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_holder", "book", "holder", "day", "id"),
        Index("ix_entries_day", "book", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, comment="why it exists: the same twice is one")
    book: Mapped[str]
    holder: Mapped[str]
    day: Mapped[date] = mapped_column(comment="when it was done; the year that it counts for")
    rule: Mapped[str]
    rule_id: Mapped[int | None] = mapped_column(
        ForeignKey("rules.id"), comment="the version of the rule that it was reckoned by"
    )
    note: Mapped[str] = mapped_column(default="", comment="in words; three years")
    evidence: Mapped[str] = mapped_column(default="", comment="what shows it, by kind and number")
    reverses: Mapped[int | None] = mapped_column(
        ForeignKey("entries.id"), unique=True, comment="nothing is undone twice"
    )
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(comment="when it was posted, and counts")


class PostingRow(Base):
    """A part of an entry; those of one entry sum to zero. Never changed, never deleted."""

    __tablename__ = "postings"
    __table_args__ = (Index("ix_postings_account", "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    amount: Mapped[int]


class BalanceRow(Base):
    """What a holder's account holds: a cache of the sum of its postings, and its floor.

    `huying doctor` compares it with the postings; `storage.points.books.rebuild` reckons it anew.
    """

    __tablename__ = "balances"
    __table_args__ = (CheckConstraint("amount >= 0", name="floor"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    amount: Mapped[int]


class GoodRow(Base):
    """Something in the morality shop; how many there are is a sum in the books."""

    __tablename__ = "goods"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    price: Mapped[int] = mapped_column(comment="points")
    limit: Mapped[int | None] = mapped_column(comment="pieces of a household in one window")
    cents: Mapped[int] = mapped_column(default=0, comment="what a piece is worth, for the report")
    low: Mapped[int] = mapped_column(default=3, comment="fewer than so many are shown as few")
    active: Mapped[bool] = mapped_column(default=True)
    community: Mapped[str | None] = mapped_column(comment="whose shop; empty = the whole street's")
