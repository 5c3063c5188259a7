"""When points are shown, count, and can be spent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.points import (
    next_window,
    publicity,
)


@pytest.mark.parametrize(
    ("today", "opens", "closes"),
    [
        (date(2026, 11, 24), date(2026, 12, 21), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 12, 21), date(2026, 12, 31)),
        (date(2026, 12, 5), date(2026, 12, 21), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 3, 21), date(2027, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 21), date(2026, 6, 30)),
        (date(2026, 9, 30), date(2026, 9, 21), date(2026, 9, 30)),
    ],
)
def test_redemption_is_open_at_the_end_of_each_quarter(today, opens, closes):
    assert next_window(today) == (opens, closes)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_next_redemption_is_never_over(today):
    opens, closes = next_window(today)

    assert today <= closes
    assert opens.day == 21
    assert (closes + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "listed", "counts"),
    [
        (date(2026, 11, 5), date(2026, 12, 3), date(2026, 12, 10)),
        (date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 15)),  # the 3rd is a holiday
        (date(2026, 12, 31), date(2027, 1, 4), date(2027, 1, 11)),  # a Sunday
        (date(2026, 1, 31), date(2026, 2, 3), date(2026, 2, 10)),
    ],
)
def test_a_months_acts_are_listed_on_the_third_and_count_after_seven_days(day, listed, counts):
    assert publicity(day, Calendar()) == (listed, counts)
