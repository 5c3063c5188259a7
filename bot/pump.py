"""The pump: one lane a chat, in order; chats side by side; nothing lost, nothing twice."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.codec import unpack
from bot.faults import Failed, place_of
from bot.seal import Seal
from domain.messages import Incoming
from domain.refusals import Refusal
from storage import inbox
from storage.database import Database
from storage.inbox import InboxRow

Handle = Callable[[AsyncSession, Incoming, datetime, int], Awaitable[None]]
Behind = Callable[[], Awaitable[list[Incoming]]]
"""What waits behind the line whose turn it is."""
Consult = Callable[[Incoming, datetime, Behind], Awaitable[Incoming]]
"""Adds to a line what somebody makes of it before its turn."""
Refuse = Callable[[AsyncSession, Incoming, datetime, int, Refusal], Awaitable[None]]

TRIES = 5
FIRST_PAUSE = timedelta(seconds=2)
SIDE_BY_SIDE = 16  # lanes at once
LOOK_AGAIN = 0.2  # seconds: rows that another process stored, or whose pause is over
RECOVER = 2.0  # seconds after the database failed

log = structlog.get_logger()


class Pump:
    """Takes stored facts to the handlers."""

    def __init__(
        self,
        database: Database,
        handle: Handle,
        refuse: Refuse,
        now: Callable[[], datetime],
        seal: Seal,
        arrived: asyncio.Event,
        answered: asyncio.Event,
        consult: Consult | None = None,
        listen: Consult | None = None,
    ) -> None:
        self.database = database
        self.handle = handle
        self.refuse = refuse
        self.now = now
        self.seal = seal
        self.arrived = arrived
        self.answered = answered
        self.consult = consult
        self.listen = listen
        self._lanes: dict[tuple[str, str], asyncio.Task[None]] = {}

    @property
    def idle(self) -> bool:
        """Whether no lane is at work in this process."""
        return not self._lanes

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as lanes:
            while True:
                self.arrived.clear()
                try:
                    await self._start(lanes)
                except Exception as fault:  # noqa: BLE001 - a database that comes back finds us here
                    log.error("pump.failed", fault=place_of(fault))
                    await asyncio.sleep(RECOVER)
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN):
                        await self.arrived.wait()

    async def _start(self, lanes: asyncio.TaskGroup) -> None:
        async with self.database.reading() as session:
            waiting = await inbox.waiting_chats(session, self.now())
        for lane in waiting:
            if lane not in self._lanes and len(self._lanes) < SIDE_BY_SIDE:
                task = lanes.create_task(self._drain(*lane))
                self._lanes[lane] = task
                task.add_done_callback(partial(self._ended, lane))

    def _ended(self, lane: tuple[str, str], _: asyncio.Task[None]) -> None:
        self._lanes.pop(lane, None)
        self.arrived.set()  # a row may have come while the lane was closing

    async def _drain(self, channel: str, chat: str) -> None:
        try:
            while await self.step(channel, chat):
                self.answered.set()
        except Exception as fault:  # noqa: BLE001 - nothing was committed: the row is still open
            log.error("lane.failed", fault=place_of(fault))
            await asyncio.sleep(RECOVER)

    async def step(self, channel: str, chat: str) -> bool:
        """Handle the oldest row of a chat; False where there is none that is due."""
        known = await self._known(channel, chat) if self.consult or self.listen else {}
        try:
            async with self.database.transaction() as session:
                return await self._handle_one(session, channel, chat, known)
        except Failed as failed:
            await self._note_fault(failed)
            return True

    async def _known(self, channel: str, chat: str) -> dict[int, Incoming]:
        """The line whose turn it is with what others make of it, by its row.

        They are asked before the turn, so that no transaction waits for anything slow, and once: a
        line that is tried again does without. They see what waits behind it, and hurry.
        """
        rows = await self._lane(channel, chat)
        if not rows or rows[0].attempts:
            return {}
        row, said = rows[0], self._said(rows[0])
        behind = partial(self._behind, channel, chat, row.id)
        for failed, ask in (("opinion.failed", self.consult), ("hearing.failed", self.listen)):
            with structlog.contextvars.bound_contextvars(event_id=row.id, channel=channel):
                try:
                    said = await ask(said, self.now(), behind) if ask else said
                except Exception as fault:  # noqa: BLE001 - without it everything works
                    log.error(failed, fault=place_of(fault))
        return {row.id: said}

    async def _lane(self, channel: str, chat: str) -> list[InboxRow]:
        async with self.database.reading() as session:
            return await inbox.lane(session, channel, chat)

    async def _behind(self, channel: str, chat: str, row: int) -> list[Incoming]:
        return [self._said(other) for other in await self._lane(channel, chat) if other.id != row]

    async def _handle_one(
        self, session: AsyncSession, channel: str, chat: str, known: dict[int, Incoming]
    ) -> bool:
        if not await self._mine(session, channel, chat):
            return False
        row, now = await inbox.oldest(session, channel, chat), self.now()
        if row is None or (row.not_before is not None and row.not_before > now):
            return False
        with structlog.contextvars.bound_contextvars(event_id=row.id, channel=channel):
            try:
                await self._handled(session, row, now, known.get(row.id))
            except Exception as fault:
                raise Failed(row.id, fault) from fault
        row.state, row.payload, row.contact = inbox.DONE, None, None
        return True

    async def _handled(
        self, session: AsyncSession, row: InboxRow, now: datetime, known: Incoming | None
    ) -> None:
        """Let it be handled; a refusal takes back what was done so far, and is answered."""
        said = self._said(row)
        if known is not None:
            said = replace(said, opinion=known.opinion, heard=known.heard)
        try:
            async with session.begin_nested():
                await self.handle(session, said, now, row.id)
        except Refusal as refusal:
            await self.refuse(session, said, now, row.id, refusal)
            log.info("event.refused", why=type(refusal).__name__)

    async def _mine(self, session: AsyncSession, channel: str, chat: str) -> bool:
        """On PostgreSQL several processes work: a chat is one's for the length of a transaction."""
        if self.database.is_sqlite:
            return True
        lock = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:lane, 0))")
        return bool(await session.scalar(lock, {"lane": f"{channel}:{chat}"}))

    def _said(self, row: InboxRow) -> Incoming:
        contact = self.seal.open(row.contact) if row.contact else None
        said = unpack(row.payload or {}, contact)
        # The row follows a group that gets a new id; what it holds was said under the old one.
        return replace(said, where=replace(said.where, chat=row.chat))

    async def _note_fault(self, failed: Failed) -> None:
        """A fault that nobody expected: tried again later, parked after five times, never lost."""
        async with self.database.transaction() as session:
            row = await session.get(InboxRow, failed.row)
            if row is None or row.state != inbox.OPEN:
                return
            row.attempts += 1
            row.error = place_of(failed.fault)
            row.not_before = self.now() + FIRST_PAUSE * 2 ** (row.attempts - 1)
            if row.attempts >= TRIES:
                row.state, row.not_before = inbox.PARKED, None
            parked = row.state == inbox.PARKED
        event = "event.parked" if parked else "event.failed"
        log.error(event, row=failed.row, fault=row.error)
