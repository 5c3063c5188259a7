"""What lines are about, as points among all that residents say."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.gist import Gists, load_gists, near
from domain.understanding.model import NoModel
from tests.domain.understanding import village

SHIPPED = village.reader().judge.gists
TINY = Gists(("停", "水", "停水", "灯"), bytes([1, 0, 2, 0, 3, 0, 0, 4]), (0.5, 0.25), {})


def test_a_line_is_the_sum_of_what_it_holds_each_once():
    assert TINY.point("停水") == [1.0, 0.0]
    assert TINY.point("停水停水灯") == pytest.approx([3 / math.hypot(3, 1), 1 / math.hypot(3, 1)])


@pytest.mark.parametrize("text", ["", "喵", "@@@"])
def test_what_no_sign_is_known_of_is_near_nothing(text):
    assert TINY.point(text) == [0.0, 0.0]
    assert near(TINY.point(text), TINY.point("停水")) == 0


@given(st.text(st.sampled_from("停电水灯没亮漏臭狗叫垃圾车门坏"), min_size=1))
def test_no_line_is_nearer_than_itself(text):
    point = SHIPPED.point(text)

    assert near(point, point) == pytest.approx(1.0)
    assert near(point, SHIPPED.point("停水了")) <= 1.0 + 1e-9


@pytest.mark.parametrize(
    ("line", "other_words", "something_else"),
    [
        ("自来水停了", "龙头一滴都放不出来", "门口路灯不亮"),
        ("广场舞音响太吵", "那群大妈放歌震得睡不着", "垃圾桶满了没人收"),
        ("电动车推进楼道充电", "飞线从窗户吊下来给电瓶接电", "遛狗不牵绳"),
    ],
)
def test_one_trouble_in_other_words_is_nearer_than_another_trouble(
    line, other_words, something_else
):
    point = SHIPPED.point(line)

    assert near(point, SHIPPED.point(other_words)) > near(point, SHIPPED.point(something_else))


def test_the_signs_are_the_same_from_their_file():
    assert load_gists(SHIPPED.dumped()) == SHIPPED


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_what_holds_no_signs_is_refused(text):
    with pytest.raises(NoModel):
        load_gists(text)


@pytest.mark.parametrize(
    "parts",
    [{"format": "huying-gist/2"}, {"steps": []}, {"steps": [1e300, 1.0]}, {"steps": "much"},
     {"weights": "AAAA"}, {"weights": "%"}, {"names": "停"}, {"names": 5}, {"card": 5}],
)  # fmt: skip
def test_signs_that_were_damaged_are_refused(parts):
    with pytest.raises(NoModel):
        load_gists(json.dumps({**json.loads(TINY.dumped()), **parts}))
