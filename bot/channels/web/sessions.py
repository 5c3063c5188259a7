"""Browsers and the accounts they may speak as. A cookie is all; only its hash is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from storage.database import Database
from storage.web import WebAccountRow, WebSessionRow

COOKIE = "huying_web"
LASTS = 365 * 24 * 3600  # seconds
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser, and the accounts it may speak as."""

    cookie: str
    accounts: tuple[WebAccountRow, ...] = ()
    fresh: bool = False
    """Whether the cookie has to be set."""

    def account(self, wanted: str | None) -> WebAccountRow | None:
        """The account that it wants to speak as, if it may."""
        return next((account for account in self.accounts if account.id == wanted), None)

    def groups(self) -> set[str]:
        return {group for account in self.accounts for group in account.groups}


def digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


async def visitor_of(request: Request, database: Database) -> Visitor:
    """Who this browser is; a new one where it has no valid cookie."""
    cookie = request.cookies.get(COOKIE, "")
    async with database.reading() as session:
        row = await session.get(WebSessionRow, digest(cookie)) if cookie else None
        if row is None:
            return Visitor(secrets.token_urlsafe(32), fresh=True)
        accounts = [await session.get(WebAccountRow, account) for account in row.accounts]
    return Visitor(cookie, tuple(account for account in accounts if account is not None))


async def give_account(
    session: AsyncSession, visitor: Visitor, account: WebAccountRow, now: datetime
) -> Visitor:
    """Let a browser speak as one more account."""
    row = await session.get(WebSessionRow, digest(visitor.cookie))
    if row is None:
        row = WebSessionRow(digest=digest(visitor.cookie), accounts=[], created_at=now, seen_at=now)
        session.add(row)
    row.accounts = [*row.accounts, account.id] if account.id not in row.accounts else row.accounts
    known = [a for a in visitor.accounts if a.id != account.id]
    return Visitor(visitor.cookie, (*known, account), visitor.fresh)


def keep(answer: Response, request: Request, visitor: Visitor) -> Response:
    """Set the cookie of a new browser."""
    if visitor.fresh:
        answer.set_cookie(
            COOKIE, visitor.cookie, max_age=LASTS, httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip
    return answer


def same_site(request: Request) -> bool:
    """Whether a post comes from our own pages (against forged forms)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def nearby(request: Request) -> bool:
    """Whether the browser is on this very machine, and called us by this machine's own name."""
    from_here = request.client is None or request.client.host in LOOPBACK
    return from_here and request.url.hostname in LOOPBACK
