"""A volunteer's certificate: name and hours from the books, as a picture and on A4; no phone, no number."""

from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import office_of
from console.reports.fonts import NoFont, chinese_font
from console.reports.picture import INK, SOFT, TEXT, TITLE, Sheet
from console.volunteers import found, show
from handlers.members.hours import certified

LARGE = 2  # lines below the title: whose it is, and how much


async def _words(request: Request, clerk: Clerk) -> list[str]:
    """What the certificate says, line by line, in the clerk's language."""
    office = office_of(request)
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        row = await found(turn, request, clerk)
        return (await certified(turn, row, office.pages.locale_of(request))).splitlines()


async def on_paper(request: Request, clerk: Clerk) -> Response:
    """The certificate on A4."""
    title, *said = await _words(request, clerk)
    facts = {
        "clerk": clerk, "number": request.path_params["number"], "title": title, "said": said,
        "most": LARGE,
    }  # fmt: skip
    return office_of(request).pages(request, "certificate.html", facts)


async def picture(request: Request, clerk: Clerk) -> Response:
    """The certificate as a picture; where no font here knows Chinese, the volunteer's page."""
    try:
        font = chinese_font(office_of(request).font)
    except NoFont:
        return await show(request, clerk)
    number = request.path_params["number"]
    return Response(
        drawn(await _words(request, clerk), font), media_type="image/png",
        headers={"Content-Disposition": f'inline; filename="volunteer-{number}.png"',
                 "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def sent(words: str, font: str) -> bytes | None:
    """The picture as a chat takes it along; None where no font here knows Chinese."""
    try:
        return drawn(words.splitlines(), chinese_font(font))
    except NoFont:
        return None


def drawn(lines: list[str], font: tuple[str, int]) -> bytes:
    """The picture, as PNG: the first line is its title, the last says who gives it and when."""
    title, *said = lines
    sheet, last = Sheet(font), said.pop() if said else ""
    sheet.head(title, last)
    sheet.y += TEXT
    for line in said[:LARGE]:
        sheet.write(line, TITLE, INK, below=28)
    for line in said[LARGE:]:
        for part in sheet.folded(line):
            sheet.write(part, TEXT, SOFT, below=12)
    return sheet.png()
