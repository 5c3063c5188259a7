"""An officer's own announcements: what became of each, and who has confirmed it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json
from storage.outbox import BY_HAND, OutboxRow, SendState
from storage.places import add_once
from storage.questions import QuestionRow
from storage.tickets.tables import AttachmentRow

PAGE = 50
STAGE = "announcement"
"""By which a photo for the public is known from one of somebody's matter."""
OWN = "announcements/own"
PHOTO = "/photo"
"""Ends the key of a photo that goes before its words; words may be emptied, a key never is."""

UNSENT = (SendState.WAITING.value, *BY_HAND)


class AnnouncementRow(Base):
    """A one-off by an officer."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    audience: Mapped[list[str]] = mapped_column(Json)
    to: Mapped[str] = mapped_column(comment="groups, or a role")
    community: Mapped[str | None] = mapped_column(
        index=True, comment="whose it is; empty = several communities', the street's"
    )
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    receipt: Mapped[bool] = mapped_column(default=False, comment="people are asked to confirm it")
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), comment="who also hears who has not confirmed"
    )
    corrected_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None] = mapped_column(comment="once at most")


class ReceiptRow(Base):
    """Somebody has confirmed an announcement: a person counts once, wherever they pressed."""

    __tablename__ = "announcement_receipts"
    __table_args__ = (UniqueConstraint("announcement_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), index=True, comment="a number without a name once erased"
    )
    chat_id: Mapped[int | None] = mapped_column(
        ForeignKey("chats.id"), comment="the group in which; empty = in private"
    )
    at: Mapped[datetime]


async def held(session: AsyncSession, number: int) -> AnnouncementRow | None:
    """An announcement that no other transaction takes back or corrects meanwhile."""
    row: AnnouncementRow | None = await session.scalar(
        select(AnnouncementRow)
        .where(AnnouncementRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


async def page(
    session: AsyncSession, communities: Collection[str] | None, person: int, *, before: int | None
) -> list[AnnouncementRow]:
    """These communities' (None: all) and one's own, the newest first, one more than a page."""
    query = select(AnnouncementRow)
    if communities is not None:
        mine = AnnouncementRow.community.in_(communities)
        query = query.where(or_(mine, AnnouncementRow.by == person))
    if before is not None:
        query = query.where(AnnouncementRow.id < before)
    return list(await session.scalars(query.order_by(AnnouncementRow.id.desc()).limit(PAGE + 1)))


async def messages(
    session: AsyncSession, number: int, *moments: str, op: str = "send"
) -> list[OutboxRow]:
    """What an announcement became, one row for each message, in order."""
    query = select(OutboxRow).where(OutboxRow.announcement_id == number, OutboxRow.op == op)
    if moments:
        query = query.where(OutboxRow.moment.in_(moments))
    rows = await session.scalars(
        query.order_by(OutboxRow.id).execution_options(populate_existing=True)
    )
    return list(rows)


async def changes(session: AsyncSession, number: int) -> dict[str, OutboxRow]:
    """The last thing that was done to each message of an announcement after it was sent, by its key."""
    rows = await session.scalars(
        select(OutboxRow)
        .where(OutboxRow.announcement_id == number, OutboxRow.op.in_(("edit", "delete")))
        .order_by(OutboxRow.id)
        .execution_options(populate_existing=True)
    )
    return {row.target_key: row for row in rows if row.target_key is not None}


async def answered(session: AsyncSession, number: int) -> set[str]:
    """Those of its messages under which nothing can be pressed any more, by key."""
    keys = await session.scalars(
        select(QuestionRow.outbox_key)
        .join(OutboxRow, OutboxRow.key == QuestionRow.outbox_key)
        .where(OutboxRow.announcement_id == number, QuestionRow.answered_at.is_not(None))
    )
    return set(keys)


async def hold_back(session: AsyncSession, number: int) -> int:
    """What has not been sent never is; how many messages that were."""
    gone = await session.scalars(
        update(OutboxRow)
        .where(
            OutboxRow.announcement_id == number,
            OutboxRow.state.in_(UNSENT),
            OutboxRow.state != SendState.UNKNOWN.value,
        )
        .values(state=SendState.DROPPED.value, why="recalled")
        .returning(OutboxRow.id)
    )
    return len(list(gone))


async def reword(session: AsyncSession, number: int, text: str) -> int:
    """What has not been sent is sent in the new words."""
    mended = await session.scalars(
        update(OutboxRow)
        .where(
            OutboxRow.announcement_id == number,
            OutboxRow.moment == OWN,
            OutboxRow.op == "send",
            OutboxRow.key.not_like(f"%{PHOTO}"),
            OutboxRow.state.in_(UNSENT),
            OutboxRow.state != SendState.UNKNOWN.value,
        )
        .values(text=text)
        .returning(OutboxRow.id)
    )
    return len(list(mended))


async def confirm(
    session: AsyncSession, number: int, person: int, chat: int | None, at: datetime
) -> bool:
    """Write down that somebody has confirmed it; False where they had."""
    made = await add_once(
        session, ReceiptRow, "announcement_id", "person_id",
        announcement_id=number, person_id=person, chat_id=chat, at=at,
    )  # fmt: skip
    return made is not None


async def receipts(session: AsyncSession, number: int) -> list[ReceiptRow]:
    """Who has confirmed it, the first first."""
    rows = await session.scalars(
        select(ReceiptRow).where(ReceiptRow.announcement_id == number).order_by(ReceiptRow.id)
    )
    return list(rows)


async def confirmed_by(session: AsyncSession, person: int) -> int:
    """How many announcements somebody has confirmed."""
    query = select(func.count()).where(ReceiptRow.person_id == person)
    return int(await session.scalar(query) or 0)


async def tallies(session: AsyncSession, numbers: Collection[int]) -> dict[int, dict[str, int]]:
    """Of each of these how many of its messages stand where, photos not counted."""
    rows = await session.execute(
        select(OutboxRow.announcement_id, OutboxRow.state, func.count())
        .where(
            OutboxRow.announcement_id.in_(numbers), OutboxRow.moment == OWN,
            OutboxRow.op == "send", OutboxRow.key.not_like(f"%{PHOTO}"),
        )
        .group_by(OutboxRow.announcement_id, OutboxRow.state)
    )  # fmt: skip
    found: dict[int, dict[str, int]] = {}
    for number, state, count in rows:
        found.setdefault(number or 0, {})[state] = int(count)
    return found


async def remind_once(session: AsyncSession, number: int, at: datetime) -> bool:
    """Mark it reminded of; False where it was."""
    done = await session.execute(
        update(AnnouncementRow)
        .where(AnnouncementRow.id == number, AnnouncementRow.reminded_at.is_(None))
        .values(reminded_at=at)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a CursorResult for UPDATE


async def keep_photo(
    session: AsyncSession, channel: str, ref: str, at: datetime, *, path: str | None = None
) -> int:
    """A photo for an announcement; fetched from its platform where it is not here yet."""
    row = AttachmentRow(
        ticket_id=None, channel=channel, ref=ref, kind="photo", stage=STAGE, path=path,
        mime="image/jpeg", attempts=0, at=at,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row.id


async def with_photo(session: AsyncSession, number: int) -> list[AnnouncementRow]:
    """The announcements that a photo goes along with; none while it is only looked at."""
    rows = await session.scalars(
        select(AnnouncementRow)
        .where(AnnouncementRow.photo_id == number)
        .order_by(AnnouncementRow.id)
        .limit(PAGE)
    )
    return list(rows)


async def photo(session: AsyncSession, number: int | None) -> AttachmentRow | None:
    """A photo that was given for an announcement; None where this is something else's."""
    row = await session.get(AttachmentRow, number) if number else None
    return row if row is not None and row.stage == STAGE else None
