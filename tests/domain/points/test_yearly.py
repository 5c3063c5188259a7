"""The year's order: the best tenth with ties, the sure ones, and those whom an item rules out."""

from hypothesis import given
from hypothesis import strategies as st

from domain.points.yearly import SURE, ranked


def order(earned, vetoed=(), households=20):
    return [(one.rank, one.household) for one in ranked(earned, vetoed, households)]


def test_the_best_tenth_are_candidates_and_whoever_ties_with_the_last_of_them():
    earned = {"A": 90, "B": 70, "C": 70, "D": 60}

    assert order(earned) == [(1, "A"), (2, "B"), (2, "C")]


def test_whoever_earned_a_hundred_and_twenty_is_one_whatever_the_others_did():
    earned = {home: SURE + n for n, home in enumerate("ABCD")}

    assert len(order(earned)) == 4
    assert order({"A": 300, "B": 119}, households=10) == [(1, "A")]


def test_whom_an_item_rules_out_takes_nobody_s_place():
    earned = {"A": 200, "B": 70, "C": 60, "D": 50}

    assert order(earned, {"A"}) == [(1, "B"), (2, "C")]


def test_without_points_nobody_is_a_candidate():
    assert order({}) == order({"A": 0, "B": -20}) == []


@given(st.dictionaries(st.text("ABCDEF", min_size=1, max_size=3), st.integers(-20, 200)))
def test_whoever_earned_as_much_as_a_candidate_is_one(earned):
    found = ranked(earned, (), max(len(earned), 1))

    least = min((one.points for one in found), default=None)
    assert all(
        (home in {one.household for one in found}) == (points > 0 and points >= least)
        for home, points in earned.items()
        if least is not None
    )
