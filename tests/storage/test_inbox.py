"""Rows that wait for their handler: kept once, in order, a lane a chat."""

import asyncio
from datetime import UTC, datetime, timedelta

from storage import inbox
from storage.inbox import InboxRow

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def row(number, *, chat="g", account="1", **more):
    return {
        "channel": "telegram", "account": account, "key": f"update:{number}", "chat": chat,
        "said": inbox.said_key(chat, str(number)), "payload": {"n": number}, "contact": None,
        "received_at": NOON, "state": inbox.OPEN, "attempts": 0, **more,
    }  # fmt: skip


async def store(database, *rows):
    async with database.transaction() as session:
        return await inbox.store(session, list(rows))


async def change(database, number, **facts):
    async with database.transaction() as session:
        found = await session.get(InboxRow, number)
        for name, value in facts.items():
            setattr(found, name, value)


async def test_a_repeat_by_number_or_by_message_is_dropped_and_the_rest_kept(database):
    assert await store(database, row(1), row(2)) == 2
    assert await store(database, row(1), row(9, said="g/2"), row(3)) == 1
    assert await store(database) == 0


async def test_another_bot_has_numbers_of_its_own(database):
    assert await store(database, row(1), row(1, account="2")) == 2


async def test_facts_without_a_message_are_never_taken_for_each_other(database):
    assert await store(database, row(1, said=None), row(2, said=None)) == 2


async def test_many_who_store_the_same_at_once_store_it_once(database):
    counts = await asyncio.gather(*(store(database, row(1), row(2), row(3)) for _ in range(10)))

    assert sum(counts) == 3


async def test_the_offset_is_what_was_stored_last_for_each_account(database):
    async with database.transaction() as session:
        assert await inbox.next_offset(session, "telegram", "1") == 0
        await inbox.move_offset(session, "telegram", "1", 5)
        await inbox.move_offset(session, "telegram", "1", 8)
        await inbox.move_offset(session, "telegram", "2", 3)

    async with database.reading() as session:
        assert await inbox.next_offset(session, "telegram", "1") == 8
        assert await inbox.next_offset(session, "telegram", "2") == 3


async def test_chats_wait_in_the_order_of_their_oldest_row(database):
    await store(database, row(1, chat="b"), row(2, chat="a"), row(3, chat="b"), row(4, chat="c"))
    await change(database, 2, state=inbox.DONE)

    async with database.reading() as session:
        assert await inbox.waiting_chats(session, NOON) == [("telegram", "b"), ("telegram", "c")]
        assert (await inbox.oldest(session, "telegram", "b")).key == "update:1"
        assert await inbox.oldest(session, "telegram", "a") is None


async def test_nothing_overtakes_a_row_that_is_tried_again_later(database):
    await store(database, row(1), row(2))
    await change(database, 1, not_before=NOON + MINUTE)

    async with database.reading() as session:
        assert await inbox.waiting_chats(session, NOON) == []
        assert await inbox.next_due(session, NOON) == NOON + MINUTE
        assert await inbox.waiting_chats(session, NOON + MINUTE) == [("telegram", "g")]


async def test_the_inbox_is_idle_when_nothing_could_be_handled_now(database):
    await store(database, row(1))
    async with database.reading() as session:
        assert not await inbox.idle(session, NOON)

    await change(database, 1, not_before=NOON + MINUTE)
    async with database.reading() as session:
        assert await inbox.idle(session, NOON)


async def test_a_parked_row_is_shown_and_tried_again_only_on_request(database):
    await store(database, row(1))
    await change(database, 1, state=inbox.PARKED, attempts=5)

    async with database.transaction() as session:
        assert [parked.id for parked in await inbox.parked(session)] == [1]
        assert await inbox.reopen(session, 1)
        assert not await inbox.reopen(session, 1)
        assert not await inbox.reopen(session, 99)

    async with database.reading() as session:
        assert (await inbox.oldest(session, "telegram", "g")).attempts == 0


async def test_a_message_is_known_by_its_chat_and_its_id(database):
    await store(database, row(1))

    async with database.reading() as session:
        assert await inbox.known(session, "telegram", "g", "1")
        assert not await inbox.known(session, "telegram", "h", "1")
        assert not await inbox.known(session, "web", "g", "1")
