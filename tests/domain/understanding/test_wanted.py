"""The table that tells whether anything is wanted."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.judge import NAMES
from domain.understanding.model import NoModel
from domain.understanding.wanted import SIZE, Wanted, shares_of, slots_of
from tests.domain.understanding import village
from tests.domain.understanding.test_judge import TEXTS
from training.corpus import lines
from training.wants import made, of_wanted

SHIPPED = TEXTS[NAMES.index("wanted")]
WHOLE = Wanted.read(SHIPPED)
FEW_LINES = 200  # of each sort: enough to learn from, and soon learned


def some():
    """Lines that want something, and lines that do not, of whole days."""
    said = [line for line in lines() if line.file == "days.csv"]
    wanted = [line for line in said if line.wanted][:FEW_LINES]
    return wanted + [line for line in said if not line.wanted][:FEW_LINES]


def changed(**parts):
    return json.dumps({**json.loads(SHIPPED), **parts})


@given(st.text(max_size=400))
def test_whatever_is_said_has_its_slots_in_the_table(text):
    slots = slots_of(text, ())

    assert all(0 <= slot < SIZE for part in slots for slot in part)


def test_two_signs_that_stand_near_one_another_are_seen_together():
    _, near, _ = slots_of("灯怎么又坏", ())
    _, other, _ = slots_of("灯真的又坏", ())
    _, none, _ = slots_of("水管漏了", ())

    assert len({*near} & {*other}) >= 3  # 灯 and 又, 灯 and 坏, and what they begin and end
    assert len({*none} & {*other}) <= 1  # the ends of both


def test_signs_that_stand_far_apart_are_no_pair():
    _, far, _ = slots_of("灯" + "一" * 40 + "坏", ())
    _, near, _ = slots_of("灯一坏", ())

    assert len({*far} & {*near}) < len(near)


def test_the_more_there_is_of_a_line_the_less_each_thing_counts():
    assert shares_of([[1, 2, 3, 4], [], [9]]) == [0.5, 0.0, 1.0]


def test_it_is_the_same_from_its_file():
    table = Wanted.read(SHIPPED)
    again = Wanted.read(table.dumped())

    for line in village.residents()[:50]:
        assert again.share(line.text, ()) == table.share(line.text, ())


@given(st.text(max_size=200))
def test_any_text_has_a_share(text):
    assert 0 <= WHOLE.share(text, ()) <= 1


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_what_is_no_table_is_refused(text):
    with pytest.raises(NoModel):
        Wanted.read(text)


@pytest.mark.parametrize(
    "parts",
    [
        {"format": "huying-wanted/2"}, {"weights": "AAAA"}, {"weights": "?"}, {"weights": None},
        {"step": "much"}, {"step": 1e300}, {"lean": None}, {"mix": [1, 2]}, {"mix": 5},
    ],
)  # fmt: skip
def test_a_table_that_was_damaged_is_refused(parts):
    with pytest.raises(NoModel):
        Wanted.read(changed(**parts))


def test_what_it_learns_tells_what_is_wanted_from_talk():
    said = some()

    table = of_wanted(said)

    right = [(table.share(line.text, ()) > 0.5) == line.wanted for line in said]
    assert sum(right) / len(right) > 0.9
    assert table.card["texts"] == len(said)
    assert 0 < table.card["ask"] <= table.card["register"] <= 1


def test_the_same_lines_make_the_same_table():
    said = some()[:: FEW_LINES // 20]

    assert made(said) == made(said)


def test_a_line_that_counts_for_less_weighs_less():
    said = some()
    one = next(line for line in said if line.wanted)
    others = [line for line in said if line is not one]
    little = made([*others, replace(one, file="twins.csv")])

    assert little.score(slots_of(one.text, ())) < made(said).score(slots_of(one.text, ()))
