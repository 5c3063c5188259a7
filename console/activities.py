"""The counter of activities by kind and month; each number opens what it counts."""

import secrets
from calendar import monthrange
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.members import FIRST_YEAR
from console.office import number_in, office_of
from console.steps import communities_of, taken, words_of
from domain.activities import ActivityKind, ActivityNeeds
from handlers import activities as counting
from handlers.tables import KINDS, Table, to_xlsx
from handlers.turn import Turn
from storage import activities
from storage.activities import PAGE, ActivityRow

MONTHS = range(1, 13)
NOT_COUNTED = "none"
FIELDS = ("kind", "day", "words", "times", "heads", "community")


async def index(request: Request, clerk: Clerk) -> Response:
    """The table of a year, and the form by which the office enters what was done."""
    return await _index(request, clerk)


async def _index(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        year = _year(request, turn)
        given = form or FormData()
        facts = {
            **await _table(turn, clerk, year), "clerk": clerk, "refused": refused, "year": year,
            "communities": communities_of(turn, clerk), "today": turn.world.today(turn.now),
            "typed": {name: words_of(given, name) for name in FIELDS},
            "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "activities.html", facts, status=409 if refused else 200)


def _year(request: Request, turn: Turn) -> int:
    this = turn.world.today(turn.now).year
    year = number_in(request.query_params.get("year", "")) or this
    return year if FIRST_YEAR <= year <= this else this


async def _table(turn: Turn, clerk: Clerk, year: int) -> dict[str, Any]:
    counts = await activities.by_month(turn.session, clerk.desks, year)
    kinds = [kind.value for kind in ActivityKind]
    return {
        "counts": counts, "kinds": kinds, "months": list(MONTHS),
        "by_kind": {kind: sum(counts.get((kind, m), 0) for m in MONTHS) for kind in kinds},
        "by_month": {m: sum(counts.get((kind, m), 0) for kind in kinds) for m in MONTHS},
        "total": sum(counts.values()),
    }  # fmt: skip


async def enter(request: Request, clerk: Clerk) -> Response:
    """Count what the office enters."""
    form = await request.form()

    async def work(turn: Turn) -> None:
        own = [code for code, _ in communities_of(turn, clerk)]
        given = words_of(form, "community") or (own[0] if len(own) == 1 else "")
        times, heads = words_of(form, "times").strip(), words_of(form, "heads").strip()
        await counting.enter(
            turn, given, words_of(form, "kind"), _day(words_of(form, "day")), words_of(form),
            (number_in(times) or 0) if times else 1, number_in(heads) if heads else None,
        )  # fmt: skip

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _index(request, clerk, refused, form)
    return RedirectResponse("/console/activities", status_code=303)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise ActivityNeeds(what="day") from None
    if day.year < FIRST_YEAR:
        raise ActivityNeeds(what="day")
    return day


async def behind(request: Request, clerk: Clerk) -> Response:
    """What a number counts."""
    office, asked = office_of(request), request.query_params
    kind, month = asked.get("kind", ""), number_in(asked.get("month", "")) or 0
    async with office.database.reading() as session:
        turn = await office.turn(session)
        year = _year(request, turn)
        first, last = _days(year, month)
        rows = await activities.behind(
            session, clerk.desks, first, last, kind=kind if kind in set(ActivityKind) else "",
            after=number_in(asked.get("after", "")) or 0,
        )  # fmt: skip
    facts = {
        "clerk": clerk, "year": year, "month": month if month in MONTHS else 0,
        "kind": kind if kind in set(ActivityKind) else "", "rows": rows[:PAGE],
        "kinds": [one.value for one in ActivityKind], "once": secrets.token_hex(8),
        "more": rows[PAGE - 1].id if len(rows) > PAGE else None,
    }  # fmt: skip
    return office.pages(request, "activities_behind.html", facts)


def _days(year: int, month: int) -> tuple[date, date]:
    if month not in MONTHS:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


async def as_xlsx(request: Request, clerk: Clerk) -> Response:
    """The table as a workbook: kinds by months, with their sums."""
    office = office_of(request)
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        year = _year(request, turn)
        made = await _table(turn, clerk, year)
        turn.note("activity.exported", f"year/{year}")
    said = office.pages.words(request, "activity_words.html")
    heads, kinds = said["heads"], said["kinds"]
    rows: list[list[Any]] = [
        [kinds[kind], *(made["counts"].get((kind, m), 0) for m in MONTHS), made["by_kind"][kind]]
        for kind in made["kinds"]
    ]
    rows.append([heads["sum"], *(made["by_month"][m] for m in MONTHS), made["total"]])
    titles = [heads["kind"], *(f"{year}-{m:02}" for m in MONTHS), heads["sum"]]
    return Response(
        to_xlsx([Table(heads["title"], titles, rows)]), media_type=KINDS["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="activities-{year}.xlsx"'},
    )  # fmt: skip


async def sort(request: Request, clerk: Clerk) -> Response:
    """Put one under another kind, or let it count no more."""
    form, number = await request.form(), int(request.path_params["number"])

    async def work(turn: Turn) -> str:
        row = await turn.session.get(ActivityRow, number)
        if row is None or (clerk.desks is not None and row.community not in clerk.desks):
            raise HTTPException(404)
        if words_of(form, "kind") == NOT_COUNTED:
            await counting.drop(turn, number)
        else:
            await counting.sort(turn, number, words_of(form, "kind"))
        return f"/behind?year={row.day.year}&month={row.day.month}"

    back, refused = await taken(request, clerk, work)
    if refused:
        return await _index(request, clerk, refused)
    return RedirectResponse(f"/console/activities{back or ''}", status_code=303)
