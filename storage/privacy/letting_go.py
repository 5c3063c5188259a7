"""Taking words, homes, photos and people out of tickets; what is counted stays."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.states import Part
from domain.wishes.states import WishPart
from storage import pasted
from storage.announcements import AnnouncementRow
from storage.api import ApiRequestRow
from storage.calls import CallRow
from storage.corrections import CorrectionRow
from storage.outbox import OutboxRow, SendState
from storage.places import upsert_for
from storage.privacy.tables import ContactRow, DiscardedRow
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets import words
from storage.tickets.tables import (
    AttachmentRow,
    TicketEventRow,
    TicketMessageRow,
    TicketReporterRow,
    TicketRequestRow,
    TicketRow,
)
from storage.web import WebMessageRow
from storage.wishes import WishRow

STORED = "media/"
UNDER_WAY = (SendState.WAITING.value, SendState.SENDING.value)
RESIDENTS = (Part.REPORTER.value, Part.JOINED.value, WishPart.WISHER.value)

Spot = tuple[str | None, str]
"""A place's code and name, no more exact than a building."""


async def anonymise(session: AsyncSession, spots: Mapping[int, Spot], at: datetime) -> None:
    """Of these tickets only kind, matter, building, dates and outcome stay; nobody is behind them."""
    tickets = list(spots)
    for number, (place, name) in spots.items():
        await session.execute(
            update(TicketRow)
            .where(TicketRow.id == number)
            .values(
                text="", since=None, result=None, place=place, place_name=name, message=None,
                line=None, thread=None, reporter_id=None, anonymous=True, anonymised_at=at,
            )
        )  # fmt: skip
    if tickets:
        await words.forget(session)
    await session.execute(
        update(TicketEventRow).where(TicketEventRow.ticket_id.in_(tickets)).values(note="")
    )
    await session.execute(
        update(TicketEventRow)
        .where(TicketEventRow.ticket_id.in_(tickets), TicketEventRow.part.in_(RESIDENTS))
        .values(actor_id=None)
    )
    await session.execute(
        update(TicketRequestRow).where(TicketRequestRow.ticket_id.in_(tickets)).values(said="")
    )
    await session.execute(  # an example names nobody, and from here on leads nowhere
        update(CorrectionRow).where(CorrectionRow.ticket_id.in_(tickets)).values(ticket_id=None)
    )
    await _forget_wishes(session, tickets)
    for table in (TicketReporterRow, TicketMessageRow, ContactRow, ApiRequestRow):
        await session.execute(delete(table).where(table.ticket_id.in_(tickets)))
    await pasted.forget_about(session, tickets)
    await _forget_calls(session, tickets)
    await discard_photos(session, tickets, at)
    await forget_questions(session, await _questions_about(session, tickets))
    await empty_messages(session, await _messages_about(session, tickets))


async def _forget_wishes(session: AsyncSession, tickets: Collection[int]) -> None:
    """Whose wish it was and in which words is gone; that it came true, and by whom, stays."""
    await session.execute(
        update(WishRow)
        .where(WishRow.ticket_id.in_(tickets))
        .values(text="", words="", thanks="", meet="", holder="", slot=None)
    )


async def _forget_calls(session: AsyncSession, tickets: Collection[int]) -> None:
    """That somebody was called stays; whom, where it was spoken and what came of it do not."""
    await session.execute(
        update(CallRow)
        .where(CallRow.ticket_id.in_(tickets))
        .values(
            note="",
            person_id=None,
            contact=None,
            chat=None,
            thread=None,
            message=None,
            reply_to=None,
        )
    )


async def _questions_about(session: AsyncSession, tickets: Collection[int]) -> list[int]:
    found = select(QuestionRow.id).where(QuestionRow.ticket_id.in_(tickets))
    return list(await session.scalars(found))


async def _messages_about(session: AsyncSession, tickets: Collection[int]) -> list[int]:
    found = select(OutboxRow.id).where(
        OutboxRow.ticket_id.in_(tickets), OutboxRow.state.not_in(UNDER_WAY)
    )
    return list(await session.scalars(found))


async def discard_photos(session: AsyncSession, tickets: Collection[int], at: datetime) -> int:
    """Let go of what came along with these tickets; the files follow as soon as somebody can."""
    return await _discard(session, AttachmentRow.ticket_id.in_(tickets), at)


async def discard_public(session: AsyncSession, photos: Collection[int], at: datetime) -> int:
    """Let go of these photos, which went to groups; of the announcements themselves the words stay."""
    await session.execute(
        update(AnnouncementRow).where(AnnouncementRow.photo_id.in_(photos)).values(photo_id=None)
    )
    return await _discard(session, AttachmentRow.id.in_(photos), at)


async def discard_shown(session: AsyncSession, claims: Collection[int], at: datetime) -> int:
    """The same for what shows that these claims of points are true."""
    return await _discard(session, AttachmentRow.claim_id.in_(claims), at)


async def _discard(session: AsyncSession, mine: ColumnElement[bool], at: datetime) -> int:
    spoken = select(AttachmentRow.id).where(mine)
    await session.execute(
        update(CallRow).where(CallRow.attachment_id.in_(spoken)).values(attachment_id=None)
    )
    rows = (
        await session.execute(
            delete(AttachmentRow).where(mine).returning(AttachmentRow.path, AttachmentRow.ref)
        )
    ).all()
    paths = {
        name for row in rows for name in (row.path, row.ref) if (name or "").startswith(STORED)
    }
    held = or_(AttachmentRow.path.in_(paths), AttachmentRow.ref.in_(paths))
    others = await session.execute(select(AttachmentRow.path, AttachmentRow.ref).where(held))
    paths -= {name for names in others for name in names}
    if paths:
        insert = upsert_for(session)
        await session.execute(
            insert(DiscardedRow).on_conflict_do_nothing(index_elements=["path"]),
            [{"path": path, "at": at} for path in sorted(paths)],
        )
    return len(rows)


async def forget_questions(session: AsyncSession, questions: Collection[int]) -> None:
    """Delete what was asked, and the buttons that answered it."""
    await session.execute(delete(ChoiceRow).where(ChoiceRow.question_id.in_(questions)))
    await session.execute(delete(QuestionRow).where(QuestionRow.id.in_(questions)))


async def empty_messages(session: AsyncSession, rows: Collection[int]) -> None:
    """Leave of a message that and when it was sent, not what it said."""
    keys = select(OutboxRow.key).where(OutboxRow.id.in_(rows))
    await session.execute(delete(WebMessageRow).where(WebMessageRow.key.in_(keys)))
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(rows))
        .values(text="", sealed=None, choices=[], attachments=[])
    )
