"""What pages post: lines, photos and presses. A post is answered when it is stored, not before."""

import asyncio
import secrets

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.channels.web import sessions
from bot.channels.web.channel import WebChannel
from bot.channels.web.halls import Halls, Room
from bot.channels.web.rooms import PRIVATE, Shown, new_id
from bot.channels.web.sessions import Visitor
from bot.files import NotAPicture, clean_photo
from bot.sheets import Told
from console.pace import Pace, network_of
from domain.messages import (
    Address,
    ChatKind,
    Happening,
    Incoming,
    Media,
    MediaKind,
    Speaker,
)
from domain.privacy import first_phone, mask
from storage.web import WebAccountRow, WebMessageRow

MOST_TEXT = 4000
MOST_PHOTOS = 9
MOST_FILES = 100  # are read, so that whoever chose too many hears it and no broken line
LARGEST = 10 * 1024 * 1024  # bytes a photo
MOST_BYTES = MOST_PHOTOS * LARGEST + 1024 * 1024  # of a whole post
MOST_A_MINUTE = 40  # posts of one browser
MOST_OF_NETWORK = 120  # posts a minute from one address: a building may share one


class Posting:
    """Turns posts into facts."""

    def __init__(self, channel: WebChannel, halls: Halls) -> None:
        self.channel = channel
        self.halls = halls
        self.browsers = Pace(MOST_A_MINUTE, 60)
        self.networks = Pace(MOST_OF_NETWORK, 60)

    async def _author(self, request: Request) -> tuple[Visitor, Room, WebAccountRow, FormData]:
        """Who posts, where, and as whom: all three are checked."""
        if not sessions.same_site(request):
            raise HTTPException(403)
        visitor = await sessions.visitor_of(request, self.channel.database)
        room = await self.halls.allowed(visitor, request.path_params["chat"])
        taken = self.browsers.takes(sessions.digest(visitor.cookie))
        if not taken or not self.networks.takes(network_of(request)):
            raise self._refusal(429, "too_fast")
        form = await self._form(request)
        voices = self.halls.voices(visitor, room)
        wanted = str(form.get("as", ""))
        voice = next((v for v in voices if v.id == wanted), voices[0] if voices else None)
        if voice is None:
            raise HTTPException(403)
        return visitor, room, voice, form

    async def _form(self, request: Request) -> FormData:
        """What was posted; refused before it is read where that would be too much."""
        announced = request.headers.get("content-length", "")
        if not announced.isdecimal() or int(announced) > MOST_BYTES:
            raise self._refusal(413, "post_too_large")
        try:
            form = await request.form(max_files=MOST_FILES, max_fields=20)
        except ClientDisconnect:
            raise HTTPException(400) from None  # the page went away: there is nobody to answer
        if len(form.getlist("photos")) > MOST_PHOTOS:
            raise self._refusal(413, "too_many_photos", number=MOST_PHOTOS)
        return form

    async def message(self, request: Request) -> Response:
        """Somebody says something, perhaps with photos."""
        try:
            return await self._said(request)
        finally:
            await request.close()  # what was uploaded lies in files of its own until then

    async def _said(self, request: Request) -> Response:
        _, room, voice, form = await self._author(request)
        text = _words(form, "text").strip()[:MOST_TEXT]
        photos = await self._photos(form)
        if not text and not photos:
            return _done(request, room.chat)
        once = _words(form, "once")[:40] or None
        reply_to = _words(form, "reply_to")[:40] or None
        await self.speak(voice, room.chat, text, photos=photos, reply_to=reply_to, once=once)
        return _done(request, room.chat)

    async def _photos(self, form: FormData) -> tuple[str, ...]:
        """The photos of a post, stored; none of them where one is no photo."""
        clean = []
        for part in form.getlist("photos"):
            if not isinstance(part, UploadFile) or not part.filename:
                continue
            data = await part.read(LARGEST + 1)
            if len(data) > LARGEST:
                raise self._refusal(413, "photo_too_large")
            try:
                clean.append(await asyncio.to_thread(clean_photo, data))
            except NotAPicture:
                raise self._refusal(415, "no_photo") from None
        return tuple(self.channel.files.keep(photo, "image/jpeg") for photo in clean)

    def _refusal(self, status: int, why: str, **facts: object) -> HTTPException:
        """A refusal that its reader understands, with a script or without."""
        return Told(status, self.channel.words(f"web/{why}", self.channel.config.locale, **facts))

    async def speak(
        self,
        voice: WebAccountRow,
        chat: str,
        text: str,
        *,
        photos: tuple[str, ...] = (),
        reply_to: str | None = None,
        once: str | None = None,
    ) -> None:
        """Say something as somebody: stored where it matters, then shown to who looks."""
        private = chat.startswith(PRIVATE)
        message, now = new_id(), self.channel.now()
        masked = mask(text)
        line = Shown(
            message, chat, now, voice.id, voice.nickname, masked, reply_to, photos, once=once
        )
        media = tuple(
            Media(MediaKind.PHOTO, path, unique=path, mime="image/jpeg") for path in photos
        )
        fact = Incoming(
            key=f"{voice.id}/{once or message}", what=Happening.MESSAGE, at=now,
            where=Address(self.channel.name, chat),
            chat_kind=ChatKind.PRIVATE if private else ChatKind.GROUP,
            speaker=Speaker(voice.id, name=voice.nickname), text=masked, message=message,
            reply_to=reply_to, media=media,
            mentioned=self._calls_us(text) or await self._replies_to_us(reply_to),
            contact=first_phone(text) if private else None,
        )  # fmt: skip
        await self.channel.receive(fact)
        if self.channel.rooms.first_time(fact.key):  # a bad line may send the same post twice
            self.channel.rooms.say(line)

    def _calls_us(self, text: str) -> bool:
        words, locale = self.channel.words, self.channel.config.locale
        return words("web/mention", locale).casefold() in text.casefold()

    async def _replies_to_us(self, reply_to: str | None) -> bool:
        if reply_to is None:
            return False
        async with self.channel.database.reading() as session:
            return await session.get(WebMessageRow, reply_to) is not None

    async def press(self, request: Request) -> Response:
        """Somebody presses a choice."""
        _, room, voice, form = await self._author(request)
        token, number = _words(form, "token")[:64], secrets.token_hex(8)
        fact = Incoming(
            key=f"{voice.id}/{number}", what=Happening.PRESS, at=self.channel.now(),
            where=Address(self.channel.name, room.chat),
            chat_kind=ChatKind.PRIVATE if room.private else ChatKind.GROUP,
            speaker=Speaker(voice.id, name=voice.nickname), press=token,
            press_id=f"{voice.id}/{number}",
        )  # fmt: skip
        await self.channel.receive(fact)
        return _done(request, room.chat)

    async def open_account(self, visitor: Visitor, name: str, *, groups: list[str]) -> Visitor:
        """A new account for a browser; its private chat is open from the start."""
        account = WebAccountRow(
            id=secrets.token_hex(8), nickname=name, groups=groups, created_at=self.channel.now()
        )
        async with self.channel.database.transaction() as session:
            session.add(account)
            visitor = await sessions.give_account(session, visitor, account, self.channel.now())
        await self.channel.receive(opened(self.channel, account.id))
        return visitor


def opened(channel: WebChannel, account: str) -> Incoming:
    """The fact that somebody's private chat is open."""
    return Incoming(
        key=f"{account}/opened", what=Happening.REACHABLE, at=channel.now(),
        where=Address(channel.name, f"{PRIVATE}{account}"), chat_kind=ChatKind.PRIVATE,
        speaker=Speaker(account),
    )  # fmt: skip


def _words(form: FormData, name: str) -> str:
    """What was typed into a field; no database keeps a NUL."""
    return str(form.get(name, "")).replace("\0", "")


def _done(request: Request, chat: str) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"stored": True})
    return RedirectResponse(f"/c/{chat}", status_code=303)
