"""Deeds, objections and questions in plain words."""

from datetime import date

import pytest

from domain.points.asked import (
    Wanted,
    how_many_of_others,
    month_asked,
    of_a_good,
    thing_asked,
    wanted,
)
from domain.points.said import (
    asks_for_queue,
    done,
    for_household,
    hours_written,
    line_named,
    objects,
    said_day,
)

TODAY = date(2026, 12, 1)  # a Tuesday


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
    [("-3小时", 0), ("0小时", 0), ("1.5小时", 3), ("0.3小时", 0), ("两个半小时", 5), ("半小时", 1),
     ("3小时", 6), ("一个小时", 2), ("三个钟头", 6),
     ("999小时", 0), ("", 2)],
)  # fmt: skip
def test_hours_are_counted_by_halves(words, halves):
    assert done(f"我做了志愿服务{words}", TODAY).halves == halves


@pytest.mark.parametrize(
    ("written", "halves"),
    [("", 2), ("1", 2), ("1.5", 3), ("半", 1), ("一个半", 3), ("2小时", 4), ("三", 6), ("12", 24),
     ("-3", 0), ("999", 0), ("0", 0), ("0.3", 0), ("12.5", 0), ("abc", 0), ("nan", 0), ("1e9", 0)],
)  # fmt: skip
def test_hours_of_a_form_are_counted_by_halves_or_not_at_all(written, halves):
    assert hours_written(written) == halves


@pytest.mark.parametrize(
    ("words", "codes"),
    [("我昨天帮隔壁奶奶打扫了院子", ("+03",)), ("俺今早把单元门口扫了", ("+03",)),
     ("前天我帮王大爷买了菜", ("+23",)),
     ("我前天给楼下李奶奶剪了头发,没收钱", ("+12",)), ("今天捡了个钱包交到门岗了", ("+17",)),
     ("昨天我劝和了三楼两口子吵架", ("+14",)), ("今天我把楼下的垃圾捡干净了", ("+03",))],
)  # fmt: skip
def test_a_deed_is_heard_in_many_voices(words, codes):
    assert done(words, TODAY).codes == codes


@pytest.mark.parametrize(
    "words",
    ["隔壁打扫卫生把水泼我家门口了", "昨天有人把垃圾捡了又丢这里", "楼上昨天大扫除了",
     "昨天物业没来打扫楼道", "帮我打扫一下院子行吗"],
)  # fmt: skip
def test_what_others_did_is_no_deed_of_ours(words):
    assert done(words, TODAY) is None


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
     ("我滴分有好多", Wanted.BALANCE), ("额家分有多少", Wanted.BALANCE),
     ("咱家那个道德币有多少了", Wanted.BALANCE),
     ("我哋屋企有幾多分", Wanted.BALANCE), ("我家小红花攒了几朵", Wanted.BALANCE),
     ("上個月加咗幾多分", Wanted.MONTH),
     ("积分怎么挣", Wanted.WAYS), ("扫楼道加几分", Wanted.WAYS), ("積分點樣賺", Wanted.WAYS),
     ("积分规则", Wanted.WAYS),
     ("分啥时候过期", Wanted.KEEPS), ("积分到年底清零吗", Wanted.KEEPS),
     ("今年的分明年还能用不", Wanted.KEEPS),
     ("积分可以換咩", Wanted.ENOUGH), ("站岗的分给我记上没有,我现在几分", Wanted.BALANCE),
     ("京东积分能换什么", None), ("落户积分要多少分", None), ("游戏积分怎么得", None),
     ("移动积分快过期了", None),
     ("楼上炖什么呢,能分我一碗吗", None), ("我家那部分大修钱到底有多少", None),
     ("这个月物业得了几分", None),
     ("我觉得吵不吵看缘分", None), ("打了低分有什么用呢", None), ("孩子的小红花是老师发的", None),
     ("考试要多少分", None), ("早上好", None), ("我家有多少分" * 20, None)],
)  # fmt: skip
def test_a_question_about_points_is_what_it_asks(words, want):
    assert wanted(words) is want


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
    ("words", "thing"),
    [("大米要多少分", "大米"), ("换袋米要好多分", "米"), ("电饭锅几分", "电饭锅"),
     ("牛奶多少积分一箱", "牛奶"),
     ("我有多少分", ""), ("考试要多少分", ""), ("换灯泡要几分钟", ""), ("作文得了几分", ""),
     ("这部电影打几分", "")],
)  # fmt: skip
def test_the_thing_whose_price_is_asked_is_known_by_its_name_alone(words, thing):
    assert thing_asked(words) == thing


@pytest.mark.parametrize(
    "words",
    [
        "我妈家有多少分",
        "隔壁老李家有好多分",
        "我儿子家还有几分",
        "隔籬屋企有幾多分",
        "查一下5栋302的积分",
        "谁家积分最多",
    ],
)
def test_the_number_of_others_is_asked(words):
    assert how_many_of_others(words)


@pytest.mark.parametrize(
    "words",
    [
        "积分能不能转给别人",
        "有人传隔壁县积分可以抵物业费",
        "我爸让我问我家有多少分",
        "分几个给大家",
        "你积分比我多",
        "我们家有多少分",
    ],
)
def test_what_is_said_of_others_beside_it_asks_no_number(words):
    assert not how_many_of_others(words)


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
