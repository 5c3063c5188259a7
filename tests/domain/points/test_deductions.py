"""How points are taken: the table of its steps, and that no way through it has fewer than two people."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.points.deductions import (
    ABSENT,
    DECIDERS,
    DEDUCTIONS,
    FALSE_EVIDENCE,
    GONE,
    IN_BOOKS,
    OVER,
    AnotherDecides,
    DeductionAct,
    DeductionStands,
    DeductionState,
    TakenEnough,
    Voice,
    begins,
    moved_deduction,
    must_not_be_one,
    proposes,
    to_take,
)
from domain.points.rules import Cap, Period, Rule

LITTER = Rule("-01", "乱堆", -3, (), (), "照片", date(2025, 1, 1), None, active=True)
MISSED = replace(LITTER, code=ABSENT, points=-2, caps=(Cap(4, Period.QUARTER),))
FALSE = replace(LITTER, code=FALSE_EVIDENCE, points=-20)
S, A = DeductionState, DeductionAct


def test_every_way_to_taken_passes_a_hearing_and_two_who_agree():
    """All ways through the table, each state once: points are taken by AGREE and TAKE after a hearing."""
    found = []

    def walk(state, acts, seen):
        if state is S.TAKEN:
            found.append(acts)
            return
        for (before, act), after in DEDUCTIONS.items():
            if before is state and after not in seen:
                walk(after, (*acts, act), {*seen, after})

    for start in (begins(LITTER), begins(MISSED), begins(FALSE)):
        walk(start, (), {start})

    assert found
    for acts in found:
        assert acts[-DECIDERS:] == (A.AGREE, A.TAKE)
    assert {acts for acts in found if A.HEAR not in acts} == {
        (A.AGREE, A.TAKE)
    }  # -08 is heard at once
    assert DECIDERS == 2


@pytest.mark.parametrize(("state", "act"), list(product(DeductionState, DeductionAct)))
def test_what_the_table_does_not_say_is_refused(state, act):
    after = DEDUCTIONS.get((state, act))
    if after is None:
        with pytest.raises(DeductionStands):
            moved_deduction(state, act)
    else:
        assert moved_deduction(state, act) is after


def test_nothing_is_taken_from_what_is_over_and_all_ends_somewhere():
    assert not {state for state, _ in DEDUCTIONS} & OVER
    assert not GONE & IN_BOOKS
    assert set(DeductionState) == {state for state, _ in DEDUCTIONS} | OVER


def test_it_begins_with_a_reminder_but_for_absences_and_false_evidence():
    assert [begins(rule) for rule in (LITTER, MISSED, FALSE)] == [S.REMINDED, S.PROPOSED, S.HEARING]


PEOPLE = st.integers(1, 3)
NAMES = st.sampled_from(["孙办", "李办", "刘姨"])


@given(
    proposer=st.none() | PEOPLE, proposed=NAMES,
    tries=st.lists(st.builds(Voice, PEOPLE, NAMES, st.booleans()), max_size=8),
)  # fmt: skip
def test_whoever_tries_in_whatever_order_two_different_people_have_agreed(
    proposer, proposed, tries
):
    agreed = []
    for voice in tries:
        try:
            must_not_be_one(proposer, proposed, agreed, voice)
        except AnotherDecides:
            continue
        agreed.append(voice)

    assert len({one.by for one in agreed}) == len(agreed)
    assert len({one.name for one in agreed}) == len(agreed)
    assert proposer not in {one.by for one in agreed}
    assert proposed not in {one.name for one in agreed}


@pytest.mark.parametrize(
    ("absences", "times"), [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2)]
)  # fmt: skip
def test_every_third_absence_of_a_quarter_makes_one(absences, times):
    assert proposes(absences) == times


def test_a_quarter_takes_no_more_than_its_cap():
    assert to_take(LITTER, 300) == 3  # no cap
    assert [to_take(MISSED, had) for had in (0, 2, 3)] == [2, 2, 1]
    with pytest.raises(TakenEnough) as refused:
        to_take(MISSED, 4)
    assert refused.value.facts == {"most": 4}
