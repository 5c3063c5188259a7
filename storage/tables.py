"""All tables in one import, for migrations and backups."""

from storage import (
    audit,
    calls,
    chats,
    corrections,
    inbox,
    logins,
    outbox,
    pasted,
    people,
    places,
    points,
    posters,
    questions,
    schedules,
    services,
    timers,
    web,
    wishes,
)
from storage.base import Base
from storage.privacy import tables as privacy
from storage.tickets import ratings
from storage.tickets import tables as tickets

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "audit",
    "calls",
    "chats",
    "corrections",
    "inbox",
    "logins",
    "outbox",
    "pasted",
    "people",
    "places",
    "points",
    "posters",
    "privacy",
    "questions",
    "ratings",
    "schedules",
    "services",
    "tickets",
    "timers",
    "web",
    "wishes",
]
