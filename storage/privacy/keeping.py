"""What has been kept long enough, a batch at a time."""

from datetime import date, datetime

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage import inbox
from storage.announcements import STAGE, AnnouncementRow
from storage.calls import CallRow
from storage.inbox import InboxRow
from storage.logins import ConsoleSessionRow, LoginRow
from storage.outbox import BY_HAND, OutboxRow, SendState
from storage.people import IdentityRow, InvitationRow, PersonRow, RoleRow
from storage.points.tables import EntryRow
from storage.privacy.ended import LIVE_STATES, is_over, over_since
from storage.privacy.letting_go import UNDER_WAY, empty_messages, forget_questions
from storage.questions import QuestionRow
from storage.tickets.tables import AttachmentRow, TicketReporterRow, TicketRow
from storage.timers import TimerRow

TALK = "care.mind"
"""A confidential talk (d.8): nothing of it is kept beyond its appointment."""


async def texts(
    session: AsyncSession, before: datetime, *, talks_before: datetime, limit: int
) -> list[TicketRow]:
    """Tickets whose words have been kept long enough, or whose reporter was erased meanwhile."""
    erased = exists().where(PersonRow.id == TicketRow.reporter_id, PersonRow.erased_at.is_not(None))
    talk = and_(TicketRow.category == TALK, over_since(talks_before))
    rows = await session.scalars(
        select(TicketRow)
        .where(
            TicketRow.anonymised_at.is_(None),
            or_(over_since(before), talk, and_(erased, is_over())),
        )
        .order_by(TicketRow.id)
        .limit(limit)
    )
    return list(rows)


async def with_photos(session: AsyncSession, before: datetime, *, limit: int) -> list[int]:
    """Tickets that ended before an instant and still have photos."""
    has = exists().where(AttachmentRow.ticket_id == TicketRow.id)
    rows = await session.scalars(
        select(TicketRow.id).where(has, over_since(before)).order_by(TicketRow.id).limit(limit)
    )
    return list(rows)


async def public_photos(session: AsyncSession, before: datetime, *, limit: int) -> list[int]:
    """Photos that were added for groups before an instant; what is still to be sent keeps its own."""
    planned = exists().where(
        AnnouncementRow.photo_id == AttachmentRow.id,
        AnnouncementRow.sent_at.is_(None),
        AnnouncementRow.recalled_at.is_(None),
    )
    rows = await session.scalars(
        select(AttachmentRow.id)
        .where(AttachmentRow.stage == STAGE, AttachmentRow.at < before, ~planned)
        .order_by(AttachmentRow.id)
        .limit(limit)
    )
    return list(rows)


async def messages(session: AsyncSession, before: datetime, *, limit: int) -> int:
    """Empty messages about matters that are over; what nobody sent by hand is not sent any more."""
    over = select(TicketRow.id).where(is_over())
    found = list(
        await session.scalars(
            select(OutboxRow.id)
            .where(
                OutboxRow.created_at < before,
                OutboxRow.text != "",
                OutboxRow.state.not_in(UNDER_WAY),
                or_(OutboxRow.ticket_id.is_(None), OutboxRow.ticket_id.in_(over)),
            )
            .order_by(OutboxRow.id)
            .limit(limit)
        )
    )
    await empty_messages(session, found)
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(found), OutboxRow.state.in_(BY_HAND))
        .values(state=SendState.DROPPED.value)
    )
    return len(found)


async def questions(session: AsyncSession, before: datetime, now: datetime, *, limit: int) -> int:
    """Delete old questions, unless their ticket is open or they still wait for an answer."""
    open_tickets = select(TicketRow.id).where(~is_over())
    waits = and_(QuestionRow.answered_at.is_(None), QuestionRow.expires_at > now)
    about = QuestionRow.ticket_id
    found = list(
        await session.scalars(
            select(QuestionRow.id)
            .where(
                QuestionRow.asked_at < before,
                or_(
                    and_(about.is_(None), ~waits),
                    and_(about.is_not(None), about.not_in(open_tickets)),
                ),
            )
            .order_by(QuestionRow.id)
            .limit(limit)
        )
    )
    await forget_questions(session, found)
    return len(found)


async def events(session: AsyncSession, before: datetime, *, limit: int) -> int:
    """Delete traces of updates, due moments, and calls about no ticket that are over.

    The newest update of an account stays: it tells when the platform was last heard.
    """
    later = aliased(InboxRow)
    newer = exists().where(
        later.channel == InboxRow.channel, later.account == InboxRow.account, later.id > InboxRow.id
    )
    handled = (
        select(InboxRow.id)
        .where(InboxRow.state == inbox.DONE, InboxRow.received_at < before, newer)
        .order_by(InboxRow.id)
        .limit(limit)
    )
    lived = select(TimerRow.id).where(TimerRow.done_at < before).order_by(TimerRow.id).limit(limit)
    called = (
        select(CallRow.id)
        .where(CallRow.ticket_id.is_(None), CallRow.done_at < before)
        .order_by(CallRow.id)
        .limit(limit)
    )
    gone = [
        *await session.scalars(delete(CallRow).where(CallRow.id.in_(called)).returning(CallRow.id)),
        *await session.scalars(
            delete(InboxRow).where(InboxRow.id.in_(handled)).returning(InboxRow.id)
        ),
        *await session.scalars(
            delete(TimerRow).where(TimerRow.id.in_(lived)).returning(TimerRow.id)
        ),
    ]
    return len(gone)


async def notes(session: AsyncSession, before: date, *, limit: int) -> int:
    """Empty the words beside old entries; entries and postings stay (P15)."""
    old = (
        select(EntryRow.id)
        .where(EntryRow.note != "", EntryRow.day < before)
        .order_by(EntryRow.id)
        .limit(limit)
    )
    emptied = await session.scalars(
        update(EntryRow).where(EntryRow.id.in_(old)).values(note="").returning(EntryRow.id)
    )
    return len(list(emptied))


async def links(session: AsyncSession, before: datetime) -> int:
    """Delete invitations and ways into the console that nobody can use any more."""
    gone = 0
    for table, key in (
        (InvitationRow, InvitationRow.code),
        (LoginRow, LoginRow.digest),
        (ConsoleSessionRow, ConsoleSessionRow.digest),
    ):
        rows = await session.scalars(delete(table).where(table.expires_at < before).returning(key))
        gone += len(list(rows))
    return gone


async def unseen(session: AsyncSession, before: datetime, *, limit: int) -> list[int]:
    """Residents who have not been seen since, serve nowhere and stand behind nothing open."""
    seen = func.max(IdentityRow.seen_at)
    serves = exists().where(RoleRow.person_id == IdentityRow.person_id)
    behind = exists().where(
        TicketReporterRow.person_id == IdentityRow.person_id,
        TicketReporterRow.ticket_id == TicketRow.id,
        TicketRow.state.in_(LIVE_STATES),
    )
    rows = await session.scalars(
        select(IdentityRow.person_id)
        .where(~serves, ~behind)
        .group_by(IdentityRow.person_id)
        .having(seen < before)
        .order_by(IdentityRow.person_id)
        .limit(limit)
    )
    return list(rows)
