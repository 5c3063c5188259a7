"""The console over HTTP, on the stage of the handlers' tests: browsers that people sit before."""

import re
from contextlib import asynccontextmanager
from html import unescape

import httpx
from sqlalchemy import select

from bot.app import House, Program
from bot.channels.web import WebChannel, WebConfig, routes_of
from bot.files import Files
from handlers import logins
from storage.people import IdentityRow
from tests.bot.stage import StandStill
from tests.handlers.scene import SEAL
from tests.stories.machine import offline

HERE = "http://127.0.0.1:8080"


class Desk:
    """A running office: its pages, its clock, and whoever signs in."""

    def __init__(self, scene, folder):
        self.scene, self.clock = scene, StandStill(scene.now)
        self.files = Files(folder)
        words = scene.community.words
        house = House(
            offline(folder), scene.database, words, self.clock, scene.community, SEAL,
            self.files,
        )  # fmt: skip
        self.channel = WebChannel(
            scene.database, WebConfig(), self.clock.now, self.files, words, pages=routes_of
        )  # fmt: skip
        self.web = Program(house, [self.channel]).web()

    @asynccontextmanager
    async def browser(self, **more):
        """A browser that nobody has signed in with."""
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url=HERE, **more) as made:
            yield made

    @asynccontextmanager
    async def signed_in(self, who):
        """A browser in which somebody has used their link."""
        async with self.browser() as browser:
            answer = await browser.get(await self.link(who))
            assert answer.status_code == 303, answer.text
            yield browser

    async def link(self, who):
        """A new one-time link for one of the scene's people, staff or not."""
        async with self.scene.database.transaction() as session:
            person = await session.scalar(
                select(IdentityRow.person_id).where(IdentityRow.account == who)
            )
            token = await logins.open_link(session, person, at=self.clock.now())
        return f"/console/login/{token}"


def unsealed(page):
    """A page's text without what its forms carry: signs drawn by lot, which may read `401`."""
    return re.sub(r'value="[^"]*"', "", page.text)


def field(page, name, *, form=""):
    """What a hidden field of a page holds; of the form with this address, where one is named."""
    text = page.text
    if form:
        text = text[text.index(f'action="{form}"') :]
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', text)[1])


async def post(browser, page, form, **given):
    """Send one of a page's forms with its hidden fields, as a browser does."""
    begin = page.text.index(f'action="{form}"')
    inside = page.text[begin : page.text.index("</form>", begin)]
    hidden = {k: unescape(v) for k, v in re.findall(r'name="(\w+)" value="([^"]*)"', inside)}
    return await browser.post(form, data={**hidden, **given})
