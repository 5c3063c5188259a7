"""The schema's history, run by `huying migrate` and by every command before it does anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database
from storage.tickets import words

LOCK = 5_120_446  # any number, the same for all processes of a deployment
VERSIONS = Path(__file__).parent / "versions"
VERSION = "alembic_version"


@asynccontextmanager
async def up_to_date(url: str) -> AsyncIterator[Database]:
    """The database with its newest schema; closed again at the end."""
    database = Database(url)
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()


async def migrate(database: Database) -> None:
    """Bring the database up to date; two processes at once do it once."""
    async with database._writer.begin() as connection:  # noqa: SLF001 - same room
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if not _is_newest(connection):
        _run(connection)
    words.prepare(connection)  # a table that a migration makes anew loses its triggers


def _is_newest(connection: Connection) -> bool:
    """Whether nothing is left to do, as nearly always: the tool reads the whole history to tell."""
    if not inspect(connection).has_table(VERSION):
        return False
    there = connection.scalars(text(f"SELECT version_num FROM {VERSION}"))  # noqa: S608
    return list(there) == [newest()]


def newest() -> str:
    """The version of which nothing is newer: their files are named by them."""
    return max(VERSIONS.glob("[0-9]*.py")).name.partition("_")[0]


def _run(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - slow to load, and hardly ever needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
