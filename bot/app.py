"""The one composition root: every object is made here and handed to whoever needs it."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import templates
from bot.channels.base import Channel
from bot.clock import Clock
from bot.community import Community
from bot.files import Files, NotAPicture
from bot.hearing import listen_of
from bot.inbox import StoredInbox
from bot.media import MediaKeeper
from bot.metrics import measured
from bot.pump import Pump
from bot.scheduler import Scheduler
from bot.seal import Seal
from bot.second_opinion import consult_of
from bot.sender import Sender
from bot.settings import PARTS, Settings
from bot.sheets import Sheets
from bot.shield import Shield, hosts_of
from bot.webhooks import Courier
from bot.wording.sentences import Known
from bot.words import Words
from console import app as console
from console import certificate
from console.office import Office
from console.pages import Pages
from domain.calendar import Calendar
from domain.messages import Limits
from handlers import schedules
from handlers.members import gathering
from handlers.points import expiry, rules
from handlers.privacy import retention
from handlers.world import Deployment
from storage.database import Database
from storage.migrations import up_to_date
from storage.places import get_state

log = structlog.get_logger()


@dataclass(slots=True)
class House:
    """What every command needs: settings, database, words, clock and the community."""

    settings: Settings
    database: Database
    words: Words
    clock: Clock
    community: Community
    seal: Seal
    files: Files


@asynccontextmanager
async def opened(settings: Settings, *, sample: bool = False) -> AsyncIterator[House]:
    """The house with an up-to-date database; closed again at the end."""
    settings.data.mkdir(parents=True, exist_ok=True)
    async with up_to_date(settings.database) as database:
        clock = Clock(rehearsal=settings.rehearsal)
        words, calendar = Words(settings.zone), Calendar(settings.zone)
        async with database.reading() as session:
            await clock.refresh(session)
            bot_name = await get_state(session, "bot.name")
        # In the sample one person plays everybody and nobody sleeps; rehearsals are strict.
        quiet = None if sample and not settings.rehearsal else settings.quiet_hours
        deployment = Deployment(
            locale=settings.locale, operator=settings.operator, public_url=settings.address,
            quiet=quiet, survey_share=settings.survey_share, bot_name=bot_name,
            elsewhere=bool(settings.llm_url), inside=settings.inside,
        )  # fmt: skip
        seal = Seal(settings.key())
        community = Community(database, deployment, words, calendar, seal, own=settings.data)
        files = Files(settings.data, partial(certificate.sent, font=settings.font))
        yield House(settings, database, words, clock, community, seal, files)


class Program:
    """The running machine: its parts in one process, or some of them."""

    def __init__(
        self, house: House, channels: Sequence[Channel], *, parts: Sequence[str] = PARTS
    ) -> None:
        self.house = house
        self.parts = frozenset(parts)
        self.channels = {channel.name: channel for channel in channels}
        self.answered = asyncio.Event()
        now = house.clock.now
        self.inbox = StoredInbox(
            house.database, house.community.may_matter, now, house.seal,
            names_place=house.community.names_place,
            waits_for_more=house.community.waits_for_more,
        )  # fmt: skip
        self.media = MediaKeeper(house.database, self.channels, house.files)
        self.pump = Pump(
            house.database, house.community.handle, house.community.refuse, now, house.seal,
            self.inbox.arrived, self.answered, consult_of(house.settings, house.community.doubt),
            listen_of(house.settings, house.community.voice, self.channels, house.files),
        )  # fmt: skip
        self.sender = Sender(
            house.database, self.channels, self.media, now, self.answered, house.seal
        )
        self.courier = Courier(house.database, now, house.seal, house.settings.inside)
        self.scheduler = Scheduler(
            house.database, house.community.fire, house.clock, self.answered, self._settled,
            channels=self.channels,
        )  # fmt: skip

    def _settled(self) -> bool:
        """Whether nothing is under way in this process."""
        return self.pump.idle and self.sender.idle

    def wake(self) -> None:
        """Something was written: whoever waits looks at once."""
        self.inbox.arrived.set()
        self.answered.set()

    async def prepare(self) -> None:
        """Before anything runs: the world is known, and the weeks ahead are planned."""
        house = self.house
        if "schedule" in self.parts:
            await self.scheduler.beat()  # from here on `huying clock` asks instead of setting
        async with house.database.transaction() as session:
            now = house.clock.now()
            event = f"start/{time.time_ns()}"
            turn = await house.community.turn(session, event, now, channel="start")
            await rules.lay_rules(turn, house.community.rules)
            await schedules.plan(turn)
            await retention.plan(turn)
            await gathering.plan(turn)
            await expiry.plan(turn)

    async def run(self, *, ready: Callable[[str], None]) -> None:
        """All parts until cancelled."""
        await self.prepare()
        gc.collect()
        gc.freeze()  # words, models and places stay: no collection need look through them again
        try:
            await self._live(ready)
        finally:
            for channel in self.channels.values():
                await channel.close()

    async def _live(self, ready: Callable[[str], None]) -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(loop, name=name) for name, loop in self._loops()]
            if "web" not in self.parts:
                ready("")
                return
            await self._serve(ready)
            for task in tasks:  # what they have in flight may still land
                task.cancel()

    def _loops(self) -> Iterator[tuple[str, Coroutine[None, None, None]]]:
        """What runs for as long as the program does."""
        if "intake" in self.parts:
            for channel in self.channels.values():
                yield f"intake {channel.name}", channel.run(self.inbox)
            yield "media", self.media.run()
        if "work" in self.parts:
            yield "pump", self.pump.run()
        if "send" in self.parts:
            yield "sender", self.sender.run()
            yield "courier", self.courier.run()
        if "schedule" in self.parts:
            yield "scheduler", self.scheduler.run()
        else:
            yield "clock", self.house.clock.follow(self.house.database)

    async def _serve(self, ready: Callable[[str], None]) -> None:
        settings = self.house.settings
        config = uvicorn.Config(
            self.web(), host=settings.host, port=settings.port, log_config=None, access_log=False,
            timeout_graceful_shutdown=2, lifespan="off", server_header=False,
        )  # fmt: skip
        server = _Server(config, ready)
        await server.serve()

    def web(self) -> Starlette:
        """Pages, chats, webhooks and health in one application."""
        sheets = Sheets(self.house.words, self.house.settings.locale)
        app = Starlette(
            routes=self._routes(),
            middleware=[Middleware(Shield, hosts_of(self.house.settings), sheets.wrong)],
            exception_handlers={HTTPException: sheets.wrong, Exception: sheets.wrong},
        )  # fmt: skip
        pages = Pages(self.house.words.clock, self.house.settings.locale)
        app.state.office = Office(
            self.house.database, self.house.community, self.house.clock, pages,
            wake=self.wake, read_file=self.house.files.read, keep_photo=self._keep_photo,
            health=self._problems, font=self.house.settings.font,
            sentences=Known(self.house.words, most=self._narrowest()),
            environment=self.house.settings.shown(),
        )  # fmt: skip
        return app

    def _narrowest(self) -> int:
        """How long a message may be on every channel, those that may come later among them."""
        return min(Limits().text, *(channel.limits.text for channel in self.channels.values()))

    def _keep_photo(self, data: bytes) -> str | None:
        """A picture that somebody of the office adds, stored; None where it is none."""
        try:
            return self.house.files.keep_photo(data)
        except NotAPicture:
            return None

    def _problems(self) -> list[str]:
        """What is wrong with the channels, as codes."""
        return [code for channel in self.channels.values() for code in channel.health().problems]

    def _routes(self) -> list[BaseRoute]:
        static = Path(templates.__file__).parent / "static"
        found: list[BaseRoute] = [
            Route("/healthz", lambda _: PlainTextResponse("ok")),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
            Mount("/static", StaticFiles(directory=static)),
            *console.routes(),
        ]
        for channel in self.channels.values():
            found.extend(channel.routes())
        return found

    async def _ready(self, _: Request) -> Response:
        """200 as soon as database and web answer; the channels' health stands in the body."""
        async with self.house.database.reading() as session:
            await get_state(session, "revision")
        channels = {name: _health(channel) for name, channel in self.channels.items()}
        return JSONResponse({"ready": True, "channels": channels})

    async def _metrics(self, _: Request) -> Response:
        async with self.house.database.reading() as session:
            return PlainTextResponse(await measured(session, self.house.clock.now()))


def _health(channel: Channel) -> dict[str, object]:
    health = channel.health()

    def told(at: datetime | None) -> str | None:
        return at.isoformat() if at else None

    return {
        "ok": health.ok,
        "last_in": told(health.last_in),
        "last_out": told(health.last_out),
        "problems": list(health.problems),
    }


class _Server(uvicorn.Server):
    """Says when it answers, and with which address."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            self._ready(f"http://{self.config.host}:{port}")
