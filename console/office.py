"""What the console is given to work with."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from console.pace import Pace
from console.pages import Pages
from console.reports.kept import Kept
from handlers.texts import Sentences
from handlers.turn import Turn
from handlers.world import World
from storage.database import Database

if TYPE_CHECKING:
    from console.reports.board import Board

DIGITS = 9
FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}
"""Digits as a Chinese keyboard writes them."""
LARGEST = 10**DIGITS - 1
"""No row has a larger number, but an address may hold any."""
TRIES, TRIES_SECONDS = 20, 600.0
"""Links that opened nothing, from one network: whoever guesses must wait."""
BOARD_LASTS = timedelta(seconds=30)
"""For so long the board in the hall is not reckoned anew, however many look at it."""

CALLS, FILED, STRANGERS = 120, 30, 60
"""Of a minute: calls by one key, tickets filed by it, and calls without a key from one network."""
MINUTE = 60.0


class Community(Protocol):
    """The running program's view of the community."""

    async def world(self, session: AsyncSession) -> World: ...

    async def turn(
        self, session: AsyncSession, event: str, now: datetime, *, channel: str
    ) -> Turn: ...


class Clock(Protocol):
    def now(self) -> datetime: ...


class Wake(Protocol):
    """Lets sender and pump know that something is waiting."""

    def __call__(self) -> None: ...


class Office:
    """Database, community, clock and page templates, as every page needs them."""

    def __init__(
        self,
        database: Database,
        community: Community,
        clock: Clock,
        pages: Pages,
        *,
        wake: Wake,
        read_file: Callable[[str], bytes],
        keep_photo: Callable[[bytes], str | None],
        health: Callable[[], list[str]],
        font: str = "",
        sentences: Sentences,
        environment: Sequence[tuple[str, str | None]],
    ) -> None:
        self.database = database
        self.community = community
        self.clock = clock
        self.pages = pages
        self.wake = wake
        self.read_file = read_file
        self.keep_photo = keep_photo
        """Stores a picture, and names it; None where it is none."""
        self.health = health
        self.font = font
        self.boards: Kept[Board] = Kept(BOARD_LASTS)
        self.sentences = sentences
        self.environment = environment
        """What the operator has set, by name; None for what nobody may read here."""
        self.tries = Pace(TRIES, TRIES_SECONDS)
        self.calls = Pace(CALLS, MINUTE)
        self.filed = Pace(FILED, MINUTE)
        self.strangers = Pace(STRANGERS, MINUTE)

    async def turn(
        self, session: AsyncSession, event: str = "console", *, channel: str = "console"
    ) -> Turn:
        """A turn of the console's own in this session; an `event` that repeats is done once."""
        return await self.community.turn(session, event, self.clock.now(), channel=channel)


def office_of(request: Request) -> Office:
    """The office this request came to."""
    office: Office = request.app.state.office
    return office


def number_in(text: str) -> int | None:
    """A number as an address or a form gives it, full-width too; None where it cannot be one."""
    text = text.translate(FULL_WIDTH).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None
