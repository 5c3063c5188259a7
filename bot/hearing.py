"""Hearing voice messages by a program of this machine; off unless it is set.

The program is given a file and prints words. Without words in time huying goes on as if there were
no program: a human listens.
"""

import asyncio
import os
import shlex
import signal
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import structlog

from bot.channels.base import Channel
from bot.doctor import Finding
from bot.files import Files
from bot.pump import LOOK_AGAIN, Behind, Consult
from bot.settings import FILE, Settings
from domain.hearing import words_in
from domain.messages import Happening, Incoming, Media

LARGEST = 10 * 1024 * 1024  # bytes; half an hour of a voice message is less
LONGEST = 300  # seconds; who speaks longer is listened to by somebody
MOST_PRINTED = 64 * 1024  # bytes; words of five minutes, and all that an engine says besides
AT_ONCE = 2  # engines; each takes a core and more
OURS = "HUYING_"  # settings, and the secrets among them, are none of the program's business

_NONE, _SECOND = b"\0\0\0\0", 50
SILENCE = (
    b"OggS\0\2" + _NONE * 2 + b"\1\0\0\0" + _NONE + b"\x1c\x9f\xf5\xd9\1\x13"
    b"OpusHead\1\x018\1\x80\xbb\0\0\0\0\0"
    b"OggS\0\0" + _NONE * 2 + b"\1\0\0\0\1\0\0\0\x87X`\x1a\1\x10"
    b"OpusTags" + _NONE * 2 +
    b"OggS\0\4\x80\xbb\0\0" + _NONE + b"\1\0\0\0\2\0\0\0\xe9T3\xc62"
    + b"\3" * _SECOND + b"\xf8\xff\xfe" * _SECOND
)  # fmt: skip
"""What the doctor lets the program hear: one second of nothing, in the form of Telegram's voices."""

Voices = Callable[[Incoming, datetime], Awaitable[Media | None]]
"""The voice message of a stored fact that is worth hearing."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that prints what is said in a file."""

    command: tuple[str, ...]
    seconds: float

    @property
    def name(self) -> str:
        return Path(self.command[0]).name

    def on(self, file: Path) -> list[str]:
        """The command for this file."""
        return [part.replace(FILE, str(file)) for part in self.command]


class Unheard(Exception):  # noqa: N818 - reads as what it is
    """There are no words that count; its own are why, and nothing of what was said."""


@dataclass(slots=True)
class Listening:
    """Hears a stored voice message, for as long as nobody with words waits behind it."""

    engine: Engine
    voices: Voices
    channels: Mapping[str, Channel]
    files: Files
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def __call__(self, said: Incoming, now: datetime, behind: Behind) -> Incoming:
        voice = await self.voices(said, now)
        if voice is None or await _pressing(behind):
            return said
        hearing = asyncio.ensure_future(self._heard(said.where.channel, voice))
        try:
            while not (await asyncio.wait({hearing}, timeout=LOOK_AGAIN))[0]:
                if await _pressing(behind):
                    log.info("hearing.cut_short")
                    return said
            return replace(said, heard=hearing.result())
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)  # its program and file are gone

    async def _heard(self, channel: str, voice: Media) -> str:
        """The words; empty where there are none, and the log tells why."""
        try:
            async with asyncio.timeout(self.engine.seconds), self._places:
                words = await self._words(await self._fetched(channel, voice), voice.mime)
        except (Unheard, OSError, LookupError, TimeoutError) as fault:
            late = isinstance(fault, TimeoutError)
            why = str(fault) if isinstance(fault, Unheard) else type(fault).__name__
            log.warning("hearing.missed", why="too late" if late else why)
            return ""
        log.info("hearing.done")
        return words

    async def _fetched(self, channel: str, voice: Media) -> bytes:
        """The voice itself, from where it was spoken."""
        if voice.seconds > LONGEST:
            raise Unheard("too long")
        if voice.size > LARGEST:
            raise Unheard("too large")
        data = await self.channels[channel].fetch(voice)
        if not 0 < len(data) <= LARGEST:
            raise Unheard("too large" if data else "no sound")
        return data

    async def _words(self, data: bytes, mime: str) -> str:
        path = await asyncio.to_thread(self.files.keep, data, mime)  # a crash: it is swept away
        try:
            words = words_in(await printed(self.engine, self.files.whole(path)))
        finally:
            self.files.let_go([path])
        if not words:
            raise Unheard("no words")
        return words


async def _pressing(behind: Behind) -> bool:
    """Whether somebody waits who has said or pressed something: it may be an emergency."""
    return any(line.text or line.what is not Happening.MESSAGE for line in await behind())


async def printed(engine: Engine, file: Path) -> str:
    """What the program prints about a file. Raises Unheard, OSError; cancelled, it is ended."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    child = await asyncio.create_subprocess_exec(
        *engine.on(file), env=own, start_new_session=True, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert child.stdout is not None
    ended = False
    try:
        out = await _bounded(child.stdout)
        code = await child.wait()
        ended = True
    finally:
        if not ended:
            await _end(child)
    if code:
        raise Unheard(f"exit {code}")
    return out.decode("utf-8", "replace")


async def _bounded(stream: asyncio.StreamReader) -> bytes:
    out = b""
    while chunk := await stream.read(4096):
        out += chunk
        if len(out) > MOST_PRINTED:
            raise Unheard("too much")
    return out


async def _end(child: asyncio.subprocess.Process) -> None:
    """End the program and whatever it has started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    await child.wait()


def engine_of(settings: Settings) -> Engine | None:
    """The operator's program; None where none is set, and then a human listens."""
    if not settings.transcribe:
        return None
    return Engine(tuple(shlex.split(settings.transcribe)), settings.transcribe_seconds)


def listen_of(
    settings: Settings, voices: Voices, channels: Mapping[str, Channel], files: Files
) -> Consult | None:
    """What the pump asks about a stored voice message before its turn; None where nobody hears."""
    engine = engine_of(settings)
    return None if engine is None else Listening(engine, voices, channels, files)


async def examined(settings: Settings) -> list[Finding]:
    """Whether the program can be run on a voice message like Telegram's; no finding where none is set."""
    engine = engine_of(settings)
    if engine is None:
        return []
    why = await _trial(engine)
    # It is an addition: without it a human listens, so nothing is broken.
    level = "warning" if why else "ok"
    return [Finding(level, "hearing", {"name": engine.name, "why": why})]


async def _trial(engine: Engine) -> str:
    """Why the program does not work; empty where it does. That it hears nothing in silence is right."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "silence.ogg"
        file.write_bytes(SILENCE)
        try:
            async with asyncio.timeout(engine.seconds):
                await printed(engine, file)
        except TimeoutError:
            return "too late"
        except Unheard as unheard:
            return str(unheard)
        except OSError as error:
            return type(error).__name__
    return ""
