"""The year's appraisal on the desk's page: candidates, who agreed to be named, and the list to print."""

import secrets
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import communities_of, taken, words_of
from handlers.points import yearly
from handlers.points.publicity import who
from handlers.turn import Turn

HERE = "/console/points/year"
FIRST_YEAR = 2000
JUNE = 6  # until then last year is meant


async def show(request: Request, clerk: Clerk) -> Response:
    """Who may be honoured, and who is left out; nobody but the desk sees either."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        communities = dict(communities_of(turn, clerk))
        community, year = _asked(turn, request, communities)
        found = await yearly.appraise(turn, community, year)
        names = {code: who(turn.world, home) for code, home in found.homes.items()}
    facts = {
        "clerk": clerk, "communities": communities, "community": community, "year": year,
        "found": found, "masked": names, "refused": refused, "once": secrets.token_hex(8),
        "honoured": [one for one in found.candidates if found.consents.get(one.household)],
    }  # fmt: skip
    return office.pages(request, "points_year.html", facts, status=409 if refused else 200)


def _asked(turn: Turn, request: Request, communities: dict[str, str]) -> tuple[str, int]:
    """Which community and year; 404 where it is not this clerk's."""
    given = request.query_params.get("community", "") or next(iter(communities), "")
    if given not in communities:
        raise HTTPException(404)
    today = turn.world.today(turn.now)
    usual = today.year - (today.month <= JUNE)
    year = number_in(request.query_params.get("year", "")) or usual
    return given, year if FIRST_YEAR <= year < date.max.year else usual


async def answer(request: Request, clerk: Clerk) -> Response:
    """A household has said whether it may be named."""
    form, at = await request.form(), HERE

    async def work(turn: Turn) -> None:
        community, year = _asked(turn, request, dict(communities_of(turn, clerk)))
        agrees = words_of(form, "agrees") == "yes"
        await yearly.answered(turn, community, year, words_of(form, "household"), agrees=agrees)

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, refused)
    return RedirectResponse(f"{at}?{request.url.query}", status_code=303)
