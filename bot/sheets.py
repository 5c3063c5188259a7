"""Pages of plain words in the deployment's language: what went wrong and what to do, what is kept."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.templating import Jinja2Templates

import templates
from bot.words import Words

WRONG = {
    HTTPStatus.BAD_REQUEST: "web/bad_post",
    HTTPStatus.FORBIDDEN: "web/not_yours",
    HTTPStatus.NOT_FOUND: "web/not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "web/not_found",
    HTTPStatus.MISDIRECTED_REQUEST: "web/other_host",
}
"""The moment of each status that somebody may come to see; any other is `web/went_wrong`."""


class Told(HTTPException):
    """An error whose detail is a sentence for its reader already."""


class Sheets:
    """Makes such pages."""

    def __init__(self, words: Words, locale: str) -> None:
        self.words = words
        self.locale = locale
        self.views = Jinja2Templates(directory=Path(templates.__file__).parent / "chatworld")
        self.views.env.globals["word"] = lambda name: words(f"web/{name}", locale)

    def page(
        self, request: Request, text: str, *, title: str = "", back: str = "", status: int = 200
    ) -> Response:
        """Words as a page: paragraphs, the first line of each its heading; the first is the title."""
        parts = [part.partition("\n") for part in text.strip().split("\n\n")]
        if not title:
            (title, _, first), *parts = parts
            parts.insert(0, ("", "", first))
        facts = {
            "locale": self.locale, "title": title, "back": back,
            "parts": [{"heading": head, "text": rest} for head, _, rest in parts if head or rest],
        }  # fmt: skip
        return self.views.TemplateResponse(request, "sheet.html", facts, status_code=status)

    async def wrong(self, request: Request, error: Exception) -> Response:
        """What went wrong: a page for people, its words alone for scripts."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        if isinstance(error, Told):
            text = error.detail
        else:
            text = self.words(WRONG.get(HTTPStatus(status), "web/went_wrong"), self.locale)
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse(text, status)
        return self.page(request, text, back=_came_from(request), status=status)


def _came_from(request: Request) -> str:
    """Of a form that was posted, the page it stood on; only ever one of our own."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = came.netloc == request.headers.get("host") and came.path.startswith("/")
    return came.path if request.method == "POST" and ours else ""
