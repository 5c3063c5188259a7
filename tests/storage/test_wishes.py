"""One open wish a home, and one claimer a wish: settled by the database, whoever comes at once."""

import asyncio

from storage import wishes
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow
from tests.bot.stage import ticket as bare
from tests.handlers.scene import MORNING, build


async def _tickets(database, count):
    await build(database)
    async with database.transaction() as session:
        for number in range(1, count + 1):
            row = bare(number)
            row.wish, row.created_at = True, MORNING
            session.add(row)


async def test_of_many_wishes_of_one_home_at_once_one_is_open_and_none_is_lost(database):
    await _tickets(database, 10)

    async def note(number):
        async with database.transaction() as session:
            return (await wishes.note_down(session, number, "household/A", wait=False)).slot

    slots = await asyncio.gather(*[note(number) for number in range(1, 11)])

    assert slots.count("household/A") == 1
    async with database.reading() as session:
        assert len(await wishes.states_of(session, range(1, 11))) == 10


async def test_the_place_is_taken_by_one_and_free_again_afterwards(database):
    await _tickets(database, 2)
    async with database.transaction() as session:
        first = await wishes.note_down(session, 1, "person/1", wait=False)
        second = await wishes.note_down(session, 2, "person/1", wait=False)
        assert (second.slot, (await wishes.waiting_of(session, "person/1")).ticket_id) == (None, 2)
        assert not await wishes.take_place(session, second)

        first.slot = None
        assert await wishes.take_place(session, second)
        assert (await wishes.open_of(session, "person/1")).ticket_id == 2


async def test_a_wish_that_must_wait_takes_no_place_that_is_free(database):
    await _tickets(database, 1)
    async with database.transaction() as session:
        assert (await wishes.note_down(session, 1, "person/1", wait=True)).slot is None


async def test_only_what_was_taken_up_this_year_counts(database):
    await _tickets(database, 4)
    async with database.transaction() as session:
        for number, state, slot in (
            (1, "fulfilled", None), (2, "withdrawn", None), (3, "draft", None), (4, "review", "x"),
        ):  # fmt: skip
            session.add(WishRow(ticket_id=number, state=state, holder="x", slot=slot))
        await session.flush()

        assert await wishes.had_since(session, "x", MORNING) == 2
        assert await wishes.had_since(session, "x", MORNING.replace(year=2027)) == 0


async def test_what_is_over_or_unpublished_cannot_be_claimed(database):
    await _tickets(database, 3)
    async with database.transaction() as session:
        for number, state in ((1, "review"), (2, "withdrawn"), (3, "published")):
            session.add(WishRow(ticket_id=number, state=state, holder=f"h{number}"))
        await session.flush()
        rows = [await session.get(WishRow, number) for number in (1, 2, 3)]

        assert [await wishes.claim(session, row, 1, MORNING) for row in rows] == [
            False,
            False,
            True,
        ]
        assert not await wishes.claim(session, rows[2], 2, MORNING)
        assert (await session.get(TicketRow, 3)) is not None
        assert rows[2].claimer_id == 1
