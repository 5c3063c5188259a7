"""Changes of households' files that somebody has proposed, and who agreed to them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, delete, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.points import Book
from domain.points.claims import OVER
from domain.points.files import ChangeKind, ChangeState, FileState
from storage.base import Base
from storage.points.claims import ClaimRow
from storage.points.tables import EntryRow, HouseholdMemberRow, HouseholdRow


class ChangeRow(Base):
    """A file that is to be divided or joined to another: done once both sides have said yes."""

    __tablename__ = "household_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    slot: Mapped[str | None] = mapped_column(
        unique=True, comment="the giving household while it waits: one change at a time"
    )
    household: Mapped[str] = mapped_column(ForeignKey("households.code"), index=True)
    other: Mapped[str] = mapped_column(
        index=True, comment="the new file's number, or the one joined"
    )
    place: Mapped[str | None]
    name: Mapped[str] = mapped_column(comment="head of the new file; empty once it is made")
    points: Mapped[int] = mapped_column(
        comment="what goes along; of a whole file all there is then"
    )
    members: Mapped[list[int]] = mapped_column(
        JSON().with_variant(JSONB(), "postgresql"), comment="who goes along, by number"
    )
    giving_yes: Mapped[str] = mapped_column(comment="who agreed for it; while a file has its name")
    giving_yes_at: Mapped[datetime | None]
    other_yes: Mapped[str] = mapped_column(comment="who agreed there; while a file has its name")
    other_yes_at: Mapped[datetime | None]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


async def held_files(session: AsyncSession, codes: Collection[str]) -> dict[str, HouseholdRow]:
    """Files that no other transaction changes meanwhile, locked in one order."""
    rows = await session.scalars(
        select(HouseholdRow)
        .where(HouseholdRow.code.in_(codes))
        .order_by(HouseholdRow.code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.code: row for row in rows}


async def changes_of(session: AsyncSession, household: str) -> list[ChangeRow]:
    """What was proposed and done about a file, on either side, the newest first."""
    rows = await session.scalars(
        select(ChangeRow)
        .where((ChangeRow.household == household) | (ChangeRow.other == household))
        .order_by(ChangeRow.id.desc())
        .limit(20)
    )
    return list(rows)


async def held_change(session: AsyncSession, number: int) -> ChangeRow | None:
    """A change on which no other transaction takes a step meanwhile."""
    row: ChangeRow | None = await session.scalar(
        select(ChangeRow)
        .where(ChangeRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def undecided(session: AsyncSession, household: str) -> list[ClaimRow]:
    """What a household claims and nobody has brought to its end yet."""
    rows = await session.scalars(
        select(ClaimRow)
        .where(ClaimRow.household == household, ClaimRow.state.not_in([one.value for one in OVER]))
        .order_by(ClaimRow.id)
    )
    return list(rows)


async def untie(session: AsyncSession, household: str, persons: Collection[int]) -> None:
    """These people belong to this file no longer."""
    await session.execute(
        delete(HouseholdMemberRow).where(
            HouseholdMemberRow.household == household, HouseholdMemberRow.person_id.in_(persons)
        )
    )


async def forget_homes(session: AsyncSession, codes: Collection[str]) -> None:
    """No name and no words stand in these files any more; the books keep their numbers."""
    await session.execute(update(HouseholdRow).where(HouseholdRow.code.in_(codes)).values(name=""))
    theirs = EntryRow.book == Book.HOUSEHOLD.value, EntryRow.holder.in_(codes)
    await session.execute(update(EntryRow).where(*theirs).values(note=""))
    await session.execute(
        update(ClaimRow).where(ClaimRow.household.in_(codes)).values(note="", seen="", reason="")
    )
    given, got = ChangeRow.household.in_(codes), ChangeRow.other.in_(codes)
    await session.execute(update(ChangeRow).where(given).values(giving_yes="", name=""))
    await session.execute(update(ChangeRow).where(got).values(other_yes="", name=""))


async def left_behind(session: AsyncSession, person: int, homes: Collection[str]) -> set[str]:
    """Files that were joined to these, and of whose people nobody is left once this one is gone."""
    rows = await session.scalars(
        select(ChangeRow).where(
            ChangeRow.other.in_(homes), ChangeRow.kind == ChangeKind.MERGE.value,
            ChangeRow.state == ChangeState.DONE.value,
        )
    )  # fmt: skip
    found = set()
    for row in rows:
        stay = await session.scalar(
            select(HouseholdMemberRow.id)
            .where(
                HouseholdMemberRow.household == row.other,
                HouseholdMemberRow.person_id.in_(row.members),
            )
            .limit(1)
        )
        if person in row.members and stay is None:
            found.add(row.household)
    return found


async def forget_yes(session: AsyncSession, homes: Collection[str], name: str | None) -> None:
    """Where somebody agreed for one of these households, nobody is named any more."""
    if not name:
        return
    here = ChangeRow.household.in_(homes) | ChangeRow.other.in_(homes)
    for said in (ChangeRow.giving_yes, ChangeRow.other_yes):
        await session.execute(update(ChangeRow).where(here, said == name).values({said.key: ""}))


async def standing(session: AsyncSession, code: str) -> HouseholdRow | None:
    """The file in which a household's deeds are written now: its own, or that which it was joined to."""
    seen: set[str] = set()
    row = await session.get(HouseholdRow, code)
    while row is not None and row.state == FileState.CLOSED and row.joined_to not in (None, *seen):
        seen.add(row.code)
        row = await session.get(HouseholdRow, row.joined_to)
    return row if row is not None and row.state != FileState.CLOSED else None
