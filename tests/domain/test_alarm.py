"""A cry for help is heard beside words that usually mean chat; drills and figures of speech are not."""

import pytest

from domain.understanding import Action
from tests.domain.shipped import GROUP, READER


def alarms(text: str) -> bool:
    """Whether a line of the group reaches the people on duty as an emergency."""
    return READER.gate(text) and READER.read(text, GROUP).kind == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "3栋楼下烧烤店着火了",
        "5栋电梯困人了\uff0c打电话物业没人接",
        "3栋老人摔倒了打电话没人接",
        "2栋厨房起火了快来人\uff0c别打麻将了",
        "没事吧\uff1f7栋在冒烟",
        "不是演习\uff0c3栋真着火了",
        "6栋着火了\uff01真的不是演练\uff01",
        "紧急通知\uff1a3栋着火大家快跑",
        "4栋燃气漏了\uff0c各位邻居请赶紧下楼",
        "我妈还困在电梯里\uff0c物业公司电话打不通",
        "3栋困电梯了\uff0c大人没事\uff0c孩子吓哭了\uff0c快来",
        "8栋电动车差点烧到人\uff0c现在还在冒烟",
        "刚从公司回来\uff0c看见3栋楼下着火",
        "要是再没人来就烧到我家了\uff0c3栋着火了",
    ],
)
def test_a_real_one_is_heard_whatever_stands_beside_it(text):
    assert alarms(text)


@pytest.mark.parametrize(
    "text",
    [
        "3栋着火了\uff0c虚惊一场\uff0c是烧纸",
        "3栋冒烟\uff0c不过已经没事了",
        "以为着火了\uff0c原来是3栋在烧烤",
        "3栋要是着火了怎么办",
        "我家3栋楼上吵得像着火似的",
        "明天3栋消防演练\uff0c看到冒烟不要慌",
        "3栋差点着火",
        "昨晚电影里3栋楼全着火了",
        "我在公司\uff0c对面写字楼着火了",
        "【温馨提示】冬季防火\uff0c谨防电气火灾",
        "哈哈股票跌得我要着火了似的",
        "祝你一路平安\uff0c别半路失踪了",
        "上个月3栋着火那次真吓人",
    ],
)
def test_what_was_taken_back_imagined_or_elsewhere_alarms_nobody(text):
    assert not alarms(text)


@pytest.mark.parametrize(
    "before", ["哈哈", "打麻将呢", "刚下班", "加班回来", "如果没看错", "打电话没人接"]
)
@pytest.mark.parametrize(
    "cry", ["3栋着火了快来人", "5栋有人困在电梯里\uff0c赶紧", "2栋煤气漏了快跑"]
)
def test_no_word_in_another_clause_silences_a_cry_from_a_named_house(before, cry):
    assert alarms(f"{before}\uff0c{cry}")
    assert READER.read(f"{before}\uff0c{cry}", GROUP).action is Action.REGISTER


@pytest.mark.parametrize(
    "text", ["我想死", "好想死", "真想死。", "不如死了", "死了算了", "我活够了", "永别了"]
)
def test_whoever_would_rather_die_is_heard_in_three_words(text):
    assert alarms(text)


@pytest.mark.parametrize(
    "text", ["我想死你们了", "作业多得我想死", "热得想死", "手机卡得想死", "不如死了这条心"]
)
def test_a_way_of_speaking_of_it_is_none(text):
    assert not alarms(text)
