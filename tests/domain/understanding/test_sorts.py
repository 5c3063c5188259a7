"""Whether a line is of any of many sorts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.model import Model, NoModel
from domain.understanding.sorts import Mix, Sorts
from domain.understanding.table import SIZE, Table
from domain.understanding.training import Taste, fitted

TALK = ["早上好", "吃了没", "今天真热", "谢谢大家", "周末去哪玩", "孩子放学了"]
LAMPS = ["楼道灯坏了", "楼道的灯不亮", "灯又坏了", "楼道黑灯坏"]
LIFTS = ["电梯停了", "电梯又停", "电梯坏了不动", "电梯关门慢"]


def parts(text):
    return [set(text)]


def model():
    """It knows lamps and lifts, and talk by neither."""
    texts = [(text, "chat") for text in TALK]
    texts += [(text, "lamp") for text in LAMPS] + [(text, "lift") for text in LIFTS]
    return fitted(texts, parts, Taste(), none="chat")


def table(**card):
    return Table(bytes(SIZE), 1.0, 0.0, card)


def sorts():
    return Sorts.of(table(mix=[0.0, 1.0, 2.0, 0.5]), model())


def share(text, score=0.0, other=0.0):
    known = sorts()
    return known.share(score, known.model.weigh(parts(text)), other)


def test_what_is_likelier_of_a_sort_is_likelier_of_any():
    assert share("楼道灯坏了") > 0.5 > share("今天吃了没")


def test_what_the_tables_say_of_all_sorts_counts_too():
    assert share("楼道灯坏了", score=-9) < 0.5 < share("今天吃了没", score=9)
    assert share("今天吃了没", other=1) > share("今天吃了没")


def test_of_talk_the_model_learns_no_sort():
    assert model().labels == ("lamp", "lift")


def test_it_is_the_same_from_its_file():
    again = Model.read(model().dumped())

    for text in (*TALK, *LAMPS, *LIFTS, "别的话"):
        assert again.weigh(parts(text)) == model().weigh(parts(text))


@pytest.mark.parametrize(
    "card", [{}, {"mix": [0, 1, 1]}, {"mix": "12x4"}, {"mix": 5}, {"mix": [0, 1, 1, 1e300]}]
)
def test_a_table_that_does_not_say_how_scores_become_shares_is_refused(card):
    with pytest.raises(NoModel):
        Sorts.of(table(**card), model())


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_share_is_one_whatever_the_scores(table, model, other):
    assert 0.0 <= Mix(0.3, (2.0, 1.5, 0.1)).share(table, model, other) <= 1.0
