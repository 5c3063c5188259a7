"""Households divided, joined and gone at random, among claims and orders: the books agree."""

import os
from datetime import date
from functools import partial

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from domain.points import AccountKind, Act, Book, issue
from domain.points.files import ChangeKind, FileState
from handlers.points import files, leaving
from storage.points import books, reckoning
from storage.points.households import every_file
from storage.points.tables import AccountRow, BalanceRow, HouseholdRow, PostingRow
from tests.handlers.points import test_history
from tests.handlers.points.test_history import CRASHES, HOMES, ONE

EXAMPLES = 100 if os.environ.get("HUYING_SOAK") == "1" else 4
template = test_history.template
KINDS = st.sampled_from(list(ChangeKind))


async def _everything(session):
    """What no change of a file may change: earned per year and household, all points, their years."""
    years = [(date(year, 1, 1), date(year, 12, 31)) for year in (2025, 2026, 2027)]
    earned = [await reckoning.earned_by_all(session, *year) for year in years]
    held = await session.scalar(select(func.coalesce(func.sum(BalanceRow.amount), 0)))
    left = [sum((await reckoning.left_of(session, last)).values()) for _, last in years]
    totals = await books.totals(session, Book.HOUSEHOLD, "XL")
    return (earned, held, dict(totals) | {AccountKind.MOVED: 0}), left


class Households(test_history.Quarters):
    """The same quarters, and what becomes of households meanwhile."""

    @initialize()
    def every_household_has_points_of_two_years(self):
        for home in HOMES:
            for year in (2025, 2026):
                self._do(self._step(partial(self._paper, home, year), crash=False))

    async def _paper(self, home, year, turn):
        act = Act(f"paper/{home}/{year}", home, date(year, 6, 1), "OPEN", community="XL")
        entry = issue(act, 25, effective=True)
        await books.post(turn.session, [(entry, books.Grounds())], turn.now)

    @rule(one=ONE, other=ONE, kind=KINDS, amount=st.integers(0, 60), crash=CRASHES)
    def change(self, one, other, kind, amount, crash):
        self._do(self._step(lambda turn: self._change(turn, one, other, kind, amount), crash=crash))

    async def _change(self, turn, one, other, kind, amount):
        homes = await every_file(turn.session)
        home, into = homes[one % len(homes)], homes[other % len(homes)]
        before = await _everything(turn.session)
        if kind is ChangeKind.SPLIT:
            free = (await books.balances(turn.session, home.code))[AccountKind.SPENDABLE]
            amount = amount * free // 60
            code = f"{home.code}-{self.number}"
            row = await files.propose_split(turn, home, code, "新户", amount, ())
        else:
            row = await files.propose_merge(turn, home, into.code)
        await files.agree(turn, row.id, giving=True, name="甲")
        await files.agree(turn, row.id, giving=False, name="乙")
        await files.carry_out(turn, row.id)
        same, left = await _everything(turn.session)
        assert same == before[0]
        # Who has spent into a later year spends what is joined to it first: less ends, never more.
        assert all(now <= then for now, then in zip(left, before[1], strict=True))

    @rule(one=ONE, crash=CRASHES)
    def leave(self, one, crash):
        async def work(turn):
            homes = await every_file(turn.session)
            await leaving.leave(turn, homes[one % len(homes)], turn.world.today(turn.now))

        self._do(self._step(work, crash=crash))

    @invariant()
    def files_agree(self):
        self._do(self._files())

    async def _files(self):
        async with self.database.reading() as session:
            moved = await session.scalar(
                select(func.coalesce(func.sum(PostingRow.amount), 0))
                .join(AccountRow, AccountRow.id == PostingRow.account_id)
                .where(AccountRow.kind == AccountKind.MOVED.value)
            )
            assert moved == 0
            closed = select(HouseholdRow).where(HouseholdRow.state == FileState.CLOSED.value)
            for home in await session.scalars(closed):
                if home.until is not None:
                    assert home.name == ""
                    assert (await books.balances(session, home.code))[AccountKind.RESERVED] == 0


def test_whatever_becomes_of_households_the_books_agree(template):
    Households.template, Households.start = template
    run_state_machine_as_test(
        Households,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=30,
            suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
        ),
    )  # fmt: skip
