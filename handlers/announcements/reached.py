"""Whom an announcement has reached: each group and person, and what became of it there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.announcements import REACHES, Fate, Reach, Why, fate_of, why_of
from handlers.turn import Turn
from storage import announcements
from storage.announcements import OWN, PHOTO, AnnouncementRow
from storage.outbox import OutboxRow


@dataclass(frozen=True, slots=True)
class Reader:
    """One group or person, and what became of the message there."""

    key: str
    channel: str
    chat: str
    person: int | None
    """None for a group."""
    reach: Reach
    why: Why | None
    fate: Fate
    """What became of it when it was taken back."""
    no_photo: bool
    """The words are there, and the photo before them is not."""


async def readers(turn: Turn, row: AnnouncementRow) -> list[Reader]:
    """Every group and person it was for, once each."""
    rows = await announcements.messages(turn.session, row.id, OWN)
    done = await announcements.changes(turn.session, row.id)
    photos = {one.key: one for one in rows if one.key.endswith(PHOTO)}
    return [
        _reader(one, done.get(one.key), photos.get(one.key + PHOTO))
        for one in rows
        if one.key not in photos
    ]


def _reader(row: OutboxRow, change: OutboxRow | None, photo: OutboxRow | None) -> Reader:
    reach = REACHES.get(row.state, Reach.UNKNOWN)
    told = (change.op, change.state) if change else None
    lost = photo is not None and REACHES.get(photo.state) in (Reach.REFUSED, Reach.UNKNOWN)
    return Reader(
        row.key, row.channel, row.chat, None if row.group else row.person_id, reach,
        why_of(row.why) if reach not in (Reach.DELIVERED, Reach.ON_THE_WAY) else None,
        fate_of(row.state, told), no_photo=lost,
    )  # fmt: skip


def tally(told: Sequence[Reader]) -> dict[Reach, int]:
    """How many stand where; together they are all."""
    counted = Counter(one.reach for one in told)
    return {reach: counted[reach] for reach in Reach if counted[reach]}
