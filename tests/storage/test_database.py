"""One thing wholly or not at all; instants with their zone; one process at a time where it must be."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from storage.alone import alone
from storage.audit import AuditRow
from storage.database import Database
from storage.places import get_state, revision, set_state, touch_revision

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
SHANGHAI = timezone(timedelta(hours=8))


def act(at=NOON):
    return AuditRow(at=at, act="a", subject="s", channel="t", facts={})


async def acts(database):
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(AuditRow))


async def test_a_transaction_that_fails_leaves_nothing(database):
    async def fail():
        async with database.transaction() as session:
            session.add(act())
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert await acts(database) == 0


async def test_whoever_reads_waits_for_no_writer(database):
    async with database.transaction() as session, asyncio.timeout(5):
        session.add(act())
        await session.flush()

        assert await acts(database) == 0

    assert await acts(database) == 1


async def test_many_writers_at_once_all_get_their_turn(database):
    async def write():
        async with database.transaction() as session:
            number = int(await get_state(session, "n", 0)) if database.is_sqlite else 0
            await set_state(session, "n", number + 1)
            session.add(act())

    await asyncio.gather(*(write() for _ in range(50)))

    assert await acts(database) == 50
    if database.is_sqlite:  # writers come one after the other: nothing read is ever outdated
        async with database.reading() as session:
            assert await get_state(session, "n") == 50


async def test_an_instant_comes_back_as_it_was_in_utc(database):
    async with database.transaction() as session:
        session.add(act(datetime(2026, 12, 1, 12, tzinfo=SHANGHAI)))

    async with database.reading() as session:
        found = await session.scalar(select(AuditRow.at))
    assert (found, found.tzinfo) == (NOON, UTC)


async def test_an_instant_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="zone"):
        async with database.transaction() as session:
            session.add(act(datetime(2026, 12, 1, 12)))  # noqa: DTZ001 - the point of the test


async def test_a_fact_about_the_deployment_is_replaced_and_a_change_is_counted(database):
    async with database.transaction() as session:
        await set_state(session, "bot.name", "old")
        await set_state(session, "bot.name", "new")
        before = await revision(session)
        await touch_revision(session)

    async with database.reading() as session:
        assert await get_state(session, "bot.name") == "new"
        assert await get_state(session, "nothing", "default") == "default"
        assert await revision(session) == before + 1


async def test_one_works_alone_and_the_next_follows_when_it_ends(database):
    if database.is_sqlite:
        pytest.skip("SQLite serves one process")
    other, order = Database(database.url), []

    async def work(where, name, end):
        async with alone(where, "sender") as still:
            order.append(name)
            await still()
            await end.wait()

    first_ends, second_ends = asyncio.Event(), asyncio.Event()
    second_ends.set()
    async with asyncio.TaskGroup() as group, asyncio.timeout(20):
        first = group.create_task(work(database, "first", first_ends))
        while not order:  # noqa: ASYNC110 - it happens in the database
            await asyncio.sleep(0.01)
        second = group.create_task(work(other, "second", second_ends))
        async with alone(other, "another work"):
            assert order == ["first"]  # only the same work waits
        first_ends.set()
        await asyncio.gather(first, second)
    await other.close()

    assert order == ["first", "second"]
