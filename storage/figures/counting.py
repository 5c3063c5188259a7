"""How many there are: a few questions a report, each over the rows of one period."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import String, and_, case, cast, distinct, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.figures import Measure
from domain.tickets.states import Act
from storage.figures.scope import (
    DONE_AT,
    DUE,
    MADE,
    ON_NO_LIST,
    POPULATION,
    SOURCE,
    Scope,
    seconds,
)
from storage.points.tables import HouseholdMemberRow
from storage.tickets.tables import TicketEventRow, TicketReporterRow, TicketRow
from storage.wishes import WishRow

SLOT = 1800
"""Half an hour in seconds: days begin on one, in every zone that people live in."""
MINUTE = 60
MOST_TOPICS = 500


async def counted(session: AsyncSession, scope: Scope) -> dict[Measure, int]:
    """Every measure of a period, in two questions."""
    sums = [func.sum(case((condition, 1), else_=0)) for condition in DUE.values()]
    tickets = (
        select(*sums)
        .select_from(TicketRow)
        .join(WishRow, WishRow.ticket_id == TicketRow.id, isouter=True)
    )
    due = scope.due(tickets).where(POPULATION)
    made = scope.made(
        select(*[func.sum(case((condition, 1), else_=0)) for condition in MADE.values()])
    )
    found = dict(zip(DUE, (await session.execute(due)).one(), strict=True))
    found |= dict(zip(MADE, (await session.execute(made)).one(), strict=True))
    return {measure: int(number or 0) for measure, number in found.items()}


@dataclass(frozen=True, slots=True)
class Pile:
    """So many tickets that have all of this in common."""

    kind: str
    category: str
    source: str
    area: str | None
    count: int


async def piles(session: AsyncSession, scope: Scope) -> list[Pile]:
    """What was registered in the period, by what reports split it by."""
    common = (TicketRow.kind, TicketRow.category, SOURCE.label("said_in"), TicketRow.owner_area)
    rows = await session.execute(
        scope.made(select(*common, func.count())).group_by(
            TicketRow.kind, TicketRow.category, "said_in", TicketRow.owner_area
        )
    )
    return [Pile(*row) for row in rows]


async def times(session: AsyncSession, scope: Scope) -> list[tuple[datetime, int]]:
    """How many were registered in each half hour of the period that had any, in order."""
    slot = (seconds(TicketRow.created_at) // SLOT).label("slot")
    rows = await session.execute(
        scope.made(select(slot, func.count())).group_by("slot").order_by("slot")
    )
    return [(datetime.fromtimestamp(int(half) * SLOT, UTC), count) for half, count in rows]


async def minutes(session: AsyncSession, scope: Scope, measure: Measure) -> dict[int, int]:
    """How many took how many minutes until somebody was in touch, or until it was done."""
    until = TicketRow.contacted_at if measure is Measure.CONTACTED else DONE_AT
    taken = ((seconds(until) - seconds(TicketRow.created_at)) // MINUTE).label("taken")
    rows = await session.execute(
        scope.due(select(taken, func.count()))
        .where(POPULATION, DUE[measure], until.is_not(None))
        .group_by("taken")
    )
    return {int(value): count for value, count in rows}


@dataclass(frozen=True, slots=True)
class Topic:
    """One matter at one place: how many households voiced it, in how many tickets."""

    place: str | None
    category: str
    households: int
    tickets: int


HOT = and_(~ON_NO_LIST, TicketRow.place.is_not(None))
_household = (
    select(func.min(HouseholdMemberRow.household))
    .where(HouseholdMemberRow.person_id == TicketReporterRow.person_id)
    .correlate(TicketReporterRow)
    .scalar_subquery()
)
_HOME = func.coalesce(
    _household,
    literal("person/") + cast(TicketReporterRow.person_id, String),
    literal("ticket/") + cast(TicketRow.id, String),
)
"""Whose home it is: somebody whose household is unknown is one, and so is a ticket of nobody."""
RAISED = exists().where(
    TicketEventRow.ticket_id == TicketRow.id, TicketEventRow.act == Act.RAISE.value
)
"""Many households voiced it within a day (多户同报)."""


async def topics(session: AsyncSession, scope: Scope) -> list[Topic]:
    """What was registered in the period, by matter and place; the most households first."""
    households = func.count(distinct(_HOME))
    tickets = func.count(distinct(TicketRow.id))
    found = select(TicketRow.place, TicketRow.category, households, tickets).join(
        TicketReporterRow, TicketReporterRow.ticket_id == TicketRow.id, isouter=True
    )
    rows = await session.execute(
        scope.made(found)
        .where(HOT)
        .group_by(TicketRow.place, TicketRow.category)
        .order_by(households.desc(), tickets.desc(), TicketRow.category, TicketRow.place)
        .limit(MOST_TOPICS)
    )
    return [Topic(*row) for row in rows]


async def clusters(session: AsyncSession, scope: Scope, *, limit: int = 20) -> list[TicketRow]:
    """What many households voiced within one day, the newest first."""
    rows = await session.scalars(
        scope.made(select(TicketRow))
        .where(RAISED)
        .order_by(TicketRow.created_at.desc(), TicketRow.id.desc())
        .limit(limit)
    )
    return list(rows)
