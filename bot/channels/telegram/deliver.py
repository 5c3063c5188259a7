"""Carrying one message out to Telegram: one attempt, and what became of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import Bot, InputMediaVideo, LinkPreviewOptions, Message, ReactionTypeEmoji
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram import errors, pieces
from bot.channels.telegram.wire import CALL, UPLOAD
from domain.messages import Delivery, Op, Outcome, Outgoing
from domain.wires import units

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
REPEATABLE = frozenset({Op.EDIT, Op.REACT, Op.DELETE, Op.ANSWER})
"""What may be done twice: an unknown end is simply tried again."""
LINK_REFUSED = ("button_url_invalid", "wrong http url", "inline keyboard button url")
NO_TEXT = "no text in the message to edit"
ALREADY_GONE = ("message to delete not found",)

Read = Callable[[str], bytes]
Step = Callable[[], Awaitable[str]]


@dataclass(slots=True)
class _Begun:
    """How far a message of several parts came, so that a second attempt goes on from there."""

    done: int = 0
    ids: list[str] = field(default_factory=list)


class Postman:
    """Does what an `Outgoing` asks."""

    def __init__(self, bot: Bot, read_file: Read, *, longest: float = CALL) -> None:
        self.bot = bot
        self.read_file = read_file
        self.longest = longest
        self._begun: dict[str, _Begun] = {}

    async def deliver(self, out: Outgoing) -> Outcome:
        """One attempt; never raises for Telegram's errors."""
        acts = {
            Op.SEND: self._send, Op.EDIT: self._edit, Op.DELETE: self._delete,
            Op.REACT: self._react, Op.ANSWER: self._answer,
        }  # fmt: skip
        try:
            async with asyncio.timeout(UPLOAD if out.attachments else self.longest):
                outcome = await acts[out.op](out)
        except TelegramError as error:
            outcome = errors.outcome_of(error)
        except TimeoutError:
            outcome = Outcome(Delivery.UNKNOWN, why="timeout")
        except ValueError:  # an id that cannot be Telegram's
            outcome = Outcome(Delivery.REFUSED, why="no_such_id")
        if outcome.state is Delivery.UNKNOWN and out.op in REPEATABLE:
            outcome = replace(outcome, state=Delivery.RETRY)
        if outcome.state is not Delivery.RETRY:
            self._begun.pop(out.key, None)
        return outcome

    async def _send(self, out: Outgoing) -> Outcome:
        try:
            return await self._sent(out)
        except BadRequest as error:
            simpler = _simpler(out, error)
            if simpler is None:
                raise
        return await self._send(simpler)

    async def _sent(self, out: Outgoing) -> Outcome:
        """Photos and voices, then the text in parts; goes on where an earlier attempt had to stop."""
        media = await asyncio.to_thread(pieces.pictures, out.attachments, self.read_file)
        voices = await asyncio.to_thread(pieces.voices, out.attachments, self.read_file)
        steps = self._steps(out, media, voices)
        if not steps:
            return Outcome(Delivery.REFUSED, why="empty")
        begun = self._begun.setdefault(out.key, _Begun())
        for step in steps[begun.done :]:
            begun.ids.append(await step())
            begun.done += 1
        texts = len(pieces.parts(out.text))
        return Outcome(Delivery.SENT, message=begun.ids[-texts] if texts else begun.ids[0])

    def _steps(self, out: Outgoing, media: list[pieces.Picture], voices: list[bytes]) -> list[Step]:
        reply = pieces.reply_of(out)
        where: dict[str, Any] = {
            "chat_id": pieces.chat_of(out.to), "message_thread_id": pieces.thread_of(out.to),
            "disable_notification": out.silent,
        }  # fmt: skip
        if len(media) == 1 and not voices and 0 < units(out.text) <= pieces.CAPTION:
            return [self._picture(media[0], out, where | {"reply_parameters": reply})]
        calls = [self._album(album, where) for album in pieces.albums(media)]
        calls += [self._voice(voice, where) for voice in voices]
        texts = pieces.parts(out.text)
        for number, text in enumerate(texts, 1):
            more: dict[str, Any] = {"text": text, "link_preview_options": NO_PREVIEW}
            if number == 1:
                more["reply_parameters"] = reply
            if number == len(texts):
                more["reply_markup"] = pieces.keyboard(out.choices)
            calls.append(self._text(where | more))
        return calls

    def _text(self, call: dict[str, Any]) -> Step:
        async def step() -> str:
            return _id(await self.bot.send_message(**call))

        return step

    def _picture(self, media: pieces.Picture, out: Outgoing, where: dict[str, Any]) -> Step:
        async def step() -> str:
            call = where | {"caption": out.text, "reply_markup": pieces.keyboard(out.choices)}
            return _id(await self._one(media, call))

        return step

    def _voice(self, voice: bytes, where: dict[str, Any]) -> Step:
        async def step() -> str:
            return _id(await self.bot.send_voice(voice=voice, **where))

        return step

    def _album(self, album: list[pieces.Picture], where: dict[str, Any]) -> Step:
        async def step() -> str:
            if len(album) == 1:
                return _id(await self._one(album[0], where))
            return _id((await self.bot.send_media_group(media=album, **where))[0])

        return step

    async def _one(self, media: pieces.Picture, call: dict[str, Any]) -> Message:
        if isinstance(media, InputMediaVideo):
            return await self.bot.send_video(video=media.media, **call)
        return await self.bot.send_photo(photo=media.media, **call)

    async def _edit(self, out: Outgoing) -> Outcome:
        """New words under the same id; without choices the old buttons go."""
        call: dict[str, Any] = {
            "chat_id": pieces.chat_of(out.to), "message_id": _target(out),
            "reply_markup": pieces.keyboard(out.choices),
        }  # fmt: skip
        try:
            await self._rewrite(out, call)
        except BadRequest as error:
            if errors.says(error, *LINK_REFUSED) and _has_links(out):
                text, rows = pieces.without_links(out.text, out.choices)
                return await self._edit(replace(out, text=text, choices=_frozen(rows)))
            if not errors.says(error, errors.SAME_AS_BEFORE):
                raise
        return Outcome(Delivery.SENT, message=out.target)

    async def _rewrite(self, out: Outgoing, call: dict[str, Any]) -> None:
        if not out.text:
            await self.bot.edit_message_reply_markup(**call)
            return
        text = pieces.cut(out.text, pieces.TEXT)
        try:
            await self.bot.edit_message_text(text, link_preview_options=NO_PREVIEW, **call)
        except BadRequest as error:
            if not errors.says(error, NO_TEXT):
                raise
            caption = pieces.cut(out.text, pieces.CAPTION)
            await self.bot.edit_message_caption(caption=caption, **call)

    async def _delete(self, out: Outgoing) -> Outcome:
        try:
            await self.bot.delete_message(pieces.chat_of(out.to), _target(out))
        except BadRequest as error:
            if not errors.says(error, *ALREADY_GONE):
                raise
        return Outcome(Delivery.SENT)

    async def _react(self, out: Outgoing) -> Outcome:
        """A sign under a message; a group may not allow it, and nothing is lost then."""
        signs = [ReactionTypeEmoji(out.emoji)] if out.emoji else []
        try:
            await self.bot.set_message_reaction(pieces.chat_of(out.to), _target(out), signs)
        except BadRequest as error:
            return Outcome(Delivery.SENT, message=out.target, why=str(error)[: errors.LONGEST_WHY])
        return Outcome(Delivery.SENT, message=out.target)

    async def _answer(self, out: Outgoing) -> Outcome:
        """The pressed button stops waiting; after a while Telegram no longer wants to know."""
        text = pieces.cut(out.text, pieces.TOAST) or None
        try:
            await self.bot.answer_callback_query(out.target or "", text)
        except BadRequest as error:
            if not errors.says(error, *errors.TOO_LATE):
                raise
            return Outcome(Delivery.SENT, why="too_old")
        return Outcome(Delivery.SENT)


def _simpler(out: Outgoing, error: BadRequest) -> Outgoing | None:
    """The same message without what Telegram did not like about it; None where nothing helps."""
    if out.reply_to and errors.says(error, *errors.REPLY_GONE):
        return replace(out, reply_to=None)
    if out.to.thread and errors.says(error, *errors.THREAD_GONE):
        return replace(out, to=replace(out.to, thread=None))
    if _has_links(out) and errors.says(error, *LINK_REFUSED):
        text, rows = pieces.without_links(out.text, out.choices)
        return replace(out, text=text, choices=_frozen(rows))
    return None


def _has_links(out: Outgoing) -> bool:
    return any(choice.url for row in out.choices for choice in row)


def _frozen(rows: pieces.Rows) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _target(out: Outgoing) -> int:
    return int(out.target or "")


def _id(message: Message) -> str:
    return str(message.message_id)
