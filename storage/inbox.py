"""Updates that may matter, stored before the platform is told that they arrived."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json


class InboxRow(Base):
    """One fact from a channel. Its text leaves the row when the row is done."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "key"),
        # Platforms start new update numbers after idle days: a message is known by its own id, too.
        UniqueConstraint("channel", "account", "said"),
        Index("ix_inbox_open", "state", "channel", "chat", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    account: Mapped[str]
    key: Mapped[str]
    said: Mapped[str | None] = mapped_column(comment="chat/message for new messages")
    chat: Mapped[str]
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="masked; empty once done")
    contact: Mapped[str | None] = mapped_column(comment="sealed phone number; empty once done")
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open", comment="open, done or parked")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(comment="the fault's type and place, no text")


class OffsetRow(Base):
    """The next update to ask an account's platform for."""

    __tablename__ = "offsets"

    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    next: Mapped[int]
