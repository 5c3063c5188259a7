"""Calls that a human makes: who is called, what for, by when, and what came of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.calls import CallState
from domain.messages import MediaKind
from storage.base import Base
from storage.places import upsert_for
from storage.tickets.tables import AttachmentRow, TicketRow


class CallRow(Base):
    """One call to make, or one voice message to listen to."""

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_open", "state", "community", "call_by"),
        {"sqlite_autoincrement": True},  # a number is never given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="callback, voice or survey")
    why: Mapped[str] = mapped_column(comment="asked, spoken, explain, sampled …")
    state: Mapped[str] = mapped_column(default=CallState.OPEN.value)
    once: Mapped[str | None] = mapped_column(
        unique=True, comment="why it exists; empty once the same may be asked for again"
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), index=True, comment="the resident to be called"
    )
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    community: Mapped[str | None] = mapped_column(comment="area code: whose desk calls")
    channel: Mapped[str | None] = mapped_column(comment="where it was spoken, for a voice message")
    chat: Mapped[str | None]
    thread: Mapped[str | None]
    message: Mapped[str | None]
    reply_to: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    contact: Mapped[str | None] = mapped_column(
        comment="encrypted: the number to call, until the call is made"
    )
    asked_at: Mapped[datetime]
    call_by: Mapped[datetime]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(
        default="", comment="masked; what came of it, as long as the ticket's text is kept"
    )


WAITING = tuple(state.value for state in CallState if state is not CallState.DONE)


async def ask(session: AsyncSession, **values: Any) -> CallRow | None:
    """Remember a call to make; None where the same one is waiting already."""
    insert = upsert_for(session)
    made: CallRow | None = await session.scalar(
        insert(CallRow)
        .values({"state": CallState.OPEN.value, "note": "", **values})
        .on_conflict_do_nothing(index_elements=["once"])
        .returning(CallRow)
    )
    return made


async def waiting(session: AsyncSession, once: str) -> CallRow | None:
    """The call that waits for this reason."""
    return await session.scalar(select(CallRow).where(CallRow.once == once))


async def of_person(session: AsyncSession, person: int) -> list[CallRow]:
    """The calls that somebody waits for."""
    rows = await session.scalars(
        select(CallRow)
        .where(CallRow.person_id == person, CallRow.state != CallState.DONE.value)
        .order_by(CallRow.call_by, CallRow.id)
    )
    return list(rows)


async def call(session: AsyncSession, number: int) -> CallRow | None:
    """One call, locked where the database can."""
    return await session.scalar(select(CallRow).where(CallRow.id == number).with_for_update())


async def to_make(
    session: AsyncSession, communities: Collection[str] | None, *, limit: int = 100
) -> list[tuple[CallRow, TicketRow | None]]:
    """Calls that wait, each with its ticket, the most pressing first; None asks for every community."""
    query = (
        select(CallRow, TicketRow)
        .outerjoin(TicketRow, TicketRow.id == CallRow.ticket_id)
        .where(CallRow.state.in_(WAITING))
        .order_by(CallRow.call_by, CallRow.id)
        .limit(limit)
    )
    if communities is not None:
        query = query.where(CallRow.community.in_(communities))
    return [(row[0], row[1]) for row in await session.execute(query)]


async def unheard(session: AsyncSession, ticket: int) -> None:
    """Let go of what a resident spoke about a ticket; what the desk has yet to hear leaves only it."""
    theirs = (
        AttachmentRow.ticket_id == ticket,
        AttachmentRow.kind == MediaKind.VOICE.value,
        AttachmentRow.stage == "before",
    )
    waits = select(CallRow.attachment_id).where(
        CallRow.ticket_id == ticket, CallRow.state != CallState.DONE.value
    )
    waiting_ = AttachmentRow.id.in_(waits)
    await session.execute(update(AttachmentRow).where(*theirs, waiting_).values(ticket_id=None))
    gone = select(AttachmentRow.id).where(*theirs)
    await session.execute(
        update(CallRow).where(CallRow.attachment_id.in_(gone)).values(attachment_id=None)
    )
    await session.execute(delete(AttachmentRow).where(*theirs))
