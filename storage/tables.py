"""All tables in one import, for migrations and backups."""

from storage import (
    api,
    audit,
    calls,
    changes,
    chats,
    corrections,
    exports,
    inbox,
    logins,
    outbox,
    people,
    places,
    points,
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
    workbooks,
)
from storage.base import Base
from storage.privacy import tables as privacy
from storage.tickets import presence, ratings
from storage.tickets import tables as tickets

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "api",
    "audit",
    "calls",
    "changes",
    "chats",
    "corrections",
    "exports",
    "inbox",
    "logins",
    "outbox",
    "people",
    "places",
    "points",
    "presence",
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
    "workbooks",
]
