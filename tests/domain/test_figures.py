"""A period's figures as a community hands them upwards (domain rules a.9)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures import (
    Grain,
    Measure,
    Period,
    Weights,
    Window,
    cut,
    grain_of,
    percentile,
    report,
    window,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_the_three_rates_and_what_stands_beside_them():
    found = report(
        {
            Measure.DUE: 40, Measure.RESPONDED: 36,
            Measure.SURVEYED: 20, Measure.SOLVED: 15, Measure.PARTLY: 2, Measure.NOT_SOLVED: 3,
            Measure.RATED: 12, Measure.CONTENT: 9, Measure.SO_SO: 2, Measure.NOT_CONTENT: 1,
            Measure.ON_TIME: 30, Measure.CLOSED: 25, Measure.STRAIGHT: 24,
            Measure.REGISTERED: 50, Measure.REPEATED: 1,
            Measure.WISHES_DUE: 25, Measure.WISHES_FULFILLED: 24,
        }
    )  # fmt: skip

    assert str(found.respond) == "90.0%(36/40)"
    assert str(found.solve) == "80.0%(16/20)"  # what is solved in part counts half
    assert str(found.content) == "88.3%(10.6/12)"
    assert str(found.taken_part) == "30.0%(12/40)"
    assert found.combined == Decimal("84.8")  # 9 + 36 + 39.75
    assert not found.few
    assert str(found.on_time) == "75.0%(30/40)"
    assert str(found.straight) == "96.0%(24/25)"
    assert str(found.repeated) == "2.0%(1/50)"
    assert str(found.wishes) == "96.0%(24/25)"


def test_of_nothing_there_is_no_rate_and_no_combined_one():
    found = report({})

    shares = (found.respond, found.solve, found.content, found.on_time, found.wishes)
    assert {str(share) for share in shares} == {"—"}
    assert found.combined is None
    assert not found.few  # nobody was asked: there is nothing to be wary of


def test_where_one_of_the_three_is_missing_there_is_no_combined_one():
    assert report({Measure.DUE: 3, Measure.RESPONDED: 3}).combined is None


@pytest.mark.parametrize(
    ("due", "rated", "few"),
    [(20, 9, True), (20, 10, False), (33, 10, False), (34, 10, True), (100, 30, False), (3, 0, False)],
)  # fmt: skip
def test_a_small_sample_is_marked(due, rated, few):
    assert report({Measure.DUE: due, Measure.RATED: rated}).few is few


def test_weights_are_local_policy():
    counted = {Measure.DUE: 2, Measure.RESPONDED: 1, Measure.SURVEYED: 2, Measure.PARTLY: 2,
               Measure.RATED: 2, Measure.SO_SO: 2}  # fmt: skip
    strict = Weights(Decimal(0), Decimal("0.5"), Decimal("0.5"), Decimal(0), Decimal("0.6"))

    assert str(report(counted, strict).solve) == "0.0%(0/2)"
    assert report(counted, strict).combined == Decimal("30.0")


@pytest.mark.parametrize(
    ("counts", "percent", "value"),
    [
        ({}, 50, None),
        ({7: 1}, 50, 7),
        ({7: 1}, 90, 7),
        ({1: 1, 2: 1, 3: 1}, 50, 2),
        ({1: 1, 2: 1, 3: 1, 4: 1}, 50, 2),
        ({1: 9, 100: 1}, 90, 1),
        ({1: 8, 100: 2}, 90, 100),
    ],
)
def test_the_middle_and_the_slowest_tenth(counts, percent, value):
    assert percentile(counts, percent) == value


@given(st.lists(st.integers(0, 500), min_size=1), st.integers(1, 100))
def test_at_least_so_many_lie_at_or_below_a_percentile_and_fewer_below_it(values, percent):
    counts = {value: values.count(value) for value in values}

    found = percentile(counts, percent)

    assert 100 * sum(value <= found for value in values) >= percent * len(values)
    assert 100 * sum(value < found for value in values) < percent * len(values)


@pytest.mark.parametrize(
    ("which", "first", "last"),
    [
        (Window.WEEK, date(2026, 11, 30), date(2026, 12, 6)),
        (Window.MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        (Window.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (Window.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_this_week_month_quarter_and_year(which, first, last):
    assert window(which, date(2026, 12, 1)) == Period(first, last)


@given(DAYS, st.sampled_from(Window))
def test_a_window_holds_its_day_and_is_the_same_for_all_its_days(day, which):
    found = window(which, day)

    assert found.first <= day <= found.last
    assert window(which, found.first) == window(which, found.last) == found


@given(DAYS, st.integers(0, 800))
def test_a_period_is_cut_without_gap_or_overlap_into_what_a_chart_can_show(first, more):
    period = Period(first, first + timedelta(days=more))

    parts = cut(period)

    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    for one, other in pairwise(parts):
        assert other.first - one.last == timedelta(days=1)
    assert len(parts) <= 32


def test_a_month_is_shown_by_days_a_quarter_by_weeks_a_year_by_months():
    today = date(2026, 12, 1)
    assert [grain_of(window(which, today)) for which in Window] == [
        Grain.DAY, Grain.DAY, Grain.WEEK, Grain.MONTH,
    ]  # fmt: skip


def test_a_period_that_goes_on_is_looked_at_until_today():
    year = window(Window.YEAR, date(2026, 12, 1))

    assert year.until(date(2026, 12, 1)).last == date(2026, 12, 1)
    assert year.until(date(2025, 12, 1)) == Period(year.first, year.first)
