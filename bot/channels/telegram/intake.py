"""From raw updates to stored facts, for asking and for webhooks alike."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot.channels.base import Inbox
from bot.channels.telegram import fields, parse
from bot.channels.telegram.parse import Me
from bot.faults import never_storable, place_of
from domain.messages import Happening, Incoming

LATE = 600  # seconds before the newest message of the same backlog, or before Telegram's time
AGAIN = 5.0  # seconds until rights that could not be written down are tried once more

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Read:
    """An update that could be read, and what it says."""

    update: dict[str, Any]
    fact: Incoming

    @property
    def number(self) -> object:
        return self.update.get("update_id")


class Intake:
    """Reads updates and hands their facts over; remembers whether it is catching up."""

    def __init__(
        self, account: str, now: Callable[[], datetime], refresh: Callable[[], Awaitable[None]]
    ) -> None:
        self.account = account
        self.now = now
        self.refresh = refresh
        self.me: Me | None = None
        self.last_in: datetime | None = None
        self.catching_up = True
        self._newest = 0
        self._changed: dict[str, _Read] = {}
        """The last change of rights in each group, until what may be heard there is asked anew."""
        self._doubtful = asyncio.Event()

    def fall_behind(self) -> None:
        """There was a gap: what comes next has waited."""
        self.catching_up = True
        self._newest = 0

    def catch_up(self) -> None:
        """The platform has nothing more waiting."""
        self.catching_up = False

    def compare_with(self, clock: datetime | None) -> None:
        """Posted one by one, updates show no backlog: what is late shows by Telegram's own time."""
        self.catching_up = clock is not None
        self._newest = int(clock.timestamp()) if clock else 0

    async def take(
        self,
        inbox: Inbox,
        batch: Sequence[Any],
        *,
        next_offset: int | None = None,
        clock: datetime | None = None,
    ) -> None:
        """Store a batch; returns when it is safe to confirm it. `clock` is the platform's time."""
        read = self._read(batch, clock)
        await self._store(inbox, read, next_offset)
        if batch:
            self.last_in = self.now()
        self._doubt(read)

    async def _store(self, inbox: Inbox, read: Sequence[_Read], next_offset: int | None) -> None:
        if not read and next_offset is None:
            return
        facts = [one.fact for one in read]
        try:
            await inbox.append(parse.CHANNEL, self.account, facts, next_offset=next_offset)
        except Exception as fault:
            if not never_storable(fault):
                raise
            await self._store_each(inbox, read, next_offset)

    async def _store_each(
        self, inbox: Inbox, read: Sequence[_Read], next_offset: int | None
    ) -> None:
        """One that cannot be stored stops none of the others: it is passed over, by its number."""
        for one in read:
            try:
                await inbox.append(parse.CHANNEL, self.account, [one.fact])
            except Exception as fault:
                if not never_storable(fault):
                    raise
                log.error("update.passed_over", update=one.number, fault=place_of(fault))
        if next_offset is not None:
            await inbox.append(parse.CHANNEL, self.account, [], next_offset=next_offset)

    def _read(self, batch: Sequence[Any], clock: datetime | None) -> list[_Read]:
        """What a batch says; an update that cannot be read is passed over by its number."""
        if self.catching_up:
            self._newest = max([self._newest, *_dates(batch, clock)])
        found = ((update, self._fact(update)) for update in batch)
        return [_Read(update, fact) for update, fact in found if fact is not None]

    def _fact(self, update: Any) -> Incoming | None:
        assert self.me is not None
        try:
            fact = parse.fact(update, self.me, self.now())
        except fields.UNREADABLE as error:
            number = update.get("update_id") if isinstance(update, dict) else None
            log.warning("update.unreadable", update=number, fault=type(error).__name__)
            return None
        if fact is not None and self.catching_up and self._is_late(fact):
            return replace(fact, late=True)
        return fact

    def _is_late(self, fact: Incoming) -> bool:
        """Measured on the platform's own times, whose clock need not be ours."""
        said = fact.at.timestamp()
        return fact.what is Happening.MESSAGE and said < self._newest - LATE

    def _doubt(self, read: Sequence[_Read]) -> None:
        """Where rights have changed, what may be heard is asked anew, later: first all is stored."""
        for one in read:
            if one.fact.what in (Happening.JOINED, Happening.LEFT):
                self._changed[one.fact.where.chat] = one
                self._doubtful.set()

    async def settle_doubts(self, inbox: Inbox) -> None:
        """Ask what may be heard whenever rights have changed, until cancelled."""
        while True:
            await self._doubtful.wait()
            self._doubtful.clear()
            await self.refresh()
            try:
                await self._correct(inbox)
            except Exception as fault:  # noqa: BLE001 - a loop that ends is a bot that is deaf
                log.error("rights.unstored", fault=place_of(fault))
                await asyncio.sleep(AGAIN)
                self._doubtful.set()

    async def _correct(self, inbox: Inbox) -> None:
        """Tell the groups' newest changes once more, where it is now known better what is heard."""
        for chat, one in list(self._changed.items()):
            better = self._fact(one.update)
            if better is not None and better.hears_all != one.fact.hears_all:
                told = replace(better, key=f"{better.key}/{better.hears_all}")
                await inbox.append(parse.CHANNEL, self.account, [told])
            if self._changed.get(chat) is one:
                del self._changed[chat]


def _dates(batch: Sequence[Any], clock: datetime | None) -> list[int]:
    """When messages were said; none later than the platform's own time."""
    dates = (parse.spoken_at(update) for update in batch if isinstance(update, dict))
    most = clock.timestamp() if clock else fields.LARGEST
    return [min(date, int(most)) for date in dates if date is not None]
