"""Claims on the office's page: one press, or words of what was seen; never one's own household's."""

import pytest

from storage.tickets.tables import AttachmentRow
from tests.console.desk import post
from tests.console.screens import DESKTOP, PHONE, faults, seated
from tests.handlers.points.homes import LI, ZHANG, claims_of, has, the_claim, told

PAGE = "/console/points"
SWEPT = "我今天参加了楼道清扫"


async def claimed(scene, who=LI, words=SWEPT):
    await scene.say(who, words, group=False)
    return await the_claim(scene)


async def test_a_worker_sees_what_waits_for_them_and_verifies_it_with_one_press(homes, desk):
    row = await claimed(homes)
    await claimed(homes, ZHANG)  # of the other grid
    async with desk.signed_in("wang") as browser:
        page = await browser.get(PAGE)
        answer = await post(browser, page, f"{PAGE}/{row.id}/verify")
        after = await browser.get(PAGE)
    await homes.deliver()

    assert "参加集体清扫" in page.text
    assert "陈桂兰" in page.text
    assert "欧阳明" not in page.text
    assert answer.status_code == 303
    assert "没有等您核实的" in after.text
    assert await has(homes, "H1") == (0, 3)
    assert "核实了" in await told(homes, LI)


async def test_the_same_press_twice_is_one_entry(homes, desk):
    row = await claimed(homes)
    async with desk.signed_in("wang") as browser:
        page = await browser.get(PAGE)
        for _ in range(2):
            answer = await post(browser, page, f"{PAGE}/{row.id}/verify")

    assert answer.status_code == 303
    assert await has(homes, "H1") == (0, 3)


async def test_two_who_verify_at_once_make_one_entry(homes, desk):
    row = await claimed(homes)
    async with desk.signed_in("wang") as one, desk.signed_in("chen") as other:
        pages = [await browser.get(PAGE) for browser in (one, other)]
        first = await post(one, pages[0], f"{PAGE}/{row.id}/verify")
        second = await post(other, pages[1], f"{PAGE}/{row.id}/verify")

    assert (first.status_code, second.status_code) == (303, 409)
    assert "处理过了" in second.text
    assert await has(homes, "H1") == (0, 3)


async def test_what_a_press_cannot_show_asks_for_what_was_seen(homes, desk):
    row = await claimed(homes, words="我昨天献血了")
    async with desk.signed_in("wang") as browser:
        page = await browser.get(PAGE)
        without = await post(browser, page, f"{PAGE}/{row.id}/verify")
        done = await post(browser, page, f"{PAGE}/{row.id}/verify", seen="看过献血证")

    assert without.status_code == 409
    assert "看到了什么" in without.text
    assert done.status_code == 303
    assert (await the_claim(homes)).seen == "看过献血证"


async def test_what_is_not_so_needs_a_reason(homes, desk):
    row = await claimed(homes)
    async with desk.signed_in("wang") as browser:
        page = await browser.get(PAGE)
        without = await post(browser, page, f"{PAGE}/{row.id}/refuse", reason=" ")
        await post(browser, page, f"{PAGE}/{row.id}/refuse", reason="签到表上没有")
    await homes.deliver()

    assert without.status_code == 409
    assert (await the_claim(homes)).state == "refused"
    assert "签到表上没有" in await told(homes, LI)


async def test_whoever_asks_at_the_desk_why_it_does_not_count_reads_it_in_the_file(homes, desk):
    row = await claimed(homes)
    async with desk.signed_in("wang") as browser:
        page = await browser.get(PAGE)
        await post(browser, page, f"{PAGE}/{row.id}/refuse", reason="签到表上没有")
    async with desk.signed_in("sun") as browser:
        file = await browser.get(f"{PAGE}/household", params={"q": "H1"})

    assert "不属实: 签到表上没有" in file.text


async def test_a_worker_claims_for_a_household_and_a_colleague_verifies_it(homes, desk):
    given = {"home": "H1", "rule": "+02", "day": "2026-11-30", "hours": "1.5", "note": "帮着搬桌子"}
    async with desk.signed_in("wang") as browser:
        answer = await post(browser, await browser.get(PAGE), PAGE, **given)
        row = await the_claim(homes)
        own = await post(browser, await browser.get(PAGE), f"{PAGE}/{row.id}/verify")
    async with desk.signed_in("chen") as browser:
        await post(browser, await browser.get(PAGE), f"{PAGE}/{row.id}/verify")

    assert answer.status_code == 303
    assert own.status_code == 409
    assert "别家" in own.text
    row = await the_claim(homes)
    assert (row.state, row.points, row.source) == ("verified", 3, "worker")


@pytest.mark.parametrize("hours", ["-3", "999", "0", "0.3", "abc"])
async def test_hours_that_cannot_be_are_refused_and_what_was_typed_stays(homes, desk, hours):
    given = {"home": "H1", "rule": "+02", "day": "2026-11-30", "hours": hours}
    async with desk.signed_in("wang") as browser:
        answer = await post(browser, await browser.get(PAGE), PAGE, **given)

    assert answer.status_code == 409
    assert "半小时到12小时" in answer.text
    assert f'value="{hours}"' in answer.text
    assert await claims_of(homes) == []


async def test_half_an_hour_is_written_in_figures_or_in_words(homes, desk):
    for day, hours in (("2026-11-29", "半"), ("2026-11-30", "0.5")):
        given = {"home": "H1", "rule": "+02", "day": day, "hours": hours}
        async with desk.signed_in("wang") as browser:
            await post(browser, await browser.get(PAGE), PAGE, **given)

    assert [row.halves for row in await claims_of(homes)] == [1, 1]


async def test_the_same_deed_entered_twice_says_that_it_is_there_and_where_it_stands(homes, desk):
    given = {"home": "H1", "rule": "+03", "day": "2026-11-30"}
    async with desk.signed_in("wang") as browser:
        await post(browser, await browser.get(PAGE), PAGE, **given)
        again = await post(browser, await browser.get(PAGE), PAGE, **given)
        async with desk.signed_in("chen") as other:
            row = await the_claim(homes)
            await post(other, await other.get(PAGE), f"{PAGE}/{row.id}/verify")
        later = await post(browser, await browser.get(PAGE), PAGE, **given)

    assert (again.status_code, later.status_code) == (409, 409)
    assert "参加集体清扫已经记过了,在等核实" in again.text
    assert "参加集体清扫已经记过了,已经核实" in later.text
    assert len(await claims_of(homes)) == 1


async def test_a_commendation_is_worth_what_its_level_gives(homes, desk):
    given = {"home": "H1", "rule": "+22", "day": "2026-11-30"}
    async with desk.signed_in("wang") as browser:
        without = await post(browser, await browser.get(PAGE), PAGE, **given)
        await post(browser, await browser.get(PAGE), PAGE, level="15", **given)
    row = await the_claim(homes)
    async with desk.signed_in("chen") as browser:
        await post(browser, await browser.get(PAGE), f"{PAGE}/{row.id}/verify", seen="看过证书")

    assert without.status_code == 409
    assert (await the_claim(homes)).points == 15


@pytest.mark.parametrize(
    "wrong",
    [{"home": "H77"}, {"day": "soon"}, {"day": "2026-12-24"}, {"rule": "+99"}, {"rule": "-03"},
     {"home": "x" * 9000}],
)  # fmt: skip
async def test_what_cannot_be_is_refused_and_what_was_typed_stays(homes, desk, wrong):
    given = {"home": "H1", "rule": "+03", "day": "2026-11-30", "note": "扫楼", **wrong}
    async with desk.signed_in("wang") as browser:
        answer = await post(browser, await browser.get(PAGE), PAGE, **given)

    assert answer.status_code == 409
    assert 'value="扫楼"' in answer.text
    assert await claims_of(homes) == []


async def test_whoever_does_not_look_after_a_household_sees_and_verifies_nothing_of_it(homes, desk):
    row = await claimed(homes)
    async with homes.database.transaction() as session:
        session.add(AttachmentRow(claim_id=row.id, channel="web", ref="p", kind="photo",
                                  path="missing.jpg", mime="image/jpeg", at=homes.now))  # fmt: skip
    async with desk.signed_in("zhao") as browser:
        page = await browser.get(PAGE)
        answer = await browser.post(
            f"{PAGE}/{row.id}/verify",
            data={"form_token": page.text.split('name="form_token" value="')[1].split('"')[0]},
        )
        photo = await browser.get(f"{PAGE}/photos/1")

    assert "陈桂兰" not in page.text
    assert (answer.status_code, photo.status_code) == (404, 404)
    assert await has(homes, "H1") == (0, 0)


async def test_the_page_can_be_used_on_a_phone_and_by_everybody(homes, desk):
    await claimed(homes)
    await claimed(homes, words="我昨天献血了")
    async with seated(desk, "wang", viewport=PHONE) as (page, address):
        await page.goto(address + PAGE)
        wrong = await faults(page)
        wide = await page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
        await page.get_by_role("button", name="属实").first.click()
        await page.set_viewport_size(DESKTOP)
        wrong += await faults(page)

    assert wrong == []
    assert not wide
    assert await has(homes, "H1") == (0, 3)
