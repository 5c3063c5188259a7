"""An order's life, its window, and what a household may have."""

from datetime import date

import pytest

from domain.points.orders import (
    TABLE,
    NothingChosen,
    OrderAct,
    OrderOver,
    OrderState,
    OverLimit,
    OverMost,
    Wanted,
    Window,
    moved,
    next_quarter,
    quarter_of,
    usual_window,
    within,
)

SOAP = Wanted("肥皂", 15, 2, 0, 1)


@pytest.mark.parametrize("state", list(OrderState))
@pytest.mark.parametrize("act", list(OrderAct))
def test_only_what_is_held_can_be_fetched_called_off_or_go_back(state, act):
    if state is OrderState.HELD:
        assert moved(state, act) is TABLE[state, act] is not OrderState.HELD
        return
    with pytest.raises(OrderOver) as refused:
        moved(state, act)
    assert refused.value.facts["state"] == state.value


@pytest.mark.parametrize(
    ("day", "quarter", "following"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2027, 1, 1)),
        (date(2027, 9, 30), date(2027, 7, 1), date(2027, 10, 1)),
    ],
)
def test_every_day_belongs_to_one_quarter(day, quarter, following):
    assert quarter_of(day) == quarter
    assert next_quarter(quarter) == following


def test_the_usual_window_is_the_end_of_the_quarter():
    window = usual_window(date(2027, 1, 1))

    assert (window.opens, window.closes) == (date(2027, 3, 21), date(2027, 3, 31))
    assert not window.is_open(date(2027, 3, 20))
    assert window.is_open(date(2027, 3, 21))
    assert window.is_open(date(2027, 3, 31))
    assert not window.is_open(date(2027, 4, 1))


def test_a_window_of_one_day_is_open_on_that_day():
    assert Window(date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 5)).is_open(date(2027, 2, 5))


def test_what_is_wanted_costs_its_price_by_piece():
    two = Wanted("毛巾", 30, None, 0, 2)

    assert within({"soap": SOAP, "towel": two}, 0) == 75


def test_two_hundred_points_may_be_used_and_not_one_more():
    just = Wanted("大米", 80, None, 0, 2)

    assert within({"rice": just}, 40) == 160
    with pytest.raises(OverMost) as refused:
        within({"rice": just}, 41)
    assert refused.value.facts == {"most": 200, "spent": 41, "wanted": 160}


def test_what_the_order_holds_already_counts_towards_the_limit():
    with pytest.raises(OverLimit) as refused:
        within({"soap": Wanted("肥皂", 15, 2, 2, 1)}, 30)

    assert refused.value.facts == {"good": "肥皂", "limit": 2, "had": 2}


@pytest.mark.parametrize("wants", [{}, {"soap": Wanted("肥皂", 15, 2, 0, 0)},
                                   {"soap": Wanted("肥皂", 15, None, 0, -3)}])  # fmt: skip
def test_an_order_of_nothing_is_none(wants):
    with pytest.raises(NothingChosen):
        within(wants, 0)
