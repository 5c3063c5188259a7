"""How the pages look in this browser: their language, and how large their type is."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.pages import LANGUAGE_COOKIE, LARGE, LOCALES, TYPE_COOKIE

A_YEAR = 365 * 24 * 3600  # seconds


async def choose(request: Request, clerk: Clerk) -> Response:  # noqa: ARG001 - a page like others
    """Keep what was chosen, and go back to where they were."""
    form = await request.form()
    answer = RedirectResponse(_back(str(form.get("back", ""))), status_code=303)
    language, size = str(form.get("language", "")), str(form.get("size", ""))
    for name, value, known in (
        (LANGUAGE_COOKIE, language, LOCALES), (TYPE_COOKIE, size, ("", LARGE)),
    ):  # fmt: skip
        if value in known:
            answer.set_cookie(
                name, value, max_age=A_YEAR, httponly=True, samesite="lax",
                secure=request.url.scheme == "https",
            )  # fmt: skip
    return answer


def _back(path: str) -> str:
    """Only ever to a page of the console."""
    return path if path.startswith("/console") and "//" not in path else "/console"
