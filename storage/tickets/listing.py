"""Lists of tickets for the office: only what somebody may see, a page at a time."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.states import LIVE, State
from storage.tickets.tables import TicketRow

PAGE = 50
BUSY = frozenset({State.ASSIGNED, State.ACCEPTED, State.WORKING, State.RETURNED})
"""States in which somebody works on it, or has to decide who does."""
NUMBER = re.compile(r"[0-9]{1,9}")
"""What is looked for as a ticket's number, and not as words."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see: their communities' and areas' tickets, their own, or all."""

    person: int
    everything: bool = False
    communities: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for."""

    state: str = ""
    """A state, `live` for all that is open, empty for all."""
    kind: str = ""
    category: str = ""
    words: str = ""
    mine: bool = False
    before: int | None = None
    """The number after which the page begins: pages stay fast however many there are."""


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


async def page(session: AsyncSession, sight: Sight, wanted: Wanted) -> list[TicketRow]:
    """One page of tickets, the newest first, and one more where there is a next page."""
    query = _narrowed(select(TicketRow).where(seen_by(sight)), sight, wanted)
    if wanted.before is not None:
        query = query.where(TicketRow.id < wanted.before)
    rows = await session.scalars(query.order_by(TicketRow.id.desc()).limit(PAGE + 1))
    return list(rows)


def _narrowed(query: Select[TicketRow], sight: Sight, wanted: Wanted) -> Select[TicketRow]:
    if not wanted.state and not NUMBER.fullmatch(wanted.words):
        query = query.where(TicketRow.state != State.ARCHIVED.value)
    if wanted.state == "live":
        query = query.where(TicketRow.state.in_([state.value for state in LIVE]))
    elif wanted.state:
        query = query.where(TicketRow.state == wanted.state)
    if wanted.kind:
        query = query.where(TicketRow.kind == wanted.kind)
    if wanted.category:
        query = query.where(TicketRow.category == wanted.category)
    if wanted.mine:
        query = query.where(
            or_(TicketRow.owner_id == sight.person, TicketRow.doer_id == sight.person)
        )
    if NUMBER.fullmatch(wanted.words):
        return query.where(TicketRow.id == int(wanted.words))
    if wanted.words:
        inside = f"%{_literal(wanted.words)}%"
        query = query.where(
            or_(
                TicketRow.text.like(inside, escape="\\"),
                TicketRow.place_name.like(inside, escape="\\"),
            )
        )
    return query


def _literal(words: str) -> str:
    """Words for LIKE, with its own signs taken literally."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def overdue(
    session: AsyncSession, sight: Sight, now: object, *, limit: int = 20
) -> Sequence[TicketRow]:
    """What has passed its date, the oldest date first."""
    busy = [s.value for s in LIVE if s is not State.REPORTED]
    rows = await session.scalars(
        select(TicketRow)
        .where(seen_by(sight), TicketRow.state.in_(busy), TicketRow.finish_by < now)
        .order_by(TicketRow.finish_by)
        .limit(limit)
    )
    return list(rows)


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


async def returned(session: AsyncSession, sight: Sight, *, limit: int = 20) -> Sequence[TicketRow]:
    """What waits for the desk's decision."""
    rows = await session.scalars(
        select(TicketRow)
        .where(seen_by(sight), TicketRow.state == State.RETURNED.value)
        .order_by(TicketRow.id)
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
