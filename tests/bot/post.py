"""An outbox, a channel that remembers, and the sender between them."""

import asyncio
import time

from sqlalchemy import func, select

from bot.files import Files
from bot.media import MediaKeeper
from bot.seal import Seal
from bot.sender import Sender
from domain.messages import Op, Priority
from storage.outbox import OutboxRow
from tests.bot.stage import NOON, Recorder, StandStill

SEAL = Seal(b"the post's")


class Post:
    """An outbox, a channel that remembers, and the sender between them."""

    def __init__(self, database, folder):
        self.database = database
        self.clock = StandStill()
        self.channel = Recorder()
        self.folder = folder
        self.seconds = None
        """The sender's own seconds, where a test counts them; else they pass."""
        self.sender = self.anew()

    def anew(self):
        """A sender as after a restart."""
        channels = {"recorder": self.channel}
        media = MediaKeeper(self.database, channels, Files(self.folder))
        return Sender(
            self.database, channels, media, self.clock.now, asyncio.Event(), SEAL,
            monotonic=lambda: time.monotonic() if self.seconds is None else self.seconds,
        )  # fmt: skip

    async def put(self, key, *, chat="c1", priority=Priority.ANSWER, **more):
        row = {
            "key": key, "channel": "recorder", "chat": chat, "op": Op.SEND.value,
            "priority": int(priority), "text": key, "moment": "m", "created_at": NOON,
            "not_before": NOON, "state": "waiting", "choices": [], "attachments": [],
        }  # fmt: skip
        async with self.database.transaction() as session:
            session.add(OutboxRow(**{**row, **more}))

    async def put_many(self, keys, *, chat=None):
        """Three messages each to a hundred chats, or all to one."""
        async with self.database.transaction() as session:
            session.add_all(
                OutboxRow(
                    key=key, channel="recorder", chat=chat or f"c{n % 100}", op="send",
                    priority=int(Priority.ANSWER), text="", moment="m", created_at=NOON,
                    not_before=NOON, state="waiting",
                )
                for n, key in enumerate(keys)
            )  # fmt: skip

    async def round(self, times=6):
        """A few looks at the outbox, each letting what it started come to its end."""
        for _ in range(times):
            await self.sender.round()
            await self.sender.landed()

    async def row(self, key):
        async with self.database.reading() as session:
            return await session.scalar(select(OutboxRow).where(OutboxRow.key == key))

    @property
    def left(self):
        return [out.key for out in self.channel.sent]


async def has_left(post, key):
    return key in post.left


async def all_sent(post, number):
    async with post.database.reading() as session:
        query = select(func.count()).select_from(OutboxRow).where(OutboxRow.state == "sent")
        return await session.scalar(query) == number
