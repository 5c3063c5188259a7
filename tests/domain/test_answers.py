"""Short answers to what huying asked, as people type them on a Chinese keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.answers import (
    asks_for_a_call,
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
    "text", ["是另一件", "另外一个事", "不一样,我家的是厨房", "不是一回事", "这是两回事", "两码事"]
)
def test_a_neighbour_says_that_it_is_another_matter(text):
    assert is_the_same(text) is False


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


@pytest.mark.parametrize(
    "text",
    [
        "虚惊一场",
        "看错了\uff0c是蒸汽",
        "人找到了",
        "误报\uff0c没事了",
        "没事了 醒过来了",
        "莫得事了 缓过来咯",
        "俺爹醒咧",
        "娃找着了 在同学家",
        "火灭了\uff0c是锅烧糊了",
        "我们出来了",
        "劝下来了",
        "没味了 是邻居家的煤气罐",
        "孩子自己回来了",
    ],
)
def test_an_emergency_is_called_off_in_plain_words(text):
    assert calls_off(text)


@pytest.mark.parametrize(
    "text",
    [
        "火越来越大",
        "人还没找到",
        "还没救出来",
        "没找到人",
        "不是误报",
        "还没醒过来",
        "醒了又晕过去了",
        "没事了吗",
        "他没事吧",
        "火灭了又着了",
        "有没有找到了",
        "快把人救出来",
        "烟冒出来了",
        "又有砖掉下来了",
        "灯灭了",
        "怎么喊都喊不醒了",
    ],
)
def test_what_is_not_over_calls_nothing_off(text):
    assert not calls_off(text)


@pytest.mark.parametrize(
    "text",
    [
        "打电话帮我",
        "给我打个电话",
        "让人打给我",
        "能不能来个电话",
        "我不会打字 你们打过来",
        "麻烦给我打个电话",
        "请打电话给我",
        "可以打电话给我吗\uff1f",
        "叫人给我回个电话",
        "社区给俺打个电话",
        "我眼睛不好\uff0c给我打个电话吧",
        "能打电话说吗",
        "电话联系我吧",
        "你们打我电话吧",
        "说不清楚\uff0c来个电话吧",
        "打电话畀我",
        "打給我",
        "打個電話給我",
        "网格员给我打个电话行不行",
        "给我打电话\uff01谢谢",
        "挂个电话给我",
        "打字太慢了\uff0c你们打电话过来吧",
    ],
)
def test_who_wants_to_be_called_says_so_in_many_words(text):
    assert asks_for_a_call(text)


@pytest.mark.parametrize(
    "text",
    [
        "老王给我打个电话",
        "老王\uff0c给我打个电话",
        "@张三 给我打个电话",
        "他给我打电话了",
        "昨天有人给我打电话",
        "快递员给我打电话",
        "别给我打电话",
        "不用打电话给我",
        "给我妈打个电话",
        "打电话给物业",
        "有人给我打电话吗",
        "物业电话打不通",
        "打电话",
        "打过来",
        "有兴趣的\uff0c打我电话",
        "电话联系",
        "社区电话多少",
        "来电话了",
        "哪个给我打的电话",
        "我在打电话",
        "给我打电话的是骗子",
        "手机找不到了\uff0c谁给我打个电话",
        "说不清楚",
        "你好",
        "",
    ],
)
def test_calls_between_neighbours_and_talk_of_calls_are_none_of_ours(text):
    assert not asks_for_a_call(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("3栋灯坏了\uff0c你们给我打个电话", True),
        ("没好\uff0c打电话给我", True),
        ("3栋灯坏了\uff0c别给我打电话", False),
        ("3栋灯坏了", False),
    ],
)
def test_a_call_asked_for_beside_a_matter_is_heard_there_alone(text, asks):
    assert asks_for_a_call(text, beside=True) is asks
    assert not asks_for_a_call(text)


@given(st.text("打电话给我请麻烦能可以来过谢求说不会字,", max_size=80))
def test_a_line_of_any_such_words_is_read_at_once(text):
    asks_for_a_call(text)  # hypothesis fails what takes longer than 200 ms
