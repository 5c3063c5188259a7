"""Rosters on the office's pages: made, looked at by the week, proposed, published, lived through."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console import roster_table
from console.clerks import Clerk
from console.office import number_in, office_of
from console.roster_form import lines_of, people_of
from console.steps import number_of, step_taken, taken, words_of
from domain.refusals import Refusal
from domain.rosters.asked import names
from domain.rosters.proposal import Proposal
from domain.rosters.rules import EARLY, breaches
from domain.rosters.states import OPEN, DutyState
from handlers.rosters import assigning, making, presence, proposing
from handlers.rosters.assigning import clash_facts, held_by
from handlers.rosters.views import member_of, slot_of
from handlers.tables import KINDS, to_xlsx
from handlers.turn import Turn
from storage import rosters
from storage.people import names_of
from storage.rosters import PAGE
from storage.rosters.tables import RosterRow, RosterSlotRow

HERE = "/console/rosters"


async def index(request: Request, clerk: Clerk) -> Response:
    """All of them that this clerk may see, and how many places are filled."""
    office = office_of(request)
    async with office.database.reading() as session:
        near = None if clerk.is_street else clerk.communities
        before = number_in(request.query_params.get("before", ""))
        rows = await rosters.page(session, near, chief=clerk.person.id, before=before)
        counts = await rosters.counts(session, [row.id for row in rows])
    facts = {
        "clerk": clerk, "rows": rows[:PAGE], "counts": counts,
        "more": rows[PAGE - 1].id if len(rows) > PAGE else None,
    }  # fmt: skip
    return office.pages(request, "rosters.html", facts)


async def show(request: Request, clerk: Clerk) -> Response:
    """One of them by the week; with `propose` the proposal in it, before it is taken over."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, asked = office_of(request), request.query_params
    async with office.database.reading() as session:
        turn = await _turn(request, clerk, session)
        row = await _found(turn, request, clerk)
        basis = None
        if asked.get("propose") and row.state in OPEN and not refused:
            basis = await proposing.basis(turn, row)
        proposal = await asyncio.to_thread(basis.propose) if basis else None
        facts = await _facts(turn, row, _wanted(asked.get("day", "")), proposal)
        facts |= {
            "clerk": clerk, "refused": refused, "proposal": proposal, "open": row.state in OPEN,
            "mark": basis.mark if basis else "", "once": secrets.token_hex(8),
            "chosen": await _chosen(turn, row, number_in(asked.get("slot", ""))),
            "typed": {name: lines_of(form or FormData(), name) for name in ("names", "wishes", "shifts")},
            "people": await people_of(turn, row.community),
        }  # fmt: skip
    return office.pages(request, "roster.html", facts, status=409 if refused else 200)


async def _turn(request: Request, clerk: Clerk, session: Any) -> Turn:
    turn = await office_of(request).turn(session)
    turn.person = clerk.person
    return turn


def _wanted(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def _facts(
    turn: Turn, row: RosterRow, day: date | None = None, proposal: Proposal | None = None
) -> dict[str, Any]:
    """What every page about a roster shows."""
    members = await rosters.members(turn.session, row.id)
    stands = await rosters.stands(turn.session, row.id)
    called = {one.id: name for one, name in members}
    first = roster_table.first_day(row, day, turn.world.today(turn.now))
    loads = roster_table.loads([one.id for one, _ in members], stands)
    chiefs = await names_of(turn.session, {row.chief_id} if row.chief_id else set())
    area = turn.world.organisation.areas.get(row.area)
    counted = await rosters.counts(turn.session, [row.id])
    return {
        "row": row, "members": members, "stands": stands, "loads": loads,
        "week": await roster_table.week(turn, row, first, stands, called, proposal),
        "first": first, "chief": chiefs.get(row.chief_id or 0, ""),
        "area": area.name if area else "", "needed": counted.get(row.id, (0, 0))[0],
        "most": max(loads.values(), default=0), "least": min(loads.values(), default=0),
        "zone": turn.world.calendar.zone,
        "wishes": await rosters.wishes(turn.session, list(called)),
    }  # fmt: skip


async def _chosen(turn: Turn, row: RosterRow, number: int | None) -> dict[str, Any] | None:
    """The shift that was clicked: who is there, who could be, and what stands in others' way."""
    slot = await turn.session.get(RosterSlotRow, number) if number else None
    if slot is None or slot.roster_id != row.id:
        return None
    known = await rosters.members(turn.session, row.id)
    there = await rosters.in_slots(turn.session, [slot.id])
    held = await held_by(turn, row, known)
    wishes = await rosters.wishes(turn.session, [one.id for one, _ in known])
    free, clashing = [], []
    for one, name in known:
        if any(stand.member.id == one.id for stand in there):
            continue
        found = breaches(
            member_of(turn, one, row, wishes), slot_of(slot), held[one.id], turn.world.calendar.zone
        )
        if found:
            clash = await clash_facts(turn, one, slot_of(slot), found[0], name=name)
            clashing.append((name, turn.words("errors/roster_clash", **clash)))
        else:
            free.append((one.id, name, len(held[one.id])))
    free.sort(key=lambda one: one[2])
    return {"slot": slot, "there": there, "free": free, "clashing": clashing}


async def _found(turn: Turn, request: Request, clerk: Clerk) -> RosterRow:
    row = await rosters.roster(turn.session, int(request.path_params["number"]))
    if row is None or not (clerk.answers_for(row.community) or row.chief_id == clerk.person.id):
        raise HTTPException(404)
    return row


async def now(request: Request, clerk: Clerk) -> Response:
    """For a phone: who is there, who is not, and who comes next."""
    return await _now(request, clerk)


async def _now(request: Request, clerk: Clerk, refused: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await _turn(request, clerk, session)
        row = await _found(turn, request, clerk)
        slots = await rosters.slots(session, row.id)
        here = [one for one in slots if one.begins - EARLY <= turn.now < one.ends]
        stands = await rosters.in_slots(session, [one.id for one in here])
        begun = {one.id: one for one in here if one.begins <= turn.now}
        facts = {
            "clerk": clerk, "row": row, "refused": refused, "at": turn.now,
            "slots": [(one, [s for s in stands if s.slot.id == one.id]) for one in here],
            "there": sum(
                one.duty.state == DutyState.STARTED and one.slot.id in begun for one in stands
            ),
            "expected": sum(one.fewest for one in begun.values()),
            "next": next((one.begins for one in slots if one.begins > turn.now), None),
            "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "roster_now.html", facts, status=409 if refused else 200)


async def on_paper(request: Request, clerk: Clerk) -> Response:
    """The week on one sheet of A4, for the wall of the guard room."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await _turn(request, clerk, session)
        row = await _found(turn, request, clerk)
        facts = await _facts(turn, row, _wanted(request.query_params.get("day", "")))
    return office.pages(request, "roster_print.html", {"clerk": clerk, **facts})


async def download(request: Request, clerk: Clerk) -> Response:
    """All of it as a table for Excel or WPS."""
    office = office_of(request)
    words = office.pages.words(request, "roster_words.html")
    async with office.database.reading() as session:
        turn = await _turn(request, clerk, session)
        row = await _found(turn, request, clerk)
        stands = await rosters.stands(session, row.id)
        table = roster_table.sheet(turn, row, await rosters.slots(session, row.id), stands, words)
        made = to_xlsx([table])
    return Response(
        made, media_type=KINDS["xlsx"],
        headers={"Content-Disposition": f"attachment; filename=roster-{row.id}.xlsx",
                 "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step on it; a refusal shows its sentence, and what was typed is kept."""
    form, verb = await request.form(), request.path_params["verb"]
    if verb == "take_over":
        _, refused = await _take_over(request, clerk, form)
    else:
        _, refused = await step_taken(request, clerk, STEPS, _found)
    if refused and verb in AT_THE_POST:
        return await _now(request, clerk, refused)
    if refused:
        return await _page(request, clerk, refused, form)
    number = request.path_params["number"]
    if verb in AT_THE_POST:
        return RedirectResponse(f"{HERE}/{number}/now", status_code=303)
    day, slot = _wanted(words_of(form, "day")), number_of(form, "slot")
    query = [f"day={day}"] * bool(day) + [f"slot={slot}"] * bool(slot)
    back = f"{HERE}/{number}" + (f"?{'&'.join(query)}#chosen" if query else "")
    return RedirectResponse(back, status_code=303)


async def _take_over(request: Request, clerk: Clerk, form: FormData) -> tuple[int | None, str]:
    """The proposal is reckoned while no transaction waits for it, and taken as long as it holds."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await _turn(request, clerk, session)
        row = await _found(turn, request, clerk)
        try:
            basis = await proposing.basis(turn, row)
        except Refusal as refusal:
            return None, turn.words(refusal.moment, **refusal.facts)
    found = await asyncio.to_thread(basis.propose)

    async def work(turn: Turn) -> int:
        row = await _found(turn, request, clerk)
        return await proposing.take_over(turn, row, found, words_of(form, "mark"))

    return await taken(request, clerk, work)


async def _assign(turn: Turn, _: RosterRow, form: FormData) -> None:
    await assigning.assign(turn, number_of(form, "slot"), number_of(form, "member"))


async def _remove(turn: Turn, _: RosterRow, form: FormData) -> None:
    await assigning.remove(turn, number_of(form, "duty"))


async def _more_people(turn: Turn, row: RosterRow, form: FormData) -> None:
    """More who may be put into it."""
    ticked = [n for one in form.getlist("people") if (n := number_in(str(one))) is not None]
    await making.more_people(turn, row, ticked, names(lines_of(form, "names")))


async def _wishes(turn: Turn, row: RosterRow, form: FormData) -> None:
    await making.add_wishes(turn, row, lines_of(form, "wishes"))


async def _more_shifts(turn: Turn, row: RosterRow, form: FormData) -> None:
    await making.more_shifts(turn, row, lines_of(form, "shifts"))


async def _drop(turn: Turn, row: RosterRow, form: FormData) -> None:
    await making.drop_slot(turn, row, number_of(form, "gone"))


async def _publish(turn: Turn, row: RosterRow, _: FormData) -> None:
    await making.publish(turn, row)


async def _withdraw(turn: Turn, row: RosterRow, _: FormData) -> None:
    await making.withdraw(turn, row)


async def _here(turn: Turn, _: RosterRow, form: FormData) -> None:
    await presence.check_in(turn, number_of(form, "duty"))


async def _gone(turn: Turn, _: RosterRow, form: FormData) -> None:
    await presence.check_out(turn, number_of(form, "duty"), words_of(form, "note"))


async def _called(turn: Turn, _: RosterRow, form: FormData) -> None:
    await presence.called(turn, number_of(form, "slot"))


STEPS: dict[str, Callable[[Turn, RosterRow, FormData], Awaitable[Any]]] = {
    "assign": _assign, "remove": _remove, "people": _more_people, "wishes": _wishes,
    "shifts": _more_shifts, "drop": _drop,
    "publish": _publish, "withdraw": _withdraw, "here": _here, "gone": _gone, "called": _called,
}  # fmt: skip
AT_THE_POST = frozenset({"here", "gone", "called"})
