"""Telegram as one of the house's channels."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from starlette.routing import BaseRoute
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.base import Inbox
from bot.channels.telegram import parse
from bot.channels.telegram.deliver import Postman
from bot.channels.telegram.hooked import hook_finding
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.parse import Me
from bot.channels.telegram.poll import Patience, Poller, Pulse, Rhythm
from bot.channels.telegram.webhook import Webhook
from bot.channels.telegram.wire import CALL, TelegramConfig, Wire
from bot.doctor import CLOCK_SKEW, Finding, clock_finding
from domain.messages import (
    Delivery,
    Health,
    Media,
    MediaKind,
    Op,
    Outcome,
    Outgoing,
)
from domain.wires import WIRES

LARGEST_FILE = 20 * 1024 * 1024  # bytes; getFile gives no larger ones
PRIVATE = ("start", "mine", "tasks", "off", "on", "console", "help")
GROUP = ("mine", "help")
ADMINS = ("bind", "mode", "mine", "help")

Commands = Mapping[str, Mapping[str, str]]
"""Per locale, what each command is for."""
Named = Callable[[str], Awaitable[None]]

log = structlog.get_logger()


async def _nobody(_: str) -> None:
    """Nobody wants to know the name."""


class TelegramChannel:
    """Telegram: asks or is posted to, says what it is told, and tells how it is doing."""

    name = parse.CHANNEL
    can = WIRES[parse.CHANNEL].can
    limits = WIRES[parse.CHANNEL].limits

    def __init__(
        self,
        config: TelegramConfig,
        *,
        now: Callable[[], datetime],
        read_file: Callable[[str], bytes],
        commands: Commands | None = None,
        locale: str = "zh-Hans",
        on_named: Named = _nobody,
        rhythm: Rhythm | None = None,
    ) -> None:
        self.config = config
        self.now = now
        self.commands = commands or {}
        self.locale = locale
        self.on_named = on_named
        self.wire = Wire(config)
        self.pulse = Pulse(rhythm or Rhythm())
        self.intake = Intake(config.account, now, self.refresh)
        self.postman = Postman(self.wire.bot, read_file, longest=self.pulse.rhythm.speak)
        self.webhook: Webhook | None = None
        if config.webhook_url:
            self.webhook = Webhook(self.wire, self.intake, self.pulse, config)
        self._last_out: datetime | None = None

    @property
    def bot_name(self) -> str | None:
        """The bot's user name, as links carry it; None until Telegram has told it."""
        return self.intake.me.username if self.intake.me else None

    async def run(self, inbox: Inbox) -> None:
        """Receive until cancelled; a wrong token or no network shows in `health`."""
        await self._introduce()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._announce(), name="telegram name and commands")
            group.create_task(self.intake.settle_doubts(inbox), name="telegram rights")
            if self.webhook is not None:
                group.create_task(self.webhook.run(inbox), name="telegram webhook")
            else:
                group.create_task(Poller(self.wire, self.intake, self.pulse).run(inbox))

    async def _introduce(self) -> None:
        """Ask who we are, until Telegram answers: without a name nobody can be mentioned."""
        patience = Patience(self.pulse.rhythm, self.pulse)
        while self.intake.me is None:
            try:
                await self._meet()
                if self.webhook is None:
                    await self.wire.bot.delete_webhook(drop_pending_updates=False)
            except Exception as error:  # noqa: BLE001 - the house stands without Telegram, too
                self.intake.me = None
                pause = patience.after(error)
                log.warning("channel.unreached", fault=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
        patience.well()

    async def tell_name(self, *, within: float) -> None:
        """Ask for the bot's name once, and tell the house; nothing where no answer comes in time."""
        try:
            async with asyncio.timeout(within):
                await self._meet()
        except (TelegramError, TimeoutError) as error:
            log.warning("name.unknown", fault=type(error).__name__)
            return
        await self.on_named(self.bot_name or "")

    async def _meet(self) -> None:
        async with asyncio.timeout(CALL):
            me = await self.wire.bot.get_me()
        self.intake.me = Me(me.id, me.username or "", me.can_read_all_group_messages)

    async def refresh(self) -> None:
        """Ask anew what the bot may hear; where that fails, what was known stays."""
        try:
            await self._meet()
        except (TelegramError, TimeoutError) as error:
            log.warning("rights.unknown", fault=type(error).__name__)

    async def _announce(self) -> None:
        """Tell the house the bot's name, and Telegram the commands, however long it takes."""
        await self._insist(partial(self.on_named, self.bot_name or ""))
        for language, locale in self._menus():
            for scope, menu in _scopes(self.commands.get(locale, {})):
                await self._insist(partial(self._set_menu, menu, scope, language))

    async def _insist(self, step: Callable[[], Awaitable[None]]) -> None:
        """Try until it works; what Telegram will never take is left, since menus are a comfort."""
        patience = Patience(self.pulse.rhythm, Pulse(self.pulse.rhythm))  # health is another's
        while True:
            try:
                await step()
            except BadRequest as error:
                log.warning("commands.refused", fault=type(error).__name__)
            except Exception as error:  # noqa: BLE001 - a loop that ends is a bot without menus
                pause = patience.after(error)
                log.warning("commands.unset", fault=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                continue
            return

    def _menus(self) -> Iterator[tuple[str, str]]:
        """Languages of people's telephones, two letters or none, and the locale for each."""
        yield "", self.locale
        yield ("zh", "zh-Hans") if self.locale == "en" else ("en", "en")

    async def _set_menu(
        self, menu: list[BotCommand], scope: BotCommandScope, language: str
    ) -> None:
        async with asyncio.timeout(CALL):
            await self.wire.bot.set_my_commands(menu, scope=scope, language_code=language or None)

    async def deliver(self, out: Outgoing) -> Outcome:
        """One attempt; never raises for Telegram's errors."""
        outcome = await self.postman.deliver(out)
        if outcome.state is Delivery.SENT and out.op is not Op.ANSWER:
            self._last_out = self.now()
        return outcome

    async def fetch(self, media: Media) -> bytes:
        """The bytes of something that was sent along.

        LookupError where there are none (a place, a file too large); OSError without Telegram.
        """
        if media.kind is MediaKind.LOCATION or media.size > LARGEST_FILE:
            raise LookupError(media.kind)
        try:
            async with asyncio.timeout(CALL):
                file = await self.wire.bot.get_file(media.ref)
                return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise ConnectionError(type(error).__name__) from error

    def routes(self) -> Sequence[BaseRoute]:
        return [self.webhook.route()] if self.webhook is not None else []

    def health(self) -> Health:
        """Well while Telegram answers; the last answer is the only sign worth trusting."""
        problems = list(self.pulse.problems)
        me = self.intake.me
        if me is None and not problems:
            problems.append("silent")
        if self.webhook is not None and self.webhook.posting.failing:
            problems.append("webhook")
        ok = not problems
        if me is not None and me.reads_all is False:
            problems.append("privacy")
        if abs(self.wire.ahead or timedelta()) >= CLOCK_SKEW:
            problems.append("clock")
        return Health(ok, self.intake.last_in, self._last_out, tuple(problems))

    async def examine(self) -> list[Finding]:
        """What Telegram says of this deployment: token, clock, and what the bot may hear."""
        try:
            await self._meet()
        except InvalidToken:
            return [Finding("error", "token", {"why": "401", "name": ""})]
        except (TelegramError, TimeoutError) as error:
            why = type(error.__cause__ or error).__name__
            return [Finding("error", "token", {"why": why, "name": ""})]
        found = [Finding("ok", "token", {"name": self.bot_name, "why": ""})]
        if self.intake.me is not None and self.intake.me.reads_all is False:
            found.append(Finding("warning", "privacy", {}))
        if self.wire.ahead is not None:
            found.append(clock_finding(self.wire.ahead))
        if self.webhook is not None:
            found += await self._examine_webhook(self.webhook.url)
        return found

    async def _examine_webhook(self, url: str) -> list[Finding]:
        """Whether Telegram's posts arrive; nothing where it has just stopped answering."""
        try:
            async with asyncio.timeout(CALL):
                info = await self.wire.bot.get_webhook_info()
        except (TelegramError, TimeoutError):
            return []
        return [hook_finding(info, url, self.wire.clock() or datetime.now(UTC))]

    async def close(self) -> None:
        """Close the connections."""
        await self.wire.close()


def _scopes(texts: Mapping[str, str]) -> Iterator[tuple[BotCommandScope, list[BotCommand]]]:
    """The menus of commands, by where they are opened."""
    scopes: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUP),
        (BotCommandScopeAllChatAdministrators(), ADMINS),
    )
    for scope, names in scopes:
        menu = [BotCommand(name, texts[name]) for name in names if name in texts]
        if menu:
            yield scope, menu
