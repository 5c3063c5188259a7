"""No passwords: a one-time link, good for ten minutes, opens the console."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from domain.refusals import Refusal
from handlers.turn import Turn
from handlers.world import Deployment
from storage import logins
from storage.logins import ConsoleSessionRow, LoginRow

LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)
LINKS_AN_HOUR = 6  # a slip or two and a phone that was not at hand; more is somebody else's finger
AN_HOUR = timedelta(hours=1)


class TooManyLinks(Refusal):
    """So many links within an hour that somebody else may be asking for them."""


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


async def ask(turn: Turn) -> str:
    """A link for whoever asks in private; not more than a few an hour."""
    person, since = turn.actor or 0, turn.now - AN_HOUR + LASTS
    if await logins.asked_since(turn.session, person, since) >= LINKS_AN_HOUR:
        raise TooManyLinks
    turn.note("console.link", f"person/{person}")
    return address(turn.world.deployment, await open_link(turn.session, person, at=turn.now))


def address(deployment: Deployment, token: str) -> str:
    return f"{deployment.public_url.rstrip('/')}/console/login/{token}"


async def use_link(
    session: AsyncSession, token: str, *, at: datetime, browser: str | None = None
) -> str | None:
    """Trade a link for a session cookie's token, once; None where it is used up, old or unknown."""
    person = await logins.use(session, digest(token), at)
    if person is None:
        return None
    cookie = secrets.token_urlsafe(32)
    session.add(
        ConsoleSessionRow(
            digest=digest(cookie),
            person_id=person,
            opened_at=at,
            expires_at=at + SESSION_LASTS,
            browser=browser,
        )
    )
    return cookie


async def signed_in(session: AsyncSession, cookie: str, *, at: datetime) -> int | None:
    """The person behind a session cookie."""
    return await logins.holder(session, digest(cookie), at)


async def sign_out(session: AsyncSession, cookie: str) -> None:
    """End a session."""
    await logins.end(session, digest(cookie))


async def end_other(turn: Turn, cookie: str, *, only: str = "") -> None:
    """End one's own sessions in other browsers: one of them, or all; this one goes on."""
    ended = await logins.end_all(turn.session, turn.actor or 0, but=digest(cookie), only=only)
    if ended:
        turn.note("sessions.ended", f"person/{turn.actor}", number=ended)
