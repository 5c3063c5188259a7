"""Party members on the office's pages: the register, what is to be decided, and each one's sheet."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import number_of, step_taken, taken, words_of
from domain.members.reckoning import BY_HAND, MINUS, Grade, grade, rule_on
from domain.members.states import NotSoFar
from domain.refusals import Refusal
from handlers.members import counting, pledging, register
from handlers.people import Invitation
from handlers.privacy import freezing
from handlers.tables import KINDS, Table, to_xlsx
from handlers.turn import Turn
from storage import members
from storage.members import PAGE, MemberRow, MemberYearRow, Shown
from storage.people import PersonRow, names_of

FIRST_YEAR = 2020
CLAIM, UNDONE = "member/claim/", "/undo"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet 《党员服务积分登记表》."""

    day: date
    item: str
    note: str
    value: int
    verifier: str
    claim: int | None
    """By which it can be reversed; None where it cannot, or has been."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One member's year, to be printed."""

    row: MemberRow
    name: str
    lines: list[Line]
    grade: str | None


async def index(request: Request, clerk: Clerk) -> Response:
    """The organisations, what waits for a decision, and who is on the register."""
    return await shown(request, clerk)


async def shown(request: Request, clerk: Clerk, refused: str = "") -> Response:
    """The index, with why something was refused."""
    office, asked = office_of(request), request.query_params
    organisation = asked.get("organisation", "").replace("\0", "")[:60]
    name = asked.get("name", "").replace("\0", "").strip()[:12]
    which = Shown(asked["shown"]) if asked.get("shown") in set(Shown) else Shown.HERE
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = await members.page(
            session, clerk.heads, organisation=organisation, name=name, shown=which,
            after=number_in(asked.get("after", "")) or 0,
        )  # fmt: skip
        facts = {
            "clerk": clerk, "refused": refused, "organisation": organisation,
            "name": name, "shown": which, "kinds": list(Shown),
            "organisations": await members.organisations(session, clerk.heads),
            "rows": rows[:PAGE], "more": rows[PAGE - 1][0].id if len(rows) > PAGE else None,
            "claims": await members.open_claims(session, clerk.heads), "minus": MINUS,
            "items": _items(turn), "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "members.html", facts, status=409 if refused else 200)


def _items(turn: Turn) -> dict[str, str]:
    return {rule.code: rule.name for rule in turn.world.member_items}


async def verify(request: Request, clerk: Clerk) -> Response:
    """Let what is ticked count, with one press."""
    form = await request.form()
    numbers = [number_in(str(one)) or 0 for one in form.getlist("claim")]

    async def work(turn: Turn) -> int:
        return await counting.verify(turn, numbers)

    _, refused = await taken(request, clerk, work)
    if refused:
        return await shown(request, clerk, refused)
    return RedirectResponse("/console/members", status_code=303)


async def show(request: Request, clerk: Clerk) -> Response:
    """One member: the year's sheet, and what may be done."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, refused: str = "", made: Invitation | None = None
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        row = await _found(turn, request, clerk)
        year = year_in(request, turn)
        judged = await members.year_of(session, row.id, year)
        balance = await members.balance(session, row.person_id, year)
        person = await session.get(PersonRow, row.person_id)
        today = turn.world.today(turn.now)
        facts = {
            "clerk": clerk, "row": row, "name": person.name if person else "", "year": year,
            "refused": refused, "made": made, "balance": balance, "judged": judged,
            "lines": await lines_of(turn, row, year, judged), "proposed": grade(balance),
            "claims": await members.open_claims(session, None, member=row.id),
            "pledges": await members.pledges(session, member=row.id), "grades": list(Grade),
            "minus": MINUS, "items": _items(turn), "by_hand": [item.value for item in BY_HAND],
            "today": today, "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "member.html", facts, status=409 if refused else 200)


async def _found(turn: Turn, request: Request, clerk: Clerk) -> MemberRow:
    row = await turn.session.get(MemberRow, int(request.path_params["number"]))
    if row is None or (clerk.heads is not None and row.community not in clerk.heads):
        raise HTTPException(404)
    return row


def year_in(request: Request, turn: Turn) -> int:
    """The year that is asked for; this one where none is."""
    this = turn.world.today(turn.now).year
    year = number_in(request.query_params.get("year", "")) or this
    return year if FIRST_YEAR <= year <= this else this


async def lines_of(
    turn: Turn, row: MemberRow, year: int, judged: MemberYearRow | None = None
) -> list[Line]:
    """A member's year as the books have it; its sum is the balance."""
    entries = await members.entries(turn.session, row.person_id, year)
    names = await names_of(turn.session, {one.approved_by for one, _ in entries if one.approved_by})
    undone = {one.key.removesuffix(UNDONE) for one, _ in entries if one.key.endswith(UNDONE)}
    lines = []
    for one, amount in entries:
        open_ = one.key.startswith(CLAIM) and not one.key.endswith(UNDONE)
        name = rule_on(turn.world.member_items, one.rule, one.day).name
        lines.append(
            Line(
                one.day, name, one.note if one.note != name else "", amount,
                names.get(one.approved_by or 0, ""),
                int(one.key.removeprefix(CLAIM))
                if open_ and one.key not in undone and judged is None
                else None,
            )
        )  # fmt: skip
    return lines


async def act(request: Request, clerk: Clerk) -> Response:
    """Take one step; a code that was made is shown once."""
    made, refused = await step_taken(request, clerk, STEPS, _found)
    if refused or isinstance(made, Invitation):
        return await _page(request, clerk, refused, made if isinstance(made, Invitation) else None)
    form = await request.form()
    return RedirectResponse(_back(request, form), status_code=303)


def _back(request: Request, form: FormData) -> str:
    """Where somebody was before they took a step."""
    if form.get("back") == "index":
        return "/console/members"
    if form.get("back") == "year":
        return f"/console/members/year?year={number_of(form, 'year')}"
    return f"/console/members/{request.path_params['number']}"


async def _report(turn: Turn, row: MemberRow, _: FormData) -> None:
    await register.report_in(turn, await register.found(turn, row.id))


async def _leave(turn: Turn, row: MemberRow, _: FormData) -> None:
    await register.leave(turn, row.id)


async def _invite(turn: Turn, row: MemberRow, _: FormData) -> Invitation:
    return await register.invite(turn, row.id)


async def _write_down(turn: Turn, row: MemberRow, form: FormData) -> None:
    await counting.write_down(
        turn, row.id, words_of(form, "item"), day_in(words_of(form, "day")),
        words_of(form, "note"), number_of(form, "level") or 1,
    )  # fmt: skip


def day_in(text: str) -> date:
    """The day that a form names. Raises NotSoFar where it names none."""
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise NotSoFar(state="day") from None
    if day.year < FIRST_YEAR:
        raise NotSoFar(state="day")
    return day


async def _verify(turn: Turn, _: MemberRow, form: FormData) -> None:
    await counting.verify(turn, [number_of(form, "claim")])


async def _refuse(turn: Turn, _: MemberRow, form: FormData) -> None:
    await counting.refuse(turn, number_of(form, "claim"))


async def _take_back(turn: Turn, _: MemberRow, form: FormData) -> None:
    await counting.take_back(turn, number_of(form, "claim"))


async def _judge(turn: Turn, row: MemberRow, form: FormData) -> None:
    wanted = words_of(form, "grade")
    if wanted not in set(Grade):
        raise NotSoFar(state="grade")
    await counting.judge(turn, row.id, number_of(form, "year"), Grade(wanted))


async def _pledge(turn: Turn, row: MemberRow, form: FormData) -> None:
    await pledging.write_down(turn, row.id, words_of(form))


STEPS: dict[str, Callable[[Turn, MemberRow, FormData], Awaitable[Any]]] = {
    "report": _report, "leave": _leave, "invite": _invite, "write_down": _write_down, "verify": _verify,
    "refuse": _refuse, "take_back": _take_back, "judge": _judge, "pledge": _pledge,
}  # fmt: skip


async def _leaves(request: Request, clerk: Clerk) -> dict[str, Any]:
    """The sheet of a year, as it leaves the office; that it did is on record. Raises Refusal."""
    office = office_of(request)
    async with office.database.transaction() as session:
        await freezing.must_be_open(session)
        turn = await office.turn(session)
        turn.person = clerk.person
        row = await _found(turn, request, clerk)
        year = year_in(request, turn)
        person = await session.get(PersonRow, row.person_id)
        turn.note("member.exported", f"member/{row.id}", year=year)
        judged = await members.year_of(session, row.id, year)
        lines = await lines_of(turn, row, year)
        return {
            "clerk": clerk, "row": row, "year": year, "lines": lines, "now": turn.now,
            "sheets": [Sheet(row, person.name or "" if person else "", lines,
                             judged.grade if judged else None)],
            "back": f"/console/members/{row.id}?year={year}",
        }  # fmt: skip


async def on_paper(request: Request, clerk: Clerk) -> Response:
    """《党员服务积分登记表》 on A4; what the home unit may see."""
    try:
        facts = await _leaves(request, clerk)
    except Refusal as refusal:
        return await _refused(request, clerk, refusal)
    return office_of(request).pages(request, "member_sheet.html", facts)


async def as_xlsx(request: Request, clerk: Clerk) -> Response:
    """《党员服务积分登记表》 as a workbook; its last row is the sum."""
    try:
        facts = await _leaves(request, clerk)
    except Refusal as refusal:
        return await _refused(request, clerk, refusal)
    heads = office_of(request).pages.words(request, "member_words.html")["heads"]
    rows: list[list[Any]] = [
        [line.day, line.item, line.note, line.value, line.verifier] for line in facts["lines"]
    ]
    rows.append([heads["sum"], "", "", sum(line.value for line in facts["lines"]), ""])
    titles = [heads[name] for name in ("date", "item", "note", "value", "verifier")]
    row, year = facts["row"], facts["year"]
    return Response(
        to_xlsx([Table(heads["sheet"], titles, rows)]), media_type=KINDS["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="member-{row.id}-{year}.xlsx"'},
    )  # fmt: skip


async def _refused(request: Request, clerk: Clerk, refusal: Refusal) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        words = turn.words(refusal.moment, **refusal.facts)
    return await _page(request, clerk, words)
