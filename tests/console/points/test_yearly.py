"""The year's appraisal on its page: by what was earned, with a yes, and private until it is decided."""

from datetime import date, datetime

from domain.points import Act, reverse, take_back
from storage.points import books
from tests.console.desk import post
from tests.console.screens import DESKTOP, faults, seated
from tests.handlers.points.homes import told
from tests.handlers.points.test_expiry import got, posted, spent
from tests.handlers.scene import SHANGHAI

YEAR = "/console/points/year"
IN_2026 = date(2026, 6, 1)


async def january(scene, desk, *entries):
    await posted(scene, *entries)
    scene.now = datetime(2027, 1, 8, 10, 0, tzinfo=SHANGHAI)
    desk.clock.at = scene.now


async def test_s0_09_in_january_a_household_counts_with_what_it_earned_not_what_it_kept(
    homes, desk
):
    await january(homes, desk, got("a", 130, IN_2026), *spent("o", 100, day=IN_2026))
    async with desk.signed_in("sun") as browser:
        page = await browser.get(YEAR)

    assert "2026" in page.text
    assert "H1 · 130分" in page.text


async def test_s0_10_false_evidence_leaves_a_household_out_and_only_the_desk_sees_why(homes, desk):
    wrong = take_back(Act("w", "H1", IN_2026, "-08", community="XL"), 20, 130)
    await january(homes, desk, got("a", 130, IN_2026), wrong, got("b", 60, IN_2026, "H2"))
    async with desk.signed_in("sun") as browser:
        page = await browser.get(YEAR)
    async with desk.signed_in("wang") as browser:
        worker = await browser.get(YEAR)

    assert "H1 · 签到或证明作假" in page.text
    assert "H2 · 60分" in page.text
    assert "H1 · 1" not in page.text
    assert worker.status_code == 403
    for who in ("li", "zhang", "zhou"):
        assert all("作假" not in text for text in await homes.heard(who))
    await posted(homes, reverse(wrong, key="w/undone", day=IN_2026))
    async with desk.signed_in("sun") as browser:
        assert "H1 · 130分" in (await browser.get(YEAR)).text


async def test_nobody_is_named_without_their_yes_and_a_no_takes_it_back(homes, desk):
    await january(homes, desk, got("a", 130, IN_2026))
    async with desk.signed_in("sun") as browser:
        before = await browser.get(YEAR)
        yes, no = (f"{YEAR}/{value}?community=XL&amp;year=2026" for value in ("yes", "no"))
        assert yes.replace("&amp;", "&") in before.text
        await post(browser, before, yes.replace("&amp;", "&"))
        named = await browser.get(YEAR)
        await post(browser, named, no.replace("&amp;", "&"))
        after = await browser.get(YEAR)

    assert "陈桂兰" not in before.text
    assert "<td>陈桂兰</td>" in named.text
    assert "陈桂兰" not in after.text
    assert await homes.in_group() == []
    assert "光荣" not in await told(homes, "li")


async def test_paper_books_opening_balance_is_not_earned_and_odd_years_are_passed_over(homes, desk):
    opening = got("o", 500, IN_2026, rule="OPEN")
    await january(homes, desk, opening)
    async with desk.signed_in("sun") as browser:
        pages = [
            await browser.get(YEAR, params={"year": odd}) for odd in ("", "x", "999999999", "1")
        ]
        stranger = await browser.get(YEAR, params={"community": "DB"})

    assert all(page.status_code == 200 and "还没有候选" in page.text for page in pages)
    assert stranger.status_code == 404
    async with homes.database.reading() as session:
        assert await books.unbalanced(session) == []


async def test_the_page_can_be_used_by_everybody(homes, desk):
    await january(homes, desk, got("a", 130, IN_2026))
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        await page.goto(address + YEAR)
        wrong = await faults(page)

    assert wrong == []
