"""What somebody wants of the shop, in an old neighbour's words."""

from typing import NamedTuple

import pytest

from domain.points.gate import may_concern
from domain.points.plainly import plainly
from domain.points.wants import Want, agrees, wish_in
from domain.points.wares import core_of, meant, named

GOODS = {
    "soap": "肥皂",
    "towel": "毛巾",
    "detergent": "洗洁精",
    "rice": "大米2.5公斤",
    "oil": "食用油1升",
}


@pytest.mark.parametrize(
    ("text", "good", "pieces"),
    [
        ("换洗洁精", "detergent", 1),
        ("我想换一桶油", "oil", 1),
        ("换两块肥皂", "soap", 2),
        ("换肥皂两块", "soap", 2),
        ("换肥皂x2", "soap", 2),
        ("换3块肥皂", "soap", 3),
        ("我要用积分换毛巾", "towel", 1),
        ("兑换大米", "rice", 1),
        ("给我换瓶洗洁精", "detergent", 1),
        ("我家想换一条毛巾。", "towel", 1),
        ("换两瓶洗洁精可以吗?", "detergent", 2),
        ("換洗潔精", "detergent", 1),
        ("换十块肥皂", "soap", 10),
        ("换食用油", "oil", 1),
    ],
)
def test_a_good_is_ordered_in_plain_words(text, good, pieces):
    wish = wish_in(text)

    assert wish.want is Want.ORDER
    assert [(meant(one.noun, GOODS), one.pieces) for one in wish.things] == [([good], pieces)]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("要一瓶洗洁精", [("detergent", 1)]),
        ("给我来块毛巾", [("towel", 1)]),
        ("肥皂来两块", [("soap", 2)]),
        ("两块肥皂", [("soap", 2)]),
        ("换洗洁精和肥皂", [("detergent", 1), ("soap", 1)]),
        ("换两块肥皂和一条毛巾", [("soap", 2), ("towel", 1)]),
        ("換肥皂同毛巾", [("soap", 1), ("towel", 1)]),
        ("来块肥皂再来条毛巾", [("soap", 1), ("towel", 1)]),
        ("肥皂跟毛巾各换一个", [("soap", 1), ("towel", 1)]),
        ("我想换一瓶洗洁精,什么时候能拿", [("detergent", 1)]),
        ("换洗洁晶🙏", [("detergent", 1)]),
        ("换2块肥皂", [("soap", 2)]),
    ],
)
def test_one_thing_or_several_are_ordered_in_many_voices(text, things):
    wish = wish_in(text)

    assert wish.want is Want.ORDER
    assert [(meant(one.noun, GOODS), one.pieces) for one in wish.things] == [
        ([code], pieces) for code, pieces in things
    ]


@pytest.mark.parametrize("text", ["换0块肥皂", "换零块肥皂", "换半块肥皂", "换-1块肥皂"])
def test_what_is_no_number_of_pieces_is_none(text):
    [soap] = wish_in(text).things

    assert soap.pieces == 0


@pytest.mark.parametrize(
    ("text", "pieces"), [("换99999999瓶洗洁精", 99_999_999), ("换一万块肥皂", 10_000)]
)
def test_many_pieces_are_that_many(text, pieces):
    assert wish_in(text).things[0].pieces == pieces


@pytest.mark.parametrize(
    ("word", "goods"),
    [
        ("油", ["oil"]), ("大桶食用油", ["oil"]), ("菜油", ["oil"]), ("米", ["rice"]), ("香皂", ["soap"]),
        ("洗碗精", ["detergent"]), ("洗洁晶", ["detergent"]),
        ("肥皂盒", []), ("毛巾架", []), ("洗衣粉", []), ("纸巾", []), ("灯泡", []), ("", []),
    ],
)  # fmt: skip
def test_what_a_thing_is_stands_last_in_its_name(word, goods):
    assert meant(word, GOODS) == goods


class Good(NamedTuple):
    name: str
    price: int


def test_a_question_finds_the_same_goods_the_cheapest_first():
    oil, big, soap = Good("食用油1升", 90), Good("食用油5升", 400), Good("肥皂", 15)

    assert named("一桶油要多少分", [big, soap, oil]) == [oil, big]
    assert named("肥皂几分", [oil, soap]) == [soap]
    assert named("那个香皂好多分能换一块", [oil, soap]) == [soap]
    assert named("多少分能换", [oil, soap]) == []
    assert named("洗衣粉要多少分", [soap, Good("洗洁精", 40)]) == []


@pytest.mark.parametrize(
    ("said", "meant_so"),
    [
        ("我滴分有好多", "我的分有多少"), ("额家分有多少", "我家分有多少"),
        ("我屋头还剩好多分", "我家还剩多少分"),
        ("我哋屋企有幾多分", "我们家有多少分"), ("小红花攒了几朵", "积分攒了几分"),
        ("換　啲 肥皂🙏", "换些肥皂"),
        ("积份\x00咋挣", "积分怎么挣"),
    ],
)  # fmt: skip
def test_dialect_is_read_as_what_it_means(said, meant_so):
    assert plainly(said) == meant_so


@pytest.mark.parametrize(
    "text",
    [
        "那瓶洗洁精不要了",
        "我换的那个不要了",
        "帮我把兑换取消一下",
        "算了不换了",
        "唔換啦",
        "不要了,给我退回来",
    ],
)
def test_it_is_called_off_in_many_voices(text):
    assert wish_in(text).want is Want.CANCEL


@pytest.mark.parametrize(
    "text",
    [
        "去哪儿取东西",
        "几号能去领啊",
        "明天能去领吗",
        "啥时候去拿洗洁精",
        "東西喺邊度攞",
        "最晚什么时候领",
        "洗洁精去哪里领",
    ],
)
def test_where_and_when_it_is_fetched_is_asked_in_many_voices(text):
    assert wish_in(text).want is Want.CODE


@pytest.mark.parametrize(
    "text",
    ["我腿脚不好能不能让我闺女去领", "俺腿疼叫俺儿去领中不中", "老伴替我去领可以不", "能代领吗"],
)
def test_somebody_else_may_fetch_it_in_many_voices(text):
    assert wish_in(text).want is Want.PROXY


@pytest.mark.parametrize(
    "text",
    ["快递代领两块一件", "社保卡在哪领养老金", "我快递放哪了", "昨天换了一桶油",
     "给我来个人修一下灯", "我要毛巾架修一下",
     "换灯泡要多久", "不换了物业我们就不交费", "毛巾掉到楼下了", "换煤气罐找谁"],
)  # fmt: skip
def test_what_sounds_like_it_is_none_of_it(text):
    wish = wish_in(text)

    assert wish is None or not any(meant(one.noun, GOODS) for one in wish.things)


@pytest.mark.parametrize(
    "text",
    [
        "换东西",
        "我要兑换",
        "道德超市",
        "超市有什么",
        "能换什么",
        "我想换东西",
        "几号能换东西",
        "什么时候可以兑换",
    ],
)
def test_whoever_does_not_say_what_is_shown_what_there_is(text):
    assert wish_in(text).want is Want.LIST


@pytest.mark.parametrize("text", ["不换了", "取消兑换", "我不想换了", "换的东西不要了"])
def test_it_is_called_off_in_words(text):
    assert wish_in(text).want is Want.CANCEL


@pytest.mark.parametrize("text", ["我的码", "我换的东西在哪领", "什么时候去拿", "换的油去哪领"])
def test_whoever_has_lost_the_code_asks_for_it(text):
    assert wish_in(text).want is Want.CODE
    assert not may_concern(text, GOODS.values())


@pytest.mark.parametrize("text", ["领货码呢", "我的领货码", "我的兑换单", "我换了什么", "兑换码"])
def test_what_only_the_shop_has_is_asked_of_it(text):
    assert wish_in(text).want is Want.MINE
    assert not may_concern(text, GOODS.values())


@pytest.mark.parametrize(
    "text",
    [
        "让邻居代领",
        "代领",
        "要个代领码",
        "请隔壁王婶帮我代领",
        "让儿子来领",
        "我走不动,让我儿子去拿",
    ],
)
def test_somebody_else_is_to_fetch_it(text):
    assert wish_in(text).want is Want.PROXY


@pytest.mark.parametrize(
    "text",
    [
        "楼道灯坏了换一个", "换个灯", "换锁", "一桶油要多少分", "我有多少积分", "灯泡坏了,想换,怎么办",
        "", "换", "换\n换", "昨天去超市换了油", "换了洗洁精",
        "换好油了", "换" * 30, "早上好", "取消", "取消报名", "领导来了",
    ],
)  # fmt: skip
def test_what_is_about_something_else_is_none_of_it(text):
    assert wish_in(text) is None


@pytest.mark.parametrize("text", ["换灯泡", "换水龙头", "换房子", "换网格员"])
def test_what_the_shop_does_not_have_means_no_good(text):
    wish = wish_in(text)

    assert wish is None or not any(meant(one.noun, GOODS) for one in wish.things)
    assert not may_concern(text, GOODS.values())


def test_one_word_may_mean_several_goods_and_a_whole_name_only_its_own():
    both = {"a": "洗衣液", "b": "洗衣液大瓶", "c": "洗衣皂"}

    assert meant("洗衣", both) == ["a", "b", "c"]
    assert meant("洗衣液", both) == ["a"]
    assert core_of("食用油1升") == "食用油"
    assert core_of("5号电池") == "5号电池"


@pytest.mark.parametrize("text", ["换洗洁精", "换东西", "让邻居代领"])
def test_in_a_group_only_a_shop_that_has_something_is_listened_to(text):
    assert may_concern(text, GOODS.values())
    assert not may_concern(text, ())


@pytest.mark.parametrize(
    "text", ["我家积分还剩好多哦", "积分怎么挣", "我嘅積分有幾多", "积分啥时候过期"]
)
def test_in_a_group_one_s_own_points_and_the_rules_are_asked_of_huying(text):
    assert may_concern(text, ())


@pytest.mark.parametrize(
    "text",
    ["不换了", "早", "换个话题", "大家吃了吗", "要一瓶洗洁精谁去超市带一下", "我昨天换了一桶油",
     "京东积分能换什么",
     "积分是不是有假的", "我的积分被清零了气死了", "都说积分能换东西我不信", "你们有多少积分",
     "换肥皂盒", "在哪领", "换电视",
     "昨天球赛积分榜看了没",
     "羊毛群积分换购", "积分落户的事谁办过", "换洗洁精" * 300, "😀" * 50],
)  # fmt: skip
def test_in_a_group_all_else_leaves_no_trace(text):
    assert not may_concern(text, GOODS.values())


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("好", True), ("好的", True), ("换吧", True), ("可以,谢谢", True), ("嗯", True), ("确定", True),
        ("算了", False), ("不换了", False), ("先不换", False), ("不用了,谢谢", False),
        ("楼道灯坏了", None), ("好像灯坏了", None), ("还有别的吗", None),
    ],
)  # fmt: skip
def test_a_yes_and_a_no_are_heard_and_nothing_else(text, means):
    assert agrees(text) is means
