"""Deeds, objections and questions in plain words."""

from datetime import date
from typing import NamedTuple

import pytest

from domain.points.asked import Wanted, meant, month_asked, of_a_good, wanted
from domain.points.said import asks_for_queue, done, for_household, line_named, objects, said_day

TODAY = date(2026, 12, 1)  # a Tuesday


class Good(NamedTuple):
    name: str
    price: int


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("我今天参加了楼道清扫", ("+03",)), ("今天扫了雪", ()), ("我們昨天打掃了樓道", ("+03",)),
        ("刚值完班", ("+04",)), ("去开了议事会", ("+06",)), ("我讲了一堂防诈骗课", ("+09",)),
        ("看望了独居老人", ("+11",)), ("捡到一个钱包交给了门岗", ("+17",)), ("捐了十本书", ("+19",)),
        ("义务给邻居理发了", ("+12",)), ("帮王奶奶取药了", ("+23",)), ("参加防汛值守了", ("+04", "+20")),
        ("做了件好事", ()),
    ],
)  # fmt: skip
def test_a_deed_is_the_item_that_it_names(words, codes):
    found = done(words, TODAY)

    assert (found.codes if found else ()) == codes


@pytest.mark.parametrize(
    "words",
    ["楼道没人打扫", "垃圾满了没人清理", "请帮我取药", "帮我取药了吗", "明天打扫楼道", "谁去巡逻",
     "物业不打扫", "想参加志愿活动", "灯坏了", "他们没来值班", "怎么申报志愿活动", "", "了" * 200],
)  # fmt: skip
def test_what_is_wanted_wrong_or_asked_is_no_deed(words):
    assert done(words, TODAY) is None


@pytest.mark.parametrize("words", ["昨儿跟老李把楼道扫了一遍", "我扫了三层楼道"])
def test_stairs_that_were_swept_are_a_deed_however_it_is_said(words):
    assert "+03" in done(words, TODAY).codes


def test_who_was_helped_tells_two_deeds_apart():
    assert done("帮王奶奶取药了", TODAY).whom == "王奶奶"
    assert done("今天打扫了楼道", TODAY).whom == ""


@pytest.mark.parametrize(
    ("words", "day"),
    [("今天", TODAY), ("昨天", date(2026, 11, 30)), ("前天", date(2026, 11, 29)),
     ("28号", date(2026, 11, 28)), ("11月3日", date(2026, 11, 3)), ("12月24日", date(2025, 12, 24)),
     ("31号", date(2026, 10, 31)), ("周六", date(2026, 11, 28)), ("上周二", date(2026, 11, 24)),
     ("周二", TODAY), ("2月30日", None), ("没说", TODAY), ("昨儿", date(2026, 11, 30)),
     ("前儿个", date(2026, 11, 29)), ("今年11月3日", date(2026, 11, 3)),
     ("去年12月24日", date(2025, 12, 24)), ("去年11月3日", date(2025, 11, 3)),
     ("上个月5号", date(2026, 11, 5)), ("二十八号", date(2026, 11, 28)),
     ("十一月三日", date(2026, 11, 3)), ("3号楼", TODAY), ("二号院", TODAY), ("去年", None),
     ("1月", None), ("十一月份", None), ("上个月", None), ("上周", None), ("前几天", None)],
)  # fmt: skip
def test_a_day_that_is_named_has_been(words, day):
    assert said_day(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "halves"),
    [("两个半小时", 5), ("半小时", 1), ("3小时", 6), ("一个小时", 2), ("三个钟头", 6),
     ("999小时", 24), ("", 2)],
)  # fmt: skip
def test_hours_are_counted_by_halves(words, halves):
    assert done(f"我做了志愿服务{words}", TODAY).halves == halves


def test_a_worker_names_the_household_first():
    assert for_household("申报 3栋2单元301 昨天打扫楼道") == ("3栋2单元301", "昨天打扫楼道")
    assert for_household("申报:H001 献血") == ("H001", "献血")
    assert for_household("申报积分") is None
    assert asks_for_queue(" 待核实 ")
    assert not asks_for_queue("待核实的灯")


@pytest.mark.parametrize(
    ("words", "line"),
    [("第12条不对,他没来", 12), ("第三条没参加", 3), ("第十二项是假的", 12), ("有异议", None),
     ("公示的名单不对", None), ("第2條不屬實", 2)],
)  # fmt: skip
def test_an_objection_names_its_entry_or_is_asked_for_it(words, line):
    assert objects(words).line == line


@pytest.mark.parametrize(
    "words", ["灯不对", "第3条路灯不亮", "他没来", "师傅没来,第二次了", "好的"]
)
def test_other_complaints_are_no_objections(words):
    assert objects(words) is None


@pytest.mark.parametrize(
    ("words", "want"),
    [("我有多少分", Wanted.BALANCE), ("我家有多少积分", Wanted.BALANCE),
     ("上个月加了几分", Wanted.MONTH), ("11月得了多少分", Wanted.MONTH),
     ("一桶油要多少分", Wanted.PRICE), ("还差多少分换油", Wanted.PRICE), ("几分能换洗洁精", Wanted.PRICE),
     ("够换什么", Wanted.ENOUGH), ("够换个啥", Wanted.ENOUGH), ("10月加了几分", Wanted.MONTH),
     ("十一月份我家加了几分", Wanted.MONTH), ("这个月加了多少分", Wanted.MONTH),
     ("今年加了几分", Wanted.BALANCE), ("换灯泡要几分钟", None), ("上个月停水有几分钟", None),
     ("積分能換什麼", Wanted.ENOUGH), ("停水几天", None),
     ("考试要多少分", None), ("早上好", None), ("我家有多少分" * 20, None)],
)  # fmt: skip
def test_a_question_about_points_is_what_it_asks(words, want):
    assert wanted(words) is want


def test_goods_are_found_by_what_they_share_with_a_line_the_cheapest_first():
    oil, big, soap = (
        Good(name, price) for name, price in (("食用油1升", 90), ("食用油5升", 400), ("肥皂", 15))
    )

    assert meant("一桶油要多少分", [big, soap, oil]) == [oil, big]
    assert meant("肥皂几分", [oil, soap]) == [soap]
    assert meant("多少分能换", [oil, soap]) == []


def test_a_good_that_the_shop_has_not_is_not_another_that_begins_alike():
    soap, detergent = Good("肥皂", 15), Good("洗洁精", 40)

    assert meant("洗衣粉要多少分", [soap, detergent]) == []
    assert meant("洗碗精要多少分", [soap, detergent]) == [detergent]


@pytest.mark.parametrize(
    ("words", "month"),
    [("上个月加了几分", date(2026, 11, 1)), ("10月加了几分", date(2026, 10, 1)),
     ("十月份得了多少分", date(2026, 10, 1)), ("这个月加了几分", date(2026, 12, 1)),
     ("12月得了几分", date(2026, 12, 1)), ("13月得了几分", date(2026, 12, 1))],
)  # fmt: skip
def test_the_month_is_the_one_that_was_named(words, month):
    assert month_asked(words, TODAY) == month
    assert month_asked("上个月加了几分", date(2027, 1, 5)) == date(2026, 12, 1)
    assert month_asked("12月加了几分", date(2027, 1, 5)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "words", ["油多少分", "洗洁精几分", "够换油吗", "我够不够换一桶油", "能换油吗"]
)
def test_what_is_asked_of_a_good_is_its_price(words):
    assert of_a_good(words)


@pytest.mark.parametrize("words", ["换灯泡要几分钟", "这次考试多少分", "油洒了", "换洗洁精", ""])
def test_what_asks_no_price_is_none(words):
    assert not of_a_good(words)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("3", 3), ("3号,他12月3日没来", 3), ("第三条,不对", 3), ("十二,她在外地", 12), ("1,他没来", 1),
        ("是12条", 12), ("那天他不在,是第4条,5栋的", 4), ("１５", 15), ("5栋那个姓李的", None),
        ("12月3日那天没来", None), ("他没来", None), ("一家人都不在", None), ("1234", 1234),
    ],
)  # fmt: skip
def test_the_entry_that_is_named_is_not_a_house_or_a_day(words, line):
    assert line_named(words) == line


def test_a_long_list_has_numbers_above_a_thousand():
    assert objects("第1234条不对").line == 1234
    assert objects("第一百二十三条不对").line == 123
