"""Quarters lived at random, with crashes: whatever happens to claims and orders, the books agree."""

import asyncio
import os
import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from bot.community import Community as Known
from domain.points import REDEEM, AccountKind, Act, Books, redeem, release, reserve
from domain.points.claims import ClaimState
from domain.refusals import Refusal
from handlers.points import claims as verbs
from handlers.points import objections
from handlers.points.claims import Deed
from storage.database import Database
from storage.people import PersonRow
from storage.points import books, claims, lists
from storage.points.claims import ClaimRow
from storage.points.lists import AppraiserRow, PublicityListRow
from storage.points.tables import AccountRow, BalanceRow, EntryRow, PostingRow
from storage.timers import due, next_due
from tests.handlers.points.homes import settled
from tests.handlers.scene import Scene, build

CAPS = {"+03": 9, "+02": 20, "+23": 6, "+08": 6}  # a month
HOMES = ("H1", "H2", "H3")
HELD = (ClaimState.VERIFIED, ClaimState.PUBLIC, ClaimState.OBJECTED, ClaimState.UPHELD)
EXAMPLES = 200 if os.environ.get("HUYING_SOAK") == "1" else 4
ONE = st.integers(0, 1000)
CRASHES = st.sampled_from([False, False, False, True])


class Crash(Exception):  # noqa: N818 - the power is cut
    """The program dies before its transaction is committed."""


class Quarters(RuleBasedStateMachine):
    """Claims, lists, objections and orders in any order, any of them cut off before its end."""

    template: Path
    start: Scene

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="huying-points-"))
        shutil.copy(self.template, self.folder / "points.db")
        self.database = Database(f"sqlite+aiosqlite:///{self.folder}/points.db")
        known = self.start.community
        self.community = Known(
            self.database, known.deployment, known.words, known.calendar, known.seal
        )
        self.now, self.number = self.start.now, 0

    def _do(self, coroutine):
        return self.loop.run_until_complete(asyncio.wait_for(coroutine, 60))

    async def _step(self, work, *, crash, who="sun"):
        """One transaction, as the pump or a page has it."""
        self.number += 1
        with suppress(Crash, Refusal):
            async with self.database.transaction() as session:
                event = f"inbox/{self.number}"
                turn = await self.community.turn(session, event, self.now, channel="test")
                turn.person = await session.get(PersonRow, self.start.ids[who])
                await work(turn)
                if crash:
                    raise Crash

    def teardown(self):
        self._do(self._replayed())
        self._do(self.database.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        shutil.rmtree(self.folder)

    @rule(home=st.sampled_from(HOMES), code=st.sampled_from(tuple(CAPS)), back=st.integers(0, 40),
          halves=st.integers(1, 9), crash=CRASHES)  # fmt: skip
    def claim_and_verify(self, home, code, back, halves, crash):
        day = self.community.calendar.day_of(self.now) - timedelta(days=back)
        deed = Deed(home, code, day, verbs.WORKER, halves=halves if code == "+02" else 2)
        self._do(self._step(lambda turn: verbs.claim(turn, deed), crash=False))

        async def verify(turn):
            row = await claims.claim_of_slot(turn.session, deed.slot)
            if row is not None:  # the file was closed
                await verbs.verify(turn, row.id)

        self._do(self._step(verify, crash=crash, who="boss"))

    @rule(days=st.sampled_from([1, 4, 9, 34]), crash=CRASHES)
    def wait(self, days, crash):
        """Days pass with all that is due on them; the first moment may be cut off, and comes again."""
        self._do(self._wait(self.now + timedelta(days=days), crash=crash))

    async def _wait(self, then, *, crash):
        while True:
            async with self.database.reading() as session:
                moment = await next_due(session)
            if moment is None or moment > then:
                break
            self.now = max(self.now, moment)
            with suppress(Crash):
                async with self.database.transaction() as session:
                    for timer in await due(session, self.now):
                        timer.done_at = self.now
                        await self.community.fire(session, timer, self.now)
                    if crash:
                        crash = False
                        raise Crash
        self.now = then

    @rule(one=ONE, home=st.sampled_from(HOMES), crash=CRASHES)
    def object_to_one(self, one, home, crash):
        async def work(turn):
            rows = list(await turn.session.scalars(
                select(ClaimRow).where(ClaimRow.state == ClaimState.PUBLIC.value)
            ))  # fmt: skip
            if rows:
                await objections.object_to(turn, rows[one % len(rows)].id, home, "他没来")

        self._do(self._step(work, crash=crash))

    @rule(one=ONE, upheld=st.booleans(), crash=CRASHES)
    def decide(self, one, upheld, crash):
        async def work(turn):
            rows = await lists.objected_claims(turn.session, None)
            if rows:
                sat = [row.id for row in await lists.appraisers(turn.session, "XL")]
                row = rows[one % len(rows)]
                await objections.decide(turn, row.id, upheld=upheld, reason="看过签到表", sat=sat)

        self._do(self._step(work, crash=crash))

    @rule(one=ONE, upheld=st.booleans(), crash=CRASHES)
    def look_once_more(self, one, upheld, crash):
        async def work(turn):
            rows = await lists.objected_claims(turn.session, None)
            if rows:
                row = rows[one % len(rows)]
                await objections.review(turn, row.id, upheld=upheld, reason="看过签到表")

        self._do(self._step(work, crash=crash, who="boss"))

    @rule(
        home=st.sampled_from(HOMES), amount=st.integers(1, 12), fetched=st.booleans(), crash=CRASHES
    )
    def spend(self, home, amount, fetched, crash):
        async def work(turn):
            self.number += 1
            day = turn.world.today(turn.now)
            key = f"order/{self.number}"
            act = [Act(f"{key}/{part}", home, day, REDEEM, community="XL") for part in "ab"]
            end = redeem if fetched else release
            for entry in (reserve(act[0], amount), end(act[1], amount)):
                await books.post(turn.session, [(entry, books.Grounds())], turn.now)

        self._do(self._step(work, crash=crash))

    @invariant()
    def the_books_agree(self):
        self._do(self._look())

    async def _look(self):
        async with self.database.reading() as session:
            assert await books.unbalanced(session) == []
            assert await books.wrong_balances(session) == []
            assert await session.scalar(select(func.min(BalanceRow.amount))) in (None, *range(9999))
            await _publicity_is_what_is_claimed(session)
            await _caps_hold(session)
            whole = await session.scalar(select(func.coalesce(func.sum(PostingRow.amount), 0)))
            assert whole == 0

    async def _replayed(self):
        """The entries from nothing, one by one through the domain's books: the same balances."""
        async with self.database.reading() as session:
            keys = list(await session.scalars(select(EntryRow.key).order_by(EntryRow.id)))
            replay = Books([await books.entry_of(session, key) for key in keys])
            for home in HOMES:
                held = await books.balances(session, home)
                mine = {a.kind: n for a, n in replay.balances().items() if a.holder == home}
                assert held == {kind: mine.get(kind, 0) for kind in held}


async def _publicity_is_what_is_claimed(session):
    """What is on lists, or will be, is to the point what the books hold as public; and so is each list."""
    held = await session.scalar(
        select(func.coalesce(func.sum(BalanceRow.amount), 0))
        .join(AccountRow, AccountRow.id == BalanceRow.account_id)
        .where(AccountRow.kind == AccountKind.PUBLIC.value)
    )
    claimed = await session.scalar(
        select(func.coalesce(func.sum(ClaimRow.points), 0)).where(ClaimRow.state.in_(HELD))
    )
    assert held == claimed
    for made in await session.scalars(select(PublicityListRow)):
        rows = [row for row, _ in await lists.lines_of(session, made.id)]
        issued = await books.entries_with(session, [f"claim/{row.id}/issued" for row in rows])
        amounts = await books.moved(session, [entry.id for entry in issued.values()])
        assert sum(row.points for row in rows) == sum(amounts.values())
        assert [row.line for row in rows] == list(range(1, len(rows) + 1))


async def _caps_hold(session):
    month = func.strftime("%Y-%m", EntryRow.day)
    rows = await session.execute(
        select(EntryRow.holder, EntryRow.rule, month, func.sum(PostingRow.amount))
        .join(PostingRow, PostingRow.entry_id == EntryRow.id)
        .join(AccountRow, AccountRow.id == PostingRow.account_id)
        .where(
            AccountRow.kind.in_(("public", "spendable", "reserved")), EntryRow.rule.in_(CAPS)
        )
        .group_by(EntryRow.holder, EntryRow.rule, month)
    )  # fmt: skip
    assert all(points <= CAPS[code] for _, code, _, points in rows)


@pytest.fixture
def template(migrated, tmp_path):
    """A database with the scene's people, their households, and a group of neighbours."""
    path = tmp_path / "start.db"
    shutil.copy(migrated, path)

    async def make():
        database = Database(f"sqlite+aiosqlite:///{path}")
        scene = await settled(await build(database), tmp_path)
        async with database.transaction() as session:
            session.add_all(AppraiserRow(community="XL", name=n, household="") for n in "甲乙丙")
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        await database.close()
        return scene

    return path, asyncio.run(make())


def test_whatever_happens_to_points_the_books_agree(template):
    Quarters.template, Quarters.start = template
    run_state_machine_as_test(
        Quarters,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=30,
            suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
        ),
    )  # fmt: skip
