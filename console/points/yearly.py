"""The year's appraisal: the desk's page, and the one on which anybody reads the candidates meanwhile."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.points.lists import for_nobody_else, token_of
from console.steps import communities_of, taken, words_of
from handlers.points import publicity, yearly
from handlers.points.publicity import who
from handlers.turn import Turn
from storage.points.honours import honours_by_token

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
        today = turn.world.today(turn.now)
        made = found.posted
        shown = made is not None and publicity.is_shown(turn, made)
        link = yearly.link_of(turn.world, made) if made is not None and shown else None
    facts = {
        "clerk": clerk, "communities": communities, "community": community, "year": year,
        "found": found, "masked": names, "refused": refused, "once": secrets.token_hex(8),
        "over": year == today.year - 1, "running": year >= today.year, "link": link,
        "last": publicity.last_day(made) if made else None, "shown": shown,
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


async def act(request: Request, clerk: Clerk) -> Response:
    """A household has said whether it may be named; the candidates are posted; the year is decided."""
    form = await request.form()
    step = STEPS.get(request.path_params["verb"])
    if step is None:
        raise HTTPException(404)

    async def work(turn: Turn) -> None:
        community, year = _asked(turn, request, dict(communities_of(turn, clerk)))
        await step(turn, community, year, words_of(form, "household"))

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, refused)
    return RedirectResponse(f"{HERE}?{request.url.query}", status_code=303)


async def _yes(turn: Turn, community: str, year: int, household: str) -> None:
    await yearly.answered(turn, community, year, household, agrees=True)


async def _no(turn: Turn, community: str, year: int, household: str) -> None:
    await yearly.answered(turn, community, year, household, agrees=False)


async def _post(turn: Turn, community: str, year: int, _: str) -> None:
    await yearly.post(turn, community, year)


async def _decide(turn: Turn, community: str, year: int, _: str) -> None:
    await yearly.decide(turn, community, year)


STEPS: dict[str, Callable[[Turn, str, int, str], Awaitable[None]]] = {
    "yes": _yes, "no": _no, "post": _post, "decide": _decide,
}  # fmt: skip


async def public(request: Request) -> Response:
    """The candidates as anybody reads them for seven days: masked, and without whoever said no."""
    office, token = office_of(request), token_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        made = await honours_by_token(session, token)
        if made is None or not publicity.is_shown(turn, made):
            return for_nobody_else(
                office.pages(request, "publicity_over.html", {"clerk": None}, status=404)
            )
        found = await yearly.appraise(turn, made.community, made.year)
        area = turn.world.organisation.areas.get(made.community)
        lines = [
            (who(turn.world, found.homes[one.household]), one.points) for one in found.postable
        ]
    facts = {
        "clerk": None, "lines": lines, "year": made.year, "last": publicity.last_day(made),
        "community": area.name if area else made.community,
    }  # fmt: skip
    return for_nobody_else(office.pages(request, "honours.html", facts))
