"""The sender: what is in the outbox leaves by urgency, one lane a chat, paced, and is settled.

Windows must be counted in one place: of several processes one sends, and another takes over in the
moment in which it dies.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Channel
from bot.faults import place_of
from bot.media import MediaKeeper
from bot.pacing import MINUTE, Pacer, Taken, left
from bot.seal import Seal
from bot.settling import NEVER_SENT, STALE, settle
from domain.messages import HIDDEN, Address, Choice, Delivery, Op, Outcome, Outgoing, Priority
from storage import outbox
from storage.alone import Still, alone
from storage.database import Database
from storage.outbox import Due, OutboxRow, SendState

IN_FLIGHT = 32
KEPT_FREE = 6  # of these, for what is more urgent than a broadcast on a slow platform
PAGE = 100  # rows looked at together
LOOK_AGAIN = 0.2  # seconds: rows that another process wrote, or whose time has come
LONGEST = 150.0  # seconds for one attempt; a channel has shorter ends of its own
GRACE = 5.0  # seconds for what is in flight when the program is asked to end
RECOVER = 2.0  # seconds after the database failed
STILL_OURS = 5.0  # seconds between two looks at whether this process is still the one that sends
SETTLE_AGAIN = (0.1, 0.5, 2.0, 5.0, 15.0)  # seconds: how a message ended must not be forgotten
EVERYBODY = "*"
FREE_OPS = frozenset({Op.ANSWER.value})  # settling a button is not counted by platforms

Lane = tuple[str, str]

log = structlog.get_logger()


@dataclass(slots=True)
class _Choosing:
    """One look at what is due."""

    now: float
    open: set[str]
    """Channels that may send now."""
    wait: float = LOOK_AGAIN
    seen: set[Lane] = field(default_factory=set)
    chosen: list[int] = field(default_factory=list)

    def until(self, free: float) -> None:
        self.wait = min(self.wait, max(0.0, free - self.now))


class Sender:
    """Takes rows of the outbox to their channels and writes down what became of them."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        media: MediaKeeper,
        now: Callable[[], datetime],
        answered: asyncio.Event,
        seal: Seal,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.database = database
        self.channels = channels
        self.media = media
        self.now = now
        self.answered = answered
        self.seal = seal
        self.monotonic = monotonic
        self.me = secrets.token_hex(8)
        self._pacers = {name: Pacer(channel.limits) for name, channel in channels.items()}
        self._pauses: dict[Lane, float] = {}
        self._busy: dict[Lane, asyncio.Task[None] | None] = {}
        self._taken: dict[Lane, Taken] = {}

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight in this process."""
        return not self._busy

    async def run(self) -> None:
        """Send until cancelled; what is in flight then may still land."""
        try:
            while True:
                try:
                    async with alone(self.database, "sender") as still:
                        await self.take_over()
                        await self._send(still)
                except Exception as fault:  # noqa: BLE001 - a database that comes back finds us here
                    log.error("sender.failed", fault=place_of(fault))
                    await self.landed()
                    await asyncio.sleep(RECOVER)
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await self.landed()

    async def _send(self, still: Still) -> None:
        checked = self.monotonic()
        while True:
            self.answered.clear()
            wait = await self.round()
            if self.monotonic() - checked > STILL_OURS:
                await still()
                self._tidy()
                checked = self.monotonic()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self.answered.wait()

    async def take_over(self) -> None:
        """What a dead process took and never settled: sent again, but never a broadcast twice.

        Pauses still last, and what has just left still counts.
        """
        real, now, monotonic = datetime.now(UTC), self.now(), self.monotonic()
        async with self.database.transaction() as session:
            sent = await outbox.lately(session, now - timedelta(seconds=MINUTE))
            for row in await outbox.orphans(session):
                again = row.priority != Priority.BROADCAST
                row.state = (SendState.WAITING if again else SendState.UNKNOWN).value
                row.why = "" if again else "interrupted"
                log.warning("message.interrupted", row=row.id, again=again)
            paused = await outbox.pauses(session, real)
        for row in sent:
            if row.channel in self._pacers and row.op not in FREE_OPS:
                age = (now - (row.sent_at or row.claimed_at or now)).total_seconds()
                self._pacers[row.channel].take(row.chat, monotonic - age, group=row.group)
        self._pauses = {
            lane: monotonic + (until - real).total_seconds() for lane, until in paused.items()
        }

    def _tidy(self) -> None:
        now = self.monotonic()
        self._pauses = {lane: until for lane, until in self._pauses.items() if until > now}
        for pacer in self._pacers.values():
            pacer.forget_idle(now)

    async def landed(self) -> None:
        """Wait for everything that is in flight."""
        if flights := [flight for flight in self._busy.values() if flight is not None]:
            await asyncio.wait(flights)

    async def round(self) -> float:
        """Let leave whatever may leave now; tells how long to wait for the next."""
        choosing = await self._choose()
        if not choosing.chosen:
            return choosing.wait
        rows: list[OutboxRow] = []
        try:
            async with self.database.transaction() as session:
                taken = await outbox.claim(session, choosing.chosen, self.me, self.now())
            rows = taken  # committed: from here on they are ours
        finally:
            for row in rows:
                lane = (row.channel, row.chat)
                self._busy[lane] = asyncio.create_task(self._carry(row, lane))
            for lane in [lane for lane, flight in self._busy.items() if flight is None]:
                del self._busy[lane]
                self._taken.pop(lane, None)
        return 0.0

    async def _choose(self) -> _Choosing:
        now = self.monotonic()
        choosing, after = _Choosing(now, set()), None
        for name, pacer in self._pacers.items():
            free = max(pacer.open_at(now), self._pauses.get((name, EVERYBODY), now))
            choosing.until(free) if free > now else choosing.open.add(name)
        paused = [lane for lane, until in self._pauses.items() if until > now]
        async with self.database.reading() as session:
            while choosing.open and len(self._busy) < IN_FLIGHT:
                page = await outbox.due(
                    session, choosing.open, self.now(), after=after, without=paused, limit=PAGE
                )
                for row in page:
                    self._consider(row, choosing)
                if len(page) < PAGE:
                    break
                after = page[-1]
        for lane in paused:
            choosing.until(self._pauses[lane])
        return choosing

    def _consider(self, row: Due, choosing: _Choosing) -> None:
        """Choose this row, if its chat, its channel and its urgency let it leave now."""
        lane, now = (row.channel, row.chat), choosing.now
        if row.channel not in choosing.open or lane in choosing.seen:
            return
        choosing.seen.add(lane)
        many = row.priority == Priority.BROADCAST
        if lane in self._busy or len(self._busy) >= IN_FLIGHT - (KEPT_FREE if many else 0):
            return
        pacer = self._pacers[row.channel]
        if many and (free := pacer.spread_at(now)) > now:
            choosing.until(free)
            choosing.open.discard(row.channel)  # whatever follows is a broadcast, too
            return
        if row.op not in FREE_OPS:
            if (free := pacer.free_at(row.chat, now, group=row.group)) > now:
                choosing.until(free)
                return
            self._taken[lane] = pacer.take(row.chat, now, group=row.group, spread=many)
        self._busy[lane] = None
        choosing.chosen.append(row.id)
        if (free := pacer.open_at(now)) > now:
            choosing.until(free)
            choosing.open.discard(row.channel)

    async def _carry(self, row: OutboxRow, lane: Lane) -> None:
        try:
            outcome = await self._attempt(row)
            await self._settle(row.id, outcome)
        finally:
            self._busy.pop(lane, None)
            self._taken.pop(lane, None)
            self.answered.set()

    async def _attempt(self, row: OutboxRow) -> Outcome:
        """One attempt. A fault before it is surely no delivery; after it nobody can say."""
        try:
            out = await self._outgoing(row)
        except Exception as fault:  # noqa: BLE001 - one message's fault stops no other
            log.error("message.unprepared", row=row.id, fault=place_of(fault))
            return Outcome(Delivery.RETRY, why=place_of(fault))
        if isinstance(out, Outcome):
            return out
        left(self._taken.pop((row.channel, row.chat), ()), self.monotonic())
        try:
            async with asyncio.timeout(LONGEST):
                return await self.channels[row.channel].deliver(out)
        except Exception as fault:  # noqa: BLE001 - channels promise not to raise; here is the proof
            log.error("message.failed", row=row.id, fault=place_of(fault))
            return Outcome(Delivery.UNKNOWN, why=place_of(fault))

    async def _outgoing(self, row: OutboxRow) -> Outgoing | Outcome:
        """The message as a channel takes it, or why there is nothing to send any more."""
        if row.stale_at is not None and row.stale_at < self.now():
            return Outcome(Delivery.REFUSED, why=STALE)
        target = row.target
        if row.target_key is not None:
            async with self.database.reading() as session:
                original = await outbox.became(session, row.target_key)
            if original is None or original.message is None:
                return Outcome(Delivery.REFUSED, why=NEVER_SENT)
            target = original.message
        attachments = await self.media.all_of(row.attachments) if row.attachments else ()
        return Outgoing(
            key=row.key, to=Address(row.channel, row.chat, row.thread), op=Op(row.op),
            text=self._text(row), target=target, reply_to=row.reply_to, choices=_choices(row),
            attachments=attachments, emoji=row.emoji, silent=row.silent,
            fleeting=row.sealed is not None,
        )  # fmt: skip

    def _text(self, row: OutboxRow) -> str:
        """The words, and in them the number that only the reader may see."""
        if row.sealed is None:
            return row.text
        return row.text.replace(HIDDEN, self.seal.open(row.sealed) or HIDDEN)

    async def _settle(self, number: int, outcome: Outcome) -> None:
        """Write down how it ended, whatever the database says at first: it would be sent again."""
        for pause in SETTLE_AGAIN:
            try:
                async with self.database.transaction() as session:
                    row = await session.get(OutboxRow, number)
                    assert row is not None
                    if outcome.flood:
                        await self._pause(session, row, outcome.after)
                    await settle(session, row, outcome, self.now())
            except Exception as fault:  # noqa: BLE001 - kept in mind until it is written down
                log.error("message.unsettled", row=number, fault=place_of(fault))
                await asyncio.sleep(pause)
            else:
                return

    async def _pause(self, session: AsyncSession, row: OutboxRow, seconds: float) -> None:
        """Pause this chat; where another chat was just told to wait, too, all of them."""
        now = self.monotonic()
        others = any(
            channel == row.channel and chat != row.chat and until > now
            for (channel, chat), until in self._pauses.items()
        )
        lane = (row.channel, EVERYBODY if others else row.chat)
        self._pauses[lane] = max(now + seconds, self._pauses.get(lane, now))
        await outbox.pause(session, *lane, datetime.now(UTC) + timedelta(seconds=seconds))
        log.warning("channel.paused", channel=row.channel, seconds=seconds, all=others)


def _choices(row: OutboxRow) -> tuple[tuple[Choice, ...], ...]:
    return tuple(
        tuple(Choice(item["token"], item["label"], item.get("url")) for item in line)
        for line in row.choices
    )
