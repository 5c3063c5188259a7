"""Asking Telegram for updates: confirmed only after they are stored, and never silently dead."""

import asyncio
import time
from dataclasses import dataclass

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.channels.base import Inbox
from bot.channels.telegram import errors, fields, parse
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.wire import CALL, Wire

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
BATCH = 100  # getUpdates gives no more at once
GAP = 600.0  # seconds without an answer after which what comes has waited

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long is waited for what, in seconds."""

    poll: int = 50
    """Telegram keeps an empty question open this long."""
    first: float = 1.0
    longest: float = 30.0
    token: float = errors.WRONG_TOKEN_PAUSE
    conflict: float = 5.0
    """Two programs on one token: normal for a minute while a new version starts."""
    red: float = 150.0
    """Without an answer for this long it is not well."""
    renew: float = 180.0
    """Without an answer for this long the connections are built anew."""
    call: float = 30.0
    """What a question may take beyond `poll`."""
    look: float = 60.0
    """Between two looks at whether the webhook still stands, and whether what is posted arrives."""
    speak: float = CALL
    """What saying something may take before its end counts as unknown."""


class Pulse:
    """When Telegram last answered the question that matters, and what is wrong now."""

    def __init__(self, rhythm: Rhythm) -> None:
        self.rhythm = rhythm
        self.trouble: str | None = None
        self._last = self._renewed = time.monotonic()

    @property
    def silence(self) -> float:
        """Seconds since the last answer."""
        return time.monotonic() - self._last

    def beat(self) -> None:
        """It answered."""
        self._last = self._renewed = time.monotonic()
        self.trouble = None

    def renewal_due(self) -> bool:
        """Whether the connections hang; True once in `renew` seconds."""
        now = time.monotonic()
        if now - self._renewed < self.rhythm.renew:
            return False
        self._renewed = now
        return True

    @property
    def problems(self) -> tuple[str, ...]:
        """Codes for people; a passing hitch is none."""
        if self.trouble is not None:
            return (self.trouble,)
        return ("silent",) if self.silence > self.rhythm.red else ()


class Patience:
    """How long to wait after an error: longer each time, as long as Telegram asks."""

    def __init__(self, rhythm: Rhythm, pulse: Pulse) -> None:
        self.rhythm = rhythm
        self.pulse = pulse
        self._pause = 0.0

    def well(self) -> None:
        """It worked."""
        self._pause = 0.0
        self.pulse.beat()

    def after(self, error: Exception) -> float:
        """Seconds to wait now; says what is wrong where a person must act."""
        if isinstance(error, RetryAfter):
            return errors.pause_of(error) + 0.5
        if isinstance(error, (InvalidToken, EndPointNotFound)):
            self.pulse.trouble = "token"
            return self.rhythm.token
        if isinstance(error, Conflict):
            self.pulse.trouble = "conflict"
            return self.rhythm.conflict
        self._pause = min(self.rhythm.longest, max(self.rhythm.first, self._pause * 1.5))
        return self._pause


class Poller:
    """The loop that asks, stores, and only then confirms by asking for what follows."""

    def __init__(self, wire: Wire, intake: Intake, pulse: Pulse) -> None:
        self.wire = wire
        self.intake = intake
        self.pulse = pulse
        self.rhythm = pulse.rhythm

    async def run(self, inbox: Inbox) -> None:
        """Ask until cancelled; whatever goes wrong is waited out."""
        patience = Patience(self.rhythm, self.pulse)
        offset: int | None = None
        while True:
            try:
                if offset is None:
                    offset = await inbox.offset(parse.CHANNEL, self.intake.account)
                offset = await self._round(inbox, offset)
                patience.well()
            except Exception as error:  # noqa: BLE001 - a loop that ends is a bot that is deaf
                pause = patience.after(error)
                _tell(error, pause)
                await self._mend()
                await asyncio.sleep(pause)

    async def _round(self, inbox: Inbox, offset: int) -> int:
        if self.pulse.silence > GAP:
            self.intake.fall_behind()
        wait = 0 if self.intake.catching_up else self.rhythm.poll
        async with asyncio.timeout(wait + self.rhythm.call):
            batch = await self.wire.updates(offset, wait=wait, limit=BATCH, allowed=ALLOWED)
        if not batch:
            self.intake.catch_up()
            return 0  # all is confirmed; after an idle week numbers begin anew, maybe below ours
        last = max(fields.numbers(batch), default=None)
        offset = offset if last is None else last + 1
        await self.intake.take(inbox, batch, next_offset=offset, clock=self.wire.clock())
        if len(batch) < BATCH:
            self.intake.catch_up()
        if last is None:  # it cannot be confirmed: it comes again, beside what is new
            log.error("updates.without_number", updates=len(batch))
            await asyncio.sleep(self.rhythm.first)
        return offset

    async def _mend(self) -> None:
        """Build the connections anew after a long silence: a hung proxy raises nothing."""
        if not self.pulse.renewal_due():
            return
        try:
            async with asyncio.timeout(self.rhythm.call):
                await self.wire.renew()
            log.warning("connections.renewed")
        except Exception as error:  # noqa: BLE001 - closing what hangs may fail, too
            log.warning("connections.stuck", fault=type(error).__name__)


def _tell(error: Exception, pause: float) -> None:
    fault = type(error).__name__
    if isinstance(error, (TelegramError, TimeoutError)):
        log.warning("updates.failed", fault=fault, pause=pause)
    else:  # not Telegram's: nothing was confirmed, so the same updates come again
        log.error("updates.unstored", fault=fault, pause=pause)
