"""The shelf's pages: what comes in, what is counted, what it costs, and who says so."""

import re

import pytest

from domain.points import AccountKind, Book
from storage.points import books
from tests.console.desk import post
from tests.handlers.shopping import entries, placed, points, stock

SHOP, GOODS = "/console/shop", "/console/shop/goods"
HOME = f"{SHOP}/household?code=H1"


async def test_what_the_whole_street_gives_out_is_priced_by_the_street_alone(wide, desk):
    desk.clock.at = wide.now
    soap = {"name": "肥皂", "price": "1"}
    async with desk.signed_in("qian") as browser:
        page = await browser.get(f"{GOODS}/soap")
        token = re.search(r'name="form_token" value="(\w+)"', page.text)[1]
        cheap, off = [
            await browser.post(f"{GOODS}/soap/{verb}", data={**soap, "form_token": token})
            for verb in ("describe", "off")
        ]
        counted = await post(browser, page, f"{GOODS}/soap/count", pieces="59", note="摔坏一块")
    async with desk.signed_in("boss") as browser:
        street = await post(
            browser, await browser.get(f"{GOODS}/soap"), f"{GOODS}/soap/describe", **soap
        )

    assert "价格由街道定" in page.text
    assert (cheap.status_code, off.status_code) == (403, 403)
    assert (counted.status_code, street.status_code) == (303, 303)
    assert await stock(wide, "soap") == (59, 0)


async def test_goods_come_in_and_a_count_that_differs_is_an_entry_with_who_and_why(shop, desk):
    async with desk.signed_in("sun") as browser:
        address = f"{GOODS}/soap"
        bought = await browser.get(address)
        await post(browser, bought, f"{address}/buy", pieces="10", note="沃尔玛")
        await post(browser, bought, f"{address}/buy", pieces="10", note="沃尔玛")
        await placed(shop, soap=2)
        page = await browser.get(address)
        await post(browser, page, f"{address}/count", pieces="67", note="压坏三块")
        page = await browser.get(address)

    assert await stock(shop, "soap") == (65, 2)
    rows = await entries(shop, Book.GOODS, "COUNT")
    [row] = [row for row in rows if row.note == "压坏三块"]
    assert row.proposed_by == shop.ids["sun"]
    assert "-3" in page.text
    assert "孙办" in page.text
    async with shop.database.reading() as session:
        totals = await books.totals(session, Book.GOODS, "")
    assert totals[AccountKind.WRITTEN_OFF] == 3


async def test_fewer_than_are_held_cannot_be_counted_away(shop, desk):
    await placed(shop, soap=2)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{GOODS}/soap")
        answer = await post(browser, page, f"{GOODS}/soap/count", pieces="1", note="少了")

    assert answer.status_code == 409
    assert "有2份给居民留着" in answer.text
    assert 'value="少了"' in answer.text
    assert await stock(shop, "soap") == (58, 2)


@pytest.mark.parametrize("note", ["", "  "])
async def test_what_is_missing_is_not_written_off_without_a_word_why(shop, desk, note):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{GOODS}/soap")
        answer = await post(browser, page, f"{GOODS}/soap/count", pieces="6", note=note)
        more = await post(browser, page, f"{GOODS}/soap/count", pieces="61", note=note)

    assert answer.status_code == 409
    assert "请写一句原因" in answer.text
    assert 'value="6"' in answer.text
    assert more.status_code == 303
    assert await stock(shop, "soap") == (61, 0)


@pytest.mark.parametrize("typed", ["-1", "1e9", "①", "", "x" * 9000, "0x10", "\0"])
async def test_odd_numbers_are_refused_and_move_nothing(shop, desk, typed):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{GOODS}/soap")
        answer = await post(browser, page, f"{GOODS}/soap/buy", pieces=typed)

    assert answer.status_code == 409
    assert await stock(shop, "soap") == (60, 0)


async def test_a_new_good_is_on_the_shelf_and_can_be_switched_off_and_on(shop, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(GOODS)
        given = {"name": "抽纸", "price": "20", "value": "4.5", "limit": "2", "low": "5"}
        answer = await post(browser, page, GOODS, **given)
        address = answer.headers["location"]
        good = await browser.get(address)
        await post(browser, good, f"{address}/buy", pieces="4")
        listed = await browser.get(GOODS)
        few = await browser.get(SHOP)
        await post(browser, await browser.get(address), f"{address}/off")
        await shop.say("li", "换抽纸", group=False)
        said = [row.moment for row in await shop.rows(chat="p.li")]
        await post(browser, await browser.get(address), f"{address}/on")
    await shop.say("li", "换抽纸", group=False)

    assert "快没了" in listed.text
    assert "4.5元" in listed.text
    assert "抽纸" in few.text
    assert not any(moment == "shop/confirm" for moment in said)
    assert "抽纸1份,要20分" in (await shop.heard("li"))[-1]


async def test_two_goods_of_one_name_are_refused_and_so_is_a_price_that_moved(shop, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(GOODS)
        twice = await post(browser, page, GOODS, name="肥皂 ", price="9")
        home = await browser.get(HOME)
        good = await browser.get(f"{GOODS}/soap")
        await post(browser, good, f"{GOODS}/soap/describe", name="肥皂", price="16")
        moved = await post(browser, home, HOME, **{"good-soap": "1", "price-soap": "15"})
        again = await post(browser, moved, HOME, **{"good-soap": "1", "price-soap": "16"})

    assert "已经有“肥皂”了" in twice.text
    assert moved.status_code == 409
    assert "肥皂刚改成16分了" in moved.text
    assert 'name="price-soap" value="16"' in moved.text
    assert again.status_code == 303
    assert await points(shop) == (52, 16)
