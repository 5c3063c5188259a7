"""Points that pass to another file keep their year, and are nobody's gain."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.points import (
    MERGE,
    OPENING,
    Account,
    AccountKind,
    Act,
    Books,
    NotEnough,
    earned_in,
    hand_over,
    issue,
)
from domain.points.files import by_year

TODAY = date(2026, 12, 22)


def over(amount):
    gives = Act("c/gives", "H1", TODAY, MERGE)
    return hand_over(gives, Act("c/takes", "H2", TODAY, MERGE), amount)


def test_both_sides_have_an_entry_and_what_passes_is_zero_after_it():
    books = Books([issue(Act("e", "H1", TODAY, "+03"), 30, effective=True)])
    for entry in over(20):
        books.post(entry)

    assert books.balance(Account(AccountKind.SPENDABLE, "H1")) == 10
    assert books.balance(Account(AccountKind.SPENDABLE, "H2")) == 20
    assert books.balance(Account(AccountKind.MOVED)) == 0
    assert earned_in(books.entries, "H1", 2026) == 30
    assert earned_in(books.entries, "H2", 2026) == 0


def test_nobody_hands_over_more_than_is_free():
    books = Books([issue(Act("e", "H1", TODAY, OPENING), 30, effective=True)])
    with pytest.raises(NotEnough):
        books.post(over(31)[0])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (0, {}),
        (10, {date(2025, 12, 31): 10}),
        (30, {date(2025, 12, 31): 20, TODAY: 10}),
        (50, {date(2025, 12, 31): 20, TODAY: 30}),
    ],
)
def test_the_oldest_go_first_as_they_are_spent(wanted, found):
    assert by_year({2024: 0, 2025: 20}, 50, wanted, TODAY) == found


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.data())
def test_what_goes_is_what_was_wanted_and_no_year_gives_more_than_it_has(a, b, c, data):
    free = a + b + c
    wanted = data.draw(st.integers(0, free))
    found = by_year({2024: a, 2025: a + b}, free, wanted, TODAY)

    assert sum(found.values()) == wanted
    assert all(part > 0 for part in found.values())
    assert found.get(date(2024, 12, 31), 0) <= a
    assert found.get(date(2025, 12, 31), 0) <= b
    assert found.get(TODAY, 0) <= c
