"""Entering a residents' group by its link: a nickname is all that is asked, once."""

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web import sessions
from bot.channels.web.channel import WebChannel
from bot.channels.web.halls import Halls
from bot.channels.web.posting import Posting
from bot.channels.web.sessions import Visitor
from bot.sheets import Told
from console.pace import Pace, network_of
from domain import names
from domain.areas import RoleName
from storage.chats import ChatRow
from storage.people import serving_names
from storage.web import WebGroupLinkRow

MOST_BYTES = 10_000  # of a nickname's form
MOST_AN_HOUR = 30  # newcomers of one group from one address: a room full of people at a meeting
LOCALES = ("zh-Hans", "zh-Hant", "en")
"""A name that means an office in any of them is nobody's nickname."""
NEIGHBOURS = frozenset({RoleName.VOLUNTEER, RoleName.PARTY_MEMBER})
"""Roles of people who live here: others may be called like them."""


class Joining:
    """The door of each group."""

    def __init__(self, channel: WebChannel, halls: Halls, posting: Posting) -> None:
        self.channel = channel
        self.halls = halls
        self.posting = posting
        self.newcomers = Pace(MOST_AN_HOUR, 3600)

    async def enter(self, request: Request) -> Response:
        """The page that asks for a nickname; whoever has one goes on at once."""
        link = await self._link(request)
        visitor = await sessions.visitor_of(request, self.channel.database)
        if link.chat in visitor.groups():
            return RedirectResponse(f"/c/{link.chat}", status_code=303)
        return await self._ask(request, visitor, link)

    async def _ask(
        self, request: Request, visitor: Visitor, link: WebGroupLinkRow, *, why: str = "",
        said: str = "",
    ) -> Response:  # fmt: skip
        async with self.channel.database.reading() as session:
            group = await session.scalar(
                select(ChatRow.name).where(ChatRow.channel == "web", ChatRow.chat == link.chat)
            )
        config = self.channel.config
        reads = self.channel.words("web/reads_along", config.locale, operator=config.operator)
        facts = {"group": group, "token": link.token, "why": why, "said": said, "reads": reads}
        answer = self.halls.views.TemplateResponse(
            request, "join.html", facts, status_code=422 if why else 200
        )
        return sessions.keep(answer, request, visitor)

    async def _link(self, request: Request) -> WebGroupLinkRow:
        async with self.channel.database.reading() as session:
            link = await session.get(WebGroupLinkRow, request.path_params["token"])
        if link is None:
            raise Told(404, self.channel.words("web/dead_link", self.channel.config.locale))
        return link

    async def join(self, request: Request) -> Response:
        """Enter a group with a nickname."""
        link = await self._link(request)
        if not sessions.same_site(request):
            raise HTTPException(403)
        announced = request.headers.get("content-length", "")
        if not announced.isdecimal() or int(announced) > MOST_BYTES:
            raise HTTPException(400)
        said = str((await request.form(max_files=0)).get("nickname", ""))
        name = names.clean(said)
        visitor = await sessions.visitor_of(request, self.channel.database)
        if not name:
            return await self._ask(request, visitor, link, why="name_missing")
        if await self._pretends(name):
            return await self._ask(request, visitor, link, why="name_taken", said=name)
        if not self.newcomers.takes(f"{network_of(request)} {link.chat}"):
            words, locale = self.channel.words, self.channel.config.locale
            raise Told(429, words("web/too_many_newcomers", locale))
        visitor = await self.posting.open_account(visitor, name, groups=[link.chat])
        answer = RedirectResponse(f"/c/{link.chat}", status_code=303)
        return sessions.keep(answer, request, visitor)

    async def _pretends(self, name: str) -> bool:
        """Whether neighbours would take this name for huying, an office, or one of its people."""
        async with self.channel.database.reading() as session:
            people = await serving_names(session, frozenset(RoleName) - NEIGHBOURS)
        return names.pretends(name, words=self._offices(), people=people)

    def _offices(self) -> set[str]:
        words = self.channel.words
        found: set[str] = set()
        for locale in LOCALES:
            found.update(words("web/reserved", locale).split())
            found.update(words(f"roles/{role.value}", locale) for role in RoleName)
        return found
