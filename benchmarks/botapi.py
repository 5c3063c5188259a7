"""A Bot API server that costs almost nothing, so that what is measured is the bot.

It speaks just enough HTTP for keep-alive POSTs, hands out updates as bytes that were made before,
and keeps Telegram's limits as true sliding windows: a message too many is answered with 429.
"""

import asyncio
import json
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

TOKEN = "4711:benchmark"
BOT = {"id": 4711, "is_bot": True, "first_name": "huying", "username": "huying_bench_bot",
       "can_read_all_group_messages": True, "can_join_groups": True}  # fmt: skip
OVERALL, CHAT, GROUP = 30, 1, 20  # a second, a second, a minute
MOST = 100  # updates in one answer
TOO_MANY = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1",'
    b'"parameters":{"retry_after":1}}'
)
EPSILON = 0.01  # seconds that a message may spend on the wire between two clocks


@dataclass(slots=True)
class Sent:
    """One message as it arrived."""

    at: float
    chat: int
    text: str


@dataclass(slots=True)
class Windows:
    """The platform's limits; counts what was refused, by the limit that it met."""

    overall: deque[float] = field(default_factory=deque)
    chats: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    refused: Counter[str] = field(default_factory=Counter)

    def takes(self, chat: int, now: float) -> bool:
        """Whether a message may pass now."""
        last = self.chats[chat]
        _forget(self.overall, now - 1 + EPSILON)
        _forget(last, now - 60 + EPSILON)
        met = self._met(chat, last, now)
        if met:
            self.refused[met] += 1
            return False
        self.overall.append(now)
        last.append(now)
        return True

    def _met(self, chat: int, last: deque[float], now: float) -> str:
        if len(self.overall) >= OVERALL:
            return "overall"
        if sum(at > now - 1 + EPSILON for at in last) >= CHAT:
            return "chat"
        return "group" if chat < 0 and len(last) >= GROUP else ""

    def told(self) -> str:
        """How many were refused, and why."""
        why = ", ".join(f"{name} {number}" for name, number in sorted(self.refused.items()))
        return f"**{self.refused.total()}**" + (f" ({why})" if why else "")


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()


class BotApi:
    """The platform: a queue of updates, and a list of what was sent."""

    def __init__(self, *, limits: bool = True) -> None:
        self.updates: deque[tuple[int, bytes]] = deque()
        self.sent: list[Sent] = []
        self.windows = Windows() if limits else None
        self.handed = 0.0
        """When the first update left."""
        self.confirmed = 0
        """The offset that was last asked for."""
        self.confirmed_at = 0.0
        self.heard: Callable[[Sent], None] = lambda _: None
        self._news = asyncio.Event()
        self._moved = asyncio.Event()
        self._next = 1
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen on a free port; returns the address."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Wire(self), "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    def put(self, update: dict[str, object]) -> int:
        """Queue an update; returns its number."""
        number, self._next = self._next, self._next + 1
        body = json.dumps({"update_id": number, **update}, ensure_ascii=False).encode()
        self.updates.append((number, body))
        self._news.set()
        return number

    async def until_confirmed(self, offset: int) -> None:
        """Wait until the bot asks for this update or a later one."""
        while self.confirmed < offset:
            self._moved.clear()
            await self._moved.wait()

    async def call(self, method: str, fields: dict[str, str]) -> bytes:
        """Answer one call."""
        if method == "getUpdates":
            return await self._get_updates(fields)
        if method.startswith("send"):
            return self._send(fields)
        return _ok(_FACTS.get(method, True))

    async def _get_updates(self, fields: dict[str, str]) -> bytes:
        offset = int(fields.get("offset", 0))
        while self.updates and self.updates[0][0] < offset:
            self.updates.popleft()
        self.confirmed, self.confirmed_at = offset, time.monotonic()
        self._moved.set()
        if not self.updates:
            self._news.clear()
            try:
                async with asyncio.timeout(float(fields.get("timeout", 0))):
                    await self._news.wait()
            except TimeoutError:
                return b'{"ok":true,"result":[]}'
        most = min(int(fields.get("limit", MOST)), MOST, len(self.updates))
        batch = [self.updates[index][1] for index in range(most)]
        self.handed = self.handed or time.monotonic()
        return b'{"ok":true,"result":[' + b",".join(batch) + b"]}"

    def _send(self, fields: dict[str, str]) -> bytes:
        now, chat = time.monotonic(), int(fields["chat_id"])
        if self.windows is not None and not self.windows.takes(chat, now):
            return TOO_MANY
        sent = Sent(now, chat, fields.get("text", ""))
        self.sent.append(sent)
        self.heard(sent)
        where = {"id": chat, "type": "private" if chat > 0 else "supergroup"}
        facts = {"message_id": len(self.sent), "date": int(time.time()), "text": sent.text}
        return _ok(facts | {"chat": where})


_MEMBER = {"status": "member", "user": BOT}
_FACTS: dict[str, object] = {
    "getMe": BOT,
    "getChatMember": _MEMBER,
    "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
    "getMyCommands": [],
}


def _ok(result: object) -> bytes:
    return json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode()


class _Wire(asyncio.Protocol):
    """One kept-alive connection; calls are answered in order."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.buffer = b""
        self.transport: asyncio.Transport | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        path = head.split(b" ", 2)[1].decode()
        task = asyncio.ensure_future(self._answer(path, rest[:length]))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _answer(self, path: str, body: bytes) -> None:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
        answer = await self.api.call(path.rsplit("/", 1)[1], fields)
        status = b"429 Too Many Requests" if answer is TOO_MANY else b"200 OK"
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\nContent-Type: application/json\r\nContent-Length: "
                + str(len(answer)).encode() + b"\r\n\r\n" + answer
            )  # fmt: skip
