"""Lines that tell nothing by themselves: what is wrong may come in the next."""

import pytest

from tests.domain.understanding.village import reader


@pytest.mark.parametrize("text", ["6栋2单元", "3栋2单元楼道", "5栋门口那边", "一楼楼道的窗户"])
def test_a_place_alone_waits_for_more(text):
    assert reader().waits_for_more(text)


@pytest.mark.parametrize(
    "text", ["3栋灯坏了", "修好咧", "我家也是", "好了没", "我还有几分", "6栋着火了"]
)
def test_what_tells_or_answers_something_does_not(text):
    assert not reader().waits_for_more(text)
