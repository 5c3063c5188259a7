"""Telegram's updates as facts: raw JSON in, `Incoming` out, so that no new field can stop it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Any

from bot.channels.telegram.fields import Json, degrees, number, part, parts, words
from domain.messages import (
    Address,
    ChatKind,
    Happening,
    Incoming,
    Media,
    MediaKind,
    Speaker,
    SpeakerKind,
)
from domain.privacy import first_phone, mask

CHANNEL = "telegram"
ANONYMOUS_ADMIN = 1087968824  # @GroupAnonymousBot: an administrator who hides behind the group
FAKE_CHANNEL = 136817688  # @Channel_Bot: somebody who speaks as a channel
SERVICE_CHAT = 777000  # posts of a linked channel, forwarded by Telegram itself
LONGEST_NAME = 80  # characters; a longer name is a joke
LONGEST_TEXT = 4096  # characters; Telegram's messages are no longer
TELLS_APART = 4  # bytes: two edits of one message within a second, and no word can be guessed back
WORDLESS = frozenset({
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "paid_media", "poll",
    "sticker", "story",
})  # fmt: skip
"""What people send besides words, photos, videos, voice and places; nothing of it is kept."""
MEDIA = frozenset({"photo", "video", "video_note", "voice", "document", "location"})
"""What of a message may be kept besides its words."""
_TO_BOT = re.compile(r"/(\w+)@(\w+)")
_PRESENT = frozenset({"member", "administrator", "creator"})
_RULING = frozenset({"administrator", "creator"})


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as the platform knows it."""

    id: int
    username: str = ""
    reads_all: bool | None = None
    """Privacy mode is off: it hears every line of every group it was added to since."""


def fact(update: Any, me: Me, now: datetime) -> Incoming | None:
    """What an update says; None where it is nothing to anybody.

    `now` stands in for the time of a pressed button, which Telegram does not tell. A fact's key is
    made of what happened: numbers of updates begin anew after idle weeks, and at another server.
    Raises one of `fields.UNREADABLE`.
    """
    update = part(update)
    if "message" in update:
        return _message(part(update["message"]), me)
    if "edited_message" in update:
        return _said(part(update["edited_message"]), me, Happening.EDIT)
    if "callback_query" in update:
        return _press(part(update["callback_query"]), now)
    if "my_chat_member" in update:
        return _membership(part(update["my_chat_member"]), me)
    if "channel_post" in update:
        return _said(part(update["channel_post"]), me, Happening.MESSAGE)
    return None


def spoken_at(update: Json) -> int | None:
    """When a message was said, in the platform's own seconds."""
    message = update.get("message")
    date = message.get("date") if isinstance(message, dict) else None
    return date if type(date) is int else None


def _instant(seconds: Any) -> datetime:
    return datetime.fromtimestamp(number(seconds), UTC)


def _chat(message: Json) -> Json:
    return part(message["chat"])


def _id(thing: Json, name: str = "id") -> str:
    """An id as the house keeps it."""
    return str(number(thing[name]))


def _words(thing: Json, name: str) -> str:
    """A text that need not be there."""
    value = thing.get(name)
    return words(value) if value else ""


def _kind(chat: Json) -> ChatKind:
    return ChatKind.PRIVATE if words(chat["type"]) == "private" else ChatKind.GROUP


def _message(message: Json, me: Me) -> Incoming | None:
    if "migrate_to_chat_id" in message:
        return _moved(message, _id(_chat(message)), _id(message, "migrate_to_chat_id"))
    if "migrate_from_chat_id" in message:
        return _moved(message, _id(message, "migrate_from_chat_id"), _id(_chat(message)))
    return _said(message, me, Happening.MESSAGE)


def _moved(message: Json, old: str, new: str) -> Incoming:
    return Incoming(
        key=f"moved:{old}/{new}", what=Happening.MOVED, at=_instant(message["date"]),
        where=Address(CHANNEL, old), chat_kind=ChatKind.GROUP, speaker=_speaker(message),
        moved_to=new, chat_name=_chat_name(_chat(message)),
    )  # fmt: skip


def _said(message: Json, me: Me, what: Happening) -> Incoming | None:
    """A line, a photo, or both; service messages are none, and stickers only where they are for us."""
    written = (_words(message, "text") or _words(message, "caption"))[:LONGEST_TEXT]
    media = () if MEDIA.isdisjoint(message) else tuple(_media(message))
    if not written and not media and not (what is Happening.MESSAGE and _wordless(message)):
        return None
    text = _addressed(written, me)
    if text is None:
        return None
    chat, own, where = _chat(message), _id(message, "message_id"), _where(message)
    kind, reply = _kind(chat), _replied(message)
    private = kind is ChatKind.PRIVATE
    return Incoming(
        key=_key(message, f"{where.chat}/{own}", written, what),
        what=what,
        at=_instant(message.get("edit_date") or message["date"]),
        where=where,
        chat_kind=kind,
        speaker=_speaker(message),
        text=mask(text),
        message=own,
        reply_to=_id(reply, "message_id") if reply else None,
        album=_words(message, "media_group_id") or None,
        mentioned=not private and (_mentions(message, written, me) or _is_me(reply, me)),
        media=media,
        forwarded="forward_origin" in message or "forward_date" in message,
        chat_name=_chat_name(chat),
        contact=first_phone(text) if private else None,
    )


def _wordless(message: Json) -> bool:
    """Something sent in private that says nothing to huying: whoever sent it waits for an answer."""
    return _kind(_chat(message)) is ChatKind.PRIVATE and not WORDLESS.isdisjoint(message)


def _key(message: Json, place: str, written: str, what: Happening) -> str:
    """A message is its chat's and its own number; an edit of it, when it was made and what it says."""
    if what is not Happening.EDIT:
        return f"message:{place}"
    at = number(message.get("edit_date") or message["date"])
    return f"edit:{place}/{at}/{blake2s(written.encode(), digest_size=TELLS_APART).hexdigest()}"


def _addressed(text: str, me: Me) -> str | None:
    """`/mine@huying_bot 3` is `/mine 3`; a command for another bot is not for us."""
    command = _TO_BOT.match(text) if text.startswith("/") else None
    if command is None:
        return text
    if command[2].casefold() != me.username.casefold():
        return None
    return f"/{command[1]}{text[command.end() :]}"


def _where(message: Json) -> Address:
    """Plain reply threads carry a thread id, too; only a topic is a place of its own."""
    thread = message.get("message_thread_id") if message.get("is_topic_message") else None
    return Address(CHANNEL, _id(_chat(message)), str(number(thread)) if thread else None)


def _chat_name(chat: Json) -> str:
    return _words(chat, "title")[:LONGEST_NAME]


def _replied(message: Json) -> Json | None:
    """The message that was answered; a topic's first service message is none."""
    if not message.get("reply_to_message"):
        return None
    reply = part(message["reply_to_message"])
    if "forum_topic_created" in reply:
        return None
    if message.get("is_topic_message") and reply["message_id"] == message["message_thread_id"]:
        return None
    return reply


def _is_me(message: Json | None, me: Me) -> bool:
    return message is not None and part(message.get("from") or {}).get("id") == me.id


def _mentions(message: Json, text: str, me: Me) -> bool:
    """Whether the bot is named; offsets count UTF-16 units, so emoji before a name are two."""
    entities = message.get("entities") or message.get("caption_entities")
    return bool(entities) and any(_names(entity, text, me) for entity in parts(entities))


def _names(entity: Json, text: str, me: Me) -> bool:
    if entity["type"] == "text_mention":
        return bool(part(entity["user"])["id"] == me.id)
    if entity["type"] != "mention" or not me.username:
        return False
    start = number(entity["offset"])
    end = start + number(entity["length"])
    name = text.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le", "replace")
    return name.casefold() == f"@{me.username}".casefold()


def _speaker(message: Json) -> Speaker:
    chat = _chat(message)
    if message.get("sender_chat"):
        sender = part(message["sender_chat"])
        hidden = sender["id"] == chat["id"] and not message.get("is_automatic_forward")
        kind = SpeakerKind.ANONYMOUS_ADMIN if hidden else SpeakerKind.CHANNEL
        return Speaker(_id(sender), kind, _chat_name(sender))
    if not message.get("from") or words(chat["type"]) == "channel":
        return Speaker(_id(chat), SpeakerKind.CHANNEL)
    return _user(part(message["from"]))


def _user(user: Json) -> Speaker:
    kind = SpeakerKind.PERSON
    if user["id"] == ANONYMOUS_ADMIN:
        kind = SpeakerKind.ANONYMOUS_ADMIN
    elif user["id"] in (FAKE_CHANNEL, SERVICE_CHAT):
        kind = SpeakerKind.CHANNEL
    elif user.get("is_bot"):
        kind = SpeakerKind.BOT
    name = f"{_words(user, 'first_name')} {_words(user, 'last_name')}"
    return Speaker(_id(user), kind, name.strip()[:LONGEST_NAME])


def _media(message: Json) -> Iterator[Media]:
    if photos := parts(message.get("photo") or []):
        largest = max(photos, key=lambda size: number(size["width"]) * number(size["height"]))
        yield _file(MediaKind.PHOTO, largest, "image/jpeg")
    for name, kind, mime in (
        ("video", MediaKind.VIDEO, "video/mp4"),
        ("video_note", MediaKind.VIDEO, "video/mp4"),
        ("voice", MediaKind.VOICE, "audio/ogg"),
    ):
        if message.get(name):
            yield _file(kind, part(message[name]), mime)
    document = part(message.get("document") or {})
    if (mime := _words(document, "mime_type")).startswith("image/"):
        yield _file(MediaKind.PHOTO, document, mime)
    if message.get("location"):
        place = part(message["location"])
        where = f"{degrees(place['latitude'])},{degrees(place['longitude'])}"
        yield Media(MediaKind.LOCATION, where)


def _file(kind: MediaKind, file: Json, mime: str) -> Media:
    return Media(
        kind, words(file["file_id"]), _words(file, "file_unique_id"),
        number(file.get("file_size") or 0), _words(file, "mime_type") or mime,
        number(file.get("duration") or 0),
    )  # fmt: skip


def _press(query: Json, now: datetime) -> Incoming | None:
    """A pressed button; buttons under messages of the inline mode have no chat."""
    if query.get("message") is None or query.get("data") is None:
        return None
    message, asked = part(query["message"]), words(query["id"])
    return Incoming(
        key=f"press:{asked}", what=Happening.PRESS, at=now, where=_where(message),
        chat_kind=_kind(_chat(message)), speaker=_user(part(query["from"])),
        message=_id(message, "message_id"), press=words(query["data"]), press_id=asked,
        chat_name=_chat_name(_chat(message)),
    )  # fmt: skip


def _membership(change: Json, me: Me) -> Incoming | None:
    """The bot came, went, or got other rights; in private: was blocked or let in again."""
    chat, member = _chat(change), part(change["new_chat_member"])
    status, before = words(member["status"]), part(change.get("old_chat_member") or {})
    if words(chat["type"]) == "channel":
        return None
    kind = _kind(chat)
    here = status in _PRESENT or bool(status == "restricted" and member.get("is_member"))
    if kind is ChatKind.PRIVATE:
        what = Happening.REACHABLE if here else Happening.UNREACHABLE
    else:
        what = Happening.JOINED if here else Happening.LEFT
    hears = True if status in _RULING else me.reads_all
    step = f"{_words(before, 'status')}>{status}"
    return Incoming(
        key=f"{what}:{_id(chat)}/{number(change['date'])}/{step}", what=what,
        at=_instant(change["date"]), where=Address(CHANNEL, _id(chat)), chat_kind=kind,
        speaker=_user(part(change["from"])), chat_name=_chat_name(chat),
        hears_all=hears if what is Happening.JOINED else None,
    )  # fmt: skip
