"""Wanting a human, in the words of whoever does not get on with a machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import answers
from domain.understanding.answers import asks_for_a_call
from domain.understanding.calling import asks_for_a_human, declines_a_call, when_to_call


@pytest.mark.parametrize(
    "text",
    [
        "人工", "转人工", "我要找真人", "你是机器人吧 找个人来", "我不会打字 想跟你们通话", "想和人说",
        "有没有人能打个电话给我啊", "帮忙回个电话咯", "电话说",
        "叫个人来跟我说", "客服在吗",
        "听不懂 换个人",
        "下午再打电话给我 上午我不在", "能不能找个活人跟我讲", "想跟网格员通话",
    ],
)  # fmt: skip
def test_a_human_is_wanted(text):
    assert asks_for_a_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "想找人说说话", "找个人修灯", "找人帮忙搬东西", "人工费多少", "人工湖的水臭", "社区的人来过了",
        "请工作人员来看看水管", "来人啊着火了", "值班的在哪", "下午开门吗", "叫个人来修",
    ],
)  # fmt: skip
def test_who_wants_company_or_work_done_wants_no_call(text):
    assert not asks_for_a_human(text)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("下午再打电话给我 上午我不在", "下午再打电话给我 上午我不在"),
        ("晚上7点以后打给我", "晚上7点以后打给我"),
        ("给我打电话 我中午睡觉", "我中午睡觉"),
        ("给我打电话", ""),
        ("转人工", ""),
    ],
)
def test_when_to_call_is_heard(text, when):
    assert asks_for_a_human(text) or asks_for_a_call(text)
    assert when_to_call(text) == when


@pytest.mark.parametrize(
    "text",
    ["不用打电话了", "你们莫打电话来了", "不用回电话了", "算了别打电话了", "电话不用打了谢谢"],
)
def test_no_call_is_wanted_any_more(text):
    assert declines_a_call(text)


@pytest.mark.parametrize("text", ["不要打我", "别打了 他又打我", "别打孩子", "你们打人", "别打人"])
def test_a_cry_is_no_such_word(text):
    assert not declines_a_call(text)


@given(st.from_regex(answers._CALL_ME, fullmatch=True))
def test_whatever_asks_for_a_call_is_looked_at(clause):
    """The quick look that most lines end at lets through whatever the grammar takes."""
    assert answers._OF_CALLS.search(clause)


def test_a_call_asked_for_in_traditional_characters_is_heard():
    assert asks_for_a_call("打給我")
