"""Claims: said in private, verified by somebody of another household, capped, and never twice."""

from datetime import date

import pytest
from sqlalchemy import select

from domain.messages import Media, MediaKind
from storage.points.tables import EntryRow
from storage.tickets.tables import AttachmentRow
from tests.handlers.points.homes import LI, ZHANG, ZHOU, claims_of, has, the_claim, tied, told

SWEPT = "我今天参加了楼道清扫"


async def claimed(scene, words=SWEPT, who=LI):
    await scene.say(who, words, group=False)
    return await the_claim(scene)


async def test_a_resident_says_what_they_did_and_a_worker_verifies_it_with_one_press(homes):
    row = await claimed(homes)
    said = await told(homes, LI)
    asked = await told(homes, "wang")
    await homes.press("wang", "属实")

    assert (row.rule, row.day, row.state, row.household) == (
        "+03",
        date(2026, 12, 1),
        "claimed",
        "H1",
    )
    assert "3分" in said
    assert "1月11日" in said  # 3 January 2027 is a Sunday: listed on the 4th, seven days
    assert "金桂园3栋陈家" in asked
    assert "桂兰" not in asked
    row = await the_claim(homes)
    assert (row.state, row.points, row.verified_by) == ("verified", 3, homes.ids["wang"])
    assert await has(homes, "H1") == (0, 3)
    assert "核实了" in await told(homes, LI)


async def test_an_entry_says_by_which_version_on_what_grounds_and_who_stood_for_it(homes):
    row = await claimed(homes)
    await homes.press("wang", "属实")

    async with homes.database.reading() as session:
        entry = await session.scalar(select(EntryRow))
    assert (entry.key, entry.evidence) == (f"claim/{row.id}/issued", f"claim/{row.id}")
    assert entry.rule_id is not None
    assert (entry.proposed_by, entry.approved_by) == (row.claimed_by, homes.ids["wang"])


@pytest.mark.parametrize(
    ("words", "rule", "day", "halves"),
    [
        ("帮王奶奶取药了", "+23", date(2026, 12, 1), 2),
        ("昨天值班了", "+04", date(2026, 11, 30), 2),
        ("我28号做了志愿服务两个半小时", "+02", date(2026, 11, 28), 5),
        ("上周六打扫了楼道", "+03", date(2026, 11, 28), 2),
        ("11月20日我去献血了", "+18", date(2026, 11, 20), 2),
        ("昨天去听了讲座", "+08", date(2026, 11, 30), 2),
    ],
)
async def test_deeds_in_plain_words_are_the_item_and_the_day(homes, words, rule, day, halves):
    row = await claimed(homes, words)

    assert (row.rule, row.day, row.halves) == (rule, day, halves)


@pytest.mark.parametrize(
    "words",
    ["我去年参加了楼道清扫", "我1月参加了清扫", "上个月打扫了楼道", "去年11月20日我去献血了"],
)
async def test_a_day_that_is_not_named_is_asked_for_and_never_taken_for_today(homes, words):
    await homes.say(LI, words, group=False)

    assert await claims_of(homes) == []
    assert "哪天" in await told(homes, LI)


async def test_a_shift_is_worth_its_four_points_however_long_it_took(homes):
    await homes.say(LI, "上周六值班两个半小时", group=False)

    assert "4分" in await told(homes, LI)


@pytest.mark.parametrize(
    "words",
    ["楼道没人打扫", "3栋楼道灯坏了三天了", "明天打扫楼道吗", "垃圾都满了没人清理", "小区打扫了吗"],
)
async def test_what_is_wrong_or_asked_is_no_deed(homes, words):
    await homes.say(LI, words, group=False)

    assert await claims_of(homes) == []


async def test_in_a_group_nobody_claims_anything(homes):
    await homes.say(LI, SWEPT)

    assert await claims_of(homes) == []
    assert await homes.in_group() == []


async def test_an_unclear_item_is_asked_for_once_with_buttons(homes):
    await homes.say(LI, "申报积分", group=False)
    asked = await told(homes, LI)
    await homes.press(LI, "参加集体清扫")

    assert "哪一项" in asked
    assert (await the_claim(homes)).rule == "+03"


async def test_an_unclear_item_may_be_named_in_words(homes):
    await homes.say(LI, "申报积分", group=False)
    await homes.say(LI, "捡垃圾", group=False)

    row = await the_claim(homes)
    assert (row.rule, row.day) == ("+03", date(2026, 12, 1))


async def test_whoever_belongs_to_two_households_is_asked_for_which(homes):
    await tied(homes, LI, "H2")
    await homes.say(LI, SWEPT, group=False)
    asked = await told(homes, LI)
    await homes.press(LI, "参加集体清扫 欧阳明")

    assert "哪一家" in asked
    assert (await the_claim(homes)).household == "H2"


async def test_without_a_household_they_are_told_how_to_get_one(homes):
    await homes.say("stranger", SWEPT, group=False)

    assert "纸条" in await told(homes, "stranger")
    assert await claims_of(homes) == []


async def test_the_same_deed_twice_is_one_claim(homes):
    await claimed(homes)
    await claimed(homes, "我今天打扫了楼道")

    assert len(await claims_of(homes)) == 1
    assert "已经记过了" in await told(homes, LI)


async def test_two_neighbours_helped_on_one_day_are_two_deeds(homes):
    await claimed(homes, "帮王奶奶取药了")
    await claimed(homes, "帮李爷爷买菜了")

    assert len(await claims_of(homes)) == 2


async def test_a_photo_that_follows_lies_beside_the_claim(homes):
    row = await claimed(homes)
    await homes.say(LI, "", group=False, media=(Media(MediaKind.PHOTO, "p1", "image/jpeg"),))

    async with homes.database.reading() as session:
        photo = await session.scalar(select(AttachmentRow))
    assert (photo.claim_id, photo.ticket_id, photo.ref) == (row.id, None, "p1")
    assert "照片" in await told(homes, LI)


async def test_nobody_verifies_their_own_household(homes):
    await tied(homes, "wang", "H1")
    await claimed(homes)
    asked = await homes.heard("wang")
    await homes.say("wang", "待核实", group=False)
    await homes.press("wang", "属实")

    assert all("请核实" not in text for text in asked)
    assert "请核实" in "".join(await homes.heard("chen"))
    assert (await the_claim(homes)).state == "claimed"
    assert "别家" in (await homes.rows(op="answer"))[-1].text
    assert await has(homes, "H1") == (0, 0)


async def test_whoever_claims_for_a_household_does_not_verify_it(homes):
    await homes.say("wang", "申报 H1 昨天打扫楼道", group=False)
    row = await the_claim(homes)
    await homes.say("wang", "待核实", group=False)
    await homes.press("wang", "属实")
    after = await the_claim(homes)
    await homes.press("chen", "属实")

    assert (row.source, row.household, row.day) == ("worker", "H1", date(2026, 11, 30))
    assert after.state == "claimed"
    assert (await the_claim(homes)).state == "verified"


async def test_a_worker_of_another_grid_does_not_verify_here(homes):
    await claimed(homes)
    await homes.say("zhao", "待核实", group=False)

    assert "没有" in await told(homes, "zhao")


async def test_a_household_that_nobody_knows_is_asked_for_again(homes):
    await homes.say("wang", "申报 H77 昨天打扫楼道", group=False)

    assert "户号" in await told(homes, "wang")
    assert await claims_of(homes) == []


async def test_what_is_not_so_is_refused_with_a_reason_that_the_household_hears(homes):
    await claimed(homes)
    await homes.press("wang", "不属实")
    await homes.say("wang", "签到表上没有您家", group=False)

    row = await the_claim(homes)
    assert (row.state, row.slot) == ("refused", None)
    assert "签到表上没有您家" in await told(homes, LI)
    assert await has(homes, "H1") == (0, 0)
    await claimed(homes)
    assert len(await claims_of(homes)) == 2  # it may be claimed anew


async def test_whoever_claimed_takes_it_back(homes):
    await claimed(homes)
    await homes.press(LI, "别登记")

    assert (await the_claim(homes)).state == "withdrawn"


async def test_what_a_press_cannot_show_needs_words_of_what_was_seen(homes):
    await claimed(homes, "我昨天献血了")
    await homes.press("wang", "属实")
    asked = await told(homes, "wang")
    before = await the_claim(homes)
    await homes.say("wang", "看过献血证", group=False)

    assert "证明" in asked
    assert before.state == "claimed"
    row = await the_claim(homes)
    assert (row.state, row.points, row.seen) == ("verified", 10, "看过献血证")


async def test_what_is_over_the_cap_of_a_month_is_kept_as_nothing_and_the_household_hears_why(
    homes,
):
    days = ("11月3日", "11月4日", "11月5日", "11月6日")
    for day in days:
        await claimed(homes, f"我{day}打扫了楼道")
        await homes.press("wang", "属实")

    rows = await claims_of(homes)
    assert [(row.state, row.points) for row in rows] == [("verified", 3)] * 3 + [("capped", 0)]
    assert await has(homes, "H1") == (0, 9)
    assert "最多9分" in await told(homes, LI)
    await claimed(homes, "我12月1日打扫了楼道")  # the next month has room again
    await homes.press("wang", "属实")
    assert await has(homes, "H1") == (0, 12)


async def test_a_cap_leaves_what_still_fits(homes):
    for day in range(20, 30):
        await claimed(homes, f"我11月{day}日做了志愿服务一个半小时")
        await homes.press("wang", "属实")

    assert [row.points for row in await claims_of(homes)] == [3] * 6 + [2, 0, 0, 0]
    assert await has(homes, "H1") == (0, 20)


async def test_paper_books_of_the_same_month_count_towards_the_cap(scene, tmp_path):
    from tests.handlers.points.homes import settled  # noqa: PLC0415 - with another workbook

    paper = [["id", "household", "date", "rule", "points", "note"],
             ["E1", "H1", "2026-11-03", "+03", "7", ""]]  # fmt: skip
    await settled(scene, tmp_path, entries=paper)
    await claimed(scene, "我11月4日打扫了楼道")
    await scene.press("wang", "属实")

    assert (await the_claim(scene)).points == 2


@pytest.mark.parametrize("words", ["我9月1日打扫了楼道", "我12月20日打扫了楼道"])
async def test_nobody_claims_what_nobody_can_verify_any_more(homes, words):
    await homes.say(LI, words, group=False)

    assert await claims_of(homes) == []
    assert "日子不对" in await told(homes, LI)


async def test_a_second_press_says_that_it_is_settled(homes):
    await claimed(homes)
    await homes.press("wang", "属实")
    await homes.say("zhao", "x", group=False)
    await homes.press("wang", "不属实")

    assert "处理过了" in (await homes.rows(op="answer"))[-1].text
    assert await has(homes, "H1") == (0, 3)


async def test_other_households_hear_nothing(homes):
    await claimed(homes)
    await homes.press("wang", "属实")

    for who in (ZHANG, ZHOU):
        assert all("清扫" not in text for text in await homes.heard(who))
    assert await homes.in_group() == []


async def test_whoever_reports_on_a_task_claims_nothing(homes):
    await tied(homes, "wang", "H1")
    await homes.say(ZHANG, "3栋2单元楼道太脏了没人打扫")
    await homes.press("wang", "我来办")
    await homes.press("wang", "办好了")
    await homes.say("wang", "楼道打扫完了", group=False)

    assert await claims_of(homes) == []
    assert (await homes.ticket()).state == "reported"


async def test_a_claim_wakes_nobody_and_waits_for_the_morning(homes):
    homes.now = homes.now.replace(hour=14)  # ten in the evening
    await claimed(homes)
    night = [text for text in await homes.heard("wang") if "请核实" in text]
    await homes.wait(hours=11)

    assert night == []
    assert "请核实" in await told(homes, "wang")
