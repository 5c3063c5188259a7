"""The three lists: what is needed, what is wrong, and what has made somebody happy."""

import pytest

from domain.tickets.kinds import Kind
from domain.tickets.lists import Stage, ThreeList, is_happy, lists_of, stage_of
from domain.tickets.states import LIVE, State

NEEDS, PROBLEMS, HAPPINESS = ThreeList


@pytest.mark.parametrize(
    ("kind", "on"),
    [
        (Kind.COMPLAINT, PROBLEMS),
        (Kind.HAZARD, PROBLEMS),
        (Kind.WISH, NEEDS),
        (Kind.QUESTION, NEEDS),
    ],
)
def test_what_is_wrong_is_a_problem_and_everything_else_a_need(kind, on):
    assert lists_of(kind) == {on}


@pytest.mark.parametrize(
    ("wish", "outcome", "rating", "happy"),
    [
        (False, "solved", "content", True),
        (False, "solved", "so_so", False),
        (False, "solved", "not_content", False),
        (False, "solved", None, False),  # silence makes nobody happy
        (False, "partly", "content", False),
        (False, None, "content", False),
        (True, "solved", None, True),  # the wisher's word that it came
        (True, "solved", "so_so", True),
        (True, "solved", "not_content", False),
        (True, "not_solved", None, False),
    ],
)
def test_who_is_happy_has_said_so(wish, outcome, rating, happy):
    assert is_happy(wish=wish, outcome=outcome, rating=rating) is happy
    kind = Kind.WISH if wish else Kind.HAZARD
    found = lists_of(kind, wish=wish, outcome=outcome, rating=rating)
    assert (HAPPINESS in found) is happy
    assert len(found) == 1 + happy


@pytest.mark.parametrize(
    ("state", "closed", "outcome", "stage"),
    [
        (State.ASSIGNED, False, None, Stage.UNDER_WAY),
        (State.REPORTED, False, "partly", Stage.UNDER_WAY),
        (State.SUSPENDED, False, None, Stage.SUSPENDED),
        (State.CLOSED, True, "solved", Stage.DONE),
        (State.CLOSED, True, None, Stage.DONE),
        (State.CLOSED, False, "not_solved", Stage.NOT_DONE),
        (State.ARCHIVED, True, "solved", Stage.DONE),
        (State.ARCHIVED, False, None, None),
        (State.DECLINED, False, None, None),
        (State.MERGED, False, None, None),
        (State.WITHDRAWN, False, None, None),
    ],
)
def test_how_far_it_has_come(state, closed, outcome, stage):
    assert stage_of(state, closed=closed, outcome=outcome) is stage


def test_every_state_in_which_somebody_owes_somebody_something_is_a_stage():
    assert all(stage_of(state, closed=False, outcome=None) for state in LIVE)
