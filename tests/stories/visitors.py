"""People before browsers of their own, in the web chat's group and in their private chats."""

import re
from contextlib import asynccontextmanager
from html import unescape

from bot import commands
from storage.web import group_link
from tests.bot.channels.courtyard import press, private_of, say
from tests.stories.machine import settings

GROUP = "web"
TAGS = re.compile(r"<[^>]+>")
OURS = re.compile(r'"message ours".*?data-id="([^"]+)".*?<p class="text">(.*?)</p>', re.DOTALL)
ROLES = {
    "王格": ("grid_worker", "XL-1"), "赵格": ("grid_worker", "XL-2"), "陈长": ("chief", "XL-1"),
    "刘值": ("dispatcher", "XL"), "孙办": ("officer", "XL"), "周街": ("manager", None),
    "郑谈": ("counsellor", "XL"), "莫愿": ("volunteer", "XL"),
}  # fmt: skip


class Visitor:
    """Somebody before a browser of their own: their private chat, and the group where they are in it."""

    def __init__(self, life, browser, private):
        self.life, self.browser, self.private = life, browser, private
        self.read = {}

    async def says(self, text, *, group=False, under="", **more):
        """Write something, as an answer to the newest line with some words where they are given."""
        chat = GROUP if group else self.private
        more |= {"reply_to": await self._line(chat, under)} if under else {}
        answer = await say(self.browser, text, chat=chat, **more)
        assert answer.status_code == 303, answer.text
        await self.life.settled()

    async def _line(self, chat, words):
        page = (await self.browser.get(f"/c/{chat}")).text
        return re.findall(r'data-id="([^"]+)"', page[: page.rindex(words)])[-1]

    async def presses(self, label, *, group=False):
        chat = GROUP if group else self.private
        page = (await self.browser.get(f"/c/{chat}")).text
        assert (await press(self.browser, page, label, chat=chat)).status_code == 303
        await self.life.settled()

    async def page(self, *, group=False):
        """The chat as it can be read now, without its markup."""
        page = (await self.browser.get(f"/c/{GROUP if group else self.private}")).text
        log = page[page.index('role="log"') :]
        return TAGS.sub("", log[: log.index("</main>")] if "</main>" in log else log)

    async def hears(self, *, group=False):
        """What huying has said since one last looked, in order."""
        chat = GROUP if group else self.private
        lines = OURS.findall((await self.browser.get(f"/c/{chat}")).text)
        seen = self.read.get(chat, "")
        self.read[chat] = max([number for number, _ in lines], default=seen)
        return [unescape(TAGS.sub("", text)) for number, text in lines if number > seen]

    async def reads(self, *parts, group=False):
        text = await self.page(group=group)
        for part in parts:
            assert part in text, (part, text)
        return text


@asynccontextmanager
async def street(life, *names, **more):
    """A resident who has entered the group by its link, and staff who came by their invitations."""
    own = settings(life.folder, life.telegram, **life.own)
    async with life.awake(**more):
        people, browsers = {}, []
        async with life.house.database.transaction() as session:
            link = f"/g/{await group_link(session, GROUP, at=life.house.clock.now())}"
        for name in ("陈阿姨", *names):
            browser = life.pages()
            browsers.append(browser)
            if name in ROLES:
                role, area = ROLES[name]
                made = await commands.invite(own, role=role, area=area, name=name, household=None)
                path = re.search(r"/c/start/\S+", made["web"])[0]
                chat = (await browser.get(path)).headers["location"].removeprefix("/c/")
            else:
                await browser.post(link, data={"nickname": name})
                chat = private_of((await browser.get(f"/c/{GROUP}")).text)
            people[name] = Visitor(life, browser, chat)
        await life.settled()
        yield [people[name] for name in ("陈阿姨", *names)]
        for browser in browsers:
            await browser.aclose()
