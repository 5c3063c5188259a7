"""Off duty: routing respects it at once, nothing is left behind, and it ends when they are back."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from storage.people import RoleRow
from storage.places import touch_revision
from tests.handlers.scene import SHANGHAI

LAMP = "3栋2单元楼道的灯坏了"
DOOR = "1栋1单元门禁坏了,刷不开"


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


async def role(scene, account):
    async with scene.database.reading() as session:
        return await session.scalar(
            select(RoleRow).where(RoleRow.person_id == scene.ids[account]).order_by(RoleRow.id)
        )


async def span(scene, account):
    row = await role(scene, account)
    return row.away_from, row.away_to


async def set_role(scene, account, **values):
    async with scene.database.transaction() as session:
        row = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids[account]))
        for name, value in values.items():
            setattr(row, name, value)
        await touch_revision(session)


async def deputy(scene):
    await set_role(scene, "wang", deputy_id=scene.ids["zhao"])


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("我请假 12月1日到7日", date(2026, 12, 1), date(2026, 12, 7)),
        ("/off 明天", date(2026, 12, 2), date(2026, 12, 2)),
        ("今天下班了", date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
async def test_a_leave_is_set_as_the_workbook_would(scene, words, first, last):
    await scene.say("wang", words, group=False)

    assert await span(scene, "wang") == (first, last)
    assert "记下了" in (await scene.heard("wang"))[-1]


async def test_asked_until_when_by_a_press_or_in_words(scene):
    await scene.say("wang", "/off", group=False)
    assert "到哪天" in (await scene.heard("wang"))[-1]
    await scene.press("wang", "到明天")
    assert await span(scene, "wang") == (date(2026, 12, 1), date(2026, 12, 2))

    await scene.say("zhao", "我请假", group=False)
    await scene.say("zhao", "说不准", group=False)
    assert "没听明白" in (await scene.heard("zhao"))[-1]
    await scene.say("zhao", "周五", group=False)
    assert await span(scene, "zhao") == (date(2026, 12, 1), date(2026, 12, 4))


async def test_what_comes_in_the_next_second_goes_to_the_deputy(scene):
    await deputy(scene)
    await scene.say("wang", "今天下班了", group=False)
    await scene.say("li", LAMP)

    ticket = await scene.ticket()
    assert (ticket.owner_id, ticket.reason["code"]) == (scene.ids["zhao"], "deputy")


async def test_on_the_day_after_it_is_over_they_have_it_again(scene):
    await scene.say("wang", "今天下班了", group=False)
    scene.now = at(2, 9)
    await scene.say("li", LAMP)

    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_what_nobody_took_goes_on_and_what_was_taken_is_offered(scene):
    await deputy(scene)
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("zhang", DOOR)

    await scene.say("wang", "我请假到周五", group=False)

    first, second = await scene.tickets()
    assert (first.owner_id, second.owner_id) == (scene.ids["wang"], scene.ids["zhao"])
    assert any("不在岗" in text for text in await scene.heard("zhao"))
    told = await scene.heard("wang")
    assert "1件已转过去" in told[-2]
    assert "0001" in told[-1]
    assert "0002" not in told[-1]


@pytest.mark.parametrize("answer", ["press", "要"])
async def test_what_was_taken_goes_over_with_one_press_or_word(scene, answer):
    await deputy(scene)
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("wang", "我请假到周五", group=False)
    if answer == "press":
        await scene.press("wang", "都转给替补")
    else:
        await scene.say("wang", answer, group=False)

    ticket = await scene.ticket()
    assert (ticket.owner_id, ticket.state) == (scene.ids["zhao"], "assigned")
    assert "1件已转过去" in (await scene.heard("wang"))[-1]


@pytest.mark.parametrize("answer", ["press", "不用"])
async def test_or_stays_with_whoever_took_it(scene, answer):
    await deputy(scene)
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("wang", "我请假到周五", group=False)
    if answer == "press":
        await scene.press("wang", "我自己办完")
    else:
        await scene.say("wang", answer, group=False)

    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_deputy_and_chief_are_told_and_the_resident_hears_nothing(scene):
    await deputy(scene)
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("wang", "我请假 12月1日到7日", group=False)

    assert any(
        "12月7日(周一)不在" in text and "第一网格" in text for text in await scene.heard("zhao")
    )
    assert any("由赵格接着" in text for text in await scene.heard("chen"))
    assert await scene.heard("li") == []
    assert len(await scene.in_group()) == 1


async def test_without_a_deputy_the_chief_goes_on(scene):
    await scene.say("li", LAMP)
    await scene.say("wang", "今天下班了", group=False)

    assert (await scene.ticket()).owner_id == scene.ids["chen"]
    assert any("先给您" in text for text in await scene.heard("chen"))


async def test_a_leave_that_begins_later_hands_nothing_out_before(scene):
    await deputy(scene)
    scene.now = at(1, 20)
    await scene.say("wang", "明天请假", group=False)
    await scene.say("li", LAMP)
    assert (await scene.ticket()).owner_id == scene.ids["wang"]

    await scene.live_until(at(2, 0, 1))
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]
    assert not any("0001" in text for text in await scene.heard("zhao"))  # nobody is woken

    await scene.live_until(at(2, 7, 31))
    assert any("0001" in text for text in await scene.heard("zhao"))


async def test_back_again_ends_it_at_once(scene):
    await deputy(scene)
    await scene.say("wang", "我请假到周五", group=False)
    await scene.say("wang", "我回来了", group=False)
    await scene.say("li", LAMP)

    assert await span(scene, "wang") == (None, None)
    assert (await scene.ticket()).owner_id == scene.ids["wang"]
    assert any("欢迎回来" in text for text in await scene.heard("wang"))


async def test_on_without_a_leave_says_so(scene):
    await scene.say("wang", "/on", group=False)

    assert "没有请假" in (await scene.heard("wang"))[-1]


async def test_going_home_today_loses_no_leave_that_was_planned(scene):
    await set_role(scene, "wang", away_from=date(2026, 12, 20), away_to=date(2026, 12, 27))
    await scene.say("wang", "今天下班了", group=False)
    assert await span(scene, "wang") == (date(2026, 12, 1), date(2026, 12, 1))

    await scene.live_until(at(2, 9))
    assert await span(scene, "wang") == (date(2026, 12, 20), date(2026, 12, 27))


async def test_back_early_and_the_planned_leave_stands_too(scene):
    await set_role(scene, "wang", away_from=date(2026, 12, 20), away_to=date(2026, 12, 27))
    await scene.say("wang", "我请假到周五", group=False)
    await scene.say("wang", "我回来了", group=False)

    assert await span(scene, "wang") == (date(2026, 12, 20), date(2026, 12, 27))
    assert "12月20日" in (await scene.heard("wang"))[-1]
    await scene.live_until(at(10, 9))
    assert await span(scene, "wang") == (date(2026, 12, 20), date(2026, 12, 27))


async def test_a_longer_leave_takes_the_first_one_in(scene):
    await scene.say("wang", "我请假到12月4日", group=False)
    await scene.say("wang", "我请假 12月5日到7日", group=False)

    assert await span(scene, "wang") == (date(2026, 12, 1), date(2026, 12, 7))


async def test_a_doer_who_is_off_leaves_the_work_to_the_owner(scene):
    await scene.say("li", "3栋2单元的路灯不亮")
    assert (await scene.ticket()).doer_id == scene.ids["fix"]
    await scene.say("fix", "今天下班了", group=False)

    assert (await scene.ticket()).doer_id is None
    assert "经办人" in (await scene.heard("wang"))[-1]
    await scene.say("li", "1栋1单元的路灯不亮")
    assert (await scene.ticket()).doer_id is None


@pytest.mark.parametrize("words", ["/off 明天", "/on"])
async def test_a_resident_has_no_leave(scene, words):
    await scene.say("li", words, group=False)

    assert "工作人员" in (await scene.heard("li"))[-1]


@pytest.mark.parametrize("words", ["我请假到周五", "王师傅请假了,灯没人修", "我回来了"])
async def test_words_of_others_or_about_others_set_nothing(scene, words):
    await scene.say("li", words, group=False)
    await scene.say("wang", "王师傅请假了", group=False)

    assert await span(scene, "wang") == (None, None)


async def test_in_the_group_nobody_goes_off_duty(scene):
    await scene.say("wang", "我请假到周五")
    await scene.say("wang", "/off 明天")

    assert await span(scene, "wang") == (None, None)
    assert await scene.in_group() == []


async def test_at_night_the_deputy_is_not_woken_and_an_emergency_still_finds_them(scene):
    await deputy(scene)
    scene.now = at(1, 21)
    await scene.say("wang", "今天下班了", group=False)
    assert await scene.heard("zhao") == []

    await scene.say("li", "2栋1单元一股煤气味,好浓")
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]
    assert any("煤气" in text for text in await scene.heard("zhao"))


async def test_a_forged_press_of_another_s_leave_is_refused(scene):
    await scene.say("wang", "/off", group=False)
    token = (await scene.rows(chat="p.wang"))[-1].choices[0][0]["token"]
    await scene.press_token("zhao", token, scene.private("zhao"))

    assert await span(scene, "wang") == (None, None)
    assert await span(scene, "zhao") == (None, None)


async def test_a_day_after_the_last_one_everything_is_as_before(scene):
    await scene.say("wang", "我请假到周五", group=False)
    scene.now = at(1, 10) + timedelta(days=4)
    await scene.say("wang", "我回来了", group=False)

    assert not any("欢迎回来" in text for text in await scene.heard("wang"))
