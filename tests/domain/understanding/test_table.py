"""The tables that tell whether anything is wanted, and whether somebody is in danger."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.judge import NAMES
from domain.understanding.model import NoModel
from domain.understanding.table import PAIRS, SIZE, TOPICS, Table, shares_of, slots_of
from tests.domain.understanding import village
from tests.domain.understanding.test_judge import TEXTS

SHIPPED = TEXTS[NAMES.index("wanted")]
WHOLE = Table.read(SHIPPED)


def changed(**parts):
    return json.dumps({**json.loads(SHIPPED), **parts})


@given(st.text(max_size=400))
def test_whatever_is_said_has_its_slots_in_the_table(text):
    slots = slots_of(text, (), "lift")

    assert all(0 <= slot < SIZE for part in slots for slot in part)


def test_two_signs_that_stand_near_one_another_are_seen_together():
    _, near, _, _ = slots_of("灯怎么又坏", (), "lift")
    _, other, _, _ = slots_of("灯真的又坏", (), "lift")
    _, none, _, _ = slots_of("水管漏了", (), "lift")

    assert len({*near} & {*other}) >= 3  # 灯 and 又, 灯 and 坏, and what they begin and end
    assert len({*none} & {*other}) <= 1  # the ends of both


@given(st.text(max_size=40))
def test_what_is_learned_of_signs_alone_says_nothing_of_pairs(text):
    signs, pairs, named, among = slots_of(text, ["电梯"], "lift")

    assert max(*signs, *named) < PAIRS <= min(pairs, default=PAIRS)
    assert max(pairs, default=PAIRS) < TOPICS <= min(among)


def test_what_is_learned_of_a_sign_among_talk_of_one_thing_says_nothing_of_another():
    *alike, lift = slots_of("师傅还没来", (), "lift")
    *same, post = slots_of("师傅还没来", (), "svc")

    assert alike == same
    assert not {*lift} & {*post}


def test_a_line_about_nothing_that_is_known_is_its_signs_alone():
    *_, among = slots_of("师傅还没来", (), "")

    assert not among


def test_signs_that_stand_far_apart_are_no_pair():
    _, far, _, _ = slots_of("灯" + "一" * 40 + "坏", (), "lift")
    _, near, _, _ = slots_of("灯一坏", (), "lift")

    assert len({*far} & {*near}) < len(near)


def test_the_more_there_is_of_a_line_the_less_each_thing_counts():
    assert shares_of([[1, 2, 3, 4], [], [9]]) == [0.5, 0.0, 1.0]


def score(table, text):
    return table.score(slots_of(text, (), "lift"))


def test_it_is_the_same_from_its_file():
    again = Table.read(WHOLE.dumped())

    for line in village.residents()[:50]:
        assert score(again, line.text) == score(WHOLE, line.text)


@given(st.text(max_size=200))
def test_any_text_has_a_score(text):
    assert -1e6 < score(WHOLE, text) < 1e6


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_what_is_no_table_is_refused(text):
    with pytest.raises(NoModel):
        Table.read(text)


@pytest.mark.parametrize(
    "parts",
    [
        {"format": "huying-table/1"}, {"weights": "AAAA"}, {"weights": "?"}, {"weights": None},
        {"step": "much"}, {"step": 1e300}, {"lean": None}, {"card": None},
    ],
)  # fmt: skip
def test_a_table_that_was_damaged_is_refused(parts):
    with pytest.raises(NoModel):
        Table.read(changed(**parts))
