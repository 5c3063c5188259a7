"""Lists under names: each person's own, and gone with them."""

import asyncio

import pytest
from sqlalchemy import func, select

from storage import saved_views
from storage.people import PersonRow
from storage.privacy.erasing import unseat
from storage.saved_views import SavedViewRow
from tests.bot.stage import NOON

MINE, YOURS = 1, 2


@pytest.fixture
async def people(database):
    async with database.transaction() as session:
        session.add_all([PersonRow(id=MINE, created_at=NOON), PersonRow(id=YOURS, created_at=NOON)])
    return database


async def keep(database, person, name, query="q=1"):
    async with database.transaction() as session:
        await saved_views.keep(session, person, name, query, NOON)


async def kept(database, person):
    async with database.reading() as session:
        return [(row.name, row.query) for row in await saved_views.of(session, person)]


async def test_they_stand_in_the_order_in_which_they_were_kept_each_name_once(people):
    await keep(people, MINE, "乙")
    await keep(people, MINE, "甲")
    await keep(people, YOURS, "乙", "q=3")
    await keep(people, MINE, "乙", "q=2")

    assert await kept(people, MINE) == [("乙", "q=2"), ("甲", "q=1")]
    assert await kept(people, YOURS) == [("乙", "q=3")]


async def test_two_at_once_under_one_name_are_one(people):
    await asyncio.gather(*(keep(people, MINE, "甲", f"q={n}") for n in range(8)))

    assert len(await kept(people, MINE)) == 1


async def test_nobody_lets_go_of_anothers(people):
    await keep(people, MINE, "甲")
    async with people.transaction() as session:
        [row] = await saved_views.of(session, MINE)
        assert not await saved_views.drop(session, YOURS, row.id)
        assert await saved_views.drop(session, MINE, row.id)
        assert not await saved_views.drop(session, MINE, row.id)


async def test_who_is_erased_leaves_none_behind(people):
    await keep(people, MINE, "甲")
    await keep(people, YOURS, "乙")

    async with people.transaction() as session:
        await unseat(session, MINE)

    async with people.reading() as session:
        assert await session.scalar(select(func.count()).select_from(SavedViewRow)) == 1
