"""The whole program inside the test's own process: its real parts, and a Bot API over HTTP."""

import asyncio
from contextlib import asynccontextmanager, suppress

import httpx
from sqlalchemy import select

from bot.app import Program, opened
from bot.channels import made_channels
from bot.settings import Settings
from domain.messages import Limits
from storage.inbox import OPEN, InboxRow
from storage.outbox import OutboxRow
from tests.stories.village import CHIEF, DESK, FIXER, RESIDENT, WORKER

STAFF = (WORKER, CHIEF, DESK, FIXER)
PARTS = ("intake", "work", "send", "schedule")  # pages need no socket: see `Town.pages`
HURRY = Limits(overall_per_second=1000, chat_per_second=1000, group_per_minute=1000)
"""Pacing has tests of its own; here it would only take time."""
PATIENCE = 10  # seconds; nothing is measured here, and the machine may be busy


def offline(folder, **more):
    """As an operator sets them; nothing of this machine's own."""
    own = {"telegram_webhook_url": "", "database_url": "", "quiet": "off", "port": 0, "llm_url": "",
           "transcribe": ""}  # fmt: skip
    return Settings(_env_file=None, data=folder, **(own | more))


def settings(folder, telegram, **more):
    """The same, on a Telegram."""
    there = {"telegram_token": telegram.token, "telegram_api_url": telegram.address}
    return offline(folder, **(there | more))


class Town:
    """A community on a Telegram, with or without a huying that runs."""

    def __init__(self, folder, telegram):
        self.folder, self.telegram = folder, telegram
        self.house = self.program = None

    @asynccontextmanager
    async def awake(self, *, rhythm=None, **more):
        """While huying runs; started anew it finds what the last one left."""
        async with opened(settings(self.folder, self.telegram, **more)) as self.house:
            channels = await made_channels(self.house, sample=False)
            channels[-1].limits = HURRY
            channels[-1].pulse.rhythm = rhythm or channels[-1].pulse.rhythm
            self.program = Program(self.house, channels, parts=PARTS)
            ready = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(self.program.run(ready=ready.set_result))
            try:
                await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
                yield self
            finally:
                await self._hush()
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _hush(self):
        """Let no database call be under way: one that is cancelled may leave its lock behind.

        In a process that ends it cannot; here the next huying would wait for it.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                parts = self.program.sender, self.program.pump, self.program.courier
                while not all(part.idle for part in parts):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        self.house.database.transaction = self.house.database.reading = _shut
        kept = 0 if self.house.database.is_sqlite else 3  # locks: sender, courier, scheduler
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.house.database.engine.pool.checkedout() > kept:  # noqa: ASYNC110
                    await asyncio.sleep(0.005)

    @property
    def channel(self):
        return self.program.channels["telegram"]

    def pages(self):
        """A browser, or Telegram itself, in front of huying's own addresses."""
        transport = httpx.ASGITransport(self.program.web(), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async def greeted(self):
        """Everybody has opened the private chat, and was answered."""
        for who in (*STAFF, RESIDENT):
            self.telegram.start(who)
        for who in (*STAFF, RESIDENT):
            await self.told(who)

    async def told(self, chat, words="", *, after=0):
        """The bot's newest message in a chat that holds these words."""
        return await self.telegram.wait_for(
            lambda: next(iter(self.lines(chat, words, after=after)[::-1]), None), PATIENCE
        )

    def lines(self, chat, words="", *, after=0):
        """The bot's messages in a chat that hold these words."""
        return [
            message
            for message in self.telegram.sent(chat)
            if words in message.get("text", message.get("caption", ""))
            and message["message_id"] > after
        ]

    async def rows(self, query):
        async with self.house.database.reading() as session:
            return list(await session.scalars(query))

    async def settled(self):
        """Nothing waits on Telegram's side, and nothing is under way in huying."""
        await self.telegram.wait_for(lambda: not self.telegram.updates, PATIENCE)
        async with asyncio.timeout(PATIENCE):
            while not await self._idle():  # noqa: ASYNC110 - it happens in a database
                await asyncio.sleep(0.01)

    async def _idle(self):
        waits = select(InboxRow.id).where(InboxRow.state == OPEN)
        leaves = select(OutboxRow.id).where(OutboxRow.state.in_(("waiting", "sending")))
        return not (await self.rows(waits) or await self.rows(leaves))


@asynccontextmanager
async def _shut():
    await asyncio.Event().wait()
    yield
