"""Fetching photos at once, as platforms' links expire, and handing them to whoever needs them."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import select

from bot.channels.base import Channel
from bot.faults import place_of
from bot.files import UNDECIDED, Files, NotAPicture, drawn
from domain.messages import Attachment, Media, MediaKind
from storage.database import Database
from storage.files import needed
from storage.privacy import discarded
from storage.tickets.tables import AttachmentRow

LONGEST = 20.0  # seconds for one file
TRIES = 5
EVERY = 2.0  # seconds between two looks at what is still missing
SWEEP = 60.0  # seconds between two rounds of letting go
DISCARDED_AT_ONCE = 200

log = structlog.get_logger()


class MediaKeeper:
    """Keeps what people sent along with their messages."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], files: Files) -> None:
        self.database = database
        self.channels = channels
        self.files = files
        self._swept = -SWEEP

    async def run(self) -> None:
        """Fetch what is missing and delete what nobody needs, until cancelled."""
        while True:
            try:
                await self.discard()
                for number in await self._missing():
                    await self.fetched(number)
                if time.monotonic() - self._swept >= SWEEP:
                    await self.sweep()
                    self._swept = time.monotonic()
            except Exception as fault:  # noqa: BLE001 - a database that comes back finds us here
                log.error("media.stuck", fault=place_of(fault))
            await asyncio.sleep(EVERY)

    async def sweep(self) -> None:
        """Delete what came along with mere chat, or was left by a crash: no ticket has it."""
        old = await asyncio.to_thread(self.files.older, UNDECIDED)
        if not old:
            return
        async with self.database.reading() as session:
            kept = await needed(session)
        over = [path for path in old if path not in kept]
        await asyncio.to_thread(self.files.let_go, over)
        if over:
            log.info("media.deleted", files=len(over))

    async def discard(self) -> None:
        """Delete the files that nobody may have any more; one that is gone already is gone."""
        async with self.database.reading() as session:
            paths = await discarded.paths(session, limit=DISCARDED_AT_ONCE)
        if not paths:
            return
        here = [path for path in paths if self.files.holds(path)]
        await asyncio.to_thread(self.files.let_go, here)
        async with self.database.transaction() as session:
            await discarded.settle(session, paths)
        log.info("media.discarded", files=len(paths))

    async def _missing(self) -> list[int]:
        async with self.database.reading() as session:
            query = select(AttachmentRow.id).where(
                AttachmentRow.path.is_(None), AttachmentRow.attempts < TRIES
            )
            return list(await session.scalars(query.order_by(AttachmentRow.id).limit(20)))

    async def fetched(self, number: int) -> Attachment | None:
        """An attachment ready to be sent on; None where it cannot be had."""
        async with self.database.reading() as session:
            row = await session.get(AttachmentRow, number)
        if row is None:
            return None
        if row.path is None and not await self._fetch(row):
            return None
        return Attachment(row.path or "", MediaKind(row.kind), row.mime or "image/jpeg")

    async def _fetch(self, row: AttachmentRow) -> bool:
        channel = self.channels.get(row.channel)
        # What a page posted is stored already, and once is enough.
        path = row.ref if self.files.holds(row.ref) else None
        if path is None and channel is not None:
            try:
                async with asyncio.timeout(LONGEST):
                    data = await channel.fetch(Media(MediaKind(row.kind), row.ref, mime=row.mime))
                path = await asyncio.to_thread(self._keep, row, data)
            except (NotAPicture, OSError, TimeoutError, LookupError) as fault:
                log.warning("media.failed", attachment=row.id, fault=type(fault).__name__)
        async with self.database.transaction() as session:
            kept = await session.get(AttachmentRow, row.id)
            if kept is not None:
                kept.attempts += 1
                kept.path = kept.path or path
                row.path = kept.path
        return row.path is not None

    def _keep(self, row: AttachmentRow, data: bytes) -> str:
        if row.kind == MediaKind.PHOTO:
            row.mime = "image/jpeg"
            return self.files.keep_photo(data)
        return self.files.keep(data, row.mime)

    async def all_of(self, wanted: Sequence[dict[str, Any]]) -> tuple[Attachment, ...]:
        """The attachments that an outbox row names."""
        found = [await self._one(item) for item in wanted]
        return tuple(item for item in found if item is not None)

    async def _one(self, item: dict[str, Any]) -> Attachment | None:
        if "code" in item:
            return drawn(str(item["code"]))
        if "paper" in item:
            return await asyncio.to_thread(self.files.paper, str(item["paper"]))
        return await self.fetched(int(item["id"]))
