"""Many tickets to one colleague: each by its own step, each with its own answer."""

import secrets

from starlette.requests import Request
from starlette.responses import Response

from console.asked import Asked
from console.clerks import Clerk
from console.office import Office, number_in, office_of
from console.sheet import Overtaken
from console.ticket_list import Handed, page
from console.verbs import VERBS, Given
from domain.refusals import Refusal, Unknown
from domain.tickets.states import NeedsTarget, State
from storage.tickets import listing, queries


async def together(request: Request, clerk: Clerk) -> Response:
    """Give all that was ticked to one colleague; what one ticket refuses leaves the others alone."""
    form = await request.form()
    asked, given = Asked.from_query(str(form.get("list", ""))), Given.of(form)
    ticked = list(dict.fromkeys(str(value) for value in form.getlist("ticket")))[: listing.PAGE]
    once = str(form.get("once", ""))[:40] or secrets.token_hex(8)
    office = office_of(request)
    if not ticked or given.person is None:
        async with office.database.reading() as session:
            turn = await office.turn(session)
        refused = turn.words(NeedsTarget().moment)
        return await page(request, clerk, asked, refused=refused, status=409)
    done = [await _one(office, clerk, tick, given, once) for tick in ticked]
    office.wake()
    status = 409 if any(one.refused for one in done) else 200
    return await page(request, clerk, asked, handed=done, status=status)


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
            if str(ticket.version) != version:
                raise Overtaken
            verb = "decide" if ticket.state == State.RETURNED else "hand_over"
            await VERBS[verb](turn, ticket, given)
    except Refusal as refusal:
        return Handed(number, turn.words(refusal.moment, **refusal.facts))
    return Handed(number, "")
