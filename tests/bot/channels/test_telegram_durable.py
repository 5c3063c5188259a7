"""From Telegram to the database: whatever is killed or comes twice, each message is there once."""

import asyncio
import itertools
import random
import re
import shutil
import sys

import pytest
from sqlalchemy import select, update

from bot.inbox import StoredInbox
from bot.seal import Seal
from storage.database import Database
from storage.inbox import InboxRow
from tests.bot.channels.telegrams import GROUP, LI, NOW, SUPERGROUP, WANG, listening
from tests.botapi import START, Telegram, served

MESSAGES, KILLS = 120, 5


def stored_inbox(database):
    return StoredInbox(database, lambda *_: True, lambda: NOW, Seal(b"k" * 32))


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

    assert [row.payload["text"] for row in await rows(sqlite)] == ["一", "二"]


def happenings():
    """One of each kind that huying hears of."""
    telegram = Telegram()
    said = telegram.say(LI, LI, "一")
    telegram.edit(LI, said, "一,改了")
    telegram.press_data(LI, telegram.message(LI, {"id": 1}, text="?"), LI, "token")
    telegram.join(GROUP)
    telegram.kick(GROUP)
    telegram.block(LI)
    telegram.unblock(LI)
    telegram.migrate(-5, SUPERGROUP, told=("old",))
    return telegram.updates


async def test_whatever_happens_under_a_new_number_is_still_the_same(sqlite):
    """After an idle week numbers begin anew; what was heard before is known by what it is."""
    inbox = stored_inbox(sqlite)
    with served() as telegram:
        telegram.updates += happenings()
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)
            first = [row.key for row in await rows(sqlite)]
            telegram.updates += [{**u, "update_id": 9000 + n} for n, u in enumerate(happenings())]
            telegram.touch()
            await telegram.wait_for(lambda: not telegram.updates)

    assert len(first) == 8
    assert [row.key for row in await rows(sqlite)] == first


async def test_whatever_happens_under_a_number_that_was_used_is_heard(sqlite):
    """Numbers that begin anew anywhere may meet old ones, and another server has its own."""
    inbox = stored_inbox(sqlite)
    with served() as telegram:
        telegram.updates += happenings()
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)
            telegram._message, telegram._other = itertools.count(70), itertools.count(70)
            telegram._changes = itertools.count(70)
            telegram.restart_numbers(1001)
            telegram.clock = lambda: START + 60
            said = telegram.say(LI, LI, "二")
            telegram.edit(LI, said, "二,改了")
            telegram.edit(LI, said, "二,又改了")
            telegram.press_data(LI, telegram.message(LI, {"id": 1}, text="?"), LI, "token")
            telegram.join(GROUP)
            telegram.block(LI)
            await telegram.wait_for(lambda: not telegram.updates)

    kinds = [row.payload["what"] for row in await rows(sqlite)][8:]
    assert kinds == ["message", "edit", "edit", "press", "joined", "unreachable"]


async def test_what_was_stored_by_an_older_version_is_not_taken_twice(sqlite):
    """Its keys were the numbers of updates; a message is known by its own id, then and now."""
    inbox = stored_inbox(sqlite)
    with served() as telegram:
        telegram.say(LI, LI, "一")
        again = list(telegram.updates)
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)
            async with sqlite.transaction() as session:
                await session.execute(update(InboxRow).values(key="update:1001"))
            telegram.updates += again
            telegram.touch()
            await telegram.wait_for(lambda: not telegram.updates)

    assert [row.key for row in await rows(sqlite)] == ["update:1001"]


async def test_of_what_was_edited_a_key_tells_no_word(sqlite):
    inbox = stored_inbox(sqlite)
    with served() as telegram:
        telegram.say(LI, LI, "一")
        telegram.edit(LI, 1, "王阿姨")
        async with listening(telegram, inbox):
            await telegram.wait_for(lambda: not telegram.updates)

    key = (await rows(sqlite))[1].key
    assert re.fullmatch(r"edit:501/1/\d+/[0-9a-f]{8}", key)  # 32 bits: many texts have the same


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
