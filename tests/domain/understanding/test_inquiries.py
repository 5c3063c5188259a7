"""Whose points are asked for, and whether a date is: what a question wants decides who answers it."""

import pytest

from domain.understanding.inquiries import asks_of_others, asks_when


@pytest.mark.parametrize(
    "text",
    [
        "王叔家有多少积分",
        "隔壁老李家多少分",
        "我们楼谁家积分最多",
        "301的积分是多少",
        "李建国有多少积分",
        "张阿姨积分多少",
        "楼上那户现在多少积分",
        "大家都多少分",
        "王大妈家攒了多少分了",
        "3栋2单元302还有几分",
        "他们家积分排第几",
        "俺对门有好多积分 是多少",
    ],
)
def test_another_household_s_points_are_asked_for(text):
    assert asks_of_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "我家有多少积分",
        "俺家还有几分",
        "查积分",
        "我的积分排第几",
        "多少积分能换洗衣液",
        "积分怎么加",
        "打扫卫生加几分",
        "多少分够换一桶油",
        "帮我看看积分",
        "我们家有多少积分",
    ],
)
def test_one_s_own_points_and_the_rules_are_not_another_s(text):
    assert not asks_of_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "大件垃圾哪天收",
        "这周六收大件不",
        "量血压是哪天",
        "星期三还量血压不",
        "磨刀下次几号",
        "这周六收不收大件",
        "明天还理发吗",
        "啥时候来收大件呀",
        "周末有义诊没有",
        "几时量血压",
    ],
)
def test_a_date_is_asked_for(text):
    assert asks_when(text)


@pytest.mark.parametrize(
    "text",
    [
        "大件垃圾怎么还没收",
        "大件垃圾什么时候收啊都堆成山了",
        "上周六说收大件没来",
        "大件垃圾三天没人收了",
        "沙发扔在楼下 臭死了 哪天收",
        "周六的灯坏了",
        "量血压的人态度不好",
    ],
)
def test_who_complains_asks_for_no_date(text):
    assert not asks_when(text)
