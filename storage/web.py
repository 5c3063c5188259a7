"""What the web chat keeps: accounts, browsers, and huying's own lines.

Residents' group lines are held in memory only: what concerns no ticket is stored nowhere.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, cast, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json


class WebAccountRow(Base):
    """Somebody who chats in the browser."""

    __tablename__ = "web_accounts"

    id: Mapped[str] = mapped_column(primary_key=True, comment="random")
    nickname: Mapped[str] = mapped_column(comment="chosen by the person, shown in the group")
    persona: Mapped[str | None] = mapped_column(
        comment="sample only: which role this account plays"
    )
    groups: Mapped[list[str]] = mapped_column(
        Json, default=list, comment="groups entered by a link"
    )
    created_at: Mapped[datetime]


class WebSessionRow(Base):
    """A browser, and the accounts it may speak as (several in the sample's chat world)."""

    __tablename__ = "web_sessions"

    digest: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the cookie")
    accounts: Mapped[list[str]] = mapped_column(Json, default=list)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class WebGroupLinkRow(Base):
    """The link by which residents without an app enter one group."""

    __tablename__ = "web_group_links"

    token: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]


class WebMessageRow(Base):
    """A line of huying's in a web chat; the outbox key makes a second delivery the same line."""

    __tablename__ = "web_messages"
    __table_args__ = (Index("ix_web_messages_chat", "chat", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True, comment="sorts by time")
    key: Mapped[str] = mapped_column(unique=True)
    chat: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]
    reply_to: Mapped[str | None]
    choices: Mapped[list[Any]] = mapped_column(Json, default=list)
    attachments: Mapped[list[Any]] = mapped_column(Json, default=list)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class WebReactionRow(Base):
    """A reaction of huying's to a line."""

    __tablename__ = "web_reactions"

    chat: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(primary_key=True)
    emoji: Mapped[str]


async def group_link(session: AsyncSession, chat: str, *, at: datetime) -> str:
    """The token of a group's link; made on first use, the same ever after."""
    known = await session.scalar(
        select(WebGroupLinkRow.token).where(WebGroupLinkRow.chat == chat).limit(1)
    )
    if known is not None:
        return known
    token = secrets.token_urlsafe(12)
    session.add(WebGroupLinkRow(token=token, chat=chat, created_at=at))
    return token


async def forget_account(
    session: AsyncSession, account: str, chat: str, keys: Collection[str], *, anew: bool
) -> None:
    """Delete huying's lines to somebody and, unless they write `anew`, the account itself.

    An account of the sample is a role that visitors play: it stays.
    """
    await session.execute(delete(WebMessageRow).where(WebMessageRow.key.in_(keys)))
    await session.execute(delete(WebReactionRow).where(WebReactionRow.chat == chat))
    row = await session.get(WebAccountRow, account)
    if row is None or row.persona or anew:
        return
    holds = cast(WebSessionRow.accounts, String).contains(f'"{account}"', autoescape=True)
    for browser in await session.scalars(select(WebSessionRow).where(holds)):
        browser.accounts = [other for other in browser.accounts if other != account]
    await session.delete(row)
