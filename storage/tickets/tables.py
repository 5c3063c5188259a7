"""The tables of a ticket."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json

CURRENT = "state <> 'archived'"
"""What is worked on or ended lately, in the words by which a partial index is known."""
ASKED = "state = 'asked'"
"""What waits for a yes or no, in such words."""


class TicketRow(Base):
    """One thing registered: a wish, complaint, hazard or question. Its id is its public number."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_open", "state", "finish_by"),
        Index("ix_tickets_place", "place", "category", "state"),
        Index("ix_tickets_owner", "owner_id", "state"),
        Index("ix_tickets_community", "community", "state", "id"),
        Index("ix_tickets_made", "created_at", "community"),
        Index("ix_tickets_due", "finish_by", "community"),
        Index("ix_tickets_ended", "closed_at", "community"),
        # Lists: what is not archived, in one; behind it each who may look has an index in the order
        # of numbers, and what is mostly asked for stands in it (docs/design.md).
        Index(
            "ix_tickets_current", "id", "state", "community", "owner_area", "owner_id", "doer_id",
            "sensitivity", "kind", "category", "tier", "finish_by", "created_at", "place",
            sqlite_where=text(CURRENT), postgresql_where=text(CURRENT),
        ),
        Index("ix_tickets_in_community", "community", "id", "kind", "category", "owner_area", "place"),
        Index("ix_tickets_in_area", "owner_area", "id", "kind", "category"),
        Index("ix_tickets_category", "category", "id"),
        Index("ix_tickets_of_owner", "owner_id", "id"),
        Index("ix_tickets_of_doer", "doer_id", "id"),
        Index("ix_tickets_created", "created_at", "id"),
        Index(
            "ix_tickets_like", "like_id",
            sqlite_where=text("like_id IS NOT NULL"),
            postgresql_where=text("like_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},  # a number is never given twice
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    category: Mapped[str]
    tier: Mapped[str]
    sensitivity: Mapped[str]
    wish: Mapped[bool] = mapped_column(
        default=False, comment="lives by the table of wishes; its state only mirrors that"
    )
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(comment="masked; two years after the end, then empty")
    place: Mapped[str | None] = mapped_column(comment="a place's code, also PARENT/NUMBER")
    place_name: Mapped[str] = mapped_column(default="")
    since: Mapped[str | None]
    people: Mapped[int] = mapped_column(default=1)

    source: Mapped[str] = mapped_column(
        default="chat",
        server_default="chat",
        comment="chat, or how somebody of the office heard it",
    )
    channel: Mapped[str]
    chat: Mapped[str | None] = mapped_column(comment="the group it was said in; empty = in private")
    thread: Mapped[str | None]
    message: Mapped[str | None] = mapped_column(comment="the message that voiced it")
    line: Mapped[str | None] = mapped_column(comment="huying's one line in the group")

    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    anonymous: Mapped[bool] = mapped_column(
        default=False, comment="nobody who works on it learns who, or where beyond the building"
    )
    anonymised_at: Mapped[datetime | None] = mapped_column(
        comment="its words, home and people are gone; what is counted stays"
    )
    community: Mapped[str | None] = mapped_column(comment="area code")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    owner_role: Mapped[str]
    owner_area: Mapped[str | None]
    level: Mapped[int] = mapped_column(default=0, comment="0 grid, 1 chief, 2 community, 3 street")
    reason: Mapped[dict[str, Any]] = mapped_column(Json, comment="why this owner: code and facts")
    doer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    created_at: Mapped[datetime]
    assigned_at: Mapped[datetime]
    accept_by: Mapped[datetime]
    respond_by: Mapped[datetime]
    finish_by: Mapped[datetime]
    first_finish_by: Mapped[datetime] = mapped_column(comment="a reopening gets half of this")
    accepted_at: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    arrives_at: Mapped[datetime | None] = mapped_column(
        comment="when a worker said they would be there"
    )
    arrives_until: Mapped[datetime | None]
    arrives_by: Mapped[int | None] = mapped_column(comment="who said so")
    finished_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    checker_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), comment="who was asked to look whether it is done"
    )
    closed_by: Mapped[str | None] = mapped_column(comment="reporter, checker or silence")
    result: Mapped[str | None]
    photo_asked: Mapped[bool] = mapped_column(default=False)
    no_photo: Mapped[bool] = mapped_column(default=False)
    reopened: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(comment="solved, partly, not_solved")
    rating: Mapped[str | None]
    main_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    former_state: Mapped[str | None] = mapped_column(comment="where a merged one goes back to")
    repeat_of: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.id"), comment="the same thing at the same place, done shortly before"
    )
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.id"), comment="the same reporter's, done long before"
    )
    like_id: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.id"), comment="an open one that may be the same matter: proposed"
    )

    contact_id: Mapped[int | None] = mapped_column(
        comment="who had it before: the resident's contact until somebody has taken it"
    )
    returned_at: Mapped[datetime | None]
    extended: Mapped[int] = mapped_column(default=0, server_default="0")
    suspended_at: Mapped[datetime | None]
    review_at: Mapped[datetime | None] = mapped_column(comment="a suspended one goes on by itself")
    forwarded_to: Mapped[str | None] = mapped_column(comment="the unit outside that acts on it")
    chase_on: Mapped[datetime | None] = mapped_column(comment="when that unit is chased")
    urged_at: Mapped[datetime | None] = mapped_column(comment="the resident's own chase: one a day")


class TicketRequestRow(Base):
    """What an owner asked for and somebody else grants: a later date, or a suspension."""

    __tablename__ = "ticket_requests"
    __table_args__ = (
        Index(
            "ux_ticket_requests_open", "ticket_id", unique=True,
            sqlite_where=text(ASKED), postgresql_where=text(ASKED),
        ),
        Index("ix_ticket_requests_ticket", "ticket_id", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    kind: Mapped[str] = mapped_column(comment="extension or suspension")
    grounds: Mapped[str | None] = mapped_column(comment="the class of a suspension")
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    said: Mapped[str] = mapped_column(comment="masked: why, as the resident is told; two years")
    state: Mapped[str] = mapped_column(comment="asked, granted, refused, lapsed or dropped")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    before_deadline: Mapped[bool | None] = mapped_column(
        comment="granted in time: only then it is left out of the rates"
    )


class TicketEventRow(Base):
    """What happened to a ticket: append-only."""

    __tablename__ = "ticket_events"
    __table_args__ = (Index("ix_ticket_events_ticket", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    at: Mapped[datetime]
    act: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(comment="empty = huying itself")
    part: Mapped[str]
    channel: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="", comment="masked words of people")
    internal: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class TicketReporterRow(Base):
    """A household behind a ticket: who voiced it, and who joined (me-too)."""

    __tablename__ = "ticket_reporters"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    first: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    via: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.id"), comment="the ticket that was merged into this one"
    )


class TicketMessageRow(Base):
    """A platform's message that belongs to a ticket, so that a reply to it finds the ticket."""

    __tablename__ = "ticket_messages"
    __table_args__ = (
        UniqueConstraint("channel", "chat", "message", "ticket_id"),
        Index("ix_ticket_messages_album", "channel", "chat", "album"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    channel: Mapped[str]
    chat: Mapped[str]
    message: Mapped[str]
    album: Mapped[str | None]
    ours: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str] = mapped_column(default="", comment="of the text, to tell real edits")
    at: Mapped[datetime]


class AttachmentRow(Base):
    """A photo, video or voice given along; its bytes are fetched at once, since links expire."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("ticket_id", "channel", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.id"), index=True, comment="empty for a voice message of no ticket"
    )
    claim_id: Mapped[int | None] = mapped_column(
        index=True, comment="the claim of points that it shows"
    )
    channel: Mapped[str]
    ref: Mapped[str]
    kind: Mapped[str]
    stage: Mapped[str] = mapped_column(default="before", comment="before or after the work")
    path: Mapped[str | None] = mapped_column(comment="below the data folder once fetched")
    mime: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
