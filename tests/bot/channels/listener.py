"""A process that only listens, to be killed; its arguments: Telegram's address, the database's."""

import asyncio
import sys
from datetime import UTC, datetime

from bot.channels.telegram import TelegramChannel, TelegramConfig
from bot.inbox import StoredInbox
from bot.seal import Seal
from storage.database import Database


def now():
    return datetime.now(UTC)


async def main(address, path):
    database = Database(path)
    inbox = StoredInbox(database, lambda *_: True, now, Seal(b"k" * 32))
    channel = TelegramChannel(
        TelegramConfig("1:TEST", api_url=address), now=now, read_file=lambda _: b""
    )
    await channel.run(inbox)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
