"""One-time links into the console, and the sessions they open. Only hashes are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, select, update
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


async def asked_since(session: AsyncSession, person: int, expiring_after: datetime) -> int:
    """How many of somebody's links end after an instant, used or not."""
    counted = await session.scalar(
        select(func.count())
        .select_from(LoginRow)
        .where(LoginRow.person_id == person, LoginRow.expires_at > expiring_after)
    )
    return int(counted or 0)


async def open_sessions(
    session: AsyncSession, person: int, at: datetime
) -> list[ConsoleSessionRow]:
    """The browsers in which somebody is signed in, the newest first."""
    rows = await session.scalars(
        select(ConsoleSessionRow)
        .where(ConsoleSessionRow.person_id == person, ConsoleSessionRow.expires_at > at)
        .order_by(ConsoleSessionRow.opened_at.desc(), ConsoleSessionRow.digest)
    )
    return list(rows)


async def end_all(session: AsyncSession, person: int, *, but: str = "", only: str = "") -> int:
    """End somebody's sessions: all, all but one, or the one with this digest; how many these were."""
    query = delete(ConsoleSessionRow).where(
        ConsoleSessionRow.person_id == person, ConsoleSessionRow.digest != but
    )
    if only:
        query = query.where(ConsoleSessionRow.digest == only)
    ended = await session.execute(query.returning(ConsoleSessionRow.digest))
    return len(list(ended))


async def forget_links(session: AsyncSession, person: int) -> None:
    """None of somebody's links opens anything any more."""
    await session.execute(
        delete(LoginRow).where(LoginRow.person_id == person, LoginRow.used_at.is_(None))
    )
