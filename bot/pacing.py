"""How fast messages may leave: true sliding windows, as a leaky bucket lets twice as many pass."""

from collections import deque
from dataclasses import dataclass

from domain.messages import Limits

SECOND, MINUTE = 1.0, 60.0
MARGIN = 0.008  # seconds a window is longer than asked: 99.2% of the rate, and room for jitter
LATE = 0.005  # seconds: waking up this much too late is not added to the next wait
CATCH_UP = 0.1  # seconds by which evenly spread messages may be behind and still catch up


class Window:
    """At most `most` in any `span` seconds."""

    def __init__(self, most: int, span: float) -> None:
        self.most = most
        self.span = span + MARGIN
        self._sent: deque[float] = deque(maxlen=most)

    def free_at(self, now: float) -> float:
        """When the next one may leave (monotonic seconds): now, or later."""
        return max(now, self._opens())

    def take(self, now: float) -> float:
        """Count one that leaves now; returns the instant that is counted.

        A loop that wakes up a little late would lose a little of every second. So the instant at
        which the window opened is counted, as long as that keeps the true distance: LATE < MARGIN.
        """
        counted = max(self._opens(), now - LATE) if self._full else now
        self._sent.append(counted)
        return counted

    def left(self, counted: float, now: float) -> None:
        """One that was counted has left only now: writing down that it is ours took a while."""
        if counted < now - LATE and counted in self._sent:
            self._sent.remove(counted)
            self._sent.append(now - LATE)

    def idle(self, now: float) -> bool:
        """Whether nothing that has left counts any more."""
        return not self._sent or self._sent[-1] + self.span <= now

    @property
    def _full(self) -> bool:
        return len(self._sent) == self.most

    def _opens(self) -> float:
        return self._sent[0] + self.span if self._full else float("-inf")


Taken = tuple[tuple[Window, float], ...]
"""The windows that count a message, and from when."""


def left(taken: Taken, now: float) -> None:
    """A message that was counted goes onto the wire now (monotonic seconds)."""
    for window, counted in taken:
        window.left(counted, now)


@dataclass(slots=True)
class _Chat:
    second: Window
    minute: Window | None


class Pacer:
    """One channel's windows: overall, per chat, and per group and minute."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._overall = Window(limits.overall_per_second, SECOND)
        self._chats: dict[str, _Chat] = {}
        self._gap = (
            SECOND / limits.overall_per_second
        )  # the window holds back what would be too fast
        self._spread = float("-inf")

    def open_at(self, now: float) -> float:
        """When anything at all may leave."""
        return self._overall.free_at(now)

    def spread_at(self, now: float) -> float:
        """When the next message of many may leave.

        Evenly spread, so that an urgent one never waits for the end of a full second.
        """
        return max(now, self._spread)

    def free_at(self, chat: str, now: float, *, group: bool) -> float:
        """When a message to this chat may leave."""
        free = self._overall.free_at(now)
        windows = self._chats.get(chat)
        if windows is None:
            return free
        free = max(free, windows.second.free_at(now))
        return max(free, windows.minute.free_at(now)) if group and windows.minute else free

    def take(self, chat: str, now: float, *, group: bool, spread: bool = False) -> Taken:
        """Count a message that leaves now; see `left`."""
        if spread:
            behind = now - self._spread
            self._spread = (now if behind > CATCH_UP else self._spread) + self._gap
        mine = self._windows(chat, group=group)
        counting = [window for window in (self._overall, mine.second, mine.minute) if window]
        return tuple((window, window.take(now)) for window in counting)

    def _windows(self, chat: str, *, group: bool) -> _Chat:
        found = self._chats.get(chat)
        if found is None:
            minute = Window(self.limits.group_per_minute, MINUTE) if group else None
            found = self._chats[chat] = _Chat(Window(self.limits.chat_per_second, SECOND), minute)
        return found

    def forget_idle(self, now: float) -> None:
        """Let go of chats that have been quiet, so that years of chats cost nothing."""
        for chat, windows in list(self._chats.items()):
            minute = windows.minute
            if windows.second.idle(now) and (minute is None or minute.idle(now)):
                del self._chats[chat]
