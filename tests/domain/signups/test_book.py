"""Places, households and the waiting list: nobody overtakes, nobody sits twice."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.signups.book import Seat, Terms, eve_of, is_full, moving_up, seated, taken
from domain.signups.states import (
    ENTRIES,
    TABLE,
    EntryAct,
    EntryState,
    SignupAct,
    SignUpOver,
    SignupState,
    advance,
    moved,
)

IN, WAITING, CANCELLED = EntryState.IN, EntryState.WAITING, EntryState.CANCELLED


def seats(*states, household="h"):
    return [Seat(f"s{n}", f"{household}{n}", state) for n, state in enumerate(states)]


def test_while_there_is_room_each_gets_a_place_and_then_they_wait():
    outcome = seated(Terms(places=3), seats(IN, IN), "new", ["a", "b"])

    assert outcome.new == (("a", IN), ("b", WAITING))


def test_who_is_in_already_gets_no_second_place():
    outcome = seated(Terms(places=3), [Seat("a", "h", IN)], "h", ["a", "a", "b"])

    assert outcome.known == ("a",)
    assert outcome.new == (("b", IN),)


def test_nobody_overtakes_those_who_wait():
    outcome = seated(Terms(places=3), seats(IN, WAITING), "new", ["a"])

    assert outcome.new == (("a", WAITING),)


def test_a_household_brings_no_more_than_it_may():
    outcome = seated(Terms(per_household=2), [Seat("a", "h", WAITING)], "h", ["b", "c", "d"])

    assert outcome.new == (("b", WAITING),)
    assert outcome.over == 2


def test_a_cancelled_place_counts_neither_for_the_house_nor_for_the_household():
    outcome = seated(Terms(places=1, per_household=1), [Seat("a", "h", CANCELLED)], "h", ["a"])

    assert outcome.new == (("a", IN),)


def test_the_first_who_wait_move_up():
    held = seats(IN, CANCELLED, WAITING, WAITING)

    assert moving_up(Terms(places=2), held) == ["s2"]
    assert moving_up(Terms(), held) == ["s2", "s3"]
    assert moving_up(Terms(places=1), held) == []
    assert moving_up(Terms(places=0), held) == []


@given(
    places=st.integers(0, 6), limit=st.integers(1, 3),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 8), st.integers(0, 2)), max_size=60),
)  # fmt: skip
def test_whatever_people_do_no_place_is_given_twice_and_none_stays_empty(places, limit, steps):
    terms, held = Terms(places, limit), []
    for joins, home, who in steps:
        slot = f"{home}/{who}"
        if joins:
            outcome = seated(terms, held, str(home), [slot])
            held += [Seat(new, str(home), state) for new, state in outcome.new]
        else:
            held = [seat for seat in held if seat.slot != slot]
            up = set(moving_up(terms, held))
            held = [Seat(s.slot, s.household, IN) if s.slot in up else s for s in held]

        assert taken(held) <= places
        assert is_full(terms, held) or all(seat.state is IN for seat in held)
        assert len({seat.slot for seat in held}) == len(held)
        assert all(
            sum(seat.household == seat_.household for seat in held) <= limit for seat_ in held
        )
        order = [seat.state for seat in held]
        assert order == sorted(order, key=lambda state: state is WAITING)  # first come, first in


@pytest.mark.parametrize("state", SignupState)
@pytest.mark.parametrize("act", SignupAct)
def test_a_step_of_a_sign_up_is_in_the_table_or_refused(state, act):
    if (state, act) in TABLE:
        assert advance(state, act) is TABLE[state, act]
    else:
        with pytest.raises(SignUpOver):
            advance(state, act)


@pytest.mark.parametrize("state", EntryState)
@pytest.mark.parametrize("act", EntryAct)
def test_a_step_of_a_place_is_in_the_table_or_refused(state, act):
    if (state, act) in ENTRIES:
        assert moved(state, act) is ENTRIES[state, act]
    else:
        with pytest.raises(SignUpOver):
            moved(state, act)


def test_what_is_settled_or_called_off_is_over_for_good():
    ends = {SignupState.SETTLED, SignupState.CALLED_OFF}

    assert not [step for step in TABLE if step[0] in ends]


def test_the_eve_is_the_afternoon_before():
    assert eve_of(datetime(2026, 12, 7, 9)) == datetime(2026, 12, 6, 17)  # noqa: DTZ001 - local
