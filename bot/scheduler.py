"""What is due is in the database; this only wakes up to look, and lives a rehearsal's jumps in order."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import HEARTBEAT, REQUEST, Clock
from bot.pump import TRIES, place_of
from storage import inbox, outbox, timers
from storage.database import Database
from storage.places import get_state, set_state
from storage.timers import TimerRow

Fire = Callable[[AsyncSession, TimerRow, datetime], Awaitable[None]]
EVERY = 1.0  # seconds between two looks
BEAT = 2.0  # seconds; others take us for dead after `clock.ALIVE`
LOCK = 5_120_447  # one scheduler at a time, whatever the number of processes
PAUSE = timedelta(minutes=1)
SETTLED = 0.02  # seconds between two looks at whether everything is quiet
LONGEST_WAIT = 60.0  # seconds for one moment of a rehearsal to settle

log = structlog.get_logger()


class Scheduler:
    """Lives due moments, one transaction each, in order."""

    def __init__(
        self, database: Database, fire: Fire, clock: Clock, answered: asyncio.Event,
        settled: Callable[[], bool],
    ) -> None:  # fmt: skip
        self.database = database
        self.fire = fire
        self.clock = clock
        self.answered = answered
        self.settled = settled
        self._busy = asyncio.Lock()

    async def run(self) -> None:
        """Wake up every second until cancelled."""
        waker = AsyncIOScheduler()
        waker.add_job(
            self.wake, "interval", seconds=EVERY, max_instances=1, coalesce=True,
            next_run_time=datetime.now(waker.timezone),
        )  # fmt: skip
        waker.add_job(self.beat, "interval", seconds=BEAT, max_instances=1, coalesce=True)
        waker.start()
        try:
            await asyncio.Event().wait()
        finally:
            waker.shutdown(wait=False)

    async def beat(self) -> None:
        """Let other processes see that somebody lives the due moments, also in a long rehearsal."""
        async with self.database.transaction() as session:
            await set_state(session, HEARTBEAT, time.time())

    async def wake(self) -> None:
        """One look: heartbeat, a rehearsal's request, and everything that is due."""
        async with self._busy:
            try:
                await self._look()
            except Exception as fault:  # noqa: BLE001 - the next second looks again
                log.error("scheduler.failed", fault=place_of(fault))

    async def _look(self) -> None:
        async with self.database.transaction() as session:
            await set_state(session, HEARTBEAT, time.time())
            await self.clock.refresh(session)
            request = await get_state(session, REQUEST)
        await self.live_due()
        if request:
            await self._rehearse(request)

    async def live_due(self) -> None:
        """Live everything that is due now."""
        while await self._step():
            self.answered.set()

    async def _step(self) -> bool:
        failed: tuple[int, Exception] | None = None
        try:
            async with self.database.transaction() as session:
                if not await self._mine(session):
                    return False
                found = await timers.due(session, self.clock.now())
                if not found:
                    return False
                timer = found[0]
                try:
                    async with session.begin_nested():
                        await self.fire(session, timer, self.clock.now())
                except Exception as fault:  # noqa: BLE001 - kept, tried again, then parked
                    failed = (timer.id, fault)
                    raise
                timer.done_at = self.clock.now()
                return True
        except Exception:
            if failed is None:
                raise
            await self._note_fault(*failed)
            return True

    async def _mine(self, session: AsyncSession) -> bool:
        if self.database.is_sqlite:
            return True
        lock = text("SELECT pg_try_advisory_xact_lock(:lock)")
        return bool(await session.scalar(lock, {"lock": LOCK}))

    async def _note_fault(self, number: int, fault: Exception) -> None:
        async with self.database.transaction() as session:
            timer = await session.get(TimerRow, number)
            assert timer is not None
            timer.attempts += 1
            timer.due_at = self.clock.now() + PAUSE * timer.attempts
            timer.parked = timer.attempts >= TRIES
        log.error("timer.failed", timer=number, kind=timer.kind, fault=place_of(fault))

    async def _rehearse(self, request: dict[str, str]) -> None:
        """Go to the asked time by every due moment on the way, letting each settle."""
        then = datetime.fromisoformat(request["then"])
        if request.get("first"):
            await self._go(then)
        while (moment := await self._next(then)) is not None:
            await self._go(max(moment, self.clock.now()))
            await self.live_due()
            await self._settle()
        await self._go(then)
        await self.live_due()
        await self._settle()
        async with self.database.transaction() as session:
            await set_state(session, REQUEST, {})

    async def _go(self, then: datetime) -> None:
        async with self.database.transaction() as session:
            await self.clock.set(session, then)
        self.answered.set()

    async def _next(self, then: datetime) -> datetime | None:
        """The earliest moment up to then at which something is due."""
        async with self.database.reading() as session:
            found = [
                await timers.next_due(session),
                await outbox.next_due(session, self.clock.now()),
            ]
        due = [moment for moment in found if moment is not None and moment <= then]
        return min(due, default=None)

    async def _settle(self) -> None:
        """Wait until inbox and outbox have nothing left that could go now."""
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end:
            async with self.database.reading() as session:
                now = self.clock.now()
                quiet = await inbox.idle(session, now) and await outbox.idle(session, now)
            if quiet and self.settled():
                return
            self.answered.set()
            await asyncio.sleep(SETTLED)
