"""One-time links into the console, and the sessions they open. Only hashes are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
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
    browser: Mapped[str | None] = mapped_column(
        comment="what it calls itself, so that its owner knows it again; goes with the session"
    )


async def use(session: AsyncSession, digest: str, at: datetime) -> int | None:
    """Use a link up; whose it is, or None where it is used, old or unknown. Of two at once one gets it."""
    person: int | None = await session.scalar(
        update(LoginRow)
        .where(LoginRow.digest == digest, LoginRow.used_at.is_(None), LoginRow.expires_at > at)
        .values(used_at=at)
        .returning(LoginRow.person_id)
    )
    return person


async def holder(session: AsyncSession, digest: str, at: datetime) -> int | None:
    """The person behind an open session."""
    person: int | None = await session.scalar(
        select(ConsoleSessionRow.person_id).where(
            ConsoleSessionRow.digest == digest, ConsoleSessionRow.expires_at > at
        )
    )
    return person


async def end(session: AsyncSession, digest: str) -> None:
    """End a session."""
    await session.execute(delete(ConsoleSessionRow).where(ConsoleSessionRow.digest == digest))
