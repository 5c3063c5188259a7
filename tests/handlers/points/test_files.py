"""A file is divided or joined: both agree, points keep their year, history stays where it was made."""

from datetime import date

import pytest

from domain.points import AccountKind, Book
from domain.points.files import (
    ChangeWaits,
    CodeTaken,
    FileClosed,
    FileState,
    NotBothYet,
    NotSoMany,
    NotWithThat,
    PointsUnderWay,
)
from domain.points.orders import OrderState
from domain.refusals import Unknown
from handlers import people
from handlers.points import files, leaving
from handlers.points import orders as ordering
from storage.points import books, households, reckoning
from storage.points import files as kept
from storage.points.tables import HouseholdRow
from tests.handlers.shopping import ENTRIES, acting, open_shop, orders, placed, points
from tests.handlers.shopping import tied as tie

LAST_YEAR = [*ENTRIES, ["E4", "H1", "2025-06-05", "OPEN", "32", ""]]


@pytest.fixture
async def shop(scene, tmp_path):
    """H1 has 68 points of this year and 32 of the last, H2 has 120."""
    return await open_shop(scene, tmp_path, entries=LAST_YEAR)


async def with_home(scene, household, verb, *given):
    async def act(turn):
        return await verb(turn, await turn.session.get(HouseholdRow, household), *given)

    return await acting(scene, act)


async def both_agree(scene, change):
    await acting(scene, files.agree, change, giving=True, name="陈桂兰")
    await acting(scene, files.agree, change, giving=False, name="陈小明")


async def split(scene, amount, going=()):
    row = await with_home(scene, "H1", files.propose_split, "H1-2", "陈小明", amount, going)
    await both_agree(scene, row.id)
    return await acting(scene, files.carry_out, row.id)


async def merged(scene, one="H1", other="H2"):
    row = await with_home(scene, one, files.propose_merge, other)
    await both_agree(scene, row.id)
    return await acting(scene, files.carry_out, row.id)


async def file(scene, code):
    async with scene.database.reading() as session:
        return await session.get(HouseholdRow, code)


async def person(scene, household):
    async with scene.database.reading() as session:
        return (await households.members_of(session, household))[0]


async def left(scene, until=date(2025, 12, 31)):
    async with scene.database.reading() as session:
        return await reckoning.left_of(session, until)


async def test_a_new_file_gets_the_points_agreed_and_whoever_goes_along(shop):
    li = await person(shop, "H1")
    await split(shop, 40, [li])

    assert (await points(shop, "H1"))[0] == 60
    assert (await points(shop, "H1-2"))[0] == 40
    assert (await file(shop, "H1")).state == FileState.OPEN
    assert (await file(shop, "H1-2")).name == "陈小明"
    async with shop.database.reading() as session:
        assert await households.members_of(session, "H1") == []
        assert await households.members_of(session, "H1-2") == [li]
    assert "户号H1-2,可用40分" in (await shop.heard("li"))[-1]
    assert await shop.in_group() == []


async def test_of_what_goes_along_the_oldest_go_first_and_end_when_they_would_have(shop):
    await split(shop, 40)

    assert await left(shop) == {"H1-2": 32}


async def test_the_year_s_earned_points_stay_with_the_file_that_earned_them(shop):
    async def earned():
        async with shop.database.reading() as session:
            return await reckoning.earned_by_all(session, date(2026, 1, 1), date(2026, 12, 31))

    before = await earned()
    await split(shop, 40)
    await merged(shop)

    assert await earned() == before
    async with shop.database.reading() as session:
        assert (await books.totals(session, Book.HOUSEHOLD, "XL"))[AccountKind.MOVED] == 0
        assert await books.wrong_balances(session) == []


async def test_of_two_files_one_goes_on_and_the_other_keeps_its_history_closed(shop):
    await merged(shop)

    assert await points(shop, "H1") == (0, 0)
    assert (await points(shop, "H2"))[0] == 220
    closed = await file(shop, "H1")
    assert (closed.state, closed.joined_to, closed.name) == (FileState.CLOSED, "H2", "陈桂兰")
    async with shop.database.reading() as session:
        assert await households.members_of(session, "H1") == []
        assert len(await households.members_of(session, "H2")) == 2
        assert (await kept.standing(session, "H1")).code == "H2"
        assert "OPEN" in [e.rule for e in await books.last_entries(session, "H1")]
    await shop.say("li", "我家有多少分", group=False)
    told = (await shop.heard("li"))[-1]
    assert "可用积分220分" in told
    assert "并户,来自H1" in told
    with pytest.raises(FileClosed):
        await placed(shop, "H1")


async def test_an_invitation_to_a_file_that_was_joined_leads_to_the_one_that_goes_on(shop):
    async with shop.database.transaction() as session:
        world = await shop.community.world(session)
        code = (await people.invite(session, world, at=shop.now, household="H1")).code
    await merged(shop)
    await shop.say("zhou", f"/start {code}", group=False)

    async with shop.database.reading() as session:
        assert len(await households.members_of(session, "H2")) == 3
    with pytest.raises(FileClosed):
        await tie(shop, "zhou", "H1")


async def test_nothing_is_done_before_both_have_agreed_and_nothing_after_it_was_dropped(shop):
    row = await with_home(shop, "H1", files.propose_merge, "H2")
    await acting(shop, files.agree, row.id, giving=True, name="陈桂兰")
    with pytest.raises(NotBothYet):
        await acting(shop, files.carry_out, row.id)
    with pytest.raises(ChangeWaits):
        await with_home(shop, "H1", files.propose_merge, "H3")
    with pytest.raises(ChangeWaits):
        await with_home(shop, "H2", leaving.leave, date(2026, 12, 23))
    await acting(shop, files.drop, row.id)
    with pytest.raises(Unknown):
        await acting(shop, files.carry_out, row.id)

    assert (await points(shop, "H1"))[0] == 100
    await with_home(shop, "H1", files.propose_merge, "H3")


async def test_goods_that_are_held_come_to_their_end_before_files_are_joined(shop):
    order = await placed(shop)
    with pytest.raises(PointsUnderWay):
        await with_home(shop, "H1", files.propose_merge, "H2")
    await acting(shop, ordering.fetch, order)

    await merged(shop)
    assert (await points(shop, "H2"))[0] == 180


async def test_points_spent_meanwhile_are_not_there_to_go_along(shop):
    row = await with_home(shop, "H1", files.propose_split, "H1-2", "陈小明", 90, ())
    await both_agree(shop, row.id)
    order = await placed(shop)
    with pytest.raises(NotSoMany):
        await acting(shop, files.carry_out, row.id)

    assert await file(shop, "H1-2") is None
    assert (await orders(shop))[-1].state == OrderState.HELD
    assert order


@pytest.mark.parametrize(
    ("code", "name", "amount", "refusal"),
    [
        ("H2", "陈小明", 10, CodeTaken),
        ("", "陈小明", 10, NotWithThat),
        ("H9", " ", 10, NotWithThat),
        ("H9", "陈小明", 101, NotSoMany),
        ("H9", "陈小明", -1, NotSoMany),
    ],
)
async def test_a_new_file_that_cannot_be_meant_is_refused(shop, code, name, amount, refusal):
    with pytest.raises(refusal):
        await with_home(shop, "H1", files.propose_split, code, name, amount, ())


@pytest.mark.parametrize("other", ["H1", "H77", ""])
async def test_a_file_is_joined_to_another_open_one(shop, other):
    with pytest.raises(NotWithThat):
        await with_home(shop, "H1", files.propose_merge, other)
