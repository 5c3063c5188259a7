"""Keys for other systems: made, shown once, and revoked by one press."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from domain.api import May
from domain.areas import AreaKind
from domain.refusals import Refusal
from handlers import api as keys
from handlers.turn import Turn
from storage import api
from storage.api import ApiKeyRow

ADDRESS = "/console/api"


class NoSuchCommunity(Refusal):
    """There is no community with this code."""


def communities(turn: Turn) -> Sequence[tuple[str, str]]:
    """The street's communities, by code and name."""
    areas = turn.world.organisation.areas.values()
    return [(area.code, area.name) for area in areas if area.kind is AreaKind.COMMUNITY]


def community_in(turn: Turn, text: str) -> str | None:
    """The community that was chosen; none is the whole street."""
    if not text:
        return None
    if text not in dict(communities(turn)):
        raise NoSuchCommunity
    return text


async def index(request: Request, clerk: Clerk) -> Response:
    """The keys there are, and a form for one more."""
    return await _page(request, clerk)


async def make(request: Request, clerk: Clerk) -> Response:
    """Make a key; the answer is the only page that ever shows it."""
    office, form = office_of(request), await request.form()
    name = str(form.get("name", "")).strip()
    rights = {str(one) for one in form.getlist("may")}
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session)
            turn.person = clerk.person
            where = community_in(turn, str(form.get("community", "")))
            row, key = await keys.make_key(turn, name, rights, where)
    except Refusal as refusal:
        return await _page(request, clerk, refused=refusal, typed=name)
    return await _page(request, clerk, made=row, key=key)


async def revoke(request: Request, clerk: Clerk) -> Response:
    """A key opens nothing from this moment on."""
    office = office_of(request)
    async with office.database.transaction() as session:
        row = await session.get(ApiKeyRow, int(request.path_params["row"]))
        if row is None:
            raise HTTPException(404)
        turn = await office.turn(session)
        turn.person = clerk.person
        keys.revoke(turn, row)
    return RedirectResponse(ADDRESS, status_code=303)


async def _page(
    request: Request, clerk: Clerk, *, made: ApiKeyRow | None = None, key: str = "",
    refused: Refusal | None = None, typed: str = "",
) -> Response:  # fmt: skip
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = await api.keys(session)
        areas = communities(turn)
    facts = {
        "clerk": clerk, "rows": rows, "areas": areas, "names": dict(areas), "rights": list(May),
        "made": made, "key": key, "typed": typed, "base": turn.world.deployment.public_url,
        "refused": turn.words(refused.moment, **refused.facts) if refused else "",
    }  # fmt: skip
    return office.pages(request, "api_keys.html", facts, status=409 if refused else 200)
