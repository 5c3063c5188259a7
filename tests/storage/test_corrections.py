"""One example a ticket, whoever corrects it how often, and nobody else's community."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select

from domain.corrections import CHAT, Matter, Why
from storage import corrections
from storage.corrections import CorrectionRow
from storage.points.tables import HouseholdRow
from storage.web import WebAccountRow
from tests.bot.stage import ticket as bare
from tests.handlers.scene import MORNING, build

LAMP, PIPE = Matter("complaint", "road.lamp"), Matter("complaint", "repair.leak")
DAY = date(2026, 12, 1)


@pytest.fixture
async def stage(database):
    """A community with three tickets."""
    await build(database)
    async with database.transaction() as session:
        for number in (1, 2, 3):
            session.add(bare(number))
    return database


async def keep(
    database, ticket=1, *, read=LAMP, matter=PIPE, why=Why.RECATEGORISED, community="XL"
):
    async with database.transaction() as session:
        await corrections.keep(
            session, ticket=ticket, text=f"第{ticket}句", community=community, read=read,
            matter=matter, why=why, day=DAY,
        )  # fmt: skip


async def kept(database, *asked, **more):
    async with database.reading() as session:
        return await corrections.page(session, *(asked or (None,)), **more)


async def test_the_last_word_on_a_ticket_counts_and_what_huying_read_stays(stage):
    await keep(stage)
    await keep(stage, read=PIPE, matter=CHAT, why=Why.UNDONE)

    (row,) = await kept(stage)
    assert (row.read, row.matter, row.why) == (LAMP, CHAT, "undone")


async def test_what_is_changed_back_was_read_well_and_teaches_nothing(stage):
    await keep(stage)
    await keep(stage, read=PIPE, matter=LAMP)

    assert await kept(stage) == []


async def test_a_yes_is_an_example_of_what_was_read_well(stage):
    await keep(stage, matter=LAMP, why=Why.CONFIRMED)

    (row,) = await kept(stage)
    assert (row.read, row.matter) == (LAMP, LAMP)


async def test_another_place_changes_nothing_of_what_it_is(stage):
    await keep(stage)
    await keep(stage, read=LAMP, matter=LAMP, why=Why.MOVED)

    (row,) = await kept(stage)
    assert (row.matter, row.why) == (PIPE, "recategorised")


async def test_of_many_corrections_at_once_one_example_is_left(stage):
    await asyncio.gather(*[keep(stage, matter=CHAT, why=Why.NO_MATTER) for _ in range(10)])

    assert len(await kept(stage)) == 1


async def test_each_office_sees_its_own_and_the_street_all_the_newest_first(stage):
    await keep(stage, 1, community="XL")
    await keep(stage, 2, community="DB")
    await keep(stage, 3, community=None)

    assert [row.ticket_id for row in await kept(stage, {"XL"})] == [1]
    assert await kept(stage, set()) == []
    assert [row.ticket_id for row in await kept(stage)] == [3, 2, 1]


async def test_they_are_narrowed_by_why_and_turned_page_by_page(stage):
    await keep(stage, 1)
    await keep(stage, 2, matter=CHAT, why=Why.UNDONE)

    assert [row.ticket_id for row in await kept(stage, None, "undone")] == [2]
    newest = (await kept(stage))[0].id
    assert [row.ticket_id for row in await kept(stage, None, before=newest)] == [1]


async def test_another_communitys_example_is_not_dropped(stage):
    await keep(stage)
    (row,) = await kept(stage)

    async with stage.transaction() as session:
        assert not await corrections.drop(session, row.id, {"DB"})
        assert await corrections.drop(session, row.id, {"XL"})
        assert not await corrections.drop(session, row.id, {"XL"})
        assert await session.scalar(select(func.count()).select_from(CorrectionRow)) == 0


async def test_names_that_huying_knows_are_found_in_a_line_and_no_single_character(stage):
    async with stage.transaction() as session:
        session.add(HouseholdRow(code="H1", place=None, name="欧阳修远"))
        session.add(HouseholdRow(code="H2", place=None, name="陈"))
        session.add(HouseholdRow(code="H3", place=None, name=""))
        session.add(WebAccountRow(id="a", nickname="夕阳红", created_at=MORNING))

        found = await corrections.names_in(session, "王格、夕阳红和欧阳修远都说陈皮树倒了")

    assert sorted(found) == sorted(["王格", "夕阳红", "欧阳修远"])
