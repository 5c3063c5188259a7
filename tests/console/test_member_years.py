"""The end of a year: who is judged and who not, and an organisation's sheets on paper in one go."""

import re

import pytest
from sqlalchemy import func, select

from handlers.privacy import freezing
from storage import members
from storage.audit import AuditRow
from storage.places import set_state
from tests.console.desk import post
from tests.handlers.members.register import (
    QIAN,
    counted,
    known,
    member,
    registered,
    reported,
    written,
)
from tests.handlers.signups.party import acting

PAGE, SHEETS = "/console/members/year", "/console/members/sheets"
ONE = "/console/members/1"
ZHAO = ["W002", "赵河", "区水利局", "13900000002", "", ""]
SUN = ["W003", "孙湖", "区财政局", "13900000003", "", ""]


async def three(scene, tmp_path):
    """Two of the water bureau, one of whom has reported in, and one of another organisation who has."""
    await reported(scene, tmp_path, QIAN, ZHAO, SUN)
    await known(scene, "hu", SUN[1])
    await scene.say("hu", "报到", group=False)
    await counted(scene, "PAIR")


def items(page):
    """The lines of those who are not judged, without markup."""
    part = page.text.split('id="open"')[1].split("</section>")[0]
    return [re.sub(r"<[^>]+>|\s+", " ", one) for one in part.split("<li ")[1:]]


async def new_year(scene, desk):
    scene.now = desk.clock.at = scene.now.replace(year=2027, month=1, day=5)


async def test_the_list_says_who_is_not_judged_and_why(scene, desk, tmp_path):
    await three(scene, tmp_path)
    await written(scene, "PROPOSAL")
    async with desk.signed_in("sun") as browser:
        early = await browser.get(PAGE)
        await new_year(scene, desk)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}?year=2026")
        water = await browser.get(f"{PAGE}?year=2026&organisation=区水利局")

    assert "还没过完" in early.text
    assert 'class="small">评定' not in early.text
    qian, zhao, sun = items(page)
    assert "还有1项等核实" in qian
    assert "没报到" in zhao
    assert "10分" in sun
    assert page.text.count('class="small">评定') == 1
    assert "孙湖" not in water.text


async def test_each_is_judged_on_the_list_by_a_person_and_then_stands_below(scene, desk, tmp_path):
    await three(scene, tmp_path)
    await new_year(scene, desk)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}?year=2026")
        form = {"grade": "good", "year": "2026", "back": "year"}
        answer = await post(browser, page, "/console/members/1/judge", **form)
        after = await browser.get(answer.headers["location"])

    assert answer.headers["location"] == f"{PAGE}?year=2026"
    assert [line.split()[1] for line in items(after)] == ["赵河", "孙湖"]
    assert 'id="done">1' in after.text
    assert "良好" in after.text.split('id="done"')[1]


async def test_a_year_is_judged_by_a_person_and_then_shown(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    await counted(scene, "PAIR")
    await scene.wait(days=40)
    desk.clock.pass_(days=40)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{ONE}?year=2026")
        assert '<option value="good" selected>良好' in page.text
        await post(browser, page, f"{ONE}/judge", grade="excellent")
        page = await browser.get(f"{ONE}?year=2026")

    assert "<strong>优秀</strong>" in page.text
    async with scene.database.reading() as session:
        assert (await members.year_of(session, 1, 2026)).grade == "excellent"


async def test_who_came_later_or_left_is_on_the_list_of_the_years_that_were_theirs(
    scene, desk, tmp_path
):
    from handlers.members import register  # noqa: PLC0415

    await three(scene, tmp_path)
    row = await member(scene)
    await acting(scene, register.leave, row.id)
    await new_year(scene, desk)
    async with desk.signed_in("sun") as browser:
        old, new = await browser.get(f"{PAGE}?year=2026"), await browser.get(PAGE)

    assert "转出了" in items(old)[0]
    assert [line.split()[1] for line in items(new)] == ["赵河", "孙湖"]


async def test_an_organisations_sheets_are_a_member_a_page_and_on_record(scene, desk, tmp_path):
    await three(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        listed = await browser.get("/console/members?organisation=区水利局")
        paper = await browser.get(f"{SHEETS}?organisation=区水利局")
        nothing = await browser.get(SHEETS)

    assert f'href="{SHEETS}?organisation=' in listed.text
    assert paper.text.count("<main>") == 1
    assert "钱水" in paper.text
    assert "12" in paper.text.split('class="total"')[1]
    assert "赵河" not in paper.text
    assert "<main>" not in nothing.text
    async with scene.database.reading() as session:
        seen = select(func.count()).where(AuditRow.act == "member.exported")
        assert await session.scalar(seen) == 1


async def test_while_exports_are_frozen_no_sheet_leaves(scene, desk, tmp_path):
    await three(scene, tmp_path)
    async with scene.database.transaction() as session:
        await set_state(session, freezing.FROZEN, {"at": "now"})
    async with desk.signed_in("sun") as browser:
        answer = await browser.get(f"{SHEETS}?organisation=区水利局")

    assert answer.status_code == 409
    assert "12" not in answer.text.split("合计")[-1][:20]


@pytest.mark.parametrize(
    "address",
    [f"{PAGE}?year=9999", f"{PAGE}?year=x&organisation=%00", f"{PAGE}?after=x",
     f"{SHEETS}?organisation={'长' * 500}&year=-1"],
)  # fmt: skip
async def test_odd_addresses_are_answered(scene, desk, tmp_path, address):
    await registered(scene, tmp_path / "w")
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(address)).status_code == 200


async def test_the_officer_of_another_community_sees_nobody(scene, desk, tmp_path):
    from storage.places import AreaRow, touch_revision  # noqa: PLC0415

    await three(scene, tmp_path)
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="YH", name="银河社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "远办", "officer", "YH")
        await touch_revision(session)
    async with desk.signed_in("far") as browser:
        page = await browser.get(PAGE)
        paper = await browser.get(f"{SHEETS}?organisation=区水利局")

    assert "钱水" not in page.text + paper.text
    assert "<main>" not in paper.text
