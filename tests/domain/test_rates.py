"""Shares as a report prints them (domain rules a.9)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rates import Share, rate


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (24, 25, "96.0%(24/25)"),
        (0, 0, "—"),
        (0, 3, "0.0%(0/3)"),
        (3, 3, "100.0%(3/3)"),
        (11, 12, "91.7%(11/12)"),
        (1, 16, "6.3%(1/16)"),  # 6.25 %, half up
        (1, 3, "33.3%(1/3)"),
    ],
)
def test_a_rate_shows_its_figures_and_nothing_has_none(part, whole, printed):
    assert rate(part, whole) == printed


@pytest.mark.parametrize(
    ("part", "printed"),
    [
        (Decimal("10.6"), "88.3%(10.6/12)"),
        (Decimal("10.60"), "88.3%(10.6/12)"),
        (Decimal(12), "100.0%(12/12)"),
        (Decimal("10.00"), "83.3%(10/12)"),
        (Decimal("10.125"), "84.4%(10.13/12)"),
    ],
)
def test_a_weighted_part_is_printed_as_short_as_it_is(part, printed):
    assert str(Share(part, 12)) == printed


def test_a_share_of_nothing_has_no_percent_but_still_its_figures():
    assert Share(0, 0).percent is None
    assert (str(Share(0, 0)), Share(0, 0).parts) == ("—", "0/0")


@given(whole=st.integers(1, 10**6), data=st.data())
def test_a_percent_is_never_more_than_half_a_tenth_away(whole, data):
    part = data.draw(st.integers(0, whole))

    assert abs(Share(part, whole).percent - Decimal(100 * part) / whole) <= Decimal("0.05")
