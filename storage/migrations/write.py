"""Write the next migration from the difference between tables and an up-to-date database.

`python -m storage.migrations.write "add rosters"` (for developers; read what it wrote).
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.database import Database
from storage.migrations import migrate


async def write(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/empty.db")
        await migrate(database)
        async with database.engine.connect() as connection:
            await connection.run_sync(_revise, message)
        await database.close()


def _revise(connection: Connection, message: str) -> None:
    here = Path(__file__).parent
    number = 1 + sum(1 for _ in (here / "versions").glob("[0-9]*.py"))
    config = Config()
    config.set_main_option("script_location", str(here))
    config.set_main_option("file_template", f"{number:04d}_%%(slug)s")
    config.attributes["connection"] = connection
    command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
