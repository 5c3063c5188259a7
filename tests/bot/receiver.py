"""Somebody who wants to be told of tickets: a real server, the hook that leads there, and the courier."""

import json
from contextlib import asynccontextmanager

from sqlalchemy import select

from bot.webhooks import Courier
from domain.webhooks import EVENTS, networks
from handlers import webhooks
from handlers.webhooks import Wanted
from storage.webhooks import DeliveryRow
from tests.bot.elsewhere import standing
from tests.bot.stage import StandStill
from tests.handlers.scene import SEAL

HERE = networks("127.0.0.1/32")


class Post:
    """Somebody's receiver, the hook that leads there, and the courier who walks."""

    def __init__(self, scene, there, path="/news?from=huying"):
        self.scene, self.there = scene, there
        self.address = f"{there.address}{path}"
        self.clock = StandStill(scene.now)
        self.courier = Courier(scene.database, self.clock.now, SEAL, HERE)
        self.hook, self.secret = 0, ""

    async def open(self, events=EVENTS, community=None):
        async with self.scene.database.transaction() as session:
            turn = await self.scene.community.turn(session, "t", self.scene.now, channel="console")
            wanted = Wanted("市平台", self.address, frozenset(events), community)
            row, self.secret = await webhooks.open_hook(turn, wanted)
        self.hook = row.id
        return self

    async def walk(self):
        """Everything that is due now is tried once."""
        self.clock.at = max(self.clock.at, self.scene.now)
        while await self.courier.round():
            await self.courier.landed()

    async def rows(self):
        async with self.scene.database.reading() as session:
            return list(await session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))

    @property
    def told(self):
        return [json.loads(body) for body in self.there.received]


@asynccontextmanager
async def receiver(scene, **more):
    async with standing("/news") as there:
        yield await Post(scene, there).open(**more)
