"""What is due is in the database; this only wakes up to look, and lives a rehearsal in order."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import HEARTBEAT, REHEARSES, REQUEST, Clock
from bot.faults import Failed, place_of
from bot.pump import TRIES
from domain.refusals import Refusal
from storage import inbox, outbox, timers
from storage.alone import Still, alone
from storage.database import Database
from storage.places import get_state, set_state
from storage.timers import TimerRow

Fire = Callable[[AsyncSession, TimerRow, datetime], Awaitable[None]]
EVERY = 1.0  # seconds between two looks
BEAT = 2.0  # seconds; others take us for dead after `clock.ALIVE`
STILL_OURS = 5.0  # seconds between two looks at whether this process is still the one
RECOVER = 2.0  # seconds after the database failed
PAUSE = timedelta(minutes=1)
SETTLED = 0.02  # seconds between two looks at whether everything is quiet
LONGEST_WAIT = 60.0  # seconds for one moment of a rehearsal to settle

log = structlog.get_logger()


class Scheduler:
    """Lives due moments, one transaction each, in order; of several processes one does."""

    def __init__(
        self, database: Database, fire: Fire, clock: Clock, answered: asyncio.Event,
        settled: Callable[[], bool], *, channels: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.database = database
        self.fire = fire
        self.clock = clock
        self.answered = answered
        self.settled = settled
        self.channels = tuple(channels)
        self._busy = asyncio.Lock()

    async def run(self) -> None:
        """Wake up every second until cancelled, as soon as no other process does."""
        while True:
            following = asyncio.create_task(self.clock.follow(self.database))
            try:
                async with alone(self.database, "scheduler") as still:
                    following.cancel()
                    await self._lead(still)
            except Exception as fault:  # noqa: BLE001 - a database that comes back finds us here
                log.error("scheduler.failed", fault=place_of(fault))
                await asyncio.sleep(RECOVER)
            finally:
                following.cancel()

    async def _lead(self, still: Still) -> None:
        waker = AsyncIOScheduler()
        for work, seconds in ((self.beat, BEAT), (self.wake, EVERY)):
            waker.add_job(
                work, "interval", seconds=seconds, max_instances=1, coalesce=True,
                next_run_time=datetime.now(waker.timezone),
            )  # fmt: skip
        waker.start()
        try:
            while True:
                await asyncio.sleep(STILL_OURS)
                await still()
        finally:
            waker.shutdown(wait=False)

    async def beat(self) -> None:
        """Let other processes see that somebody lives the due moments, also in a rehearsal."""
        with suppress(SQLAlchemyError, OSError):  # a database that is away is told of by `wake`
            async with self.database.transaction() as session:
                await set_state(session, HEARTBEAT, time.time())
                await set_state(session, REHEARSES, self.clock.rehearsal)

    async def wake(self) -> None:
        """One look: a rehearsal's request, and everything that is due."""
        async with self._busy:
            try:
                await self._look()
            except Exception as fault:  # noqa: BLE001 - the next second looks again
                log.error("scheduler.failed", fault=place_of(fault))

    async def _look(self) -> None:
        async with self.database.reading() as session:
            await self.clock.refresh(session)
            request = await get_state(session, REQUEST) if self.clock.rehearsal else None
        await self.live_due()
        if request:
            await self._rehearse(request)

    async def live_due(self) -> None:
        """Live everything that is due now."""
        while await self._step():
            self.answered.set()

    async def _step(self) -> bool:
        """Live the earliest due moment; False where nothing is due."""
        try:
            async with self.database.transaction() as session:
                for timer in await timers.due(session, self.clock.now()):
                    await self._live(session, timer)
                    return True
                return False
        except Failed as failed:
            await self._note_fault(failed)
            return True

    async def _live(self, session: AsyncSession, timer: TimerRow) -> None:
        now = self.clock.now()
        try:
            async with session.begin_nested():
                await self.fire(session, timer, now)
        except Refusal as refusal:  # what was due is not to be done any more
            log.info("timer.refused", timer=timer.id, why=type(refusal).__name__)
        except Exception as fault:
            raise Failed(timer.id, fault) from fault
        timer.done_at = now

    async def _note_fault(self, failed: Failed) -> None:
        """Tried again later, parked after five times, never lost."""
        async with self.database.transaction() as session:
            timer = await session.get(TimerRow, failed.row)
            assert timer is not None
            timer.attempts += 1
            timer.due_at = self.clock.now() + PAUSE * timer.attempts
            timer.parked = timer.attempts >= TRIES
        event = "timer.parked" if timer.parked else "timer.failed"
        log.error(event, timer=failed.row, kind=timer.kind, fault=place_of(failed.fault))

    async def _rehearse(self, request: dict[str, str]) -> None:
        """Go to the asked time by every due moment on the way, letting each settle."""
        then = datetime.fromisoformat(request["then"])
        if then < self.clock.now():  # only the first setting: see `clock.set_clock`
            await self._go(then)
        while (moment := await self._next(then)) is not None:
            await self._go(max(moment, self.clock.now()))
            await self.live_due()
            await self._settle()
        await self._go(max(then, self.clock.now()))
        await self._settle()
        async with self.database.transaction() as session:
            await set_state(session, REQUEST, {})

    async def _go(self, then: datetime) -> None:
        async with self.database.transaction() as session:
            await self.clock.set(session, then)
        self.answered.set()

    async def _next(self, then: datetime) -> datetime | None:
        """The earliest moment up to then at which something is due."""
        now = self.clock.now()
        async with self.database.reading() as session:
            found = [
                await timers.next_due(session),
                await outbox.next_due(session, self.channels, now),
                await inbox.next_due(session, now),
            ]
        due = [moment for moment in found if moment is not None and moment <= then]
        return min(due, default=None)

    async def _settle(self) -> None:
        """Wait until inbox and outbox have nothing left that could go now."""
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end:
            async with self.database.reading() as session:
                now = self.clock.now()
                quiet = await inbox.idle(session, now) and await outbox.idle(
                    session, self.channels, now
                )
            if quiet and self.settled():
                return
            self.answered.set()
            await asyncio.sleep(SETTLED)
        log.warning("rehearsal.unsettled")
