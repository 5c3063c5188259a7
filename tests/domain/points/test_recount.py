"""What a rule would have given last quarter."""

from dataclasses import replace
from datetime import date

import pytest

from domain.points import Cap, Period, Rule
from domain.points.recount import Deed, last_quarter, recount

RULE = Rule("+03", "清扫", 3, (), (Cap(9, Period.MONTH),), "签到表", date(2025, 1, 1), None, True)


def deed(household, month, points=3, *, event="", level=0):
    return Deed(household, date(2026, month, 5), 2, level, event, points)


DEEDS = [deed("H1", 10)] * 3 + [deed("H1", 10, 0), deed("H1", 11), deed("H2", 11)]


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [(date(2027, 1, 6), date(2026, 10, 1), date(2026, 12, 31)),
     (date(2026, 12, 31), date(2026, 7, 1), date(2026, 9, 30))],
)  # fmt: skip
def test_last_quarter_is_the_one_before_this(today, first, last):
    assert last_quarter(today) == (first, last)


def test_the_same_rule_changes_nothing():
    assert recount(RULE, DEEDS) == {}


def test_a_higher_worth_is_capped_as_it_would_have_been():
    assert recount(replace(RULE, points=5), DEEDS) == {"H1": 2, "H2": 2}
    assert recount(replace(RULE, points=5, caps=()), DEEDS) == {"H1": 13, "H2": 2}


def test_an_item_that_is_off_would_have_given_nothing():
    assert recount(replace(RULE, active=False), DEEDS) == {"H1": -12, "H2": -3}


def test_a_cap_of_an_occasion_is_counted_by_occasion():
    rule = replace(RULE, caps=(Cap(3, Period.EVENT),))
    deeds = [deed("H1", 10, event="signup/1"), deed("H1", 10, event="signup/1"), deed("H1", 11)]

    assert recount(rule, deeds) == {"H1": -3}


def test_a_level_that_is_no_longer_known_counts_as_the_lowest():
    rule = replace(RULE, levels=(5, 10), caps=())

    assert recount(rule, [deed("H1", 10, 50, level=50)]) == {"H1": -45}


def test_what_was_done_before_is_not_counted_anew_but_fills_the_cap_of_the_year():
    rule = replace(RULE, points=5, caps=(Cap(12, Period.YEAR),))

    assert recount(rule, [deed("H1", 10), deed("H1", 11)], [deed("H1", 3)]) == {"H1": 3}
    assert recount(rule, [], [deed("H1", 3)]) == {}
