"""What leaves the outbox, in which order, and what becomes of it."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.settling import TRIES
from domain.messages import Address, Delivery, Op, Outcome, Priority
from storage.chats import ChatRow
from storage.outbox import pauses
from storage.people import IdentityRow, PersonRow
from storage.tickets.queries import by_message
from tests.bot.post import has_left
from tests.bot.stage import NOON, Flaky, going, ticket, until


async def test_urgency_goes_first_and_a_chat_keeps_its_order(post):
    await post.put("broadcast", chat="c1", priority=Priority.BROADCAST)
    await post.put("first", chat="c2")
    await post.put("second", chat="c2")
    await post.put("alarm", chat="c1", priority=Priority.EMERGENCY)

    await post.round()

    assert post.left.index("alarm") < post.left.index("broadcast")
    assert post.left.index("first") < post.left.index("second")
    assert (await post.row("second")).state == "sent"


async def test_what_is_held_until_morning_waits(post):
    await post.put("held", not_before=NOON + timedelta(hours=8))

    await post.round()
    assert post.left == []

    post.clock.pass_(hours=8)
    await post.round()
    assert post.left == ["held"]


async def test_an_unknown_outcome_is_never_repeated_blindly(post):
    post.channel.outcomes = [Outcome(Delivery.UNKNOWN, why="timeout")]
    await post.put("maybe")

    await post.round()

    assert post.left == ["maybe"]
    assert (await post.row("maybe")).state == "unknown"


async def test_a_pause_that_the_platform_asks_for_is_no_try_and_survives_a_restart(post):
    post.channel.outcomes = [Outcome(Delivery.RETRY, after=300, flood=True)]
    await post.put("flooded", chat="c1")
    await post.put("other", chat="c2")

    await post.round()

    row = await post.row("flooded")
    assert (row.state, row.attempts) == ("waiting", 0)
    assert "other" in post.left
    async with post.database.reading() as session:
        assert ("recorder", "c1") in await pauses(session, datetime.now(UTC))
    post.sender = post.anew()
    await post.sender.take_over()
    await post.round()
    assert post.left.count("flooded") == 1


async def test_what_surely_did_not_arrive_is_tried_again_and_given_up_visibly(post):
    post.channel.outcomes = [Outcome(Delivery.RETRY, why="no network")] * TRIES
    await post.put("stubborn")

    for _ in range(TRIES):
        await post.round(1)
        post.clock.pass_(hours=1)

    assert len(post.left) == TRIES
    assert (await post.row("stubborn")).state == "person"


async def test_whoever_cannot_be_reached_becomes_a_task_for_a_human(post):
    async with post.database.transaction() as session:
        person = PersonRow(created_at=NOON)
        session.add(person)
        await session.flush()
        session.add(IdentityRow(person_id=person.id, channel="recorder", account="a",
                                private_chat="c1", seen_at=NOON))  # fmt: skip
    post.channel.outcomes = [Outcome(Delivery.UNREACHABLE, why="blocked")]
    await post.put("push")

    await post.round()

    assert (await post.row("push")).state == "unreachable"
    async with post.database.reading() as session:
        assert (await session.scalar(select(IdentityRow))).private_chat is None


async def test_a_group_that_moved_is_followed(post):
    async with post.database.transaction() as session:
        session.add(ChatRow(channel="recorder", chat="-1", name="", place="JGY", mode="auto"))
    post.channel.outcomes = [Outcome(Delivery.MOVED, moved_to="-100")]
    await post.put("line", chat="-1", group=True)
    await post.put("next", chat="-1", group=True)

    await post.round()

    assert [out.to.chat for out in post.channel.sent] == ["-1", "-100", "-100"]
    async with post.database.reading() as session:
        assert (await session.scalar(select(ChatRow))).chat == "-100"


async def test_an_edit_waits_for_what_it_edits(post):
    post.channel.outcomes = [Outcome(Delivery.RETRY), Outcome(Delivery.SENT, message="m7")]
    await post.put("original", priority=Priority.TASK)
    await post.put("edit", op=Op.EDIT.value, target_key="original")

    await post.round()
    assert post.left == ["original"]
    post.clock.pass_(minutes=5)
    await post.round()

    assert post.channel.sent[-1].target == "m7"


async def test_after_a_crash_a_push_is_sent_again_but_never_a_broadcast(post):
    await post.put("push", state="sending", claimed_by="dead", claimed_at=NOON - timedelta(hours=1))
    await post.put("notice", chat="c2", priority=Priority.BROADCAST, state="sending",
                   claimed_by="dead", claimed_at=NOON - timedelta(hours=1))  # fmt: skip

    await post.sender.take_over()
    await post.round()

    assert post.left == ["push"]
    assert (await post.row("notice")).state == "unknown"


async def test_two_senders_share_an_outbox_and_send_everything_once(post):
    for n in range(40):
        await post.put(f"k{n}", chat=f"c{n % 10}")
    other = post.anew()

    for _ in range(30):
        await asyncio.gather(post.sender.round(), other.round())
    await asyncio.gather(post.sender.landed(), other.landed())
    await post.round(20)

    assert sorted(post.left) == sorted(f"k{n}" for n in range(40))


async def test_what_came_too_late_and_an_edit_of_what_never_left_are_dropped(post):
    await post.put("stale", stale_at=NOON - timedelta(minutes=1))
    await post.put("given up", chat="c2", state="person")
    await post.put("edit", chat="c2", op=Op.EDIT.value, target_key="given up")

    await post.round()

    assert post.left == []
    assert (await post.row("stale")).state == "dropped"
    assert (await post.row("edit")).state == "dropped"


async def test_a_reply_to_what_was_sent_finds_its_ticket(post):
    async with post.database.transaction() as session:
        session.add(ticket(7))
    await post.put("push", ticket_id=7)

    await post.round()

    async with post.database.reading() as session:
        (found,) = await by_message(session, Address("recorder", "c1"), "m1")
        assert found.id == 7


async def test_a_channel_that_breaks_its_promise_leaves_one_message_unknown(post):
    await post.put("unlucky", chat="c1")
    await post.put("next", chat="c1")
    await post.put("other", chat="c2")
    post.channel.faults["unlucky"] = ZeroDivisionError()

    await post.round()

    assert (await post.row("unlucky")).state == "unknown"
    assert (await post.row("unlucky")).why.startswith("ZeroDivisionError")
    assert sorted(post.left) == ["next", "other", "unlucky"]


async def test_a_database_that_is_away_for_a_moment_makes_no_message_leave_twice(post):
    await post.put("once")
    flaky = Flaky(post.database)
    post.sender.database = flaky
    post.channel.before = lambda: flaky.fail(2)  # it left; writing that down fails twice

    await post.round(1)

    assert post.left == ["once"]
    assert (await post.row("once")).state == "sent"


async def test_the_loop_outlives_a_database_that_comes_back(post, monkeypatch):
    monkeypatch.setattr("bot.sender.RECOVER", 0.01)
    flaky = Flaky(post.database)
    flaky.fail(4)
    post.sender.database = flaky
    await post.put("patient")

    async with going(post.sender.run()):
        await until(lambda: has_left(post, "patient"))

    assert post.left == ["patient"]


async def test_what_is_in_flight_when_the_program_is_asked_to_end_may_land(post):
    landing = asyncio.Event()
    post.channel.hold = landing
    await post.put("push")

    loop = asyncio.create_task(post.sender.run())
    await until(lambda: has_left(post, "push"))
    loop.cancel()
    landing.set()
    await asyncio.gather(loop, return_exceptions=True)

    assert (await post.row("push")).state == "sent"
