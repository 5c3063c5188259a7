"""Everything that is kept of one person, for their own eyes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import MediaKind
from storage.audit import AuditRow
from storage.calls import CallRow
from storage.corrections import CorrectionRow
from storage.outbox import OutboxRow
from storage.people import IdentityRow
from storage.tickets.tables import AttachmentRow, TicketReporterRow, TicketRow

LOOKS = ("ticket.seen", "ticket.photo_seen", "contact.seen", "voice.heard", "phone.seen")
"""Acts on record that are a look at what somebody said in confidence (P13)."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at what was said in confidence."""

    at: datetime
    act: str
    actor: int | None
    ticket: int | None
    """Empty where it was about no ticket: a call that was asked for, or the own number."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a kind is kept."""

    accounts: int
    messages: int
    """What huying wrote to them and still has the words of."""
    photos: int
    voices: int
    examples: int
    """Lines to learn from that still lead to a ticket of theirs."""


async def tickets_of(session: AsyncSession, person: int) -> list[TicketRow]:
    """Every ticket that somebody voiced or stands behind, the newest first."""
    rows = await session.scalars(
        select(TicketRow)
        .join(TicketReporterRow, TicketReporterRow.ticket_id == TicketRow.id)
        .where(TicketReporterRow.person_id == person)
        .order_by(TicketRow.id.desc())
    )
    return list(rows)


async def counts(session: AsyncSession, person: int, tickets: Collection[int]) -> Counts:
    """Accounts, messages, photos, voice messages and examples of a person."""
    sent = (
        select(func.count())
        .select_from(AttachmentRow)
        .where(AttachmentRow.ticket_id.in_(tickets), AttachmentRow.stage == "before")
    )
    spoken = AttachmentRow.kind == MediaKind.VOICE.value
    asked = (
        select(func.count()).select_from(IdentityRow).where(IdentityRow.person_id == person),
        select(func.count())
        .select_from(OutboxRow)
        .where(OutboxRow.person_id == person, OutboxRow.text != ""),
        sent.where(~spoken),
        sent.where(spoken),
        select(func.count())
        .select_from(CorrectionRow)
        .join(TicketRow, TicketRow.id == CorrectionRow.ticket_id)
        .where(TicketRow.reporter_id == person),
    )
    return Counts(*[int(await session.scalar(query) or 0) for query in asked])


async def looks(
    session: AsyncSession, person: int, tickets: Collection[int], *, limit: int
) -> list[Look]:
    """Who looked at these tickets, their calls and their number, the newest first.

    The person's own looks are none.
    """
    subjects: dict[str, int | None] = {f"ticket/{number}": number for number in tickets}
    subjects[f"person/{person}"] = None
    asked = await session.execute(
        select(CallRow.id, CallRow.ticket_id).where(CallRow.person_id == person)
    )
    subjects |= {f"call/{row.id}": row.ticket_id for row in asked}
    rows = await session.scalars(
        select(AuditRow)
        .where(AuditRow.act.in_(LOOKS), AuditRow.subject.in_(subjects))
        .order_by(AuditRow.id.desc())
        .limit(limit)
    )
    return [
        Look(row.at, row.act, row.actor_id, subjects[row.subject])
        for row in rows
        if row.actor_id != person
    ]


async def seen_since(session: AsyncSession, act: str, ticket: int, since: datetime) -> bool:
    """Whether somebody took such a look at a ticket."""
    found = await session.scalar(
        select(AuditRow.id)
        .where(AuditRow.act == act, AuditRow.subject == f"ticket/{ticket}", AuditRow.at >= since)
        .limit(1)
    )
    return found is not None
