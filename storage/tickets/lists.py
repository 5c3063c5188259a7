"""The three lists as the database finds them: the same rules as `domain.tickets.lists`."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.delays import RequestKind, RequestState
from domain.tickets.kinds import WRONG, Kind
from domain.tickets.lists import Stage, ThreeList, collected_on
from domain.tickets.ratings import Rating
from domain.tickets.states import LIVE, State
from storage.figures.scope import NOBODY_COULD, ON_NO_LIST, WAS_CLOSED, Scope, listed_part
from storage.tickets.tables import TicketRequestRow, TicketRow

MOST_SUSPENDED = 300
PROBLEM = TicketRow.kind.in_([kind.value for kind in sorted(WRONG)])
_CONTENT = TicketRow.rating == Rating.CONTENT.value
_NO_COMPLAINT = or_(TicketRow.rating.is_(None), TicketRow.rating != Rating.NOT_CONTENT.value)
# Without coalesce, behind which PostgreSQL would no longer see the column and leave its index.
HAPPY = and_(TicketRow.outcome == "solved", or_(_CONTENT, and_(TicketRow.wish, _NO_COMPLAINT)))
LISTED = not_(ON_NO_LIST)
_UNDER_WAY = [state.value for state in sorted(LIVE - {State.SUSPENDED})]


def on_list(which: ThreeList) -> ColumnElement[bool]:
    """The tickets of one list; what was declined, withdrawn or merged is to be left out beside it."""
    if which is ThreeList.HAPPINESS:
        return HAPPY
    return PROBLEM if which is ThreeList.PROBLEMS else not_(PROBLEM)


def stage_is(stage: Stage) -> ColumnElement[bool]:
    """The tickets at one stage."""
    found: Mapping[Stage, ColumnElement[bool]] = {
        Stage.DONE: and_(WAS_CLOSED, not_(NOBODY_COULD)),
        Stage.NOT_DONE: NOBODY_COULD,
        Stage.SUSPENDED: TicketRow.state == State.SUSPENDED.value,
        Stage.UNDER_WAY: TicketRow.state.in_(_UNDER_WAY),
    }
    return found[stage]


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one matter at one place, on one list and at one stage."""

    on: ThreeList
    stage: Stage
    category: str
    place: str | None
    """As far as its code is a row of the workbook: of homes the estate or zone."""
    private: bool
    """Nobody outside the office is told where it was."""
    happy: int
    silent: int
    """Of those done: nobody has said whether it is solved."""
    count: int


async def lines(session: AsyncSession, scope: Scope) -> list[Line]:
    """Everything that was collected in the period, as far as the lists tell it apart."""
    stage = case(*[(stage_is(one), one.value) for one in Stage], else_="").label("stage")
    estate = listed_part(TicketRow.place).label("estate")  # homes are thousands, estates few
    private = (TicketRow.sensitivity != "n").label("private")
    silent = and_(WAS_CLOSED, TicketRow.outcome.is_(None))
    counted = select(
        TicketRow.kind, stage, TicketRow.category, estate, private,
        func.sum(case((HAPPY, 1), else_=0)), func.sum(case((silent, 1), else_=0)), func.count(),
    )  # fmt: skip
    rows = await session.execute(
        scope.made(counted)
        .where(LISTED)
        .group_by(TicketRow.kind, "stage", TicketRow.category, "estate", "private")
    )
    return [
        Line(collected_on(Kind(kind)), Stage(found), category, place, bool(hidden),
             int(happy), int(quiet), count)
        for kind, found, category, place, hidden, happy, quiet, count in rows
    ]  # fmt: skip


async def declined(session: AsyncSession, scope: Scope) -> int:
    """How many were registered in the period and are not the community's to do."""
    found = await session.scalar(
        scope.made(select(func.count()).select_from(TicketRow)).where(
            TicketRow.state == State.DECLINED.value
        )
    )
    return int(found or 0)


async def grounds(session: AsyncSession, scope: Scope) -> list[tuple[TicketRow, str]]:
    """What of it is suspended, and on which grounds; the earliest day to look again first."""
    asked = select(TicketRow, TicketRequestRow.grounds).join(
        TicketRequestRow, TicketRequestRow.ticket_id == TicketRow.id
    )
    rows = await session.execute(
        scope.made(asked)
        .where(
            TicketRow.state == State.SUSPENDED.value,
            TicketRequestRow.kind == RequestKind.SUSPENSION.value,
            TicketRequestRow.state == RequestState.GRANTED.value,
            TicketRequestRow.decided_at == TicketRow.suspended_at,
        )
        .order_by(TicketRow.review_at, TicketRow.id)
        .limit(MOST_SUSPENDED)
    )
    return [(row[0], row[1] or "") for row in rows]
