"""The year's appraisal on its page: by what was earned, with a yes, and private until it is decided."""

from datetime import date, datetime

from domain.points import Act, reverse, take_back
from storage.points import books
from storage.points.tables import HouseholdRow
from tests.console.desk import HERE, field, post
from tests.console.screens import DESKTOP, faults, seated
from tests.handlers.office import take_in
from tests.handlers.points.homes import LI, ZHANG, told
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


def at(verb, year=2026):
    return f"{YEAR}/{verb}?community=XL&year={year}"


async def later(scene, desk, **span):
    await scene.wait(**span)
    desk.clock.at = scene.now


async def posted_by_the_office(scene, desk, browser):
    """The candidates hang out; the address is the one that the group heard."""
    await post(browser, await browser.get(YEAR), at("post"))
    await later(scene, desk, minutes=1)
    return (await scene.in_group())[-1].split("\n")[1].removeprefix(HERE)


async def test_nobody_is_named_before_it_is_decided_nor_without_their_yes(homes, desk):
    await january(homes, desk, got("a", 130, IN_2026))
    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(YEAR), at("yes"), household="H1")
        agreed = await browser.get(YEAR)
        await posted_by_the_office(homes, desk, browser)
        early = await browser.post(
            at("decide"), data={"form_token": field(agreed, "form_token"), "once": "e"}
        )
    await later(homes, desk, days=7)
    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(YEAR), at("decide"))
        named = await browser.get(YEAR)
        await later(homes, desk, minutes=1)
        await post(browser, named, at("no"), household="H1")
        after = await browser.get(YEAR)

    assert "陈桂兰" not in agreed.text
    assert "要公示到" in early.text
    assert "<td>陈桂兰</td>" in named.text
    assert "陈桂兰" not in after.text
    assert "第1名,全年130分" in await told(homes, "li")
    assert all("陈桂兰" not in line for line in await homes.in_group())


async def test_candidates_are_posted_masked_for_seven_days_without_whoever_said_no(homes, desk):
    await january(homes, desk, got("a", 130, IN_2026), got("b", 140, IN_2026, "H2"))
    async with desk.signed_in("sun") as browser, desk.browser() as anybody:
        old = await browser.get(YEAR)
        path = await posted_by_the_office(homes, desk, browser)
        await post(browser, old, at("post"))  # by another's open page: once is enough
        first = await anybody.get(path)
        await homes.press(ZHANG, "不写")
        without = await anybody.get(path)
        await later(homes, desk, days=7)
        gone = await anybody.get(path)
        odd = [await anybody.get(f"/publicity/year/{t}") for t in ("x" * 5000, "%00", "1")]

    assert len([t for t in await homes.heard(LI) if "年评候选" in t]) == 1
    [line] = [one for one in await homes.in_group() if "年评候选" in one]
    assert "1月14日" in line
    assert "金桂园3栋·陈*" in first.text
    assert "金桂园5栋·欧阳*" in first.text
    for hidden in ("桂兰", "欧阳明", "H1", "form_token"):
        assert hidden not in first.text
    assert first.headers["x-robots-tag"].startswith("noindex")
    assert "欧阳" not in without.text
    assert [page.status_code for page in (gone, *odd)] == [404] * 4


async def test_a_candidate_is_asked_in_private_and_may_think_again(homes, desk):
    await january(homes, desk, got("a", 130, IN_2026))
    async with desk.signed_in("sun") as browser:
        await posted_by_the_office(homes, desk, browser)
        asked = await told(homes, LI)
        before = await browser.get(YEAR)
        await homes.press(LI, "不写")
        no = await browser.get(YEAR)
        await homes.press(LI, "可以写")
        yes = await browser.get(YEAR)

    assert "您家2026年得了130分" in asked
    assert "还没答" in before.text
    assert "不愿写名字</span>" in no.text
    assert "同意写名字</span>" in yes.text
    assert "评上了就写名字" in await told(homes, LI)
    assert all("年评" not in text for text in await homes.heard(ZHANG))


async def test_the_year_that_runs_is_only_looked_at(homes, desk):
    await posted(homes, got("a", 130, IN_2026))
    async with desk.signed_in("sun") as browser:
        page = await browser.get(YEAR, params={"year": 2026})
        form = {"form_token": field(page, "form_token"), "once": "y"}
        refused = await browser.post(at("post"), data=form)
        odd = await browser.post(at("burn"), data=form | {"once": "z"})

    assert "这一年还没过完" in page.text
    assert at("yes") not in page.text
    assert "2026年不能评" in refused.text
    assert odd.status_code == 404
    assert await homes.in_group() == []


async def test_a_closed_file_makes_the_tenth_no_larger_and_is_named_as_not_judged(
    homes, desk, tmp_path
):
    """Ten households of whom five have gone: one place, and it is the living one's."""
    await take_in(homes, tmp_path / "gone", households=[
        ["code", "place", "name", "members"],
        *[[f"G{n}", "JGY/2", f"住户{n}", ""] for n in range(8)],
    ])  # fmt: skip
    async with homes.database.transaction() as session:
        for n in range(8):
            (await session.get(HouseholdRow, f"G{n}")).state = "closed"
    await january(
        homes, desk, got("a", 90, IN_2026, "G1"), got("b", 80, IN_2026), got("c", 70, IN_2026, "H2")
    )
    async with desk.signed_in("sun") as browser:
        page = await browser.get(YEAR)

    assert "H1 · 80分" in page.text
    assert "H2 · 70分" not in page.text
    assert "G1 · 档案已并入别家或已搬走" in page.text


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
