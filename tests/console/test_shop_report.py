"""What the shop handed out, added up: as a page, as a table, and as whoever counts by hand would."""

import io
from datetime import UTC, datetime

from openpyxl import load_workbook
from sqlalchemy import text

from tests.console.desk import post
from tests.handlers.shopping import orders, placed

SHOP, REPORT = "/console/shop", "/console/shop/report"
BY_HAND = """
    SELECT count(DISTINCT o.id), count(DISTINCT o.household), sum(l.pieces), sum(l.pieces * l.price),
           sum(l.pieces * l.cents)
    FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.state = 'fetched'
"""


async def test_the_report_adds_up_as_a_page_and_as_a_table(shop, desk):
    for home, wanted in (("H1", {"soap": 2, "towel": 1}), ("H2", {"oil": 1, "soap": 1})):
        number = await placed(shop, home, **wanted)
        async with desk.signed_in("sun") as browser:
            page = await browser.get(f"{SHOP}/orders/{number}")
            await post(browser, page, f"{SHOP}/orders/{number}/fetch")
    await placed(shop, "H3", soap=1)  # held, not handed out

    async with desk.signed_in("sun") as browser:
        page = await browser.get(REPORT)
        table = await browser.get(f"{REPORT}/table?kind=xlsx")
        csv = await browser.get(f"{REPORT}/table?kind=csv")
        odd = await browser.get(f"{REPORT}?first=9999-99-99&last=xx&community=")
        none = await browser.get(f"{REPORT}/table?kind=exe")

    total = page.text[page.text.index('class="total"') :]
    assert [n for n in ("2", "5", "165", "34") if f'class="number">{n}<' not in total] == []
    lines = list(load_workbook(io.BytesIO(table.content)).active.values)
    assert lines[-1] == ("合计", 2, 2, 5, 165, 34)
    assert sum(line[4] for line in lines[1:-1]) == 165
    assert "肥皂,2,2,3,45,9" in csv.content.decode("utf-8-sig")
    assert odd.status_code == 200
    assert none.status_code == 404


async def test_the_report_is_what_a_count_by_hand_finds_and_ends_at_midnight(shop, desk):
    midnight = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # in Shanghai the new year begins
    one, two = await placed(shop, "H1", soap=2), await placed(shop, "H2", oil=1)
    async with desk.signed_in("sun") as browser:
        for number in (one, two):
            page = await browser.get(f"{SHOP}/orders/{number}")
            await post(browser, page, f"{SHOP}/orders/{number}/fetch")
        async with shop.database.transaction() as session:
            for row in await orders(shop):
                kept = await session.merge(row)
                kept.done_at = midnight.replace(hour=15) if row.id == one else midnight
            found = (await session.execute(text(BY_HAND))).one()
        old = await browser.get(f"{REPORT}/table?kind=csv&first=2026-10-01&last=2026-12-31")
        new = await browser.get(f"{REPORT}/table?kind=csv&first=2027-01-01&last=2027-03-31")
        both = await browser.get(f"{REPORT}/table?kind=csv&first=2026-10-01&last=2027-03-31")

    def total(table):
        return table.content.decode("utf-8-sig").strip().splitlines()[-1].split(",")[1:]

    assert total(old) == ["1", "1", "2", "30", "6.0"]
    assert total(new) == ["1", "1", "1", "90", "18.5"]
    assert tuple(float(n) for n in total(both)) == (*map(float, found[:4]), found[4] / 100)
