"""A household's file: what it has and did, for the staff of its community, and who looked."""

import pytest
from sqlalchemy import select

from storage.audit import AuditRow
from storage.people import RoleRow
from storage.places import AreaRow, touch_revision
from tests.console.screens import DESKTOP, faults, seated
from tests.handlers.points.homes import LI
from tests.handlers.points.test_publicity import earned

FILE = "/console/points/household"


async def seen(scene):
    async with scene.database.reading() as session:
        rows = await session.scalars(select(AuditRow).where(AuditRow.act == "household.seen"))
        return [(row.subject, row.actor_id) for row in rows]


@pytest.mark.parametrize("sought", ["H1", "陈桂兰"])
async def test_the_file_shows_points_and_claims_and_the_look_is_on_record(homes, desk, sought):
    await earned(homes, LI)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(FILE, params={"q": sought})

    assert "<b>3</b>在公示" in page.text
    assert "参加集体清扫" in page.text
    assert "已核实" in page.text
    assert "连着1个账号" in page.text
    assert await seen(homes) == [("household/H1", homes.ids["sun"])]


async def test_the_desk_s_look_at_what_a_household_has_is_on_record_too(homes, desk):
    async with desk.signed_in("sun") as browser:
        await browser.get("/console/shop/household?code=H1")
        await browser.get("/console/shop?q=H1")  # masked, and no points

    assert await seen(homes) == [("household/H1", homes.ids["sun"])]


async def test_several_that_may_be_meant_are_offered_and_none_is_opened(homes, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(FILE, params={"q": "3栋"})
        none = await browser.get(FILE, params={"q": "H77"})

    assert f"{FILE}?q=H1" in page.text
    assert f"{FILE}?q=H3" in page.text
    assert "没有找到“H77”这一户。写户主全名、门牌(如3栋2单元301)或户号" in none.text
    assert await seen(homes) == []


async def test_another_community_s_files_are_nobody_s_business_here(homes, desk):
    async with homes.database.transaction() as session:
        session.add(AreaRow(code="DB", name="东北社区", kind="community", parent=None, covers=[]))
        role = await session.scalar(select(RoleRow).where(RoleRow.person_id == homes.ids["sun"]))
        role.area = "DB"
        await touch_revision(session)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(FILE, params={"q": "H1"})
    async with desk.signed_in("boss") as browser:
        street = await browser.get(FILE, params={"q": "H1"})

    assert "没有找到“H1”这一户" in page.text
    assert "陈" not in page.text
    assert street.status_code == 200
    assert await seen(homes) == [("household/H1", homes.ids["boss"])]


async def test_a_worker_of_the_street_opens_no_files(homes, desk):
    async with desk.signed_in("wang") as browser:
        assert (await browser.get(FILE, params={"q": "H1"})).status_code == 403


@pytest.mark.parametrize("odd", ["\0", "x" * 20_000, "'; DROP TABLE households; --", "%"])
async def test_odd_words_find_nothing(homes, desk, odd):
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(FILE, params={"q": odd})).status_code == 200


async def test_the_page_can_be_used_by_everybody(homes, desk):
    await earned(homes, LI)
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        await page.goto(f"{address}{FILE}?q=H1")
        wrong = await faults(page)

    assert wrong == []
