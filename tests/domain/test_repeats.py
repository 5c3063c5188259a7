"""The same thing again: what it is depends on who says it, and on how long ago it was done."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.tickets.kinds import Tier
from domain.tickets.repeats import Again, again, raised

DONE = datetime(2026, 12, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "own", "what"),
    [
        (0, True, Again.REOPEN),
        (15, True, Again.REOPEN),
        (15.01, True, Again.FOLLOW),
        (200, True, Again.FOLLOW),
        (15, False, Again.REPEAT),
        (15.01, False, Again.NEW),
    ],
)
def test_what_is_said_again_is_what_it_is_by_time_and_by_speaker(days, own, what):
    assert again(DONE, DONE + timedelta(days=days), own=own) is what


@given(st.sampled_from(Tier))
def test_what_comes_again_is_at_least_as_urgent_and_no_emergency_by_counting(tier):
    order = [Tier.W, Tier.Q, Tier.C, Tier.N, Tier.U, Tier.E]
    higher = raised(tier)

    assert order.index(higher) >= order.index(tier)
    assert higher is not Tier.E or tier is Tier.E
