"""Sign-ups in more of people's own words, and what only sounds like one."""

import pytest

from domain.signups.words import Said, declines, heard, may_concern, parted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("俺也去", Said()), ("俺报名", Said()), ("算俺一个", Said(heads=1)), ("俺家三口人", Said(heads=3)),
        ("我也来一个", Said(heads=1)), ("我家来俩", Said(heads=2)), ("我来两个", Said(heads=2)),
        ("带我一个", Said(heads=1)), ("我们两口子都去", Said(heads=2)), ("老两口都来", Said(heads=2)),
        ("我家少来一个", Said(leaves=True, heads=1)), ("少报两个", Said(leaves=True, heads=2)),
        ("俺家少去一个人", Said(leaves=True, heads=1)), ("我家少一个", Said(leaves=True, heads=1)),
        ("我报名,两个大人一个小孩", Said(heads=3)), ("报名,2大1小", Said(heads=3)),
    ],
)  # fmt: skip
def test_old_people_and_households_say_it_their_way(text, said):
    assert heard(text) == said


@pytest.mark.parametrize(
    ("text", "about"),
    [("周六包饺子我去", "周六包饺子"), ("写春联俺也来", "写春联"), ("手工课我去", "手工课"),
     ("包饺子我跟我妈去", "包饺子")],
)  # fmt: skip
def test_a_thing_that_is_named_before_it_is_what_is_meant(text, about):
    assert heard(text).about == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("今天去不了菜场了,下雨", "菜场"), ("孩子去不了学校了", "学校"), ("来不了你家吃饭了", "你家吃饭"),
        ("我不去海南了", "海南"), ("去不成医院了", "医院"), ("我参加不了包饺子", "包饺子"),
    ],
)  # fmt: skip
def test_what_somebody_stays_away_from_is_named_behind_it(text, about):
    said = heard(text)
    assert said is None or said.about == about


@pytest.mark.parametrize(
    "text",
    ["我去不了了", "周六我去不成咯", "我不来了哈", "家里有事来不了了", "参加不了活动了", "去不了了大家玩好",
     "不去了抱歉", "我妈去不了了", "去不了这次"],
)  # fmt: skip
def test_who_names_nothing_means_the_only_one(text):
    assert heard(text).leaves
    assert heard(text).about == ""


@pytest.mark.parametrize(
    "text", ["我报名,两个大人一个小孩", "报名,2大1小", "我报名,一共三个人", "算我,两位老人"]
)
def test_how_many_is_no_second_thing(text):
    assert parted(text) is None


def test_what_is_wrong_beside_it_is_one_still():
    assert parted("我报名,两个大人困在电梯里") is not None


@pytest.mark.parametrize(
    "text",
    ["我来", "我来了我来了", "再加一个鸡蛋就好吃了", "再来两个菜", "老张家少来一个人打麻将",
     "我去,这雨也太大了",
     "饭少来一点", "今天少来几个人吧", "带我去医院", "我来修吧", "明天我家来两个客人"],
)  # fmt: skip
def test_coming_and_going_of_every_day_is_none(text):
    assert heard(text) is None
    assert not may_concern(text)


@pytest.mark.parametrize("text", ["孩子不参加夏令营了", "我没报名", "他不想参加", "我不报了"])
def test_who_declines_is_not_asked_which_they_want(text):
    assert declines(text)


@pytest.mark.parametrize("text", ["我参加", "报名", "我想参加合唱"])
def test_who_comes_does_not_decline(text):
    assert not declines(text)
