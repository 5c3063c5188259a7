"""What people's corrections taught: examples to look through, throw out, and take along as a table."""

from collections.abc import Collection

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from domain.areas import RoleName
from domain.corrections import Why
from domain.refusals import Refusal
from handlers.corrections import table
from handlers.privacy import freezing
from storage import corrections

DESK = frozenset({RoleName.OFFICER, RoleName.DISPATCHER})


def _communities(clerk: Clerk) -> Collection[str] | None:
    """Whose examples somebody sees: their own communities', the street's managers all."""
    if clerk.sight.everything:
        return None
    return {role.area for role in clerk.roles if role.area and role.role in DESK}


def _why(request: Request) -> str:
    asked = request.query_params.get("why", "")
    return asked if asked in set(Why) else ""


async def index(request: Request, clerk: Clerk) -> Response:
    """The examples, the newest first."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: Refusal | None = None) -> Response:
    office, why = office_of(request), _why(request)
    before = number_in(request.query_params.get("before", ""))
    async with office.database.reading() as session:
        rows = await corrections.page(session, _communities(clerk), why, before=before)
        turn = await office.turn(session)
        said = {row.slug: row.said for row in turn.world.catalogue}
    more = rows[corrections.PAGE - 1].id if len(rows) > corrections.PAGE else None
    facts = {
        "clerk": clerk, "rows": rows[: corrections.PAGE], "said": said, "more": more, "why": why,
        "whys": list(Why), "refused": turn.words(refused.moment, **refused.facts) if refused else "",
    }  # fmt: skip
    status = 409 if refused else 200
    return office.pages(request, "corrections.html", facts, status=status)


async def export(request: Request, clerk: Clerk) -> Response:
    """The same as a table that `huying train` reads; nothing leaves while exports are frozen."""
    office = office_of(request)
    try:
        async with office.database.transaction() as session:
            await freezing.must_be_open(session)
            rows = await corrections.everything(session, _communities(clerk), _why(request))
            turn = await office.turn(session)
            turn.person = clerk.person
            turn.note("corrections.exported", "corrections", rows=len(rows))
    except Refusal as refusal:
        return await _page(request, clerk, refusal)
    return Response(
        table(rows).encode("utf-8-sig"), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=corrections.csv",
                 "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


async def drop(request: Request, clerk: Clerk) -> Response:
    """Throw one out that is no good to learn from."""
    office, number = office_of(request), int(request.path_params["row"])
    async with office.database.transaction() as session:
        if not await corrections.drop(session, number, _communities(clerk)):
            raise HTTPException(404)
        turn = await office.turn(session)
        turn.person = clerk.person
        turn.note("correction.dropped", f"correction/{number}")
    why = _why(request)
    return RedirectResponse(f"/console/corrections?why={why}", status_code=303)
