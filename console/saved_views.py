"""Keeping a list of tickets under a name, and letting go of it."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.asked import Asked
from console.clerks import Clerk
from console.office import office_of
from console.ticket_list import page
from domain.refusals import NoSuch, Refusal
from handlers import saved_views


async def keep(request: Request, clerk: Clerk) -> Response:
    """Keep the list that somebody looks at."""
    form = await request.form()
    asked, office = Asked.from_query(str(form.get("list", ""))), office_of(request)
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session)
            turn.person = clerk.person
            await saved_views.keep(turn, str(form.get("name", "")), asked.query)
    except Refusal as refusal:
        said = turn.words(refusal.moment, **refusal.facts)
        return await page(request, clerk, asked, refused=said, status=409)
    return RedirectResponse(asked.address, status_code=303)


async def drop(request: Request, clerk: Clerk) -> Response:
    """Let go of one of one's own lists."""
    form, office = await request.form(), office_of(request)
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session)
            turn.person = clerk.person
            await saved_views.drop(turn, int(request.path_params["row"]))
    except NoSuch as nobody:
        raise HTTPException(404) from nobody
    asked = Asked.from_query(str(form.get("list", "")))
    return RedirectResponse(asked.address, status_code=303)
