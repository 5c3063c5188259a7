"""The counter's page: entered, summed by kind and month, and each number opens what it counts."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from handlers import activities
from tests.console.desk import field, post
from tests.handlers.members.test_gathering import closed
from tests.handlers.signups.party import acting
from tests.handlers.test_activities import BACK, counted

PAGE = "/console/activities"
SEED = {"environment": 42, "patrol": 50, "help": 32, "passing_on": 25, "talks": 28}


async def entered(browser, page, **given):
    """The form, sent."""
    usual = {"kind": "patrol", "day": "2026-11-30", "times": "1", "words": "夜巡"}
    return await post(browser, page, PAGE, **{**usual, **given})


async def test_s4_03_these_are_entered_and_the_sum_is_177_by_month(scene, desk):
    async with desk.signed_in("sun") as browser:
        for kind, times in SEED.items():
            page = await browser.get(PAGE)
            half = times // 2
            await entered(browser, page, kind=kind, times=str(half), day="2026-10-09")
            page = await browser.get(PAGE)
            await entered(browser, page, kind=kind, times=str(times - half), day="2026-11-30")
        page = await browser.get(PAGE)
        book = await browser.get(f"{PAGE}/table.xlsx")

    assert 'id="total">177次' in page.text
    [sheet] = load_workbook(io.BytesIO(book.content)).worksheets
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert [rows[name][-1] for name in rows if name not in ("类别", "合计")] == [42, 50, 32, 25, 28]
    assert rows["合计"][9] + rows["合计"][10] == rows["合计"][-1] == 177
    assert (rows["环境整治"][9], rows["环境整治"][10]) == (21, 21)
    assert sum(rows["合计"][:9]) == 0


async def test_each_number_opens_what_it_counts(scene, desk):
    number = await closed(scene, doer=None)
    await acting(scene, activities.gather, scene.now - BACK)
    await scene.say("wang", "今天4栋楼道清扫,5个人", group=False)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        await entered(browser, page, times="3")
        page = await browser.get(PAGE)
        behind = await browser.get(f"{PAGE}/behind?year=2026&month=12&kind=environment")
        every = await browser.get(f"{PAGE}/behind")

    assert "behind?year=2026&amp;month=12&amp;kind=environment" in page.text
    assert f'href="/console/tickets/{number}"' in behind.text
    assert "4栋楼道清扫" in behind.text
    assert "夜巡" not in behind.text
    assert "夜巡" in every.text
    assert "3次" in every.text


async def test_the_same_form_sent_twice_counts_once(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        for _ in range(2):
            assert (await entered(browser, page, times="7")).status_code == 303

    assert [row.times for row in await counted(scene)] == [7]


@pytest.mark.parametrize(
    "given",
    [{"times": "0"}, {"times": "x"}, {"times": "-4"}, {"times": "9" * 40}, {"kind": "dancing"},
     {"kind": "\0"}, {"day": "x"}, {"day": "2027-01-01"}, {"day": "0001-01-01"}, {"heads": "99999"}],
)  # fmt: skip
async def test_odd_forms_get_a_sentence_and_count_nothing(scene, desk, given):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        answer = await entered(browser, page, **given)

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert 'value="夜巡"' in answer.text
    assert await counted(scene) == []


async def test_one_is_put_under_another_kind(scene, desk):
    await scene.say("wang", "今天4栋楼道清扫,5个人", group=False)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/behind")
        answer = await post(browser, page, f"{PAGE}/1/sort", kind="talks")
        odd = await post(browser, page, f"{PAGE}/1/sort", kind="dancing")
        form = {"form_token": field(page, "form_token"), "once": "y", "kind": "help"}
        missing = await browser.post(f"{PAGE}/99/sort", data=form)

    assert (answer.status_code, odd.status_code, missing.status_code) == (303, 409, 404)
    assert [row.kind for row in await counted(scene)] == ["talks"]


async def test_another_community_counts_for_itself(scene, desk):
    await scene.say("wang", "今天4栋楼道清扫,5个人", group=False)
    async with scene.database.transaction() as session:
        from storage.places import AreaRow, touch_revision  # noqa: PLC0415

        session.add(AreaRow(code="YH", name="银河社区", kind="community", parent=None, covers=[]))
        await scene.serves(session, "far", "远办", "officer", "YH")
        await touch_revision(session)
    async with desk.signed_in("far") as browser:
        page, behind = await browser.get(PAGE), await browser.get(f"{PAGE}/behind")
        form = {"form_token": field(page, "form_token"), "once": "y", "kind": "help"}
        tried = await browser.post(f"{PAGE}/1/sort", data=form)
        abroad = await entered(browser, page, community="XL")
    async with desk.signed_in("boss") as browser:
        every = await browser.get(PAGE)

    assert 'id="total">0次' in page.text
    assert "4栋" not in behind.text
    assert (tried.status_code, abroad.status_code) == (404, 409)
    assert 'id="total">1次' in every.text


@pytest.mark.parametrize("query", ["?year=x", "?year=1", "?year=9999", "/behind?month=13", "/behind?kind=x",
                                   "/behind?after=x&month=%00"])  # fmt: skip
async def test_odd_addresses_are_answered(scene, desk, query):
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(f"{PAGE}{query}")).status_code == 200


async def test_what_was_counted_by_mistake_counts_no_more_and_is_not_counted_again(scene, desk):
    await closed(scene, doer=None)
    await acting(scene, activities.gather, scene.now - BACK)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}/behind")
        answer = await post(browser, page, f"{PAGE}/1/sort", kind="none")
        after = await browser.get(answer.headers["location"])
        table = await browser.get(PAGE)
    await acting(scene, activities.gather, scene.now - BACK)

    assert "不算了" in after.text
    assert 'id="total">0次' in table.text
    assert [row.times for row in await counted(scene)] == [0]


async def test_after_a_press_the_list_is_still_of_that_year(scene, desk):
    async with desk.signed_in("sun") as browser:
        await entered(browser, await browser.get(PAGE), day="2025-03-02")
        page = await browser.get(f"{PAGE}/behind?year=2025&month=3")
        answer = await post(browser, page, f"{PAGE}/1/sort", kind="talks")
        after = await browser.get(answer.headers["location"])

    assert "2025-03-02" in after.text


async def test_a_worker_takes_a_line_back_on_their_own_page_for_ten_minutes(scene, desk):
    for line in ("今天4栋楼道清扫,50个人", "今天夜巡,4个人"):
        await scene.say("wang", line, group=False)
    first, second = (row.id for row in await counted(scene))
    async with desk.signed_in("zhao") as browser:
        other = await browser.get("/console")
        form = {"form_token": field(other, "form_token"), "once": "x1"}
        forged = await browser.post(f"/console/told/{first}/withdraw", data=form)
    async with desk.signed_in("wang") as browser:
        page = await browser.get("/console")
        await post(browser, page, f"/console/told/{first}/withdraw")
        after = await browser.get("/console")
        scene.now = desk.clock.at = scene.now + timedelta(minutes=11)
        late = await post(browser, after, f"/console/told/{second}/withdraw")
        over = await browser.get("/console")

    assert "4栋楼道清扫" in page.text
    assert "4栋楼道清扫" not in other.text
    assert forged.status_code == 409
    assert "4栋楼道清扫" not in after.text
    assert late.status_code == 409
    assert "夜巡" not in over.text
    assert [row.times for row in await counted(scene)] == [0, 1]
