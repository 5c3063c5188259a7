"""What is on in some days, and the many ways in which somebody asks whether a thing is."""

from datetime import date

import pytest

from domain.schedules.questions import may_ask, one_script, whats_on
from domain.understanding.inquiries import asks_when

TODAY = date(2026, 12, 1)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今天有啥活动", "1201", "1201"),
        ("明天社区有活动么", "1202", "1202"),
        ("这周有什么活动", "1130", "1206"),
        ("本周都有哪些便民服务", "1130", "1206"),
        ("下周有没有活动", "1207", "1213"),
        ("周末社区有些什么节目", "1205", "1206"),
        ("7号有啥活动", "1207", "1207"),
        ("12月9日有什么安排吗", "1209", "1209"),
        ("这个月还有什么活动", "1201", "1231"),
        ("最近有什么便民活动", "1201", "1208"),
        ("活动安排有哪些", "1201", "1208"),
    ],
)
def test_the_days_of_which_is_asked_what_is_on(text, first, last):
    found = whats_on(text, TODAY)

    assert found is not None
    assert (f"{found.first:%m%d}", f"{found.last:%m%d}") == (first, last)


@pytest.mark.parametrize(
    "text",
    ["今天活动真热闹", "社区安排人来修一下", "服务态度怎么这样", "有活动通知我", "物业服务电话有没有",
     "大家来参加活动",
     "这周停水有没有安排", "我参加了活动有积分吗", "活动室的灯坏了", ""],
)  # fmt: skip
def test_what_asks_for_no_days(text):
    assert whats_on(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    ["七号理发伐", "这周三量血压啵", "理发是不是七号啊", "下趟剪头发啥辰光", "磨刀嘛时候",
     "下个月的理发呢", "7号推头咯有",
     "测血压的还来不来", "磨刀师傅来了没有", "理发在东门还是居委会", "后天量不量血压",
     "量血压是每个星期三吧", "這週量血壓嗎", "理髮是幾號"],
)  # fmt: skip
def test_in_dialect_and_in_other_words_it_is_asked(text):
    assert asks_when(one_script(text))
    assert may_ask(text, TODAY)


@pytest.mark.parametrize(
    "text",
    ["理发店的烟味好大", "头发掉了好多", "三天没来收大件垃圾了", "血压高要注意休息", "今天理发真不错",
     "你哪天来",
     "吃了没",
     "大件垃圾堆了一周没人管", "血压又上来了"],
)  # fmt: skip
def test_chat_and_grievances_leave_no_trace_by_it(text):
    assert not may_ask(text, TODAY)
