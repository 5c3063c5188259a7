"""Who has a ticket's page open: seen by colleagues, and forgotten within a minute."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from storage.people import PersonRow
from storage.tickets import presence
from storage.tickets.presence import PresenceRow
from tests.bot.stage import ticket

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)


async def test_colleagues_see_each_other_and_nobody_sees_themselves(database):
    sun, liu = await _people(database)
    await _look(database, sun, NOON)
    await _look(database, liu, NOON + timedelta(seconds=5))

    assert await _others(database, liu, NOON + timedelta(seconds=9)) == [("孙办", NOON)]
    assert await _others(database, sun, NOON + timedelta(seconds=9)) == [
        ("刘值", NOON + timedelta(seconds=5))
    ]


async def test_since_when_somebody_looks_stays_while_they_do(database):
    sun, liu = await _people(database)
    for second in range(0, 90, 15):
        await _look(database, sun, NOON + timedelta(seconds=second))

    assert await _others(database, liu, NOON + timedelta(seconds=90)) == [("孙办", NOON)]


async def test_who_has_left_is_forgotten_after_forty_seconds(database):
    sun, liu = await _people(database)
    await _look(database, sun, NOON)

    assert await _others(database, liu, NOON + timedelta(seconds=40)) != []
    assert await _others(database, liu, NOON + timedelta(seconds=41)) == []


async def test_nothing_of_it_is_kept(database):
    sun, liu = await _people(database)
    await _look(database, sun, NOON)
    await _look(database, liu, NOON + timedelta(minutes=5))

    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(PresenceRow)) == 1


async def _people(database):
    async with database.transaction() as session:
        rows = [PersonRow(name=name, created_at=NOON) for name in ("孙办", "刘值")]
        session.add_all([*rows, ticket(1)])
        await session.flush()
        return [row.id for row in rows]


async def _look(database, person, now):
    async with database.transaction() as session:
        await presence.look(session, 1, person, now)


async def _others(database, person, now):
    async with database.reading() as session:
        found = await presence.others(session, 1, person, now)
    return [(one.name, one.since) for one in found]
