"""What members pledged: open, to be checked, and what is shown as done."""

import secrets

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import taken
from domain.members.states import PledgeAct, PledgeState
from handlers.members import pledging
from handlers.turn import Turn
from storage import members
from storage.members import PAGE


async def index(request: Request, clerk: Clerk) -> Response:
    """All of them, the newest first; by state where one is asked for."""
    return await _index(request, clerk)


async def _index(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office, asked = office_of(request), request.query_params
    state = asked.get("state", "")
    states = [PledgeState(state)] if state in set(PledgeState) else []
    async with office.database.reading() as session:
        rows = await members.pledges(
            session, clerk.heads, states=states, before=number_in(asked.get("before", ""))
        )
    facts = {
        "clerk": clerk, "refused": refused, "rows": rows[:PAGE], "states": list(PledgeState),
        "state": states[0] if states else "", "once": secrets.token_hex(8),
        "more": rows[PAGE - 1][0].id if len(rows) > PAGE else None,
    }  # fmt: skip
    return office.pages(request, "pledges.html", facts, status=409 if refused else 200)


async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on a pledge."""
    verb = request.path_params["verb"]
    if verb not in set(PledgeAct):
        raise HTTPException(404)

    async def work(turn: Turn) -> None:
        row = await members.pledge(turn.session, int(request.path_params["number"]))
        if row is None or (clerk.heads is not None and row.community not in clerk.heads):
            raise HTTPException(404)
        await pledging.act(turn, row.id, PledgeAct(verb))

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _index(request, clerk, refused)
    return RedirectResponse("/console/pledges", status_code=303)
