"""Points that may be taken: each step, for whoever looks after the household, and nobody else."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import DESK, Clerk
from console.office import number_in, office_of
from console.points.claims import day_done, near
from console.steps import number_of, step_taken, taken, words_of
from domain.areas import RoleName
from domain.points.deductions import ABSENT, FALSE_EVIDENCE
from handlers.points import claims as claiming
from handlers.points import deduction_telling as telling
from handlers.points import deductions as verbs
from handlers.points.finding import the_household
from handlers.turn import Turn
from storage.people import addresses_of
from storage.points import deductions, households, lists, rules
from storage.points.claims import PAGE
from storage.points.deductions import DeductionRow

HERE = "/console/points/deductions"
FIELDS = ("home", "rule", "day", "words", "reason")


async def index(request: Request, clerk: Clerk) -> Response:
    """What is under way where this clerk serves, what is to do first; and a form to begin one."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, given = office_of(request), form or FormData()
    before = number_in(request.query_params.get("before", ""))
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        around = near(turn, clerk)
        ended = await deductions.over(session, around, before=before)
        found = ([] if before else await deductions.under_way(session, around)) + ended
        rows = [await _shown(turn, row, clerk) for row in found if await _is_theirs(turn, row)]
        today = turn.world.today(turn.now)
        known = (await rules.rules_on(session, today)).values()
        groups = {row.community: await lists.appraisers(session, row.community) for row in found}
    facts = {
        "clerk": clerk, "rows": rows, "groups": groups, "refused": refused, "today": today,
        "rules": [one for _, one in known if one.points < 0 and one.code != ABSENT],
        "typed": {name: words_of(given, name) for name in FIELDS}, "once": secrets.token_hex(8),
        "committee": FALSE_EVIDENCE, "more": ended[-1].id if len(ended) == PAGE else None,
    }  # fmt: skip
    return office.pages(request, "points_deductions.html", facts, status=409 if refused else 200)


async def _shown(turn: Turn, row: DeductionRow, clerk: Clerk) -> dict[str, Any]:
    people = await households.members_of(turn.session, row.household)
    voices = await deductions.voices(turn.session, row.id)
    here = {role.role for role in clerk.roles if role.area == row.community}
    stays_out = clerk.person.id in {row.proposed_by, *(voice.by_id for voice in voices)}
    return {
        "row": row, "about": await telling.view_of(turn, row), "voices": voices,
        "reached": bool(await addresses_of(turn.session, people)),
        "own": RoleName.OFFICER in here and not stays_out,
        "writes": bool(here & DESK) and not stays_out and row.rule != FALSE_EVIDENCE,
    }  # fmt: skip


async def _is_theirs(turn: Turn, row: DeductionRow) -> bool:
    """Whether they look after the household; whoever belongs to it sees nothing here."""
    own = {home.code for home in await households.households_of(turn.session, turn.actor or 0)}
    serves = await claiming.serves_home(turn, row.household, row.community)
    return serves and row.household not in own


async def begin(request: Request, clerk: Clerk) -> Response:
    """Remind a household in writing; or, of false evidence, ask it what it says to it."""
    form = await request.form()

    async def work(turn: Turn) -> None:
        home = await the_household(turn, words_of(form, "home"), near(turn, clerk))
        day, words = day_done(form), words_of(form, "words")
        await verbs.begin(turn, home.code, words_of(form, "rule"), day, words)

    _, refused = await taken(request, clerk, work)
    return await _page(request, clerk, refused, form) if refused else _back()


async def act(request: Request, clerk: Clerk) -> Response:
    """One step of one of them."""
    form = await request.form()
    _, refused = await step_taken(request, clerk, STEPS, _found)
    return await _page(request, clerk, refused, form) if refused else _back()


def _back() -> Response:
    return RedirectResponse(HERE, status_code=303)


async def _found(turn: Turn, request: Request, _: Clerk) -> int:
    number = int(request.path_params["number"])
    row = await deductions.deduction(turn.session, number)
    if row is None or not await _is_theirs(turn, row):
        raise HTTPException(404)
    return number


async def _propose(turn: Turn, number: int, form: FormData) -> None:
    await verbs.propose(turn, number, words_of(form))


async def _mend(turn: Turn, number: int, _: FormData) -> None:
    await verbs.mend(turn, number)


async def _hear(turn: Turn, number: int, _: FormData) -> None:
    await verbs.hear(turn, number)


async def _answer(turn: Turn, number: int, form: FormData) -> None:
    await verbs.answer_at_desk(turn, number, words_of(form))


async def _agree(turn: Turn, number: int, form: FormData) -> None:
    await verbs.agree(turn, number, words_of(form, "reason"), number_of(form, "neighbour"))


async def _drop(turn: Turn, number: int, form: FormData) -> None:
    await verbs.drop(turn, number, words_of(form, "reason"))


async def _object(turn: Turn, number: int, form: FormData) -> None:
    await verbs.object_at_desk(turn, number, words_of(form))


async def _review(turn: Turn, number: int, form: FormData) -> None:
    upheld = str(form.get("outcome", "")) == "upheld"
    await verbs.review(turn, number, upheld=upheld, reason=words_of(form, "reason"))


STEPS: dict[str, Callable[[Turn, int, FormData], Awaitable[None]]] = {
    "propose": _propose, "mend": _mend, "hear": _hear, "answer": _answer, "agree": _agree,
    "drop": _drop, "object": _object, "review": _review,
}  # fmt: skip
