"""How content somebody is, as people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.tickets.ratings import Rating, Why, rating_in, why_in


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("满意", Rating.CONTENT),
        ("很满意\uff0c谢谢", Rating.CONTENT),
        ("对你们的服务非常满意", Rating.CONTENT),
        ("滿意", Rating.CONTENT),
        ("基本满意", Rating.SO_SO),
        ("还算满意吧", Rating.SO_SO),
        ("不满意", Rating.NOT_CONTENT),
        ("不太满意", Rating.NOT_CONTENT),
        ("一点都不满意", Rating.NOT_CONTENT),
        ("没有很满意", Rating.NOT_CONTENT),
        ("冇得满意", Rating.NOT_CONTENT),
        ("不满意\uff0c太慢了", Rating.NOT_CONTENT),
    ],
)
def test_whoever_names_it_is_understood_whether_asked_or_not(text, rating):
    assert rating_in(text, asked=False) is rating
    assert rating_in(text, asked=True) is rating


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("巴适得很", Rating.CONTENT),
        ("要得", Rating.CONTENT),
        ("中", Rating.CONTENT),
        ("挺好的", Rating.CONTENT),
        ("没意见", Rating.CONTENT),
        ("还行", Rating.SO_SO),
        ("一般般", Rating.SO_SO),
        ("马马虎虎", Rating.SO_SO),
        ("凑合", Rating.SO_SO),
        ("不咋样", Rating.NOT_CONTENT),
        ("不得行", Rating.NOT_CONTENT),
        ("孬得很", Rating.NOT_CONTENT),
        ("太差了", Rating.NOT_CONTENT),
        ("勿大好", Rating.NOT_CONTENT),
    ],
)
def test_dialect_and_half_words_count_only_where_it_was_asked(text, rating):
    assert rating_in(text, asked=True) is rating
    assert rating_in(text, asked=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "满意吗\uff1f",
        "你满意吗",
        "孩子对学校不满意",
        "好吃",
        "3栋灯坏了",
        "好的地方也有",
        "可以问个事吗",
        "",
    ],
)
def test_anything_else_is_no_rating(text):
    assert rating_in(text, asked=True) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("根本没修", Why.NOT_DONE),
        ("没人来", Why.NOT_DONE),
        ("没修好", Why.BADLY),
        ("糊弄人", Why.BADLY),
        ("等了半个月", Why.TOO_SLOW),
        ("太慢", Why.TOO_SLOW),
        ("态度差\uff0c还慢", Why.ATTITUDE),
        ("说话难听", Why.ATTITUDE),
        ("要求外", Why.OUTSIDE),
        ("不肯赔钱", Why.OUTSIDE),
        ("反正心里不舒服", None),
    ],
)
def test_why_not_is_read_and_in_doubt_left_to_a_human(text, why):
    assert why_in(text) is why


def test_only_what_was_not_done_well_is_done_again():
    assert {why for why in Why if why.reopens} == {Why.NOT_DONE, Why.BADLY, Why.TOO_SLOW}


@given(st.text("不没满意很太好的了还一般吗我们对", max_size=60))
def test_no_line_keeps_huying_thinking(text):
    rating_in(text, asked=True)  # hypothesis fails what takes longer than 200 ms
