"""Numbers that people left in private: kept sealed, one a person and ticket, for a while."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.privacy import KEPT, Class
from storage.places import upsert_for
from storage.privacy.ended import ended_at, is_over
from storage.privacy.tables import ContactRow
from storage.tickets.tables import TicketRow


async def keep(session: AsyncSession, ticket: int, person: int, sealed: str, at: datetime) -> None:
    """Keep somebody's number for a ticket; a second one replaces the first."""
    insert = upsert_for(session)
    values = {"person_id": person, "ticket_id": ticket, "sealed": sealed, "given_at": at}
    await session.execute(
        insert(ContactRow)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["person_id", "ticket_id"], set_={"sealed": sealed, "given_at": at}
        )
    )


async def for_ticket(session: AsyncSession, ticket: int) -> ContactRow | None:
    """The number to call about a ticket: the one that was left last."""
    return await session.scalar(
        select(ContactRow)
        .where(ContactRow.ticket_id == ticket)
        .order_by(ContactRow.given_at.desc(), ContactRow.id.desc())
        .limit(1)
    )


async def caller(
    session: AsyncSession, same: Callable[[str], bool], *, limit: int = 500
) -> int | None:
    """Who left this number lately; what is sealed can only be opened one by one, so not all are."""
    rows = await session.execute(
        select(ContactRow.person_id, ContactRow.sealed).order_by(ContactRow.id.desc()).limit(limit)
    )
    return next((row.person_id for row in rows if same(row.sealed)), None)


async def of_person(session: AsyncSession, person: int) -> list[ContactRow]:
    """Every number that somebody left and that has not been deleted yet."""
    rows = await session.scalars(
        select(ContactRow).where(ContactRow.person_id == person).order_by(ContactRow.ticket_id)
    )
    return list(rows)


async def let_go(
    session: AsyncSession, *, ticket: int | None = None, person: int | None = None
) -> None:
    """Delete the numbers left for a ticket, by a person, or by that person for that ticket."""
    assert ticket is not None or person is not None
    gone = delete(ContactRow)
    if ticket is not None:
        gone = gone.where(ContactRow.ticket_id == ticket)
    if person is not None:
        gone = gone.where(ContactRow.person_id == person)
    await session.execute(gone)


async def settle_ends(session: AsyncSession, *, limit: int) -> None:
    """Count the days from a ticket's end; one that came back keeps its number."""
    found = await session.execute(
        select(ContactRow.id, ended_at())
        .join(TicketRow, TicketRow.id == ContactRow.ticket_id)
        .where(is_over(), ContactRow.delete_after.is_(None))
        .limit(limit)
    )
    for number, end in found.all():
        day = end + KEPT[Class.CONTACTS]
        await session.execute(
            update(ContactRow).where(ContactRow.id == number).values(delete_after=day)
        )
    back = select(TicketRow.id).where(~is_over())
    await session.execute(
        update(ContactRow)
        .where(ContactRow.delete_after.is_not(None), ContactRow.ticket_id.in_(back))
        .values(delete_after=None)
    )


async def delete_due(session: AsyncSession, now: datetime) -> int:
    """Delete the numbers whose days are over."""
    gone = await session.scalars(
        delete(ContactRow).where(ContactRow.delete_after <= now).returning(ContactRow.id)
    )
    return len(list(gone))
