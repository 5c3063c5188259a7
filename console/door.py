"""At the door of a sign-up: a code is scanned on the organiser's phone, and one press counts them in."""

import secrets

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from console.signups import files_of, found
from console.steps import number_of, taken, words_of
from domain.members.states import VolunteerState
from domain.refusals import Refusal, Unknown
from domain.signups.states import HELD, EntryState
from handlers.members import hours
from handlers.signups import codes, door
from handlers.signups.views import coming
from handlers.turn import Turn
from storage import signups, volunteers
from storage.signups import SignupEntryRow, SignupRow
from storage.volunteers import HoursRow


async def show(request: Request, clerk: Clerk) -> Response:
    """Whose code it is, and whether they have been counted in before."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office, code = office_of(request), request.path_params["code"]
    entries: list[SignupEntryRow] = []
    async with office.database.reading() as session:
        turn = await office.turn(session)
        row = await found(turn, request, clerk)
        try:
            entries = await codes.scanned(turn, row, code)
        except Refusal as refusal:
            refused = turn.words(refusal.moment, **refusal.facts)
        numbers = {
            one.id: place
            for place, one in enumerate(coming(await signups.entries(session, row.id)), 1)
        }
        files = await files_of(session, entries)
        serves, serving = await _service(turn, row, entries)
    facts = {
        "clerk": clerk, "row": row, "entries": entries, "numbers": numbers, "files": files,
        "code": code, "refused": refused, "held": row.state in HELD,
        "just": request.query_params.get("came") == "1", "once": secrets.token_hex(8),
        "serves": serves, "serving": serving,
        "left": [one for one in entries if one.state != EntryState.ATTENDED],
    }  # fmt: skip
    return office.pages(request, "signup_door.html", facts, status=409 if refused else 200)


async def _service(
    turn: Turn, row: SignupRow, entries: list[SignupEntryRow]
) -> tuple[bool, HoursRow | None]:
    """Whether the code is a volunteer's, and the hours that began with it."""
    person = entries[0].person_id if entries else None
    volunteer = await volunteers.known(turn.session, person) if person else None
    if volunteer is None or volunteer.state != VolunteerState.ACCEPTED:
        return False, None
    source = hours.at_the_door(row.id, volunteer.id)
    return True, await volunteers.by_source(turn.session, source)


async def came(request: Request, clerk: Clerk) -> Response:
    """Who has just come is counted in: one of them, or all that the code stands for.

    A volunteer who has come to serve begins with it, and ends when they go.
    """
    form = await request.form()

    async def work(turn: Turn) -> None:
        row = await found(turn, request, clerk)
        entries = await codes.scanned(turn, row, request.path_params["code"])
        served, person = words_of(form, "hours"), entries[0].person_id if entries else None
        if served == "end" and person:
            await hours.end_at_the_door(turn, person, row)
            return
        for one in _meant(entries, form):
            await door.tick(turn, row.id, one.id)
        if served == "begin" and person:
            await hours.begin_at_the_door(turn, person, row)

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, refused)
    return RedirectResponse(f"{request.url.path}?came=1", status_code=303)


def _meant(entries: list[SignupEntryRow], form: FormData) -> list[SignupEntryRow]:
    number = number_of(form, "entry")
    meant = [one for one in entries if number in (0, one.id)]
    if not meant:
        raise Unknown
    return meant
