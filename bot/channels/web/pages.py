"""The chat's pages: readable without a script, live with one."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web import sessions
from bot.channels.web.channel import WebChannel
from bot.channels.web.halls import Halls, Room
from bot.channels.web.joining import Joining
from bot.channels.web.live import live
from bot.channels.web.posting import MOST_PHOTOS, Posting
from bot.channels.web.rooms import GROUP_LASTS, PRIVATE, PRIVATE_LASTS
from bot.channels.web.sessions import Visitor
from bot.files import UNDECIDED, mime_of
from bot.sheets import Sheets
from console.access import only_looks
from domain.privacy.keeping import KEPT, Class
from storage.web import WebAccountRow, WebReactionRow

SAID_BY_SCRIPT = ("unsent", "unpressed", "waiting", "sending", "private_news")
"""Words that the page's script shows, in the deployment's language."""


class Pages:
    """All addresses of the web chat."""

    def __init__(self, channel: WebChannel) -> None:
        self.channel = channel
        self.halls = Halls(channel)
        self.sheets = Sheets(channel.words, channel.config.locale)
        self.posting = Posting(channel, self.halls)
        self.joining = Joining(channel, self.halls, self.posting)

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/", self.world),
            Route("/kept", self.kept),
            Route("/g/{token}", self.joining.enter),
            Route("/g/{token}", self.joining.join, methods=["POST"]),
            Route("/c/live", self.live),
            Route("/c/start/{code}", self.start),
            Route("/c/{chat}", self.room),
            Route("/c/{chat}/private", self.private),
            Route("/c/{chat}/messages", self.posting.message, methods=["POST"]),
            Route("/c/{chat}/press", self.posting.press, methods=["POST"]),
            Route("/c/{chat}/photos/{message}/{number:int}", self.photo),
        ]

    async def kept(self, request: Request) -> Response:
        """What huying reads and keeps, for whoever is about to enter a group."""
        config = self.channel.config
        text = self.channel.words(
            "web/kept", config.locale, operator=config.operator, elsewhere=config.elsewhere,
            talk_hours=_hours(GROUP_LASTS), own_hours=_hours(PRIVATE_LASTS),
            minutes=UNDECIDED.seconds // 60, years=KEPT[Class.TEXTS].days // 365,
            photo_days=KEPT[Class.PHOTOS].days, contact_days=KEPT[Class.CONTACTS].days,
        )  # fmt: skip
        return self.sheets.page(request, text, title=self.halls.word("what_is_kept"))

    async def world(self, request: Request) -> Response:
        """The chat world of the sample; elsewhere the way to sign in."""
        if not self.channel.config.personas:
            return RedirectResponse("/console", status_code=303)
        visitor = await self._as_personas(request)
        rooms = await self.halls.rooms_of(visitor)
        if not rooms:
            return RedirectResponse("/console", status_code=303)
        return await self._show(request, visitor, rooms[0], beside=True)

    async def _as_personas(self, request: Request) -> Visitor:
        """On this very machine one visitor plays everybody of the sample; a group's link does not."""
        visitor = await sessions.visitor_of(request, self.channel.database)
        if not self.channel.config.personas or not sessions.nearby(request):
            return visitor
        missing = {p.account for p in self.channel.config.personas} - {
            account.id for account in visitor.accounts
        }
        if missing:
            async with self.channel.database.transaction() as session:
                for persona in self.channel.config.personas:
                    account = await session.get(WebAccountRow, persona.account)
                    assert account is not None  # made when the sample settled in
                    visitor = await sessions.give_account(
                        session, visitor, account, self.channel.now()
                    )
        return visitor

    async def room(self, request: Request) -> Response:
        """One chat alone; with `pane=1` without the list, to stand beside another."""
        visitor = await sessions.visitor_of(request, self.channel.database)
        room = await self.halls.allowed(visitor, request.path_params["chat"])
        return await self._show(
            request, visitor, room, pane=request.query_params.get("pane") == "1"
        )

    async def private(self, request: Request) -> Response:
        """From huying's face in a group to one's own private chat with it."""
        visitor = await sessions.visitor_of(request, self.channel.database)
        room = await self.halls.allowed(visitor, request.path_params["chat"])
        voices = self.halls.voices(visitor, room)
        wanted = request.query_params.get("as")
        voice = next((v for v in voices if v.id == wanted), voices[0] if voices else None)
        if voice is None:
            raise HTTPException(404)
        return RedirectResponse(f"/c/{PRIVATE}{voice.id}", status_code=303)

    async def _show(
        self,
        request: Request,
        visitor: Visitor,
        room: Room,
        *,
        beside: bool = False,
        pane: bool = False,
    ) -> Response:
        rooms = await self.halls.rooms_of(visitor)
        async with self.channel.database.reading() as session:
            lines = await self.channel.lines(session, room.chat)
            reactions = await self._reactions(session, room.chat)
            newest = await self.channel.newest(session, [r.chat for r in rooms])
        voices = self.halls.voices(visitor, room)
        too_many = self.channel.words(
            "web/too_many_photos", self.channel.config.locale, number=MOST_PHOTOS
        )
        facts = {
            "room": room, "rooms": rooms, "lines": lines, "reactions": reactions, "pane": pane,
            "beside": [r for r in rooms if r.private] if beside else [], "voices": voices,
            "me": {voice.id for voice in voices}, "quoted": {line.id: line for line in lines},
            "sample": self.halls.plays(visitor), "newest": newest, "most_photos": MOST_PHOTOS,
            "said": {name: self.halls.word(name) for name in SAID_BY_SCRIPT} | {"too_many": too_many},
        }  # fmt: skip
        answer = self.halls.views.TemplateResponse(request, "room.html", facts)
        return sessions.keep(answer, request, visitor)

    async def _reactions(self, session: AsyncSession, chat: str) -> dict[str, str]:
        rows = await session.scalars(select(WebReactionRow).where(WebReactionRow.chat == chat))
        return {row.message: row.emoji for row in rows}

    async def start(self, request: Request) -> Response:
        """An invitation's link: opens the private chat, and says the code there, which works once."""
        if only_looks(request):
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        visitor = await sessions.visitor_of(request, self.channel.database)
        played = {persona.account for persona in self.channel.config.personas}
        own = [account for account in visitor.accounts if account.id not in played]
        if not own:
            visitor = await self.posting.open_account(
                visitor, self.halls.word("newcomer"), groups=[]
            )
            own = [account for account in visitor.accounts if account.id not in played]
        await self.posting.speak(
            own[0], f"{PRIVATE}{own[0].id}", f"/start {request.path_params['code']}"
        )
        answer = RedirectResponse(f"/c/{PRIVATE}{own[0].id}", status_code=303)
        return sessions.keep(answer, request, visitor)

    async def live(self, request: Request) -> Response:
        """News for this page, as it happens."""
        visitor = await sessions.visitor_of(request, self.channel.database)
        return await live(self.halls, request, visitor)

    async def photo(self, request: Request) -> Response:
        """A photo of a chat, for whoever may read the chat."""
        visitor = await sessions.visitor_of(request, self.channel.database)
        room = await self.halls.allowed(visitor, request.path_params["chat"])
        async with self.channel.database.reading() as session:
            lines = await self.channel.lines(session, room.chat)
        line = next((one for one in lines if one.id == request.path_params["message"]), None)
        number = int(request.path_params["number"])
        if line is None or number >= len(line.photos):
            raise HTTPException(404)
        try:
            data = self.channel.files.read(line.photos[number])
        except FileNotFoundError:  # no ticket took it: it has been deleted
            raise HTTPException(404) from None
        return Response(
            data, media_type=mime_of(line.photos[number]),
            headers={"Cache-Control": "private, max-age=3600"},
        )  # fmt: skip


def _hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def routes_of(channel: WebChannel) -> Sequence[BaseRoute]:
    """The addresses under which a browser meets this channel."""
    return Pages(channel).routes()
