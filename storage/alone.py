"""Being the only process that does something, where several share one PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy import text

from storage.database import Database

ASK_AGAIN = 1.0  # seconds; the lock falls free in the moment in which its holder dies
TAKE = text("SELECT pg_try_advisory_lock(hashtextextended(:work, 0))")

Still = Callable[[], Awaitable[None]]
"""Makes sure that the work is still ours; raises where the connection that holds it is gone."""


@asynccontextmanager
async def alone(database: Database, work: str) -> AsyncIterator[Still]:
    """Do some work as the only process; others wait here until this one ends, or dies.

    SQLite serves one process: there it is always ours.
    """
    if database.is_sqlite:
        yield _ours
        return
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")

        async def still() -> None:
            await connection.scalar(text("SELECT 1"))

        try:
            while not await connection.scalar(TAKE, {"work": work}):  # noqa: ASYNC110 - another process's
                await asyncio.sleep(ASK_AGAIN)
            yield still
        finally:
            await connection.invalidate()  # closing is what surely lets go of the lock


async def _ours() -> None:
    """Nobody else is there."""
