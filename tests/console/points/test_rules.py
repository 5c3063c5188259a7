"""Rules on the street's page: a new version from a day on, looked at before it is taken."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage.points.claims import ClaimRow
from storage.points.tables import EntryRow, RuleRow
from tests.console.desk import field, post
from tests.console.screens import DESKTOP, faults, seated
from tests.handlers.points.homes import LI, ZHANG, the_claim
from tests.handlers.scene import SHANGHAI

RULES = "/console/points/rules"
JANUARY = datetime(2027, 1, 6, 10, 0, tzinfo=SHANGHAI)


async def swept_in_december(scene, desk):
    """Li's household swept the stairs four times, Zhang's once; it is January now."""
    for day, who in (("2日", LI), ("3日", LI), ("4日", LI), ("5日", LI), ("5日", ZHANG)):
        scene.now = datetime(2026, 12, 8, 10, 0, tzinfo=SHANGHAI)
        await scene.say(who, f"我12月{day}打扫了楼道", group=False)
        await scene.press("zhao" if who == ZHANG else "wang", "属实")
    await scene.live_until(JANUARY)
    desk.clock.at = scene.now


async def of(scene, code="+03"):
    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(RuleRow).where(RuleRow.code == code).order_by(RuleRow.valid_from)
        )
        return list(rows)


async def written(scene):
    async with scene.database.reading() as session:
        return [
            await session.scalar(select(func.count()).select_from(table))
            for table in (RuleRow, EntryRow, ClaimRow)
        ]


async def test_what_a_change_would_have_done_to_last_quarter_is_shown_and_nothing_written(
    homes, desk
):
    await swept_in_december(homes, desk)
    [rule] = await of(homes)
    before = await written(homes)
    async with desk.signed_in("boss") as browser:
        page = await browser.get(
            f"{RULES}/{rule.id}",
            params={"look": "1", "points": "5", "cap_month": "15",
                    "from": "2027-02-01", "active": "yes"},
        )  # fmt: skip

    # H1: 3+3+3+0 became 5+5+5+0, H2: 3 became 5
    assert "核实过的这一项有5条" in page.text
    assert "一共+8分" in page.text
    assert "<td>H1</td><td>+6</td>" in page.text
    assert "<td>H2</td><td>+2</td>" in page.text
    assert await written(homes) == before


async def test_a_new_version_holds_from_its_day_and_never_reaches_back(homes, desk):
    [rule] = await of(homes)
    async with desk.signed_in("boss") as browser:
        at = f"{RULES}/{rule.id}"
        given = {"look": "1", "points": "5", "from": "2026-12-03", "cap_month": ""}
        answer = await post(browser, await browser.get(at, params=given), f"{at}/change")
    homes.now += timedelta(days=4)
    for day in ("2日", "4日"):
        await homes.say(LI, f"我12月{day}打扫了楼道", group=False)
        await homes.press("wang", "属实")

    assert answer.status_code == 303
    assert [(row.valid_from, row.points) for row in await of(homes)] == [
        (date(2025, 1, 1), 3), (date(2026, 12, 3), 5)
    ]  # fmt: skip
    async with homes.database.reading() as session:
        points = list(await session.scalars(select(ClaimRow.points).order_by(ClaimRow.id)))
    assert points == [3, 5]


async def test_an_item_that_is_switched_off_gives_nothing_from_then_on(homes, desk):
    [rule] = await of(homes)
    async with desk.signed_in("boss") as browser:
        at = f"{RULES}/{rule.id}"
        given = {"look": "1", "points": "3", "cap_month": "9",
                 "from": "2026-12-02", "active": "no"}  # fmt: skip
        await post(browser, await browser.get(at, params=given), f"{at}/change")
    homes.now += timedelta(days=1)
    await homes.say(LI, "我昨天打扫了楼道", group=False)
    still = await the_claim(homes)
    await homes.say(LI, "我今天打扫了楼道", group=False)

    assert still.rule == "+03"
    assert "没有这一项" in (await homes.heard(LI))[-1]


async def test_a_cap_is_a_number_in_the_period_that_is_meant(homes, desk):
    [rule] = await of(homes, "+02")
    async with desk.signed_in("boss") as browser:
        at = f"{RULES}/{rule.id}"
        page = await browser.get(at)
        given = {"look": "1", "points": "2", "from": "2027-01-01", "cap_event": "6",
                 "cap_month": "", "cap_year": "60"}  # fmt: skip
        await post(browser, await browser.get(at, params=given), f"{at}/change")

    assert (field(page, "cap_event"), field(page, "cap_month")) == ("8", "20")
    assert [(row.cap, row.period) for row in await of(homes, "+02")] == [
        ("8;20", "event;month"), ("6;60", "event;year"),
    ]  # fmt: skip


async def test_what_was_had_earlier_in_the_year_uses_up_the_cap_of_the_year(homes, desk):
    """Of nine points that a year would have allowed, September's three were had before the quarter."""
    homes.now = datetime(2026, 9, 8, 10, 0, tzinfo=SHANGHAI)
    await homes.say(LI, "我今天打扫了楼道", group=False)
    await homes.press("wang", "属实")
    await swept_in_december(homes, desk)
    [rule] = await of(homes)
    async with desk.signed_in("boss") as browser:
        given = {"look": "1", "points": "3", "from": "2027-02-01", "cap_year": "9"}
        page = await browser.get(f"{RULES}/{rule.id}", params=given)

    assert "核实过的这一项有5条" in page.text
    assert "<td>H1</td><td>-3</td>" in page.text


async def test_what_has_not_begun_can_be_changed_again(homes, desk):
    [rule] = await of(homes)
    async with desk.signed_in("boss") as browser:
        at = f"{RULES}/{rule.id}"
        for points in ("5", "6"):
            given = {"look": "1", "points": points, "from": "2027-01-01", "cap_month": ""}
            await post(browser, await browser.get(at, params=given), f"{at}/change")

    assert [row.points for row in await of(homes)] == [3, 6]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"from": "2026-12-01"}, "最早从明天起"), ({"from": "soon"}, "最早从明天起"),
     ({"points": "many"}, "1到999"), ({"points": "99999"}, "1到999"),
     ({"cap_month": "8;20"}, "1到999"), ({"cap_year": "week"}, "1到999"), ({"points": "0"}, "1到999"),
     ({"cap_once": "0"}, "1到999"), ({"from": "2030-01-01"}, "400天内")],
)  # fmt: skip
async def test_what_no_rule_can_be_is_refused_with_its_reason(homes, desk, wrong, said):
    [rule] = await of(homes)
    given = {"look": "1", "points": "5", "from": "2027-01-01", **wrong}
    async with desk.signed_in("boss") as browser:
        page = await browser.get(f"{RULES}/{rule.id}", params=given)

    assert page.status_code == 409
    assert said in page.text
    assert '<form class="verb"' not in page.text


@pytest.mark.parametrize("points", ["-3", "5"])
async def test_minus_items_are_not_changed_here(homes, desk, points):
    [rule] = await of(homes, "-03")
    async with desk.signed_in("boss") as browser:
        given = {"look": "1", "points": points, "from": "2027-01-01", "cap_month": ""}
        page = await browser.get(f"{RULES}/{rule.id}", params=given)

    assert page.status_code == 409
    assert "扣分" in page.text


async def test_an_officer_reads_the_rules_and_only_the_street_changes_them(homes, desk):
    [rule] = await of(homes)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(RULES)
        change = await browser.get(f"{RULES}/{rule.id}")

    assert page.text.count("data-row") == 32
    assert "每月9" in page.text
    assert change.status_code == 403


async def test_the_pages_can_be_used_by_everybody(homes, desk):
    [rule] = await of(homes)
    async with seated(desk, "boss", viewport=DESKTOP) as (page, address):
        await page.goto(address + RULES)
        wrong = await faults(page)
        await page.goto(f"{address}{RULES}/{rule.id}")
        await page.get_by_role("button", name="先看看上个季度会差多少").click()
        wrong += await faults(page)

    assert wrong == []
