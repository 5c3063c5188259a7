"""The tickets behind a number: found by the same condition that counted them."""

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.figures import Measure
from domain.tickets.lists import Stage, ThreeList
from storage.figures.counting import HOT
from storage.figures.scope import DUE, MADE, POPULATION, Scope
from storage.tickets.lists import LISTED, on_list, stage_is
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow

PAGE = 50

Query = Select[TicketRow]


def of_measure(scope: Scope, measure: Measure) -> Query:
    """The tickets that a measure counts."""
    tickets = select(TicketRow)
    if measure in MADE:
        return scope.made(tickets).where(MADE[measure])
    with_wishes = tickets.join(WishRow, WishRow.ticket_id == TicketRow.id, isouter=True)
    return scope.due(with_wishes).where(POPULATION, DUE[measure])


def of_topic(scope: Scope) -> Query:
    """The tickets of a hot topic: its scope names matter and places."""
    return scope.made(select(TicketRow)).where(HOT)


def of_list(scope: Scope, which: ThreeList | None, stage: Stage | None) -> Query:
    """The tickets of one list (None: of all), at one stage (None: at any)."""
    return scope.made(select(TicketRow)).where(
        LISTED,
        true() if which is None else on_list(which),
        true() if stage is None else stage_is(stage),
    )


async def count(session: AsyncSession, query: Query) -> int:
    """How many there are."""
    found = await session.scalar(query.with_only_columns(func.count(TicketRow.id)))
    return int(found or 0)


async def page(
    session: AsyncSession, query: Query, *, due: bool, before: int | None = None
) -> list[TicketRow]:
    """One page of them, the latest date first, and one more where there is a next page."""
    date = TicketRow.finish_by if due else TicketRow.created_at
    last = await session.get(TicketRow, before) if before is not None else None
    if last is not None:
        at = last.finish_by if due else last.created_at
        query = query.where(or_(date < at, and_(date == at, TicketRow.id < last.id)))
    rows = await session.scalars(query.order_by(date.desc(), TicketRow.id.desc()).limit(PAGE + 1))
    return list(rows)
