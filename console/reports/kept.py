"""What was reckoned a moment ago, for whoever asks again: a page that anybody may open stays cheap."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class Kept(Generic[T]):
    """Values by key, each for so long; of many who ask at once one has it reckoned."""

    lasts: timedelta
    _values: dict[str, tuple[datetime, T]] = field(default_factory=dict)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, key: str, now: datetime, made: Callable[[], Awaitable[T]]) -> T:
        """The value of this key, made anew where it is too old. Keys are few: who calls sees to it."""
        async with self._one:
            at, value = self._values.get(key, (None, None))
            if at is not None and value is not None and timedelta() <= now - at < self.lasts:
                return value
            fresh = await made()
            self._values[key] = (now, fresh)
            return fresh
