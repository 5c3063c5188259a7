"""The shop lives at random, with crashes: nothing is overspent, and the books agree."""

import asyncio
import os
from collections import Counter
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.community import Community as Known
from domain.points import REDEEM, Account, AccountKind, Act, Book, Books, redeem, reserve
from domain.points.orders import HeldForOrders, OrderState
from domain.refusals import Refusal
from handlers.points import goods as shelf
from handlers.points import orders as ordering
from storage.database import Database
from storage.people import PersonRow
from storage.points import books, goods, orders
from storage.points.books import Grounds
from storage.points.orders import OrderLineRow, OrderRow
from storage.points.tables import AccountRow, EntryRow, GoodRow, HouseholdRow, PostingRow
from tests.handlers.scene import Scene, build
from tests.handlers.shopping import CENTS, OPEN, PRICES, SHELF, stocked

EXAMPLES = 100 if os.environ.get("HUYING_SOAK") == "1" else 5
SELDOM = st.sampled_from((False, False, False, True))
STEPS = (ordering.cancel, ordering.lapse, ordering.fetch, ordering.lend)
HOMES, GOODS = ("a", "b", "c"), tuple(PRICES)


class Crashed(Exception):  # noqa: N818 - the power was cut
    """Right before the commit."""


def _crash_if(crash):
    if crash:
        raise Crashed


class Shop(RuleBasedStateMachine):
    """Random households, orders, fetchings, counts, and days that pass."""

    url: str
    start: Scene
    numbers = iter(range(1, 1_000_000))

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.tail = f"-{next(self.numbers)}"
        self.database = Database(self.url)
        known = self.start.community
        community = Known(self.database, known.deployment, known.words, known.calendar, known.seal)
        self.scene = Scene(self.database, community, OPEN, dict(self.start.ids))
        self.points = Counter(dict.fromkeys(HOMES, 200))
        self.shelf = Counter(SHELF)
        self._do(stocked(self.scene, self.tail, homes=HOMES))

    def _do(self, coroutine):
        return self.loop.run_until_complete(asyncio.wait_for(coroutine, 60))

    def teardown(self):
        self._do(self._replayed())
        self._do(self.database.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    async def _act(self, verb, *, crash):
        """One step in a transaction; None where it was refused or the power was cut."""
        try:
            async with self.database.transaction() as session:
                event = f"x{self.tail}/{next(self.numbers)}"
                turn = await self.scene.community.turn(session, event, self.scene.now, channel="t")
                turn.person = await session.get(PersonRow, self.scene.ids["sun"])
                made = await verb(turn)
                _crash_if(crash)
        except (Refusal, Crashed):
            return None
        return made

    async def _orders(self, session):
        rows = select(OrderRow).where(OrderRow.household.in_([h + self.tail for h in HOMES]))
        return list(await session.scalars(rows.order_by(OrderRow.id)))

    async def _some(self, choice, verb, *, crash, **more):
        async with self.database.reading() as session:
            found = await self._orders(session)
        if found:
            number = found[choice % len(found)].id
            await self._act(lambda turn: verb(turn, number, **more), crash=crash)

    @rule(
        home=st.sampled_from(HOMES), good=st.sampled_from(GOODS), pieces=st.integers(1, 3),
        more=st.sampled_from(GOODS), crash=SELDOM,
    )  # fmt: skip
    def order(self, home, good, pieces, more, crash):
        async def place(turn):
            row = await turn.session.get(HouseholdRow, home + self.tail)
            wanted = {more + self.tail: 1, good + self.tail: pieces}
            return await ordering.place(turn, row, wanted)

        self._do(self._act(place, crash=crash))

    @rule(home=st.sampled_from(HOMES), pieces=st.integers(1, 5))
    def order_soap(self, home, pieces):
        self.order(home, "soap", pieces, "soap", crash=False)

    @rule(choice=st.integers(0, 50), verb=st.sampled_from(STEPS), crash=SELDOM)
    def step(self, choice, verb, crash):
        self._do(self._some(choice, verb, crash=crash))

    @rule(choice=st.integers(0, 50))
    def fetch_with_a_guess(self, choice):
        self._do(self._some(choice, ordering.fetch, crash=False, code="000000"))

    @rule(good=st.sampled_from(GOODS), found=st.integers(0, 8), crash=SELDOM)
    def count(self, good, found, crash):
        async def take_stock(turn):
            row = await turn.session.get(GoodRow, good + self.tail)
            try:
                await shelf.count(turn, row, found, "点过")
            except HeldForOrders:
                return None
            return found

        if self._do(self._act(take_stock, crash=crash)) is not None:
            self.shelf[good] = found

    @rule(good=st.sampled_from(GOODS), pieces=st.integers(1, 3), crash=SELDOM)
    def buy(self, good, pieces, crash):
        async def take_in(turn):
            row = await turn.session.get(GoodRow, good + self.tail)
            await shelf.take_in(turn, row, pieces)
            return True

        if self._do(self._act(take_in, crash=crash)):
            self.shelf[good] += pieces

    @rule(days=st.integers(1, 3))
    def pass_days(self, days):
        self.scene.now = min(self.scene.now + timedelta(days=days), OPEN + timedelta(days=9))

    @invariant()
    def the_books_agree(self):
        self._do(self._agree())

    async def _agree(self):
        async with self.database.reading() as session:
            assert await books.wrong_balances(session) == []
            assert await books.unbalanced(session) == []
            found = await self._orders(session)
            lines = await orders.lines(session, [row.id for row in found])
            held, spent, shelves, gone = Counter(), Counter(), Counter(), Counter()
            for row in found:
                for line in lines[row.id]:
                    counts = row.state == OrderState.HELD, row.state == OrderState.FETCHED
                    held[row.household] += counts[0] * line.price * line.pieces
                    spent[row.household] += counts[1] * line.price * line.pieces
                    shelves[line.good] += counts[0] * line.pieces
            for home in HOMES:
                code = home + self.tail
                sums = await books.balances(session, code)
                assert min(sums.values()) >= 0
                assert sums[AccountKind.RESERVED] == held[code]
                assert sums[AccountKind.SPENDABLE] == self.points[home] - held[code] - spent[code]
                assert len([r for r in found if r.household == code and r.slot]) <= 1
                assert held[code] <= 200
            stocks = await goods.stocks(session, [good + self.tail for good in GOODS])
            for good in GOODS:
                gone = await self._handed_out(session, good + self.tail)
                stock = stocks[good + self.tail]
                assert stock.free >= 0
                assert stock.held == shelves[good + self.tail]
                assert stock.counted == self._standing(good, gone)

    async def _handed_out(self, session, good):
        rows = await session.execute(
            select(PostingRow.amount, EntryRow.id)
            .join(EntryRow, EntryRow.id == PostingRow.entry_id)
            .join(AccountRow, AccountRow.id == PostingRow.account_id)
            .where(AccountRow.kind == AccountKind.REDEEMED.value, EntryRow.holder == good,
                   EntryRow.book == Book.GOODS.value)
            .order_by(EntryRow.id)
        )  # fmt: skip
        return [(entry, amount) for amount, entry in rows]

    def _standing(self, good, gone):
        """What stands there: what was last counted or bought, less what was handed out since."""
        new = [entry for entry in gone if entry not in self._seen[good]]
        self._seen[good] += new
        self.shelf[good] -= sum(amount for _, amount in new)
        return self.shelf[good]

    @property
    def _seen(self):
        if not hasattr(self, "_known"):
            self._known = {good: [] for good in GOODS}
        return self._known

    async def _replayed(self):
        """From nothing, by the rules of the domain alone, the same balances come out."""
        async with self.database.reading() as session:
            holders = [one + self.tail for one in (*HOMES, *GOODS)]
            keys = await session.scalars(
                select(EntryRow.key).where(EntryRow.holder.in_(holders)).order_by(EntryRow.id)
            )
            again = Books([await books.entry_of(session, key) for key in keys])
            for book, ours in ((Book.HOUSEHOLD, HOMES), (Book.GOODS, GOODS)):
                for one in ours:
                    for kind, amount in (
                        await books.balances(session, one + self.tail, book)
                    ).items():
                        assert again.balance(Account(kind, one + self.tail, book)) == amount


def _fetched(home):
    """An order that was handed out, as the desk leaves it."""
    return OrderRow(
        household=home, community="XL", quarter=date(2026, 10, 1), slot=f"{home}/2026-10-01",
        state="fetched", token=home, made_at=OPEN, fetch_by=OPEN, done_at=OPEN, by_proxy=False,
    )  # fmt: skip


def _spends(home, names):
    points = sum(PRICES[name] for name in names)
    act = partial(Act, holder=home, day=OPEN.date(), rule=REDEEM, community="XL")
    return reserve(act(f"{home}/held"), points), redeem(act(f"{home}/fetched"), points)


@pytest.fixture
def start(database_url):
    """The scene as it begins, in the database that the machines live in."""

    async def make():
        database = Database(database_url)
        scene = await build(database)
        await database.close()
        return scene

    return asyncio.run(make())


def test_whatever_happens_in_the_shop_the_books_agree(database_url, start):
    Shop.url, Shop.start = database_url, start
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


async def test_three_hundred_orders_add_up_to_the_point_and_the_yuan(database):
    scene = await build(database)
    scene.now = OPEN
    homes = [f"h{number}" for number in range(300)]
    await stocked(scene, homes=homes, points=200, shelf={"soap": 300, "towel": 300})
    wanted = {home: ["soap", "towel"] if n % 3 else ["soap"] for n, home in enumerate(homes)}
    async with database.transaction() as session:
        made = {home: _fetched(home) for home in homes}
        session.add_all(made.values())
        await session.flush()
        session.add_all(
            OrderLineRow(
                order_id=made[home].id, good=name, name=name, pieces=1, price=PRICES[name],
                cents=CENTS[name],
            )
            for home, names in wanted.items()
            for name in names
        )  # fmt: skip
        spent = [entry for home, names in wanted.items() for entry in _spends(home, names)]
        await books.post(session, [(entry, Grounds()) for entry in spent], OPEN)

    async with database.reading() as session:
        day = timedelta(days=1)
        sums = await orders.handed_out(session, ["XL"], OPEN - day, OPEN + day)
        by_good = await orders.handed_out_by_good(session, None, OPEN - day, OPEN + day)
        totals = await books.totals(session, Book.HOUSEHOLD, "XL")
        others = await orders.handed_out(session, ["DL"], OPEN - day, OPEN + day)
        before = await orders.handed_out(session, None, OPEN - day, OPEN)
    assert (sums.orders, sums.households, sums.pieces) == (300, 300, 500)
    assert (sums.points, sums.cents) == (10_500, 60_000)
    assert totals[AccountKind.REDEEMED] == sums.points == sum(one.points for _, one in by_good)
    assert [(name, one.pieces, one.cents) for name, one in by_good] == [
        ("soap", 300, 30_000), ("towel", 200, 30_000)
    ]  # fmt: skip
    assert (others.orders, before.orders) == (0, 0)
