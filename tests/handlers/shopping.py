"""The morality shop on the scene: households with points, goods on the shelf, and an open window."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from domain.points import REDEEM, AccountKind, Act, Book, issue
from handlers import people
from handlers.points import goods as on_shelf
from handlers.points import orders as ordering
from storage.people import PersonRow
from storage.points import books, goods
from storage.points.books import Grounds
from storage.points.orders import OrderRow
from storage.points.tables import EntryRow, GoodRow, HouseholdRow
from tests.handlers.office import take_in

HOUSEHOLDS = [
    ["code", "place", "name", "members"],
    ["H1", "JGY/3", "陈桂兰", ""],
    ["H2", "JGY/5", "李明", ""],
    ["H3", "JGY/7", "周敏", ""],
]
ENTRIES = [
    ["id", "household", "date", "rule", "points", "note"],
    ["E1", "H1", "2026-01-05", "OPEN", "68", ""],
    ["E2", "H2", "2026-01-05", "OPEN", "120", ""],
    ["E3", "H3", "2026-01-05", "OPEN", "20", ""],
]
SHOP = [
    ["code", "name", "price", "stock", "limit", "value"],
    ["soap", "肥皂", "15", "60", "2", "3"],
    ["towel", "毛巾", "30", "40", "1", "6.5"],
    ["detergent", "洗洁精", "40", "30", "1", "8"],
    ["oil", "食用油1升", "90", "24", "1", "18.5"],
]
OPEN = datetime(2026, 12, 22, 2, 0, tzinfo=UTC)
"""A Tuesday morning in the December window."""
PRICES = {"soap": 15, "towel": 30, "oil": 90}
CENTS = {"soap": 100, "towel": 150, "oil": 1850}
SHELF = {"soap": 5, "towel": 2, "oil": 1}
SHUT = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)


async def open_shop(scene, path, *, now=OPEN, **sheets):
    """A village with a shop; li belongs to H1, zhang to H2."""
    scene.now = now
    given = {"households": HOUSEHOLDS, "entries": ENTRIES, "shop": SHOP, **sheets}
    found = await take_in(scene, path / "shop", **given)
    assert found.errors == []
    await tied(scene, "li", "H1")
    await tied(scene, "zhang", "H2")
    return scene


async def tied(scene, who, household):
    """Whoever types the code on the office's paper belongs to the household."""
    async with scene.database.transaction() as session:
        world = await scene.community.world(session)
        invitation = await people.invite(session, world, at=scene.now, household=household)
    await scene.say(who, f"/start {invitation.code}", group=False)


async def acting(scene, verb, *given, who="sun", **more):
    """One of the office's steps, as a page takes it."""
    async with scene.database.transaction() as session:
        event = f"console/{next(scene._numbers)}"
        turn = await scene.community.turn(session, event, scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        made = await verb(turn, *given, **more)
    await scene.deliver()
    return made


async def placed(scene, household="H1", who="sun", **wanted):
    """The desk orders for a household; the number of its order."""

    async def place(turn):
        home = await turn.session.get(HouseholdRow, household)
        return (await ordering.place(turn, home, wanted or {"detergent": 1})).id

    return await acting(scene, place, who=who)


async def the_good(scene, code, verb, *given, **more):
    """Something is done with a good."""

    async def act(turn):
        return await verb(turn, await turn.session.get(GoodRow, code), *given, **more)

    return await acting(scene, act)


async def stock(scene, code="detergent"):
    """What is free, and what is held, of a good."""
    async with scene.database.reading() as session:
        found = (await goods.stocks(session, [code]))[code]
    return found.free, found.held


async def points(scene, household="H1"):
    """What a household can spend, and what is held of it."""
    async with scene.database.reading() as session:
        sums = await books.balances(session, household)
    return sums[AccountKind.SPENDABLE], sums[AccountKind.RESERVED]


async def orders(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(OrderRow).order_by(OrderRow.id)))


async def entries(scene, book=Book.HOUSEHOLD, rule=REDEEM):
    async with scene.database.reading() as session:
        rows = select(EntryRow).where(EntryRow.book == book.value, EntryRow.rule == rule)
        return list(await session.scalars(rows.order_by(EntryRow.id)))


async def earn(scene, household, amount, *, day=date(2026, 10, 18), effective=True):
    """Points for a household."""
    async with scene.database.transaction() as session:
        act = Act(f"earned/{next(scene._numbers)}", household, day, "+03")
        await books.post(session, [(issue(act, amount, effective=effective), Grounds())], scene.now)


async def stocked(scene, tail="", *, homes=(), points=200, shelf=None):
    """Households with points, and goods on the shelf, without a workbook."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"start/{tail}", scene.now, channel="test")
        session.add_all(
            HouseholdRow(code=f"{home}{tail}", name="陈桂兰", place="JGY/3") for home in homes
        )
        day = scene.now.date()
        acts = [Act(f"start/{home}{tail}", f"{home}{tail}", day, "OPEN") for home in homes]
        made = [(issue(act, points, effective=True), Grounds()) for act in acts]
        await books.post(session, made, scene.now)
        for name, pieces in (shelf or SHELF).items():
            row = GoodRow(
                code=f"{name}{tail}", name=name, price=PRICES[name], cents=CENTS[name], active=True
            )
            session.add(row)
            await session.flush()
            await on_shelf.count(turn, row, pieces)
