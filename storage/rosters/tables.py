"""The tables of rosters, and one duty with all that is said about it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class RosterRow(Base):
    """A roster of a community: some days of posts and shifts."""

    __tablename__ = "rosters"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    community: Mapped[str] = mapped_column(index=True)
    area: Mapped[str] = mapped_column(comment="for which area those on duty are asked")
    first: Mapped[date]
    last: Mapped[date]
    chief_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    weekly: Mapped[int] = mapped_column(comment="a volunteer's shifts a week, at most")
    answers: Mapped[bool] = mapped_column(comment="whether those on duty are told of emergencies")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class RosterSlotRow(Base):
    """One shift at one post on one day."""

    __tablename__ = "roster_slots"
    __table_args__ = (
        UniqueConstraint("roster_id", "post", "begins"),
        Index("ix_roster_slots_roster_begins", "roster_id", "begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("rosters.id"), index=True)
    post: Mapped[str] = mapped_column(comment="in words: the east gate")
    begins: Mapped[datetime] = mapped_column(index=True)
    ends: Mapped[datetime]
    fewest: Mapped[int]
    most: Mapped[int]
    called_at: Mapped[datetime | None] = mapped_column(
        comment="when the chief said that whoever was missing has been called"
    )


class RosterMemberRow(Base):
    """Somebody who may be put into a roster; by name alone where huying does not know them."""

    __tablename__ = "roster_members"
    __table_args__ = (
        UniqueConstraint("roster_id", "person_id"),
        UniqueConstraint("roster_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("rosters.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str | None] = mapped_column(
        comment="of whoever has no account, for the table; until 30 days after the roster's end"
    )
    role: Mapped[str] = mapped_column(comment="as a colleague may read it; volunteers have a limit")


class RosterWishRow(Base):
    """When somebody cannot, or would rather not."""

    __tablename__ = "roster_wishes"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("roster_members.id"), index=True)
    day: Mapped[date | None]
    weekday: Mapped[int | None]
    hour: Mapped[str]
    hard: Mapped[bool]


class RosterDutyRow(Base):
    """One person's duty in one shift."""

    __tablename__ = "roster_duties"
    __table_args__ = (UniqueConstraint("slot_id", "seat"), UniqueConstraint("slot_id", "holder"))

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("roster_slots.id"), index=True)
    seat: Mapped[int | None] = mapped_column(
        comment="which of the shift's places: each is one person's; empty once given back"
    )
    holder: Mapped[int | None] = mapped_column(
        comment="the member while they have it: nobody twice in one shift; empty once given back"
    )
    member_id: Mapped[int] = mapped_column(ForeignKey("roster_members.id"), index=True)
    state: Mapped[str]
    made_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(
        default="", comment="what they left for the next at this post, masked; 30 days"
    )


class RosterSwapRow(Base):
    """Somebody asks another to take a duty over."""

    __tablename__ = "roster_swaps"
    __table_args__ = (UniqueConstraint("open_duty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("roster_duties.id"), index=True)
    open_duty: Mapped[int | None] = mapped_column(
        comment="the duty while it is undecided: nobody asks two for one duty"
    )
    to_id: Mapped[int] = mapped_column(ForeignKey("roster_members.id"), index=True)
    state: Mapped[str]
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Stand:
    """One person's duty with all that is said about it."""

    duty: RosterDutyRow
    slot: RosterSlotRow
    member: RosterMemberRow
    roster: RosterRow
    name: str
    """As colleagues and the office read it; a group never does."""
