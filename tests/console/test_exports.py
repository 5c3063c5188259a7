"""Exports: nobody is in what anybody may take; all of it only with a second person's yes, once."""

import csv
import io
import re
from datetime import datetime

from openpyxl import load_workbook
from sqlalchemy import select

from handlers.privacy import freezing
from storage.audit import AuditRow
from storage.exports import ExportRow, FormRow
from storage.places import set_state
from storage.tickets.tables import TicketRow
from tests.console.desk import field, post, unsealed

PAGE = "/console/exports"
FILE, PAPER, ASK, FORMS = (f"{PAGE}/{end}" for end in ("table", "page", "ask", "forms"))
PERIOD = "first=2026-12-01&last=2026-12-31"
DAYS = {"first": "2026-12-01", "last": "2026-12-31"}
LAMP = "3栋2单元301楼道灯坏了三天了,王奶奶害怕"
SECRET = "老公打我,我不敢回家"
FORMULA = '=HYPERLINK("http://x.example","3栋灯坏了")'


async def tickets(scene):
    await scene.say("li", LAMP)
    await scene.say("mei", SECRET, group=False)
    await scene.say("hua", "5栋门口垃圾桶满了没人收")


def lines(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def acts(scene):
    async with scene.database.reading() as session:
        rows = await session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [
            (row.act, row.actor_id) for row in rows if row.act.startswith(("export", "tickets.e"))
        ]


async def asked(browser, **form):
    page = await browser.get(PAGE)
    return await browser.post(
        ASK,
        data={
            "form_token": field(page, "form_token"),
            "format": "csv",
            "why": "年底核对",
            **DAYS,
            **form,
        },
    )


async def test_the_masked_table_has_the_matters_and_nobody_in_them(scene, desk):
    await tickets(scene)

    async with desk.signed_in("sun") as browser:
        answer = await browser.get(f"{FILE}?{PERIOD}&format=csv")

    text = answer.content.decode("utf-8-sig")
    heading, *rows = lines(answer)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert heading[:3] == ["编号", "登记时间", "类型"]
    assert len(rows) == 2
    assert "楼道灯" in text
    assert "王*" in text
    for hidden in ("301", "2单元", "王格", "王奶奶", "老公", SECRET):
        assert hidden not in text, hidden
    assert await acts(scene) == [("tickets.exported", scene.ids["sun"])]


async def test_an_xlsx_has_real_dates_and_wide_columns(scene, desk):
    await tickets(scene)

    async with desk.signed_in("sun") as browser:
        answer = await browser.get(f"{FILE}?{PERIOD}&format=xlsx")

    sheet = load_workbook(io.BytesIO(answer.content)).active
    registered = next(cell for cell in sheet[1] if cell.value == "登记时间")
    made = sheet.cell(2, registered.column)
    assert isinstance(made.value, datetime)
    assert made.value == datetime(2026, 12, 1, 10, 0)  # noqa: DTZ001 - as the spreadsheet has it
    assert made.number_format == "yyyy-mm-dd hh:mm"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions[registered.column_letter].width > 14


async def test_a_formula_that_a_resident_wrote_runs_nowhere(scene, desk):
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        (await session.get(TicketRow, 1)).text = FORMULA

    async with desk.signed_in("sun") as browser:
        plain = await browser.get(f"{FILE}?{PERIOD}&format=csv")
        book = await browser.get(f"{FILE}?{PERIOD}&format=xlsx")

    (row,) = [one for one in lines(plain) if any("HYPERLINK" in cell for cell in one)]
    assert next(cell for cell in row if "HYPERLINK" in cell).startswith("'=")
    sheet = load_workbook(io.BytesIO(book.content)).active
    (cell,) = [one for one in sheet[2] if "HYPERLINK" in str(one.value)]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


async def test_all_of_it_needs_a_second_persons_yes_and_is_fetched_once(scene, desk):
    await tickets(scene)
    async with desk.signed_in("sun") as browser, desk.signed_in("boss") as other:
        assert (await asked(browser)).status_code == 303
        own = await browser.get(PAGE)
        token = field(own, "form_token")
        before = await browser.post(f"{PAGE}/1/fetch", data={"form_token": token})
        self_made = await browser.post(f"{PAGE}/1/agree", data={"form_token": token})
        page = await other.get(PAGE)
        agreed = await post(other, page, f"{PAGE}/1/agree")
        foreign = await other.post(
            f"{PAGE}/1/fetch", data={"form_token": field(page, "form_token")}
        )
        mine = await browser.get(PAGE)
        first = await post(browser, mine, f"{PAGE}/1/fetch")
        again = await browser.post(f"{PAGE}/1/fetch", data={"form_token": token})

    assert f"{PAGE}/1/agree" not in own.text
    assert (before.status_code, self_made.status_code) == (409, 409)
    assert "请别人来同意" in self_made.text
    assert agreed.status_code == 303
    assert (foreign.status_code, again.status_code) == (409, 409)
    text = first.content.decode("utf-8-sig")
    assert first.headers["content-disposition"].startswith("attachment")
    for told in ("301", "王格", "王奶奶"):
        assert told in text
    assert "老公" not in text
    assert await acts(scene) == [
        ("export.asked", scene.ids["sun"]), ("export.agreed", scene.ids["boss"]),
        ("export.fetched", scene.ids["sun"]),
    ]  # fmt: skip


async def test_whoever_may_agree_hears_of_it_and_so_does_who_asked(scene, desk):
    async with desk.signed_in("sun") as browser, desk.signed_in("boss") as other:
        await asked(browser, why="年底核对,电话13812345678")
        page = await other.get(PAGE)
        await post(other, page, f"{PAGE}/1/refuse")
    await scene.deliver()

    (told,) = await scene.heard("boss")
    assert "孙办想要" in told
    assert "年底核对" in told
    assert "13812345678" not in told
    assert any("没有同意" in line for line in await scene.heard("sun"))
    assert await scene.heard("wang") == await scene.heard("liu") == []


async def test_a_yes_comes_within_a_day_and_is_good_for_a_day(scene, desk):
    async with desk.signed_in("sun") as browser, desk.signed_in("boss") as other:
        await asked(browser)
        await asked(browser)
        page = await other.get(PAGE)
        await post(other, page, f"{PAGE}/1/agree")
        desk.clock.pass_(hours=25)
    async with desk.signed_in("sun") as browser, desk.signed_in("boss") as other:
        page, token = await other.get(PAGE), field(await browser.get(PAGE), "form_token")
        late = await other.post(f"{PAGE}/2/agree", data={"form_token": field(page, "form_token")})
        gone = await browser.post(f"{PAGE}/1/fetch", data={"form_token": token})

    assert (late.status_code, gone.status_code) == (409, 409)
    assert page.text.count("过了一天") == 2
    assert f"{PAGE}/2/agree" not in page.text


async def test_two_who_decide_at_once_decide_once(scene, desk):
    async with desk.signed_in("sun") as browser, desk.signed_in("boss") as other:
        await asked(browser)
        page = await other.get(PAGE)
        first = await post(other, page, f"{PAGE}/1/refuse")
        second = await other.post(f"{PAGE}/1/agree", data={"form_token": field(page, "form_token")})

    assert (first.status_code, second.status_code) == (303, 409)
    async with scene.database.reading() as session:
        assert (await session.get(ExportRow, 1)).state == "refused"


async def test_while_exports_are_frozen_nothing_leaves(scene, desk):
    async with desk.signed_in("sun") as browser, desk.signed_in("boss") as other:
        await asked(browser)
        page = await other.get(PAGE)
        await post(other, page, f"{PAGE}/1/agree")
        mine = await browser.get(PAGE)
        async with scene.database.transaction() as session:
            await set_state(session, freezing.FROZEN, {"at": "now"})
        answers = [
            await browser.get(f"{FILE}?{PERIOD}"), await browser.get(f"{PAPER}?{PERIOD}"),
            await asked(browser), await post(browser, mine, f"{PAGE}/1/fetch"),
        ]  # fmt: skip
        async with scene.database.transaction() as session:
            await set_state(session, freezing.FROZEN, None)
        thawed = await post(browser, mine, f"{PAGE}/1/fetch")

    assert {answer.status_code for answer in answers} == {409}
    assert all("恢复导出" in answer.text for answer in answers)
    assert thawed.status_code == 200


async def test_the_columns_of_another_office_are_named_once_and_used_by_one_press(scene, desk):
    await tickets(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        token = field(page, "form_token")
        filled = await browser.post(
            FORMS,
            data={
                "form_token": token,
                "fill": "1",
                "heads": "序列\t编号\t=原话\t来源平台",
                "name": "",
            },
        )
        named = await browser.post(
            FORMS,
            data={"form_token": token, "name": "市平台表", "title": ["工单号", "=内容", "来源平台", ""],
                  "field": ["number", "text", "", "kind"], "fixed": ["", "", "网格", ""]},
        )  # fmt: skip
        chosen = re.search(r'<option value="(\d+)">市平台表', (await browser.get(PAGE)).text)[1]
        table = await browser.get(f"{FILE}?{PERIOD}&format=csv&form={chosen}")

    assert 'value="编号"' in filled.text
    assert re.search(r'value="编号".*?<option value="number" selected', filled.text, re.DOTALL)
    assert named.status_code == 303
    heading, first, *_ = lines(table)
    assert heading == ["工单号", "'=内容", "来源平台"]
    assert first[0] == "0001"
    assert first[2] == "网格"
    assert "301" not in first[1]


async def test_a_form_stays_while_somebody_waits_for_an_export_in_it(scene, desk):
    async with desk.signed_in("sun") as browser:
        token = field(await browser.get(PAGE), "form_token")
        await browser.post(FORMS, data={"form_token": token, "name": "表", "title": ["号"],
                                        "field": ["number"], "fixed": [""]})  # fmt: skip
        await asked(browser, form="1")
        kept = await browser.post(f"{FORMS}/1", data={"form_token": token})
        desk.clock.pass_(hours=60)
    async with desk.signed_in("sun") as browser:
        token = field(await browser.get(PAGE), "form_token")
        gone = await browser.post(f"{FORMS}/1", data={"form_token": token})

    assert (kept.status_code, gone.status_code) == (409, 303)
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(FormRow))) == []


async def test_the_page_to_print_holds_the_same_without_anybody(scene, desk):
    await tickets(scene)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAPER}?{PERIOD}")

    assert page.status_code == 200
    assert 'class="paper"' in page.text
    assert "楼道灯" in page.text
    printed = unsealed(page)
    assert "301" not in printed
    assert "王格" not in printed


async def test_the_table_speaks_its_reader_s_language(scene, desk):
    await tickets(scene)

    async with desk.signed_in("sun") as browser:
        browser.cookies.set("huying_language", "en")
        answer = await browser.get(f"{FILE}?{PERIOD}&format=csv")

    heading, first, *_ = lines(answer)
    assert heading[:2] == ["Number", "Registered"]
    assert "诉求" not in first


async def test_a_dispatcher_takes_the_masked_table_and_asks_for_no_more(scene, desk):
    async with desk.signed_in("liu") as browser:
        table = await browser.get(f"{FILE}?{PERIOD}")
        refused = await asked(browser)

    assert (table.status_code, refused.status_code) == (200, 409)


async def test_another_community_s_tickets_are_in_no_officer_s_table(scene, desk):
    await tickets(scene)
    async with scene.database.transaction() as session:
        (await session.get(TicketRow, 1)).community = "GX"

    async with desk.signed_in("sun") as browser:
        own = await browser.get(f"{FILE}?{PERIOD}&format=csv")
        foreign = await browser.get(f"{FILE}?{PERIOD}&community=GX")
        asked_for = await asked(browser, community="GX")
    async with desk.signed_in("boss") as browser:
        street = await browser.get(f"{FILE}?{PERIOD}&format=csv")

    assert [row[0] for row in lines(own)[1:]] == ["0003"]
    assert (foreign.status_code, asked_for.status_code) == (404, 404)
    assert [row[0] for row in lines(street)[1:]] == ["0001", "0003"]


async def test_odd_questions_get_an_answer_and_no_fault(scene, desk):
    odd = ["first=x&last=y", "first=2026-12-31&last=2026-12-01", "first=1900-01-01&last=2999-01-01",
           "", f"{PERIOD}&form=99999999999&format=exe", f"{PERIOD}&form=%00"]  # fmt: skip
    async with desk.signed_in("boss") as browser:
        token = field(await browser.get(PAGE), "form_token")
        answers = [await browser.get(f"{FILE}?{query}") for query in odd]
        posts = [
            await browser.post(
                ASK, data={"form_token": token, **DAYS, "format": "exe", "why": "x"}
            ),
            await browser.post(
                ASK, data={"form_token": token, **DAYS, "format": "csv", "why": " \x00"}
            ),
            await browser.post(f"{PAGE}/77/agree", data={"form_token": token}),
            await browser.post(f"{PAGE}/77/fetch", data={"form_token": token}),
            await browser.post(f"{FORMS}/77", data={"form_token": token}),
            await browser.post(FORMS, data={"form_token": token, "name": "\x00", "title": ["x"]}),
        ]
        nobody = await asked(browser)
        unknown = await browser.post(f"{PAGE}/1/explode", data={"form_token": token})

    assert [answer.status_code for answer in answers] == [409, 409, 409, 200, 200, 200]
    assert {answer.status_code for answer in posts} == {409}
    assert nobody.status_code == 409  # there is one manager: nobody else could agree
    assert unknown.status_code == 404
