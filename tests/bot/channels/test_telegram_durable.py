"""From Telegram to the database: whatever is killed or comes twice, each message is there once."""

import asyncio
import random
import shutil
import sys

import pytest
from sqlalchemy import select

from bot.inbox import StoredInbox
from bot.seal import Seal
from storage.database import Database
from storage.inbox import InboxRow
from tests.bot.channels.telegrams import LI, NOW, WANG, listening
from tests.botapi import Telegram, served

MESSAGES, KILLS = 120, 5


def stored_inbox(database):
    return StoredInbox(database, lambda _: True, lambda: NOW, Seal(b"k" * 32))


@pytest.fixture
async def sqlite(migrated, tmp_path):
    path = tmp_path / "huying.db"
    shutil.copy(migrated, path)
    made = Database(f"sqlite+aiosqlite:///{path}")
    yield made
    await made.close()


async def rows(database):
    async with database.reading() as session:
        return list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))


async def test_a_process_killed_again_and_again_loses_nothing_and_doubles_nothing(sqlite):
    """Killed without warning at random moments, it goes on where the database says."""
    dice = random.Random(7)
    said = 0
    with served(Telegram()) as telegram:
        address = str(sqlite.engine.url)
        for attempt in range(KILLS + 1):
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.bot.channels.listener", telegram.address, address
            )
            try:
                polls = telegram.polls
                await telegram.wait_for(lambda p=polls: telegram.polls > p, 20)
                until = MESSAGES if attempt == KILLS else said + dice.randint(5, 20)
                for number in range(said, until):
                    telegram.say(LI, LI, f"第{number}句")
                said = until
                left = 1 if attempt == KILLS else dice.randint(1, 6)
                await telegram.wait_for(lambda n=left: len(telegram.updates) < n, 20)
            finally:
                child.kill()
                await child.wait()
        kept = await rows(sqlite)

    assert [row.payload["text"] for row in kept] == [f"第{n}句" for n in range(MESSAGES)]


async def test_the_same_updates_twice_are_one_row_each(sqlite):
    inbox = stored_inbox(sqlite)
    with served() as telegram:
        telegram.say(LI, LI, "一")
        telegram.say(WANG, WANG, "二")
        again = list(telegram.updates)
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)
        telegram.updates.extend(again)
        async with listening(telegram, _From(inbox, 0)):
            await telegram.wait_for(lambda: not telegram.updates)

    assert [row.key for row in await rows(sqlite)] == ["update:1001", "update:1002"]


async def test_a_message_under_a_new_number_is_still_the_same_message(sqlite):
    """After an idle week numbers begin anew; what was seen before is known by its own id."""
    inbox = stored_inbox(sqlite)
    with served() as telegram:
        telegram.say(LI, LI, "一")
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)
            telegram.update("message", telegram.messages[LI, 1])
            await telegram.wait_for(lambda: not telegram.updates)

    assert len(await rows(sqlite)) == 1


async def test_another_bot_has_its_own_place_in_its_own_queue(sqlite):
    inbox = stored_inbox(sqlite)
    await inbox.append("telegram", "1", [], next_offset=9000)

    with served(Telegram("2:OTHER")) as telegram:
        telegram.say(LI, LI, "在")
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)

    assert await inbox.offset("telegram", "2") == 1002
    assert await inbox.offset("telegram", "1") == 9000


async def test_a_night_without_huying_is_kept_and_marked_late(sqlite):
    inbox = stored_inbox(sqlite)
    with served() as telegram:
        night = telegram.clock()
        for number in range(300):
            telegram.say(LI, LI, str(number), at=night + number * 100)
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)

    late = [bool(row.payload.get("late")) for row in await rows(sqlite)]
    assert len(late) == 300
    assert late[-6:] == [False] * 6
    assert all(late[200:290])


class _From:
    """The inbox, as if its offset had been forgotten."""

    def __init__(self, inbox, offset):
        self.inbox, self.at = inbox, offset

    async def offset(self, channel, account):
        return self.at

    async def append(self, *batch, **more):
        await self.inbox.append(*batch, **more)
