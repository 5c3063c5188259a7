"""All tables in one import, for migrations and backups."""

from storage import (
    api,
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
    projects,
    questions,
    saved_views,
    schedules,
    services,
    texts,
    timers,
    web,
    webhooks,
    whistles,
    wishes,
)
from storage.base import Base
from storage.privacy import tables as privacy
from storage.tickets import ratings
from storage.tickets import tables as tickets

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "api",
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
    "projects",
    "questions",
    "ratings",
    "saved_views",
    "schedules",
    "services",
    "texts",
    "tickets",
    "timers",
    "web",
    "webhooks",
    "whistles",
    "wishes",
]
