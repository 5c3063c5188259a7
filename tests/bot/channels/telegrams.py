"""A Telegram, huying's channel on it, and an inbox that remembers."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.channels.telegram import Rhythm, TelegramChannel, TelegramConfig
from domain.messages import Address, Op, Outgoing
from tests.botapi import served

GROUP, SUPERGROUP, LI, WANG = -100, -1001234567890, 501, 502
NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
QUICK = Rhythm(
    poll=5, first=0.01, longest=0.02, token=0.02, conflict=0.01, red=0.3, renew=0.2, call=5
)


class Remembering:
    """An inbox that remembers, and fails where it is told to."""

    def __init__(self):
        self.facts, self.offsets, self.next = [], [], 0
        self.failures = []
        self.grown = asyncio.Event()

    async def offset(self, channel, account):
        return self.next

    async def append(self, channel, account, batch, *, next_offset=None):
        if self.failures:
            raise self.failures.pop(0)
        self.facts += batch
        if next_offset is not None:
            self.next = next_offset
            self.offsets.append(next_offset)
        self.grown.set()

    async def have(self, number):
        """The facts, as soon as there are so many."""
        async with asyncio.timeout(5):
            while len(self.facts) < number:
                self.grown.clear()
                await self.grown.wait()
        return self.facts


def made(telegram, *, rhythm=QUICK, read_file=None, **more):
    config = {"token": telegram.token, "api_url": telegram.address}
    outside = {k: more.pop(k) for k in ("token", "api_url", "webhook_url") if k in more}
    return TelegramChannel(
        TelegramConfig(**(config | outside)), now=lambda: NOW, rhythm=rhythm,
        read_file=read_file or (lambda path: path.encode()), **more,
    )  # fmt: skip


@asynccontextmanager
async def listening(telegram, inbox, **more):
    """The channel while it receives."""
    channel = made(telegram, **more)
    task = asyncio.create_task(channel.run(inbox))
    try:
        yield channel
    finally:
        alive = not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()
        assert alive, task


@asynccontextmanager
async def speaking(**more):
    """A Telegram with a group and a person, and a channel that says things there."""
    with served() as telegram:
        for number in (GROUP, SUPERGROUP, LI):
            telegram.chat(number)
        channel = made(telegram, **more)
        try:
            yield telegram, channel
        finally:
            await channel.close()


def out(text="好", *, chat=GROUP, thread=None, op=Op.SEND, **more):
    facts = {"key": f"k/{text[:20]}/{chat}", "to": Address("telegram", str(chat), thread)}
    return Outgoing(**{**facts, "op": op, "text": text, **more})
