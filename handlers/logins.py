"""No passwords: a one-time link, good for ten minutes, opens the console."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.world import Deployment
from storage import logins
from storage.logins import ConsoleSessionRow, LoginRow

LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)


def digest(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


async def open_link(
    session: AsyncSession, person: int, *, at: datetime, lasts: timedelta = LASTS
) -> str:
    """A new one-time token for a person."""
    token = secrets.token_urlsafe(24)
    session.add(LoginRow(digest=digest(token), person_id=person, expires_at=at + lasts))
    return token


def address(deployment: Deployment, token: str) -> str:
    return f"{deployment.public_url.rstrip('/')}/console/login/{token}"


async def use_link(session: AsyncSession, token: str, *, at: datetime) -> str | None:
    """Trade a link for a session cookie's token, once; None where it is used up, old or unknown."""
    person = await logins.use(session, digest(token), at)
    if person is None:
        return None
    cookie = secrets.token_urlsafe(32)
    session.add(
        ConsoleSessionRow(
            digest=digest(cookie), person_id=person, opened_at=at, expires_at=at + SESSION_LASTS
        )
    )
    return cookie


async def signed_in(session: AsyncSession, cookie: str, *, at: datetime) -> int | None:
    """The person behind a session cookie."""
    return await logins.holder(session, digest(cookie), at)


async def sign_out(session: AsyncSession, cookie: str) -> None:
    """End a session."""
    await logins.end(session, digest(cookie))
