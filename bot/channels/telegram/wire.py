"""The connections to Telegram: one pool to listen, one to speak, each call with an end."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

LISTENING_POOL, SPEAKING_POOL = 4, 40  # connections
CONNECT, POOL = 10.0, 5.0  # seconds
READ = 20.0  # seconds; the library's 5 are short through a proxy
CALL = 45.0  # seconds for a call altogether: a connection that hangs stops nobody for longer
UPLOAD = 120.0  # seconds for photos


@dataclass(frozen=True, slots=True)
class TelegramConfig:
    """What an operator sets for Telegram."""

    token: str
    api_url: str = "https://api.telegram.org"
    proxy: str | None = None
    webhook_url: str | None = None
    """Empty: huying asks for updates itself."""
    webhook_secret: str | None = None

    def __repr__(self) -> str:
        """Without the token, which must never be in a log."""
        return f"TelegramConfig({self.account})"

    @property
    def account(self) -> str:
        """The bot's own id: offsets belong to it."""
        return self.token.partition(":")[0]


class Wire:
    """A bot's two clients; the one that listens can be built anew without touching the other."""

    def __init__(self, config: TelegramConfig) -> None:
        # The library warns at each pause asked for, unless its future type is chosen.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self.ahead: timedelta | None = None
        """How far this machine's clock is ahead of Telegram's; None until Telegram has said."""
        self.listening = self._request(config, LISTENING_POOL)
        self.speaking = self._request(config, SPEAKING_POOL)
        address = config.api_url.rstrip("/")
        self.bot = Bot(
            config.token,
            base_url=f"{address}/bot",
            base_file_url=f"{address}/file/bot",
            request=self.speaking,
            get_updates_request=self.listening,
        )

    def clock(self) -> datetime | None:
        """The time as Telegram has it; None until it has said."""
        return None if self.ahead is None else datetime.now(UTC) - self.ahead

    async def updates(
        self, offset: int, *, wait: int, limit: int, allowed: Sequence[str]
    ) -> list[Any]:
        """Raw updates from `offset` on; asking confirms all before it."""
        # Spelled so that the library does not advise its own parsing method at each call.
        found = await self.bot.do_api_request(
            "get_Updates",
            api_kwargs={
                "offset": offset, "timeout": wait, "limit": limit, "allowed_updates": list(allowed),
            },
            read_timeout=wait + READ,
        )  # fmt: skip
        return list(found)

    async def renew(self) -> None:
        """Drop the listening connections: one that hangs behind a proxy raises nothing."""
        await self.listening.shutdown()
        await self.listening.initialize()

    async def close(self) -> None:
        """Close both."""
        await self.listening.shutdown()
        await self.speaking.shutdown()

    def _request(self, config: TelegramConfig, connections: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=connections, proxy=config.proxy, read_timeout=READ,
            write_timeout=READ, connect_timeout=CONNECT, pool_timeout=POOL,
            media_write_timeout=UPLOAD, httpx_kwargs={"event_hooks": {"response": [self._heard]}},
        )  # fmt: skip

    async def _heard(self, answer: httpx.Response) -> None:
        """Each answer carries the other side's time; the machine's own clock is what is compared."""
        with suppress(KeyError, ValueError, TypeError):
            said = parsedate_to_datetime(answer.headers["date"])
            self.ahead = datetime.now(UTC) - said
