"""When the shop gives out its goods: the next windows of each community, and another day where needed."""

import secrets
from datetime import date

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from console.steps import communities_of, taken, words_of
from handlers.points.windows import NotAWindow, ahead, set_window
from handlers.turn import Turn

HERE = "/console/shop/windows"
SHOWN = 4  # windows ahead: a year
FIELDS = ("community", "quarter", "opens", "closes", "hours", "place")


async def index(request: Request, clerk: Clerk) -> Response:
    """The next windows."""
    return await _index(request, clerk)


async def _index(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, given = office_of(request), form or FormData()
    async with office.database.reading() as session:
        turn = await office.turn(session)
        facts = {
            "clerk": clerk, "refused": refused, "once": secrets.token_hex(8),
            "shops": [
                (code, name, await ahead(turn, code, SHOWN)) for code, name in communities_of(turn, clerk)
            ],
            "typed": {name: words_of(given, name) for name in FIELDS},
            "today": turn.world.today(turn.now),
        }  # fmt: skip
    return office.pages(request, "shop_windows.html", facts, status=409 if refused else 200)


async def change(request: Request, clerk: Clerk) -> Response:
    """Set one of them."""
    form = await request.form()

    async def work(turn: Turn) -> None:
        community = words_of(form, "community")
        if community not in {code for code, _ in communities_of(turn, clerk)}:
            raise HTTPException(404)
        await set_window(
            turn, community, _day(form, "quarter"), _day(form, "opens"), _day(form, "closes"),
            words_of(form, "hours"), words_of(form, "place"),
        )  # fmt: skip

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _index(request, clerk, refused, form)
    return RedirectResponse(HERE, status_code=303)


def _day(form: FormData, name: str) -> date:
    """A day of a field. Raises NotAWindow."""
    try:
        return date.fromisoformat(words_of(form, name).strip())
    except ValueError:
        raise NotAWindow from None
