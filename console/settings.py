"""What this deployment decides while it runs, and what its operator has set."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from domain.refusals import Refusal
from domain.settings import Setting
from handlers import settings

LONGEST = 80


async def index(request: Request, clerk: Clerk) -> Response:
    """Everything that is set, with what it means."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, *, tried: str = "", typed: str = "", refused: Refusal | None = None
) -> Response:  # fmt: skip
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        decided = await settings.kept(session)
    facts = {
        "clerk": clerk, "now": settings.present(turn.world.deployment, turn.world.calendar),
        "decided": decided, "environment": office.environment, "names": list(Setting),
        "tried": tried, "typed": typed,
        "refused": turn.words(refused.moment, **refused.facts) if refused else "",
    }  # fmt: skip
    return office.pages(request, "settings.html", facts, status=409 if refused else 200)


async def decide(request: Request, clerk: Clerk) -> Response:
    """Decide one thing from now on, or leave it to the operator again."""
    office, form = office_of(request), await request.form()
    name = request.path_params["name"]
    if name not in set(Setting):
        raise HTTPException(404)
    value = str(form.get("value", "")).replace("\0", "")[:LONGEST]
    back = "back" in form
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session)
            turn.person = clerk.person
            await settings.decide(turn, Setting(name), None if back else value)
    except Refusal as refusal:
        return await _page(request, clerk, tried=name, typed=value, refused=refusal)
    return RedirectResponse("/console/settings", status_code=303)
