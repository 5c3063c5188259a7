"""A community that began with the first release keeps everything that it has."""

import asyncio
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.points import AccountKind, Act, Book, issue
from storage import migrations
from storage.database import Database
from storage.migrations import migrate
from storage.points.books import Grounds, balances, entry_of, post, wrong_balances
from storage.points.goods import stocks
from tests.conftest import _admin, _named

FIRST = "0001"
NOON = "2026-12-01 04:00:00+00:00"
TICKET = {
    "id": 5, "kind": "complaint", "category": "road.lamp", "tier": "N", "sensitivity": "n",
    "state": "assigned", "version": 1, "text": "灯不亮", "place_name": "", "people": 1,
    "channel": "web", "owner_role": "grid_worker", "level": 0, "reason": "{}",
    "reopened": 0, "returned": 0,
}  # fmt: skip
INSTANTS = ("created_at", "assigned_at", "accept_by", "respond_by", "finish_by", "first_finish_by")


def config(connection):
    made = Config()
    made.set_main_option("script_location", str(Path(migrations.__file__).parent))
    made.attributes["connection"] = connection
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The address of a database in which nothing has been made."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/old.db"
        return
    address, name = request.getfixturevalue("postgres"), f"old{uuid.uuid4().hex}"
    asyncio.run(_admin(address, f'CREATE DATABASE "{name}"'))
    yield _named(address, name)
    asyncio.run(_admin(address, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def old(empty_url):
    """A database as the first release made it, with a ticket and what happened to it."""
    database = Database(empty_url)
    values = {**TICKET, **dict.fromkeys(INSTANTS, NOON)}
    given = ", ".join(repr(value) for value in values.values())
    async with database._writer.begin() as connection:
        await connection.run_sync(lambda c: command.upgrade(config(c), FIRST))
        await connection.exec_driver_sql(
            f"INSERT INTO tickets ({', '.join(values)}, photo_asked, no_photo) "
            f"VALUES ({given}, false, false)"
        )
        await connection.exec_driver_sql(
            "INSERT INTO ticket_events (ticket_id, at, act, after, part, note, internal, facts) "
            f"VALUES (5, '{NOON}', 'assign', 'assigned', 'bot', '', false, '{{}}')"
        )
    yield database
    await database.close()


async def test_what_is_there_is_kept_through_all_migrations(old):
    await migrate(old)

    async with old.reading() as session:
        kept = (await session.execute(text("SELECT id, text FROM tickets"))).one()
        events = (await session.execute(text("SELECT ticket_id FROM ticket_events"))).scalars()
        assert tuple(kept) == (5, "灯不亮")
        assert list(events) == [5]


async def test_a_database_that_is_up_to_date_is_left_alone_and_an_older_one_is_not(
    old, monkeypatch
):
    await migrate(old)
    ran = []
    monkeypatch.setattr(migrations, "_run", ran.append)
    await migrate(old)
    assert ran == []

    async with old._writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0031'")
    await migrate(old)
    assert len(ran) == 1


def test_the_newest_version_is_the_one_whose_file_is_named_last():
    newest = ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head()

    assert migrations.newest() == newest


PAPER_BOOKS = (
    "INSERT INTO households (code, name) VALUES ('H001', '陈')",
    "INSERT INTO accounts (id, kind, household) VALUES (3, 'spendable', 'H001'), (4, 'issued', '')",
    f"""INSERT INTO entries (id, key, household, day, rule, note, state, created_at)
    VALUES (7, 'E007', 'H001', '2026-10-18', '+03', '大扫除', 'effective', '{NOON}')""",
    "INSERT INTO postings (entry_id, account_id, amount) VALUES (7, 3, 5), (7, 4, -5)",
)


async def test_points_of_the_first_release_are_in_the_books_and_cannot_be_changed(old):
    async with old._writer.begin() as connection:
        for statement in PAPER_BOOKS:
            await connection.exec_driver_sql(statement)
    await migrate(old)

    async with old.transaction() as session:
        assert (await balances(session, "H001"))[AccountKind.SPENDABLE] == 5
        entry = await entry_of(session, "E007")
        assert (entry.holder, entry.amount, entry.note) == ("H001", 5, "大扫除")
        act = Act("new", "H001", entry.day, "+03")
        await post(session, [(issue(act, 2, effective=True), Grounds())], datetime.now(UTC))
    with pytest.raises(DBAPIError, match="only ever added to"):
        async with old.transaction() as session:
            await session.execute(text("UPDATE postings SET amount = 500"))

    async with old._writer.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "0022"))
        kept = await connection.exec_driver_sql("SELECT household FROM entries ORDER BY id")
        assert list(kept.scalars()) == ["H001", "H001"]


GOODS = """INSERT INTO goods (code, name, price, stock, "limit")
VALUES ('soap', '肥皂', 15, 60, 2), ('towel', '毛巾', 30, 0, NULL)"""


async def test_goods_of_the_first_release_stand_in_the_books_and_go_back_as_a_number(old):
    async with old._writer.begin() as connection:
        await connection.exec_driver_sql(GOODS)
    await migrate(old)

    async with old.reading() as session:
        found = await stocks(session, ["soap", "towel"])
        entry = await entry_of(session, "shop/soap/open")
        assert (found["soap"].free, found["towel"].free) == (60, 0)
        assert (entry.rule, entry.amount, entry.book) == ("OPEN", 60, Book.GOODS)
        assert await wrong_balances(session) == []

    async with old._writer.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "0023"))
        kept = await connection.exec_driver_sql("SELECT stock FROM goods ORDER BY code")
        assert list(kept.scalars()) == [60, 0]
    await migrate(old)
    async with old.reading() as session:
        assert (await stocks(session, ["soap"]))["soap"].free == 60


async def test_a_number_is_never_given_twice_after_all_migrations(old):
    if not old.is_sqlite:
        pytest.skip("PostgreSQL's sequences never go back")
    await migrate(old)

    async with old.reading() as session:
        made = await session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'tickets'"))
    assert "AUTOINCREMENT" in made


def test_the_migrations_are_one_line():
    script = ScriptDirectory(str(Path(migrations.__file__).parent))

    assert len(script.get_heads()) == 1
    assert [r.revision for r in script.walk_revisions()][-1] == FIRST
