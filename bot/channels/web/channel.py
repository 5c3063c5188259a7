"""The web channel: facts from browsers in, huying's lines out to open pages."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import BaseRoute

from bot.channels.base import Inbox
from bot.channels.web.rooms import PRIVATE, SHOWN, News, Rooms, Shown, new_id
from bot.files import Files
from bot.words import Words
from domain.messages import (
    Address,
    ChatKind,
    Delivery,
    Happening,
    Health,
    Incoming,
    Media,
    Op,
    Outcome,
    Outgoing,
    Speaker,
    SpeakerKind,
)
from domain.wires import WIRES
from storage.chats import not_noticed
from storage.database import Database
from storage.places import upsert_for
from storage.web import WebAccountRow, WebMessageRow, WebReactionRow

ACCOUNT = "web"
TIDY = 60.0  # seconds between two rounds of forgetting


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom the sample's visitor may play."""

    account: str
    label: str
    """Named by role, in the list of chats."""
    name: str
    """Shown in the group."""


@dataclass(frozen=True, slots=True)
class WebConfig:
    """What the web chat is told at the start."""

    locale: str = "zh-Hans"
    personas: tuple[Persona, ...] = ()
    """Empty without the sample."""
    operator: str = ""
    """Who runs it, as the door of a group says."""
    elsewhere: bool = False
    """Whether lines in doubt are put before a model elsewhere, as the page on what is kept says."""


class WebChannel:
    """A chat in the browser; its own platform, so it delivers by writing a row and telling pages."""

    name = "web"
    can = WIRES["web"].can
    limits = WIRES["web"].limits

    def __init__(
        self, database: Database, config: WebConfig, now: Callable[[], datetime], files: Files,
        words: Words, *, pages: Callable[["WebChannel"], Sequence[BaseRoute]],
    ) -> None:  # fmt: skip
        self.database = database
        self._pages = pages
        self.config = config
        self.now = now
        self.files = files
        self.words = words
        self.rooms = Rooms()
        self._inbox: Inbox | None = None
        self._ready = asyncio.Event()
        self._last_in: datetime | None = None
        self._last_out: datetime | None = None

    async def run(self, inbox: Inbox) -> None:
        """Take what pages post until cancelled, and look after the groups."""
        self._inbox = inbox
        self._ready.set()
        while True:
            self.rooms.forget(self.now())
            with suppress(SQLAlchemyError, OSError):  # a database that comes back finds us here
                await self.introduce()
            await asyncio.sleep(TIDY)

    async def introduce(self) -> None:
        """Report that huying is in each group that has not heard yet who it is (P01).

        Nobody adds it here, as on other platforms: a group is there as soon as somebody names it.
        """
        async with self.database.reading() as session:
            strange = await not_noticed(session, self.name)
        for chat in strange:
            await self.receive(
                Incoming(
                    key=f"joined/{chat}", what=Happening.JOINED, at=self.now(),
                    where=Address(self.name, chat), chat_kind=ChatKind.GROUP,
                    speaker=Speaker(ACCOUNT, SpeakerKind.BOT), hears_all=True,
                )
            )  # fmt: skip

    async def receive(self, *facts: Incoming) -> None:
        """Hand facts over; returns when they are stored, so that a page may say `sent`."""
        await self._ready.wait()
        assert self._inbox is not None
        await self._inbox.append(self.name, ACCOUNT, facts)
        self._last_in = self.now()

    async def fetch(self, media: Media) -> bytes:
        return await asyncio.to_thread(self.files.read, media.ref)

    async def close(self) -> None:
        """Nothing to let go of: pages close their own lines."""

    def routes(self) -> Sequence[BaseRoute]:
        return self._pages(self)

    def health(self) -> Health:
        return Health(ok=True, last_in=self._last_in, last_out=self._last_out)

    async def deliver(self, out: Outgoing) -> Outcome:
        """Write the line and show it; the same key delivered twice is one line."""
        if out.op is Op.ANSWER:
            self._toast(out)
            return Outcome(Delivery.SENT)
        if out.fleeting:
            return self._show_only(out)
        async with self.database.transaction() as session:
            if out.op is Op.SEND:
                outcome, news = await self._send(session, out)
            elif out.op is Op.REACT:
                outcome, news = await self._react(session, out)
            else:
                outcome, news = await self._change(session, out)
        if news is not None:
            self.rooms.tell(news)
        self._last_out = self.now()
        return outcome

    def _show_only(self, out: Outgoing) -> Outcome:
        """A line with a number, or with heard words: in memory like people's own, in no table."""
        choices = tuple(tuple(row) for row in _packed(out))
        line = Shown(
            new_id(), out.to.chat, self.now(), None, "", out.text, out.reply_to, choices=choices
        )
        self.rooms.say(line)
        return Outcome(Delivery.SENT, message=line.id)

    def _toast(self, out: Outgoing) -> None:
        if out.text and out.target:
            account = out.target.partition("/")[0]
            self.rooms.tell(News(out.to.chat, "toast", "", text=out.text, account=account))

    async def _send(self, session: AsyncSession, out: Outgoing) -> tuple[Outcome, News | None]:
        if out.to.chat.startswith(PRIVATE) and not await self._opened(session, out.to.chat):
            return Outcome(Delivery.UNREACHABLE, why="never_opened"), None
        row = {
            "id": new_id(), "key": out.key, "chat": out.to.chat, "at": self.now(), "text": out.text,
            "reply_to": out.reply_to, "choices": _packed(out),
            "attachments": [item.path for item in out.attachments],
        }  # fmt: skip
        insert = upsert_for(session)
        made = await session.scalar(
            insert(WebMessageRow)
            .values(**row)
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(WebMessageRow.id)
        )
        if made is None:
            known = await session.scalar(
                select(WebMessageRow.id).where(WebMessageRow.key == out.key)
            )
            return Outcome(Delivery.SENT, message=known), None
        stored = await session.get(WebMessageRow, made)
        assert stored is not None
        line = self.shown(stored)
        return Outcome(Delivery.SENT, message=made), News(out.to.chat, "said", made, line)

    async def _opened(self, session: AsyncSession, chat: str) -> bool:
        return await session.get(WebAccountRow, chat.removeprefix(PRIVATE)) is not None

    async def _react(self, session: AsyncSession, out: Outgoing) -> tuple[Outcome, News | None]:
        insert = upsert_for(session)
        values = {"chat": out.to.chat, "message": out.target or "", "emoji": out.emoji}
        await session.execute(
            insert(WebReactionRow)
            .values(**values)
            .on_conflict_do_update(index_elements=["chat", "message"], set_={"emoji": out.emoji})
        )
        news = News(out.to.chat, "reacted", out.target or "", text=out.emoji)
        return Outcome(Delivery.SENT, message=out.target), news

    async def _change(self, session: AsyncSession, out: Outgoing) -> tuple[Outcome, News | None]:
        if out.op is Op.DELETE and self.rooms.take_back(out.to.chat, out.target or ""):
            return Outcome(Delivery.SENT), News(out.to.chat, "deleted", out.target or "")
        row = await session.get(WebMessageRow, out.target or "")
        if row is None or row.chat != out.to.chat:
            return Outcome(Delivery.REFUSED, why="gone"), None
        if out.op is Op.DELETE:
            row.deleted_at = self.now()
            return Outcome(Delivery.SENT), News(out.to.chat, "deleted", row.id)
        row.text, row.choices, row.edited_at = out.text, _packed(out), self.now()
        return Outcome(Delivery.SENT, message=row.id), News(
            out.to.chat, "edited", row.id, self.shown(row)
        )

    def shown(self, row: WebMessageRow) -> Shown:
        """One of huying's lines, as pages show it."""
        return Shown(
            id=row.id, chat=row.chat, at=row.at, account=None, name="", text=row.text,
            reply_to=row.reply_to, photos=tuple(row.attachments), edited=row.edited_at is not None,
            choices=tuple(tuple(line) for line in row.choices),
        )  # fmt: skip

    async def lines(self, session: AsyncSession, chat: str) -> list[Shown]:
        """The lines of a chat, oldest first: people's from memory, huying's from the database."""
        rows = await session.scalars(
            select(WebMessageRow)
            .where(WebMessageRow.chat == chat, WebMessageRow.deleted_at.is_(None))
            .order_by(WebMessageRow.id.desc())
            .limit(SHOWN)
        )
        ours = [self.shown(row) for row in rows]
        both = sorted([*ours, *self.rooms.recent(chat, self.now())], key=lambda line: line.id)
        return both[-SHOWN:]

    async def newest(self, session: AsyncSession, chats: Sequence[str]) -> dict[str, str]:
        """The newest line of each chat, so that a page knows which have something unread."""
        rows = await session.execute(
            select(WebMessageRow.chat, func.max(WebMessageRow.id))
            .where(WebMessageRow.chat.in_(chats), WebMessageRow.deleted_at.is_(None))
            .group_by(WebMessageRow.chat)
        )
        found: dict[str, str] = {chat: newest for chat, newest in rows}  # noqa: C416 - typed rows
        for chat in chats:
            said = [line.id for line in self.rooms.recent(chat, self.now())[-1:]]
            found[chat] = max([found.get(chat, ""), *said])
        return found


def _packed(out: Outgoing) -> list[list[dict[str, str | None]]]:
    return [
        [{"token": c.token, "label": c.label, "url": c.url} for c in line] for line in out.choices
    ]
