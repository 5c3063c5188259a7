"""What residents say in a web group: in memory only, since chat leaves no trace; and who is looking."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PRIVATE = "p."
"""How a private chat's name begins."""
SHOWN = 100  # lines of a chat when a page opens; no more are remembered
GROUP_LASTS = timedelta(hours=6)  # whoever looks in at noon and in the evening reads half a day
PRIVATE_LASTS = timedelta(hours=24)  # their own words, which an answer of the night refers to
POSTS = 300  # of all chats: a bad line repeats a post within a minute


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as pages show it: a person's (from memory) or huying's (from the database)."""

    id: str
    chat: str
    at: datetime
    account: str | None
    """None for huying."""
    name: str
    text: str
    reply_to: str | None = None
    photos: tuple[str, ...] = ()
    choices: tuple[tuple[dict[str, str | None], ...], ...] = ()
    edited: bool = False
    once: str | None = None
    """What the page that posted it knows it by."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened in a chat, for pages that are open."""

    chat: str
    what: str
    """said, edited, deleted, reacted or toast."""
    id: str
    line: Shown | None = None
    text: str = ""
    account: str | None = None
    """For a toast: who pressed."""


@dataclass(slots=True)
class Rooms:
    """All web chats of this process."""

    lines: defaultdict[str, deque[Shown]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=SHOWN))
    )
    _posted: deque[str] = field(default_factory=lambda: deque(maxlen=POSTS))
    _listeners: set[asyncio.Queue[News]] = field(default_factory=set)

    def say(self, line: Shown) -> None:
        """Remember a person's line, and show it to everybody who looks."""
        self.lines[line.chat].append(line)
        self.tell(News(line.chat, "said", line.id, line))

    def take_back(self, chat: str, message: str) -> bool:
        """Take a line back; False where it is not (or no longer) remembered."""
        line = self.find(chat, message)
        if line is None:
            return False
        self.lines[chat].remove(line)
        return True

    def first_time(self, key: str) -> bool:
        """Whether a post has not been shown yet."""
        if key in self._posted:
            return False
        self._posted.append(key)
        return True

    def tell(self, news: News) -> None:
        """Let open pages know; a page that does not keep up loses news, and reloads."""
        for queue in self._listeners:
            if not queue.full():
                queue.put_nowait(news)

    def recent(self, chat: str, now: datetime) -> list[Shown]:
        """People's lines of a chat that are still remembered."""
        return [line for line in self.lines.get(chat, ()) if now - line.at < _lasts(chat)]

    def forget(self, now: datetime) -> None:
        """Let go of lines whose time is over, also where nobody speaks or looks any more."""
        for chat in list(self.lines):
            left = self.recent(chat, now)
            if left:
                self.lines[chat] = deque(left, maxlen=SHOWN)
            else:
                del self.lines[chat]

    def find(self, chat: str, message: str) -> Shown | None:
        return next((line for line in self.lines.get(chat, ()) if line.id == message), None)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[News]]:
        """News for one open page."""
        queue: asyncio.Queue[News] = asyncio.Queue(maxsize=500)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)


def _lasts(chat: str) -> timedelta:
    return PRIVATE_LASTS if chat.startswith(PRIVATE) else GROUP_LASTS


def new_id() -> str:
    """A message's id; later ones sort later."""
    return f"{time.time_ns():016x}"
