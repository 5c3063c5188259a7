"""What cannot be done now, and until when: the list that an office keeps in sight, without names."""

from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import office_of
from domain.tickets.kinds import Sensitivity
from handlers.tickets.views import view
from storage.tickets import requests


async def index(request: Request, clerk: Clerk) -> Response:
    """Every suspended ticket that the office may see, the earliest review first."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = [
            (view(turn, ticket), turn.words(f"grounds/{asked.grounds}"), asked.decided_at,
             asked.before_deadline)
            for ticket, asked in await requests.suspended(session, clerk.sight)
            if ticket.sensitivity != Sensitivity.SENSITIVE
        ]  # fmt: skip
    return office.pages(request, "suspended.html", {"clerk": clerk, "rows": rows})
