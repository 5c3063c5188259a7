"""What somebody wants of the shop, in an old neighbour's words."""

import pytest

from domain.points.wants import Want, agrees, core_of, may_concern, meant, wish_in

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
    assert meant(wish.noun, GOODS) == [good]
    assert wish.pieces == pieces


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

    assert wish is None or meant(wish.noun, GOODS) == []
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


@pytest.mark.parametrize("text", ["不换了", "早", "换个话题", "大家吃了吗"])
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
