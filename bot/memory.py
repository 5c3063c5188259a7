"""What is remembered for two minutes, in memory alone: the lines around the one that matters."""

from collections import deque
from dataclasses import dataclass, field

from domain.messages import Address, ChatKind, Incoming, Line

KEPT = 120.0  # seconds; a kill may lose this, and nothing else
SWEEP = 10.0  # seconds between two rounds of letting go
RIDES_ALONG = 60.0  # seconds: several lines of one person within a minute are one matter
LINES = 3


@dataclass(slots=True)
class _Kept:
    """A line that did not matter alone, until one that does takes it along."""

    at: float
    line: Line
    taken_by: str | None = None


@dataclass(slots=True)
class _Sender:
    lines: deque[_Kept] = field(default_factory=lambda: deque(maxlen=LINES))
    mattered: tuple[float, str] | None = None


@dataclass(slots=True)
class _Chat:
    senders: dict[str, _Sender] = field(default_factory=dict)
    last: tuple[float, str, bool] | None = None
    """When, which message, and whether it mattered."""
    albums: dict[str, float] = field(default_factory=dict)
    at: float = 0.0


class Memory:
    """Each group's last two minutes.

    A platform may tell the same message twice (the database was away when it first came): the
    answers for it are the same then.
    """

    def __init__(self) -> None:
        self._chats: dict[Address, _Chat] = {}
        self._swept = 0.0

    def before(self, said: Incoming, now: float) -> tuple[Line, ...]:
        """The sender's lines of the last minute that did not matter alone."""
        sender = self._sender(said)
        if sender is None:
            return ()
        return tuple(
            kept.line
            for kept in sender.lines
            if now - kept.at <= RIDES_ALONG
            and kept.taken_by in (None, said.message)
            and kept.line.message != said.message
        )

    def own_before(self, said: Incoming, now: float) -> str | None:
        """The sender's line of the last minute that mattered."""
        sender = self._sender(said)
        if sender is None or sender.mattered is None or now - sender.mattered[0] > RIDES_ALONG:
            return None
        again = said.message in (sender.mattered[1], *(kept.line.message for kept in sender.lines))
        return None if again else sender.mattered[1]

    def after(self, said: Incoming, now: float) -> str | None:
        """The message said in this group just before, if it mattered."""
        chat = self._chats.get(said.where)
        if chat is None or chat.last is None or not chat.last[2] or now - chat.last[0] > KEPT:
            return None
        return chat.last[1] if chat.last[1] != said.message else None

    def knows_album(self, said: Incoming) -> bool:
        """Whether an earlier picture of this album mattered."""
        chat = self._chats.get(said.where)
        return chat is not None and said.album is not None and said.album in chat.albums

    def keep(self, said: Incoming, now: float, *, mattered: bool) -> None:
        """Remember a line; what mattered takes the lines before it along."""
        if said.chat_kind is not ChatKind.GROUP or said.message is None:
            return
        chat = self._chats.setdefault(said.where, _Chat())
        chat.at = now
        chat.last = (now, said.message, mattered)
        sender = chat.senders.setdefault(said.speaker.account, _Sender())
        if mattered:
            sender.mattered = (now, said.message)
            for kept in sender.lines:
                kept.taken_by = kept.taken_by or said.message
            if said.album:
                chat.albums[said.album] = now
        elif said.message not in [kept.line.message for kept in sender.lines]:
            line = Line(said.message, said.text, said.media, said.album)
            sender.lines.append(_Kept(now, line))

    def forget(self, now: float) -> None:
        """Let go of groups that have been quiet for two minutes, and of everything older."""
        if now - self._swept < SWEEP:
            return
        self._swept = now
        for name, chat in list(self._chats.items()):
            if now - chat.at > KEPT:
                del self._chats[name]
                continue
            chat.albums = {a: at for a, at in chat.albums.items() if now - at <= KEPT}
            chat.senders = {
                account: sender
                for account, sender in chat.senders.items()
                if (sender.lines and now - sender.lines[-1].at <= KEPT)
                or (sender.mattered and now - sender.mattered[0] <= KEPT)
            }

    def _sender(self, said: Incoming) -> _Sender | None:
        chat = self._chats.get(said.where)
        return chat.senders.get(said.speaker.account) if chat else None
