"""Models that read the same are added up together, and each says what it says alone."""

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.choir import MOST, RAREST, Block, Choir
from domain.understanding.model import Model
from tests.domain.understanding import village

SIGNS = [f"s{number}" for number in range(2 * MOST + 50)]


def model(names, *rows, bias=None, parts=1, scale=0.5):
    """A model whose labels weigh all of its features alike, as `rows` says."""
    blocks = [
        Block(
            tuple(names), tuple(bytes([row % 256]) * len(names) for row in rows), (16,) * len(names)
        )
        for _ in range(parts)
    ]
    labels = "abcdefgh"[: len(rows)]
    bias = bias or [0.0] * len(rows)
    return Model(labels, blocks, bias=bias, scale=scale, sharpness=1.0, card={})


LOUD = model(SIGNS[: 2 * MOST], 127, -127, -128)
SOFT = model(SIGNS[MOST:], 1, -1, bias=[0.25, -0.25], parts=2, scale=2.0)
CHOIR = Choir([LOUD.numbers, SOFT.numbers])


@given(st.lists(st.sets(st.sampled_from([*SIGNS, "strange"])), min_size=1, max_size=2))
def test_together_each_says_what_it_says_alone(texts):
    assert CHOIR.weigh(texts) == [LOUD.weigh(texts), SOFT.weigh(texts)]


def test_sums_have_room():
    assert MOST * 128 < 1 << 15
    assert MOST * RAREST < 1 << 32


@pytest.mark.parametrize("number", [0, 1, 2, MOST, MOST + 1, 2 * MOST])
def test_of_however_many_features_no_sum_runs_into_the_next(number):
    (most, least, lowest), (one, other) = CHOIR.weigh([set(SIGNS[:number])])

    count = max(number, 1)
    assert most == pytest.approx(0.5 * 127 * number / count**0.5)
    assert least == -most
    assert lowest == pytest.approx(-0.5 * 128 * number / count**0.5)
    known = max(number - MOST, 0)
    assert one == pytest.approx(0.25 + 2.0 * known / max(known, 1) ** 0.5)
    assert other == -one


def test_what_no_model_knows_is_not_kept():
    CHOIR.weigh([{"strange", "stranger"}])

    assert not {"strange", "stranger"} & CHOIR._parts[0].keys()


def test_a_choir_goes_to_another_process_without_what_it_has_met():
    new, text = Choir([LOUD.numbers, SOFT.numbers]), [set(SIGNS[: MOST + 9])]
    size = len(pickle.dumps(new))

    met = pickle.dumps(CHOIR)

    assert pickle.loads(met).weigh(text) == CHOIR.weigh(text)
    assert len(met) <= 1.01 * size


def test_a_judge_with_another_model_asks_that_one():
    judge = village.reader().judge
    flat = Model(judge.kinds.labels, [], bias=[0.0] * 7, scale=1.0, sharpness=1.0, card={})

    assert replace(judge, kinds=flat).weigh([{"灯"}, set()]).kinds == [0.0] * 7
