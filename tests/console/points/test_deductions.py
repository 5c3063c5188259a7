"""Deductions on the office's page: the way of one from the reminder to its end, and who sees it at all."""

import pytest
from sqlalchemy import delete

from handlers.points import deductions as steps
from storage.points.tables import HouseholdMemberRow
from tests.console.desk import post
from tests.console.screens import DESKTOP, PHONE, faults, seated
from tests.handlers.points.deducting import (
    FALSE,
    LITTER,
    THREE_DAYS,
    WEEK,
    begun,
    every,
    free,
    given,
    neighbour,
    now,
    switched_on,
    two_officers,
)
from tests.handlers.points.homes import LI, tied, told
from tests.handlers.signups.party import acting

PAGE = "/console/points/deductions"
FORM = {"home": "H1", "rule": LITTER, "day": "2026-12-01", "words": "楼道里的纸箱请搬走"}


@pytest.fixture
async def office(homes):
    await two_officers(homes)
    await switched_on(homes)
    await given(homes, 50)
    return homes


async def step(desk, who, number, verb, **more):
    """Somebody opens the page and takes a step on it."""
    async with desk.signed_in(who) as browser:
        return await post(browser, await browser.get(PAGE), f"{PAGE}/{number}/{verb}", **more)


async def later(scene, desk, span):
    await scene.live_until(scene.now + span)
    desk.clock.at = scene.now


async def test_from_the_reminder_to_two_who_decide(office, desk):
    async with desk.signed_in("wang") as browser:
        begun_ = await post(browser, await browser.get(PAGE), PAGE, **FORM)
    row = await now(office)
    early = await step(desk, "wang", row.id, "propose", words="纸箱还在")
    await later(office, desk, WEEK)
    await step(desk, "wang", row.id, "propose", words="纸箱还在")
    await step(desk, "liu", row.id, "hear")
    await step(desk, "wang", row.id, "answer", words="忙,没搬")
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        await post(browser, page, f"{PAGE}/{row.id}/agree", reason="去看过两次")
        one = await free(office)
        again = await post(browser, page, f"{PAGE}/{row.id}/agree", reason="又去看过")
    await step(desk, "qian", row.id, "agree", reason="去看过两次")
    await office.deliver()

    assert begun_.status_code == 303
    assert early.status_code == 409
    assert "到时再看" in early.text
    assert one == 50
    assert again.status_code == 409
    assert await free(office) == 47
    assert "扣3分" in await told(office, LI)


async def test_the_page_says_for_what_nothing_is_ever_taken(office, desk):
    async with desk.signed_in("wang") as browser:
        page = await browser.get(PAGE)

    for what in ("投诉", "不给照片", "物业费", "生病", "信访", "欠债", "孩子的成绩", "上学"):
        assert what in page.text
    assert "-01 " in page.text  # switched on here
    assert "-08 " in page.text
    for code in ("-02 ", "-03 ", "-07 "):
        assert code not in page.text


async def test_what_is_switched_off_is_refused_in_words_and_what_was_typed_stays(office, desk):
    async with desk.signed_in("wang") as browser:
        answer = await post(browser, await browser.get(PAGE), PAGE, **{**FORM, "rule": "-03"})

    assert answer.status_code == 409
    assert "没有开" in answer.text
    assert "楼道里的纸箱请搬走" in answer.text
    assert await every(office) == []


@pytest.mark.parametrize(
    "wrong", [{"home": "H77"}, {"home": "H2"}, {"day": "soon"}, {"day": "2027-01-01"}, {"rule": "x" * 99},
              {"words": "\0"}],
)  # fmt: skip
async def test_what_cannot_be_is_refused(office, desk, wrong):
    async with desk.signed_in("wang") as browser:
        answer = await post(browser, await browser.get(PAGE), PAGE, **{**FORM, **wrong})

    assert answer.status_code == 409
    assert await every(office) == []


async def test_whoever_does_not_look_after_the_household_or_belongs_to_it_sees_nothing(
    office, desk
):
    await tied(office, "sun", "H1")
    row = await begun(office)
    for who in ("zhao", "sun"):
        async with desk.signed_in(who) as browser:
            page = await browser.get(PAGE)
            token = {"form_token": page.text.split('name="form_token" value="')[1].split('"')[0]}
            answer = await browser.post(f"{PAGE}/{row.id}/drop", data={**token, "reason": "算了"})
        assert "陈桂兰" not in page.text
        assert "一个笔迹" not in page.text
        assert answer.status_code == 404
    assert (await now(office)).state == "hearing"


async def test_a_worker_sees_it_and_decides_nothing(office, desk):
    row = await begun(office)
    await later(office, desk, THREE_DAYS)
    async with desk.signed_in("wang") as browser:
        page = await browser.get(PAGE)
        token = {"form_token": page.text.split('name="form_token" value="')[1].split('"')[0]}
        answer = await browser.post(f"{PAGE}/{row.id}/agree", data={**token, "reason": "看过"})

    assert "陈桂兰" in page.text
    assert f"{PAGE}/{row.id}/agree" not in page.text
    assert answer.status_code == 409
    assert (await now(office)).state == "hearing"


async def test_a_neighbour_can_be_named_but_not_for_false_evidence_nor_for_their_own(office, desk):
    await neighbour(office, "刘姨")
    await neighbour(office, "田老师", "H1")
    await begun(office)
    async with desk.signed_in("sun") as browser:
        false = await browser.get(PAGE)
    await acting(office, steps.drop, (await now(office)).id, "看不清", who="liu")
    row = await begun(office, LITTER, who="wang")
    await later(office, desk, WEEK)
    await acting(office, steps.propose, row.id, "还在", who="wang")
    await acting(office, steps.hear, row.id, who="liu")
    async with desk.signed_in("sun") as browser:
        litter = await browser.get(PAGE)

    assert "刘姨" not in false.text
    assert "刘姨" in litter.text
    assert "田老师" not in litter.text


async def test_the_street_reviews_what_the_household_objects_to(office, desk):
    row = await begun(office)
    await later(office, desk, THREE_DAYS)
    for who in ("sun", "qian"):
        await step(desk, who, row.id, "agree", reason="看过")
    await step(desk, "liu", row.id, "object", words="那天我在场")
    taken = await free(office)
    await step(desk, "boss", row.id, "review", outcome="reversed", reason="有照片")

    assert (taken, await free(office)) == (30, 50)
    assert (await now(office)).state == "reversed"


async def test_the_same_press_sent_twice_is_one_voice(office, desk):
    row = await begun(office)
    await later(office, desk, THREE_DAYS)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)
        for _ in range(2):
            answer = await post(browser, page, f"{PAGE}/{row.id}/agree", reason="看过")
            assert answer.status_code == 303

    assert (await now(office)).state == "agreed"
    assert await free(office) == 50


async def test_a_household_that_nobody_can_write_to_is_told_in_person(office, desk):
    await begun(office)
    async with desk.signed_in("sun") as browser:
        reached = await browser.get(PAGE)
        async with office.database.transaction() as session:
            await session.execute(delete(HouseholdMemberRow))
        unreached = await browser.get(PAGE)

    assert "当面告诉" not in reached.text
    assert "当面告诉" in unreached.text


async def test_every_step_is_on_record_in_words(office, desk):
    row = await begun(office)
    await later(office, desk, THREE_DAYS)
    for who in ("sun", "qian"):
        await step(desk, who, row.id, "agree", reason="看过")
    async with desk.signed_in("boss") as browser:
        page = await browser.get("/console/audit")

    for words in ("请一户说说", "同意扣分", "扣了分"):
        assert words in page.text
    assert "看过" not in page.text  # acts, never words


@pytest.mark.parametrize("query", ["?before=x", "?before=999999999999999999999", "?before=-1"])
async def test_an_odd_address_is_answered(office, desk, query):
    await begun(office, FALSE)
    async with desk.signed_in("sun") as browser:
        assert (await browser.get(PAGE + query)).status_code == 200


async def test_on_a_phone_and_on_a_desk_everybody_can_use_it(office, desk):
    await begun(office)
    await begun(office, LITTER, who="wang")
    async with seated(desk, "liu", viewport=PHONE) as (page, address):
        await page.goto(address + PAGE)
        wrong = await faults(page)
        wide = await page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
        await page.get_by_role("button", name="改好了").first.click()
        await page.set_viewport_size(DESKTOP)
        wrong += await faults(page)

    assert wrong == []
    assert not wide
    assert sorted(row.state for row in await every(office)) == ["hearing", "mended"]


async def test_only_whose_voice_counts_is_offered_one_and_the_others_read_who_decides(office, desk):
    await neighbour(office, "刘姨", "")
    async with desk.signed_in("sun") as browser:
        await post(browser, await browser.get(PAGE), PAGE, **FORM | {"rule": FALSE})
    seen = {}
    for who in ("sun", "boss", "liu", "mei"):
        async with desk.signed_in(who) as browser:
            seen[who] = (await browser.get(PAGE)).text

    agree = "我自己的意见"
    assert [who for who in seen if agree in seen[who]] == ["mei"]
    for who in ("sun", "boss", "liu"):  # the proposer, the street, the dispatcher
        assert "作假要本社区两位居委会的人来定" in seen[who]
        assert "刘姨" not in seen[who]


async def test_a_dispatcher_writes_down_a_neighbour_and_has_to_say_which(office, desk):
    await neighbour(office, "刘姨", "")
    row = await begun(office, LITTER)
    await later(office, desk, WEEK)
    await acting(office, steps.propose, row.id, "纸箱还在", who="wang")
    await acting(office, steps.hear, row.id, who="sun")
    await later(office, desk, THREE_DAYS)
    async with desk.signed_in("liu") as browser:
        page = await browser.get(PAGE)
        unsaid = await post(browser, page, f"{PAGE}/{row.id}/agree", reason="去看过", neighbour="")

    assert "我自己的意见" not in page.text
    assert "刘姨</option>" in page.text
    assert unsaid.status_code == 409
    assert (await now(office)).state == "hearing"
