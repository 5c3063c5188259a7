"""What residents say all day is none of these lines; and no history of items breaks the rules."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import training
from domain.members import words
from domain.members.reckoning import (
    CEILING,
    FLOOR,
    Counted,
    Item,
    allowed,
    rule_on,
    within,
    worth,
)
from domain.points import load_rules
from tests.domain.members.test_reckoning import TEXT

FOLDER = Path(training.__file__).parent
SAID = sorted(
    {
        row[0].strip()
        for path in FOLDER.glob("*.csv")
        for row in csv.reader(path.read_text("utf-8").splitlines())
        if row and row[0].strip()
    }
)
RULES = load_rules(TEXT)
DAYS = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
LEVELS = {Item.COMMEND: 3}


REPORTED = ["双报到", "我来报到", "我要双报到"]
"""What three of the residents' sentences say in so many words."""
OFFERED = [
    "哥哥放假想做志愿者", "志愿者报名", "我可以当志愿者",
    "我想当志愿者但是怕不懂，社区有没有岗前教一教的课",
    "我来当志愿者 那天", "报名志愿者,周末都有空", "理发还差人手不,我会剪,想来当志愿者",
]  # fmt: skip
"""Those that offer to help."""


@pytest.mark.parametrize(
    "reads",
    [words.reports_in, words.asks_points, words.asks_hours, words.checks_out, words.pledges,
     words.pledge_done, words.asks_pledges, words.stops_helping],
)  # fmt: skip
def test_none_of_what_residents_say_is_read_so(reads):
    assert len(SAID) > 1_000
    assert [line for line in SAID if reads(line)] == REPORTED * (reads is words.reports_in)


def test_of_what_residents_say_only_an_offer_to_help_is_one():
    taken = [line for line in SAID if words.wants_to_help(line)]

    assert all("志愿者" in line for line in taken)
    assert not [line for line in taken if "要是" in line or "第三年" in line or "多少" in line]
    assert taken == OFFERED


def test_what_became_of_a_thing_is_no_pledge_and_what_one_will_do_about_it_is():
    assert words.pledges("我认领那块花坛开花了") is None
    assert words.pledges("我认领那块花坛的浇水") == "那块花坛的浇水"


def test_a_wish_that_is_taken_is_no_pledge():
    assert words.pledges("我认领3号心愿") is None
    assert words.pledges("我认领0012") is None
    assert words.pledges("我认领了一个心愿 给小朋友买书包去") is None


def lived(acts):
    """A year of items, each counted as far as it may be; what was counted, and the balance."""
    before, balance = [], 10
    for item, day, level in acts:
        rule = rule_on(RULES, item, day)
        amount = allowed(rule, worth(rule, min(level, LEVELS.get(item, 1))), day, before, balance)
        if amount:
            before.append(Counted(item, day, amount))
        balance += amount
        yield before, balance


ACTS = st.lists(
    st.tuples(st.sampled_from([item for item in Item if item is not Item.BASE]), DAYS,
              st.integers(1, 3)),
    max_size=60,
)  # fmt: skip


@settings(max_examples=150)
@given(ACTS)
def test_in_no_history_does_a_balance_leave_its_bounds(acts):
    for before, balance in lived(acts):
        assert FLOOR <= balance <= CEILING
        assert balance == 10 + sum(one.amount for one in before)


@settings(max_examples=150)
@given(ACTS)
def test_in_no_history_does_an_item_pass_its_cap(acts):
    for before, _ in lived(acts):
        for one in before:
            rule = rule_on(RULES, one.item, one.day)
            for cap in rule.caps:
                same = [o.amount for o in before
                        if o.item == one.item and within(cap.period, o.day, one.day)]  # fmt: skip
                assert abs(sum(same)) <= cap.points


@settings(max_examples=100)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=12))
def test_in_no_order_do_commendations_come_to_more_than_the_highest(levels):
    acts = [(Item.COMMEND, date(2026, 5, 1), level) for level in levels]

    *_, (before, _) = lived(acts)

    assert sum(one.amount for one in before) == max(levels)


@settings(max_examples=100)
@given(ACTS)
def test_a_minus_item_never_gives_and_a_plus_item_never_takes(acts):
    for before, _ in lived(acts):
        for one in before:
            assert (one.amount < 0) == (worth(rule_on(RULES, one.item, one.day)) < 0)
