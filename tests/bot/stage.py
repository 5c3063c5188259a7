"""Stand-ins that need no platform: a channel that remembers, a clock that stands still."""

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import OperationalError

from domain.messages import (
    Address,
    Can,
    ChatKind,
    Delivery,
    Happening,
    Health,
    Incoming,
    Limits,
    Outcome,
    Speaker,
)
from storage.tickets.tables import TicketRow

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
GROUP = "g1"


class Recorder:
    """A channel that remembers what it was given, and answers as it was told to."""

    name = "recorder"
    can = Can.PUSH_GROUP | Can.PUSH_PERSON | Can.BUTTONS

    def __init__(self, limits=None):
        self.limits = limits or Limits(
            overall_per_second=1000, chat_per_second=1000, group_per_minute=1000
        )
        self.sent = []
        self.outcomes = []
        self.faults = {}
        self.hold = None
        self.before = lambda: None

    async def deliver(self, out):
        self.sent.append(out)
        self.before()
        if out.key in self.faults:
            raise self.faults[out.key]
        if self.hold is not None:
            await self.hold.wait()
        if self.outcomes:
            return self.outcomes.pop(0)
        return Outcome(Delivery.SENT, message=f"m{len(self.sent)}")

    async def run(self, inbox):
        await asyncio.Event().wait()

    async def fetch(self, media):
        return b""

    async def close(self):
        pass

    def routes(self):
        return []

    def health(self):
        return Health(ok=True)


class Flaky:
    """A database that is away for a few transactions."""

    def __init__(self, database):
        self.database = database
        self.failing = 0

    def fail(self, times):
        self.failing = times

    def __getattr__(self, name):
        return getattr(self.database, name)

    @asynccontextmanager
    async def transaction(self):
        if self.failing:
            self.failing -= 1
            raise OperationalError("", {}, OSError("gone"))
        async with self.database.transaction() as session:
            yield session


class StandStill:
    """A clock that moves only when told."""

    def __init__(self, at=NOON):
        self.at = at

    def now(self):
        return self.at

    def pass_(self, **span):
        self.at += timedelta(**span)


def ticket(number):
    """A ticket, as bare as the tables allow."""
    return TicketRow(
        id=number, kind="complaint", category="repair.leak", tier="N", sensitivity="n",
        state="assigned", text="", channel="recorder", owner_role="grid_worker", reason={},
        created_at=NOON, assigned_at=NOON, accept_by=NOON, respond_by=NOON, finish_by=NOON,
        first_finish_by=NOON,
    )  # fmt: skip


def said(number, text="3栋楼道灯坏了", *, chat=GROUP, who="li", group=True, **more):
    facts = {
        "key": f"update:{number}", "what": Happening.MESSAGE, "at": NOON,
        "where": Address("recorder", chat),
        "chat_kind": ChatKind.GROUP if group else ChatKind.PRIVATE, "speaker": Speaker(who),
        "text": text, "message": f"{number}",
    }  # fmt: skip
    return Incoming(**{**facts, **more})


@asynccontextmanager
async def going(loop):
    """Let a part of the machine run for a while."""
    task = asyncio.create_task(loop)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(holds, seconds=20):
    """Wait until something holds; a test that waits longer has failed."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - it happens in a database, or another process
            await asyncio.sleep(0.01)
