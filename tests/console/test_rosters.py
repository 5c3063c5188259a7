"""Rosters on the office's pages: made by pasting lines, proposed, published, lived through."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from storage.places import AreaRow, touch_revision
from tests.console.desk import field, post
from tests.console.screens import DESKTOP, PHONE, faults, seated
from tests.handlers.rosters.watch import (
    acting,
    at,
    drafted,
    duties,
    member,
    publish,
    published,
    put_in,
    slot,
    the_roster,
    told,
    volunteers,
)

PAGE, NEW = "/console/rosters", "/console/rosters/new"
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
GATES = "东门 8:00-16:00 1人\n西门 8:00-16:00 2人"


async def filled(browser, **given):
    """The form for two gates on Saturday, sent."""
    page = await browser.get(NEW)
    usual = {"title": "国庆值守", "first": "2026-12-05", "last": "2026-12-05", "shifts": GATES,
             "weekly": "4", "answers": "1"}  # fmt: skip
    return await post(browser, page, PAGE, **{**usual, **given})


async def step(browser, number, verb, **given):
    """One step on a roster, with a form of its own."""
    page = await browser.get(PAGE)
    data = {"form_token": field(page, "form_token"), **given}
    return await browser.post(f"{PAGE}/{number}/{verb}", data=data)


async def test_an_officer_pastes_lines_and_names_and_nobody_hears_of_it_yet(scene, desk):
    await volunteers(scene)
    async with desk.signed_in("sun") as browser:
        answer = await filled(browser, all_volunteers="1", names="赵大爷、钱婶")
        page = await browser.get(answer.headers["location"])
        listed = await browser.get(PAGE)
    await scene.deliver()

    assert answer.status_code == 303
    assert "还没发布" in page.text
    assert "要3人次,排上了0" in page.text
    for name in ("王芳", "李志", "钱多", "赵大爷", "钱婶"):
        assert name in page.text
    assert "没有账号" in page.text
    assert "国庆值守" in listed.text
    assert await scene.heard("fang") == []
    row = await the_roster(scene)
    assert (row.community, row.chief_id, row.answers) == ("XL", scene.ids["sun"], True)


async def test_the_same_form_sent_twice_makes_one(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(NEW)
        given = {"title": "值守", "first": "2026-12-05", "last": "2026-12-05", "shifts": GATES,
                 "weekly": "4"}  # fmt: skip
        first = await post(browser, page, PAGE, **given)
        again = await post(browser, page, PAGE, **given)

    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["location"] == PAGE
    assert (await the_roster(scene)).id == 1


@pytest.mark.parametrize(
    "given",
    [
        {"title": " "}, {"first": "x"}, {"first": "0001-01-01"}, {"last": "9999-12-31"}, {"last": ""},
        {"shifts": "东门"}, {"shifts": ""}, {"shifts": "\0"}, {"weekly": "99999999999"},
        {"weekly": "vier"}, {"shifts": "题" * 9000}, {"first": "2026-12-06"},
    ],
)  # fmt: skip
async def test_odd_forms_get_a_sentence_and_keep_what_was_typed(scene, desk, given):
    async with desk.signed_in("sun") as browser:
        answer = await filled(browser, names="赵大爷", **given)

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "赵大爷" in answer.text
    assert await the_roster(scene) is None


async def test_a_proposal_is_seen_beside_its_figures_before_it_is_taken_over(scene, desk):
    number = await drafted(scene, GATES, people=("fang", "lizhi"))
    async with desk.signed_in("sun") as browser:
        shown = await browser.get(f"{PAGE}/{number}?propose=1")
        before = await duties(scene)
        taken = await post(browser, shown, f"{PAGE}/{number}/take_over")
        page = await browser.get(f"{PAGE}/{number}")

    assert "<em>王芳</em>" in shown.text or "<em>李志</em>" in shown.text
    assert "缺1人" in shown.text  # three places, two people
    assert "<b>1–1</b>" in shown.text
    assert before == []
    assert taken.status_code == 303
    assert len(await duties(scene)) == 2
    assert "要3人次,排上了2" in page.text
    assert 'class="gap"' in page.text


async def test_a_proposal_that_was_overtaken_is_refused(scene, desk):
    number = await drafted(scene, GATES)
    async with desk.signed_in("sun") as browser:
        shown = await browser.get(f"{PAGE}/{number}?propose=1")
        await put_in(scene, number, "fang", "东门", 8)
        answer = await post(browser, shown, f"{PAGE}/{number}/take_over")

    assert answer.status_code == 409
    assert "请再看一遍" in answer.text
    assert len(await duties(scene)) == 1


async def test_a_clash_is_shown_before_anything_is_saved(scene, desk):
    number = await drafted(scene, GATES)
    await put_in(scene, number, "fang", "东门", 8)
    west = await slot(scene, number, "西门", 8)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}?slot={west.id}")
        forged = await step(
            browser, number, "assign", slot=str(west.id),
            member=str(await member(scene, number, "fang")),
        )  # fmt: skip

    why = "王芳12月5日(周六)上午8点到下午4点已经在东门值班,不能同时在西门。"
    assert why in page.text
    choices = page.text[page.text.index('name="member"') :]
    assert "王芳" not in choices[: choices.index("</select>")]
    assert "李志" in choices[: choices.index("</select>")]
    assert forged.status_code == 409
    assert why in forged.text
    assert len(await duties(scene)) == 1


async def test_put_in_and_taken_off_with_the_cell_still_open(scene, desk):
    number = await drafted(scene, GATES)
    east = await slot(scene, number, "东门", 8)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}?slot={east.id}")
        lizhi = str(await member(scene, number, "lizhi"))
        put = await post(browser, page, f"{PAGE}/{number}/assign", member=lizhi)
        page = await browser.get(put.headers["location"])
        assert await duties(scene) == [("李志", "东门", "assigned")]
        off = await post(browser, page, f"{PAGE}/{number}/remove")

    assert put.headers["location"].endswith(f"slot={east.id}#chosen")
    assert off.status_code == 303
    assert await duties(scene) == []


async def test_published_from_the_page_each_hears_once_and_names_by_hand_are_tasks(scene, desk):
    number = await drafted(scene, GATES, names=("赵大爷",))
    await put_in(scene, number, "fang", "东门", 8)
    await put_in(scene, number, "赵大爷", "西门", 8)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}")
        for _ in range(2):
            answer = await post(browser, page, f"{PAGE}/{number}/publish")
        page = await browser.get(f"{PAGE}/{number}")
        tasks = await browser.get("/console/sending")
    await scene.deliver()

    assert answer.status_code == 303
    assert "已发布" in page.text
    assert await told(scene, "fang", "这是您在“国庆值守”的班") == 1
    assert "赵大爷,这是您在“国庆值守”的班" in tasks.text


async def test_who_cannot_when_is_pasted_and_kept_clear_of(scene, desk):
    number = await drafted(scene, "东门 8:00-16:00 1人", people=("fang", "lizhi"))
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}")
        good = await post(browser, page, f"{PAGE}/{number}/wishes", wishes="王芳 周六不行")
        odd = await post(browser, page, f"{PAGE}/{number}/wishes", wishes="何人 周六不行")
        shown = await browser.get(f"{PAGE}/{number}?propose=1")

    assert (good.status_code, odd.status_code) == (303, 409)
    assert "何人 周六不行" in odd.text
    assert "<em>李志</em>" in shown.text
    assert "<em>王芳</em>" not in shown.text


async def test_more_people_come_along_later(scene, desk):
    number = await drafted(scene, people=("fang",))
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}")
        answer = await post(
            browser, page, f"{PAGE}/{number}/people", people=str(scene.ids["lizhi"]), names="赵大爷"
        )

    assert answer.status_code == 303
    assert await member(scene, number, "lizhi")
    assert await member(scene, number, "赵大爷")


async def test_on_a_phone_the_chief_sees_who_is_here_and_says_so_for_others(scene, desk):
    await published(scene, GATES, put=[("fang", "东门", 8), ("lizhi", "西门", 8)])
    await at(scene, 5, 8, 20)
    desk.clock.at = scene.now
    async with desk.signed_in("chen") as browser:
        page = await browser.get(f"{PAGE}/1/now")
        assert "到了0位,要3位" in page.text
        assert "缺1人" in page.text
        answer = await post(browser, page, f"{PAGE}/1/here")
        page = await browser.get(answer.headers["location"])
        assert "到了1位" in page.text
        called = await post(browser, page, f"{PAGE}/1/called")
        gone = await post(browser, page, f"{PAGE}/1/gone", note="钥匙在门卫")
        page = await browser.get(f"{PAGE}/1/now")

    assert [one.status_code for one in (answer, called, gone)] == [303, 303, 303]
    assert "钥匙在门卫" in page.text
    assert "已联系" in page.text
    assert sorted(state for *_, state in await duties(scene)) == ["assigned", "ended"]


async def test_before_the_first_shift_the_phone_says_when_it_begins(scene, desk):
    await published(scene, GATES)
    async with desk.signed_in("chen") as browser:
        page = await browser.get(f"{PAGE}/1/now")

    assert "下一个班12月5日(周六)上午8点开始" in page.text


async def test_the_week_is_printed_and_goes_into_a_spreadsheet(scene, desk):
    number = await drafted(scene, GATES, names=("=2+5",))
    await put_in(scene, number, "fang", "东门", 8)
    async with desk.signed_in("sun") as browser:
        paper = await browser.get(f"{PAGE}/{number}/print")
        table = await browser.get(f"{PAGE}/{number}/table.xlsx")

    assert 'class="paper"' in paper.text
    assert "王芳" in paper.text
    assert "缺2人" in paper.text
    rows = list(load_workbook(io.BytesIO(table.content)).active.values)
    assert rows[0][2:5] == ("岗位", "从", "到")
    assert rows[1][1:8] == ("周六", "东门", "08:00", "16:00", 1, "王芳", 0)
    assert rows[2][2:8] == ("西门", "08:00", "16:00", 2, None, 2)


async def test_of_several_weeks_one_is_shown_and_the_next_is_a_press_away(scene, desk):
    number = await drafted(scene, "东门 8:00-16:00", last=(await _date(scene, 19)))
    async with desk.signed_in("sun") as browser:
        first = await browser.get(f"{PAGE}/{number}")
        second = await browser.get(f"{PAGE}/{number}?day=2026-12-12")

    assert "?day=2026-12-12" in first.text
    assert "12/11" in first.text
    assert "12/12" not in first.text
    assert "12/12" in second.text


async def _date(scene, day):
    return scene.community.calendar.local(scene.now + timedelta(days=day - 1)).date()


@pytest.mark.parametrize(
    "query",
    ["?day=x", "?day=9999-12-31", "?slot=99999999999999", "?slot=-1", "?propose=%00", "?day=%00&slot=%00"],
)  # fmt: skip
async def test_odd_addresses_show_the_roster_all_the_same(scene, desk, query):
    number = await drafted(scene)
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(f"{PAGE}/{number}{query}")).status_code == 200
        assert (await browser.get(f"{PAGE}/999999")).status_code == 404
        assert (await step(browser, number, "burn")).status_code == 404
        for verb in ("assign", "remove", "here", "gone", "called", "take_over"):
            answer = await step(browser, number, verb, slot="x", member="9" * 40, duty="\0")
            assert answer.status_code == 409, verb


async def test_another_community_s_officer_finds_none_of_it(scene, desk):
    number = await drafted(scene)
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DB", name="东北社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "何远", "officer", "DB")
        await touch_revision(session)
    async with desk.signed_in("far") as browser:
        pages = [
            (await browser.get(f"{PAGE}/{number}{end}")).status_code
            for end in ("", "/now", "/print", "/table.xlsx")
        ]
        listed = await browser.get(PAGE)
        withdrawn = await step(browser, number, "withdraw")

    assert pages == [404] * 4
    assert "国庆值守" not in listed.text
    assert withdrawn.status_code == 404
    assert (await the_roster(scene)).state == "drafted"


async def test_a_grid_worker_sees_only_what_they_are_in_charge_of(scene, desk):
    number = await drafted(scene, chief="wang")
    other = await drafted(scene)
    async with desk.signed_in("wang") as browser:
        listed = await browser.get(PAGE)
        mine, theirs = await browser.get(f"{PAGE}/{number}"), await browser.get(f"{PAGE}/{other}")
        form = await browser.get(NEW)

    assert listed.text.count("data-row") == 1
    assert (mine.status_code, theirs.status_code, form.status_code) == (200, 404, 403)


async def test_a_step_of_one_roster_s_page_cannot_reach_another_community_s_duty(scene, desk):
    number = await drafted(scene)
    stand = await put_in(scene, number, "fang", "东门", 8)
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DB", name="东北社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "何远", "officer", "DB")
        await touch_revision(session)
    async with desk.signed_in("far") as browser:
        await filled(browser)
        mine = (await the_roster(scene)).id
        answer = await step(browser, mine, "remove", duty=str(stand.duty.id))

    assert mine != number
    assert answer.status_code == 409
    async with scene.database.reading() as session:
        assert (await session.get(type(stand.duty), stand.duty.id)).state == "assigned"


async def test_the_pages_can_be_read_by_everybody_on_desk_and_phone(scene, desk):
    number = await drafted(scene, GATES)
    await put_in(scene, number, "fang", "东门", 8)
    await acting(scene, publish, number)
    await at(scene, 5, 8, 20)
    desk.clock.at = scene.now
    east = await slot(scene, number, "东门", 8)
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        for path in (
            PAGE, NEW, f"{PAGE}/{number}?slot={east.id}", f"{PAGE}/{number}?propose=1",
            f"{PAGE}/{number}/now", f"{PAGE}/{number}/print",
        ):  # fmt: skip
            await page.set_viewport_size(DESKTOP)
            await page.goto(address + path)
            assert await faults(page) == [], path
            await page.set_viewport_size(PHONE)
            assert not await page.evaluate(SIDEWAYS), path
        await page.goto(f"{address}{PAGE}/{number}/now")
        await page.get_by_role("button", name="到了").click()
        await page.get_by_role("button", name="交班").wait_for()

    assert await duties(scene) == [("王芳", "东门", "started")]


async def test_posts_are_added_later_and_a_shift_that_nobody_has_is_taken_away(scene, desk):
    number = await published(scene, "东门 8:00-16:00 1人", put=[("fang", "东门", 8)])
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/{number}")
        added = await post(browser, page, f"{PAGE}/{number}/shifts", shifts="北门 9:00-17:00 1人")
        odd = await post(browser, page, f"{PAGE}/{number}/shifts", shifts="北门")
        north = await slot(scene, number, "北门", 9)
        east = await slot(scene, number, "东门", 8)
        open_one = await browser.get(f"{PAGE}/{number}?slot={north.id}")
        full_one = await browser.get(f"{PAGE}/{number}?slot={east.id}")
        refused = await step(browser, number, "drop", gone=str(east.id))

    assert (added.status_code, odd.status_code, refused.status_code) == (303, 409, 409)
    assert "这个班不要了" in open_one.text
    assert "这个班不要了" not in full_one.text
    assert "先把人撤下" in refused.text
    await at(scene, 4, 10, 1)
    assert await told(scene, "chen", "北门 12月5日(周六)上午9点到下午5点 缺1人") == 1
    async with desk.signed_in("sun") as browser:
        gone = await step(browser, number, "drop", gone=str(north.id))
        page = await browser.get(f"{PAGE}/{number}")
    assert gone.status_code == 303
    assert "北门" not in page.text.split("一周</h2>")[1].split("</table>")[0]
    await at(scene, 5, 9, 16)
    assert await told(scene, "chen", "北门还没有人") == 0


async def test_a_shift_of_another_roster_is_not_taken_away_from_here(scene, desk):
    first, second = await drafted(scene), await drafted(scene)
    theirs = await slot(scene, second, "东门", 8)
    async with desk.signed_in("sun") as browser:
        answer = await step(browser, first, "drop", gone=str(theirs.id))

    assert answer.status_code == 409
    assert await slot(scene, second, "东门", 8)
