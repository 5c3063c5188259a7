"""How fast messages may leave: true sliding windows, since a leaky bucket lets twice as many pass."""

from collections import deque
from dataclasses import dataclass

from domain.messages import Limits

SECOND, MINUTE = 1.0, 60.0
MARGIN = 0.02  # seconds: the platform's clock is not ours


class Window:
    """At most `most` in any `span` seconds."""

    def __init__(self, most: int, span: float) -> None:
        self.most = most
        self.span = span + MARGIN
        self._sent: deque[float] = deque()

    def free_at(self, now: float) -> float:
        """When the next one may leave (monotonic seconds): now, or later."""
        while self._sent and self._sent[0] <= now - self.span:
            self._sent.popleft()
        if len(self._sent) < self.most:
            return now
        return self._sent[len(self._sent) - self.most] + self.span

    def take(self, now: float) -> None:
        self._sent.append(now)

    @property
    def idle(self) -> bool:
        return not self._sent


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

    def free_at(self, chat: str, now: float, *, group: bool) -> float:
        """When a message to this chat may leave."""
        windows = self._windows(chat, group=group)
        free = [self._overall.free_at(now), windows.second.free_at(now)]
        if windows.minute is not None:
            free.append(windows.minute.free_at(now))
        return max(free)

    def take(self, chat: str, now: float, *, group: bool) -> None:
        """Count a message that leaves now."""
        windows = self._windows(chat, group=group)
        self._overall.take(now)
        windows.second.take(now)
        if windows.minute is not None:
            windows.minute.take(now)

    def _windows(self, chat: str, *, group: bool) -> _Chat:
        found = self._chats.get(chat)
        if found is None:
            minute = Window(self.limits.group_per_minute, MINUTE) if group else None
            found = self._chats[chat] = _Chat(Window(self.limits.chat_per_second, SECOND), minute)
        return found

    def forget_idle(self, now: float) -> None:
        """Let go of chats that have been quiet, so that years of chats cost nothing."""
        for chat, windows in list(self._chats.items()):
            windows.second.free_at(now)
            if windows.minute is not None:
                windows.minute.free_at(now)
            if windows.second.idle and (windows.minute is None or windows.minute.idle):
                del self._chats[chat]
