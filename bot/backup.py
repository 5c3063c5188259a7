"""One archive of rows and photos, the same for both databases, made while the program runs."""

import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.files import OWN_FILE_MODE
from domain.refusals import Refusal
from storage.base import Moment
from storage.database import Database
from storage.tables import METADATA
from storage.tickets.tables import AttachmentRow

FORMAT = "huying-backup-1"
BATCH = 500
Progress = Callable[[str, int], None]


class NotEmpty(Refusal):
    """A backup is restored only into an empty database."""


class NoBackup(Refusal):
    """The file is no backup of huying's."""


async def backup(database: Database, data: Path, target: Path, progress: Progress) -> int:
    """Write the archive from one moment of the database; returns the number of rows."""
    partial = target.with_name(f"{target.name}.part")
    partial.touch()
    partial.chmod(OWN_FILE_MODE)  # a whole community lies in it
    rows = 0
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("format", FORMAT)
        async with database.reading() as session:
            if not database.is_sqlite:
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            for table in METADATA.sorted_tables:
                count = await _write(session, table, archive)
                progress(table.name, count)
                rows += count
            named = await session.execute(select(AttachmentRow.path, AttachmentRow.ref))
        # What was sent along with mere chat is in no backup.
        kept = {name for names in named for name in names if name}
        for path in sorted((data / "media").rglob("*")):
            name = str(Path("media") / path.relative_to(data / "media"))
            if name in kept:
                archive.write(path, name)
    partial.replace(target)  # a half-written file never bears the asked name
    return rows


async def _write(session: AsyncSession, table: Table, archive: zipfile.ZipFile) -> int:
    count = 0
    with archive.open(f"rows/{table.name}.jsonl", "w") as out:
        result = await session.stream(select(table))
        async for row in result.mappings():
            line = {name: _plain(value) for name, value in row.items()}
            out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


async def restore(database: Database, data: Path, source: Path, progress: Progress) -> int:
    """Fill an empty, up-to-date database from an archive: all or nothing.

    Raises:
        NoBackup: the file is something else.
        NotEmpty: something is there already.

    """
    if not zipfile.is_zipfile(source):
        raise NoBackup
    with zipfile.ZipFile(source) as archive:
        if not _is_whole(archive):
            raise NoBackup
        rows = 0
        async with database.transaction() as session:
            await _must_be_empty(session)
            for table in METADATA.sorted_tables:
                count = await _fill(session, table, archive)
                progress(table.name, count)
                rows += count
            await _continue_numbers(session, database)
        _unpack_media(archive, data)
    return rows


def _is_whole(archive: zipfile.ZipFile) -> bool:
    """Whether it is ours and not a bit is wrong: looked at before anything is written."""
    try:
        return archive.testzip() is None and archive.read("format").decode() == FORMAT
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError):
        return False


async def _must_be_empty(session: AsyncSession) -> None:
    for table in METADATA.sorted_tables:
        if await session.scalar(select(func.count()).select_from(table)):
            raise NotEmpty


async def _fill(session: AsyncSession, table: Table, archive: zipfile.ZipFile) -> int:
    count, later = 0, []
    within = [link.parent.name for link in table.foreign_keys if link.column.table is table]
    for batch in _batches(table, archive):
        later += [dict(row) for row in batch if any(row.get(name) for name in within)]
        await session.execute(table.insert(), [row | dict.fromkeys(within) for row in batch])
        count += len(batch)
    for row in later:  # a row may lead to one of its own table that stands after it
        links = {name: row.get(name) for name in within}
        await session.execute(table.update().where(table.c.id == row["id"]).values(links))
    return count


def _batches(table: Table, archive: zipfile.ZipFile) -> Iterator[list[dict[str, Any]]]:
    name = f"rows/{table.name}.jsonl"
    if name not in archive.namelist():
        return
    batch: list[dict[str, Any]] = []
    with archive.open(name) as lines:
        for line in lines:
            batch.append(_typed(table, json.loads(line)))
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _value(table.c[name].type, value) for name, value in row.items() if name in table.c
    }


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


async def _continue_numbers(session: AsyncSession, database: Database) -> None:
    """PostgreSQL's own counters go on after the highest restored number."""
    if database.is_sqlite:
        return
    for table in METADATA.sorted_tables:
        key = table.primary_key.columns.values()[0]
        if (
            key.autoincrement is False
            or key.type.python_type is not int
            or len(table.primary_key) > 1
        ):
            continue
        highest = select(func.coalesce(func.max(key), 0) + 1).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        await session.execute(select(func.setval(sequence, highest, False)))


def _unpack_media(archive: zipfile.ZipFile, data: Path) -> None:
    home = (data / "media").resolve()
    for name in archive.namelist():
        target = (data / name).resolve()
        if name.startswith("media/") and target.is_relative_to(home):  # no way out of the folder
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
