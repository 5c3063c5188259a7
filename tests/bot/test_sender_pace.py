"""How fast the outbox empties: floods, slots, restarts, many chats."""

import asyncio
from datetime import UTC, datetime

import pytest

from domain.messages import Delivery, Limits, Outcome, Priority
from storage.outbox import pauses
from tests.bot.post import all_sent, has_left
from tests.bot.stage import NOON, going, until


async def test_a_flood_pauses_its_chat_and_a_second_one_all_chats(post):
    post.channel.outcomes = [Outcome(Delivery.RETRY, after=300, flood=True)]
    await post.put("a", chat="c1")
    await post.round()
    await post.put("b", chat="c2")
    await post.round()
    assert post.left == ["a", "b"]

    post.channel.outcomes = [Outcome(Delivery.RETRY, after=300, flood=True)]
    await post.put("c", chat="c3")
    await post.round()
    await post.put("d", chat="c4")
    await post.round()

    assert post.left == ["a", "b", "c"]
    async with post.database.reading() as session:
        assert set(await pauses(session, datetime.now(UTC))) == {
            ("recorder", "c1"), ("recorder", "*"),
        }  # fmt: skip


async def test_an_urgent_message_waits_for_a_slot_of_a_broadcast_not_for_a_second(post):
    post.channel.limits = Limits()
    post.sender = post.anew()
    for n in range(120):
        await post.put(f"n{n:03}", chat=f"g{n}", priority=Priority.BROADCAST)
    for step in range(2000):  # two seconds, a millisecond a step
        post.seconds = step / 1000
        if step == 1500:
            await post.put("urgent", chat="worker")
        if step % 10 == 0 or step > 1500:
            await post.round(1)
        if "urgent" in post.left:
            break

    assert 40 <= len(post.left) <= 60  # evenly, not thirty at once and then none
    assert post.seconds - 1.5 <= 0.04


async def test_thirty_a_second_and_no_more_however_many_wait(post):
    post.channel.limits = Limits()
    post.sender = post.anew()
    for n in range(100):
        await post.put(f"k{n}", chat=f"c{n}", priority=Priority.TASK)

    sent = []
    for step in range(0, 3000, 4):
        post.seconds = step / 1000
        before = len(post.left)
        await post.round(1)
        sent += [post.seconds] * (len(post.left) - before)

    assert len(sent) >= 87
    for start in sent:
        assert sum(start <= at < start + 1 for at in sent) <= 30


async def test_what_left_just_before_a_restart_still_counts(post):
    post.channel.limits = Limits(group_per_minute=2)
    post.seconds = 1000.0
    for n in range(2):
        await post.put(f"k{n}", chat="g", group=True, state="sent", sent_at=NOON)
    await post.put("third", chat="g", group=True)
    post.clock.pass_(seconds=30)

    post.sender = post.anew()
    await post.sender.take_over()
    await post.round(2)
    assert post.left == []

    post.seconds += 31
    await post.round(1)
    assert post.left == ["third"]


async def test_a_chat_that_is_paused_hides_nobody_behind_it(post):
    post.seconds = 0.0
    post.sender._pauses["recorder", "paused"] = 1000.0
    await post.put_many([f"p{n}" for n in range(300)], chat="paused")
    await post.put("free", chat="c2")

    await post.round(1)

    assert post.left == ["free"]


async def test_of_two_processes_one_sends_and_the_other_takes_over(post):
    if post.database.is_sqlite:
        pytest.skip("SQLite serves one process")
    first, second = post.sender, post.anew()
    await post.put("first")

    async with going(first.run()):
        await until(lambda: has_left(post, "first"))
        waiting = asyncio.create_task(second.run())
        await post.put("second")
        await until(lambda: has_left(post, "second"))
        assert second.idle
    await post.put("third")
    await until(lambda: has_left(post, "third"))
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert post.left == ["first", "second", "third"]


async def test_hundreds_of_messages_to_a_hundred_chats_leave_each_chat_in_order(post):
    await post.put_many([f"{n:03}" for n in range(300)])

    async with going(post.sender.run()):
        await until(lambda: all_sent(post, 300))

    for chat in range(100):
        mine = [out.key for out in post.channel.sent if out.to.chat == f"c{chat}"]
        assert mine == sorted(mine)
        assert len(mine) == 3
