"""What somebody asks who is afraid of being known: to be deleted, to be nameless, who reads it."""

import pytest

from domain.privacy import Asked, asked, confirms, is_child, stays, wants_to_be_nameless


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("注销", Asked.ERASE),
        ("注销账号", Asked.ERASE),
        ("我要退群 别存我东西", Asked.ERASE),
        ("你们会不会把我说的告诉物业", Asked.RULES),
        ("谁看得到我报的", Asked.RULES),
        ("这里保密吗", Asked.RULES),
        ("不要告诉物业是我说的", Asked.NAMELESS),
        ("我不想留名字", Asked.NAMELESS),
        ("别记我名字", Asked.NAMELESS),
        ("莫跟邻居讲是我", Asked.NAMELESS),
        ("别记路灯了", None),
        ("物业把我的车位给别人了", None),
        ("我注销了公交卡", None),
        ("告诉物业是我家漏水", None),
    ],
)
def test_it_is_understood(text, what):
    assert asked(text) is what


@pytest.mark.parametrize("text", ["不删了", "先不删", "还是别删吧", "留着吧"])
def test_asked_once_more_they_keep_it(text):
    assert stays(text)
    assert not confirms(text)


def test_beside_a_matter_it_is_heard_too():
    assert wants_to_be_nameless("楼上天天半夜拖椅子 莫让他晓得是我报的 别跟楼上讲是我")


@pytest.mark.parametrize("text", ["我读三年级 有人欺负我", "叔叔我是幼儿园的", "我是小学的"])
def test_a_child_is_known_by_what_it_says(text):
    assert is_child(text)
