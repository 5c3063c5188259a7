"""The record of who did what: whose it is to read, how it is found, and how it is taken along."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from console import audit as page_of
from storage.audit import AuditRow
from storage.places import AreaRow, set_state, touch_revision
from storage.tickets.tables import TicketRow
from tests.house.source import ROOMS, ROOT, files

PAGE, TABLE = "/console/audit", "/console/audit/table"
LAMP = "3栋2单元楼道灯坏了三天了"


async def record(scene, *acts, actor=None, subject="ticket/1", at=None, **facts):
    async with scene.database.transaction() as session:
        for act in acts:
            session.add(
                AuditRow(
                    at=at or scene.now, actor_id=actor, act=act, subject=subject, channel="console",
                    facts=facts,
                )
            )  # fmt: skip


async def next_door(scene):
    """Another community with somebody who serves there."""
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DH", name="东湖社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "远办", "officer", "DH")
        await touch_revision(session)


async def test_a_manager_reads_who_did_what_in_words(scene, desk):
    await scene.say("li", LAMP)
    await record(scene, "role.given", actor=scene.ids["sun"], subject=f"person/{scene.ids['wang']}",
                 role="grid_worker", area="XL-1")  # fmt: skip

    async with desk.signed_in("boss") as browser:
        text = (await browser.get(PAGE)).text

    for told in ("登记了事情", "有了身份", "第一网格网格员", "孙办", "王格", "/console/tickets/1"):
        assert told in text
    assert "楼道灯" not in text


async def test_an_officer_reads_the_own_community_and_the_own_acts(scene, desk):
    await next_door(scene)
    await scene.say("li", LAMP)
    far, sun = scene.ids["far"], scene.ids["sun"]
    await record(scene, "leave.set", actor=far, subject=f"person/{far}")
    await record(scene, "workbook.imported", actor=scene.ids["boss"], subject="book.xlsx")
    await record(scene, "corrections.exported", actor=sun, subject="corrections")
    await record(
        scene, "leave.ended", actor=scene.ids["wang"], subject=f"person/{scene.ids['wang']}"
    )

    async with desk.signed_in("sun") as browser, desk.signed_in("far") as other:
        near, beyond = rows_of(await browser.get(PAGE)), rows_of(await other.get(PAGE))

    assert near == ["销假", "导出了学到的", "登记了事情"]
    assert beyond == ["请假"]


async def test_nobody_learns_here_that_a_sensitive_matter_exists(scene, desk):
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    private = await scene.ticket()
    assert private.sensitivity == "s"

    async with desk.signed_in("sun") as browser:
        text = (await browser.get(PAGE)).text

    assert f"/console/tickets/{private.id}" not in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [({"who": "孙办"}, ["请假"]), ({"who": "谁也不是"}, []), ({"act": "leave.ended"}, ["销假"]),
     ({"subject": "0001"}, ["登记了事情"]), ({"day": "2026-12-01"}, ["销假", "请假", "登记了事情"]),
     ({"day": "2026-11-30"}, [])],
)  # fmt: skip
async def test_it_is_found_by_person_act_matter_and_day(scene, desk, asked, found):
    await scene.say("li", LAMP)
    sun, wang = scene.ids["sun"], scene.ids["wang"]
    await record(scene, "leave.set", actor=sun, subject=f"person/{sun}")
    await record(scene, "leave.ended", actor=wang, subject=f"person/{wang}")

    async with desk.signed_in("sun") as browser:
        assert rows_of(await browser.get(PAGE, params=asked)) == found


async def test_pages_follow_each_other_and_leave_nothing_out(scene, desk):
    await next_door(scene)
    far, sun = scene.ids["far"], scene.ids["sun"]
    for _ in range(70):  # every other one is somebody else's
        await record(scene, "leave.set", actor=sun, subject=f"person/{sun}")
        await record(scene, "leave.set", actor=far, subject=f"person/{far}")

    async with desk.signed_in("sun") as browser:
        first = await browser.get(PAGE)
        onward = re.search(r'href="(\?[^"]*before=\d+)"', first.text)[1].replace("&amp;", "&")
        second = await browser.get(f"{PAGE}{onward}")

    assert (len(rows_of(first)), len(rows_of(second))) == (50, 20)
    assert "before=" not in second.text


async def test_who_sees_little_of_much_waits_for_no_end(scene, desk, monkeypatch):
    monkeypatch.setattr(page_of, "MOST_LOOKED_THROUGH", 50)
    await record(scene, *["workbook.imported"] * 120, actor=scene.ids["boss"], subject="x")

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)

    assert rows_of(page) == []
    assert "before=" in page.text


async def test_the_table_opens_in_a_spreadsheet_and_runs_nothing_there(scene, desk):
    await record(scene, "role.given", actor=scene.ids["sun"], subject="=1+1", role="chief")

    async with desk.signed_in("boss") as browser:
        answer = await browser.get(TABLE)

    assert answer.content.startswith(b"\xef\xbb\xbf")
    heading, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heading[:4] == ["id", "at", "person", "name"]
    assert row[3:6] == ["孙办", "role.given", "'=1+1"]
    assert await acts(scene) == ["role.given", "audit.exported"]


async def test_an_officers_table_holds_what_the_page_shows(scene, desk):
    await next_door(scene)
    far = scene.ids["far"]
    await record(scene, "leave.set", actor=far, subject=f"person/{far}")

    async with desk.signed_in("sun") as browser:
        answer = await browser.get(TABLE)

    assert "leave.set" not in answer.text


async def test_nothing_leaves_while_exports_are_frozen(scene, desk):
    async with scene.database.transaction() as session:
        await set_state(session, "privacy.frozen", {"at": "now"})

    async with desk.signed_in("boss") as browser:
        answer = await browser.get(TABLE)

    assert answer.status_code == 409
    assert "text/html" in answer.headers["content-type"]
    assert await acts(scene) == []


async def test_a_worker_has_no_business_here(scene, desk):
    async with desk.signed_in("wang") as browser:
        assert {(await browser.get(path)).status_code for path in (PAGE, TABLE)} == {403}


async def test_odd_questions_get_a_plain_answer(scene, desk):
    odd = [{"who": "\x00"}, {"who": "长" * 900}, {"subject": "9" * 60}, {"subject": "ticket/" + "9" * 30},
           {"day": "9999-99-99"}, {"day": "0001-01-01"}, {"act": "'--"}, {"before": "9" * 40},
           {"before": "x"}, {"who": "P" + "9" * 30}]  # fmt: skip
    await record(scene, "leave.set", subject="person/x")
    await record(scene, "leave.set", subject="ticket/" + "9" * 30)
    async with desk.signed_in("boss") as browser:
        assert {(await browser.get(PAGE, params=params)).status_code for params in odd} == {200}
        assert (await browser.get(PAGE)).status_code == 200


def test_every_act_on_record_has_words():
    """An act whose name is not a literal is listed here by hand."""
    known = (ROOT / "templates" / "console" / "audit_words.html").read_text("utf-8")
    told = set(re.findall(r"'([a-z_]+\.[a-z_]+)':", known))
    noted = {"ticket.seen", "ticket.photo_seen", "text.failed", "privacy.retention"}
    for path in files(*ROOMS):
        said = re.sub(r"\s+", " ", path.read_text("utf-8"))
        noted |= set(re.findall(r'\.note\( ?"([a-z_]+\.[a-z_]+)"', said))
        for pair in re.findall(r'\.note\( ?"([a-z_.]+)" if [^"]{1,60} else "([a-z_.]+)"', said):
            noted |= set(pair)

    assert noted - told == set()
    assert len(noted) > 30


async def acts(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(AuditRow.act).order_by(AuditRow.id)))


def rows_of(page):
    """The acts on a page, in words."""
    assert page.status_code == 200
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.findall(r"<td>([^<]*)", row)[2].strip() for row in body.split("<tr>")[1:]]


async def test_who_wants_no_name_has_none_here_either(scene, desk):
    """A colleague who reports without a name is found by nobody, neither on the page nor by asking."""
    await scene.say("zhao", LAMP)
    async with scene.database.transaction() as session:
        (await session.get(TicketRow, 1)).anonymous = True

    async with desk.signed_in("boss") as browser:
        page, asked = await browser.get(PAGE), await browser.get(PAGE, params={"who": "赵格"})
        table = (await browser.get(TABLE)).text

    assert "登记了事情" in rows_of(page)
    assert "不留姓名的人" in page.text
    assert "登记了事情" not in rows_of(asked)
    assert "赵格" not in table


async def test_residents_are_no_numbers_that_lead_from_one_matter_to_the_next(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("boss") as browser:
        page, table = (await browser.get(PAGE)).text, (await browser.get(TABLE)).text

    assert "<td>居民</td>" in page
    (filed,) = [row for row in csv.reader(io.StringIO(table)) if "ticket.filed" in row]
    assert filed[2:4] == ["", ""]
