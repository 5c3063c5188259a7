"""The community as the running program knows it, and the turns that act on it."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge import data_file, known
from bot.seal import Seal
from bot.wording.own import OwnWords, Speech
from bot.wording.sentences import Known
from bot.words import Words
from domain.calendar import Calendar
from domain.messages import Incoming, Media
from domain.opinions import Doubt
from domain.organisation import Organisation
from domain.points import load_rules
from domain.refusals import Refusal
from domain.understanding import Care
from domain.understanding.answers import asks_for_a_call
from domain.understanding.grammar import said_in
from handlers import router, settings, timers
from handlers.calls import hearing
from handlers.schedules import working_days
from handlers.tickets import doubts
from handlers.turn import Turn
from handlers.world import Deployment, Made, World
from storage import rosters, texts
from storage.database import Database
from storage.people import all_roles
from storage.places import all_areas, all_places, revision
from storage.timers import TimerRow
from storage.webhooks import active

log = structlog.get_logger()


class Community:
    """Holds the world of the present revision, and makes turns on it."""

    def __init__(
        self, database: Database, deployment: Deployment, words: Words, calendar: Calendar,
        seal: Seal, *, own: Path | None = None,
    ) -> None:  # fmt: skip
        self.database = database
        self.deployment = deployment
        self.words = words
        self.calendar = calendar
        self.seal = seal
        self.knowledge = known(own)
        self.rules = load_rules(data_file("point_rules.csv", own))
        self.member_items = load_rules(data_file("member_items.csv", own))
        self._world: World | None = None
        self._own: OwnWords | None = None
        self._recurring = Made()
        self._building = asyncio.Lock()

    def named(self, bot_name: str | None) -> None:
        """The platform told the bot's user name: links can carry it from now on."""
        self._now_known(bot_name=bot_name)

    def found_at(self, address: str) -> None:
        """The program answers at this address: links lead there, unless the operator named another."""
        self._now_known(public_url=address)

    def _now_known(self, **facts: str | None) -> None:
        """What shows only once the program runs; what the street has decided stays above it."""
        self.deployment = replace(self.deployment, **facts)  # type: ignore[arg-type]  # both are text
        if self._world is not None:
            known = replace(self._world.deployment, **facts)  # type: ignore[arg-type]
            self._world = replace(self._world, deployment=known)

    async def world(self, session: AsyncSession) -> World:
        """The world as of now; rebuilt only when places, areas, roles or schedules have changed."""
        now = await revision(session)
        if self._world is None or self._world.revision != now:
            async with self._building:
                if self._world is None or self._world.revision != now:
                    self._world = await self._build(session, now)
        return self._world

    def may_matter(self, text: str, care: Care) -> bool:
        """Whether a group's line may matter; until the world is known, everything may."""
        if self._world is None or asks_for_a_call(text):
            return True
        return self._world.reader.gate(text, care)

    def names_place(self, text: str) -> bool:
        """Whether a line says where."""
        if self._world is None or not text:
            return False
        return said_in(text, self._world.places, None) is not None

    def waits_for_more(self, text: str) -> bool:
        """Whether a line that may matter tells nothing by itself."""
        return self._world is not None and self._world.reader.waits_for_more(text)

    async def _build(self, session: AsyncSession, now: int) -> World:
        await self._learn_words(session)
        places = await all_places(session)
        organisation = Organisation(
            places, await all_areas(session), await all_roles(session),
            await rosters.watches(session),
        )  # fmt: skip
        reader = self.knowledge.reader(places)
        deployment, calendar = settings.applied(
            self.deployment,
            await working_days.applied(session, self.calendar),
            await settings.kept(session),
        )
        return World(
            now, organisation, reader, self.knowledge.catalogue, calendar, deployment, self.seal,
            await active(session), self._recurring, self.member_items,
        )  # fmt: skip

    async def _learn_words(self, session: AsyncSession) -> None:
        """The deployment's own sentences; what is compiled of them stays while they stay."""
        own = {
            (row.locale, row.moment): row.source or "" for row in await texts.all_present(session)
        }
        if own != (self._own.own if self._own else {}):
            spoiled = Known(self.words).spoiled(own)
            for locale, moment in spoiled:
                log.error("text.spoiled", moment=moment, locale=locale)
            self._own = OwnWords(self.words, own, spoiled=spoiled) if own else None

    async def turn(
        self,
        session: AsyncSession,
        event: str,
        now: datetime,
        *,
        channel: str,
        incoming: Incoming | None = None,
    ) -> Turn:
        """One event's turn."""
        world = await self.world(session)
        turn = Turn(session, now, world, self.words, event, channel, incoming)
        if self._own is not None:
            turn.render = Speech(
                self._own, lambda moment, locale: turn.note(texts.FAILED, f"text/{locale}/{moment}")
            )
        return turn

    async def handle(
        self, session: AsyncSession, incoming: Incoming, now: datetime, row: int
    ) -> None:
        """Let the handlers answer one stored fact."""
        where = incoming.where.channel
        await router.route(
            await self.turn(session, f"inbox/{row}", now, channel=where, incoming=incoming)
        )

    async def doubt(self, incoming: Incoming, now: datetime) -> Doubt | None:
        """What a model elsewhere may be asked about a stored fact; nothing is written."""
        async with self.database.reading() as session:
            where = incoming.where.channel
            turn = await self.turn(session, "doubt", now, channel=where, incoming=incoming)
            return await doubts.doubt_about(turn)

    async def voice(self, incoming: Incoming, now: datetime) -> Media | None:
        """What a speech engine may hear of a stored fact; nothing is written."""
        async with self.database.reading() as session:
            where = incoming.where.channel
            turn = await self.turn(session, "voice", now, channel=where, incoming=incoming)
            return await hearing.voice_to_hear(turn)

    async def refuse(
        self,
        session: AsyncSession,
        incoming: Incoming,
        now: datetime,
        row: int,
        refusal: Refusal,
    ) -> None:
        """Tell whoever asked that it is not done, and why."""
        where = incoming.where.channel
        turn = await self.turn(session, f"inbox/{row}", now, channel=where, incoming=incoming)
        await router.refuse(turn, refusal)

    async def fire(self, session: AsyncSession, timer: TimerRow, now: datetime) -> None:
        """Live one due moment."""
        turn = await self.turn(session, f"timer/{timer.id}", now, channel="timer")
        await timers.fire(turn, timer)
