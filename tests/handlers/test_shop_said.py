"""The shop in words: ordered in private by a yes, never in a group, and never twice."""

from datetime import date, timedelta

import pytest

from domain.points import Act, take_back
from domain.points.claims import ClaimState
from domain.points.deductions import FALSE_EVIDENCE
from handlers.points.goods import Described, describe
from handlers.points.orders import fetch
from storage.points import books
from storage.points.books import Grounds
from storage.points.claims import ClaimRow
from tests.handlers.shopping import (
    HOUSEHOLDS,
    OPEN,
    SHUT,
    acting,
    open_shop,
    orders,
    placed,
    points,
    stock,
    the_good,
    tied,
)


@pytest.fixture
async def shop(scene, tmp_path):
    return await open_shop(scene, tmp_path)


async def last(scene, who="li"):
    return (await scene.heard(who))[-1]


async def test_on_an_ordinary_day_it_says_when_the_next_window_is(scene, tmp_path):
    await open_shop(scene, tmp_path, now=SHUT)

    await scene.say("li", "换洗洁精", group=False)

    assert "12月21日(周一)到12月31日(周四)" in await last(scene)
    assert "68分" in await last(scene)
    assert await orders(scene) == []
    assert await points(scene) == (68, 0)


@pytest.mark.parametrize("words", ["换洗洁精", "我想换一瓶洗洁精", "用积分换洗洁精"])
async def test_in_the_window_the_price_is_told_and_a_yes_holds_points_and_goods(shop, words):
    await shop.say("li", words, group=False)
    asked = await last(shop)
    before = await points(shop), await stock(shop)
    await shop.press("li", "换")

    assert "洗洁精1份,要40分。换完您家还剩28分" in asked
    assert before == ((68, 0), (30, 0))
    assert (await points(shop), await stock(shop)) == ((28, 40), (29, 1))
    told = await last(shop)
    assert "12月25日(周五)晚上6点前到社区领" in told
    assert told.endswith("兑换单1")
    [row] = [r for r in await shop.rows(chat="p.li") if r.moment == "shop/placed"]
    [code] = row.attachments
    assert code["code"].endswith(f"/console/shop/scan/{(await orders(shop))[0].token}")
    [page] = [choice["url"] for line in row.choices for choice in line if choice["url"]]
    assert page.endswith(f"/shop/{(await orders(shop))[0].token}")


async def test_a_plain_yes_does_it_too_and_a_no_does_nothing(shop):
    await shop.say("li", "换洗洁精", group=False)
    await shop.say("li", "算了", group=False)
    assert await orders(shop) == []
    assert "没有换" in await last(shop)

    await shop.say("li", "换洗洁精", group=False)
    await shop.say("li", "好的", group=False)
    assert [row.state for row in await orders(shop)] == ["held"]


async def test_nobody_pays_another_price_than_they_said_yes_to(shop):
    await shop.say("li", "换洗洁精", group=False)
    await the_good(shop, "detergent", dearer)
    await shop.press("li", "换")

    assert await orders(shop) == []
    assert "要55分" in await last(shop)
    await shop.press("li", "换")
    assert await points(shop) == (13, 55)


async def dearer(turn, row):
    await describe(turn, row.code, Described(row.name, 55))


async def test_two_pieces_are_two_and_the_limit_of_a_household_holds(shop):
    await shop.say("li", "换两块肥皂", group=False)
    await shop.press("li", "换")
    assert await stock(shop, "soap") == (58, 2)

    await shop.say("li", "换肥皂", group=False)
    await shop.press("li", "换")

    assert await stock(shop, "soap") == (58, 2)
    assert await points(shop) == (38, 30)


async def test_more_of_the_same_window_is_the_same_order(shop):
    await placed(shop, soap=1)
    await shop.say("li", "换洗洁精", group=False)
    await shop.press("li", "换")

    assert [(row.state, row.household) for row in await orders(shop)] == [("held", "H1")]
    assert "肥皂1份、洗洁精1份,共55分,还剩13分" in await last(shop)


async def test_a_button_pressed_twice_orders_once(shop):
    await shop.say("li", "换洗洁精", group=False)
    await shop.press("li", "换")
    await shop.press("li", "换")

    assert await points(shop) == (28, 40)
    assert await stock(shop) == (29, 1)


async def test_a_list_shows_what_the_household_can_afford_and_a_press_goes_on(shop):
    await shop.say("li", "换东西", group=False)
    shown = await last(shop)
    await shop.press("li", "毛巾 30分")

    assert "洗洁精,40分" in shown
    assert "食用油" not in shown
    assert "毛巾1份,要30分" in await last(shop)


async def test_what_is_too_dear_is_said_with_what_else_there_is(shop):
    await shop.say("li", "我想换一桶油", group=False)

    told = await last(shop)
    assert "您家可用68分,食用油1升要90分,还差22分" in told
    assert "洗洁精40分、毛巾30分、肥皂15分" in told
    assert await orders(shop) == []
    await shop.press("li", "洗洁精 40分")
    assert "洗洁精1份" in await last(shop)


async def test_points_in_publicity_are_named_with_the_day_from_which_they_count(shop):
    async with shop.database.transaction() as session:
        session.add(
            ClaimRow(
                state=ClaimState.VERIFIED.value, household="H1", rule="+18", day=date(2026, 12, 10),
                halves=2, points=25, source="worker", made_at=shop.now, changed_at=shop.now,
            )
        )  # fmt: skip

    await shop.say("li", "换油", group=False)

    assert "这25分还在公示,1月11日(周一)起可用" in await last(shop)


async def test_false_evidence_stops_this_quarter_and_the_next(shop):
    async with shop.database.transaction() as session:
        act = Act("d1", "H1", date(2026, 9, 30), FALSE_EVIDENCE)
        await books.post(session, [(take_back(act, 20, free=68), Grounds())], shop.now)

    for words in ("换肥皂", "换东西"):
        await shop.say("li", words, group=False)
        assert "您家的兑换停到12月31日" in await last(shop)

    assert not any("要换吗" in heard for heard in await shop.heard("li"))
    assert await orders(shop) == []


async def test_in_the_group_nothing_is_ordered_and_one_line_shows_the_way(shop):
    await shop.say("li", "换洗洁精")

    [line] = await shop.in_group()
    assert "私" in line
    assert not any(word in line for word in ("68", "40", "洗洁精", "分"))
    assert await orders(shop) == []


@pytest.mark.parametrize("words", ["换水龙头", "3栋的灯坏了换一个吧", "我想换个房子"])
async def test_what_the_shop_does_not_have_is_no_order(shop, words):
    await shop.say("li", words, group=False)

    assert not any(row.moment.startswith("shop/") for row in await shop.rows(chat="p.li"))


async def test_who_belongs_to_no_household_is_shown_the_way(shop):
    await shop.say("gast", "换洗洁精", group=False)

    assert "社区" in await last(shop, "gast")
    assert await orders(shop) == []


async def test_a_worker_who_writes_of_their_work_orders_nothing(shop):
    await shop.say("wang", "换油", group=False)

    assert not any("积分" in line for line in await shop.heard("wang"))


async def test_who_belongs_to_two_households_is_asked_for_which(shop):
    await tied(shop, "li", "H2")
    await shop.say("li", "换洗洁精", group=False)
    await shop.press("li", "李明")
    await shop.press("li", "换")

    assert [row.household for row in await orders(shop)] == ["H2"]
    assert await points(shop) == (68, 0)


async def test_called_off_in_words_both_come_back_and_it_can_be_ordered_anew(shop):
    await placed(shop)
    await shop.say("li", "不换了", group=False)

    assert "40分已经退回。您家可用68分" in await last(shop)
    assert (await points(shop), await stock(shop)) == ((68, 0), (30, 0))

    await shop.say("li", "换洗洁精", group=False)
    await shop.press("li", "换")
    assert [row.state for row in await orders(shop)] == ["cancelled", "held"]


async def test_the_button_calls_it_off_once(shop):
    await shop.say("li", "换洗洁精", group=False)
    await shop.press("li", "换")
    await shop.press("li", "不换了")
    await shop.press("li", "不换了")

    assert (await points(shop), await stock(shop)) == ((68, 0), (30, 0))


async def test_another_household_s_button_opens_nothing(shop):
    await shop.say("li", "换洗洁精", group=False)
    await shop.press("li", "换")
    [row] = [r for r in await shop.rows(chat="p.li") if r.moment == "shop/placed"]
    token = next(c["token"] for line in row.choices for c in line if c["label"] == "不换了")

    await shop.press_token("zhang", token, shop.private("zhang"))

    assert [row.state for row in await orders(shop)] == ["held"]
    assert await points(shop) == (28, 40)


async def test_six_digits_for_a_neighbour_and_the_newest_alone_hold(shop):
    await placed(shop)
    await shop.say("li", "让邻居代领", group=False)
    first = (await orders(shop))[0].proxy_code
    assert f"代领码:{first}\n" in await last(shop)
    assert len(first) == 6
    assert first.isdigit()

    await shop.say("li", "代领码", group=False)

    newest = (await orders(shop))[0].proxy_code
    assert f"代领码:{newest}(原来那个作废)" in await last(shop)


async def test_without_an_order_there_is_nothing_to_lend(shop):
    await shop.say("li", "让邻居代领", group=False)

    assert not any(row.moment == "shop/lent" for row in await shop.rows())


async def test_not_fetched_in_three_days_it_goes_back_by_itself(shop):
    shop.now = OPEN + timedelta(hours=2)
    await placed(shop)
    await shop.live_until(OPEN + timedelta(days=3, hours=7))
    assert [row.state for row in await orders(shop)] == ["held"]

    await shop.live_until(OPEN + timedelta(days=3, hours=9))

    assert [row.state for row in await orders(shop)] == ["lapsed"]
    assert (await points(shop), await stock(shop)) == ((68, 0), (30, 0))
    assert "40分已经退回,您家可用68分" in await last(shop)
    assert not any("退回" in line for line in await shop.heard("zhang"))
    assert await shop.in_group() == []


async def test_that_it_went_back_wakes_nobody_at_night(shop):
    await placed(shop)
    shop.now = OPEN + timedelta(days=3, hours=12)  # huying was away until ten in the evening
    await shop.live_until(shop.now + timedelta(minutes=1))
    assert [row.state for row in await orders(shop)] == ["lapsed"]
    assert "退回" not in await last(shop)

    await shop.live_until(shop.now + timedelta(hours=10))

    assert "退回" in await last(shop)


async def test_what_was_fetched_does_not_go_back(shop):
    number = await placed(shop)
    await acting(shop, fetch, number)
    await shop.live_until(OPEN + timedelta(days=4))

    assert [row.state for row in await orders(shop)] == ["fetched"]
    assert await points(shop) == (28, 0)
    assert await stock(shop) == (29, 0)


async def test_a_shop_of_another_community_is_not_offered(scene, tmp_path):
    areas = [
        ["code", "name", "kind", "parent", "covers"],
        ["DL", "东流社区", "community", "", "LX"],
    ]
    shop = [
        ["code", "name", "price", "stock", "limit", "value", "community"],
        ["rice", "大米", "30", "5", "1", "10", "DL"], ["soap", "肥皂", "15", "5", "", "3", "XL"],
    ]  # fmt: skip
    await open_shop(scene, tmp_path, areas=areas, shop=shop, households=HOUSEHOLDS)

    await scene.say("li", "换东西", group=False)

    assert "肥皂" in await last(scene)
    assert "大米" not in await last(scene)


@pytest.mark.parametrize("words", ["我的码", "我的领货码", "我换了什么", "什么时候去拿"])
async def test_whoever_lost_the_code_is_shown_it_again_and_nothing_is_registered(shop, words):
    await placed(shop)
    await shop.say("li", words, group=False)

    assert "看领货码" in await last(shop)
    assert len(await orders(shop)) == 1
    assert await shop.tickets() == []


async def test_a_son_who_fetches_it_is_no_errand_for_the_community(shop):
    await placed(shop)
    await shop.say("li", "我走不动,让我儿子去拿", group=False)

    assert "代领码" in await last(shop)
    assert await shop.tickets() == []


@pytest.mark.parametrize("words", ["我的码", "什么时候去拿"])
async def test_without_an_order_such_words_are_not_the_shops(shop, words):
    await shop.say("li", words, group=False)

    assert "领货码" not in await last(shop)


async def test_whoever_asks_for_an_order_that_is_not_there_hears_so(shop):
    await shop.say("li", "我的领货码", group=False)

    assert "没有等着领的东西" in await last(shop)
    assert await shop.tickets() == []


async def test_who_calls_a_thing_off_under_the_list_is_not_asked_whether_they_want_it(shop):
    await shop.say("li", "换东西", group=False)
    await shop.say("li", "取消洗洁精", group=False)

    assert "没有换" in await last(shop)
    assert "要换吗" not in await last(shop)
    assert await orders(shop) == []


@pytest.mark.parametrize("words", ["取消洗洁精", "不要洗洁精了", "洗洁精不换了", "把洗洁精退了"])
async def test_what_was_ordered_is_called_off_by_its_name(shop, words):
    await placed(shop)
    await shop.say("li", words, group=False)

    assert await points(shop) == (68, 0)
    assert "取消了" in await last(shop)


async def test_calling_off_what_was_not_ordered_leaves_the_order(shop):
    await placed(shop)
    await shop.say("li", "毛巾不要了", group=False)

    assert await points(shop) == (28, 40)


async def test_more_of_it_is_no_single_one(shop):
    await shop.say("li", "换东西", group=False)
    await shop.say("li", "再换两瓶洗洁精", group=False)

    assert "洗洁精1份" not in await last(shop)
