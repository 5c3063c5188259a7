"""Incoming facts as JSON and back, for the inbox."""

from dataclasses import asdict
from datetime import datetime
from enum import Enum
from typing import Any

from domain.messages import (
    Address,
    ChatKind,
    Happening,
    Incoming,
    Line,
    Media,
    MediaKind,
    Speaker,
    SpeakerKind,
)


def pack(said: Incoming) -> dict[str, Any]:
    """A fact as JSON; neither its contact number nor what others make of it is part of it."""
    facts = asdict(said)
    del facts["contact"], facts["opinion"], facts["heard"]
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def unpack(facts: dict[str, Any], contact: str | None = None) -> Incoming:
    """The fact that was stored."""
    speaker = facts["speaker"]
    return Incoming(
        **{
            **facts,
            "what": Happening(facts["what"]),
            "at": datetime.fromisoformat(facts["at"]),
            "where": Address(**facts["where"]),
            "chat_kind": ChatKind(facts["chat_kind"]),
            "speaker": Speaker(**{**speaker, "kind": SpeakerKind(speaker["kind"])}),
            "media": _media(facts["media"]),
            "earlier": tuple(
                Line(**{**line, "media": _media(line["media"])}) for line in facts["earlier"]
            ),
            "contact": contact,
        }
    )


def _media(items: list[dict[str, Any]]) -> tuple[Media, ...]:
    return tuple(Media(**{**item, "kind": MediaKind(item["kind"])}) for item in items)
