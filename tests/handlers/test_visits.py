"""`约时间` and `今天去不了`: the resident hears the useful part, in private, and it is kept."""

from datetime import datetime

import pytest
from sqlalchemy import select

from storage.people import RoleRow
from storage.places import touch_revision
from tests.handlers.scene import SHANGHAI

LAMP = "3栋2单元楼道的灯坏了"


async def taken(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


async def deputy(scene, account, of, *, away=False):
    async with scene.database.transaction() as session:
        role = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids[of]))
        role.deputy_id = scene.ids[account]
        if away:
            role.away_from = role.away_to = scene.community.calendar.day_of(scene.now)
        await touch_revision(session)


async def test_pressed_and_said_in_words_the_resident_hears_when_in_private(scene):
    await taken(scene)
    group = await scene.in_group()
    await scene.press("wang", "约时间")
    await scene.say("wang", "今天下午4点", group=False)

    ticket = await scene.ticket()
    assert ticket.state == "working"
    assert ticket.contacted_at is not None
    assert "今天下午4点到现场看" in (await scene.heard("li"))[-1]
    assert "今天下午4点到" in (await scene.heard("wang"))[-1]
    assert await scene.in_group() == group


async def test_a_part_of_the_day_is_pressed_and_no_hour_is_invented(scene):
    await taken(scene)
    await scene.press("wang", "约时间")
    await scene.press("wang", "明天上午")

    told = (await scene.heard("li"))[-1]
    assert "明天上午到现场看" in told
    assert "8:30" not in told


@pytest.mark.parametrize("words", ["我下午3点到", "下午三点去看看"])
async def test_plain_words_do_what_the_button_does(scene, words):
    await taken(scene)
    await scene.say("wang", words, group=False)

    assert (await scene.acts())[-1] == "arrive"
    assert "今天下午3点到现场看" in (await scene.heard("li"))[-1]


async def test_whoever_says_when_has_taken_it_and_the_resident_hears_one_thing(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("wang", "明天上午去看", group=False)

    assert (await scene.acts())[-2:] == ["accept", "arrive"]
    assert len(await scene.heard("li")) == 1


async def test_what_is_no_time_is_asked_again_and_what_has_gone_by_refused(scene):
    await taken(scene)
    await scene.press("wang", "约时间")
    await scene.say("wang", "看情况", group=False)
    assert "哪天" in (await scene.heard("wang"))[-1]

    await scene.say("wang", "今天上午9点", group=False)
    assert "已经过了" in (await scene.heard("wang"))[-1]
    assert "arrive" not in await scene.acts()


async def test_half_an_hour_before_the_worker_is_reminded(scene):
    await taken(scene)
    await scene.say("wang", "我下午4点到", group=False)
    await scene.live_until(at(1, 15, 29))
    assert "约好" not in (await scene.heard("wang"))[-1]

    await scene.live_until(at(1, 15, 31))
    assert "约好今天下午4点到" in (await scene.heard("wang"))[-1]


async def test_a_time_that_passes_without_news_is_asked_about_once(scene):
    await taken(scene)
    await scene.say("wang", "我下午4点到", group=False)
    await scene.live_until(at(1, 20))

    asked = [text for text in await scene.heard("wang") if "去看过了吗" in text]
    assert len(asked) == 1


async def test_with_news_nothing_is_asked(scene):
    await taken(scene)
    await scene.say("wang", "我下午4点到", group=False)
    await scene.live_until(at(1, 16, 10))
    await scene.say("wang", "灯座换好了", group=False)
    await scene.live_until(at(1, 20))

    assert not any("去看过了吗" in text for text in await scene.heard("wang"))


async def test_a_new_time_takes_the_place_of_the_old_one(scene):
    await taken(scene)
    await scene.say("wang", "我下午4点到", group=False)
    await scene.say("wang", "明天上午9点到", group=False)
    await scene.live_until(at(1, 20))

    assert not any("约好" in text for text in await scene.heard("wang"))
    await scene.live_until(at(2, 8, 45))
    assert "约好今天上午9点到" in (await scene.heard("wang"))[-1]


async def test_a_visit_said_at_night_is_read_in_the_morning_as_of_that_day(scene):
    scene.now = at(1, 21)
    await taken(scene)
    await scene.say("wang", "明天上午9点到", group=False)
    assert not any("到现场看" in text for text in await scene.heard("li"))

    await scene.live_until(at(2, 7, 31))
    assert any("今天上午9点到现场看" in text for text in await scene.heard("li"))


async def test_whoever_asks_hears_of_the_visit_until_it_is_over(scene):
    await taken(scene)
    await scene.say("wang", "我下午4点到", group=False)
    await scene.say("li", "我报的灯怎么样了", group=False)
    assert "今天下午4点到现场看" in (await scene.heard("li"))[-1]

    await scene.say("li", "我报的灯怎么样了")
    assert "4点" not in (await scene.in_group())[-1]


async def test_another_grid_s_worker_makes_no_appointment_here(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    buttons = [b for line in (await scene.rows(chat="p.wang"))[-1].choices for b in line]
    token = next(button["token"] for button in buttons if button["label"] == "约时间")

    await scene.press_token("zhao", token, scene.private("zhao"))

    assert "arrive" not in await scene.acts()
    assert not any("什么时候到" in text for text in await scene.heard("zhao"))


async def test_who_cannot_come_today_gives_it_to_the_deputy_with_the_reason(scene):
    await deputy(scene, "zhao", of="wang")
    await taken(scene)
    await scene.press("wang", "今天去不了")
    await scene.press("wang", "身体不舒服")

    ticket = await scene.ticket()
    assert (ticket.owner_id, ticket.state) == (scene.ids["zhao"], "assigned")
    assert "身体不舒服" in (await scene.heard("zhao"))[-1]
    assert "赵格" in (await scene.heard("wang"))[-1]


async def test_the_resident_hears_that_somebody_else_comes_and_not_why(scene):
    await deputy(scene, "zhao", of="wang")
    await taken(scene)
    await scene.say("wang", "今天去不了,孩子发烧", group=False)

    told = (await scene.heard("li"))[-1]
    assert "改由另一位同志" in told
    everything = " ".join(await scene.heard("li"))
    assert not any(word in everything for word in ("发烧", "赵", "王", "退"))
    assert len(await scene.in_group()) == 1


async def test_without_a_deputy_the_chief_has_it(scene):
    await taken(scene)
    await scene.say("wang", "今天去不了", group=False)

    assert (await scene.ticket()).owner_id == scene.ids["chen"]


async def test_a_deputy_who_is_away_too_is_passed_over(scene):
    await deputy(scene, "zhao", of="wang")
    await deputy(scene, "wang", of="zhao", away=True)
    await taken(scene)
    await scene.say("wang", "今天去不了", group=False)

    assert (await scene.ticket()).owner_id == scene.ids["chen"]


async def test_the_next_morning_the_deputy_may_give_it_back_with_a_press(scene):
    await deputy(scene, "zhao", of="wang")
    await taken(scene)
    await scene.say("wang", "今天去不了", group=False)
    await scene.press("zhao", "我来办")
    await scene.live_until(at(2, 8, 45))
    assert any("交回给他吗" in text for text in await scene.heard("zhao"))

    await scene.press("zhao", "交回给他")
    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_what_the_deputy_has_done_meanwhile_is_not_asked_back(scene):
    await deputy(scene, "zhao", of="wang")
    await taken(scene)
    await scene.say("wang", "今天去不了", group=False)
    await scene.press("zhao", "我来办")
    await scene.say("zhao", "灯管换好了", group=False)
    await scene.live_until(at(2, 9))

    assert not any("交回给他吗" in text for text in await scene.heard("zhao"))


async def test_a_doer_who_cannot_come_tells_the_owner_and_the_resident_hears_nothing(scene):
    await scene.open_private("li")
    await scene.say("li", "3栋2单元的路灯不亮")
    await scene.press("fix", "我来办")
    before = len(await scene.heard("li"))
    await scene.say("fix", "今天去不了", group=False)

    assert any("经办人今天去不了" in text for text in await scene.heard("wang"))
    assert len(await scene.heard("li")) == before
    assert (await scene.ticket()).doer_id == scene.ids["fix"]


async def test_a_result_that_is_waited_for_is_no_appointment(scene):
    await taken(scene)
    await scene.press("wang", "办好了")
    await scene.say("wang", "明天上午去看", group=False)

    assert (await scene.ticket()).state == "working"
