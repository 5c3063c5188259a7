"""Whether a line is of any of many sorts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.model import Model, NoModel
from domain.understanding.sorts import Mix, Sorts
from domain.understanding.training import Taste, calibration_error, fitted
from training.mixing import among, mix_of

TALK = ["早上好", "吃了没", "今天真热", "谢谢大家", "周末去哪玩", "孩子放学了"]
LAMPS = ["楼道灯坏了", "楼道的灯不亮", "灯又坏了", "楼道黑灯坏"]
LIFTS = ["电梯停了", "电梯又停", "电梯坏了不动", "电梯关门慢"]


def parts(text):
    return [set(text)]


def model():
    texts = [(text, "chat") for text in TALK]
    texts += [(text, "lamp") for text in LAMPS] + [(text, "lift") for text in LIFTS]
    made = fitted(texts, parts, Taste())
    made.card = {"none": "chat", "mix": [0.0, 2.0, 2.0]}
    return made


def test_what_is_likelier_of_a_sort_is_likelier_of_any():
    sorts = Sorts.of(model())

    assert sorts.share(parts("楼道灯坏了")) > 0.5 > sorts.share(parts("今天吃了没"))


def test_it_is_the_same_from_its_file():
    made = model()
    again = Model.read(made.dumped())

    for text in (*TALK, *LAMPS, *LIFTS, "别的话"):
        assert Sorts.of(again).share(parts(text)) == Sorts.of(made).share(parts(text))


@pytest.mark.parametrize(
    "card",
    [{}, {"none": "chat"}, {"none": "nothing", "mix": [0, 1, 1]}, {"none": "chat", "mix": [1, 2]},
     {"none": "chat", "mix": "12"}],
)  # fmt: skip
def test_a_model_that_does_not_say_what_none_is_is_refused(card):
    made = model()
    made.card = card

    with pytest.raises(NoModel):
        Sorts.of(made)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_share_is_one_whatever_the_scores(none, best):
    assert 0.0 <= Mix(0.3, 2.0, 1.5).share(none, best) <= 1.0


def test_the_mix_is_found_again_from_what_came_of_it():
    chance = random.Random(7)
    true = Mix(0.5, 2.0, 1.0)
    scores = [(chance.gauss(0, 1), chance.gauss(0, 1)) for _ in range(20_000)]
    found = mix_of(
        [(none, best, chance.random() < true.share(none, best)) for none, best in scores]
    )

    assert found.lean == pytest.approx(0.5, abs=0.1)
    assert found.against_none == pytest.approx(2.0, abs=0.1)
    assert found.for_best == pytest.approx(1.0, abs=0.1)


def test_a_share_is_as_often_right_where_fewer_lines_are_of_any_sort():
    chance = random.Random(11)
    learned, met = 0.5, 0.1

    def line(share: float) -> tuple[float, float, bool]:
        own = chance.random() < share
        return chance.gauss(-own, 1), chance.gauss(own, 1), own

    mix = among(mix_of([line(learned) for _ in range(20_000)]), learned, met)
    read = [(mix.share(none, best), own) for none, best, own in map(line, [met] * 20_000)]

    assert calibration_error(read) < 0.01
    assert sum(share for share, _ in read) == pytest.approx(0.1 * len(read), rel=0.1)


def test_a_line_that_counts_for_less_weighs_less():
    texts = [(text, "chat") for text in TALK] + [(text, "lamp") for text in LAMPS]
    texts.append(("灯真好看", "chat"))
    full = fitted(texts, parts, Taste())
    little = fitted(texts, parts, Taste(), weights=[1.0] * (len(texts) - 1) + [0.01])
    lamp = full.labels.index("lamp")

    assert little.weigh(parts("灯真好看"))[lamp] > full.weigh(parts("灯真好看"))[lamp]
