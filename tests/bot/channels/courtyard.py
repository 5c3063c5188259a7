"""The web chat over HTTP: a running program with two groups, and the browsers that come to it."""

import asyncio
import io
import json
import re
from contextlib import asynccontextmanager
from dataclasses import replace
from html import unescape

import httpx
import uvicorn
from PIL import Image
from sqlalchemy import select, update

from bot.app import House, Program
from bot.channels.web import Persona, WebChannel, WebConfig, routes_of
from bot.channels.web.sessions import COOKIE, digest
from bot.clock import Clock
from bot.files import Files
from storage.chats import ChatRow
from storage.places import touch_revision
from storage.tickets.tables import TicketRow
from storage.web import WebAccountRow, WebSessionRow, group_link
from tests.handlers.scene import GROUP, MORNING, SEAL
from tests.stories.machine import Town, offline

OTHER = "lx"
PARTS = ("intake", "work", "send")


class Courtyard(Town):
    """A program whose pages answer at `address`."""

    def __init__(
        self, scene, folder, *, personas=(), noticed=MORNING, operator="", elsewhere=False
    ):
        self.scene, self.folder, self.noticed = scene, folder, noticed
        scene.community.deployment = replace(scene.community.deployment, operator=operator)
        clock, words, self.files = Clock(), scene.community.words, Files(folder)
        clock.offset = MORNING - clock.now()  # at night nobody is pushed to
        self._channel = WebChannel(
            scene.database, WebConfig(personas=personas, operator=operator, elsewhere=elsewhere),
            clock.now, self.files,
            words, pages=routes_of,
        )  # fmt: skip
        self.house = House(
            offline(folder), scene.database, words, clock, scene.community, SEAL, self.files
        )
        self.program = Program(self.house, [self._channel], parts=PARTS)
        self.address = ""

    @asynccontextmanager
    async def awake(self):
        await self._furnish()
        program = asyncio.create_task(self.program.run(ready=lambda _: None))
        server = uvicorn.Server(
            uvicorn.Config(
                self.program.web(), host="127.0.0.1", port=0, log_config=None, lifespan="off",
                timeout_graceful_shutdown=1,
            )
        )  # fmt: skip
        serving = asyncio.create_task(server.serve())
        await until_true(lambda: server.started)
        self.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.should_exit = True
            await serving
            await self._hush()
            program.cancel()
            await asyncio.gather(program, return_exceptions=True)

    async def _hush(self):
        """Let no database call be under way; on PostgreSQL sender and courier keep one each, for locks."""
        sender, pump = self.program.sender, self.program.pump
        kept, pool = 0 if self.house.database.is_sqlite else 2, self.house.database.engine.pool
        await until_true(lambda: sender.idle and pump.idle and pool.checkedout() <= kept)

    async def _furnish(self):
        async with self.scene.database.transaction() as session:
            session.add(ChatRow(channel="web", chat=OTHER, code=OTHER, name="林湘新苑居民群",
                                place="LX", bound_at=MORNING))  # fmt: skip
            await session.execute(update(ChatRow).values(noticed_at=self.noticed))
            for persona in self._channel.config.personas:
                session.add(WebAccountRow(id=persona.account, nickname=persona.name, groups=[],
                                          created_at=MORNING))  # fmt: skip
            await touch_revision(session)

    async def link(self, chat=GROUP):
        async with self.scene.database.transaction() as session:
            return f"/g/{await group_link(session, chat, at=MORNING)}"

    @asynccontextmanager
    async def browser(self, **more):
        async with httpx.AsyncClient(base_url=self.address, timeout=20, **more) as made:
            yield made

    @asynccontextmanager
    async def neighbour(self, name="陈阿姨", chat=GROUP):
        """A browser that has entered a group by its link."""
        async with self.browser() as browser:
            link = await self.link(chat)
            await browser.get(link)
            answer = await browser.post(link, data={"nickname": name})
            assert answer.headers["location"] == f"/c/{chat}"
            yield browser

    @asynccontextmanager
    async def staff(self, who):
        """The browser of one of the scene's people, whose private chat is open."""
        async with self.scene.database.transaction() as session:
            session.add(WebAccountRow(id=who, nickname=who, groups=[], created_at=MORNING))
            session.add(WebSessionRow(digest=digest(f"cookie of {who}"), accounts=[who],
                                      created_at=MORNING, seen_at=MORNING))  # fmt: skip
        async with self.browser(cookies={COOKIE: f"cookie of {who}"}) as made:
            yield made

    async def tickets(self):
        return await self.rows(select(TicketRow).order_by(TicketRow.id))


async def until_true(holds):
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - another task sees to it
            await asyncio.sleep(0.01)


async def say(browser, text="", chat=GROUP, **more):
    """What somebody writes into the page's form."""
    files = more.pop("files", None)
    headers = more.pop("headers", {})
    return await browser.post(
        f"/c/{chat}/messages", data={"text": text, **more}, files=files, headers=headers
    )


async def shown(browser, words, chat=GROUP):
    """The chat's page as soon as it shows these words."""
    async with asyncio.timeout(20):
        while words not in (page := await browser.get(f"/c/{chat}")).text:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return unescape(page.text)


async def press(browser, page, label, chat=GROUP, **more):
    """Press the newest button with these words on a page."""
    form = r'name="token" value="([^"]*)"[^<]*<input[^>]*><button class="choice">' + re.escape(
        label
    )
    token = re.findall(form, page)[-1]
    return await browser.post(f"/c/{chat}/press", data={"token": token, **more})


def private_of(page):
    """The address of somebody's private chat, from the list on their page."""
    return re.search(r'href="/c/(p\.[^"]+)"', page)[1]


async def news(lines, wanted):
    """The next piece of news of this kind, from a line that is open."""
    async with asyncio.timeout(20):
        async for line in lines:
            if line.startswith("data: "):
                found = json.loads(line.removeprefix("data: "))
                if found["what"] == wanted:
                    return found
    raise AssertionError(f"no {wanted}")


def picture(form="PNG", size=(30, 20)):
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "SecretPhone", {1: "N", 2: (31.0, 12.0, 0.0)}
    Image.new("RGB", size, "red").save(made, form, exif=exif)
    return made.getvalue()


PLAYED = (Persona("resident", "居民", "李阿姨"), Persona("neighbour", "邻居", "王叔"))
