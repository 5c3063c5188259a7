"""A claim's table, what it is worth beside its caps, and how a household is named to all."""

from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.points import Cap, Period, load_rules
from domain.points.claims import (
    CLAIMS,
    GONE,
    IN_PUBLICITY,
    OVER,
    ClaimAct,
    ClaimStands,
    ClaimState,
    NeedsLevel,
    masked,
    moved_claim,
    must_be_written,
    worth,
)
from domain.points.times import lasts_until, span_of

TEXT = files("domain").joinpath("data", "point_rules.csv").read_text(encoding="utf-8")
RULES = {rule.code: rule for rule in load_rules(TEXT)}
SWEPT, HOURS, COMMENDED = RULES["+03"], RULES["+02"], RULES["+22"]


def test_what_the_table_does_not_know_is_refused_with_where_it_stands():
    for state, act in product(ClaimState, ClaimAct):
        if (state, act) not in CLAIMS:
            with pytest.raises(ClaimStands) as refused:
                moved_claim(state, act)
            assert refused.value.facts["state"] == state.value


def test_nothing_counts_that_was_not_shown():
    ways = [state for (state, act), after in CLAIMS.items() if after is ClaimState.EFFECTIVE]

    assert set(ways) == {ClaimState.PUBLIC, ClaimState.UPHELD, ClaimState.CANCELLED}
    assert not {after for (state, _), after in CLAIMS.items() if state is ClaimState.CLAIMED} & (
        IN_PUBLICITY | {ClaimState.EFFECTIVE}
    )


def test_what_is_gone_never_comes_back():
    assert all(state not in GONE for state, _ in CLAIMS)
    assert all(
        state not in OVER or act in (ClaimAct.OVERTURN, ClaimAct.RESTORE) for state, act in CLAIMS
    )


def test_the_tightest_cap_decides_and_is_named():
    found = worth(HOURS, {Period.EVENT: 7, Period.MONTH: 10}, halves=6)

    assert (found.points, found.full, found.cap) == (1, 6, Cap(8, Period.EVENT))
    assert worth(HOURS, {Period.EVENT: 0, Period.MONTH: 19}, halves=6).cap.period is Period.MONTH


def test_half_an_hour_counts_half():
    assert [worth(HOURS, {}, halves=halves).points for halves in (1, 2, 3, 5)] == [1, 2, 3, 5]


@pytest.mark.parametrize(("code", "points"), [("+03", 3), ("+04", 4), ("+18", 10), ("+12", 6)])
def test_what_does_not_count_by_the_hour_is_worth_the_same_however_long_it_took(code, points):
    assert {worth(RULES[code], {}, halves=halves).full for halves in (1, 2, 5, 24)} == {points}


def test_a_commendation_is_worth_its_level_and_needs_one():
    assert worth(COMMENDED, {}, level=30).points == 30
    for level in (0, 7):
        with pytest.raises(NeedsLevel):
            worth(COMMENDED, {}, level=level)


def test_without_caps_an_act_is_worth_what_it_is():
    assert worth(RULES["+21"], {Period.MONTH: 900}).points == 30


@given(st.lists(st.integers(1, 12), max_size=40), st.integers(1, 30))
def test_whatever_comes_no_more_than_the_cap_is_ever_given(halves, cap):
    rule, had = replace(HOURS, caps=(Cap(cap, Period.MONTH),)), 0
    for one in halves:
        found = worth(rule, {Period.MONTH: had}, halves=one)
        assert 0 <= found.points <= found.full
        assert (found.cap is None) == (found.points == found.full)
        had += found.points
    assert had == min(cap, sum(halves))


@pytest.mark.parametrize(
    ("code", "written"),
    [("+03", False), ("+13", False), ("+18", True), ("+21", True), ("+17", True)],
)
def test_papers_are_described_and_lists_are_not(code, written):
    assert must_be_written(RULES[code]) is written


@pytest.mark.parametrize(
    ("name", "shown"), [("陈桂兰", "陈*"), ("欧阳明", "欧阳*"), ("李", "李*"), ("", "*")]
)
def test_a_public_list_names_a_household_by_surname_alone(name, shown):
    assert masked(name) == shown


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [(Period.MONTH, date(2028, 2, 1), date(2028, 2, 29)),
     (Period.QUARTER, date(2028, 1, 1), date(2028, 3, 31)),
     (Period.YEAR, date(2028, 1, 1), date(2028, 12, 31)),
     (Period.ONCE, date.min, date.max)],
)  # fmt: skip
def test_a_cap_is_counted_over_its_period(period, first, last):
    assert span_of(period, date(2028, 2, 29)) == (first, last)


def test_points_last_until_the_end_of_the_following_year():
    assert lasts_until(date(2026, 1, 1)) == lasts_until(date(2026, 12, 31)) == date(2027, 12, 31)
