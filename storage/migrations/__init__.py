"""The schema's history, run by `huying migrate` and by every command before it does anything."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.database import Database
from storage.tickets import words

LOCK = 5_120_446  # any number, the same for all processes of a deployment


async def migrate(database: Database) -> None:
    """Bring the database up to date; two processes at once do it once."""
    async with database._writer.begin() as connection:  # noqa: SLF001 - same room
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    words.prepare(connection)  # a table that a migration makes anew loses its triggers
