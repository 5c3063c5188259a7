"""What acts are worth: thirty-two rules to begin with, each holding between its days."""

from datetime import date
from importlib.resources import files

import pytest

from domain.points import (
    BadRules,
    Cap,
    Period,
    load_rules,
    parse_caps,
    rule_code,
)

DEFAULTS = files("domain").joinpath("data", "point_rules.csv").read_text(encoding="utf-8")


def test_the_community_starts_with_thirty_two_rules():
    rules = load_rules(DEFAULTS)

    assert len({rule.code for rule in rules}) == 32
    assert sum(rule.points > 0 for rule in rules) == 24


def test_minus_items_are_switched_off_but_for_two():
    minus = {rule.code: rule.active for rule in load_rules(DEFAULTS) if rule.points < 0}

    assert [code for code, active in minus.items() if active] == ["-07", "-08"]


def test_a_rule_says_what_it_is_worth_and_how_often():
    rules = {rule.code: rule for rule in load_rules(DEFAULTS)}

    assert rules["+03"].points == 3
    assert rules["+03"].caps == (Cap(9, Period.MONTH),)
    assert rules["+02"].caps == (Cap(8, Period.EVENT), Cap(20, Period.MONTH))
    assert rules["+21"].caps == ()
    assert rules["+22"].levels == (5, 10, 15, 20, 30, 50)
    assert rules["-08"].points == -20


HEADINGS = "code,name,points,cap,period,evidence,from,until"


def test_a_rule_holds_between_its_days_and_never_reaches_back():
    [found] = load_rules(f"{HEADINGS}\n+03,清扫,3,,,,2026-01-01,2026-06-30")

    assert not found.holds(date(2025, 12, 31))
    assert found.holds(date(2026, 1, 1))
    assert found.holds(date(2026, 6, 30))
    assert not found.holds(date(2026, 7, 1))


def test_a_rule_that_is_switched_off_holds_on_no_day():
    [found] = load_rules(f"{HEADINGS},active\n-01,乱扔,-3,,,,2026-01-01,,no")

    assert not found.holds(date(2026, 5, 1))


@pytest.mark.parametrize(
    "row",
    ["+03,清扫,三,9,month,,2026-01-01,", "+03,清扫,3,9,week,,2026-01-01,",
     "+03,清扫,3,9,month,,soon,", "+03,清扫,3,8;20,month,,2026-01-01,", "+03,清扫"],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named(row):
    with pytest.raises(BadRules, match="row 2"):
        load_rules(f"{HEADINGS}\n{row}")


@pytest.mark.parametrize(
    ("written", "code"),
    [("+03", "+03"), ("−07", "-07"), ("－7", "-07"), ("3", "+03"), ("＋03", "+03"),
     ("open", "OPEN"), (" REDEEM ", "REDEEM")],
)  # fmt: skip
def test_a_code_is_one_however_it_is_typed(written, code):
    assert rule_code(written) == code


def test_a_rule_without_cap_has_none():
    assert parse_caps("", "") == ()
