"""Short answers to what huying asked; nothing else is ever one."""

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


@pytest.mark.parametrize("text", ["1", "1。", " 2 ", "3", "选1", "回2"])
def test_a_bare_number_is_a_choice(text):
    assert menu_number(text) in (1, 2, 3)


@pytest.mark.parametrize("text", ["1号楼3单元没电", "2楼漏水了", "都7天了", "12", "1栋", "+1", "0"])
def test_a_number_in_a_sentence_is_none(text):
    assert menu_number(text) is None


@given(st.text(min_size=4))
def test_no_sentence_is_a_choice(text):
    assert menu_number(f"{text.strip()}栋坏了") is None


@pytest.mark.parametrize("text", ["要", "好的", "要的,谢谢", "嗯嗯", "可以", "麻烦登记"])
def test_yes(text):
    assert yes_or_no(text) is True


@pytest.mark.parametrize("text", ["不用", "不用了", "算了", "别登记", "不是"])
def test_no(text):
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", ["今天天气真好", "灯在二楼", ""])
def test_neither(text):
    assert yes_or_no(text) is None


@pytest.mark.parametrize("text", ["我也是", "我家也漏", "我们那层也黑", "一样的"])
def test_a_neighbour_says_that_it_is_the_same(text):
    assert is_the_same(text) is True


@pytest.mark.parametrize("text", ["收到", "收到,我去看看", "我来", "马上到", "好的,这就去"])
def test_a_worker_takes_it(text):
    assert worker_says(text) == "accept"


@pytest.mark.parametrize("text", ["换好了", "灯泡换了", "已处理", "清理完了", "都换了"])
def test_a_worker_has_done_it(text):
    assert worker_says(text) == "finish"


@pytest.mark.parametrize("text", ["明天才能换好", "还没修好", "等配件到了再修", "是几楼的?"])
def test_a_worker_only_says_something(text):
    assert worker_says(text) == "note"


@pytest.mark.parametrize(("text", "number"), [("编号0317怎么样了", 317), ("0025到哪一步了", 25)])
def test_a_ticket_s_number(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["2024年装的", "3栋2单元", "301的水管", "我等了12天"])
def test_other_numbers_are_none(text):
    assert number_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "3#2-401卫生间往楼下漏水",
        "8#2单元灯坏了",
        "三#12 灯坏了",
        "3栋#2",
        "#5栋灯坏了",
        "No. 6 building, lift stuck",
    ],
)
def test_a_home_is_no_tickets_number(text):
    assert number_in(text) is None


@pytest.mark.parametrize("text", ["#12好了没", "看看#12", "3栋的 #12 咋样了", "No.12 done?"])
def test_a_mark_before_a_number_makes_it_a_tickets(text):
    assert number_in(text) == 12


@pytest.mark.parametrize("text", ["看错了", "虚惊一场", "没有着火", "老人找到了"])
def test_a_false_alarm(text):
    assert calls_off(text)
