"""A service by a slip of the pen or of the ear, and what only sounds like one."""

from datetime import UTC, date, datetime, time

import pytest

from domain.calendar import SHANGHAI, Calendar
from domain.schedules import Schedule, answer_for, parse_rule
from domain.schedules.questions import may_ask, whats_on
from domain.understanding.inquiries import asks_when

TODAY = date(2026, 11, 27)  # a Friday
NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI).astimezone(UTC)
ALL = (
    Schedule(
        1, "义务理发、修指甲、磨刀", parse_rule("每月7号"), time(9), end=time(11), place="一楼"
    ),
    Schedule(2, "量血压", parse_rule("每周三"), time(14, 30), end=time(16, 30)),
    Schedule(3, "大件垃圾清运", parse_rule("每月最后一个周六"), time(8)),
)


def _answer(text):
    return answer_for(text, ALL, Calendar(), NOW)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("这个月理法还有没有", "理发"), ("里发是7号吧", "理发"), ("7号有没有里发", "理发"),
        ("几号来里发", "理发"), ("義務理法是幾號", "理发"), ("7號仲剪唔剪髮", "理发"),
        ("7号理不理发", "理发"), ("下个月7号还梯头不", "理发"), ("摸刀的几号来", "磨刀"),
        ("修指夹是哪天", "修指甲"), ("下周三量学压吗", "量血压"), ("大建垃圾哪天收", "大件垃圾清运"),
        ("理发是初七还是七号", "理发"),
    ],
)  # fmt: skip
def test_a_slip_is_heard_for_what_is_meant(text, service):
    assert may_ask(text, TODAY)
    assert _answer(text).service == service


@pytest.mark.parametrize(
    "text",
    [
        "楼下理发店几号开门来着", "理发店几点关门", "理髮店換地方了沒",
        "美发店周六开不开", "血压计哪里买的",
        "血糖仪几点能拿", "指甲油哪里买的", "指甲刀在哪里买", "谁家有磨刀石,明天还你行不", "电影院几点关门",
        "血压有点高,几点吃药好", "今天血压高了没", "头发掉得厉害,早上几点吃药好", "大件快递几点到",
        "血压150了几点吃药", "头发都白了是不是",
        "剪个头发花了八十,贵不贵", "给孩子剪头发你们都去哪里", "哪家理发好明天去行吗", "剪头发有推荐的没有",
        "正月能不能理发", "正月里剃头死舅舅是不是",
    ],
)  # fmt: skip
def test_a_shop_a_body_a_price_and_a_custom_are_not_what_is_offered(text):
    assert not may_ask(text, TODAY)
    assert _answer(text) is None


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("我血压高,下次量血压什么时候", "量血压"), ("理发店太贵了,社区理发是几号", "理发"),
        ("头发白了,7号剪头发还有吗", "理发"), ("有磨刀石的那个磨刀几号来", "磨刀"),
    ],
)  # fmt: skip
def test_who_names_the_service_beside_it_is_answered(text, service):
    assert may_ask(text, TODAY)
    assert _answer(text).service == service


@pytest.mark.parametrize(
    "text",
    ["这里发生什么了,几号的事", "家里发水了是哪天", "群里发过的,几号来着", "物业的管理法几号开始",
     "处理法是什么时候定的", "手里发抖几天了"],
)  # fmt: skip
def test_the_same_signs_in_other_words_are_no_slip(text):
    assert not may_ask(text, TODAY)


@pytest.mark.parametrize(
    "text",
    ["今天有什么安排,打牌去", "周末有什么活动吗老同学聚会", "你们周末有什么安排吗", "今晚有啥节目,喝两杯",
     "明天有安排没,约个饭"],
)  # fmt: skip
def test_neighbours_who_ask_each_other_out_do_not_ask_what_is_on(text):
    assert whats_on(text, TODAY) is None
    assert not may_ask(text, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [("上次理发是几号", "1107"), ("上一次磨刀是哪天", "1107"), ("上回量血压是什么时候", "1125")],
)
def test_asked_for_the_last_time_it_is_the_one_that_was_held(text, day):
    found = _answer(text)

    assert found.gone
    assert f"{found.occurrence.actual:%m%d}" == day
    assert found.next_occurrence.actual > TODAY


def test_who_asks_the_community_itself_is_answered():
    assert whats_on("你们社区这周有什么活动", TODAY) is not None


def test_which_of_two_days_asks_when():
    assert asks_when("是初七还是七号")
    assert not asks_when("初七那天人真多")
