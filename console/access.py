"""Who may open a page: a one-time link, a session cookie, roles and areas, a token on every form."""

import functools
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.office import LARGEST, office_of
from domain.areas import STAFF, Role, RoleName
from handlers import logins
from storage.people import PersonRow, roles_of
from storage.tickets.listing import Sight

COOKIE = "huying_console"
COMMUNITY_SEEN = {RoleName.OFFICER, RoleName.DISPATCHER, RoleName.CHIEF}
AREA_SEEN = COMMUNITY_SEEN | {RoleName.GRID_WORKER}
"""Whose role lets them see what is around them; all others see what is their own (P13)."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """A signed-in member of staff."""

    person: PersonRow
    roles: tuple[Role, ...]
    form_token: str

    @property
    def is_office(self) -> bool:
        """Whether they belong to an office, not only to a grid."""
        office = {RoleName.OFFICER, RoleName.DISPATCHER, RoleName.MANAGER}
        return any(role.role in office for role in self.roles)

    @property
    def sight(self) -> Sight:
        """Which tickets they may see."""
        around = [role for role in self.roles if role.area and role.role in AREA_SEEN]
        return Sight(
            self.person.id,
            everything=any(role.role is RoleName.MANAGER for role in self.roles),
            communities=frozenset(r.area or "" for r in around if r.role in COMMUNITY_SEEN),
            areas=frozenset(r.area or "" for r in around),
        )


Page = Callable[[Request, Clerk], Awaitable[Response]]


def staff(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """A page for signed-in staff; anybody else is shown the way in."""
    return _guarded(page, office_only=False)


def office_staff(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """A page for the office: officers, dispatchers and managers."""
    return _guarded(page, office_only=True)


def _guarded(page: Page, *, office_only: bool) -> Callable[[Request], Awaitable[Response]]:
    @functools.wraps(page)
    async def guarded(request: Request) -> Response:
        clerk = await clerk_of(request)
        if clerk is None:
            return RedirectResponse("/console/sign-in", status_code=303)
        if office_only and not clerk.is_office:
            raise HTTPException(403)
        if any(value > LARGEST for value in request.path_params.values() if isinstance(value, int)):
            raise HTTPException(404)  # no row has such a number, and no database could ask for it
        if request.method == "POST":
            await _check_form(request, clerk)
        answer = await page(request, clerk)
        answer.headers.setdefault("Cache-Control", "no-store")  # several people share a computer
        return answer

    return guarded


async def clerk_of(request: Request) -> Clerk | None:
    """Who is behind the cookie, if they still serve."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    office = office_of(request)
    async with office.database.reading() as session:
        person_id = await logins.signed_in(session, cookie, at=office.clock.now())
        person = await session.get(PersonRow, person_id) if person_id else None
        if person is None:
            return None
        roles = tuple(r for r in await roles_of(session, person.id) if r.role in STAFF)
    return Clerk(person, roles, _form_token(cookie)) if roles else None


def _form_token(cookie: str) -> str:
    """A token that only a page of this session can carry (against forged forms)."""
    return hmac.new(cookie.encode(), b"form", hashlib.sha256).hexdigest()


async def _check_form(request: Request, clerk: Clerk) -> None:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)
    given = str((await request.form()).get("form_token", ""))
    if not secrets.compare_digest(given.encode(), clerk.form_token.encode()):
        raise HTTPException(403)


async def sign_in(request: Request) -> Response:
    """The way in, for whoever has no session."""
    return office_of(request).pages.TemplateResponse(request, "sign_in.html", {"failed": False})


async def use_login(request: Request) -> Response:
    """A one-time link. Previews that messengers fetch must not use it up."""
    office = office_of(request)
    if only_looks(request):
        return office.pages.TemplateResponse(request, "sign_in.html", {"failed": False})
    async with office.database.transaction() as session:
        cookie = await logins.use_link(session, request.path_params["token"], at=office.clock.now())
    if cookie is None:
        return office.pages.TemplateResponse(
            request, "sign_in.html", {"failed": True}, status_code=403
        )
    answer = RedirectResponse("/console", status_code=303)
    answer.set_cookie(
        COOKIE, cookie, httponly=True, samesite="lax", secure=request.url.scheme == "https",
        max_age=int(logins.SESSION_LASTS.total_seconds()), path="/",
    )  # fmt: skip
    return answer


def only_looks(request: Request) -> bool:
    """Whether a messenger or browser fetches a link that nobody has opened yet."""
    if request.method == "HEAD":
        return True
    agent = request.headers.get("user-agent", "").lower()
    purpose = request.headers.get("sec-purpose", request.headers.get("purpose", ""))
    return "telegrambot" in agent or "preview" in agent or "prefetch" in purpose


async def sign_out(request: Request, clerk: Clerk) -> Response:  # noqa: ARG001 - a page like others
    """End the session in this browser."""
    cookie = request.cookies.get(COOKIE, "")
    async with office_of(request).database.transaction() as session:
        await logins.sign_out(session, cookie)
    answer = RedirectResponse("/console/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
