"""What tells every process that the community has changed: no change hides behind another."""

import asyncio

from storage.places import revision, touch_revision


async def test_changes_at_once_each_count(database):
    async with database.transaction() as session:
        await touch_revision(session)

    async def touch():
        async with database.transaction() as session:
            await touch_revision(session)
            await asyncio.sleep(0)

    await asyncio.gather(*(touch() for _ in range(8)))

    async with database.reading() as session:
        assert await revision(session) == 9


async def test_the_very_first_ones_count_too(database):
    async def touch():
        async with database.transaction() as session:
            before = await revision(session)
            await touch_revision(session)
            return before

    await asyncio.gather(*(touch() for _ in range(4)))

    async with database.reading() as session:
        assert await revision(session) == 4
