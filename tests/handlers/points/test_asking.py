"""Asked in private: what can be spent and from when, last month, prices, and what is missing."""

import pytest

from tests.handlers.points.homes import LI, ZHANG, settled, told
from tests.handlers.points.test_publicity import LISTED, earned, until

SHOP = [
    ["code", "name", "price", "stock", "limit"],
    ["oil", "食用油1升", "90", "10", ""], ["soap", "肥皂", "15", "50", ""],
    ["rice", "大米5斤", "80", "9", ""], ["towel", "毛巾", "30", "9", ""],
]  # fmt: skip
PAPER = [
    ["id", "household", "date", "rule", "points", "note"],
    ["E1", "H1", "2026-01-05", "OPEN", "65", ""],
    ["E2", "H1", "2026-11-18", "+03", "3", ""],
    ["E3", "H1", "2026-11-20", "+08", "2", ""],
]


@pytest.fixture
async def shop(scene, tmp_path):
    return await settled(scene, tmp_path, entries=PAPER, shop=SHOP)


async def asked(scene, words, who=LI):
    await scene.say(who, words, group=False)
    return await told(scene, who)


@pytest.mark.parametrize("words", ["我有多少分", "我家有多少分", "我家现在有多少积分"])
async def test_the_balance_says_what_can_be_spent_what_is_shown_and_from_when(shop, words):
    await earned(shop, LI)
    answer = await asked(shop, words)

    assert "可用积分70分" in answer
    assert "另有3分在公示,1月11日(周一)起可以用" in answer
    assert "今年得了8分" in answer
    assert "12月21日" in answer
    assert "参加集体清扫 +3" in answer


async def test_what_has_counted_is_one_entry_and_not_two(shop):
    await earned(shop, LI)
    await until(shop, LISTED.replace(day=12))
    answer = await asked(shop, "我有多少分")

    assert "可用积分73分" in answer
    assert "公示" not in answer
    assert answer.count("12月1日") == 1


@pytest.mark.parametrize("words", ["上个月加了几分", "上月得了多少分"])
async def test_last_month_is_told_entry_by_entry(shop, words):
    answer = await asked(shop, words)

    assert "11月您家得了5分" in answer
    assert "参加讲座或政策宣讲 +2" in answer


async def test_a_month_without_points_says_how_to_get_some(shop):
    assert "打扫了楼道" in await asked(shop, "上个月加了几分", ZHANG)


@pytest.mark.parametrize("words", ["一桶油要多少分", "还差多少分换油", "几分能换油"])
async def test_a_price_says_how_much_is_missing(shop, words):
    answer = await asked(shop, words)

    assert "食用油1升90分" in answer
    assert "还差20分" in answer


async def test_a_price_that_one_can_pay_says_so(shop):
    assert "够了" in await asked(shop, "肥皂要多少分")


@pytest.mark.parametrize("words", ["够换什么", "我家的分能换啥"])
async def test_what_it_is_enough_for_is_told_the_dearest_first(shop, words):
    answer = await asked(shop, words)

    assert answer.index("毛巾") < answer.index("肥皂")
    assert "食用油" not in answer


async def test_too_little_for_anything_says_what_is_missing(shop):
    assert "还差15分" in await asked(shop, "够换什么", ZHANG)


@pytest.mark.parametrize("words", ["上个月加了几分", "够换什么", "一桶油要多少分"])
async def test_without_a_household_they_are_told_how_to_get_one(shop, words):
    assert "纸条" in await asked(shop, words, "stranger")


@pytest.mark.parametrize("words", ["我有多少分", "我家积分够换什么"])
async def test_in_the_group_no_number_is_said(shop, words):
    await shop.say(LI, words)

    assert all(not any(sign.isdigit() for sign in line) for line in await shop.in_group())


@pytest.mark.parametrize("words", ["王叔家有多少积分", "隔壁有多少分"])
async def test_another_household_s_points_are_told_to_nobody(shop, words):
    answer = await asked(shop, words, ZHANG)

    assert "70" not in answer
    assert "68" not in answer


@pytest.mark.parametrize("words", ["停水要多少天", "理发要多少钱"])
async def test_other_questions_are_not_about_points(shop, words):
    before = await shop.heard(LI)
    await shop.say(LI, words, group=False)

    assert all("可用" not in text for text in (await shop.heard(LI))[len(before) :])


@pytest.mark.parametrize(
    "words", ["油多少分", "我够不够换一桶油", "能换油吗", "我有多少分,够不够换油"]
)
async def test_a_good_that_is_named_is_told_with_its_price_however_it_is_asked(shop, words):
    answer = await asked(shop, words)

    assert "食用油1升90分" in answer
    assert "可用70分" in answer
    assert "还差20分" in answer


async def test_the_month_that_is_named_is_told_and_no_other(shop):
    assert "11月您家得了5分" in await asked(shop, "十一月份加了几分")
    assert "10月您家没有记分" in await asked(shop, "10月加了几分")
    assert "12月您家没有记分" in await asked(shop, "这个月加了多少分")


async def test_what_came_from_paper_is_not_told_by_its_code(shop):
    answer = await asked(shop, "我有多少分")

    assert "原来档案上的 +65" in answer
    assert "OPEN" not in answer


@pytest.mark.parametrize(
    "words", ["我孩子考了几分", "这次考试要多少分及格", "换灯泡要几分钟", "期末得了多少分"]
)
async def test_a_group_that_talks_of_marks_and_minutes_is_left_alone(shop, words):
    before = len(await shop.heard(LI))
    await shop.say(LI, words)

    assert await shop.in_group() == []
    assert len(await shop.heard(LI)) == before
