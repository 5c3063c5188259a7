"""Everybody presses at once: one gets the last bottle, and no household spends a point twice."""

import asyncio

from sqlalchemy import select

from domain.points import REDEEM, AccountKind, Act, reserve
from domain.points.orders import SoldOut, TooFewPoints
from domain.refusals import Refusal
from handlers.points import orders as ordering
from storage.points import books, goods
from storage.points.books import Grounds
from storage.points.orders import OrderRow
from storage.points.tables import HouseholdRow
from tests.handlers.scene import build
from tests.handlers.shopping import OPEN, PRICES, stocked

GOODS = tuple(PRICES)


async def test_a_hundred_press_for_the_last_bottle_and_one_gets_it(database):
    scene = await build(database)
    scene.now = OPEN
    homes = [f"h{number}" for number in range(100)]
    await stocked(scene, homes=homes, points=100, shelf={"oil": 1, "soap": 100})

    async def press(home):
        try:
            async with database.transaction() as session:
                turn = await scene.community.turn(session, home, scene.now, channel="t")
                row = await session.get(HouseholdRow, home)
                await ordering.place(turn, row, {"oil": 1})
        except SoldOut as sold:
            return [good.name for good in sold.facts["others"]]
        return None

    told = await asyncio.gather(*(press(home) for home in homes))

    assert told.count(None) == 1
    assert [others for others in told if others is not None] == [["soap"]] * 99
    async with database.reading() as session:
        stock = (await goods.stocks(session, ["oil"]))["oil"]
        assert (stock.free, stock.held) == (0, 1)
        found = list(await session.scalars(select(OrderRow)))
        assert [row.state for row in found] == ["held"]  # whoever was too late has no order
        assert await books.wrong_balances(session) == []


async def test_a_household_that_presses_everywhere_at_once_never_overspends(database):
    scene = await build(database)
    scene.now = OPEN
    await stocked(scene, homes=["h"], points=100, shelf={"oil": 30, "soap": 30, "towel": 30})

    async def press(number):
        try:
            async with database.transaction() as session:
                turn = await scene.community.turn(session, f"{number}", scene.now, channel="t")
                row = await session.get(HouseholdRow, "h")
                await ordering.place(turn, row, {GOODS[number % 3]: 1})
        except TooFewPoints:
            return 0
        return PRICES[GOODS[number % 3]]

    spent = sum(await asyncio.gather(*(press(number) for number in range(30))))

    async with database.reading() as session:
        sums = await books.balances(session, "h")
        assert len(list(await session.scalars(select(OrderRow)))) == 1
    assert (sums[AccountKind.SPENDABLE], sums[AccountKind.RESERVED]) == (100 - spent, spent)
    assert sums[AccountKind.SPENDABLE] < PRICES["soap"]


async def test_fetched_called_off_and_gone_back_at_once_is_one_of_them(database):
    scene = await build(database)
    scene.now = OPEN
    await stocked(scene, homes=["h"], points=100)
    async with database.transaction() as session:
        turn = await scene.community.turn(session, "place", scene.now, channel="t")
        order = await ordering.place(turn, await session.get(HouseholdRow, "h"), {"oil": 1})

    async def end(number):
        verb = (ordering.fetch, ordering.cancel, ordering.lapse)[number % 3]
        try:
            async with database.transaction() as session:
                turn = await scene.community.turn(session, f"{number}", scene.now, channel="t")
                return (await verb(turn, order.id)).state
        except Refusal:
            return None

    ended = [state for state in await asyncio.gather(*map(end, range(12))) if state]

    assert len(ended) == 1
    async with database.reading() as session:
        sums = await books.balances(session, "h")
        stock = (await goods.stocks(session, ["oil"]))["oil"]
    fetched = ended == ["fetched"]
    assert (sums[AccountKind.SPENDABLE], sums[AccountKind.RESERVED]) == (10 if fetched else 100, 0)
    assert (stock.free, stock.held) == (0 if fetched else 1, 0)


async def test_what_is_reserved_elsewhere_in_the_books_is_not_the_order_s(database):
    scene = await build(database)
    scene.now = OPEN
    await stocked(scene, homes=["h"], points=100)
    async with database.transaction() as session:
        other = reserve(Act("other", "h", OPEN.date(), REDEEM), 20)
        await books.post(session, [(other, Grounds())], OPEN)
        turn = await scene.community.turn(session, "place", scene.now, channel="t")
        order = await ordering.place(turn, await session.get(HouseholdRow, "h"), {"soap": 1})
        await ordering.cancel(turn, order.id)
        sums = await books.balances(session, "h")

    assert (sums[AccountKind.SPENDABLE], sums[AccountKind.RESERVED]) == (80, 20)
