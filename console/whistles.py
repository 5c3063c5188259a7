"""Whistles: departments called to a matter, who came and when, the minutes, and their parts."""

import secrets
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import day_of, named, number_of, numbers_of, step_taken, taken, to_made, words_of
from domain.refusals import Unknown
from domain.whistles import TABLE, Standing, Urgency, standing, units_of
from handlers import projects as shared
from handlers import whistles as verbs
from handlers.tickets.colleagues import serving
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import projects, whistles
from storage.people import names_of
from storage.projects import PAGE, ShareRow
from storage.tickets import listing
from storage.whistles import WhistleRow, WhistleUnitRow


@dataclass(frozen=True, slots=True)
class Called:
    """A department as the pages show it."""

    unit: WhistleUnitRow
    standing: Standing


async def _called(turn: Turn, whistle: WhistleRow) -> list[Called]:
    return [
        Called(unit, standing(unit.arrived_at, whistle.arrive_by, turn.now))
        for unit in await whistles.units(turn.session, whistle.id)
    ]


async def index(request: Request, clerk: Clerk) -> Response:
    """All of them that this clerk may see."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        near = None if clerk.is_street else clerk.communities
        before = number_in(request.query_params.get("before", ""))
        rows = await whistles.page(session, clerk.person.id, near, before=before)
        shown = [(row, await _called(turn, row)) for row in rows[:PAGE]]
    more = rows[PAGE - 1].id if len(rows) > PAGE else None
    return office.pages(request, "whistles.html", {"clerk": clerk, "rows": shown, "more": more})


async def new(request: Request, clerk: Clerk) -> Response:
    """The form for a new one, from the tickets it is about."""
    return await _new(request, clerk, request.query_params.getlist("tickets"))


async def _new(
    request: Request, clerk: Clerk, numbers: list[str], refused: str = "", typed: str = "",
    topic: str = "",
) -> Response:  # fmt: skip
    office = office_of(request)
    near = None if clerk.is_street else clerk.communities
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = await listing.these(session, clerk.sight, numbers_of(numbers))
        facts = {
            "clerk": clerk, "tickets": [view(turn, row) for row in rows], "refused": refused,
            "numbers": " ".join(f"{row.id:04d}" for row in rows), "topic": topic, "typed": typed,
            "known": await whistles.called_before(session, near), "urgencies": list(Urgency),
            "blows": bool(rows) and all(clerk.answers_for(row.community) for row in rows),
            "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "whistle_new.html", facts, status=409 if refused else 200)


async def begin(request: Request, clerk: Clerk) -> Response:
    """Blow it, or ask the office to."""
    form = await request.form()
    numbers, units, topic = (
        [str(one) for one in form.getlist("tickets")], words_of(form, "units"),
        words_of(form, "topic"),
    )  # fmt: skip
    urgency = str(form.get("urgency", ""))

    async def work(turn: Turn) -> int:
        if urgency not in set(Urgency):
            raise Unknown
        made = await verbs.ask(
            turn, numbers_of(numbers), topic, units_of(units), Urgency(urgency)
        )  # fmt: skip
        return made.id

    made, refused = await taken(request, clerk, work)
    if refused:
        return await _new(request, clerk, numbers, refused, units, topic)
    return to_made("/console/whistles", made)


async def show(request: Request, clerk: Clerk) -> Response:
    """One of them."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: str = "", typed: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        whistle = await _found(turn, request, clerk)
        facts = await _facts(turn, whistle, clerk)
    facts |= {"refused": refused, "typed": typed}
    return office.pages(request, "whistle.html", facts, status=409 if refused else 200)


async def _found(turn: Turn, request: Request, clerk: Clerk) -> WhistleRow:
    """The whistle, if it is of this clerk's community, asked for by them, or they have a part in it."""
    whistle = await whistles.whistle(turn.session, int(request.path_params["number"]))
    if whistle is None:
        raise HTTPException(404)
    shares = await projects.shares(turn.session, whistle=whistle.id)
    near = clerk.answers_for(whistle.community) or whistle.asked_by == clerk.person.id
    if not near and all(row.person_id != clerk.person.id for row in shares):
        raise HTTPException(404)
    return whistle


async def _facts(turn: Turn, whistle: WhistleRow, clerk: Clerk) -> dict[str, Any]:
    rows = await whistles.tickets(turn.session, whistle.id)
    shares = await projects.shares(turn.session, whistle=whistle.id)
    people = {whistle.asked_by, whistle.decided_by, *(row.person_id for row in shares)}
    decides = clerk.answers_for(whistle.community)
    return {
        "clerk": clerk, "whistle": whistle, "tickets": [view(turn, row) for row in rows],
        "called": await _called(turn, whistle), "shares": shares, "decides": decides,
        "waits": decides or whistle.asked_by == clerk.person.id,
        "steps": {act.value for state, act in TABLE if state == whistle.state},
        "names": await names_of(turn.session, {p for p in people if p}),
        "people": await named(turn, serving(turn, whistle.community)),
        "today": turn.world.today(turn.now), "now": turn.now, "once": secrets.token_hex(8),
    }  # fmt: skip


async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on it; a refusal shows its sentence, and what was typed is kept."""
    _, refused = await step_taken(request, clerk, STEPS, _found)
    if refused:
        return await _page(request, clerk, refused, words_of(await request.form()))
    number = request.path_params["number"]
    return RedirectResponse(f"/console/whistles/{number}", status_code=303)


async def _blow(turn: Turn, whistle: WhistleRow, _: FormData) -> None:
    await verbs.blow(turn, whistle)


async def _refuse(turn: Turn, whistle: WhistleRow, form: FormData) -> None:
    await verbs.refuse(turn, whistle, words_of(form))


async def _arrive(turn: Turn, whistle: WhistleRow, form: FormData) -> None:
    await verbs.arrived(turn, whistle, number_of(form, "unit"))


async def _meet(turn: Turn, whistle: WhistleRow, form: FormData) -> None:
    await verbs.meet(turn, whistle, words_of(form))


async def _share(turn: Turn, whistle: WhistleRow, form: FormData) -> None:
    kind, _, number = str(form.get("whom", "")).partition("/")
    chosen = number_in(number) or 0
    await verbs.share(
        turn, whistle, words_of(form), due=day_of(turn, str(form.get("day", ""))),
        unit=chosen if kind == "unit" else None, person=chosen if kind == "person" else None,
    )  # fmt: skip


async def _share_done(turn: Turn, whistle: WhistleRow, form: FormData) -> None:
    row = await turn.session.get(ShareRow, number_of(form, "share"))
    if row is None or row.whistle_id != whistle.id:
        raise Unknown
    decides = shared.of_the_desk(turn, whistle.community)
    await shared.share_done(turn, row, decides=decides)


async def _mark(turn: Turn, whistle: WhistleRow, form: FormData) -> None:
    await verbs.mark(
        turn, whistle, number_of(form, "unit"), ours=number_of(form, "ours") or None,
        theirs=number_of(form, "theirs") or None,
    )  # fmt: skip


async def _close(turn: Turn, whistle: WhistleRow, _: FormData) -> None:
    await verbs.close(turn, whistle)


STEPS = {
    "blow": _blow, "refuse": _refuse, "arrive": _arrive, "meet": _meet, "share": _share,
    "share_done": _share_done, "mark": _mark, "close": _close,
}  # fmt: skip
