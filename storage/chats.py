"""Groups, and what each is tied to."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.messages import Address, ChatKind
from domain.understanding import Care
from storage.base import Base
from storage.inbox import DONE, InboxRow
from storage.places import upsert_for

MODES = ("quiet", "ask", "auto")
"""When huying speaks in a group: when it is spoken to, after asking, or at once."""


class ChatRow(Base):
    """A group huying is in (or will be, where a workbook names it)."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("channel", "chat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    chat: Mapped[str]
    kind: Mapped[str] = mapped_column(default=ChatKind.GROUP.value)
    code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    place: Mapped[str | None]
    mode: Mapped[str] = mapped_column(default="auto")
    care: Mapped[str] = mapped_column(default=Care.USUAL.value, server_default=Care.USUAL.value)
    here: Mapped[bool] = mapped_column(default=True)
    hears_all: Mapped[bool | None]
    noticed_at: Mapped[datetime | None]
    bound_at: Mapped[datetime | None]

    @property
    def address(self) -> Address:
        return Address(self.channel, self.chat)


async def chat_at(session: AsyncSession, where: Address) -> ChatRow | None:
    return await session.scalar(
        select(ChatRow).where(ChatRow.channel == where.channel, ChatRow.chat == where.chat)
    )


async def meet_group(session: AsyncSession, where: Address, *, name: str = "") -> ChatRow:
    """The group at this address; unbound and silent when it is new."""
    insert = upsert_for(session)
    await session.execute(
        insert(ChatRow)
        .values(
            channel=where.channel,
            chat=where.chat,
            kind=ChatKind.GROUP.value,
            name=name,
            mode="auto",
            here=True,
        )
        .on_conflict_do_nothing(index_elements=["channel", "chat"])
    )
    chat = await chat_at(session, where)
    assert chat is not None
    return chat


async def bound_groups(session: AsyncSession) -> list[ChatRow]:
    """All groups that are tied to a place and still have huying in them."""
    rows = await session.scalars(
        select(ChatRow).where(ChatRow.place.is_not(None), ChatRow.here).order_by(ChatRow.id)
    )
    return list(rows)


async def every_group(session: AsyncSession) -> list[ChatRow]:
    """All groups that huying knows: those that it is in first, then by name."""
    rows = await session.scalars(
        select(ChatRow).order_by(ChatRow.here.desc(), ChatRow.name, ChatRow.id)
    )
    return list(rows)


async def last_heard(session: AsyncSession, where: Address) -> datetime | None:
    """When something that could matter was last heard in a group; chat leaves no trace."""
    last = select(func.max(InboxRow.id)).where(
        InboxRow.state == DONE, InboxRow.channel == where.channel, InboxRow.chat == where.chat
    )
    at: datetime | None = await session.scalar(
        select(InboxRow.received_at).where(InboxRow.id == last.scalar_subquery())
    )
    return at


async def not_noticed(session: AsyncSession, channel: str) -> list[str]:
    """A channel's groups that have not been told yet who huying is."""
    rows = await session.scalars(
        select(ChatRow.chat)
        .where(ChatRow.channel == channel, ChatRow.here, ChatRow.noticed_at.is_(None))
        .order_by(ChatRow.chat)
    )
    return list(rows)


async def leave(session: AsyncSession, where: Address) -> None:
    """Huying is not in this group any more: nothing is sent there."""
    await session.execute(
        update(ChatRow)
        .where(ChatRow.channel == where.channel, ChatRow.chat == where.chat)
        .values(here=False)
    )


async def listened(session: AsyncSession, channel: str) -> dict[str, Care]:
    """The groups of a channel that are tied to a place and not quiet, as of a `revision`.

    Each with how sure huying must be in it.
    """
    found = await session.execute(
        select(ChatRow.chat, ChatRow.care).where(
            ChatRow.channel == channel, ChatRow.place.is_not(None), ChatRow.mode != "quiet"
        )
    )
    return {chat: Care(care) for chat, care in found}
