"""Reports as files and on paper. Nothing leaves while exports are frozen, and what left is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import office_of
from console.reports import figures, lists
from console.reports.asked import Asked, asked_of
from console.reports.figures import Figures
from console.reports.fonts import NoFont, chinese_font
from console.reports.lists import Lists
from console.reports.picture import drawn
from console.reports.sheets import Wording, cover, details, figures_tables, lists_tables
from domain.figures import USUAL
from domain.refusals import Refusal
from domain.tickets.lists import COLLECTED, Stage
from handlers.privacy import freezing
from handlers.turn import Turn
from handlers.workbook.tables import Table, csv_of, xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Made:
    """What was asked for and found, with the words to say it in."""

    asked: Asked
    say: Wording
    local: datetime
    """When it was made, by the clock on the wall."""
    now: datetime
    lists: Lists
    figures: Figures | None = None


async def _made(request: Request, clerk: Clerk, turn: Turn, *, whole: bool) -> Made:
    world = turn.world
    asked = asked_of(request, clerk, world, turn.now)
    return Made(
        asked, _wording(request, turn), world.calendar.local(turn.now), turn.now,
        await lists.gathered(turn, asked, clerk),
        await figures.gathered(turn, asked, clerk) if whole else None,
    )  # fmt: skip


def _wording(request: Request, turn: Turn) -> Wording:
    pages, areas = office_of(request).pages, turn.world.organisation.areas.values()
    return Wording(
        SimpleNamespace(**pages.words(request, "report_words.html")),
        SimpleNamespace(**pages.words(request, "words.html")),
        {row.slug: row.said for row in turn.world.catalogue},
        {area.code: area.name for area in areas},
    )  # fmt: skip


async def _leaves(request: Request, clerk: Clerk, what: str, *, whole: bool = False) -> Made:
    """Gather what goes out, unless exports are frozen; that it did is on record.

    Raises:
        Refusal: exports are frozen.

    """
    office = office_of(request)
    async with office.database.transaction() as session:
        await freezing.must_be_open(session)
        turn = await office.turn(session)
        turn.person = clerk.person
        made = await _made(request, clerk, turn, whole=whole)
        turn.note("report.exported", what)
    return made


async def lists_xlsx(request: Request, clerk: Clerk) -> Response:
    """The three lists as a workbook."""
    try:
        made = await _leaves(request, clerk, "lists.xlsx")
    except Refusal as refusal:
        return await _refused(request, clerk, refusal)
    first = cover(made.say, "report_lists", made.lists.whose, made.asked, made.local)
    return _workbook("lists", made.asked, [first, *lists_tables(made.lists, made.say)])


async def lists_csv(request: Request, clerk: Clerk) -> Response:
    """The details of the three lists, for whoever reckons on with them."""
    try:
        made = await _leaves(request, clerk, "lists.csv")
    except Refusal as refusal:
        return await _refused(request, clerk, refusal)
    name = _name("lists", made.asked, "csv")
    return _file(csv_of(details(made.lists, made.say)), "text/csv; charset=utf-8", name)


async def lists_picture(request: Request, clerk: Clerk) -> Response:
    """A picture of the three lists, to post to a group."""
    try:
        font = chinese_font(office_of(request).font)
        made = await _leaves(request, clerk, "lists.png")
    except NoFont:
        return await lists.shown(request, clerk, "no_font")
    except Refusal as refusal:
        return await _refused(request, clerk, refusal)
    drawing = drawn(made.lists, made.asked, made.say, font)
    name = _name("lists", made.asked, "png")
    return _file(drawing, "image/png", name, how="inline")  # looked at, then passed on


async def figures_xlsx(request: Request, clerk: Clerk) -> Response:
    """The figures as a workbook."""
    try:
        made = await _leaves(request, clerk, "figures.xlsx", whole=True)
    except Refusal as refusal:
        return await _refused(request, clerk, refusal)
    first = cover(made.say, "report_figures", made.lists.whose, made.asked, made.local)
    return _workbook("figures", made.asked, [first, *_tables(made)])


def _tables(made: Made) -> list[Table]:
    assert made.figures is not None
    return figures_tables(made.figures, made.say)


async def _refused(request: Request, clerk: Clerk, refusal: Refusal) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        words = turn.words(refusal.moment, **refusal.facts)
    return await lists.shown(request, clerk, words)


def _workbook(what: str, asked: Asked, tables: Sequence[Table]) -> Response:
    return _file(xlsx(*tables), XLSX, _name(what, asked, "xlsx"))


def _name(what: str, asked: Asked, ending: str) -> str:
    return f"{what}-{asked.period.first.isoformat()}-{asked.period.last.isoformat()}.{ending}"


def _file(content: bytes, kind: str, name: str, *, how: str = "attachment") -> Response:
    return Response(
        content, media_type=kind,
        headers={"Content-Disposition": f'{how}; filename="{name}"',
                 "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


async def lists_print(request: Request, clerk: Clerk) -> Response:
    """The three lists on A4."""
    made = await _looked_at(request, clerk)
    facts = {"found": made.lists, "collected": COLLECTED, "stages": list(Stage)}
    return _paper(request, clerk, "lists", made, facts)


async def figures_print(request: Request, clerk: Clerk) -> Response:
    """The figures on A4."""
    made = await _looked_at(request, clerk, whole=True)
    facts = {"tables": _tables(made), "weights": USUAL}
    return _paper(request, clerk, "figures", made, facts)


async def _looked_at(request: Request, clerk: Clerk, *, whole: bool = False) -> Made:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        return await _made(request, clerk, turn, whole=whole)


def _paper(
    request: Request, clerk: Clerk, what: str, made: Made, facts: dict[str, object]
) -> Response:
    around = {
        "clerk": clerk, "asked": made.asked, "whose": made.lists.whose, "made": made.now,
        "back": f"/console/{what}?{made.asked.query()}",
    }  # fmt: skip
    return office_of(request).pages(request, f"{what}_print.html", around | facts)
