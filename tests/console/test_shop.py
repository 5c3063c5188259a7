"""The shop's desk: handed out once by name, by code and by proxy; the shelf, the windows, the report."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.console.desk import post
from tests.handlers.office import take_in
from tests.handlers.shopping import (
    SHUT,
    open_shop,
    orders,
    placed,
    points,
    stock,
)

MIDNIGHT = datetime(2026, 12, 20, 16, 0, tzinfo=UTC)
"""The first instant of the December window."""
SHOP, GOODS, REPORT = "/console/shop", "/console/shop/goods", "/console/shop/report"
HOME = f"{SHOP}/household?code=H1"


async def test_found_by_name_and_handed_out_with_both_books_spent(shop, desk):
    number = await placed(shop)
    async with desk.signed_in("sun") as browser:
        found = await browser.get(SHOP, params={"q": "陈桂兰"})
        home = await browser.get(HOME)
        page = await browser.get(f"{SHOP}/orders/{number}")
        answer = await post(browser, page, f"{SHOP}/orders/{number}/fetch")
        done = await browser.get(answer.headers["location"])
    await shop.deliver()

    assert "陈**" in found.text
    assert found.text.count("陈桂兰") == 1  # in the field in which it was typed
    assert "household?code=H1" in found.text
    assert f"兑换单{number}的东西(40分)" in home.text
    assert "原有68分,领走后28分" in page.text
    assert "东西已经给了,积分已经扣了" in done.text
    assert (await points(shop), await stock(shop)) == ((28, 0), (29, 0))
    assert "领走了:洗洁精1份。用了40分,还剩28分" in (await shop.heard("li"))[-1]
    assert await shop.in_group() == []


async def test_by_house_number_too(shop, desk):
    async with desk.signed_in("sun") as browser:
        found = await browser.get(SHOP, params={"q": "3栋"})

    assert "household?code=H1" in found.text


async def test_the_same_request_twice_hands_out_once(shop, desk):
    number = await placed(shop)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{SHOP}/orders/{number}")
        first = await post(browser, page, f"{SHOP}/orders/{number}/fetch")
        again = await post(browser, page, f"{SHOP}/orders/{number}/fetch")
        late = await browser.get(again.headers["location"])
    await shop.deliver()

    assert (first.status_code, again.status_code) == (303, 303)
    assert "东西已经给了" in late.text
    assert await points(shop) == (28, 0)
    assert len([t for t in await shop.heard("li") if "领走了" in t]) == 1


async def test_two_phones_at_one_desk_hand_out_once_and_the_second_is_told(shop, desk):
    number = await placed(shop)
    async with desk.signed_in("sun") as browser:
        one, two = [await browser.get(f"{SHOP}/orders/{number}") for _ in range(2)]
        await post(browser, one, f"{SHOP}/orders/{number}/fetch")
        answer = await post(browser, two, f"{SHOP}/orders/{number}/fetch")

    assert answer.status_code == 409
    assert "已经领走了" in answer.text
    assert await stock(shop) == (29, 0)


async def test_the_code_in_the_picture_opens_the_order_for_the_desk_alone(shop, desk):
    await placed(shop)
    token = (await orders(shop))[0].token
    async with desk.signed_in("sun") as browser:
        scanned = await browser.get(f"{SHOP}/scan/{token}")
        wrong = await browser.get(f"{SHOP}/scan/{token}x")
    async with desk.browser() as stranger:
        refused = await stranger.get(f"{SHOP}/scan/{token}")
        own = await stranger.get(f"/shop/{token}")
        none = await stranger.get("/shop/%00x")
    async with desk.signed_in("sun") as browser:
        odd = await browser.get(f"{SHOP}/scan/%00x")

    assert scanned.headers["location"] == f"{SHOP}/orders/1"
    assert wrong.status_code == none.status_code == odd.status_code == 404
    assert refused.headers["location"] == "/console/sign-in"
    assert "洗洁精" in own.text
    assert "<svg" in own.text
    assert "陈" not in own.text


async def test_six_digits_hand_out_once_and_the_household_hears_of_it(shop, desk):
    number = await placed(shop)
    await shop.say("li", "让邻居代领", group=False)
    code = (await orders(shop))[0].proxy_code
    async with desk.signed_in("sun") as browser:
        found = await browser.get(SHOP, params={"q": code})
        page = await browser.get(found.headers["location"])
        wrong = await post(browser, page, f"{SHOP}/orders/{number}/proxy", code="x00000")
        answer = await post(browser, page, f"{SHOP}/orders/{number}/proxy", once="another")
        again = await browser.get(SHOP, params={"q": code})
    await shop.deliver()

    assert wrong.status_code == 409
    assert "代领码不对" in wrong.text
    assert answer.status_code == 303
    assert "没有找到" in again.text
    told = (await shop.heard("li"))[-1]
    assert "有人报代领码" in told
    assert "不是您托的人,请马上告诉社区" in told
    assert await points(shop) == (28, 0)


async def test_the_desk_orders_for_a_household_once_however_often_it_is_sent(shop, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(HOME)
        given = {"good-soap": "2", "good-towel": "1"}
        first = await post(browser, page, HOME, **given)
        again = await post(browser, page, HOME, **given)
    await shop.deliver()

    assert first.headers["location"] == f"{SHOP}/orders/1"
    assert again.status_code == 303
    assert (await points(shop), await stock(shop, "soap")) == ((8, 60), (58, 2))
    assert "肥皂2份、毛巾1份" in (await shop.heard("li"))[-1]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"good-oil": "1"}, "还差22分"),
        ({"good-soap": "3"}, "一户最多2份"),
        ({"good-soap": "x"}, "几份,填1000以内的整数"),
        ({"good-soap": "1", "good-towel": "两"}, "几份,填1000以内的整数"),
        ({"good-soap": "0"}, "还没有选东西"),
        ({}, "还没有选东西"),
        ({"good-nothing": "1"}, "没有这样东西"),
        ({"good-oil": "2"}, "一户最多1份"),
        ({"good-soap": "999"}, "一户最多2份"),
    ],
)
async def test_what_may_not_be_is_refused_and_what_was_typed_stays(shop, desk, given, why):
    async with desk.signed_in("sun") as browser:
        answer = await post(browser, await browser.get(HOME), HOME, **given)

    assert answer.status_code == 409
    assert why in answer.text
    assert all(
        f'value="{number}"' in answer.text for name, number in given.items() if "n" not in name
    )
    assert await orders(shop) == []
    assert await points(shop) == (68, 0)


async def test_two_hundred_points_are_the_most_of_a_window(scene, desk, tmp_path):
    rich = [
        ["id", "household", "date", "rule", "points"],
        ["E1", "H1", "2026-01-05", "OPEN", "900"],
    ]
    await open_shop(scene, tmp_path, entries=rich)
    desk.clock.at = scene.now
    shop = [["code", "name", "price", "stock"], ["rice", "大米", "80", "20"]]
    await take_in(scene, tmp_path / "more", shop=shop)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(HOME)
        over = await post(browser, page, HOME, **{"good-rice": "3"})
        under = await post(browser, over, HOME, **{"good-rice": "2"})
        more = await post(browser, await browser.get(HOME), HOME, **{"good-rice": "1"})

    assert "最多换200分" in over.text
    assert under.status_code == 303
    assert "已经换了160分" in more.text
    assert await points(scene) == (740, 160)


async def test_outside_a_window_the_desk_orders_nothing_either(scene, desk, tmp_path):
    await open_shop(scene, tmp_path, now=SHUT)
    desk.clock.at = MIDNIGHT
    async with desk.signed_in("sun") as browser:
        page = await browser.get(HOME)
        desk.clock.at = MIDNIGHT - timedelta(minutes=1)
        answer = await post(browser, page, HOME, **{"good-soap": "1"})

    assert "12月21日(周一)到12月31日(周四)" in answer.text
    assert await orders(scene) == []


async def test_once_fetched_the_window_is_over_for_this_household(shop, desk):
    number = await placed(shop, soap=1)
    async with desk.signed_in("sun") as browser:
        home = await browser.get(HOME)
        page = await browser.get(f"{SHOP}/orders/{number}")
        await post(browser, page, f"{SHOP}/orders/{number}/fetch")
        answer = await post(browser, home, HOME, **{"good-soap": "1"})
        after = await browser.get(HOME)

    assert "已经领过了" in answer.text
    assert f"这一期已经领过了,是兑换单{number}" in after.text
    assert "good-soap" not in after.text


async def test_called_off_at_the_desk_both_come_back_and_it_is_said_in_private(shop, desk):
    number = await placed(shop)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{SHOP}/orders/{number}")
        answer = await post(browser, page, f"{SHOP}/orders/{number}/cancel")
        done = await browser.get(answer.headers["location"])
    await shop.deliver()

    assert "不要再给东西" in done.text
    assert (await points(shop), await stock(shop)) == ((68, 0), (30, 0))
    assert "取消了" in (await shop.heard("li"))[-1]


async def test_the_slip_names_goods_and_points_and_neither_room_nor_number(shop, desk):
    number = await placed(shop)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{SHOP}/orders/{number}")
        await post(browser, page, f"{SHOP}/orders/{number}/fetch")
        slip = await browser.get(f"{SHOP}/orders/{number}/slip")

    inside = slip.text[slip.text.index("<article") : slip.text.index("</article>")]
    assert "原有68分,用40分,还剩28分" in inside
    assert "陈**" in inside
    assert not any(word in inside for word in ("陈桂兰", "3栋", "H1"))


async def test_another_community_s_orders_households_and_goods_are_not_there(wide, desk):
    number = await placed(wide, "H1", soap=1)
    token = (await orders(wide))[0].token
    desk.clock.at = wide.now
    async with desk.signed_in("qian") as browser:
        seen = [
            await browser.get(address)
            for address in (
                f"{SHOP}/orders/{number}", f"{SHOP}/orders/{number}/slip", HOME,
                f"{SHOP}/scan/{token}", f"{REPORT}?community=XL", f"{REPORT}/table?community=XL",
            )
        ]  # fmt: skip
        index = await browser.get(SHOP, params={"q": "陈桂兰"})
        mine = await browser.get(f"{SHOP}/household?code=H3")

    assert [answer.status_code for answer in seen] == [404] * 6
    assert "H1" not in index.text
    assert "household?code=H1" not in index.text
    assert mine.status_code == 200


async def test_another_window_holds_for_this_community_and_its_hours_for_later_ones(shop, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{SHOP}/windows")
        given = {"opens": "2026-12-24", "closes": "2026-12-26", "hours": "上午9点到11点",
                 "place": "社区一楼"}  # fmt: skip
        answer = await post(browser, page, f"{SHOP}/windows", **given)
        page = await browser.get(f"{SHOP}/windows")
        bad = await post(browser, page, f"{SHOP}/windows", opens="2026-12-24", closes="2026-12-01")
    await shop.say("li", "换洗洁精", group=False)

    assert answer.status_code == 303
    assert page.text.count('value="社区一楼"') == 4
    assert bad.status_code == 409
    told = (await shop.heard("li"))[-1]
    assert "12月24日(周四)到12月26日(周六),上午9点到11点,在社区一楼" in told
