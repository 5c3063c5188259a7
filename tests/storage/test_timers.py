"""Due moments: written down once, found when they are due."""

import asyncio
from datetime import UTC, datetime, timedelta

from storage import timers
from storage.timers import set_timer

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def remember(database, key, due_at, **facts):
    async with database.transaction() as session:
        return await set_timer(session, key, "remind", due_at, **facts)


async def test_the_same_reason_is_one_moment_however_often_it_is_given(database):
    new = await asyncio.gather(*(remember(database, "ticket/1", NOON) for _ in range(10)))

    assert sum(new) == 1


async def test_what_is_due_comes_the_earliest_first_with_its_facts(database):
    await remember(database, "b", NOON - HOUR, ticket=7)
    await remember(database, "a", NOON)
    await remember(database, "later", NOON + HOUR)

    async with database.transaction() as session:
        found = await timers.due(session, NOON, limit=9)
        assert [row.key for row in found] == ["b", "a"]
        assert found[0].facts == {"ticket": 7}
        assert await timers.next_due(session) == NOON - HOUR


async def test_what_was_lived_or_parked_is_not_due_any_more(database):
    await remember(database, "lived", NOON - HOUR)
    await remember(database, "parked", NOON - HOUR)
    async with database.transaction() as session:
        for row in await timers.due(session, NOON, limit=9):
            row.done_at = NOON if row.key == "lived" else None
            row.parked = row.key == "parked"

    async with database.transaction() as session:
        assert await timers.due(session, NOON, limit=9) == []
        assert await timers.next_due(session) is None


async def test_a_moment_that_somebody_lives_is_not_given_to_another(database):
    await remember(database, "once", NOON)
    given = []

    async def live():
        async with database.transaction() as session:
            for row in await timers.due(session, NOON):
                given.append(row.key)
                row.done_at = NOON

    await asyncio.gather(*(live() for _ in range(8)))

    assert given == ["once"]
