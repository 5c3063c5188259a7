"""The reasons for a return, in owners' own words."""

import pytest

from domain.tickets.returns import ReturnReason, reason_in

R = ReturnReason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("不是我的片区", R.NOT_MY_GRID),
        ("这栋归第二网格", R.NOT_MY_GRID),
        ("隔壁小区的事", R.NOT_MY_GRID),
        ("不歸我們網格管", R.NOT_MY_GRID),
        ("这里是物业管的", R.NOT_MY_DUTY),
        ("该供电公司负责", R.NOT_MY_DUTY),
        ("不属我部门职责", R.NOT_MY_DUTY),
        ("地址写错了,没有9栋", R.WRONG_ADDRESS),
        ("没有这个地方", R.WRONG_ADDRESS),
        ("信息不全,联系不上", R.TOO_LITTLE),
        ("没说清是哪一层", R.TOO_LITTLE),
        ("昨天有人报过了", R.DUPLICATE),
        ("跟0012是同一件", R.DUPLICATE),
        ("已经修过了", R.ALREADY_DONE),
        ("上周就换好了", R.ALREADY_DONE),
    ],
)
def test_an_owner_s_own_words_fit_one_of_the_reasons(words, reason):
    assert reason_in(words) is reason


@pytest.mark.parametrize("words", ["", "太累了", "我不想去", "今天没空", "不归我", "好"])
def test_what_is_no_reason_is_none(words):
    assert reason_in(words) is None
