"""What was pasted from a WeChat group: whom the answer is for, and which lines were filed already."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.places import upsert_for
from storage.privacy.ended import LIVE_STATES, over_since
from storage.tickets.tables import TicketReporterRow, TicketRow


class CallerRow(Base):
    """Somebody of a WeChat group who stands behind a ticket, and whom a human answers there."""

    __tablename__ = "pasted_callers"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(
        comment="as the group shows them, no room or number in it: the office answers them by it;"
        " empty 30 days after the ticket's end"
    )
    place: Mapped[str] = mapped_column(comment="the place of the WeChat group")
    batch: Mapped[str] = mapped_column(index=True, comment="what was pasted together")
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    joined: Mapped[bool] = mapped_column(comment="the ticket was there already")


class PastedLineRow(Base):
    """A line that was filed, as a mark that tells nobody anything: it is not filed again."""

    __tablename__ = "pasted_lines"

    mark: Mapped[str] = mapped_column(
        primary_key=True, comment="keyed hash of group, sender, time and words; 14 days"
    )
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


async def filed_already(session: AsyncSession, marks: Collection[str]) -> dict[str, int]:
    """Which of these lines were filed, and under which number."""
    found: dict[str, int] = {}
    known = sorted(marks)
    for start in range(0, len(known), 500):  # databases bear so many values in one statement
        part = known[start : start + 500]
        rows = await session.execute(
            select(PastedLineRow.mark, PastedLineRow.ticket_id).where(PastedLineRow.mark.in_(part))
        )
        found.update((mark, ticket) for mark, ticket in rows)
    return found


async def mark_filed(
    session: AsyncSession, marks: Collection[str], ticket: int, at: datetime
) -> int:
    """Remember lines as filed. Returns how many of them nobody had filed yet."""
    insert = upsert_for(session)
    made = 0
    for mark in marks:  # a matter has a few lines
        new = await session.scalar(
            insert(PastedLineRow)
            .values(mark=mark, ticket_id=ticket, at=at)
            .on_conflict_do_nothing(index_elements=["mark"])
            .returning(PastedLineRow.mark)
        )
        made += new is not None
    return made


async def caller_named(session: AsyncSession, place: str, name: str) -> int | None:
    """The person of this name in this group who stands behind something that is still open."""
    return await session.scalar(
        select(CallerRow.person_id)
        .join(TicketRow, TicketRow.id == CallerRow.ticket_id)
        .where(CallerRow.place == place, CallerRow.name == name, TicketRow.state.in_(LIVE_STATES))
        .order_by(CallerRow.ticket_id.desc())
        .limit(1)
    )


async def add_caller(session: AsyncSession, **values: object) -> None:
    """Put somebody of a group behind a ticket; who stands there already stays as they are."""
    insert = upsert_for(session)
    await session.execute(
        insert(CallerRow)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["ticket_id", "person_id"])
    )


async def callers(session: AsyncSession, tickets: Collection[int]) -> list[CallerRow]:
    """Whom of WeChat groups the answers about these tickets are for, the first voice first."""
    rows = await session.scalars(
        select(CallerRow)
        .where(CallerRow.ticket_id.in_(tickets))
        .order_by(CallerRow.ticket_id, CallerRow.at, CallerRow.person_id)
    )
    return list(rows)


async def of_batch(session: AsyncSession, batch: str, by: int) -> list[CallerRow]:
    """What somebody has filed from one paste."""
    rows = await session.scalars(
        select(CallerRow)
        .where(CallerRow.batch == batch, CallerRow.by_id == by)
        .order_by(CallerRow.ticket_id, CallerRow.person_id)
    )
    return list(rows)


async def last_place(session: AsyncSession, by: int) -> str | None:
    """The group that somebody pasted from last."""
    return await session.scalar(
        select(CallerRow.place)
        .where(CallerRow.by_id == by)
        .order_by(CallerRow.at.desc(), CallerRow.ticket_id.desc())
        .limit(1)
    )


async def take_back(session: AsyncSession, caller: CallerRow, *, alone: bool) -> None:
    """Nobody pasted it: its lines may be filed again, and nobody waits for an answer.

    With `alone` the ticket goes on with others behind it, and only this household steps back.
    """
    if alone:
        await session.execute(
            delete(TicketReporterRow).where(
                TicketReporterRow.ticket_id == caller.ticket_id,
                TicketReporterRow.person_id == caller.person_id,
                TicketReporterRow.first.is_(False),
            )
        )
    await session.execute(
        delete(PastedLineRow).where(
            PastedLineRow.ticket_id == caller.ticket_id, PastedLineRow.at == caller.at
        )
    )
    await session.delete(caller)


async def forget(session: AsyncSession, *, ended: datetime, marked: datetime, limit: int) -> int:
    """Names of groups' members whose matter ended long ago, and marks of lines that nobody repeats."""
    over = select(TicketRow.id).where(over_since(ended))
    named = (
        select(CallerRow.ticket_id)
        .where(CallerRow.name != "", CallerRow.ticket_id.in_(over))
        .limit(limit)
    )
    gone = await session.scalars(
        update(CallerRow)
        .where(CallerRow.ticket_id.in_(named))
        .values(name="")
        .returning(CallerRow.ticket_id)
    )
    old = select(PastedLineRow.mark).where(PastedLineRow.at < marked).limit(limit)
    lines = await session.scalars(
        delete(PastedLineRow).where(PastedLineRow.mark.in_(old)).returning(PastedLineRow.mark)
    )
    return len(list(gone)) + len(list(lines))


async def unname(session: AsyncSession, person: int) -> None:
    """How a group shows somebody is known to nobody any more."""
    await session.execute(update(CallerRow).where(CallerRow.person_id == person).values(name=""))


async def forget_about(session: AsyncSession, tickets: Collection[int]) -> None:
    """Of these tickets nothing tells any more who of which group stood behind them."""
    for table in (CallerRow, PastedLineRow):
        await session.execute(delete(table).where(table.ticket_id.in_(tickets)))
