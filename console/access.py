"""Who may open a page: a one-time link, a session cookie, roles and areas, a token on every form."""

import functools
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console import me
from console.clerks import Clerk, Who
from console.office import DIGITS, LARGEST, office_of
from console.pace import network_of
from domain.areas import STAFF
from handlers import logins
from storage.people import PersonRow, roles_of

COOKIE = me.COOKIE
LARGEST_FORM = 64 * 1024 * 1024
"""Bytes of a form with all its files: six photos, or a whole workbook."""
LONGEST_FIELD = 4 * 1024 * 1024  # bytes: more than may be pasted, so that this is said in words
LARGEST_WORDS = 64 * 1024  # bytes of a form that is read although nobody is signed in
IN_ITS_PLACE = {"HX-Retarget": "#main", "HX-Reselect": "#main > *", "HX-Reswap": "innerHTML"}
"""For a piece of a page: what comes takes the place of the whole page."""
View = Callable[[Request, Clerk], Awaitable[Response]]
"""A page for somebody signed in."""


def guarded(view: View, who: Who) -> Callable[[Request], Awaitable[Response]]:
    """A page that only these may open; whoever has no session is shown the way in."""

    @functools.wraps(view)
    async def opened(request: Request) -> Response:
        clerk = await clerk_of(request)
        if clerk is None:
            return await _way_in(request)
        if not clerk.may(who):
            raise HTTPException(403)
        if any(value > LARGEST for value in request.path_params.values() if isinstance(value, int)):
            raise HTTPException(404)  # no row has such a number, and no database could ask for it
        try:
            if request.method == "POST":
                await _check_form(request, clerk)
            answer = await view(request, clerk)
        finally:
            await request.close()  # what was sent along lies on the disk until then
        answer.headers.setdefault("Cache-Control", "no-store")  # several people share a computer
        return answer

    return opened


async def _way_in(request: Request) -> Response:
    """The way in; a piece of a page that is asked for by itself sends its whole page there.

    Whoever was writing when their session ended gets back what they wrote: it is nowhere else.
    """
    piece = request.headers.get("hx-request") == "true"
    written = await _written(request)
    if written:
        office = office_of(request)
        answer = office.pages(
            request, "sign_in.html", {"failed": False, "written": written},
            status=200 if piece else 401,
        )  # fmt: skip
        answer.headers.update(IN_ITS_PLACE if piece else {})
        answer.headers["Cache-Control"] = "no-store"
        return answer
    if piece:
        return Response(status_code=204, headers={"HX-Redirect": "/console/sign-in"})
    return RedirectResponse("/console/sign-in", status_code=303)


async def _written(request: Request) -> str:
    """What a form of this office's own pages brings in words, where it is no larger than words are."""
    announced = request.headers.get("content-length", "")
    own = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    small = announced.isdecimal() and len(announced) < DIGITS and int(announced) <= LARGEST_WORDS
    if request.method != "POST" or not (own and small):
        return ""
    form = await request.form(max_files=8, max_fields=100)
    try:
        said = [str(form.get(name, "")).strip() for name in ("words", "text", "chat")]
    finally:
        await request.close()
    return "\n".join(words for words in said if words)


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
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or len(announced) > DIGITS or int(announced) > LARGEST_FORM:
        raise HTTPException(413)  # before any of it is read
    form = await request.form(max_part_size=LONGEST_FIELD)
    given = str(form.get("form_token", ""))
    if not secrets.compare_digest(given.encode(), clerk.form_token.encode()):
        raise HTTPException(403)


async def sign_in(request: Request) -> Response:
    """The way in, for whoever has no session."""
    return office_of(request).pages(request, "sign_in.html", {"failed": False, "written": ""})


async def use_login(request: Request) -> Response:
    """A one-time link. Previews that messengers fetch must not use it up."""
    office = office_of(request)
    if only_looks(request):
        return office.pages(request, "sign_in.html", {"failed": False, "written": ""})
    if office.tries.spent(network_of(request)):
        return office.pages(request, "sign_in.html", {"failed": True, "written": ""}, status=429)
    async with office.database.transaction() as session:
        cookie = await logins.use_link(
            session,
            request.path_params["token"],
            at=office.clock.now(),
            browser=me.browser_of(request),
        )
    if cookie is None:
        office.tries.takes(network_of(request))
        return office.pages(request, "sign_in.html", {"failed": True, "written": ""}, status=403)
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
