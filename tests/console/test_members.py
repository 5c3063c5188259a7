"""Members on the office's pages: decided in one press, sheet and sum, and nobody else sees any of it."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from storage import members
from tests.console.desk import field, post
from tests.console.screens import DESKTOP, PHONE, faults, seated
from tests.handlers.members.register import (
    QIAN,
    balance,
    claims,
    counted,
    known,
    member,
    registered,
    reported,
    written,
)

PAGE, ONE = "/console/members", "/console/members/1"
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


async def test_the_register_shows_organisations_and_their_totals(scene, desk, tmp_path):
    lines = [[f"P{n}", f"党员{n}", f"单位{n % 12}", f"139{n:08}", "", ""] for n in range(1, 125)]
    await registered(scene, tmp_path / "w", *lines)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        of_one = await browser.get(f"{PAGE}?organisation=单位3")
        rest = await browser.get(f"{PAGE}?after=100")

    assert '<strong id="all">124</strong>' in page.text
    assert "共12家单位" in page.text
    assert page.text.count('data-label="已报到"') == 13  # on a phone the heads are not seen
    assert "后面的" in page.text
    assert "党员3<" in of_one.text
    assert "党员4<" not in of_one.text
    assert "党员124<" in rest.text


async def test_what_is_ticked_is_verified_with_one_press(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    first, second = await written(scene, "PAIR"), await written(scene, "PROPOSAL")
    minus = await written(scene, "MISSED")

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        assert f'name="claim" value="{minus}" aria-label' not in page.text  # no tick for a minus
        form = {"form_token": field(page, "form_token"), "once": "x1", "claim": [first, second]}
        answer = await browser.post(f"{PAGE}/verify", data=form)
        again = await browser.post(f"{PAGE}/verify", data=form)

    assert (answer.status_code, again.status_code) == (303, 303)
    assert await balance(scene) == 13
    assert [claim.item for claim in await claims(scene)] == ["MISSED"]


async def test_a_minus_in_a_forged_press_for_several_is_refused(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    numbers = [await written(scene, "PAIR"), await written(scene, "MISSED")]

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        form = {"form_token": field(page, "form_token"), "once": "x1", "claim": numbers}
        answer = await browser.post(f"{PAGE}/verify", data=form)

    assert answer.status_code == 409
    assert "一项一项定" in answer.text
    assert await balance(scene) == 10


async def test_a_minus_is_decided_alone_on_the_page(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    await written(scene, "MISSED")

    async with desk.signed_in("sun") as browser:
        mine = await browser.get(PAGE)
    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, f"{ONE}/verify")

    assert "您记的,请另一位定" in mine.text
    assert "属实,扣分" not in mine.text
    assert answer.headers["location"] == PAGE
    assert await balance(scene) == 9


async def test_s2_03_the_sheet_has_date_item_value_and_verifier_and_its_sum_is_the_balance(
    scene, desk, tmp_path
):
    await reported(scene, tmp_path)
    await counted(scene, "PAIR", note="结对陈奶奶家")
    await counted(scene, "MISSED", day=date(2026, 11, 3))
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        paper = await browser.get(f"{ONE}/sheet")
        book = await browser.get(f"{ONE}/sheet.xlsx")

    [sheet] = load_workbook(io.BytesIO(book.content)).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("日期", "项目", "说明", "分值", "核实人")
    body, last = rows[1:-1], rows[-1]
    assert [(row[1], row[3], row[4]) for row in body if row[3] != 10] == [
        ("无故缺席活动", -1, "周街"), ("结对帮扶一户困难家庭(全年走访不少于四次)", 2, "孙办"),
    ]  # fmt: skip
    assert sum(row[3] for row in body) == last[3] == await balance(scene) == 11
    assert '<strong id="sum">11</strong>' in page.text
    assert "党员服务积分登记表" in paper.text
    assert "13900000001" not in paper.text
    assert {paper.text.count(name) for name in ("孙办", "周街")} == {1}


async def test_a_member_reports_in_at_the_counter_or_gets_a_code(scene, desk, tmp_path):
    await registered(scene, tmp_path / "w")
    await known(scene, "qian", "钱水")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        made = await post(browser, page, f"{ONE}/invite")
        answer = await post(browser, page, f"{ONE}/report")

    code = made.text.split('<code id="code">')[1].split("</code>")[0]
    await scene.say("phone2", f"报到 {code}", group=False)
    assert answer.status_code == 303
    assert await balance(scene) == 10
    assert "已经报到" in (await scene.heard("phone2"))[-1]


async def test_an_item_is_written_down_verified_and_put_right(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        await post(browser, page, f"{ONE}/write_down", item="COMMEND", level="2", day="2026-12-01")
        page = await browser.get(ONE)
        await post(browser, page, f"{ONE}/verify")
        assert await balance(scene) == 12
        page = await browser.get(ONE)
        await post(browser, page, f"{ONE}/take_back")
        page = await browser.get(ONE)

    assert await balance(scene) == 10
    assert "+2" in page.text
    assert "-2" in page.text
    assert "记错了" not in page.text


@pytest.mark.parametrize(
    "given",
    [{"day": "x"}, {"day": "9999-12-31"}, {"day": "0001-01-01"}, {"item": "NOTHING"}, {"item": "\0"},
     {"level": "4", "item": "COMMEND"}, {"day": ""}],
)  # fmt: skip
async def test_odd_items_get_a_sentence_and_write_nothing_down(scene, desk, tmp_path, given):
    await reported(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        usual = {"item": "PAIR", "day": "2026-12-01", "level": "1"}
        answer = await post(browser, page, f"{ONE}/write_down", **{**usual, **given})

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert await claims(scene) == []


@pytest.mark.parametrize("who", ["liu", "wang", "chen", "heart"])
async def test_who_is_not_the_officer_finds_no_way_in(scene, desk, tmp_path, who):
    await reported(scene, tmp_path)
    async with desk.signed_in(who) as browser:
        pages = [await browser.get(p) for p in (PAGE, ONE, f"{ONE}/sheet", f"{ONE}/sheet.xlsx")]
        home = await browser.get("/console")

    assert {page.status_code for page in pages} == {403}
    assert not any("钱水" in page.text for page in pages)
    assert PAGE not in home.text


async def test_the_officer_of_another_community_sees_none_of_it(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    async with scene.database.transaction() as session:
        from storage.places import AreaRow, touch_revision  # noqa: PLC0415

        session.add(AreaRow(code="YH", name="银河社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "远办", "officer", "YH")
        await touch_revision(session)
    await written(scene, "PAIR")

    async with desk.signed_in("far") as browser:
        page, one = await browser.get(PAGE), await browser.get(ONE)
        token = field(page, "form_token", form="/console/sign-out")
        form = {"form_token": token, "once": "x", "claim": "1"}
        tried = await browser.post(f"{PAGE}/verify", data=form)

    assert "钱水" not in page.text
    assert one.status_code == 404
    assert tried.status_code == 409
    assert await balance(scene) == 10


async def test_what_leaves_the_office_is_on_record(scene, desk, tmp_path):
    from sqlalchemy import select  # noqa: PLC0415

    from storage.audit import AuditRow  # noqa: PLC0415

    await reported(scene, tmp_path)
    async with desk.signed_in("boss") as browser:
        await browser.get(f"{ONE}/sheet.xlsx")

    async with scene.database.reading() as session:
        row = await session.scalar(select(AuditRow).where(AuditRow.act == "member.exported"))
    assert (row.subject, row.actor_id) == ("member/1", scene.ids["boss"])


@pytest.mark.parametrize(
    "address",
    ["?after=x", "?after=99999999999999999999", "?organisation=%00", "/1?year=1", "/1?year=x"],
)
async def test_odd_addresses_are_answered(scene, desk, tmp_path, address):
    await reported(scene, tmp_path)
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(f"{PAGE}{address}")).status_code == 200
        assert (await browser.get(f"{PAGE}/99")).status_code == 404


async def test_no_page_ranks_anybody(scene, desk, tmp_path):
    """The register says who reported in, and never how many points anybody has."""
    await reported(scene, tmp_path, QIAN, ["W002", "周二", "市一院", "", "", ""])
    await counted(scene, "COMMEND", level=3)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)

    assert "13" not in page.text.split("<h2>名单</h2>")[1].split("</table>")[0]
    assert page.text.index("钱水") < page.text.index("周二")


async def test_s1_11_a_pledge_is_checked_on_its_page_and_shown_as_done(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    await scene.say("qian", "我认领:每周扫一次3栋楼道", group=False)
    await scene.say("qian", "认领1办好了", group=False)
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/pledges")
        answer = await post(browser, page, "/console/pledges/1/check")
        again = await post(browser, page, "/console/pledges/1/send_back")
        shown = await browser.get("/console/pledges?state=checked")
        one = await browser.get(ONE)

    assert answer.status_code == 303
    assert again.status_code == 409
    assert "每周扫一次3栋楼道" in shown.text
    assert "已兑现" in one.text


async def test_odd_steps_on_pledges_are_no_steps(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    await scene.say("qian", "我认领:每周扫一次3栋楼道", group=False)
    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/pledges?state=nonsense&before=x")
        form = {"form_token": field(page, "form_token"), "once": "x"}
        missing = await browser.post("/console/pledges/9/check", data=form)
        unknown = await browser.post("/console/pledges/1/dance", data=form)
        late = await browser.post("/console/pledges/1/check", data=form)

    assert (missing.status_code, unknown.status_code, late.status_code) == (404, 404, 409)
    assert (await member(scene)).id == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
async def test_in_a_browser_the_officer_verifies_and_axe_finds_nothing_grave(
    scene, desk, tmp_path, size
):
    await reported(scene, tmp_path)
    await written(scene, "PAIR")
    await written(scene, "MISSED")
    async with seated(desk, "sun", viewport=size) as (page, address):
        await page.goto(f"{address}{PAGE}")
        assert await faults(page) == []
        assert not await page.evaluate(SIDEWAYS)
        await page.locator("input[name=claim][type=checkbox]").check()
        await page.get_by_role("button", name="勾选的都核实").click()
        await page.goto(f"{address}{ONE}")
        assert await page.locator("#sum").inner_text() == "12"
        assert await faults(page) == []
        assert not await page.evaluate(SIDEWAYS)
        await page.goto(f"{address}/console/volunteers")
        assert await faults(page) == []
        await page.goto(f"{address}/console/activities")
        assert await faults(page) == []
        assert not await page.evaluate(SIDEWAYS)


async def test_who_left_serves_no_more_and_keeps_the_sheet(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    await counted(scene, "PAIR")

    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        gone = await post(browser, page, f"{ONE}/leave")
        again = await browser.get(PAGE)
        left = await browser.get(f"{PAGE}?shown=left")
        sheet = await browser.get(f"{ONE}/sheet")
    said = len(await scene.heard("qian"))
    for words in ("报到", "我的服务积分", "我认领:每周扫一次楼道"):
        await scene.say("qian", words, group=False)

    assert gone.status_code == 303
    assert ("钱水</a>" in again.text, "钱水</a>" in left.text) == (False, True)
    assert '<strong id="all">' not in again.text
    assert "结对帮扶" in sheet.text
    assert await balance(scene) == 12
    assert not any("服务积分" in one or "认领" in one for one in (await scene.heard("qian"))[said:])
    async with scene.database.reading() as session:
        world = await scene.community.world(session)
        assert await members.reported(session) == {}
    assert world.organisation.roles_of(scene.ids["qian"]) == ()


async def test_who_left_can_report_in_again_and_has_one_base(scene, desk, tmp_path):
    await reported(scene, tmp_path)

    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(ONE), f"{ONE}/leave")
        left = await browser.get(ONE)
        assert "转出了" in left.text
        await post(browser, left, f"{ONE}/report")
        page = await browser.get(ONE)

    assert "转出了" not in page.text
    assert await balance(scene) == 10
    await scene.say("qian", "我的服务积分", group=False)
    assert "10分" in (await scene.heard("qian"))[-1]


async def test_a_member_is_found_by_name_and_who_has_not_reported_in_is_listed(
    scene, desk, tmp_path
):
    other = ["W002", "马云飞", "区水利局", "13900000002", "", ""]
    await reported(scene, tmp_path, QIAN, other)

    async with desk.signed_in("sun") as browser:
        by_name = await browser.get(f"{PAGE}?name=钱")
        absent = await browser.get(f"{PAGE}?shown=not_yet")
        odd = await browser.get(f"{PAGE}?shown=%00x&name=%25%00_")

    assert ("钱水</a>" in by_name.text, "马云飞</a>" in by_name.text) == (True, False)
    assert ("钱水</a>" in absent.text, "马云飞</a>" in absent.text) == (False, True)
    assert odd.status_code == 200


async def test_workbook_and_record_name_members_in_words(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    await counted(scene, "PAIR")
    lines = (
        "id,name,organisation,phone,posts,since\nW9,马云飞,文化馆,13900000009,巡防员,2026-09-01\n"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("members.csv", lines)

    async with desk.signed_in("boss") as browser:
        page = await browser.get("/console/workbook")
        form = {"form_token": field(page, "form_token")}
        shown = await browser.post(
            "/console/workbook", data=form, files={"file": ("a.zip", packed.getvalue())}
        )
        record = await browser.get("/console/audit")

    assert "党员" in shown.text
    assert all(word not in shown.text for word in ("organisation", "posts", "since"))
    assert "核实了服务积分" in record.text
    assert "<td>member.counted" not in record.text


async def test_one_tick_takes_all_that_give_points(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    for item in ("PAIR", "PROPOSAL"):
        await written(scene, item)

    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        await page.goto(address + PAGE)
        await page.get_by_label("全选").check()
        await page.get_by_role("button", name="勾选的都核实").click()
        await page.get_by_text("没有等核实的").wait_for()

    assert await balance(scene) == 13
