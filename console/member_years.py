"""Members' years: an organisation's sheets on paper in one go, and who is judged, and who not and why."""

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from console import members as pages
from console.clerks import Clerk
from console.members import Sheet, lines_of, year_in
from console.office import number_in, office_of
from domain.members.reckoning import Grade, grade
from domain.refusals import Refusal
from handlers.privacy import freezing
from storage import members
from storage.member_years import MOST_YEARS, years


def _organisation(request: Request) -> str:
    return request.query_params.get("organisation", "").replace("\0", "")[:60]


async def index(request: Request, clerk: Clerk) -> Response:
    """A year's members: how each was judged, or why not yet; in the order of the register."""
    office, asked = office_of(request), request.query_params
    organisation = _organisation(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        year, this = year_in(request, turn), turn.world.today(turn.now).year
        rows = await years(
            session, clerk.heads, year, organisation=organisation,
            after=number_in(asked.get("after", "")) or 0,
        )  # fmt: skip
        facts = {
            "clerk": clerk, "year": year, "this": this, "over": year < this,
            "organisation": organisation, "rows": rows[:MOST_YEARS], "grades": list(Grade),
            "proposed": {one.row.id: grade(one.balance or 0) for one in rows},
            "more": rows[MOST_YEARS - 1].row.id if len(rows) > MOST_YEARS else None,
            "organisations": [name for name, *_ in await members.organisations(session, clerk.heads)],
            "once": secrets.token_hex(8),
        }  # fmt: skip
    return office.pages(request, "member_years.html", facts)


async def on_paper(request: Request, clerk: Clerk) -> Response:
    """The sheets of one organisation, a member a page; each of them is on record."""
    office = office_of(request)
    try:
        facts = await _sheets(request, clerk)
    except Refusal as refusal:
        async with office.database.reading() as session:
            turn = await office.turn(session)
            words = turn.words(refusal.moment, **refusal.facts)
        return await pages.shown(request, clerk, words)
    return office.pages(request, "member_sheet.html", facts)


async def _sheets(request: Request, clerk: Clerk) -> dict[str, Any]:
    """What is printed. Raises Refusal."""
    office, organisation = office_of(request), _organisation(request)
    async with office.database.transaction() as session:
        await freezing.must_be_open(session)
        turn = await office.turn(session)
        turn.person = clerk.person
        year = year_in(request, turn)
        rows = await years(session, clerk.heads, year, organisation=organisation)
        sheets = []
        for one in rows[:MOST_YEARS]:
            if one.balance is None or not organisation:
                continue  # nothing was counted, so there is nothing to sign
            turn.note("member.exported", f"member/{one.row.id}", year=year)
            lines = await lines_of(turn, one.row, year)
            sheets.append(Sheet(one.row, one.name, lines, one.grade))
        return {
            "clerk": clerk, "year": year, "now": turn.now, "sheets": sheets,
            "back": f"/console/members/year?year={year}",
        }  # fmt: skip
