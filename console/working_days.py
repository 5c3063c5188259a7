"""The year's days off: pasted as they are published, shown, and taken out again."""

import secrets
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.schedules import Says
from console.steps import number_of, taken, words_of
from domain.calendar import DayKind
from handlers.schedules import working_days
from handlers.turn import Turn
from storage import schedules

LONGEST_TEXT = 4000
YEAR_DIGITS = 4


async def index(request: Request, clerk: Clerk) -> Response:
    """What a year's days are, as far as anybody knows, and what the office has entered."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, refused: str = "", typed: dict[str, str] | None = None
) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        notices = await schedules.notices(session)
    this = turn.world.today(turn.now).year
    asked = request.query_params.get("year", "")
    year = number_in(asked) if len(asked) == YEAR_DIGITS else None
    year = year if year is not None and abs(year - this) <= 10 else this  # noqa: PLR2004 - years
    kept = next((row for row in notices if row.year == this + 1), None)
    calendar = turn.world.calendar
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    special = (DayKind.HOLIDAY, DayKind.MAKEUP)
    shown = [(d, calendar.kind(d)) for d in days if d.year == year and calendar.kind(d) in special]
    facts = {
        "clerk": clerk, "year": year, "years": [this - 1, this, this + 1], "shown": shown,
        "provisional": calendar.is_provisional(date(year, 12, 1)), "notices": notices,
        "refused": refused, "next": this + 1, "once": secrets.token_hex(8),
        "typed": typed or {"text": kept.text if kept else "", "source": "", "year": str(this + 1)},
        "say": Says(turn, office.pages.locale_of(request)),
    }  # fmt: skip
    return office.pages(request, "working_days.html", facts, status=409 if refused else 200)


async def enter(request: Request, clerk: Clerk) -> Response:
    """Keep a year's notice, or take it out."""
    form = await request.form()
    year, text = number_of(form, "year"), str(form.get("text", "")).replace("\0", "")[:LONGEST_TEXT]
    source = words_of(form, "source").replace("\0", "")

    async def work(turn: Turn) -> None:
        if form.get("step") == "forget":
            await working_days.forget(turn, year)
            return
        try:
            published = date.fromisoformat(str(form.get("published", "")))
        except ValueError:
            published = None
        await working_days.enter(turn, year, text, source=source, published=published)

    _, refused = await taken(request, clerk, work)
    if refused:
        typed = {"text": text, "source": source, "year": str(year)}
        return await _page(request, clerk, refused, typed)
    return RedirectResponse(f"/console/schedules/working-days?year={year}", status_code=303)
