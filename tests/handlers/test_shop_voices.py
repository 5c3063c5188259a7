"""The shop in many voices: several things at once, what it has not, odd numbers, and the wrong places."""

import pytest

from domain.points.files import FileState
from storage.points.tables import HouseholdRow
from tests.handlers.shopping import (
    OPEN,
    SHUT,
    entries,
    open_shop,
    orders,
    placed,
    points,
    stock,
    tied,
)


@pytest.fixture
async def shop(scene, tmp_path):
    return await open_shop(scene, tmp_path)


async def told(scene, words, who="li"):
    await scene.say(who, words, group=False)
    return (await scene.heard(who))[-1]


@pytest.mark.parametrize("words", ["换洗洁精和肥皂", "来瓶洗洁精,再来块肥皂", "換洗潔精同肥皂"])
async def test_two_things_are_offered_together_and_held_together(shop, words):
    asked = await told(shop, words)
    await shop.press("li", "换")

    assert asked.startswith("洗洁精1份、肥皂1份,一共要55分。换完您家还剩13分")
    assert await points(shop) == (13, 55)
    assert (await stock(shop), await stock(shop, "soap")) == ((29, 1), (59, 1))
    assert len(await orders(shop)) == 1


async def test_two_things_that_are_too_dear_together_hold_neither(shop):
    told_so = await told(shop, "换洗洁精和毛巾")

    assert "您家可用68分,洗洁精、毛巾要70分,还差2分" in told_so or "毛巾、洗洁精要70分" in told_so
    assert await orders(shop) == []
    assert await points(shop) == (68, 0)


@pytest.mark.parametrize(
    "words", ["要一瓶洗洁精", "给我来瓶洗洁精", "洗洁精来一瓶", "一瓶洗洁精", "换洗洁晶"]
)
async def test_an_order_in_private_needs_no_word_for_exchanging(shop, words):
    assert "洗洁精1份,要40分" in await told(shop, words)


async def test_under_the_list_a_name_alone_is_enough(shop):
    await told(shop, "换东西")

    assert "毛巾1份,要30分" in await told(shop, "毛巾")
    await shop.say("li", "好", group=False)
    assert await points(shop) == (38, 30)


@pytest.mark.parametrize(
    ("words", "thing"),
    [("换个电视", "电视"), ("我想用积分换手机", "手机"), ("兑换牛奶一箱", "牛奶"),
     ("换肥皂和电饭锅", "电饭锅"),
     ("大米要多少分", "大米"), ("牛奶多少积分一箱", "牛奶")],
)  # fmt: skip
async def test_what_the_shop_has_not_is_said_with_what_there_is(shop, words, thing):
    answer = await told(shop, words)

    assert answer.startswith(
        f"道德超市里没有{thing}。现在有:肥皂15分、毛巾30分、洗洁精40分、食用油1升90分。"
    )
    assert "您家可用68分" in answer
    assert await orders(shop) == []
    await shop.press("li", "肥皂 15分")
    assert "肥皂1份" in (await shop.heard("li"))[-1]


@pytest.mark.parametrize("words", ["换0块肥皂", "换半块肥皂", "换-1块肥皂", "换零块肥皂"])
async def test_no_piece_or_half_of_one_is_asked_again(shop, words):
    answer = await told(shop, words)

    assert "最少1份" in answer
    assert "肥皂" in answer
    assert await orders(shop) == []


@pytest.mark.parametrize(
    "words", ["换99999999瓶洗洁精", "换一万块肥皂", "换三块肥皂", "来两瓶洗洁精"]
)
async def test_more_than_a_household_may_have_is_refused_and_nothing_is_held(shop, words):
    answer = await told(shop, words)

    assert "一户最多" in answer
    assert not any("要换吗" in line for line in await shop.heard("li"))
    assert await orders(shop) == []
    assert await entries(shop) == []
    assert await points(shop) == (68, 0)


@pytest.mark.parametrize(
    "words", ["换" * 3000, "换\x00洗洁精" * 700, "换😀", "积分" * 1500, "\x00", "换🙏🙏"]
)
async def test_hostile_lines_order_nothing_and_are_answered(shop, words):
    before = len(await shop.heard("li"))
    await shop.say("li", words, group=False)

    assert len(await shop.heard("li")) == before + 1
    assert await orders(shop) == []


@pytest.mark.parametrize("words", ["換洗潔精🙏", "换 洗 洁 精", "换1瓶洗洁精。。。"])
async def test_pictures_widths_and_blanks_do_not_matter(shop, words):
    assert "洗洁精1份,要40分" in await told(shop, words)


@pytest.mark.parametrize(
    "words",
    ["要一瓶洗洁精谁去超市带一下", "不换了", "那瓶洗洁精不要了送人", "在哪领", "换肥皂盒",
     "换个电视", "快递代领两块一件",
     "给我来块毛巾哈哈哈"],
)  # fmt: skip
async def test_in_the_group_neighbours_talk_undisturbed_though_an_order_waits(shop, words):
    await placed(shop)
    before = len(await shop.heard("li"))

    await shop.say("li", words)

    assert await shop.in_group() == []
    assert len(await shop.heard("li")) == before
    assert [row.state for row in await orders(shop)] == ["held"]


@pytest.mark.parametrize("words", ["那瓶洗洁精不要了", "我换的那个不要了", "算了不换了", "唔換啦"])
async def test_called_off_in_many_voices_it_comes_back_once(shop, words):
    await placed(shop)

    assert "40分已经退回" in await told(shop, words)
    await shop.say("li", words, group=False)

    assert (await points(shop), await stock(shop)) == ((68, 0), (30, 0))


async def test_another_thing_that_is_not_wanted_calls_nothing_off(shop):
    await placed(shop)
    await shop.say("li", "那个梯子不要了", group=False)

    assert [row.state for row in await orders(shop)] == ["held"]


@pytest.mark.parametrize("words", ["社保卡在哪领", "快递去哪里领", "独生子女费什么时候领"])
async def test_what_is_fetched_elsewhere_shows_no_code(shop, words):
    await placed(shop)
    await shop.say("li", words, group=False)

    assert not any(row.moment == "shop/placed" for row in (await shop.rows(chat="p.li"))[1:])


async def test_out_of_the_window_it_says_when_and_holds_nothing(scene, tmp_path):
    await open_shop(scene, tmp_path, now=SHUT)

    assert "12月21日" in await told(scene, "要一瓶洗洁精和一块肥皂")
    assert "道德超市里没有电视" in await told(scene, "换个电视")
    assert await orders(scene) == []


async def test_of_two_households_the_chosen_one_gets_all_that_was_named(shop):
    await tied(shop, "li", "H2")
    await told(shop, "换洗洁精和毛巾")
    await shop.press("li", "李明")
    await shop.press("li", "换")

    assert await points(shop, "H2") == (50, 70)
    assert await points(shop) == (68, 0)


async def test_of_two_households_each_hears_what_the_shop_has_not(shop):
    await tied(shop, "li", "H2")
    await shop.say("li", "大米要多少分", group=False)

    first, second = (await shop.heard("li"))[-2:]
    assert "道德超市里没有大米" in first
    assert "道德超市里没有大米" in second
    assert {line[:3] for line in (first, second)} == {"陈桂兰", "李明家"}


async def test_two_windows_that_press_at_once_pay_once(shop):
    await told(shop, "换洗洁精和肥皂")
    await told(shop, "换洗洁精和肥皂")
    await shop.press("li", "换")
    await shop.press("li", "换")

    assert await points(shop) == (13, 55)
    assert shop.now == OPEN


@pytest.mark.parametrize("words", ["换洗洁精和肥皂", "要一块肥皂", "换个电视"])
async def test_a_file_that_is_over_is_not_asked_whether_it_wants_anything(shop, words):
    async with shop.database.transaction() as session:
        home = await session.get_one(HouseholdRow, "H1")
        home.state = FileState.CLOSED.value

    assert "档案关了" in await told(shop, words)
    assert await orders(shop) == []
