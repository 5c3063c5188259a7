"""What the shop has handed out: orders, households, pieces, points, and their value in yuan."""

from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.clerks import Clerk
from console.office import office_of
from console.reports.asked import instants
from console.steps import communities_of
from domain.figures import Period
from domain.points.orders import quarter_of
from handlers.tables import KINDS, Table, to_csv, to_xlsx
from handlers.turn import Turn
from storage.points import goods, orders
from storage.points.orders import Sums

EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
DAY = len("2026-12-01")


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers of a period, of one community or of all that a clerk answers for."""

    first: date
    last: date
    community: str
    all: Sums
    goods: list[tuple[str, Sums]]
    shops: list[tuple[str, Sums]]
    """By community, where there is more than one."""


async def index(request: Request, clerk: Clerk) -> Response:
    """The report as a page."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        found = await _report(turn, request, clerk)
        facts = {
            "clerk": clerk, "report": found, "communities": communities_of(turn, clerk), "yuan": goods.yuan,
            "asked": f"first={found.first}&last={found.last}&community={found.community}",
        }  # fmt: skip
    return office.pages(request, "shop_report.html", facts)


async def table(request: Request, clerk: Clerk) -> Response:
    """The report as a table to take along."""
    office, kind = office_of(request), request.query_params.get("kind", "xlsx")
    if kind not in KINDS:
        raise HTTPException(404)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        found = await _report(turn, request, clerk)
    words = office.pages.words(request, "shop_words.html")
    heads = [words["heads"][name] for name in HEADS]
    lines = [_line(name, sums) for name, sums in found.goods]
    lines += [_line(name, sums) for name, sums in found.shops]
    lines.append(_line(words["all"], found.all))
    made = Table(f"{words['title']} {found.first} {found.last}", heads, lines)
    data = to_csv(made) if kind == "csv" else to_xlsx([made])
    name = f"shop-{found.first}-{found.last}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=KINDS[kind], headers=headers)


HEADS = ("what", "orders", "households", "pieces", "points", "yuan")


def _line(name: str, sums: Sums) -> list[str | int | float]:
    return [name, sums.orders, sums.households, sums.pieces, sums.points, sums.cents / 100]


async def _report(turn: Turn, request: Request, clerk: Clerk) -> Report:
    asked, known = request.query_params, communities_of(turn, clerk)
    community = asked.get("community", "")
    if community and community not in {code for code, _ in known}:
        raise HTTPException(404)
    today = turn.world.today(turn.now)
    first = _day(asked.get("first", ""), quarter_of(today))
    last = _day(asked.get("last", ""), today)
    since, until = instants(turn.world, Period(first, last))
    near = [community] if community else None if clerk.is_street else [c for c, _ in known]
    several = [] if community or len(known) < 2 else known  # noqa: PLR2004 - more than one
    return Report(
        first, last, community, await orders.handed_out(turn.session, near, since, until),
        await orders.handed_out_by_good(turn.session, near, since, until),
        [(name, await orders.handed_out(turn.session, [c], since, until)) for c, name in several],
    )  # fmt: skip


def _day(text: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(text[:DAY])
    except ValueError:
        return otherwise
    return found if EARLIEST <= found <= LATEST else otherwise
