"""Small matters: begun from tickets, shared out, and ended so that each reporter is asked."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import day_of, named, number_of, numbers_of, step_taken, taken, to_made, words_of
from domain.projects import ProjectState, answers
from domain.rates import rate
from domain.refusals import Unknown
from domain.tickets.states import State
from handlers import projects as verbs
from handlers.tickets.colleagues import serving
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import projects
from storage.people import names_of
from storage.projects import PAGE, ProjectRow, ShareRow
from storage.tickets import listing


async def index(request: Request, clerk: Clerk) -> Response:
    """All of them that this clerk may see, and how many of this year's are done."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        near = None if clerk.is_street else clerk.communities
        before = number_in(request.query_params.get("before", ""))
        rows = await projects.page(session, clerk.person.id, near, before=before)
        start, end = _this_year(turn)
        collected, done = await projects.collected_and_done(session, near, start, end)
        names = await names_of(session, {row.leader_id for row, _ in rows})
    facts = {
        "clerk": clerk, "rows": rows[:PAGE], "names": names, "now": office.clock.now(),
        "rate": rate(done, collected), "more": rows[PAGE - 1][0].id if len(rows) > PAGE else None,
    }  # fmt: skip
    return office.pages(request, "projects.html", facts)


def _this_year(turn: Turn) -> tuple[datetime, datetime]:
    first = turn.world.today(turn.now).replace(month=1, day=1)
    calendar = turn.world.calendar
    midnight = datetime.min.time()
    return calendar.instant(first, midnight), calendar.instant(date(first.year + 1, 1, 1), midnight)


async def new(request: Request, clerk: Clerk) -> Response:
    """The form for a new one, from the tickets that were ticked."""
    return await _new(request, clerk, request.query_params.getlist("tickets"))


async def _new(
    request: Request, clerk: Clerk, numbers: list[str], refused: str = "", title: str = ""
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = await listing.these(session, clerk.sight, numbers_of(numbers))
        who = serving(turn, rows[0].community) if rows else {}
        facts = {
            "clerk": clerk, "tickets": [view(turn, row) for row in rows], "refused": refused,
            "people": await named(turn, who), "numbers": " ".join(f"{r.id:04d}" for r in rows),
            "title": title, "due": turn.world.today(turn.now) + timedelta(days=14),
            "today": turn.world.today(turn.now), "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "project_new.html", facts, status=409 if refused else 200)


async def begin(request: Request, clerk: Clerk) -> Response:
    """Begin one."""
    form = await request.form()
    numbers, title = [str(one) for one in form.getlist("tickets")], words_of(form, "title")

    async def work(turn: Turn) -> int:
        made = await verbs.begin(
            turn, title, numbers_of(numbers), leader=number_of(form, "person"),
            due=day_of(turn, str(form.get("day", ""))),
        )  # fmt: skip
        return made.id

    made, refused = await taken(request, clerk, work)
    if refused:
        return await _new(request, clerk, numbers, refused, title)
    return to_made("/console/projects", made)


async def show(request: Request, clerk: Clerk) -> Response:
    """One of them."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: str = "", left: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        project = await _found(turn, request, clerk)
        facts = await _facts(turn, project, clerk)
    facts |= {"refused": refused, "left": left}
    return office.pages(request, "project.html", facts, status=409 if refused else 200)


async def _found(turn: Turn, request: Request, clerk: Clerk) -> ProjectRow:
    """The project, if it is of this clerk's community, led by them, or they have a part in it."""
    project = await projects.project(turn.session, int(request.path_params["number"]))
    if project is None:
        raise HTTPException(404)
    shares = await projects.shares(turn.session, project=project.id)
    near = clerk.answers_for(project.community) or project.leader_id == clerk.person.id
    if not near and all(row.person_id != clerk.person.id for row in shares):
        raise HTTPException(404)
    return project


async def _facts(turn: Turn, project: ProjectRow, clerk: Clerk) -> dict[str, Any]:
    rows = await projects.tickets(turn.session, project.id)
    shares = await projects.shares(turn.session, project=project.id)
    people = {project.leader_id, *(row.person_id for row in shares if row.person_id)}
    return {
        "clerk": clerk, "project": project, "tickets": [view(turn, row) for row in rows],
        "shares": shares, "names": await names_of(turn.session, people),
        "said": answers((State(row.state), row.outcome) for row in rows),
        "open": project.state == ProjectState.OPEN, "leads": project.leader_id == clerk.person.id,
        "decides": clerk.answers_for(project.community),
        "people": await named(turn, serving(turn, project.community)),
        "today": turn.world.today(turn.now), "now": turn.now, "once": secrets.token_hex(8),
    }  # fmt: skip


async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on it; a refusal shows its sentence."""
    left, refused = await step_taken(request, clerk, STEPS, _found)
    if refused or left:
        unfinished = " ".join(f"{number:04d}" for number in left or ())
        return await _page(request, clerk, refused, unfinished)
    number = request.path_params["number"]
    return RedirectResponse(f"/console/projects/{number}", status_code=303)


async def _add(turn: Turn, project: ProjectRow, form: FormData) -> list[int]:
    for number in numbers_of([words_of(form)]) or [0]:
        await verbs.add(turn, project, number)
    return []


async def _take_out(turn: Turn, project: ProjectRow, form: FormData) -> list[int]:
    await verbs.take_out(turn, project, number_of(form, "ticket"))
    return []


async def _share(turn: Turn, project: ProjectRow, form: FormData) -> list[int]:
    due = day_of(turn, str(form.get("day", "")))
    await verbs.share(turn, project, words_of(form), person=number_of(form, "person"), due=due)
    return []


async def _share_done(turn: Turn, project: ProjectRow, form: FormData) -> list[int]:
    row = await turn.session.get(ShareRow, number_of(form, "share"))
    if row is None or row.project_id != project.id:
        raise Unknown
    decides = project.leader_id == turn.actor or verbs.of_the_desk(turn, project.community)
    await verbs.share_done(turn, row, decides=decides)
    return []


async def _finish(turn: Turn, project: ProjectRow, form: FormData) -> list[int]:
    return await verbs.finish(turn, project, words_of(form))


async def _drop(turn: Turn, project: ProjectRow, form: FormData) -> list[int]:
    await verbs.drop(turn, project, words_of(form))
    return []


STEPS = {
    "add": _add, "take_out": _take_out, "share": _share, "share_done": _share_done,
    "finish": _finish, "drop": _drop,
}  # fmt: skip
