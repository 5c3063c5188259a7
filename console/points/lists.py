"""The month's list: what everybody may read for seven days, and the office prints."""

import secrets
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from console.points.claims import near
from console.steps import number_of, taken, words_of
from domain.points.claims import ClaimState
from handlers.points import objections, publicity
from handlers.points.finding import the_household
from handlers.turn import Turn
from storage.points import lists
from storage.points.lists import PublicityListRow

LONGEST_TOKEN = 64


async def index(request: Request, clerk: Clerk) -> Response:
    """The lists of this clerk's communities, the newest first."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = await lists.lists_of(session, near(turn, clerk))
        shown = [(row, publicity.is_shown(turn, row), _community(turn, row)) for row in rows]
    return office.pages(request, "points_lists.html", {"clerk": clerk, "rows": shown})


async def show(request: Request, clerk: Clerk) -> Response:
    """One list with its entries as the public reads them, for the screen and for A4."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, given = office_of(request), form or FormData()
    async with office.database.reading() as session:
        turn = await office.turn(session)
        facts = await _facts(turn, await _found(turn, request, clerk))
    facts |= {
        "clerk": clerk, "refused": refused, "once": secrets.token_hex(8),
        "typed": {name: words_of(given, name) for name in ("line", "home", "words")},
    }  # fmt: skip
    return office.pages(request, "points_list.html", facts, status=409 if refused else 200)


async def _found(turn: Turn, request: Request, clerk: Clerk) -> PublicityListRow:
    row = await turn.session.get(PublicityListRow, int(request.path_params["number"]))
    around = near(turn, clerk)
    if row is None or (around is not None and row.community not in around):
        raise HTTPException(404)
    return row


async def object_here(request: Request, clerk: Clerk) -> Response:
    """Somebody objects at the desk, in words that are written down for them."""
    form = await request.form()

    async def work(turn: Turn) -> None:
        row = await _found(turn, request, clerk)
        home = await the_household(turn, words_of(form, "home"), near(turn, clerk))
        line, words = number_of(form, "line"), words_of(form)
        await objections.object_at_desk(turn, row, line, home, words)

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, refused, form)
    return RedirectResponse("/console/points/objections", status_code=303)


async def public(request: Request) -> Response:
    """The page behind the group's link: no session, no index, and gone after its days."""
    office, token = office_of(request), token_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        row = await lists.list_by_token(session, token)
        if row is None or not publicity.is_shown(turn, row):
            answer = office.pages(request, "publicity_over.html", {"clerk": None}, status=404)
        else:
            facts = await _facts(turn, row)
            answer = office.pages(request, "publicity.html", {"clerk": None, **facts})
    return for_nobody_else(answer)


def token_of(request: Request) -> str:
    """What an address says after its last stroke, cut; no database looks for a NUL."""
    return str(request.path_params["token"])[:LONGEST_TOKEN].replace("\0", "")


def for_nobody_else(answer: Response) -> Response:
    """No index keeps the page and no browser; no other site learns its address."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


async def _facts(turn: Turn, row: PublicityListRow) -> dict[str, Any]:
    lines, minus = await publicity.lines(turn, row)
    return {
        "row": row, "lines": lines, "minus": minus, "community": _community(turn, row),
        "total": sum(line.points for line in lines if line.state != ClaimState.CANCELLED),
        "households": len({one.home for one in lines}),
        "shown": publicity.is_shown(turn, row), "last": publicity.last_day(row),
        "link": publicity.link_of(turn.world, row),
    }  # fmt: skip


def _community(turn: Turn, row: PublicityListRow) -> str:
    area = turn.world.organisation.areas.get(row.community)
    return area.name if area else row.community
