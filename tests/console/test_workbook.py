"""The workbook in the browser: what would change is shown first, and exactly that is taken in."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from handlers.privacy import freezing
from storage.audit import AuditRow
from storage.people import PersonRow, RoleRow
from storage.places import AreaRow, PlaceRow, set_state
from storage.workbooks import WorkbookRow
from tests.console.desk import field, post

PAGE, TAKE, FILE = "/console/workbook", "/console/workbook/take", "/console/workbook/table"
NEW = {
    "places": [("code", "name", "kind", "parent"), ("JGY", "金桂园小区", "estate", "XL"),
               ("JGY/9", "9栋", "building", "JGY"), ("XL", "西流湾社区", "community", "YQ")],
    "areas": [("code", "name", "kind", "parent", "covers"),
              ("XL-2", "第二网格", "grid", "XL", "JGY/5-9")],
}  # fmt: skip


def book(**sheets):
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


async def send(browser, data, name="w.xlsx"):
    page = await browser.get(PAGE)
    return await browser.post(
        PAGE, data={"form_token": field(page, "form_token")}, files={"file": (name, data)}
    )


async def known(scene, table=PlaceRow):
    async with scene.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def test_what_would_change_is_shown_and_nothing_is_changed(scene, desk):
    before = await known(scene)

    async with desk.signed_in("boss") as browser:
        shown = await send(browser, book(**NEW))

    assert shown.status_code == 200
    assert "<del>金桂园</del> → <ins>金桂园小区</ins>" in shown.text
    assert "<ins>JGY/5-9</ins>" in shown.text
    assert re.search(r"JGY/9 9栋 <span class=\"state\">新增", shown.text)
    assert "还没有收" in shown.text
    assert await known(scene) == before
    async with scene.database.reading() as session:
        assert (await session.get(PlaceRow, "JGY")).name == "金桂园"


async def test_it_is_taken_in_by_one_press_and_told_in_numbers(scene, desk):
    async with desk.signed_in("boss") as browser:
        shown = await send(browser, book(**NEW))
        taken = await post(browser, shown, TAKE)
        page = await browser.get(taken.headers["location"])

    assert taken.status_code == 303
    assert "新增1行,改了2行" in page.text
    async with scene.database.reading() as session:
        assert (await session.get(PlaceRow, "JGY")).name == "金桂园小区"
        assert "JGY/9" in (await session.get(AreaRow, "XL-2")).covers
        acts = list(await session.scalars(select(AuditRow.act)))
        kept = list(await session.scalars(select(WorkbookRow.data)))
    assert acts.count("workbook.imported") == 1
    assert kept == [b""]  # names and phones lie nowhere for longer than needed
    await scene.say("li", "9栋楼道灯坏了三天了")
    assert (await scene.ticket()).owner_area == "XL-2"


async def test_pressed_twice_it_is_taken_in_once(scene, desk):
    async with desk.signed_in("boss") as browser:
        shown = await send(browser, book(**NEW))
        first, second = await post(browser, shown, TAKE), await post(browser, shown, TAKE)

    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["location"] == first.headers["location"]  # both hear that it was taken in
    async with scene.database.reading() as session:
        acts = list(await session.scalars(select(AuditRow.act)))
    assert acts.count("workbook.imported") == 1


async def test_whoever_gets_another_grid_is_shown_to_keep_the_first(scene, desk):
    moved = book(people=[("code", "name", "role", "area"), ("wang", "王格", "grid_worker", "XL-2")])
    async with scene.database.transaction() as session:
        (await session.get(PersonRow, scene.ids["wang"])).code = "wang"

    async with desk.signed_in("boss") as browser:
        shown = await send(browser, moved)

    assert re.search(r"原来的也留着\s*XL-1", shown.text)


async def test_what_has_changed_meanwhile_is_shown_anew_and_not_taken_in(scene, desk):
    before = await known(scene)
    async with desk.signed_in("boss") as browser:
        shown = await send(browser, book(**NEW))
        async with scene.database.transaction() as session:
            (await session.get(PlaceRow, "JGY")).name = "金桂花园"
        refused = await post(browser, shown, TAKE)

        assert refused.status_code == 409
        assert "又有别的改动" in refused.text
        assert "<del>金桂花园</del> → <ins>金桂园小区</ins>" in refused.text
        assert await known(scene) == before
        assert (await post(browser, refused, TAKE)).status_code == 303
    async with scene.database.reading() as session:
        assert (await session.get(PlaceRow, "JGY")).name == "金桂园小区"


async def test_wrong_cells_are_named_in_the_reader_s_language_and_nothing_is_kept(scene, desk):
    bad = book(places=[("code", "name", "kind", "parent"), ("N", "新苑", "tower", "XL")])

    async with desk.signed_in("boss") as browser:
        chinese = await send(browser, bad)
        browser.cookies.set("huying_language", "en")
        english = await send(browser, bad)

    assert (chinese.status_code, english.status_code) == (409, 409)
    assert "“tower”不在可选的里面" in chinese.text
    assert re.search(r"<td>地点</td><td class=\"number\">2</td><td>类型</td>", chinese.text)
    assert re.search(r"<td>Place</td><td class=\"number\">2</td><td>Kind</td>", english.text)
    assert "不在可选" not in english.text
    assert TAKE not in chinese.text
    assert await known(scene, WorkbookRow) == 0


async def test_the_same_again_has_nothing_to_take_in(scene, desk):
    async with scene.database.transaction() as session:
        for person in await session.scalars(select(PersonRow)):
            person.code = person.key

    async with desk.signed_in("boss") as browser:
        out = await browser.get(FILE)
        shown = await send(browser, out.content)

    assert out.headers["content-disposition"].startswith("attachment")
    assert "一模一样" in shown.text
    assert TAKE not in shown.text
    places = load_workbook(io.BytesIO(out.content))["places"]
    assert "金桂园" in {cell.value for row in places for cell in row}


async def test_a_zip_of_csv_is_as_good(scene, desk):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("places.csv", "code,name,kind,parent\nJGY/9,9栋,building,JGY\n")

    async with desk.signed_in("boss") as browser:
        shown = await send(browser, out.getvalue(), "w.zip")
        taken = await post(browser, shown, TAKE)

    assert taken.status_code == 303
    async with scene.database.reading() as session:
        assert await session.get(PlaceRow, "JGY/9") is not None


async def test_nobody_is_named_by_number_in_the_difference(scene, desk):
    heading = ("name", "role", "area", "deputy", "phone")
    wang = ("王格", "grid_worker", "XL-1", "13900000001", "13900000002")
    async with scene.database.transaction() as session:
        role = await session.scalar(
            select(RoleRow).where(RoleRow.area == "XL-1", RoleRow.role == "grid_worker")
        )
        role.deputy_id = scene.ids["chen"]
        for who, phone in (("zhao", "13900000001"), ("wang", "13900000002")):
            (await session.get(PersonRow, scene.ids[who])).phone = phone
    async with desk.signed_in("boss") as browser:
        shown = await send(browser, book(people=[heading, wang]))

    assert "<del>陈长</del> → <ins>13900000001</ins>" in shown.text


@pytest.mark.parametrize("who", ["sun", "liu", "wang"])
async def test_only_the_street_takes_workbooks_along_or_in(desk, who):
    async with desk.signed_in(who) as browser:
        token = field(await browser.get("/console/tickets"), "form_token")
        answers = [
            await browser.get(PAGE),
            await browser.get(FILE),
            await browser.post(
                PAGE, data={"form_token": token}, files={"file": ("w.xlsx", book(**NEW))}
            ),
            await browser.post(TAKE, data={"form_token": token, "key": "x"}),
        ]

    assert {answer.status_code for answer in answers} == {403}


async def test_nothing_leaves_while_exports_are_frozen(scene, desk):
    async with scene.database.transaction() as session:
        await set_state(session, freezing.FROZEN, {"at": "now"})

    async with desk.signed_in("boss") as browser:
        answer = await browser.get(FILE)

    assert answer.status_code == 409
    assert "恢复导出" in answer.text


async def test_hostile_files_get_a_sentence_and_no_fault(desk):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * (30 * 1024 * 1024))
    files = [("a.xlsx", b"MZ\x90" + b"\x00" * 99), ("b.xlsx", bomb.getvalue()), ("c.xlsx", b""),
             ("d\x00\r\n<b>.xlsx", b"x"), ("e" * 3000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")]  # fmt: skip

    async with desk.signed_in("boss") as browser:
        answers = [await send(browser, data, name) for name, data in files]
        page = await browser.get(PAGE)
        nothing = await browser.post(
            PAGE, data={"form_token": field(page, "form_token"), "file": "x"}
        )
        odd = await browser.get(f"{PAGE}?added=9999999999999&changed=x%00")
        huge = await browser.post(PAGE, content=b"x", headers={"content-length": "99999999999"})

    assert {answer.status_code for answer in (*answers, nothing)} == {409}
    assert all('role="alert"' in answer.text for answer in answers)
    assert "<b>" not in answers[3].text
    assert odd.status_code == 200
    assert huge.status_code == 413


async def test_what_nobody_takes_in_is_gone_after_an_hour(scene, desk):
    async with desk.signed_in("boss") as browser:
        shown = await send(browser, book(**NEW))
        assert await known(scene, WorkbookRow) == 1
        desk.clock.pass_(minutes=61)
        late = await post(browser, shown, TAKE)

    assert late.status_code == 409
    await scene.wait(minutes=61)
    assert await known(scene, WorkbookRow) == 0


async def test_of_two_workbooks_that_somebody_sends_only_the_last_lies_here(scene, desk):
    async with desk.signed_in("boss") as browser:
        first = await send(browser, book(**NEW))
        second = await send(browser, book(places=NEW["places"][:3]))
        gone, taken = await post(browser, first, TAKE), await post(browser, second, TAKE)

    assert (gone.status_code, taken.status_code) == (409, 303)
