"""A yes is given once, and what it opens is fetched once, however many press at the same moment."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage import exports
from storage.exports import AGREED, ASKED, LASTS, REFUSED, ExportRow, FormRow
from storage.people import PersonRow

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
SUN, BOSS, LIU = 1, 2, 3


@pytest.fixture
async def asked(database):
    """One request of Sun's."""
    async with database.transaction() as session:
        session.add_all(PersonRow(id=n, name=f"p{n}", created_at=NOON) for n in (SUN, BOSS, LIU))
        await session.flush()
        session.add(
            ExportRow(id=1, asked_by=SUN, asked_at=NOON, first=date(2026, 12, 1), why="核对",
                      last=date(2026, 12, 1), format="csv", state=ASKED)
        )  # fmt: skip
    return database


async def decided(database, by, state, *, at=NOON):
    async with database.transaction() as session:
        return await exports.decide(session, 1, by=by, state=state, at=at)


async def fetched(database, by, *, at=NOON):
    async with database.transaction() as session:
        return await exports.fetch(session, 1, by=by, at=at)


async def test_of_ten_presses_one_decides(asked):
    told = await asyncio.gather(
        *(
            decided(asked, person, state)
            for person in (BOSS, LIU)
            for state in (AGREED, REFUSED) * 2
        )
    )

    assert sum(told) == 1


async def test_of_ten_downloads_one_is_given(asked):
    assert await decided(asked, BOSS, AGREED)

    told = await asyncio.gather(*(fetched(asked, SUN) for _ in range(10)))

    assert sum(told) == 1


async def test_nobody_agrees_to_their_own_nor_fetches_what_another_asked_for(asked):
    assert not await decided(asked, SUN, AGREED)
    assert not await fetched(asked, SUN)
    assert await decided(asked, BOSS, AGREED)
    assert not await fetched(asked, BOSS)


async def test_after_a_day_a_request_and_a_yes_are_over(asked):
    late = NOON + LASTS

    assert not await decided(asked, BOSS, AGREED, at=late)
    assert await decided(asked, BOSS, AGREED, at=late - timedelta(seconds=1))
    assert await fetched(asked, SUN, at=late + LASTS - timedelta(seconds=2))


async def test_a_form_goes_once_nobody_waits_for_it_and_old_requests_stay(asked):
    async with asked.transaction() as session:
        session.add(FormRow(id=1, name="表", columns=[], made_by=SUN, made_at=NOON))
        await session.flush()
        (await session.get(ExportRow, 1)).form_id = 1

    async with asked.transaction() as session:
        form = await session.get(FormRow, 1)
        assert not await exports.drop_form(session, form, NOON)
        assert await exports.drop_form(session, form, NOON + 3 * LASTS)
    async with asked.reading() as session:
        assert await session.scalar(select(func.count()).select_from(FormRow)) == 0
        assert (await session.get(ExportRow, 1)).form_id is None
