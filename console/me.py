"""One's own sessions: in which browsers one is signed in, and the end of others."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from handlers import logins
from storage import logins as kept

COOKIE = "huying_console"
MARK = re.compile(r"[0-9a-f]{64}")
"""How a page names one of its reader's sessions."""
BROWSERS = (("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("OPR", "Opera"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
           ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
"""What a browser says of itself, and how people call it; the first that fits."""


def browser_of(request: Request) -> str | None:
    """A browser as its owner knows it: `Chrome · Windows`; nothing finer is kept."""
    says = request.headers.get("user-agent", "")
    found = [
        next((name for mark, name in known if mark in says), "") for known in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(name for name in found if name) or None


async def show(request: Request, clerk: Clerk) -> Response:
    """Where I am signed in, and since when."""
    office = office_of(request)
    async with office.database.reading() as session:
        rows = await kept.open_sessions(session, clerk.person.id, office.clock.now())
        turn = await office.turn(session)
        areas = turn.world.organisation.areas
    facts = {
        "clerk": clerk, "rows": rows, "this": logins.digest(request.cookies.get(COOKIE, "")),
        "areas": {code: area.name for code, area in areas.items()},
    }  # fmt: skip
    return office.pages(request, "me.html", facts)


async def end(request: Request, clerk: Clerk) -> Response:
    """End one other session of mine, or all of them."""
    office, form = office_of(request), await request.form()
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        only = str(form.get("session", ""))
        if not only or MARK.fullmatch(only):
            await logins.end_other(turn, request.cookies.get(COOKIE, ""), only=only)
    return RedirectResponse("/console/me", status_code=303)
