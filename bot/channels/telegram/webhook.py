"""Taking what Telegram posts: from Telegram only, stored before it is told that all is well."""

import asyncio
import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.base import Inbox
from bot.channels.telegram.hooked import Posting
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.poll import ALLOWED, Patience, Pulse
from bot.channels.telegram.wire import TelegramConfig, Wire

LARGEST = 1024 * 1024  # bytes; Telegram's updates are some kilobytes
HEADER = "X-Telegram-Bot-Api-Secret-Token"
OK, BAD, FORBIDDEN, TOO_LARGE, NOT_YET = 200, 400, 403, 413, 503

log = structlog.get_logger()


def secret_of(config: TelegramConfig) -> str:
    """What Telegram shows to prove itself; without one from the operator, made of the token."""
    if config.webhook_secret:
        return config.webhook_secret
    return hmac.new(config.token.encode(), b"webhook", hashlib.sha256).hexdigest()


class Webhook:
    """The address that Telegram posts to, and keeping it known there."""

    def __init__(self, wire: Wire, intake: Intake, pulse: Pulse, config: TelegramConfig) -> None:
        assert config.webhook_url
        self.wire = wire
        self.intake = intake
        self.pulse = pulse
        self.url = config.webhook_url
        self.secret = secret_of(config)
        self.posting = Posting()
        self._inbox: Inbox | None = None
        self._set = False

    def route(self) -> Route:
        """The route at the path of the public address."""
        path = urlsplit(self.url).path or "/"
        return Route(path, self.receive, methods=["POST"])

    async def run(self, inbox: Inbox) -> None:
        """Keep the webhook set until cancelled."""
        self._inbox = inbox
        patience = Patience(self.pulse.rhythm, self.pulse)
        while True:
            try:
                async with asyncio.timeout(self.pulse.rhythm.call):
                    await self._keep()
                patience.well()
                pause = self.pulse.rhythm.look
            except Exception as error:  # noqa: BLE001 - a loop that ends is a bot that is deaf
                pause = patience.after(error)
                log.warning("webhook.failed", fault=type(error).__name__, pause=pause)
            await asyncio.sleep(pause)

    async def _keep(self) -> None:
        """Set at each start, since the secret may be new, and again where somebody took it."""
        if self._set:
            info = await self.wire.bot.get_webhook_info()
            if info.url == self.url:
                self.posting.look(info, self._time())
                return
        await self.wire.bot.set_webhook(
            self.url, secret_token=self.secret, allowed_updates=list(ALLOWED)
        )
        self._set = True
        self.posting.arrives(self._time())

    def _time(self) -> datetime:
        """The time as Telegram has it, which dates its errors by it."""
        return self.wire.clock() or datetime.now(UTC)

    async def receive(self, request: Request) -> Response:
        """One update; anything but 200 makes Telegram send it again."""
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self.secret.encode()):
            return Response(status_code=FORBIDDEN)
        body = await _body(request)
        if body is None:
            return Response(status_code=TOO_LARGE)
        if self._inbox is None or self.intake.me is None:
            return Response(status_code=NOT_YET)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=BAD)
        clock = self.wire.clock()
        self.intake.compare_with(clock)
        await self.intake.take(self._inbox, [update], clock=clock)
        self.posting.arrives(self._time())
        return Response(status_code=OK)


async def _body(request: Request) -> bytes | None:
    """What was posted; None where it is too large, read no further than that."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST:
            return None
    return data
