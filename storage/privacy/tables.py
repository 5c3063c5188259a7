"""Numbers that people left as the way to be reached, and files that are to be deleted."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class ContactRow(Base):
    """A phone number that somebody left in private for a ticket; the row alone tells nobody."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("person_id", "ticket_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    sealed: Mapped[str] = mapped_column(
        comment="encrypted; the ticket's owner may have to call. 30 days after the ticket's end"
    )
    given_at: Mapped[datetime]
    delete_after: Mapped[datetime | None] = mapped_column(comment="empty while the ticket is open")


class DiscardedRow(Base):
    """A stored file that nobody may have any more; the row goes when the file is gone."""

    __tablename__ = "discarded"

    path: Mapped[str] = mapped_column(primary_key=True, comment="below the data folder")
    at: Mapped[datetime]
