"""Telegram's updates as facts: raw JSON in, `Incoming` out, so that no new field can stop it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

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
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, OverflowError, OSError)
"""What a malformed update raises: it is passed over, by its number."""
_TO_BOT = re.compile(r"/(\w+)@(\w+)")
_PRESENT = frozenset({"member", "administrator", "creator"})
_RULING = frozenset({"administrator", "creator"})

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as the platform knows it."""

    id: int
    username: str = ""
    reads_all: bool | None = None
    """Privacy mode is off: it hears every line of every group it was added to since."""


def fact(update: Json, me: Me, now: datetime) -> Incoming | None:
    """What an update says; None where it is nothing to anybody.

    `now` stands in for the time of a pressed button, which Telegram does not tell.
    """
    key = f"update:{update['update_id']}"
    if "message" in update:
        return _message(key, update["message"], me)
    if "edited_message" in update:
        return _said(key, update["edited_message"], me, Happening.EDIT)
    if "callback_query" in update:
        return _press(key, update["callback_query"], now)
    if "my_chat_member" in update:
        return _membership(key, update["my_chat_member"], me)
    if "channel_post" in update:
        return _said(key, update["channel_post"], me, Happening.MESSAGE)
    return None


def spoken_at(update: Json) -> int | None:
    """When a message was said, in the platform's own seconds."""
    message = update.get("message")
    date = message.get("date") if isinstance(message, dict) else None
    return date if isinstance(date, int) else None


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _message(key: str, message: Json, me: Me) -> Incoming | None:
    if "migrate_to_chat_id" in message:
        return _moved(key, message, message["chat"]["id"], message["migrate_to_chat_id"])
    if "migrate_from_chat_id" in message:
        return _moved(key, message, message["migrate_from_chat_id"], message["chat"]["id"])
    return _said(key, message, me, Happening.MESSAGE)


def _moved(key: str, message: Json, old: int, new: int) -> Incoming:
    return Incoming(
        key=key, what=Happening.MOVED, at=_instant(message["date"]),
        where=Address(CHANNEL, str(old)), chat_kind=ChatKind.GROUP, speaker=_speaker(message),
        moved_to=str(new), chat_name=_chat_name(message["chat"]),
    )  # fmt: skip


def _said(key: str, message: Json, me: Me, what: Happening) -> Incoming | None:
    """A line, a photo, or both; service messages and stickers are none."""
    written = message.get("text") or message.get("caption") or ""
    media = tuple(_media(message))
    if not written and not media:
        return None
    text = _addressed(written, me)
    if text is None:
        return None
    chat = message["chat"]
    private = chat["type"] == "private"
    reply = _replied(message)
    return Incoming(
        key=key,
        what=what,
        at=_instant(message.get("edit_date") or message["date"]),
        where=_where(message),
        chat_kind=ChatKind.PRIVATE if private else ChatKind.GROUP,
        speaker=_speaker(message),
        text=mask(text),
        message=str(message["message_id"]),
        reply_to=str(reply["message_id"]) if reply else None,
        album=message.get("media_group_id"),
        mentioned=not private and (_mentions(message, written, me) or _is_me(reply, me)),
        media=media,
        forwarded="forward_origin" in message or "forward_date" in message,
        chat_name=_chat_name(chat),
        contact=first_phone(text) if private else None,
    )


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
    return Address(CHANNEL, str(message["chat"]["id"]), str(thread) if thread else None)


def _chat_name(chat: Json) -> str:
    return str(chat.get("title") or "")[:LONGEST_NAME]


def _replied(message: Json) -> Json | None:
    """The message that was answered; a topic's first service message is none."""
    reply: Json | None = message.get("reply_to_message")
    if reply is None or "forum_topic_created" in reply:
        return None
    if message.get("is_topic_message") and reply["message_id"] == message["message_thread_id"]:
        return None
    return reply


def _is_me(message: Json | None, me: Me) -> bool:
    return message is not None and (message.get("from") or {}).get("id") == me.id


def _mentions(message: Json, text: str, me: Me) -> bool:
    """Whether the bot is named; offsets count UTF-16 units, so emoji before a name are two."""
    entities = message.get("entities") or message.get("caption_entities") or ()
    return any(_names(entity, text, me) for entity in entities)


def _names(entity: Json, text: str, me: Me) -> bool:
    if entity["type"] == "text_mention":
        return bool(entity["user"]["id"] == me.id)
    if entity["type"] != "mention" or not me.username:
        return False
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    name = text.encode("utf-16-le", "surrogatepass")[start:end].decode("utf-16-le", "replace")
    return name.casefold() == f"@{me.username}".casefold()


def _speaker(message: Json) -> Speaker:
    sender: Json = message.get("from") or {}
    chat: Json | None = message.get("sender_chat")
    if chat is not None:
        hidden = chat["id"] == message["chat"]["id"] and not message.get("is_automatic_forward")
        kind = SpeakerKind.ANONYMOUS_ADMIN if hidden else SpeakerKind.CHANNEL
        return Speaker(str(chat["id"]), kind, _chat_name(chat))
    if not sender or message["chat"]["type"] == "channel":
        return Speaker(str(message["chat"]["id"]), SpeakerKind.CHANNEL)
    return _user(sender)


def _user(user: Json) -> Speaker:
    kind = SpeakerKind.PERSON
    if user["id"] == ANONYMOUS_ADMIN:
        kind = SpeakerKind.ANONYMOUS_ADMIN
    elif user["id"] in (FAKE_CHANNEL, SERVICE_CHAT):
        kind = SpeakerKind.CHANNEL
    elif user.get("is_bot"):
        kind = SpeakerKind.BOT
    name = f"{user.get('first_name') or ''} {user.get('last_name') or ''}"
    return Speaker(str(user["id"]), kind, name.strip()[:LONGEST_NAME])


def _media(message: Json) -> Iterator[Media]:
    if photos := message.get("photo"):
        largest = max(photos, key=lambda size: size["width"] * size["height"])
        yield _file(MediaKind.PHOTO, largest, "image/jpeg")
    for name, kind, mime in (
        ("video", MediaKind.VIDEO, "video/mp4"),
        ("video_note", MediaKind.VIDEO, "video/mp4"),
        ("voice", MediaKind.VOICE, "audio/ogg"),
    ):
        if found := message.get(name):
            yield _file(kind, found, mime)
    document = message.get("document")
    if document and str(document.get("mime_type", "")).startswith("image/"):
        yield _file(MediaKind.PHOTO, document, document["mime_type"])
    if place := message.get("location"):
        yield Media(MediaKind.LOCATION, f"{place['latitude']},{place['longitude']}")


def _file(kind: MediaKind, file: Json, mime: str) -> Media:
    return Media(
        kind, file["file_id"], file.get("file_unique_id", ""), file.get("file_size") or 0,
        file.get("mime_type") or mime,
    )  # fmt: skip


def _press(key: str, query: Json, now: datetime) -> Incoming | None:
    """A pressed button; buttons under messages of the inline mode have no chat."""
    message, data = query.get("message"), query.get("data")
    if message is None or data is None:
        return None
    private = message["chat"]["type"] == "private"
    return Incoming(
        key=key, what=Happening.PRESS, at=now, where=_where(message),
        chat_kind=ChatKind.PRIVATE if private else ChatKind.GROUP, speaker=_user(query["from"]),
        message=str(message["message_id"]), press=data, press_id=str(query["id"]),
        chat_name=_chat_name(message["chat"]),
    )  # fmt: skip


def _membership(key: str, change: Json, me: Me) -> Incoming | None:
    """The bot came, went, or got other rights; in private: was blocked or let in again."""
    chat, member = change["chat"], change["new_chat_member"]
    if chat["type"] == "channel":
        return None
    private = chat["type"] == "private"
    status = member["status"]
    here = status in _PRESENT or bool(status == "restricted" and member.get("is_member"))
    if private:
        what = Happening.REACHABLE if here else Happening.UNREACHABLE
    else:
        what = Happening.JOINED if here else Happening.LEFT
    hears = True if status in _RULING else me.reads_all
    return Incoming(
        key=key, what=what, at=_instant(change["date"]), where=Address(CHANNEL, str(chat["id"])),
        chat_kind=ChatKind.PRIVATE if private else ChatKind.GROUP, speaker=_user(change["from"]),
        chat_name=_chat_name(chat), hears_all=hears if what is Happening.JOINED else None,
    )  # fmt: skip
