"""The one door to what survives a restart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import Connection, FromClause, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 30_000  # another process may hold SQLite's write lock through a whole import


class Database:
    """SQLite in a file, or PostgreSQL; the rest of the house need not know which."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine: AsyncEngine = create_async_engine(url, pool_pre_ping=not self.is_sqlite)
        self._writer = self.engine.execution_options(writing=True)
        self._one_writer = asyncio.Lock()
        if self.is_sqlite:
            self.engine.dialect.statement_compiler = _Hinted
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Do one thing wholly or not at all: commits at the end, rolls back on any exception."""
        async with AsyncExitStack() as stack:
            if self.is_sqlite:  # waiting in line here is cheaper than polling the file's lock
                await stack.enter_async_context(self._one_writer)
            session = AsyncSession(self._writer, expire_on_commit=False)
            await stack.enter_async_context(session)
            await stack.enter_async_context(session.begin())
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Look at one moment of the database; never waits for writers on SQLite."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


class _Hinted(SQLiteCompiler):
    """Passes on which index a query names: SQLite keeps no statistics by which it could tell."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002
        return text


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: see _begin_sqlite
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a stored message survives a power cut, too
        "foreign_keys=ON",
        "secure_delete=ON",  # what was deleted is overwritten, not only forgotten
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that upgrades to a write fails at once when another writer was faster;
    # IMMEDIATE waits its turn. Readers stay plain, or pages would queue behind writers.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
