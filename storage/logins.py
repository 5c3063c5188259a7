"""One-time links into the console, and the sessions they open. Only hashes are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class LoginRow(Base):
    """A one-time link."""

    __tablename__ = "logins"

    digest: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the token")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ConsoleSessionRow(Base):
    """A signed-in browser."""

    __tablename__ = "console_sessions"

    digest: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the cookie")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
