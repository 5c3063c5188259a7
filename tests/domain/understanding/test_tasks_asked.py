"""A worker asks what is to be done, in the words of a break between two doors."""

import pytest

from domain.understanding.answers import asks_tasks


@pytest.mark.parametrize(
    "words",
    ["我手上有什么", "我还有什么没干完", "今天干啥", "有啥活", "我的单子", "待办", "还有几个没弄",
     "看看任务", "我的任务有哪些", "今天有啥任务", "还剩几个没处理", "手头还有几件", "任务列表",
     "看一下我的工单", "还有多少没完"],
)  # fmt: skip
def test_what_is_in_hand_is_asked(words):
    assert asks_tasks(words)


@pytest.mark.parametrize(
    "words",
    ["有什么事", "今天有什么活动", "单元门坏了", "我要办事", "没干完", "还没办", "没弄", "还有吗", "办完了",
     "我要办居住证", "活动有哪些", "你要干什么"],
)  # fmt: skip
def test_nothing_of_the_kind_is_asked(words):
    assert not asks_tasks(words)
