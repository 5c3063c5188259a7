"""Exports: a table of tickets at once where nobody is in it; with everybody only after a second yes."""

import asyncio
from datetime import date, timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import Office, number_in, office_of
from console.reading import for_reader, sentence
from console.steps import communities_of, event_of
from domain.refusals import Refusal
from handlers.exports import Field, Period, Said, Scope, asking, forms, table
from handlers.exports.making import PeriodTooLong
from handlers.exports.reach import reaches
from handlers.privacy import freezing
from handlers.tables import KINDS, Table, to_csv, to_xlsx
from handlers.turn import Turn
from storage import exports
from storage.exports import LASTS, ExportRow
from storage.people import names_of

HERE = "/console/exports"
ROWS = 24  # lines of the form in which columns are named; a saved one may have been longer
LONGEST = 4_000  # characters of a pasted heading
ON_PAPER = 1_000  # rows of a page to print
MONTH = timedelta(days=30)
DAY = len("2026-12-01")


async def index(request: Request, clerk: Clerk) -> Response:
    """What can be taken along, what waits for a yes, and the forms that were named."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, refused: Refusal | None = None, typed: FormData | None = None
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = for_reader(request, await office.turn(session), clerk)
        asked = await exports.asked_lately(session, turn.now - 2 * LASTS)
        seen = [row for row in asked if _sees(turn, clerk, row)]
        people = {p for row in seen for p in (row.asked_by, row.decided_by) if p}
        saved = await exports.forms(session, None if clerk.is_street else clerk.communities)
        facts = {
            "clerk": clerk, "communities": communities_of(turn, clerk), "forms": saved,
            "period": _period(request, turn) or _lately(turn),
            "asked": [(row, _stands(turn, row)) for row in seen], "fields": list(Field),
            "names": await names_of(session, people), "me": clerk.person.id,
            "areas": {area.code: area.name for area in turn.world.organisation.areas.values()},
            "columns": _blank(request, office, str(typed.get("heads", ""))[:LONGEST] if typed else ""),
            "may_ask": bool(communities_of(turn, clerk)) or clerk.is_street,
            "refused": sentence(request, turn, refused) if refused else "",
        }  # fmt: skip
    return office.pages(request, "exports.html", facts, status=409 if refused else 200)


def _sees(turn: Turn, clerk: Clerk, row: ExportRow) -> bool:
    return row.asked_by == clerk.person.id or reaches(turn, clerk.person.id, row.community)


def _stands(turn: Turn, row: ExportRow) -> str:
    """Where a request stands: what nobody answered or fetched in time is over."""
    since = row.asked_at if row.state == exports.ASKED else row.decided_at
    open_ = row.state in (exports.ASKED, exports.AGREED)
    return "over" if open_ and since is not None and since <= turn.now - LASTS else row.state


def _blank(request: Request, office: Office, heads: str) -> list[dict[str, str]]:
    """Lines for a form's columns; what another table is headed by fills them in."""
    said = office.pages.words(request, "fields.html")["fields"]
    known = {title: field for field, title in said.items()}
    titles = [one.strip() for one in heads.replace("\n", "\t").replace("\r", "").split("\t")]
    given = [
        {"title": title[:60], "field": known.get(title, ""), "fixed": ""}
        for title in titles
        if title
    ][: forms.MOST_COLUMNS]
    return given + [{"title": "", "field": "", "fixed": ""}] * max(5, ROWS - len(given))


def _said(request: Request, office: Office) -> Said:
    """The table's words in the language of whoever takes it along."""
    own, words, readings = (
        office.pages.words(request, name) for name in ("fields.html", "words.html", "readings.html")
    )
    closed = {
        "states": words["states"], "kinds": words["kinds"], "roles": words["roles"],
        "ratings": words["ratings"], "tiers": readings["tiers"], "outcomes": own["outcomes"],
    }  # fmt: skip
    return Said(own["title"], own["fields"], closed)


def _period(request: Request, turn: Turn) -> Period | None:
    """The days that an address names; the last thirty where it names none, None where they are none."""
    asked = request.query_params
    if "first" not in asked and "last" not in asked:
        return _lately(turn)
    return _days(asked.get("first", ""), asked.get("last", ""))


def _lately(turn: Turn) -> Period:
    today = turn.world.today(turn.now)
    return Period(today - MONTH, today)


def _days(first: str, last: str) -> Period | None:
    try:
        return Period(date.fromisoformat(first[:DAY]), date.fromisoformat(last[:DAY]))
    except ValueError:
        return None


def _scope(turn: Turn, clerk: Clerk, code: str) -> Scope:
    """One of the clerk's communities; without one all, where they answer for all."""
    own = [community for community, _ in communities_of(turn, clerk)]
    if code in own:
        return Scope(code)
    if clerk.is_street and not code:
        return Scope()
    if not code and len(own) == 1:
        return Scope(own[0])
    raise HTTPException(404)


async def _made(request: Request, clerk: Clerk, turn: Turn) -> Table:
    """The masked table that an address asks for."""
    office, asked = office_of(request), request.query_params
    await freezing.must_be_open(turn.session)
    period = _period(request, turn)
    if period is None:
        raise PeriodTooLong
    form = await forms.usable(turn, number_in(asked.get("form", "")))
    made = await table(
        turn, period, _scope(turn, clerk, asked.get("community", "")), _said(request, office),
        columns=form.columns if form else (),
    )  # fmt: skip
    turn.note("tickets.exported", "tickets", rows=len(list(made.rows)), masked=True,
              first=period.first.isoformat(), last=period.last.isoformat())  # fmt: skip
    return made


async def masked(request: Request, clerk: Clerk) -> Response:
    """The table as a file: nobody's name, door or number is in it."""
    office = office_of(request)
    try:
        async with office.database.transaction() as session:
            turn = for_reader(request, await office.turn(session), clerk)
            made = await _made(request, clerk, turn)
    except Refusal as refusal:
        return await _page(request, clerk, refusal)
    return await _file(made, request.query_params.get("format", ""), office)


async def _file(made: Table, wanted: str, office: Office) -> Response:
    kind = wanted if wanted in KINDS else "xlsx"
    make = to_csv if kind == "csv" else _book
    data = await asyncio.to_thread(make, made)
    name = f"tickets-{office.clock.now().date().isoformat()}.{kind}"
    return Response(
        data, media_type=KINDS[kind],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )  # fmt: skip


def _book(made: Table) -> bytes:
    return to_xlsx([made])


async def on_paper(request: Request, clerk: Clerk) -> Response:
    """The same as a page to print."""
    office = office_of(request)
    try:
        async with office.database.transaction() as session:
            turn = for_reader(request, await office.turn(session), clerk)
            made = await _made(request, clerk, turn)
    except Refusal as refusal:
        return await _page(request, clerk, refusal)
    rows = list(made.rows)
    facts = {"clerk": clerk, "table": made, "rows": rows[:ON_PAPER], "more": len(rows) - ON_PAPER,
             "period": _period(request, turn), "operator": turn.world.deployment.operator}  # fmt: skip
    return office.pages(request, "paper.html", facts)


async def ask(request: Request, clerk: Clerk) -> Response:
    """Ask for all of it."""
    form = await request.form()

    async def asked(turn: Turn) -> None:
        period = _days(str(form.get("first", "")), str(form.get("last", "")))
        if period is None:
            raise PeriodTooLong
        chosen = await forms.usable(turn, number_in(str(form.get("form", ""))))
        scope = _scope(turn, clerk, str(form.get("community", "")))
        why = str(form.get("why", "")).replace("\x00", "")
        wanted = asking.Asked(
            period, scope, chosen.id if chosen else None, str(form.get("format", "")), why
        )
        await asking.ask(turn, wanted)

    return await _done(request, clerk, form, asked)


async def _done(request: Request, clerk: Clerk, form: FormData, step: Any) -> Response:
    office = office_of(request)
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session, event_of(form))
            turn.person = clerk.person
            await step(turn)
    except Refusal as refusal:
        return await _page(request, clerk, refusal)
    office.wake()
    return RedirectResponse(HERE, status_code=303)


async def act(request: Request, clerk: Clerk) -> Response:
    """Agree, refuse, or fetch."""
    number, verb = int(request.path_params["row"]), request.path_params["verb"]
    if verb == "fetch":
        return await _fetch(request, clerk, number)
    if verb not in ("agree", "refuse"):
        raise HTTPException(404)

    async def decided(turn: Turn) -> None:
        await asking.decide(turn, number, yes=verb == "agree")

    return await _done(request, clerk, await request.form(), decided)


async def _fetch(request: Request, clerk: Clerk, number: int) -> Response:
    office = office_of(request)
    try:
        async with office.database.transaction() as session:
            turn = for_reader(request, await office.turn(session), clerk)
            row, made = await asking.fetch(turn, number, _said(request, office))
    except Refusal as refusal:
        return await _page(request, clerk, refusal)
    return await _file(made, row.format, office)


async def name_form(request: Request, clerk: Clerk) -> Response:
    """Name the columns that another office wants; or only fill in the titles of its table."""
    form = await request.form()
    if form.get("fill"):
        return await _page(request, clerk, typed=form)

    async def named(turn: Turn) -> None:
        community = str(form.get("community", "")) or None
        if community is None and not clerk.is_street:
            community = next(iter(sorted(clerk.communities)), None)
        await forms.name(
            turn, str(form.get("name", "")).replace("\x00", ""), _columns(form), community
        )

    return await _done(request, clerk, form, named)


def _columns(form: FormData) -> list[dict[str, str]]:
    """The lines of the form, in the order in which they stand."""
    given = [
        [str(value).replace("\x00", "") for value in form.getlist(name)]
        for name in ("title", "field", "fixed")
    ]
    return [
        {"title": title, "field": field, "fixed": fixed}
        for title, field, fixed in zip(*given, strict=False)
    ]


async def drop_form(request: Request, clerk: Clerk) -> Response:
    """A form is not wanted any more."""
    number = int(request.path_params["row"])

    async def dropped(turn: Turn) -> None:
        await forms.drop(turn, number)

    return await _done(request, clerk, await request.form(), dropped)
