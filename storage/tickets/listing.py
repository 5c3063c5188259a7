"""Lists of tickets for the office: only what somebody may see, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.states import State
from storage.tickets.tables import TicketRow

PAGE = 50
BUSY = frozenset({State.ASSIGNED, State.ACCEPTED, State.WORKING, State.RETURNED})
"""States in which somebody works on it, or has to decide who does."""
BY_DATE = "INDEXED BY ix_tickets_open"
"""For SQLite, which would guess that few are somebody's own, and look through a community's all."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see: their communities' and areas' tickets, their own, or all."""

    person: int
    everything: bool = False
    communities: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


def seen_by(sight: Sight) -> ColumnElement[bool]:
    """The tickets that somebody may see; sensitive ones only the named (P06, P13)."""
    named = or_(TicketRow.owner_id == sight.person, TicketRow.doer_id == sight.person)
    ordinary = TicketRow.sensitivity != "s"
    if sight.everything:
        return or_(named, ordinary)
    around = or_(
        TicketRow.community.in_(sight.communities) if sight.communities else false(),
        TicketRow.owner_area.in_(sight.areas) if sight.areas else false(),
    )
    return or_(named, and_(ordinary, around))


async def overdue_since(
    session: AsyncSession, before: datetime, *, limit: int = 500
) -> Sequence[TicketRow]:
    """What is still worked on and passed its date before an instant; nothing sensitive."""
    rows = await session.scalars(
        select(TicketRow)
        .where(
            TicketRow.state.in_([state.value for state in BUSY]),
            TicketRow.finish_by < before,
            TicketRow.sensitivity != "s",
        )
        .order_by(TicketRow.finish_by, TicketRow.id)
        .limit(limit)
    )
    return list(rows)


async def visible(session: AsyncSession, sight: Sight, number: int) -> bool:
    """Whether somebody may see this one ticket."""
    found = await session.scalar(select(TicketRow.id).where(seen_by(sight), TicketRow.id == number))
    return found is not None


async def these(session: AsyncSession, sight: Sight, numbers: Collection[int]) -> list[TicketRow]:
    """Of some tickets those that somebody may see, the oldest first."""
    rows = await session.scalars(
        select(TicketRow).where(seen_by(sight), TicketRow.id.in_(numbers)).order_by(TicketRow.id)
    )
    return list(rows)
