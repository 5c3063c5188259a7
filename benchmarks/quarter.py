"""A quarter of a community's points, lived through and printed: `python -m benchmarks.quarter [SEED]`.

Two thousand households by the program's own verbs on a real SQLite file: deeds are claimed and verified,
shown and objected to month by month, goods are bought, ordered, fetched or left, counted, and the year is
appraised. At the end the books are added up four ways, and have to agree to the point.
"""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from benchmarks import community, program
from bot.community import Community
from bot.seal import Seal
from bot.words import Words
from domain.calendar import Calendar
from domain.points import HOLDERS, OPENING, AccountKind, Act, Book, Entry, issue
from domain.points.claims import ClaimState
from domain.points.orders import OrderState
from domain.refusals import Refusal
from handlers import workbook
from handlers.points import claims, goods, objections, orders, rules, yearly
from handlers.points.claims import Deed
from handlers.points.goods import Described
from handlers.turn import Turn
from handlers.world import Deployment
from storage.database import Database
from storage.migrations import migrate
from storage.people import PersonRow
from storage.points import books
from storage.points.books import Grounds
from storage.points.claims import ClaimRow
from storage.points.lists import AppraiserRow, PublicityListRow
from storage.points.orders import OrderRow
from storage.points.tables import AccountRow, EntryRow, GoodRow, HouseholdRow, PostingRow
from storage.timers import due, next_due

HOMES, DEEDS, EVENING = 2_000, 1_500, 50  # households; deeds a month; of one evening's list
ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 10, 1, 2, tzinfo=UTC)
OPENED = 30  # points of each household, from the books on paper
COMES = 0.9  # of orders are fetched
DONE = ("+03", "+06", "+08", "+23")
SHELF = {"oil": ("食用油1升", 90, 1850, 40), "soap": ("肥皂", 15, 300, 200),
         "detergent": ("洗洁精", 40, 800, 90)}  # fmt: skip
WHERE, CLERK, SECOND = "C0", "工作人员0", "值班0"


@dataclass
class Quarter:
    """The community as it lives, and what was counted on the way."""

    database: Database
    house: Community
    dice: random.Random
    now: datetime = BEGINS
    people: dict[str, int] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    async def act(self, why: str, work: Callable[[Turn], Awaitable[Any]], who: str = CLERK) -> bool:
        """One transaction, as a page or the pump has it; tells whether it was not refused."""
        try:
            async with self.database.transaction() as session:
                turn = await self.house.turn(session, f"quarter/{why}", self.now, channel="bench")
                turn.person = await session.get(PersonRow, self.people[who])
                await work(turn)
        except Refusal as refusal:
            self.counted[f"refused: {type(refusal).__name__}"] += 1
            return False
        return True

    async def until(self, then: datetime) -> None:
        """Days pass, with all that is due on them."""
        while True:
            async with self.database.reading() as session:
                moment = await next_due(session)
            if moment is None or moment > then:
                break
            self.now = max(self.now, moment)
            async with self.database.transaction() as session:
                for timer in await due(session, self.now):
                    timer.done_at = self.now
                    await self.house.fire(session, timer, self.now)
        self.now = then

    async def these(self, *where: Any) -> Sequence[ClaimRow]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(ClaimRow).where(*where).order_by(ClaimRow.id)))


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026 + (month - 1) // 12, (month - 1) % 12 + 1, day, hour, tzinfo=ZONE)


async def founded(quarter: Quarter, folder: Any) -> None:
    """Files, rules, an appraisal group and goods on the shelf."""
    async with quarter.database.transaction() as session:
        turn = await quarter.house.turn(session, "quarter/begin", BEGINS, channel="bench")
        await workbook.take_in(turn, community.write(folder / "book"), progress=lambda _: None)
        await rules.lay_rules(turn, quarter.house.rules)
        found = await session.execute(select(PersonRow.name, PersonRow.id))
        quarter.people = {row.name: row.id for row in found}
        mine = [f"E{n}/{b}" for n in range(0, community.ESTATES, community.COMMUNITIES)
                for b in range(1, community.BUILDINGS + 1)]  # fmt: skip
        await session.execute(insert(HouseholdRow), [
            {"code": f"H{n:04}", "place": mine[n % len(mine)], "name": f"户主{n}"} for n in range(HOMES)
        ])  # fmt: skip
        session.add_all(
            AppraiserRow(community=WHERE, name=f"评议员{n}", household=f"H{1990 + n}")
            for n in range(5)
        )
        await books.post(session, [(_opening(n), Grounds()) for n in range(HOMES)], BEGINS)

    async def stock(turn: Turn) -> None:
        for code, (name, price, cents, pieces) in SHELF.items():
            row = await goods.describe(turn, code, Described(name, price, cents, None, WHERE))
            await goods.take_in(turn, row, pieces, "本季进货")

    await quarter.act("stock", stock)


def _opening(number: int) -> Entry:
    """What is carried over from the books on paper."""
    act = Act(f"open/{number}", f"H{number:04}", date(2026, 1, 1), OPENING, community=WHERE)
    return issue(act, OPENED, effective=True)


async def deeds(quarter: Quarter, month: int) -> None:
    """A month's deeds, written down evening by evening by one and verified by another."""
    for evening in range(DEEDS // EVENING):
        day = date(2026, month, 1 + evening % 28)
        quarter.now = max(quarter.now, at(month, day.day, 20))
        done = [
            Deed(
                f"H{quarter.dice.randrange(1990):04}",
                quarter.dice.choice(DONE),
                day,
                claims.WORKER,
            )
            for _ in range(EVENING)
        ]

        async def write(turn: Turn, done: list[Deed] = done) -> None:
            for deed in done:
                quarter.counted["claimed"] += (await claims.claim(turn, deed))[1]

        async def verify(turn: Turn) -> None:
            for row in await quarter.these(ClaimRow.state == ClaimState.CLAIMED.value):
                await claims.verify(turn, row.id, seen="看过签到表")

        await quarter.act(f"{month}/{evening}/write", write)
        await quarter.act(f"{month}/{evening}/verify", verify, SECOND)


async def objected(quarter: Quarter, month: int) -> None:
    """The list of the month before is out: one entry in fifty is objected to, and decided."""
    await quarter.until(at(month, 9 if month == 10 else 5))
    shown = await quarter.these(ClaimRow.state == ClaimState.PUBLIC.value)
    for row in quarter.dice.sample(list(shown), len(shown) // 50):
        other = f"H{(int(row.household[1:]) + 1) % 1990:04}"
        if not await quarter.act(
            f"object/{row.id}", partial(_object, number=row.id, household=other)
        ):
            continue
        quarter.counted["objected"] += 1
        upheld = quarter.dice.random() < 0.6

        quarter.counted["upheld" if upheld else "cancelled"] += await quarter.act(
            f"decide/{row.id}", partial(_decide, number=row.id, upheld=upheld)
        )
    await quarter.until(at(month, 20))


async def _object(turn: Turn, number: int, household: str) -> None:
    await objections.object_to(turn, number, household, "那天没看到人")


async def _decide(turn: Turn, number: int, *, upheld: bool) -> None:
    """The whole group sits: none of it is of the household."""
    group = await turn.session.scalars(select(AppraiserRow.id))
    await objections.decide(turn, number, upheld=upheld, reason="看过签到表", sat=list(group))


async def spent(quarter: Quarter) -> None:
    """The window: who has enough orders, most fetch it, and the shelf is counted."""
    await quarter.until(at(12, 21))
    for number in quarter.dice.sample(range(HOMES), 400):
        await quarter.act(f"order/{number}", partial(_order, quarter=quarter, number=number))
    await quarter.until(at(12, 28))  # who did not come in three days: it goes back

    quarter.counted["counted, one of each missing"] += await quarter.act("count", _count)
    await quarter.until(at(13, 12))


async def _order(turn: Turn, quarter: Quarter, number: int) -> None:
    """What is within reach; nine in ten come for it."""
    home = await turn.session.get_one(HouseholdRow, f"H{number:04}")
    if reach := (await orders.shelf(turn, home)).within_reach():
        made = await orders.place(turn, home, {quarter.dice.choice(reach).code: 1})
        quarter.counted["ordered"] += 1
        if quarter.dice.random() < COMES:
            await orders.fetch(turn, made.id)


async def _count(turn: Turn) -> None:
    for code in SHELF:
        row = await turn.session.get_one(GoodRow, code)
        free = (await books.balances(turn.session, code, Book.GOODS))[AccountKind.SPENDABLE]
        if free:
            await goods.count(turn, row, free - 1, "年底盘点")


async def agree(quarter: Quarter) -> list[tuple[str, str]]:
    """The books four ways: postings, cached balances, claims and orders; a difference is a fault."""
    async with quarter.database.reading() as session:
        held = Counter[tuple[str, str]]()
        rows = await session.execute(
            select(AccountRow.book, AccountRow.kind, func.sum(PostingRow.amount))
            .join(PostingRow, PostingRow.account_id == AccountRow.id)
            .group_by(AccountRow.book, AccountRow.kind)
        )
        for book, kind, amount in rows:
            held[book, kind] = int(amount)
        unbalanced, wrong = await books.unbalanced(session), await books.wrong_balances(session)
        by_state = select(ClaimRow.state, func.sum(ClaimRow.points)).group_by(ClaimRow.state)
        states = {row.state: row[1] for row in await session.execute(by_state)}
        fetched = await session.scalar(
            select(func.count()).where(OrderRow.state == OrderState.FETCHED.value)
        )
        entries = await session.scalar(select(func.count()).select_from(EntryRow))
        lists = await session.scalar(select(func.count()).select_from(PublicityListRow))
        turn = await quarter.house.turn(session, "quarter/year", quarter.now, channel="bench")
        year = await yearly.appraise(turn, WHERE, 2026)
    counted = int(states.get(ClaimState.EFFECTIVE.value) or 0)
    waits = sum(int(states.get(s.value) or 0) for s in (
        ClaimState.VERIFIED, ClaimState.PUBLIC, ClaimState.OBJECTED, ClaimState.UPHELD))  # fmt: skip
    theirs = sum(held["household", kind.value] for kind in HOLDERS)
    assert not unbalanced, unbalanced
    assert not wrong, wrong
    assert counted + waits + OPENED * HOMES == theirs + held["household", "redeemed"]
    assert waits == held["household", "public"]
    assert held["household", "reserved"] == held["goods", "reserved"] == 0
    assert fetched == held["goods", "redeemed"]
    assert counted + waits + OPENED * HOMES == -held["household", "issued"]
    return [
        ("lists shown", f"{lists}"), ("entries in the books", f"{entries:,}"),
        ("points that count", f"**{counted:,}**"), ("still in publicity", f"{waits:,}"),
        ("spent", f"**{held['household', 'redeemed']:,}**"),
        ("left to spend", f"**{held['household', 'spendable']:,}**"),
        ("pieces handed out", f"{fetched}"), ("candidates of the year", f"{len(year.candidates)}"),
    ]  # fmt: skip


async def main(seed: int) -> None:
    """Live it, and print what came of it."""
    async with program.folder() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/quarter.db")
        await migrate(database)
        house = Community(database, Deployment(), Words(ZONE), Calendar(ZONE), Seal(b"quarter"))
        quarter = Quarter(database, house, random.Random(seed))
        await founded(quarter, folder)
        for month in (10, 11):
            await deeds(quarter, month)
            await objected(quarter, month + 1)
        await spent(quarter)
        rows = await agree(quarter)
        await database.close()
    program.heading("A quarter of two thousand households")
    program.table(
        [(what, f"{number:,}") for what, number in sorted(quarter.counted.items())] + rows
    )
    print("\nThe books agree: postings, balances, claims and orders, to the point.")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 7))
