"""What is kept of somebody in rosters, and how it goes in time."""

from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.rosters.tables import (
    RosterDutyRow,
    RosterMemberRow,
    RosterRow,
    RosterWishRow,
)

MOST_LISTED = 50


async def listed(session: AsyncSession, person: int) -> list[tuple[str, date, date]]:
    """The rosters that somebody is or was in: title, first and last day."""
    rows = await session.execute(
        select(RosterRow.title, RosterRow.first, RosterRow.last)
        .join(RosterMemberRow, RosterMemberRow.roster_id == RosterRow.id)
        .where(RosterMemberRow.person_id == person)
        .order_by(RosterRow.id.desc())
        .limit(MOST_LISTED)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def forget(session: AsyncSession, number: int) -> None:
    """Long over: wishes and notes are gone, and names of those without an account are numbers."""
    mine = select(RosterMemberRow.id).where(RosterMemberRow.roster_id == number)
    await session.execute(delete(RosterWishRow).where(RosterWishRow.member_id.in_(mine)))
    await session.execute(
        update(RosterDutyRow).where(RosterDutyRow.member_id.in_(mine)).values(note="")
    )
    await session.execute(
        update(RosterMemberRow)
        .where(RosterMemberRow.roster_id == number, RosterMemberRow.name.is_not(None))
        .values(name=None)
    )


async def unname(session: AsyncSession, person: int) -> None:
    """Nothing in any roster leads to somebody any more."""
    mine = select(RosterMemberRow.id).where(RosterMemberRow.person_id == person)
    await session.execute(delete(RosterWishRow).where(RosterWishRow.member_id.in_(mine)))
    await session.execute(
        update(RosterDutyRow).where(RosterDutyRow.member_id.in_(mine)).values(note="")
    )
    await session.execute(
        update(RosterDutyRow).where(RosterDutyRow.by_id == person).values(by_id=None)
    )
    for column in ("chief_id", "made_by"):
        await session.execute(
            update(RosterRow).where(getattr(RosterRow, column) == person).values({column: None})
        )
    await session.execute(
        update(RosterMemberRow).where(RosterMemberRow.person_id == person).values(person_id=None)
    )
