"""Whether a matter was there before: at the same place, or right beside it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.states import LIVE, Act, State
from storage.points.tables import HouseholdMemberRow
from storage.tickets.tables import TicketEventRow, TicketReporterRow, TicketRow

ENDED = (State.CLOSED.value, State.ARCHIVED.value)
OPEN = tuple(state.value for state in LIVE - {State.REPORTED})
A_YEAR = timedelta(days=365)
NEAR = 30  # open tickets of one house that a new line is compared with


async def last_ended(
    session: AsyncSession,
    place: str,
    category: str,
    community: str | None,
    now: datetime,
    *,
    of: int | None = None,
) -> TicketRow | None:
    """The newest ticket for this thing at this place that was done within a year.

    With `of` only one that this person reported or joined.
    """  # fmt: skip
    query = select(TicketRow).where(
        TicketRow.place == place,
        TicketRow.category == category,
        TicketRow.community == community,
        TicketRow.state.in_(ENDED),
        TicketRow.closed_at > now - A_YEAR,
    )
    if of is not None:
        query = query.join(TicketReporterRow, TicketReporterRow.ticket_id == TicketRow.id).where(
            TicketReporterRow.person_id == of
        )
    return await session.scalar(query.order_by(TicketRow.closed_at.desc()).limit(1))


async def times(
    session: AsyncSession, place: str, category: str, community: str | None, since: datetime
) -> int:
    """How often this thing was reported at this place: tickets, and each time one was reopened."""
    found = await session.scalar(
        select(func.coalesce(func.sum(1 + TicketRow.reopened), 0)).where(
            TicketRow.place == place,
            TicketRow.category == category,
            TicketRow.community == community,
            TicketRow.created_at > since,
            TicketRow.state.not_in(
                (State.WITHDRAWN.value, State.DECLINED.value, State.MERGED.value)
            ),
        )
    )
    return int(found or 0)


async def beside(
    session: AsyncSession, ticket: TicketRow, building: str, since: datetime
) -> TicketRow | None:
    """An open ticket for the same thing in the same building: it may be one matter."""
    return await session.scalar(
        select(TicketRow)
        .where(
            TicketRow.category == ticket.category,
            TicketRow.community == ticket.community,
            or_(TicketRow.place == building, TicketRow.place.startswith(f"{building}/")),
            TicketRow.state.in_(OPEN),
            TicketRow.created_at > since,
            TicketRow.id != ticket.id,
            TicketRow.sensitivity != "s",
        )
        .order_by(TicketRow.id)
        .limit(1)
    )


async def open_near(
    session: AsyncSession, holders: Collection[str], place: str, community: str | None
) -> list[TicketRow]:
    """What is open at a place, within it, or where its holders are named; the newest first."""
    rows = await session.scalars(
        select(TicketRow)
        .where(
            or_(TicketRow.place.in_(holders), TicketRow.place.startswith(f"{place}/")),
            TicketRow.community == community,
            TicketRow.state.in_(OPEN),
            TicketRow.wish.is_(False),
            TicketRow.tier != Tier.E.value,
            TicketRow.sensitivity != Sensitivity.SENSITIVE.value,
        )
        .order_by(TicketRow.id.desc())
        .limit(NEAR)
    )
    return list(rows)


async def households(session: AsyncSession, number: int, *, since: datetime | None = None) -> int:
    """How many households stand behind a ticket; somebody whose household is unknown is one."""
    member = HouseholdMemberRow
    query = (
        select(TicketReporterRow.person_id, func.min(member.household))
        .join(member, member.person_id == TicketReporterRow.person_id, isouter=True)
        .where(TicketReporterRow.ticket_id == number)
        .group_by(TicketReporterRow.person_id)
    )
    if since is not None:
        query = query.where(TicketReporterRow.joined_at >= since)
    return len({home or person for person, home in await session.execute(query)})


async def was_raised(session: AsyncSession, number: int) -> bool:
    """Whether a ticket has become more urgent already because many households voiced it."""
    found = await session.scalar(
        select(TicketEventRow.id)
        .where(TicketEventRow.ticket_id == number, TicketEventRow.act == Act.RAISE.value)
        .limit(1)
    )
    return found is not None


async def leave(session: AsyncSession, main: int, via: int) -> None:
    """Take those from a ticket again who stood behind it only because another was merged into it."""
    await session.execute(
        delete(TicketReporterRow).where(
            TicketReporterRow.ticket_id == main, TicketReporterRow.via == via
        )
    )
