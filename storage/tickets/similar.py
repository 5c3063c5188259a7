"""What else is, or was lately, the matter at a ticket's place."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.places import PlaceKind, Places
from domain.tickets.states import LIVE
from storage.tickets.listing import Sight, seen_by
from storage.tickets.tables import TicketRow

LATELY = timedelta(days=90)  # domain rules a.10: a third time within 90 days is more than a repeat
MOST = 6
LIVE_STATES = tuple(state.value for state in LIVE)


def house_of(places: Places, place: str | None) -> str | None:
    """The house that a place is in; the place itself where it is in none."""
    if place is None:
        return None
    building = places.above(place, PlaceKind.BUILDING)
    return building.code if building else place


async def to(
    session: AsyncSession, ticket: TicketRow, sight: Sight, house: str | None, now: datetime
) -> list[TicketRow]:
    """Open ones of the same house first, then what was voiced at the same place lately.

    Only what somebody with this sight may see; the same thing before another.
    """
    if house is None:
        return []
    near = or_(TicketRow.place == house, TicketRow.place.startswith(f"{house}/", autoescape=True))
    here = TicketRow.place.in_({ticket.place, house})
    open_ = TicketRow.state.in_(LIVE_STATES)
    found: dict[int, TicketRow] = {}
    for query in (
        select(TicketRow).where(near, open_, TicketRow.community == ticket.community),
        select(TicketRow).where(here, ~open_, TicketRow.created_at > now - LATELY),
    ):
        same = TicketRow.category == ticket.category
        rows = await session.scalars(
            query.where(seen_by(sight), TicketRow.id != ticket.id, TicketRow.wish.is_(False))
            .order_by(same.desc(), TicketRow.id.desc())
            .limit(MOST - len(found))
        )
        found |= {row.id: row for row in rows}
    return list(found.values())
