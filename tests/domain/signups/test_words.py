"""What people write under a sign-up, and what they do not mean."""

import pytest

from domain.signups.words import (
    Listed,
    Said,
    building_in,
    heard,
    may_concern,
    names,
    parted,
    passed,
    shared,
    surname,
)

LIST = """#接龙
周六包饺子,带围裙
例 张三 2人
1. 张姐 2人
2. 老周 3栋
3、5栋2单元301 王芳+1
4. 欧阳老师 13812345678"""


@pytest.mark.parametrize(
    "text", ["我报名", "报名", "我要报名", "算我", "我也去", "我参加", "接龙", "報名"]
)
def test_who_comes_says_so_in_many_ways(text):
    assert heard(text) == Said()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("+1", Said(heads=1, bare=True)),
        ("+2", Said(heads=2, bare=True)),
        ("＋1", Said(heads=1, bare=True)),
        ("算我一个", Said(heads=1)),
        ("加一", Said(heads=1, bare=True)),
        ("+2个人", Said(heads=2, bare=True)),
        ("取消", Said(leaves=True, bare=True)),
        ("帮我妈也报一个", Said(heads=1, whom="妈")),
        ("帮我妈妈报名", Said(whom="妈")),
        ("给我爸妈报两个", Said(heads=2, whom="爸妈")),
        ("替邻居报一个", Said(heads=1, whom="邻居")),
        ("我家两个人", Said(heads=2)),
        ("我家3口人报名", Said(heads=3)),
        ("报两个", Said(heads=2)),
        ("再报一个", Said(heads=1, more=True)),
        ("我和老伴一起去,报名", Said(heads=2)),
        ("3栋报名", Said(building="3栋")),
        ("去不了了", Said(leaves=True)),
        ("我不去了", Said(leaves=True)),
        ("我退", Said(leaves=True)),
        ("取消报名", Said(leaves=True)),
        ("我妈去不了了", Said(leaves=True, whom="妈")),
    ],
)  # fmt: skip
def test_for_whom_and_for_how_many(text, said):
    assert heard(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "怎么报名", "还能报名吗", "报名要带什么", "几点去", "今天天气不错", "3栋2单元灯不亮", "1", "1栋",
        "好的", "取消订单了没有人管", "我家漏水了", "我去年也这样", "楼上那户人家装修", "报警", "谢谢大家",
        "",
        "我报名那天正好下雨结果大家都没有去成后来听说改期了不知道真假", "我去过了", "别报名",
        "我报警了", "帮我报修一下", "算我倒霉", "我去,太吓人了", "报名的人真多", "大家快报名吧",
        "我家两个人晕倒了",
        "我家有两个人被困电梯", "接龙群里说灯坏了", "我报过物业了", "报名处有人晕倒了", "给物业报了好几次",
        "没报名", "我们三人打牌", "他报名了",
    ],
)  # fmt: skip
def test_talk_questions_and_matters_are_none(text):
    assert heard(text) is None
    assert not may_concern(text)


def test_a_passed_list_is_read_line_by_line():
    found = passed(LIST)

    assert found is not None
    assert found.lines == (
        Listed("张姐", 2, ""), Listed("老周", 1, "3栋"), Listed("王芳", 1, "5栋"),
        Listed("欧阳老师", 1, ""),
    )  # fmt: skip
    assert found.header == "周六包饺子,带围裙"
    assert passed("接龙\n1. 张姐").header == ""
    assert may_concern(LIST)


def test_rooms_and_numbers_in_a_passed_list_are_not_kept():
    kept = repr(passed(LIST).lines)

    assert not any(number in kept for number in ("301", "138", "单元"))


@pytest.mark.parametrize(
    "text",
    ["1. 灯不亮", "3栋的情况\n2. 没水", "没有数字\n的两行", "", "2026.12.7 开会\n3.15 打假"],
)
def test_other_lists_and_numbers_are_no_sign_up(text):
    assert passed(text) is None


def test_an_empty_line_of_a_list_is_nobody():
    assert passed("接龙\n1. 张姐\n2. \n3.").lines == (Listed("张姐", 1, ""),)


@pytest.mark.parametrize(
    ("called", "shown"),
    [("张姐", "张"), ("老周", "周"), ("小李子", "李"), ("欧阳老师", "欧阳"), ("王芳", "王"), ("Lily", ""),
     ("", ""), ("老", "老")],
)  # fmt: skip
def test_a_group_sees_no_more_than_a_surname(called, shown):
    assert surname(called) == shown


def test_a_building_is_named_without_unit_and_room():
    assert building_in("十二栋2单元301") == "12栋"
    assert building_in("没有楼") == ""


def test_a_very_long_list_is_read_to_its_limit_only():
    text = "接龙\n" + "\n".join(f"{n}. 张{n % 7}姐" for n in range(1, 5000))

    assert len(passed(text).lines) <= 300


@pytest.mark.parametrize(
    ("text", "count"),
    [("包饺子我报名", 2), ("饺子", 1), ("周六我报名", 0), ("理发", 0), ("", 0), ("包餃子報名", 2)],
)
def test_a_line_names_a_thing_by_part_of_its_title(text, count):
    assert shared(text, "周六包饺子") == count


def test_a_header_is_a_things_that_it_names_half_of():
    assert names("本周包饺子,带围裙", "周六包饺子")
    assert names("义务理发 接龙", "义务理发")
    assert not names("周六团购鸡蛋", "周六包饺子")
    assert not names("团购", "周六活动报名")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("我报名包饺子", "包饺子"), ("我要参加周六的合唱", "周六的合唱"), ("报名参加手工课", "手工课"),
        ("俺也报名量血压", "量血压"), ("想参加广场舞比赛", "广场舞比赛"),
        ("我们家报名亲子运动会", "亲子运动会"),
    ],
)  # fmt: skip
def test_a_thing_that_is_named_behind_it_is_what_is_meant(text, about):
    assert heard(text).about == about


@pytest.mark.parametrize(
    "text",
    ["我报名的时候没写名字", "我参加过三次", "我报名晚了", "我报名成功了", "我参加不了包饺子",
     "报名参加的人好多", "我报名了", "我参加的那次真好", "我报名费交了"],
)  # fmt: skip
def test_telling_of_a_sign_up_names_nothing(text):
    said = heard(text)
    assert said is None or said.leaves or not said.about


@pytest.mark.parametrize(
    ("text", "leaves", "rest"),
    [
        ("3栋电梯坏了去不了了", True, "3栋电梯坏了"),
        ("3栋停水了,我来不了了", True, "3栋停水了"),
        ("去不了了,楼下井盖没了", True, "楼下井盖没了"),
        ("我报名,另外路灯不亮", False, "另外路灯不亮"),
        ("明天有事所以我就不去了", True, "明天有事"),
    ],
)
def test_two_things_of_one_line_are_told_apart(text, leaves, rest):
    want, other = parted(text)
    assert (want.leaves, other) == (leaves, rest)


@pytest.mark.parametrize(
    "text", ["去不了了", "我报名", "+1", "3栋电梯坏了", "", "取消", "长" * 200]
)
def test_one_thing_is_not_taken_apart(text):
    assert parted(text) is None


@pytest.mark.parametrize("text", ["老张来不了了", "他去不了了", "王阿姨不来了", "听说小李不参加了"])
def test_who_tells_of_others_does_not_stay_away(text):
    assert heard(text) is None


@pytest.mark.parametrize(
    ("text", "whom"),
    [("替对门张奶奶报一个", "对门张奶奶"), ("帮李阿姨报个名", "李阿姨"), ("给我婆婆报个名", "婆婆"),
     ("给我报个名吧", ""), ("报我一个", ""), ("给我留个位子", ""), ("帮我占个位", ""),
     ("麻烦给我加一个名额", ""),      ("我和我老伴都去", "老伴")],
)  # fmt: skip
def test_more_ways_to_come_and_for_whom(text, whom):
    said = heard(text)
    assert not said.leaves
    assert said.whom == (whom if "和" not in text else "")
    assert (said.heads == 2) == ("和" in text)


@pytest.mark.parametrize(
    "text",
    ["帮我取消", "把我的名额取消", "把我名字划掉", "不好意思临时有事,取消吧", "取消我的报名",
     "我的名额让给别人吧", "麻烦帮我退了"],
)  # fmt: skip
def test_more_ways_to_stay_away(text):
    assert heard(text).leaves
