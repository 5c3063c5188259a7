"""The ledger as the database keeps it: added to once, never overspent, never changed."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from domain.points import (
    REDEEM,
    Account,
    AccountKind,
    Act,
    Book,
    NotEnough,
    issue,
    redeem,
    reserve,
    reverse,
    settle,
)
from storage.points import books
from storage.points.books import Grounds
from storage.points.tables import BalanceRow, EntryRow, PostingRow
from tests.handlers.scene import MORNING

DAY = date(2026, 11, 24)
ZHANG, LI = "H001", "H002"
SPENDABLE = AccountKind.SPENDABLE


def act(key, holder=ZHANG, rule="+03", book=Book.HOUSEHOLD, day=DAY):
    return Act(key, holder, day, rule, community="XLW", book=book)


async def posted(database, *entries):
    async with database.transaction() as session:
        return await books.post(session, [(entry, Grounds()) for entry in entries], MORNING)


async def held(database, holder=ZHANG, book=Book.HOUSEHOLD):
    async with database.reading() as session:
        return await books.balances(session, holder, book)


async def test_the_same_reason_twice_is_one_entry(database):
    entry = issue(act("e1"), 3, effective=True)

    assert await posted(database, entry) == {"e1"}
    assert await posted(database, entry) == frozenset()

    assert (await held(database))[SPENDABLE] == 3


async def test_an_entry_keeps_its_rule_its_evidence_and_who_stood_for_it(database):
    async with database.transaction() as session:
        grounds = Grounds(evidence="photo/7")
        await books.post(session, [(issue(act("e1"), 3, effective=False), grounds)], MORNING)

    async with database.reading() as session:
        row = await session.scalar(select(EntryRow))
    assert (row.book, row.holder, row.rule, row.evidence) == ("household", ZHANG, "+03", "photo/7")


async def test_points_in_publicity_are_held_apart_until_they_count(database):
    await posted(database, issue(act("e1"), 3, effective=False))
    before = await held(database)
    await posted(database, settle(act("e1/counts"), 3))

    assert (before[SPENDABLE], before[AccountKind.PUBLIC]) == (0, 3)
    assert (await held(database))[SPENDABLE] == 3


async def test_more_than_there_is_is_refused_and_leaves_nothing_behind(database):
    await posted(database, issue(act("e1"), 30, effective=True))

    with pytest.raises(NotEnough) as refused:
        await posted(database, reserve(act("o1", rule=REDEEM), 20), reserve(act("o2"), 20))

    assert (refused.value.facts["wanted"], refused.value.facts["free"]) == (40, 30)
    assert await held(database) == {
        SPENDABLE: 30, AccountKind.PUBLIC: 0, AccountKind.RESERVED: 0
    }  # fmt: skip


async def test_a_hundred_at_once_get_what_there_is_and_not_one_more(database):
    await posted(database, issue(act("b1", "soap", book=Book.GOODS), 3, effective=True))

    async def press(number):
        try:
            await posted(database, reserve(act(f"o{number}", "soap", book=Book.GOODS), 1))
        except NotEnough:
            return False
        return True

    got = await asyncio.gather(*(press(number) for number in range(100)))

    assert sum(got) == 3
    after = await held(database, "soap", Book.GOODS)
    assert (after[SPENDABLE], after[AccountKind.RESERVED]) == (0, 3)


async def test_households_that_trade_places_at_once_do_not_wait_for_each_other_for_ever(database):
    await posted(database, *(issue(act(f"e{h}", h), 100, effective=True) for h in (ZHANG, LI)))

    async def both(number):
        first, second = (ZHANG, LI) if number % 2 else (LI, ZHANG)
        await posted(
            database, *(reserve(act(f"o{number}/{home}", home), 1) for home in (first, second))
        )

    await asyncio.wait_for(asyncio.gather(*(both(number) for number in range(20))), 60)

    assert (await held(database))[SPENDABLE] == (await held(database, LI))[SPENDABLE] == 80


async def test_a_mistake_is_reversed_by_an_entry_that_names_it(database):
    await posted(database, issue(act("e1"), 30, effective=True))
    async with database.transaction() as session:
        wrong = await books.entry_of(session, "e1")
        undone = reverse(wrong, key="e1/undone", day=DAY)
        await books.post(session, [(undone, Grounds())], MORNING)
        again = await books.entry_of(session, "e1/undone")

    assert again == undone
    assert (await held(database))[SPENDABLE] == 0


async def test_what_was_earned_is_counted_by_the_day_it_was_done_and_spending_lowers_nothing(
    database,
):
    await posted(
        database,
        issue(act("e0", day=date(2025, 12, 31)), 50, effective=True),
        issue(act("e1"), 30, effective=True),
        reserve(act("o1", rule=REDEEM), 20),
        redeem(act("o1/fetched", rule=REDEEM), 20),
    )

    async with database.reading() as session:
        earned = await books.earned_between(session, ZHANG, date(2026, 1, 1), date(2026, 12, 31))
        totals = await books.totals(session, Book.HOUSEHOLD, "XLW")
    assert earned == 30
    assert (totals[AccountKind.ISSUED], totals[AccountKind.REDEEMED]) == (-80, 20)


@pytest.mark.parametrize(
    "by_hand",
    [
        update(PostingRow).values(amount=300),
        delete(PostingRow),
        update(EntryRow).values(rule="+18"),
        update(EntryRow).values(holder=LI),
        delete(EntryRow),
    ],
)
async def test_nobody_changes_the_past_even_by_hand(database, by_hand):
    await posted(database, issue(act("e1"), 3, effective=True))

    with pytest.raises(DBAPIError, match="only ever added to"):
        async with database.transaction() as session:
            await session.execute(by_hand)

    assert (await held(database))[SPENDABLE] == 3


async def test_words_beside_an_entry_can_be_let_go(database):
    await posted(database, issue(act("e1"), 3, effective=True))

    async with database.transaction() as session:
        await session.execute(update(EntryRow).values(note=""))


async def test_a_balance_that_somebody_changed_is_found_and_reckoned_anew(database):
    await posted(
        database, issue(act("e1"), 3, effective=True), issue(act("e2", LI), 5, effective=True)
    )
    async with database.transaction() as session:
        await session.execute(update(BalanceRow).values(amount=9).where(BalanceRow.amount == 3))
        found = await books.wrong_balances(session)
        await books.rebuild(session)
        after = await books.wrong_balances(session)

    assert (found, after) == ([Account(SPENDABLE, ZHANG)], [])
    assert (await held(database))[SPENDABLE] == 3


async def test_a_posting_written_by_hand_is_found(database):
    await posted(database, issue(act("e1"), 3, effective=True))
    async with database.transaction() as session:
        entry = await session.scalar(select(PostingRow))
        await session.execute(
            insert(PostingRow).values(
                entry_id=entry.entry_id, account_id=entry.account_id, amount=7
            )
        )
        assert await books.unbalanced(session) == [entry.entry_id]


async def test_the_database_itself_holds_the_floor(database):
    await posted(database, issue(act("e1"), 3, effective=True))

    with pytest.raises(DBAPIError):
        async with database.transaction() as session:
            await session.execute(text("UPDATE balances SET amount = -1"))
