"""The sender: what is in the outbox leaves, in order of urgency, one lane a chat, paced, and settled."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Channel
from bot.media import MediaKeeper
from bot.pacing import Pacer
from bot.pump import place_of
from domain.messages import Address, Choice, Delivery, Op, Outcome, Outgoing, Priority
from storage import outbox
from storage.chats import ChatRow
from storage.database import Database
from storage.moving import move_chat
from storage.outbox import OutboxRow, SendState
from storage.people import IdentityRow
from storage.tickets.queries import bind

IN_FLIGHT = 32
LOOK_AGAIN = 0.5  # seconds: rows that another process wrote, or whose time has come
TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds
ABANDONED = timedelta(minutes=2)  # a claim this old belongs to a process that died
EVERYBODY = "*"
FREE_OPS = frozenset({Op.ANSWER.value})  # settling a button is not counted by platforms
GIVEN_UP = {Delivery.REFUSED: SendState.REFUSED, Delivery.UNKNOWN: SendState.UNKNOWN,
            Delivery.UNREACHABLE: SendState.UNREACHABLE, Delivery.AWAITING_PERSON: SendState.PERSON}  # fmt: skip

log = structlog.get_logger()


class Sender:
    """Takes rows of the outbox to their channels and writes down what became of them."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        media: MediaKeeper,
        now: Callable[[], datetime],
        answered: asyncio.Event,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.database = database
        self.channels = channels
        self.media = media
        self.now = now
        self.answered = answered
        self.monotonic = monotonic
        self.me = secrets.token_hex(8)
        self._pacers = {name: Pacer(channel.limits) for name, channel in channels.items()}
        self._pauses: dict[tuple[str, str], float] = {}
        self._busy: set[tuple[str, str]] = set()

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight in this process."""
        return not self._busy

    async def run(self) -> None:
        """Send until cancelled."""
        await self.take_over()
        async with asyncio.TaskGroup() as flights:
            while True:
                self.answered.clear()
                wait = await self._round(flights)
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self.answered.wait()

    async def take_over(self) -> None:
        """What a dead process took and never settled: sent again, but never a broadcast twice."""
        before = None if self.database.is_sqlite else self.now() - ABANDONED
        async with self.database.transaction() as session:
            for row in await outbox.orphans(session, before):
                again = row.priority != Priority.BROADCAST
                row.state = (SendState.WAITING if again else SendState.UNKNOWN).value
                row.why = "" if again else "interrupted"
                log.warning("message.interrupted", row=row.id, again=again)
            stored = await outbox.pauses(session)
        real, monotonic = datetime.now(UTC), self.monotonic()
        self._pauses = {
            place: monotonic + (until - real).total_seconds() for place, until in stored.items()
        }

    async def _round(self, flights: asyncio.TaskGroup) -> float:
        """Send whatever may leave now; tells how long to wait for the next."""
        async with self.database.reading() as session:
            rows = await outbox.due_lanes(session, list(self.channels), self.now())
        now = self.monotonic()
        leaving, wait = self._choose(rows, now)
        if not leaving:
            return min(wait, LOOK_AGAIN)
        async with self.database.transaction() as session:
            taken = await outbox.claim(session, [row.id for row in leaving], self.me, self.now())
        for row in leaving:
            lane = (row.channel, row.chat)
            if row.id in taken:
                flights.create_task(self._carry(row, lane))
            else:
                self._busy.discard(lane)
        return 0.0

    def _choose(self, rows: list[OutboxRow], now: float) -> tuple[list[OutboxRow], float]:
        leaving, wait = [], LOOK_AGAIN
        for row in rows:
            lane = (row.channel, row.chat)
            if lane in self._busy or len(self._busy) >= IN_FLIGHT:
                continue
            free = self._free_at(row, now)
            if free > now:
                wait = min(wait, free - now)
                continue
            if row.op not in FREE_OPS:
                self._pacers[row.channel].take(row.chat, now, group=row.group)
            self._busy.add(lane)
            leaving.append(row)
        return leaving, wait

    def _free_at(self, row: OutboxRow, now: float) -> float:
        paused = max(
            self._pauses.get((row.channel, row.chat), 0.0),
            self._pauses.get((row.channel, EVERYBODY), 0.0),
        )
        if row.op in FREE_OPS:
            return paused
        return max(paused, self._pacers[row.channel].free_at(row.chat, now, group=row.group))

    async def _carry(self, row: OutboxRow, lane: tuple[str, str]) -> None:
        try:
            outcome = await self._deliver(row)
            await self._settle(row.id, outcome)
        except Exception as fault:  # noqa: BLE001 - one message's fault stops no other
            log.error("message.failed", row=row.id, fault=place_of(fault))
            with suppress(Exception):
                await self._settle(row.id, Outcome(Delivery.RETRY, why=place_of(fault)))
        finally:
            self._busy.discard(lane)
            self.answered.set()

    async def _deliver(self, row: OutboxRow) -> Outcome:
        if row.stale_at is not None and row.stale_at < self.now():
            return Outcome(Delivery.REFUSED, why="stale")
        target = row.target
        if row.target_key is not None:
            async with self.database.reading() as session:
                original = await outbox.became(session, row.target_key)
            if original is None or original.message is None:
                return Outcome(Delivery.REFUSED, why="never_sent")
            target = original.message
        attachments = await self.media.all_of(row.attachments) if row.attachments else ()
        out = Outgoing(
            key=row.key, to=Address(row.channel, row.chat, row.thread), op=Op(row.op),
            text=row.text, target=target, reply_to=row.reply_to, choices=_choices(row),
            attachments=attachments, emoji=row.emoji, silent=row.silent,
        )  # fmt: skip
        return await self.channels[row.channel].deliver(out)

    async def _settle(self, number: int, outcome: Outcome) -> None:
        async with self.database.transaction() as session:
            row = await session.get(OutboxRow, number)
            assert row is not None
            row.claimed_at = row.claimed_by = None
            if outcome.state is Delivery.SENT:
                row.state, row.message, row.sent_at = (
                    SendState.SENT.value,
                    outcome.message,
                    self.now(),
                )
                if row.ticket_id and row.op == Op.SEND and outcome.message:
                    where = Address(row.channel, row.chat, row.thread)
                    await bind(
                        session, row.ticket_id, where, outcome.message, at=self.now(), ours=True
                    )
            elif outcome.state is Delivery.RETRY:
                await self._again(session, row, outcome)
            elif outcome.state is Delivery.MOVED and outcome.moved_to:
                row.state = SendState.WAITING.value
                await session.flush()
                await move_chat(session, row.channel, row.chat, outcome.moved_to)
            else:
                await self._give_up(session, row, outcome)

    async def _again(self, session: AsyncSession, row: OutboxRow, outcome: Outcome) -> None:
        row.state, row.why = SendState.WAITING.value, outcome.why
        if outcome.flood:  # the platform asked for a pause: not a try, and kept on disk
            await self._pause(session, row, outcome.after)
            return
        row.attempts += 1
        if row.attempts >= TRIES:
            row.state = SendState.PERSON.value
            return
        wait = max(outcome.after, min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (row.attempts - 1)))
        row.not_before = self.now() + timedelta(seconds=wait)

    async def _pause(self, session: AsyncSession, row: OutboxRow, seconds: float) -> None:
        """Pause this chat; where another chat was just told to wait, too, all of them."""
        now = self.monotonic()
        others = [
            place for place, until in self._pauses.items()
            if place[0] == row.channel and until > now and place[1] != row.chat
        ]  # fmt: skip
        place = (row.channel, EVERYBODY if others else row.chat)
        self._pauses[place] = now + seconds
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        await outbox.pause(session, *place, until)
        log.warning("channel.paused", channel=row.channel, seconds=seconds, all=bool(others))

    async def _give_up(self, session: AsyncSession, row: OutboxRow, outcome: Outcome) -> None:
        """It will not arrive by machine: a human sees it, with the text ready to copy."""
        row.state, row.why = GIVEN_UP[outcome.state].value, outcome.why
        if outcome.why in ("stale", "never_sent"):
            row.state = SendState.DROPPED.value
        if outcome.state is Delivery.UNREACHABLE:
            await _cut_off(session, row)
        log.warning("message.given_up", row=row.id, state=row.state, why=outcome.why)


async def _cut_off(session: AsyncSession, row: OutboxRow) -> None:
    """Whoever cannot be written to is not tried again until they come back."""
    table = ChatRow if row.group else IdentityRow
    chat = ChatRow.chat if row.group else IdentityRow.private_chat
    gone = {"here": False} if row.group else {"private_chat": None}
    await session.execute(
        update(table).where(table.channel == row.channel, chat == row.chat).values(**gone)
    )


def _choices(row: OutboxRow) -> tuple[tuple[Choice, ...], ...]:
    return tuple(
        tuple(Choice(item["token"], item["label"], item.get("url")) for item in line)
        for line in row.choices
    )
