"""Points as money: every entry balances, nothing is edited, a mistake is reversed."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.points import (
    OPENING,
    REDEEM,
    Account,
    AccountKind,
    Act,
    Book,
    Books,
    Entry,
    Incomplete,
    NotEnough,
    Posting,
    Twice,
    Unbalanced,
    earned_in,
    expire,
    issue,
    redeem,
    release,
    reserve,
    reverse,
    settle,
    take_back,
)

DAY = date(2026, 11, 24)
ZHANG = "JGY-3-2-301"
SPENDABLE = Account(AccountKind.SPENDABLE, ZHANG)
ISSUED = Account(AccountKind.ISSUED)


def act(key: str, code: str = "+03", day: date = DAY, household: str = ZHANG) -> Act:
    return Act(key, household, day, code)


def summary(books, household, day):
    """What a household has and has earned this year."""
    kinds = (AccountKind.SPENDABLE, AccountKind.PUBLIC, AccountKind.RESERVED)
    held = {kind.value: books.balance(Account(kind, household)) for kind in kinds}
    return SimpleNamespace(**held, earned=earned_in(books.entries, household, day.year))


def test_an_entry_that_does_not_balance_is_refused():
    with pytest.raises(Unbalanced):
        Entry("e1", ZHANG, DAY, "+03", (Posting(SPENDABLE, 3), Posting(ISSUED, -2)))


@pytest.mark.parametrize(
    "postings",
    [(), (Posting(SPENDABLE, 0), Posting(ISSUED, 0)), (Posting(SPENDABLE, 0),)],
)
def test_an_entry_that_moves_nothing_is_refused(postings):
    with pytest.raises(Incomplete):
        Entry("e1", ZHANG, DAY, "+03", postings)


@pytest.mark.parametrize("kind", [AccountKind.SPENDABLE, AccountKind.PUBLIC, AccountKind.RESERVED])
def test_what_somebody_holds_has_a_holder(kind):
    with pytest.raises(Incomplete):
        Account(kind)


def test_points_in_publicity_are_seen_but_cannot_be_spent():
    books = Books([issue(act("e1"), 3, effective=False)])

    found = summary(books, ZHANG, DAY)

    assert (found.spendable, found.public, found.earned) == (0, 3, 3)
    with pytest.raises(NotEnough) as refused:
        books.post(reserve(act("o1", REDEEM), 3))
    assert refused.value.facts == {"wanted": 3, "free": 0}


def test_points_nobody_objects_to_become_spendable_and_count_once():
    books = Books([issue(act("e1"), 3, effective=False), settle(act("e1/settled"), 3)])

    found = summary(books, ZHANG, DAY)

    assert (found.spendable, found.public, found.earned) == (3, 0, 3)


def test_an_order_holds_points_and_its_return_gives_them_back():
    books = Books([issue(act("e1", OPENING), 100, effective=True)])

    books.post(reserve(act("o1", REDEEM), 40))
    held = summary(books, ZHANG, DAY)
    books.post(release(act("o1/back", REDEEM), 40))

    assert (held.spendable, held.reserved) == (60, 40)
    assert summary(books, ZHANG, DAY).spendable == 100


def test_spending_lowers_what_can_be_spent_and_not_what_was_earned():
    books = Books([issue(act("e1", "+18"), 130, effective=True)])
    books.post(reserve(act("o1", REDEEM), 100))
    books.post(redeem(act("o1/fetched", REDEEM), 100))

    found = summary(books, ZHANG, DAY)

    assert (found.spendable, found.reserved, found.earned) == (30, 0, 130)
    assert books.balance(Account(AccountKind.REDEEMED)) == 100


def test_an_opening_balance_can_be_spent_but_was_not_earned_this_year():
    books = Books([issue(act("e1", OPENING), 86, effective=True)])

    found = summary(books, ZHANG, DAY)

    assert (found.spendable, found.earned) == (86, 0)


def test_what_was_earned_last_year_is_not_counted_this_year():
    entries = [
        issue(act("e1", day=date(2025, 12, 31)), 5, effective=True),
        issue(act("e2", day=date(2026, 1, 1)), 3, effective=True),
    ]

    assert (earned_in(entries, ZHANG, 2025), earned_in(entries, ZHANG, 2026)) == (5, 3)


def test_one_households_points_are_not_anothers():
    books = Books([issue(act("e1"), 3, effective=True)])

    assert summary(books, "JGY-3-2-302", DAY).spendable == 0


def test_a_mistake_is_reversed_and_both_stay_in_the_books():
    wrong = issue(act("e1"), 30, effective=True)
    books = Books([wrong])

    books.post(reverse(wrong, key="e1/undone", day=DAY, note="记错了户"))

    assert books.balances() == {}
    assert [entry.key for entry in books.entries] == ["e1", "e1/undone"]
    assert books.entries[1].reverses == "e1"
    assert summary(books, ZHANG, DAY).earned == 0


def test_a_mistake_is_reversed_only_once():
    wrong = issue(act("e1"), 30, effective=True)
    books = Books([wrong, reverse(wrong, key="e1/undone", day=DAY)])

    with pytest.raises(Twice):
        books.post(reverse(wrong, key="e1/undone/again", day=DAY))


def test_the_same_entry_is_posted_only_once():
    books = Books([issue(act("e1"), 3, effective=True)])

    with pytest.raises(Twice):
        books.post(issue(act("e1"), 3, effective=True))
    assert books.balance(SPENDABLE) == 3


def test_what_was_spent_already_is_borne_by_the_community_and_nobody_is_in_debt():
    books = Books([issue(act("e1"), 3, effective=True)])

    books.post(take_back(act("d1", "-08"), 20, free=3))

    assert books.balance(SPENDABLE) == 0
    assert books.balance(Account(AccountKind.WRITTEN_OFF)) == -17
    assert books.balance(ISSUED) == 17


def test_a_household_without_points_loses_none():
    entry = take_back(act("d1", "-08"), 20, free=0)

    assert [part.account.kind for part in entry.postings] == [
        AccountKind.WRITTEN_OFF,
        AccountKind.ISSUED,
    ]
    assert entry.amount == 0


def test_expired_points_are_gone_and_stay_earned():
    books = Books([issue(act("e1"), 3, effective=True), expire(act("x1", "EXPIRE"), 3)])

    found = summary(books, ZHANG, DAY)

    assert (found.spendable, found.earned) == (0, 3)


def test_the_units_of_one_book_never_flow_into_another():
    soap = Account(AccountKind.SPENDABLE, "soap", Book.GOODS)

    with pytest.raises(Unbalanced):
        Entry("e1", ZHANG, DAY, "+03", (Posting(SPENDABLE, -1), Posting(soap, 1)))


def test_goods_are_bought_held_and_handed_out_by_the_same_moves():
    def of(key):
        return Act(key, "soap", DAY, "STOCK", book=Book.GOODS)

    books = Books([issue(of("b1"), 5, effective=True), reserve(of("o1"), 2)])
    books.post(redeem(of("o1/fetched"), 2))

    assert books.balance(Account(AccountKind.SPENDABLE, "soap", Book.GOODS)) == 3
    assert books.balance(Account(AccountKind.REDEEMED, "", Book.GOODS)) == 2
    with pytest.raises(NotEnough):
        books.post(reserve(of("o2"), 4))


HOUSEHOLDS = st.sampled_from([ZHANG, "JGY-3-2-302", "XLW-1-1-101"])
POINTS = st.integers(1, 200)


@given(st.lists(st.tuples(HOUSEHOLDS, POINTS, st.booleans())))
def test_what_the_community_issued_is_what_households_hold(given_out):
    books = Books(
        issue(Act(str(number), household, DAY, "+03"), points, effective=effective)
        for number, (household, points, effective) in enumerate(given_out)
    )

    held = sum(amount for account, amount in books.balances().items() if account.holder)
    assert held == -books.balance(ISSUED)


class History(RuleBasedStateMachine):
    """Whatever happens to households, in whatever order, the books agree."""

    def __init__(self) -> None:
        super().__init__()
        self.books = Books()
        self.before: dict[str, dict] = {}

    def _act(self, household: str, code: str = "+03") -> Act:
        return Act(f"e{len(self.books.entries)}", household, DAY, code)

    @rule(household=HOUSEHOLDS, points=POINTS, effective=st.booleans())
    def award(self, household, points, effective):
        self.books.post(issue(self._act(household), points, effective=effective))

    @rule(household=HOUSEHOLDS)
    def pass_publicity(self, household):
        public = self.books.balance(Account(AccountKind.PUBLIC, household))
        if public > 0:
            self.books.post(settle(self._act(household), public))

    @rule(household=HOUSEHOLDS, points=POINTS)
    def order(self, household, points):
        spendable = self.books.balance(Account(AccountKind.SPENDABLE, household))
        if points <= spendable:
            self.books.post(reserve(self._act(household, REDEEM), points))
        else:
            with pytest.raises(NotEnough):
                self.books.post(reserve(self._act(household, REDEEM), points))

    @rule(household=HOUSEHOLDS, fetched=st.booleans())
    def end_order(self, household, fetched):
        held = self.books.balance(Account(AccountKind.RESERVED, household))
        if held:
            end = redeem if fetched else release
            self.books.post(end(self._act(household, REDEEM), held))

    @rule(household=HOUSEHOLDS, points=POINTS)
    def decide_against(self, household, points):
        free = self.books.balance(Account(AccountKind.SPENDABLE, household))
        self.books.post(take_back(self._act(household, "-08"), points, free))
        assert self.books.balance(Account(AccountKind.SPENDABLE, household)) == max(
            free - points, 0
        )

    @rule(household=HOUSEHOLDS)
    def let_expire(self, household):
        free = self.books.balance(Account(AccountKind.SPENDABLE, household))
        if free:
            self.books.post(expire(self._act(household, "EXPIRE"), free))

    @rule(household=HOUSEHOLDS, points=POINTS)
    def award_by_mistake(self, household, points):
        before = self.books.balances()
        wrong = issue(self._act(household), points, effective=True)
        self.books.post(wrong)
        self.books.post(reverse(wrong, key=f"{wrong.key}/undone", day=DAY))
        assert self.books.balances() == before

    @invariant()
    def every_entry_and_the_whole_sum_to_zero(self):
        assert all(sum(p.amount for p in entry.postings) == 0 for entry in self.books.entries)
        assert sum(self.books.balances().values()) == 0

    @invariant()
    def no_household_is_below_zero(self):
        assert all(
            amount > 0 for account, amount in self.books.balances().items() if account.holder
        )

    @invariant()
    def replay_from_nothing_gives_the_same_books(self):
        assert Books(self.books.entries).balances() == self.books.balances()


def test_any_history_of_awards_orders_and_mistakes_leaves_the_books_balanced():
    run_state_machine_as_test(History)
