"""A volunteer's certificate: name and hours from the books, as a picture and on A4; no phone, no number."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import office_of
from console.reports.fonts import NoFont, chinese_font
from console.reports.picture import INK, NOTE, SOFT, TEXT, TITLE, Sheet
from console.volunteers import found, show
from handlers.turn import Turn
from storage import volunteers
from storage.people import PersonRow

HOUR = 60


async def _facts(request: Request, clerk: Clerk) -> dict[str, Any]:
    """What the certificate says; that it was made is on record."""
    office = office_of(request)
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        row = await found(turn, request, clerk)
        person = await session.get(PersonRow, row.person_id)
        turn.note("volunteer.certificate", f"volunteer/{row.id}")
        return {
            "clerk": clerk, "row": row, "name": (person.name if person else "") or "",
            "minutes": await volunteers.minutes_of(session, row.person_id),
            "community": _community(turn, row.community), "today": turn.world.today(turn.now),
        }  # fmt: skip


def _community(turn: Turn, code: str | None) -> str:
    area = turn.world.organisation.areas.get(code or "")
    return area.name if area else turn.world.deployment.operator


async def on_paper(request: Request, clerk: Clerk) -> Response:
    """The certificate on A4."""
    return office_of(request).pages(request, "certificate.html", await _facts(request, clerk))


async def picture(request: Request, clerk: Clerk) -> Response:
    """The certificate as a picture; where no font here knows Chinese, the page for paper."""
    try:
        font = chinese_font(office_of(request).font)
    except NoFont:
        return await show(request, clerk)
    facts = await _facts(request, clerk)
    heads = office_of(request).pages.words(request, "certificate_words.html")["heads"]
    return Response(
        drawn(facts, heads, font), media_type="image/png",
        headers={"Content-Disposition": f'inline; filename="volunteer-{facts["row"].id}.png"',
                 "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def drawn(facts: dict[str, Any], heads: dict[str, str], font: tuple[str, int]) -> bytes:
    """The picture, as PNG."""
    sheet, day = Sheet(font), facts["today"].isoformat()
    sheet.head(heads["title"], facts["community"])
    sheet.y += TEXT
    sheet.write(facts["name"], TITLE, INK, below=24)
    hours, minutes = divmod(facts["minutes"], HOUR)
    given = f"{hours} {heads['hours']}" + (f" {minutes} {heads['minutes']}" if minutes else "")
    sheet.write(heads["gave"], TEXT, SOFT, below=12)
    sheet.write(given, TITLE, INK, below=24)
    sheet.write(heads["thanks"], TEXT, INK, below=40)
    sheet.line()
    sheet.write(heads["checked"], NOTE, SOFT, right=day)
    return sheet.png()
