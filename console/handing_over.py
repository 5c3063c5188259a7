"""Many tickets at once: to one colleague, each by its own step, or into one larger matter."""

import secrets

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.asked import Asked
from console.clerks import Clerk
from console.office import Office, number_in, office_of
from console.sheet import Overtaken
from console.steps import once_of
from console.ticket_list import Handed, page
from console.verbs import VERBS, Given
from domain.refusals import Refusal, Unknown
from domain.tickets.states import NeedsTarget, State
from handlers import forms
from storage.tickets import listing, queries


class NothingTicked(Refusal):
    """It is not said which tickets are meant."""


async def together(request: Request, clerk: Clerk) -> Response:
    """Give all that was ticked to one colleague; what one ticket refuses leaves the others alone."""
    form = await request.form()
    asked, given, ticked = (
        Asked.from_query(str(form.get("list", ""))),
        Given.of(form),
        _ticked(form),
    )
    once = once_of(form) or secrets.token_hex(8)
    office = office_of(request)
    if not ticked or given.person is None:
        why = NeedsTarget() if ticked else NothingTicked()
        return await _refused(request, clerk, asked, why)
    done = [await _one(office, clerk, tick, given, once) for tick in ticked]
    office.wake()
    status = 409 if any(one.refused for one in done) else 200
    return await page(request, clerk, asked, handed=done, status=status)


async def into(request: Request, clerk: Clerk) -> Response:
    """To the form of a new small matter or whistle, with all that was ticked."""
    form = await request.form()
    ticked = _ticked(form)
    if not ticked:
        asked = Asked.from_query(str(form.get("list", "")))
        return await _refused(request, clerk, asked, NothingTicked())
    numbers = "+".join(str(number_in(tick.partition(".")[0]) or 0) for tick in ticked)
    what = "projects" if request.url.path.endswith("projects") else "whistles"
    return RedirectResponse(f"/console/{what}/new?tickets={numbers}", status_code=303)


def _ticked(form: FormData) -> list[str]:
    """Number and version of what was ticked, as `12.3`."""
    return list(dict.fromkeys(str(value) for value in form.getlist("ticket")))[: listing.PAGE]


async def _refused(request: Request, clerk: Clerk, asked: Asked, refusal: Refusal) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
    said = turn.words(refusal.moment, **refusal.facts)
    return await page(request, clerk, asked, refused=said, status=409)


async def _one(office: Office, clerk: Clerk, tick: str, given: Given, once: str) -> Handed:
    """One ticket, as it was seen in the list: whoever was faster is not overrun."""
    named, _, version = tick.partition(".")
    number = number_in(named) or 0
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session, f"console/{once}/{number}")
            turn.person = clerk.person
            if not await listing.visible(session, clerk.sight, number):
                raise Unknown
            ticket = await queries.ticket(session, number)
            if ticket is None:
                raise Unknown
            if await forms.sent_before(turn, str(clerk.person.id), once, tick, str(given.person)):
                return Handed(number, "")
            if str(ticket.version) != version:
                raise Overtaken
            verb = "decide" if ticket.state == State.RETURNED else "hand_over"
            await VERBS[verb](turn, ticket, given)
    except Refusal as refusal:
        return Handed(number, turn.words(refusal.moment, **refusal.facts))
    return Handed(number, "")
