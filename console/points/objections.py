"""What neighbours object to, who decides, and what they decided."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.points.claims import near
from console.steps import communities_of, step_taken, taken, words_of
from domain.names import clean
from domain.tickets.states import NeedsReason
from handlers.points import claims as verbs
from handlers.points import objections
from handlers.turn import Turn
from storage.points import claims, lists
from storage.points.claims import ClaimRow

HERE = "/console/points/objections"
MOST_SAT = 20  # ticks of a form


async def index(request: Request, clerk: Clerk) -> Response:
    """Entries that somebody objected to, those to be answered first; and the groups that answer."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, given = office_of(request), form or FormData()
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = await lists.objected_claims(session, near(turn, clerk))
        shown = [
            (row, await verbs.view_of(turn, row), await lists.objections_to(session, row.id))
            for row in rows
        ]
        groups = {
            code: (name, await lists.appraisers(session, code))
            for code, name in communities_of(turn, clerk)
        }
    facts = {
        "clerk": clerk, "rows": shown, "groups": groups, "refused": refused,
        "once": secrets.token_hex(8), "fewest": objections.FEWEST, "most": objections.MOST,
        "typed": {name: words_of(given, name) for name in ("reason", "name", "household")},
    }  # fmt: skip
    return office.pages(request, "points_objections.html", facts, status=409 if refused else 200)


async def act(request: Request, clerk: Clerk) -> Response:
    """Write down what the group decided, or what the street says once more."""
    form = await request.form()
    _, refused = await step_taken(request, clerk, STEPS, _found)
    return await _page(request, clerk, refused, form) if refused else _back()


def _back() -> Response:
    return RedirectResponse(HERE, status_code=303)


async def _found(turn: Turn, request: Request, clerk: Clerk) -> ClaimRow:
    row = await claims.claim(turn.session, int(request.path_params["number"]))
    if row is None or not clerk.answers_for(row.community):
        raise HTTPException(404)
    return row


async def _decide(turn: Turn, row: ClaimRow, form: FormData) -> None:
    sat = {number_in(str(one)) or 0 for one in form.getlist("sat")[:MOST_SAT]}
    await objections.decide(
        turn, row.id, upheld=_upheld(form), reason=words_of(form, "reason"), sat=sat
    )


async def _review(turn: Turn, row: ClaimRow, form: FormData) -> None:
    await objections.review(turn, row.id, upheld=_upheld(form), reason=words_of(form, "reason"))


def _upheld(form: FormData) -> bool:
    """What was decided; a form that says neither takes nobody's points. Raises NeedsReason."""
    outcome = str(form.get("outcome", ""))
    if outcome not in (objections.UPHELD, objections.CANCELLED):
        raise NeedsReason(act="appraise")
    return outcome == objections.UPHELD


STEPS: dict[str, Callable[[Turn, ClaimRow, FormData], Awaitable[Any]]] = {
    "decide": _decide,
    "review": _review,
}


async def join(request: Request, clerk: Clerk) -> Response:
    """Somebody joins a community's appraisal group."""
    form = await request.form()

    async def work(turn: Turn) -> None:
        name, household = clean(words_of(form, "name")), words_of(form, "household").strip()
        await objections.appoint(turn, words_of(form, "community"), name, household)

    _, refused = await taken(request, clerk, work)
    return await _page(request, clerk, refused, form) if refused else _back()


async def leave(request: Request, clerk: Clerk) -> Response:
    """Somebody sits in it no longer."""

    async def work(turn: Turn) -> None:
        await objections.dismiss(turn, int(request.path_params["number"]))

    _, refused = await taken(request, clerk, work)
    return await _page(request, clerk, refused) if refused else _back()
