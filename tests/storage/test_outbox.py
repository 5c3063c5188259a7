"""Which message's turn it is, and that each is taken once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from storage import outbox
from storage.outbox import OutboxRow, SendState

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ALARM, ANSWER, TASK, BROADCAST = 0, 1, 2, 4


async def put(database, *keys, chat="c", channel="web", priority=ANSWER, **more):
    async with database.transaction() as session:
        session.add_all(
            OutboxRow(
                key=key, channel=channel, chat=chat, priority=priority,
                **{"op": "send", "text": "", "moment": "m", "created_at": NOON,
                   "not_before": NOON, "state": "waiting", **more},
            )
            for key in keys
        )  # fmt: skip


async def due(database, *, channels=("web",), now=NOON, **more):
    """The keys of what may leave, in order."""
    async with database.reading() as session:
        rows = await outbox.due(session, channels, now, **more)
        return [(await session.get(OutboxRow, row.id)).key for row in rows]


async def test_the_urgent_goes_first_and_the_rest_in_order(database):
    await put(database, "notice", priority=BROADCAST)
    await put(database, "a", "b")
    await put(database, "alarm", priority=ALARM)

    assert await due(database) == ["alarm", "a", "b", "notice"]


async def test_what_is_held_sent_or_elsewhere_does_not_leave(database):
    await put(database, "held", not_before=NOON + MINUTE)
    await put(database, "sent", state="sent")
    await put(database, "elsewhere", channel="telegram")
    await put(database, "paused", chat="p")

    assert await due(database, without=[("web", "p")]) == []
    assert await due(database, now=NOON + MINUTE) == ["held", "paused"]


async def test_a_long_outbox_is_looked_through_page_by_page(database):
    await put(database, *(f"k{n:03}" for n in range(25)))
    await put(database, "alarm", priority=ALARM)

    seen, after = [], None
    async with database.reading() as session:
        while page := await outbox.due(session, ["web"], NOON, after=after, limit=10):
            seen += page
            after = page[-1]

    assert len(seen) == len({row.id for row in seen}) == 26


async def test_an_edit_waits_for_its_message_and_no_longer(database):
    await put(database, "original", not_before=NOON + MINUTE)
    await put(database, "edit", op="edit", target_key="original")
    assert await due(database) == []

    async with database.transaction() as session:
        (await outbox.became(session, "original")).state = "sent"
    assert await due(database) == ["edit"]


async def test_a_chat_keeps_its_order_through_a_retry_but_an_alarm_does_not_wait(database):
    await put(database, "first", attempts=1, not_before=NOON + MINUTE)
    await put(database, "second", "other chat")
    async with database.transaction() as session:
        (await outbox.became(session, "other chat")).chat = "d"
    await put(database, "alarm", priority=ALARM)

    assert await due(database) == ["alarm", "other chat"]
    assert await due(database, now=NOON + MINUTE) == ["alarm", "first", "second", "other chat"]


async def test_what_many_senders_want_one_of_them_gets(database):
    await put(database, *(f"k{n}" for n in range(20)))

    async def take(name):
        async with database.transaction() as session:
            rows = await outbox.claim(session, range(1, 21), name, NOON)
            return [row.key for row in rows]

    taken = await asyncio.gather(*(take(f"s{n}") for n in range(5)))

    assert sorted(key for keys in taken for key in keys) == sorted(f"k{n}" for n in range(20))
    async with database.reading() as session:
        assert len(await outbox.orphans(session)) == 20


async def test_what_left_within_a_minute_still_counts(database):
    await put(database, "old", state="sent", sent_at=NOON - 2 * MINUTE)
    await put(database, "new", state="sent", sent_at=NOON - MINUTE / 2)
    await put(database, "under way", state="sending", claimed_at=NOON)

    async with database.reading() as session:
        rows = await outbox.lately(session, NOON - MINUTE)

    assert [row.key for row in rows] == ["new", "under way"]


async def test_the_outbox_is_idle_when_nothing_can_leave_where_somebody_serves(database):
    await put(database, "stranded", channel="telegram")
    await put(database, "held", not_before=NOON + MINUTE)
    await put(database, "edit", op="edit", target_key="held")

    async with database.reading() as session:
        assert await outbox.idle(session, ["web"], NOON)
        assert not await outbox.idle(session, ["web", "telegram"], NOON)
        assert not await outbox.idle(session, ["web"], NOON + MINUTE)
        assert await outbox.next_due(session, ["web"], NOON) == NOON + MINUTE

    await put(database, "under way", state="sending")
    async with database.reading() as session:
        assert not await outbox.idle(session, ["web"], NOON)


async def test_a_pause_is_remembered_until_it_is_over(database):
    async with database.transaction() as session:
        await outbox.pause(session, "telegram", "g", NOON + MINUTE)
        await outbox.pause(session, "telegram", "g", NOON + 2 * MINUTE)
        await outbox.pause(session, "telegram", "*", NOON)

    async with database.reading() as session:
        assert await outbox.pauses(session, NOON) == {("telegram", "g"): NOON + 2 * MINUTE}
        assert await outbox.pauses(session, NOON + 3 * MINUTE) == {}


async def test_only_words_for_somebody_become_tasks_for_a_human_the_urgent_first(database):
    await put(database, "late", state=SendState.UNKNOWN.value, priority=TASK)
    await put(database, "urgent", state=SendState.PERSON.value, priority=ALARM)
    await put(database, "reaction", state=SendState.REFUSED.value, op="react")
    await put(database, "done", state=SendState.DONE_BY_PERSON.value)

    async with database.reading() as session:
        assert [row.key for row in await outbox.by_hand(session)] == ["urgent", "late"]


async def test_a_value_without_a_column_is_refused_and_nothing_is_sent(database):
    with pytest.raises(TypeError, match="ticket"):
        async with database.transaction() as session:
            await outbox.put(
                session, key="k", channel="web", chat="c", priority=ANSWER, op="send", text="",
                moment="m", created_at=NOON, not_before=NOON, ticket=5,
            )  # fmt: skip

    assert await due(database) == []
