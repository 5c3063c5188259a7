"""The running program's clock; in rehearsals it can be set, through the database."""

import asyncio
import re
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.refusals import Refusal
from storage.database import Database
from storage.places import get_state, set_state

OFFSET, REQUEST = "clock.offset", "clock.request"
HEARTBEAT, REHEARSES = "scheduler.heartbeat", "scheduler.rehearses"
ALIVE = 6.0  # seconds without a heartbeat after which no program runs
FOLLOW = 0.5  # seconds between two looks at the clock that another process sets
POLL = 0.05  # seconds between two looks at whether a rehearsed stretch has been lived
_SPAN = re.compile(r"\+(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_UNITS = ("days", "hours", "minutes", "seconds")


class NoRehearsal(Refusal):
    """The clock is only set in rehearsals."""


class NotRehearsing(Refusal):
    """The program that runs was not started as a rehearsal: it lives by the machine's clock."""


class OnlyForward(Refusal):
    """After the first setting the clock only goes forward."""


class BadTime(Refusal):
    """The time cannot be read."""


class Clock:
    """Tells the time: the machine's, or in a rehearsal the one that was set, ticking on."""

    def __init__(self, *, rehearsal: bool = False) -> None:
        self.rehearsal = rehearsal
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    async def refresh(self, session: AsyncSession) -> None:
        """Take over the setting that another process made; outside rehearsals there is none."""
        if self.rehearsal:
            self.offset = timedelta(seconds=float(await get_state(session, OFFSET, 0.0)))

    async def follow(self, database: Database) -> None:
        """Keep to the settings that another process makes, until cancelled."""
        while self.rehearsal:
            with suppress(SQLAlchemyError, OSError):  # a database that is away is told of elsewhere
                async with database.reading() as session:
                    await self.refresh(session)
            await asyncio.sleep(FOLLOW)

    async def set(self, session: AsyncSession, then: datetime) -> None:
        self.offset = then - datetime.now(UTC)
        await set_state(session, OFFSET, self.offset.total_seconds())


def parse_time(text: str, now: datetime) -> datetime:
    """`2026-10-04T09:00+08:00`, or a span from now such as `+3d`, `+6h`, `+5h30m`."""
    span = _SPAN.fullmatch(text.strip())
    if span:
        given = zip(_UNITS, span.groups(), strict=True)
        return now + timedelta(**{unit: int(amount) for unit, amount in given if amount})
    try:
        then = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadTime(text=text[:40]) from error
    if then.tzinfo is None:
        raise BadTime(text=text[:40])
    return then.astimezone(UTC)


async def set_clock(database: Database, text: str, *, rehearsal: bool) -> datetime:
    """Set the clock of a rehearsal.

    A running program lives every due moment on the way; returns when it has. Without one the
    setting waits for the next start.
    """
    if not rehearsal:
        raise NoRehearsal
    clock = Clock(rehearsal=True)
    async with database.transaction() as session:
        first = await get_state(session, OFFSET) is None
        await clock.refresh(session)
        then = parse_time(text, clock.now())
        if not first and then < clock.now():
            raise OnlyForward(now=clock.now())
        if not await running(session):
            await clock.set(session, then)
            return then
        if not await get_state(session, REHEARSES, True):
            raise NotRehearsing
        request = time.time_ns()
        await set_state(session, REQUEST, {"id": request, "then": then.isoformat()})
    await _lived(database, request, then)
    return then


async def running(session: AsyncSession) -> bool:
    """Whether a program lives the due moments now."""
    beat = await get_state(session, HEARTBEAT)
    return beat is not None and time.time() - float(beat) < ALIVE


async def _lived(database: Database, request: int, then: datetime) -> None:
    """Wait until the running program has lived everything up to then, or has ended meanwhile."""
    while True:
        async with database.reading() as session:
            waiting = await get_state(session, REQUEST)
            alive = await running(session)
        if not waiting or waiting.get("id") != request:
            return
        if not alive:
            async with database.transaction() as session:
                await Clock(rehearsal=True).set(session, then)
                await set_state(session, REQUEST, {})
            return
        await asyncio.sleep(POLL)
