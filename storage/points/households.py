"""Whose household is whose: files, and who may ask about them."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.points.files import FileState
from storage.places import upsert_for
from storage.points.tables import HouseholdMemberRow, HouseholdRow

MOST_FOUND = 200  # of one name in a whole street; who is not near is left out afterwards


async def households_of(session: AsyncSession, person: int) -> list[HouseholdRow]:
    """The households whose points a person may ask about."""
    rows = await session.scalars(
        select(HouseholdRow)
        .join(HouseholdMemberRow, HouseholdMemberRow.household == HouseholdRow.code)
        .where(HouseholdMemberRow.person_id == person)
        .order_by(HouseholdRow.code)
    )
    return list(rows)


async def every_file(session: AsyncSession) -> list[HouseholdRow]:
    """All households that have a file."""
    return list(await session.scalars(select(HouseholdRow).order_by(HouseholdRow.code)))


async def household_at(session: AsyncSession, place: str) -> str | None:
    """The household of a room, where the files know one."""
    code: str | None = await session.scalar(
        select(HouseholdRow.code)
        .where(HouseholdRow.place == place, HouseholdRow.state == FileState.OPEN.value)
        .order_by(HouseholdRow.code)
    )
    return code


async def members_of(session: AsyncSession, household: str) -> list[int]:
    """Who may ask about a household's points, the first one first."""
    rows = await session.scalars(
        select(HouseholdMemberRow.person_id)
        .where(HouseholdMemberRow.household == household)
        .order_by(HouseholdMemberRow.id)
    )
    return list(rows)


async def looked_for(
    session: AsyncSession, words: str, places: Collection[str], *, limit: int = MOST_FOUND
) -> list[HouseholdRow]:
    """The households that a caller may belong to: by its number, its head's whole name, or its place."""
    rows = await session.scalars(
        select(HouseholdRow)
        .where(
            or_(
                HouseholdRow.code.in_({words, words.upper(), words.lower()}),
                HouseholdRow.name == words,
                HouseholdRow.place.in_(places),
            )
        )
        .order_by(HouseholdRow.code)
        .limit(limit)
    )
    return list(rows)


async def heads_of(session: AsyncSession, household: str) -> list[str]:
    """The names that a household's file carries."""
    rows = await session.scalars(select(HouseholdRow.name).where(HouseholdRow.code == household))
    return list(rows)


async def join_household(session: AsyncSession, household: str, person: int) -> None:
    """Tie a person to a household; twice is once."""
    insert = upsert_for(session)
    await session.execute(
        insert(HouseholdMemberRow)
        .values(household=household, person_id=person)
        .on_conflict_do_nothing(index_elements=["household", "person_id"])
    )


async def named(session: AsyncSession, codes: Collection[str]) -> list[HouseholdRow]:
    """The files of these households."""
    return list(await session.scalars(select(HouseholdRow).where(HouseholdRow.code.in_(codes))))
