"""What service is worth: caps, floor, ceiling, grades; and that a change never reaches back."""

from datetime import date
from importlib.resources import files

import pytest

from domain.members.reckoning import (
    MINUS,
    Counted,
    Grade,
    Item,
    NoSuchItem,
    allowed,
    grade,
    in_a_row,
    last_quarter,
    quarter,
    rule_on,
    worth,
)
from domain.points import Period, load_rules

TEXT = files("domain").joinpath("data", "member_items.csv").read_text(encoding="utf-8")
RULES = load_rules(TEXT)
DAY = date(2026, 12, 1)


def counts(item, before=(), balance=10, day=DAY, level=1):
    rule = rule_on(RULES, item, day)
    return allowed(rule, worth(rule, level), day, list(before), balance)


def once(item, amount, day=DAY):
    return Counted(item, day, amount)


def test_every_item_has_its_worth():
    worths = {item: worth(rule_on(RULES, item, DAY)) for item in Item}

    assert worths == {
        Item.BASE: 10, Item.POST: 2, Item.ATTEND: 1, Item.FINISH: 1, Item.PAIR: 2,
        Item.PROPOSAL: 1, Item.COMMEND: 1, Item.MISSED: -1, Item.ABSENT3: -2, Item.UNHAPPY: -1,
        Item.OVERRUN: -1,
    }  # fmt: skip
    assert {item for item in Item if worths[item] < 0} == MINUS


def test_an_item_before_its_first_day_is_none():
    with pytest.raises(NoSuchItem):
        rule_on(RULES, Item.ATTEND, date(2024, 12, 31))


def test_a_changed_item_holds_from_its_day_and_never_before():
    changed = TEXT.replace(",2025-01-01,,yes", ",2025-01-01,2026-06-30,yes", 3)
    changed += "ATTEND,参加服务活动,2,6,quarter,活动点名,2026-07-01,,yes\n"
    rules = load_rules(changed)

    assert worth(rule_on(rules, Item.ATTEND, date(2026, 6, 30))) == 1
    assert worth(rule_on(rules, Item.ATTEND, date(2026, 7, 1))) == 2


@pytest.mark.parametrize(
    ("item", "most", "days"),
    [
        (Item.ATTEND, 6, [date(2026, 10, 1)] * 9),
        (Item.FINISH, 6, [date(2026, 12, 31)] * 7),
        (Item.POST, 8, [date(2026, month, 28) for month in (1, 3, 5, 6, 9, 12)]),
        (Item.PAIR, 4, [date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)]),
        (Item.PROPOSAL, 3, [DAY] * 5),
    ],
)
def test_no_more_counts_than_the_cap_of_its_period(item, most, days):
    before = []
    for day in days:
        amount = counts(item, before, day=day)
        if amount:
            before.append(once(item, amount, day))

    assert sum(one.amount for one in before) == most


def test_a_new_quarter_has_room_again():
    full = [once(Item.ATTEND, 1, date(2026, 9, 30))] * 6

    assert counts(Item.ATTEND, full, day=date(2026, 9, 1)) == 0
    assert counts(Item.ATTEND, full, day=date(2026, 10, 1)) == 1


def test_what_was_taken_back_leaves_room():
    assert counts(Item.PROPOSAL, [once(Item.PROPOSAL, 3), once(Item.PROPOSAL, -1)]) == 1


def test_of_commendations_only_the_highest_of_a_year_counts():
    street, city = counts(Item.COMMEND), counts(Item.COMMEND, level=3)

    assert (street, city) == (1, 3)
    assert counts(Item.COMMEND, [once(Item.COMMEND, 1)], level=3) == 2
    assert counts(Item.COMMEND, [once(Item.COMMEND, 3)], level=2) == 0
    assert counts(Item.COMMEND, [once(Item.COMMEND, 3, date(2025, 5, 1))], level=2) == 2


def test_a_level_that_an_item_has_not_is_refused():
    with pytest.raises(NoSuchItem):
        counts(Item.COMMEND, level=4)
    with pytest.raises(NoSuchItem):
        counts(Item.PAIR, level=2)


@pytest.mark.parametrize(("balance", "taken"), [(10, -2), (2, -2), (1, -1), (0, 0)])
def test_nobody_falls_below_the_floor(balance, taken):
    assert counts(Item.ABSENT3, balance=balance) == taken


@pytest.mark.parametrize(("balance", "given"), [(28, 2), (29, 1), (30, 0)])
def test_nobody_rises_above_the_ceiling(balance, given):
    assert counts(Item.POST, balance=balance) == given


def test_bad_service_takes_no_more_than_three_in_a_quarter():
    full = [once(Item.UNHAPPY, -1)] * 3

    assert counts(Item.UNHAPPY, full) == 0
    assert counts(Item.UNHAPPY, full[:2]) == -1


@pytest.mark.parametrize(
    ("balance", "name"),
    [(30, Grade.EXCELLENT), (18, Grade.EXCELLENT), (17, Grade.GOOD), (12, Grade.GOOD),
     (11, Grade.FAIR), (8, Grade.FAIR), (7, Grade.TALK), (0, Grade.TALK)],
)  # fmt: skip
def test_the_grade_of_a_balance(balance, name):
    assert grade(balance) is name


@pytest.mark.parametrize(
    ("absences", "row"),
    [("", False), ("aa", False), ("aaa", True), ("aaaa", False), ("aaaaaa", True),
     ("aaca", False), ("caaa", True), ("aaac", False)],
)  # fmt: skip
def test_three_absences_in_a_row_count_once(absences, row):
    assert in_a_row([mark == "a" for mark in absences]) is row


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [(date(2027, 1, 1), date(2026, 10, 1), date(2026, 12, 31)),
     (date(2026, 12, 31), date(2026, 7, 1), date(2026, 9, 30)),
     (date(2026, 5, 9), date(2026, 1, 1), date(2026, 3, 31))],
)  # fmt: skip
def test_the_quarter_before(day, first, last):
    assert last_quarter(day) == (first, last)
    assert quarter(first) == quarter(last) != quarter(day)


def test_caps_are_read_by_the_periods_of_the_household_rules():
    assert {cap.period for rule in RULES for cap in rule.caps} == {Period.QUARTER, Period.YEAR}
