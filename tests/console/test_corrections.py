"""Putting right what huying read, and the page of what it learned by that."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from bot.teaching import labelled
from domain.corrections import Matter, Why
from handlers.privacy import freezing
from storage import corrections
from storage.audit import AuditRow
from storage.corrections import CorrectionRow
from storage.places import set_state
from tests.console.desk import field, post

LAMP = "3栋2单元楼道灯坏了三天了"
ONE, PAGE = "/console/tickets/1", "/console/corrections"
TABLE = f"{PAGE}/table"


async def example(scene, text, *, community="XL", why=Why.UNDONE, matter=None, ticket=None):
    async with scene.database.transaction() as session:
        session.add(
            CorrectionRow(
                ticket_id=ticket, text=text, community=community, read_kind="complaint",
                read_category="road.lamp", kind=matter.kind if matter else "chat",
                category=matter.category if matter else None, why=why.value,
                day=scene.now.date(),
            )
        )  # fmt: skip


async def test_the_desk_puts_right_what_it_is_by_its_form(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        answer = await post(
            browser, page, f"{ONE}/recategorise", kind="complaint", choice="road.lamp"
        )
        shown, learned = (await browser.get(ONE)).text, (await browser.get(PAGE)).text

    assert answer.status_code == 303
    assert (await scene.ticket()).category == "road.lamp"
    assert "改类型</b> 孙办" in shown
    assert "→ 路灯" in shown
    for told in ("0栋0单元楼道灯坏了三天了", "改了类型", scene.now.date().isoformat()):
        assert told in learned


async def test_the_form_offers_no_matter_that_only_the_named_may_know(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        text = (await browser.get(ONE)).text

    assert 'value="noise.live"' in text
    assert 'value="safe.violence"' not in text


async def test_the_desk_puts_right_where_it_is_and_a_wrong_place_is_told(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        wrong = await post(browser, await browser.get(ONE), f"{ONE}/move", words="88栋")
        right = await post(browser, await browser.get(ONE), f"{ONE}/move", words="5栋2单元")

    assert (wrong.status_code, right.status_code) == (409, 303)
    assert "没有找到“88栋”" in wrong.text
    assert (await scene.ticket()).place == "JGY/5/2"


async def test_of_another_place_only_that_it_is_another_one_is_said_and_once(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(ONE), f"{ONE}/move", words="5栋2单元")
        learned = (await browser.get(PAGE)).text

    row = re.search(r"<tr>\s*<td>\d.*?</tr>", learned, re.DOTALL)[0]
    assert row.count("楼道灯</td>") == 1
    assert row.count("改了地点") == 1


async def test_a_danger_is_never_a_wish_whatever_the_form_says(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        await post(
            browser, await browser.get(ONE), f"{ONE}/recategorise", kind="wish", choice="fire.fire"
        )
        shown = (await browser.get(ONE)).text

    assert ((await scene.ticket()).kind, (await scene.ticket()).tier) == ("hazard", "E")
    assert "<dd>隐患" in shown


async def test_a_ticket_merged_into_itself_is_told_that_it_is_the_same(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        answer = await post(browser, await browser.get(ONE), f"{ONE}/merge", words="0001")

    assert answer.status_code == 409
    assert "这是同一件" in answer.text


async def test_the_desk_says_that_it_is_nothing_to_be_done(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        answer = await post(browser, await browser.get(ONE), f"{ONE}/no_matter")
        learned = (await browser.get(PAGE)).text

    assert answer.status_code == 303
    assert (await scene.ticket()).state == "declined"
    assert "社区说不是要办的事" in learned


async def test_a_grid_worker_is_offered_none_of_it(scene, desk):
    await scene.say("li", LAMP)

    async with desk.signed_in("wang") as browser:
        page = await browser.get(ONE)
        token = field(page, "form_token")
        form = {"form_token": token, "kind": "complaint", "choice": "road.lamp", "words": "5栋"}
        forged = [
            await browser.post(f"{ONE}/{verb}", data=form)
            for verb in ("recategorise", "move", "no_matter")
        ]

    assert not re.search(r"/(recategorise|move|no_matter)\"", page.text)
    assert {answer.status_code for answer in forged} == {409}
    assert (await scene.ticket()).category == "repair.corridorlight"


@pytest.mark.parametrize("kind", ["", "chat", "nonsense"])
async def test_a_kind_that_somebody_made_up_is_refused(scene, desk, kind):
    await scene.say("li", LAMP)

    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        answer = await post(browser, page, f"{ONE}/recategorise", kind=kind, choice="road.lamp")

    assert answer.status_code == 409


async def test_each_office_sees_its_own_community_and_the_street_all(scene, desk):
    await example(scene, "西流湾这句")
    await example(scene, "东北那句", community="DB")
    await example(scene, "没有社区的", community=None)

    seen = {}
    for who in ("sun", "liu", "boss"):
        async with desk.signed_in(who) as browser:
            for address in (PAGE, TABLE):
                seen[who, address] = (await browser.get(address)).text

    for (who, _), text in seen.items():
        assert "西流湾这句" in text
        assert ("东北那句" in text) is (who == "boss")
        assert ("没有社区的" in text) is (who == "boss")


@pytest.mark.parametrize("who", ["wang", "chen", "heart"])
async def test_who_belongs_to_no_office_sees_none_of_it(scene, desk, who):
    await example(scene, "西流湾这句")

    async with desk.signed_in(who) as browser:
        token = field(await browser.get("/console/tickets"), "form_token")
        answers = [await browser.get(PAGE), await browser.get(TABLE)]
        answers.append(await browser.post(f"{PAGE}/1", data={"form_token": token}))

    assert {answer.status_code for answer in answers} == {403}
    assert await texts(scene) == ["西流湾这句"]


async def test_the_list_is_narrowed_by_why(scene, desk):
    await example(scene, "乙句")
    await example(scene, "甲句", why=Why.RECATEGORISED, matter=Matter("hazard", "road.manhole"))

    async with desk.signed_in("sun") as browser:
        some = (await browser.get(PAGE, params={"why": "recategorised"})).text
        table = (await browser.get(TABLE, params={"why": "recategorised"})).text
        everything = (await browser.get(PAGE, params={"why": "'; drop table"})).text

    assert ("甲句" in some, "乙句" in some) == (True, False)
    assert ("甲句" in table, "乙句" in table) == (True, False)
    assert all(text in everything for text in ("甲句", "乙句"))


async def test_a_long_list_is_turned_page_by_page(scene, desk):
    count = corrections.PAGE + 3
    for number in range(1, count + 1):
        await example(scene, f"句{number:03d}")

    async with desk.signed_in("sun") as browser:
        first = await browser.get(PAGE)
        older = re.search(r'class="button" href="(\?[^"]*before[^"]*)"', first.text)[1]
        last = await browser.get(PAGE + older.replace("&amp;", "&"))
        made_up = await browser.get(PAGE, params={"before": "9" * 30})

    pages = [re.findall(r"句(\d+)<", page.text) for page in (first, last)]
    assert [int(n) for page in pages for n in page] == list(range(count, 0, -1))
    assert made_up.status_code == 200


async def test_what_is_no_good_is_thrown_out_and_that_is_on_record(scene, desk):
    await example(scene, "留")
    await example(scene, "删")
    await example(scene, "东北那句", community="DB")

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        gone = await post(browser, page, f"{PAGE}/2?why=")
        token = field(page, "form_token")
        others = await browser.post(f"{PAGE}/3", data={"form_token": token})
        again = await browser.post(f"{PAGE}/2", data={"form_token": token})

    assert gone.status_code == 303
    assert (others.status_code, again.status_code) == (404, 404)
    assert await texts(scene) == ["留", "东北那句"]
    assert await acts(scene, "correction.dropped") == 1


async def test_the_table_is_one_that_train_reads(scene, desk, tmp_path):
    await example(scene, '他说"灯,坏了"')
    await example(scene, "井盖没了", matter=Matter("hazard", "road.manhole"))

    async with desk.signed_in("sun") as browser:
        answer = await browser.get(TABLE)

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-disposition"] == "attachment; filename=corrections.csv"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == {"text": "井盖没了", "label": "road.manhole", "kind": "hazard"}
    (tmp_path / "c.csv").write_bytes(answer.content)
    assert labelled(tmp_path / "c.csv")[0] == ('他说"灯,坏了"', "chat")
    assert await acts(scene, "corrections.exported") == 1


async def test_while_exports_are_frozen_no_table_leaves(scene, desk):
    await example(scene, "西流湾这句")
    async with scene.database.transaction() as session:
        await set_state(session, freezing.FROZEN, {"by": 1})

    async with desk.signed_in("sun") as browser:
        answer = await browser.get(TABLE)

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "text/csv" not in answer.headers["content-type"]


async def test_what_people_wrote_is_shown_and_never_run(scene, desk):
    await example(scene, "<script>alert(1)</script>")

    async with desk.signed_in("sun") as browser:
        text = (await browser.get(PAGE)).text

    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text


async def texts(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(CorrectionRow.text).order_by(CorrectionRow.id)))


async def acts(scene, act):
    async with scene.database.reading() as session:
        return len(list(await session.scalars(select(AuditRow).where(AuditRow.act == act))))
