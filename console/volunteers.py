"""Volunteers on the office's pages: who waits, who can do what, the teams, and hours to verify."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.members import day_in
from console.office import number_in, office_of
from console.steps import communities_of, number_of, step_taken, taken, words_of
from domain.members.states import VolunteerState
from handlers.members import hours as giving
from handlers.members import volunteering
from handlers.turn import Turn
from handlers.workbook.taking import parts
from storage import volunteers
from storage.people import PersonRow, names_of
from storage.volunteers import PAGE, VolunteerRow


async def index(request: Request, clerk: Clerk) -> Response:
    """Who waits and what, and whoever can do what is looked for."""
    return await _index(request, clerk)


async def _index(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office, asked = office_of(request), request.query_params
    skill = asked.get("skill", "").replace("\0", "").strip()[:20]
    team, near = number_in(asked.get("team", "")), clerk.desks
    async with office.database.reading() as session:
        turn = await office.turn(session)
        if skill:
            rows = await volunteering.search(turn, near, skill)
        else:
            rows = await volunteers.page(
                session, near, VolunteerState.ACCEPTED, team=team,
                after=number_in(asked.get("after", "")) or 0,
            )  # fmt: skip
        waiting = await volunteers.waiting(session, near)
        facts = {
            "clerk": clerk, "refused": refused, "skill": skill, "team": team,
            "rows": rows[:PAGE], "communities": communities_of(turn, clerk),
            "more": rows[PAGE - 1][0].id if len(rows) > PAGE and not skill else None,
            "teams": await volunteers.teams(session, near),
            "pending": await volunteers.page(session, near, VolunteerState.PENDING),
            "waiting": waiting, "once": secrets.token_hex(8),
            "tellers": await names_of(session, {h.by_id for h, _, _ in waiting if h.by_id}),
            "doubled": await volunteers.doubled(session, {row.id for _, row, _ in waiting}),
        }  # fmt: skip
    return office.pages(request, "volunteers.html", facts, status=409 if refused else 200)


async def team(request: Request, clerk: Clerk) -> Response:
    """Open a team."""
    form = await request.form()

    async def work(turn: Turn) -> None:
        await volunteering.open_team(turn, words_of(form, "community"), words_of(form, "name"))

    return await _done(request, clerk, work)


async def hours(request: Request, clerk: Clerk) -> Response:
    """Let hours count, or not; how long may be put right before."""
    form, verb = await request.form(), request.path_params["verb"]
    number = int(request.path_params["number"])

    async def work(turn: Turn) -> None:
        row = await volunteers.held(turn.session, number)
        owner = await turn.session.get(VolunteerRow, row.volunteer_id) if row else None
        if owner is None or not _near(clerk, owner):
            raise HTTPException(404)
        if verb == "verify":
            await giving.verify(turn, number, _minutes(form))
        else:
            await HOURS[verb](turn, number)

    if verb not in ("verify", *HOURS):
        raise HTTPException(404)
    return await _done(request, clerk, work)


HOURS: dict[str, Callable[[Turn, int], Awaitable[None]]] = {
    "refuse": giving.refuse, "take_back": giving.take_back,
}  # fmt: skip


def _minutes(form: FormData) -> int | None:
    """The minutes of a form; None where its field is empty, nothing sound where it is no number."""
    text = words_of(form, "minutes").strip()
    return (number_in(text) or 0) if text else None


async def _done(
    request: Request, clerk: Clerk, work: Callable[[Turn], Awaitable[None]]
) -> Response:
    _, refused = await taken(request, clerk, work)
    if refused:
        return await _index(request, clerk, refused)
    return RedirectResponse("/console/volunteers", status_code=303)


def _near(clerk: Clerk, row: VolunteerRow) -> bool:
    return clerk.desks is None or row.community is None or row.community in clerk.desks


async def found(turn: Turn, request: Request, clerk: Clerk) -> VolunteerRow:
    """The volunteer whom the address names, if this clerk may see them."""
    row = await turn.session.get(VolunteerRow, int(request.path_params["number"]))
    person = await turn.session.get(PersonRow, row.person_id) if row else None
    if row is None or person is None or person.erased_at is not None or not _near(clerk, row):
        raise HTTPException(404)
    if row.state == VolunteerState.LEFT and not await volunteers.minutes_of(
        turn.session, row.person_id
    ):
        raise HTTPException(404)  # nothing is left to look up or to certify
    return row


async def show(request: Request, clerk: Clerk) -> Response:
    """One volunteer: what they can do, and the hours that they gave."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        row = await found(turn, request, clerk)
        person = await session.get(PersonRow, row.person_id)
        given = await volunteers.of_volunteer(session, row.id)
        facts = {
            "clerk": clerk, "row": row, "name": (person.name if person else "") or "",
            "refused": refused, "hours": given, "today": turn.world.today(turn.now),
            "total": await volunteers.minutes_of(session, row.person_id),
            "names": await names_of(session, {h.decided_by for h in given if h.decided_by}),
            "teams": await volunteers.teams(session, clerk.desks),
            "communities": communities_of(turn, clerk), "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "volunteer.html", facts, status=409 if refused else 200)


async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on somebody of the register."""
    _, refused = await step_taken(request, clerk, STEPS, found)
    if refused:
        return await _page(request, clerk, refused)
    number, verb = request.path_params["number"], request.path_params["verb"]
    where = (
        "/console/volunteers" if verb in ("decline", "leave") else f"/console/volunteers/{number}"
    )
    return RedirectResponse(where, status_code=303)


async def _accept(turn: Turn, row: VolunteerRow, form: FormData) -> None:
    said = words_of(form, "skills")
    await volunteering.accept(
        turn, row.id, words_of(form, "name"), words_of(form, "community"),
        skills=parts(said),
        team=number_of(form, "team") or None,
    )  # fmt: skip


async def _decline(turn: Turn, row: VolunteerRow, _: FormData) -> None:
    await volunteering.decline(turn, row.id)


async def _leave(turn: Turn, row: VolunteerRow, _: FormData) -> None:
    await volunteering.leave(turn, await volunteering.found(turn, row.id))


async def _write_down(turn: Turn, row: VolunteerRow, form: FormData) -> None:
    await giving.write_down(
        turn, row.id, day_in(words_of(form, "day")), words_of(form), _minutes(form) or 0
    )


STEPS: dict[str, Callable[[Turn, VolunteerRow, FormData], Awaitable[Any]]] = {
    "accept": _accept, "decline": _decline, "write_down": _write_down, "leave": _leave,
}  # fmt: skip
