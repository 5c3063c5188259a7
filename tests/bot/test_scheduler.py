"""What is due is lived once, in order, and a rehearsal leaves nothing out."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import Clock, running, set_clock
from bot.pump import TRIES
from bot.scheduler import Scheduler
from domain.refusals import Unknown
from storage.audit import AuditRow
from storage.outbox import OutboxRow
from storage.timers import TimerRow, set_timer
from tests.bot.stage import NOON, going, until


class Days:
    """Due moments, a clock that rehearses, and what was lived."""

    def __init__(self, database):
        self.database = database
        self.clock = Clock(rehearsal=True)
        self.lived = []
        self.faults = {}
        self.scheduler = self.another()

    def another(self):
        return Scheduler(
            self.database, self.fire, self.clock, asyncio.Event(), lambda: True,
            channels=["recorder"],
        )  # fmt: skip

    async def fire(self, session, timer, now):
        session.add(AuditRow(at=now, act=timer.kind, subject=timer.key, channel="t", facts={}))
        await session.flush()
        if timer.key in self.faults:
            raise self.faults[timer.key]
        if timer.kind == "chain":
            await set_timer(session, f"{timer.key}+", "link", timer.due_at + timedelta(hours=1))
        self.lived.append((timer.key, now))

    async def plan(self, key, kind="remind", **after):
        async with self.database.transaction() as session:
            await set_timer(session, key, kind, NOON + timedelta(**after))

    async def go(self, **after):
        async with self.database.transaction() as session:
            await self.clock.set(session, NOON + timedelta(**after))

    async def on_record(self):
        async with self.database.reading() as session:
            return sorted(await session.scalars(select(AuditRow.subject)))

    @property
    def order(self):
        return [key for key, _ in self.lived]


@pytest.fixture
async def days(database):
    made = Days(database)
    await made.go()
    return made


async def test_what_is_due_is_lived_in_order_and_the_rest_waits(days):
    await days.plan("third", hours=3)
    await days.plan("second", minutes=-1)
    await days.plan("first", minutes=-2)

    await days.scheduler.live_due()

    assert days.order == ["first", "second"]


async def test_nothing_is_lived_twice_however_often_it_is_looked_at(days):
    for n in range(20):
        await days.plan(f"k{n:02}", minutes=-60 + n)

    await asyncio.gather(*(days.another().live_due() for _ in range(4)))

    assert sorted(days.order) == [f"k{n:02}" for n in range(20)]
    assert await days.on_record() == sorted(days.order)


async def test_a_fault_takes_everything_back_holds_up_nobody_and_is_parked_at_last(days):
    await days.plan("broken", minutes=-2)
    await days.plan("well", minutes=-1)
    days.faults["broken"] = ZeroDivisionError()

    for day in range(1, TRIES + 2):
        await days.scheduler.live_due()
        await days.go(days=day)

    assert days.order == ["well"]
    assert await days.on_record() == ["well"]
    async with days.database.reading() as session:
        row = await session.scalar(select(TimerRow).where(TimerRow.key == "broken"))
        assert (row.attempts, row.parked, row.done_at) == (TRIES, True, None)


async def test_what_is_refused_is_over(days):
    await days.plan("too late", minutes=-1)
    days.faults["too late"] = Unknown()

    await days.scheduler.live_due()
    days.faults.clear()
    await days.scheduler.live_due()

    assert await days.on_record() == []
    assert days.order == []


async def test_a_rehearsal_lives_each_due_moment_at_its_own_time(days):
    await days.plan("noon", "chain", hours=2)
    await days.plan("evening", hours=8)
    await days.plan("tomorrow", hours=30)

    async with going(days.scheduler.run()):
        await until(lambda: beating(days))
        await set_clock(days.database, "+24h", rehearsal=True)

    late = [at - NOON for _, at in days.lived]
    assert days.order == ["noon", "noon+", "evening"]
    for lived, due in zip(late, (2, 3, 8), strict=True):
        assert timedelta() <= lived - timedelta(hours=due) < timedelta(minutes=1)
    assert timedelta(hours=24) <= days.clock.now() - NOON < timedelta(hours=25)


async def test_a_rehearsal_stops_where_a_held_message_may_leave(days):
    async with days.database.transaction() as session:
        session.add(
            OutboxRow(
                key="held", channel="recorder", chat="c", op="send", priority=3, text="",
                moment="m", created_at=NOON, not_before=NOON + timedelta(hours=5), state="waiting",
            )
        )  # fmt: skip
    seen = []

    async def send():
        """Stands for the sender: notes when the message left."""
        while not seen:
            async with days.database.transaction() as session:
                row = await session.scalar(select(OutboxRow))
                if row.not_before <= days.clock.now():
                    seen.append(days.clock.now())
                    row.state = "sent"
            await asyncio.sleep(0.01)

    async with going(days.scheduler.run()), going(send()):
        await until(lambda: beating(days))
        await set_clock(days.database, "+24h", rehearsal=True)

    assert timedelta(hours=5) <= seen[0] - NOON < timedelta(hours=5, minutes=1)


async def test_messages_on_a_channel_that_nobody_serves_hold_no_rehearsal_up(days):
    async with days.database.transaction() as session:
        session.add(
            OutboxRow(
                key="stranded", channel="elsewhere", chat="c", op="send", priority=3, text="",
                moment="m", created_at=NOON, not_before=NOON, state="waiting",
            )
        )  # fmt: skip

    async with going(days.scheduler.run()), asyncio.timeout(20):
        await until(lambda: beating(days))
        await set_clock(days.database, "+24h", rehearsal=True)


async def test_of_two_schedulers_one_lives_and_the_other_takes_over(days):
    if days.database.is_sqlite:
        pytest.skip("SQLite serves one process")
    first, second = days.scheduler, days.another()
    await days.plan("now", minutes=-1)

    async with going(first.run()):
        await until(lambda: written(days, 1))
        waiting = asyncio.create_task(second.run())
        await days.plan("soon", minutes=-1)
        await until(lambda: written(days, 2))
    await days.plan("later", minutes=-1)
    await until(lambda: written(days, 3))
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert days.order == ["now", "soon", "later"]


async def written(days, number):
    """Whether so many were lived for good: whoever is stopped before that lives nothing."""
    return len(await days.on_record()) >= number


async def beating(days):
    async with days.database.reading() as session:
        return await running(session)
