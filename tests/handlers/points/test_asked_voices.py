"""Questions about points in many voices: how they are earned, when they end, and whose they are."""

import pytest

from tests.handlers.points.homes import LI, ZHANG, settled, tied, told
from tests.handlers.points.test_asking import PAPER, SHOP

OLD = [*PAPER, ["E4", "H1", "2025-05-05", "+18", "10", ""]]


@pytest.fixture
async def shop(scene, tmp_path):
    return await settled(scene, tmp_path, entries=OLD, shop=SHOP)


async def asked(scene, words, who=LI):
    await scene.say(who, words, group=False)
    return await told(scene, who)


@pytest.mark.parametrize(
    "words",
    [
        "我滴分有好多",
        "额家分有多少",
        "我哋屋企有幾多分",
        "我家小红花攒了几朵",
        "咱家那个道德币有多少了",
    ],
)
async def test_the_balance_is_told_in_every_dialect(shop, words):
    assert "可用积分80分" in await asked(shop, words)


@pytest.mark.parametrize("words", ["积分怎么挣", "咋个挣分", "怎么得小红花", "积分規則"])
async def test_how_points_are_earned_names_a_few_ways_and_what_they_give(shop, words):
    answer = await asked(shop, words)

    assert "参加集体清扫3分、参加社区志愿活动每小时2分、值守一班4分、帮邻居一把2分。" in answer
    assert "跟我说一句" in answer
    assert "可用" not in answer
    assert await shop.tickets() == []


@pytest.mark.parametrize(
    ("words", "worth"),
    [
        ("扫楼道加几分", "参加集体清扫3分。"),
        ("献血能得几分", "无偿献血10分。"),
        ("受表彰能得几分", "受表彰5到50分。"),
    ],
)
async def test_what_a_deed_is_worth_is_told_of_that_deed(shop, words, worth):
    assert (await asked(shop, words)).startswith(worth)


async def test_whoever_belongs_to_no_household_hears_how_points_are_earned_and_kept(shop):
    assert "参加集体清扫3分" in await asked(shop, "积分怎么挣", "stranger")
    assert "明年12月31日" in await asked(shop, "积分会过期吗", "stranger")


@pytest.mark.parametrize(
    "words", ["分啥时候过期", "积分到年底清零吗", "今年的分明年还能用不", "積分幾時過期"]
)
async def test_until_when_points_last_is_told_with_what_ends_next(shop, words):
    answer = await asked(shop, words)

    assert "今年得的分能用到明年12月31日" in answer
    assert "您家有10分12月31日(周四)到期" in answer


async def test_where_nothing_ends_this_year_it_says_so(shop):
    assert "今年底没有要到期的分" in await asked(shop, "我的分会不会过期", ZHANG)


@pytest.mark.parametrize(
    "words", ["我妈家有多少分", "我儿子家还有几分", "隔壁老李家有好多分", "谁家积分最多"]
)
async def test_the_points_of_kin_and_neighbours_are_not_told_nor_taken_for_one_s_own(shop, words):
    answer = await asked(shop, words)

    assert "各家的积分只告诉那一家" in answer
    assert "80" not in answer


async def test_by_the_name_of_one_s_own_household_it_is_told(shop):
    assert "可用积分80分" in await asked(shop, "陈桂兰家的积分是多少")
    assert "各家的积分只告诉那一家" in await asked(shop, "陈桂兰家的积分是多少", ZHANG)


async def test_who_belongs_to_two_households_hears_of_both(shop):
    await tied(shop, LI, "H2")
    await shop.say(LI, "分啥时候过期", group=False)

    both = (await shop.heard(LI))[-2:]
    assert {line.partition(":")[0] for line in both} == {"陈桂兰家", "欧阳明家"}


@pytest.mark.parametrize("words", ["有人知道积分怎么算吗", "积分怎么挣"])
async def test_in_the_group_how_they_are_earned_is_told_in_private_and_never_the_balance(
    shop, words
):
    await shop.say(LI, words)

    assert await shop.in_group() == ["积分已私信给您,请点我头像查看。"]
    assert "参加集体清扫3分" in await told(shop, LI)
    assert not any("可用" in line for line in await shop.heard(LI))
    assert await shop.tickets() == []


async def test_in_the_group_a_price_is_told_in_private(shop):
    await shop.say(LI, "一桶油要多少积分")

    assert "食用油1升90分" in await told(shop, LI)
    assert not any("90" in line for line in await shop.in_group())


@pytest.mark.parametrize(
    "words",
    ["积分是不是有假的", "积分这东西没意思", "都说积分能换东西我不信", "你们有多少积分",
     "京东积分能换什么", "国足积分多少",
     "话费积分换了个锅", "老张积分肯定最多", "积分落户的事谁办过"],
)  # fmt: skip
async def test_a_group_that_talks_of_points_is_left_alone(shop, words):
    before = len(await shop.heard(LI))
    await shop.say(LI, words)

    assert await shop.in_group() == []
    assert len(await shop.heard(LI)) == before
    assert await shop.tickets() == []


@pytest.mark.parametrize(
    "words",
    ["我孩子考试得了多少分", "超市积分卡在哪办", "沃尔玛积分怎么换", "移动积分快过期了",
     "积分入学要多少分", "这次月考要多少分及格"],
)  # fmt: skip
async def test_other_points_are_not_taken_for_the_household_s(shop, words):
    before = len(await shop.heard(LI))
    await shop.say(LI, words, group=False)

    said = (await shop.heard(LI))[before:]
    assert not any("可用" in line or "兑换" in line or "道德超市" in line for line in said)


@pytest.mark.parametrize(
    "words", ["志愿服务做了-3小时", "昨天志愿服务999小时", "我做了志愿服务0小时"]
)
async def test_hours_that_cannot_be_are_asked_again_and_nothing_is_written(shop, words):
    before = len(await shop.rows(chat="p.li"))
    answer = await asked(shop, words)

    assert "半小时到12小时" in answer
    assert len(await shop.rows(chat="p.li")) == before + 1


async def test_the_same_deed_said_twice_hears_where_it_stands(shop):
    await asked(shop, "我今天打扫了楼道")

    assert "已经记过了,在等核实" in await asked(shop, "我今天打扫了楼道")
