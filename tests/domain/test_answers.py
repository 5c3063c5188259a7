"""Short answers to what huying asked, as people type them on a Chinese keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.answers import (
    calls_off,
    is_the_same,
    menu_number,
    number_in,
    worker_says,
    yes_or_no,
)


@pytest.mark.parametrize(
    "text",
    [
        "好的\uff0c登记吧",
        "要\u3002",
        "是的\uff01",
        "嗯嗯\uff0c麻烦了",
        "中",
        "行嘞",
        "要得",
        "好滴",
        "恩",
        "对头",
        "成",
        "OK",
        "好的好的",
        "可以的",
        "登记一下吧\uff0c谢谢",
    ],
)
def test_yes_is_yes_in_dialect_with_slips_and_with_chinese_commas(text):
    assert yes_or_no(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "不用了\uff0c谢谢",
        "不要\u3002",
        "算了吧",
        "莫得事\uff0c不用",
        "不消",
        "木事",
        "没事没事",
        "甭了",
        "免了",
        "不用不用",
    ],
)
def test_no_is_no_in_dialect_with_slips_and_with_chinese_commas(text):
    assert yes_or_no(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "好\uff0c不用",
        "要不要钱",
        "可以问一下多少钱吗",
        "3栋停电了",
        "是谁说的",
        "行不行啊",
        "对面着火了",
        "不好说",
        "不一定",
        "",
    ],
)
def test_anything_else_is_neither(text):
    assert yes_or_no(text) is None


@pytest.mark.parametrize("text", ["1", " 1 ", "1.", "1\u3002", "\uff11", "选1", "回1", "1、"])
def test_a_bare_digit_is_the_choice(text):
    assert menu_number(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "1号楼3单元没电",
        "2楼漏水了",
        "路灯还没修\uff0c都7天了",
        "1 2",
        "12",
        "0",
        "+1",
        "1个",
        "1栋",
        "一",
        "第1",
        "-1",
    ],
)
def test_a_digit_beside_anything_is_no_choice(text):
    assert menu_number(text) is None


@given(st.integers(1, 9), st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6))
def test_no_text_with_more_than_a_digit_is_a_choice(number, more):
    assert menu_number(f"{number}{more}") is None


@pytest.mark.parametrize(
    "text", ["我家也是", "一样的", "也没水", "\uff0b1", "同样的问题", "我这也黑着", "俺家也是"]
)
def test_a_neighbour_joins_in_plain_words(text):
    assert is_the_same(text) is True


@pytest.mark.parametrize("text", ["不是一件", "不对\uff0c另一件", "我家没有"])
def test_a_neighbour_says_it_is_another_matter_or_nothing_of_the_kind(text):
    assert is_the_same(text) is not True


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("收到\uff0c马上去", "accept"),
        ("好的\uff0c我去看看", "accept"),
        ("灯泡已经换好了\uff0c测试正常", "finish"),
        ("修好了", "finish"),
        ("还没修好\uff0c等配件", "note"),
        ("明天去修", "note"),
        ("修好了吗\uff1f", "note"),
    ],
)
def test_a_workers_words_do_what_they_say_and_in_doubt_nothing(text, does):
    assert worker_says(text) == does


@pytest.mark.parametrize(
    ("text", "number"),
    [("编号0317怎么样了", 317), ("工单 317", 317), ("#0317", 317), ("0317还没好", 317), ("3栋停电", None),
     ("\uff030317", 317), ("2026年的事", None), ("1301室漏水", None)],
)  # fmt: skip
def test_a_ticket_is_named_by_its_number_never_by_a_house(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["虚惊一场", "看错了\uff0c是蒸汽", "人找到了", "误报\uff0c没事了"])
def test_an_emergency_is_called_off_in_plain_words(text):
    assert calls_off(text)


@pytest.mark.parametrize("text", ["火越来越大", "人还没找到", "还没救出来", "没找到人", "不是误报"])
def test_what_is_not_over_calls_nothing_off(text):
    assert not calls_off(text)
