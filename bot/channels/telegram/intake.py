"""From raw updates to stored facts, for asking and for webhooks alike."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from bot.channels.base import Inbox
from bot.channels.telegram import parse
from bot.channels.telegram.parse import Me
from domain.messages import Happening, Incoming

LATE = 600  # seconds before the newest message of the same backlog, or before Telegram's time

log = structlog.get_logger()


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
        self, inbox: Inbox, batch: Sequence[Any], *, next_offset: int | None = None
    ) -> None:
        """Store a batch; returns when it is safe to confirm it."""
        if _changes_rights(batch):
            await self.refresh()
        facts = self.facts(batch)
        if facts or next_offset is not None:
            await inbox.append(parse.CHANNEL, self.account, facts, next_offset=next_offset)
        if batch:
            self.last_in = self.now()

    def facts(self, batch: Sequence[Any]) -> list[Incoming]:
        """What a batch says; an update that cannot be read is passed over by its number."""
        if self.catching_up:
            self._newest = max([self._newest, *_dates(batch)])
        found = (self._fact(update) for update in batch)
        return [fact for fact in found if fact is not None]

    def _fact(self, update: Any) -> Incoming | None:
        assert self.me is not None
        try:
            fact = parse.fact(update, self.me, self.now())
        except parse.UNREADABLE as error:
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


def _dates(batch: Sequence[Any]) -> list[int]:
    dates = (parse.spoken_at(update) for update in batch if isinstance(update, dict))
    return [date for date in dates if date is not None]


def numbers(batch: Sequence[Any]) -> list[int]:
    """The updates' ids, as far as they can be read."""
    found = (update.get("update_id") for update in batch if isinstance(update, dict))
    return [number for number in found if isinstance(number, int)]


def _changes_rights(batch: Sequence[Any]) -> bool:
    """Whether the bot came to a group or got other rights: what it may hear is asked anew."""
    return any(isinstance(update, dict) and "my_chat_member" in update for update in batch)
