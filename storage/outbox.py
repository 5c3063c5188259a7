"""Messages to send: rows until they are delivered or given up on visibly."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from domain.messages import Address
from storage.base import Base, Json
from storage.places import add_once, upsert_for


class SendState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    """It may have arrived: a human looks, nobody repeats it."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    PERSON = "person"
    """A human has to send it, the text is ready to copy."""
    DROPPED = "dropped"
    """Overtaken before it left: a late answer nobody needs any more."""
    BUNDLED = "bundled"
    """Told as a line of another message, with others that came to the same person."""
    DONE_BY_PERSON = "done_by_person"


class OutboxRow(Base):
    """One thing to say or do; the UNIQUE key says why it exists."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "state", "priority", "id"),
        Index("ix_outbox_lane", "channel", "chat", "state", "id"),
        {"sqlite_autoincrement": True},  # a number is never given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str] = mapped_column(comment="'none' where nobody can be reached")
    chat: Mapped[str]
    thread: Mapped[str | None]
    group: Mapped[bool] = mapped_column(default=False)
    op: Mapped[str]
    priority: Mapped[int]
    text: Mapped[str] = mapped_column(comment="empty 90 days after the matter's end")
    sealed: Mapped[str | None] = mapped_column(
        comment="a phone number that goes out in the text; encrypted, empty once it has left"
    )
    target: Mapped[str | None]
    target_key: Mapped[str | None] = mapped_column(
        comment="edit or delete what the outbox row with this key became"
    )
    reply_to: Mapped[str | None]
    choices: Mapped[list[Any]] = mapped_column(
        Json, default=list, comment="rows of token, label, url"
    )
    attachments: Mapped[list[Any]] = mapped_column(Json, default=list)
    emoji: Mapped[str] = mapped_column(default="")
    silent: Mapped[bool] = mapped_column(default=False)
    moment: Mapped[str] = mapped_column(comment="the template")
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    announcement_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    stale_at: Mapped[datetime | None] = mapped_column(comment="not sent after this instant")
    state: Mapped[str] = mapped_column(default=SendState.WAITING.value)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    message: Mapped[str | None] = mapped_column(comment="the platform's id of what was sent")
    why: Mapped[str] = mapped_column(default="", comment="why it could not be delivered")
    told_in: Mapped[str | None] = mapped_column(
        index=True, comment="key of the message that told this one together with others"
    )
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]


class PauseRow(Base):
    """A pause that a platform asked for, kept so that a restart does not run into the ban."""

    __tablename__ = "pauses"

    channel: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True, comment="'*' = all chats of the channel")
    until: Mapped[datetime]


BY_HAND = (
    SendState.PERSON.value,
    SendState.UNKNOWN.value,
    SendState.REFUSED.value,
    SendState.UNREACHABLE.value,
)


SHOWN_ANYWAY = ("schedules/notice_missing",)  # on the office's pages: nobody calls to say it


async def put(session: AsyncSession, **values: Any) -> bool:
    """Add a message to send; False where the same reason has one already."""
    return await add_once(session, OutboxRow, "key", **values) is not None


async def put_all(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add many messages at once, each the same way as `put`."""
    if rows:
        insert = upsert_for(session)
        await session.execute(
            insert(OutboxRow).on_conflict_do_nothing(index_elements=["key"]), list(rows)
        )


async def of_ticket(session: AsyncSession, ticket: int) -> list[OutboxRow]:
    """Who was told what about a ticket, and whether it arrived; the oldest first."""
    rows = await session.scalars(
        select(OutboxRow)
        .where(OutboxRow.ticket_id == ticket, OutboxRow.op == "send")
        .order_by(OutboxRow.id)
    )
    return list(rows)


OF_CALLS = "calls/"
"""Moments about a call, which somebody waits for whatever becomes of the ticket."""


async def drop(session: AsyncSession, ticket: int, *, but: Collection[int]) -> None:
    """Tell workers no more of a ticket that is over, by huying or by hand; residents are told."""
    told = (OutboxRow.op == "send", OutboxRow.group.is_(False), OutboxRow.person_id.not_in(but))
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.ticket_id == ticket,
            *told,
            OutboxRow.moment.not_like(f"{OF_CALLS}%"),
            OutboxRow.state.in_([SendState.WAITING.value, *BY_HAND]),
        )
        .values(state=SendState.DROPPED.value)
    )


async def unsay(session: AsyncSession, ticket: int, moments: Collection[str]) -> bool:
    """Drop what nobody has been told yet; whether there was any. What may have arrived stays."""
    untold = {SendState.WAITING.value, *BY_HAND} - {SendState.UNKNOWN.value}
    about = (OutboxRow.ticket_id == ticket, OutboxRow.moment.in_(moments), OutboxRow.op == "send")
    gone = await session.scalars(
        update(OutboxRow).where(*about, OutboxRow.state.in_(untold))
        .values(state=SendState.DROPPED.value).returning(OutboxRow.id)
    )  # fmt: skip
    return bool(list(gone))


async def times_said(session: AsyncSession, where: Address, moment: str, since: datetime) -> int:
    """How often something was said in a chat since then."""
    found = await session.scalar(
        select(func.count())
        .select_from(OutboxRow)
        .where(
            OutboxRow.channel == where.channel,
            OutboxRow.chat == where.chat,
            OutboxRow.moment == moment,
            OutboxRow.created_at > since,
        )
    )
    return found or 0


async def changes_of(session: AsyncSession, key: str) -> list[OutboxRow]:
    """What was changed in a message after it was said."""
    changed = select(OutboxRow).where(OutboxRow.target_key == key, OutboxRow.op == "edit")
    return list(await session.scalars(changed.order_by(OutboxRow.id)))


async def last_about(session: AsyncSession, where: Address, since: datetime) -> int | None:
    """The ticket that huying last spoke of in this chat, if that was lately."""
    return await session.scalar(
        select(OutboxRow.ticket_id)
        .where(
            OutboxRow.channel == where.channel,
            OutboxRow.chat == where.chat,
            OutboxRow.op == "send",
            OutboxRow.ticket_id.is_not(None),
            OutboxRow.created_at >= since,
        )
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )


async def text_of(session: AsyncSession, key: str) -> str | None:
    """The words of a message."""
    return await session.scalar(select(OutboxRow.text).where(OutboxRow.key == key))


async def by_hand(session: AsyncSession, *, limit: int = 100) -> list[OutboxRow]:
    """Messages that a human has to send or look after, the most urgent first."""
    left = (OutboxRow.state.in_(BY_HAND), OutboxRow.moment.not_in(SHOWN_ANYWAY))
    rows = await session.scalars(
        select(OutboxRow).where(*left, OutboxRow.op == "send")
        .order_by(OutboxRow.priority, OutboxRow.id).limit(limit)
    )  # fmt: skip
    return list(rows)


@dataclass(frozen=True, slots=True)
class Due:
    """A message whose turn it may be, as little of it as choosing needs."""

    id: int
    priority: int
    channel: str
    chat: str
    group: bool
    op: str


async def due(
    session: AsyncSession,
    channels: Collection[str],
    now: datetime,
    *,
    after: Due | None = None,
    without: Collection[tuple[str, str]] = (),
    limit: int = 100,
) -> list[Due]:
    """Messages that may leave, the most urgent first, those of one urgency in order.

    An edit of a message that has not left yet waits for it; so does a chat's order for a message
    that is about to be tried again, unless something more urgent has come. `without` names chats
    that are paused.
    """
    facts = {
        "channels": tuple(channels), "now": now, "without": tuple(without), "most": limit,
        "priority": after.priority if after else -1, "after": after.id if after else 0,
    }  # fmt: skip
    return [Due(*row) for row in await session.execute(_due_query(), facts)]


@cache
def _due_query() -> Select[int, int, str, str, bool, str]:
    """Built once: it is asked at each message that comes or goes."""
    lane = tuple_(OutboxRow.channel, OutboxRow.chat)
    return (
        select(
            OutboxRow.id, OutboxRow.priority, OutboxRow.channel, OutboxRow.chat,
            OutboxRow.group, OutboxRow.op,
        )
        .where(
            _leaving(),
            OutboxRow.channel.in_(bindparam("channels", expanding=True)),
            tuple_(OutboxRow.priority, OutboxRow.id) > tuple_(
                bindparam("priority", type_=Integer), bindparam("after", type_=Integer)
            ),
            lane.not_in(bindparam("without", expanding=True)),
        )
        .order_by(OutboxRow.priority, OutboxRow.id)
        .limit(bindparam("most", type_=Integer))
    )  # fmt: skip


def _leaving() -> ColumnElement[bool]:
    """Waiting, due, and held back by nothing."""
    original, earlier = aliased(OutboxRow), aliased(OutboxRow)
    now = bindparam("now", type_=OutboxRow.not_before.type)
    unsent = exists().where(
        original.key == OutboxRow.target_key,
        original.state.in_([SendState.WAITING.value, SendState.SENDING.value]),
    )
    held = exists().where(
        earlier.channel == OutboxRow.channel,
        earlier.chat == OutboxRow.chat,
        earlier.state == SendState.WAITING.value,
        earlier.id < OutboxRow.id,
        earlier.priority <= OutboxRow.priority,
        earlier.attempts > 0,
        earlier.not_before > now,
    )
    return and_(
        OutboxRow.state == SendState.WAITING.value,
        OutboxRow.not_before <= now,
        or_(OutboxRow.target_key.is_(None), ~unsent),
        ~held,
    )


async def claim(
    session: AsyncSession, rows: Collection[int], by: str, at: datetime
) -> list[OutboxRow]:
    """Take rows for sending; another process may have been faster with some."""
    taken = await session.scalars(
        update(OutboxRow)
        .where(OutboxRow.id.in_(rows), OutboxRow.state == SendState.WAITING.value)
        .values(state=SendState.SENDING.value, claimed_by=by, claimed_at=at)
        .returning(OutboxRow)
    )
    return list(taken)


async def orphans(session: AsyncSession) -> list[OutboxRow]:
    """Rows that a process took and never settled: it died in between."""
    rows = await session.scalars(
        select(OutboxRow).where(OutboxRow.state == SendState.SENDING.value).order_by(OutboxRow.id)
    )
    return list(rows)


async def lately(session: AsyncSession, since: datetime, *, limit: int = 3000) -> list[OutboxRow]:
    """What left lately (or was about to), the oldest first: a platform still counts it."""
    newest = select(OutboxRow.id).order_by(OutboxRow.id.desc()).limit(limit).subquery()
    at = func.coalesce(OutboxRow.sent_at, OutboxRow.claimed_at)
    rows = await session.scalars(
        select(OutboxRow).join(newest, newest.c.id == OutboxRow.id).where(at >= since).order_by(at)
    )
    return list(rows)


async def became(session: AsyncSession, key: str) -> OutboxRow | None:
    """The row with this key: what an edit or a deletion is about."""
    return await session.scalar(_BECAME, {"key": key})


_BECAME = select(OutboxRow).where(OutboxRow.key == bindparam("key"))


async def next_due(
    session: AsyncSession, channels: Collection[str], after: datetime
) -> datetime | None:
    """The next instant at which a held message may leave."""
    return await session.scalar(
        select(func.min(OutboxRow.not_before)).where(
            OutboxRow.state == SendState.WAITING.value,
            OutboxRow.not_before > after,
            OutboxRow.channel.in_(channels),
        )
    )


async def idle(session: AsyncSession, channels: Collection[str], now: datetime) -> bool:
    """Whether nothing is left that could be sent now, on channels that somebody serves."""
    found = await session.scalar(
        select(OutboxRow.id)
        .where(
            or_(OutboxRow.state == SendState.SENDING.value, _leaving()),
            OutboxRow.channel.in_(channels),
        )
        .limit(1),
        {"now": now},
    )
    return found is None


async def pauses(session: AsyncSession, now: datetime) -> dict[tuple[str, str], datetime]:
    """Pauses that platforms asked for and that still last, by channel and chat (`*` = all)."""
    rows = await session.scalars(select(PauseRow).where(PauseRow.until > now))
    return {(row.channel, row.chat): row.until for row in rows}


async def pause(session: AsyncSession, channel: str, chat: str, until: datetime) -> None:
    """Remember a pause, so that a restart does not run into it."""
    insert = upsert_for(session)
    statement = insert(PauseRow).values(channel=channel, chat=chat, until=until)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["channel", "chat"], set_={"until": until})
    )
