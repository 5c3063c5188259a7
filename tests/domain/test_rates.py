"""Shares as a report prints them (domain rules a.9)."""

import pytest

from domain.rates import rate


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
