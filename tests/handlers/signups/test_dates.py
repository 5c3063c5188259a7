"""The eve, the door, the day after; and what is let go of."""

from datetime import timedelta

import pytest

from domain.refusals import NotAllowed
from domain.signups.states import SignUpOver
from domain.signups.words import Listed
from handlers.announcements import NoAudience
from handlers.signups import door, joining, opening
from handlers.signups.opening import SignUpNeeds
from tests.handlers.signups.party import (
    A_DAY,
    acting,
    notice_now,
    opened,
    places,
    states,
    the_signup,
)


async def eve(scene, *, days=4):
    """Five in the afternoon, the day before."""
    await scene.live_until(scene.now + (days - 1) * A_DAY + timedelta(hours=7, minutes=1))


async def test_on_the_eve_each_is_reminded_once_and_can_give_the_place_back(scene):
    await scene.open_private("li", "mei", "zhang")
    await opened(scene, places=3, cancel_until=scene.now + 4 * A_DAY)
    await scene.say("li", "我家两个人")
    await scene.say("mei", "我报名")
    await scene.say("zhang", "我报名")
    before = len(await scene.heard("zhang"))
    await eve(scene)

    assert "明天周六包饺子" in (await scene.heard("li"))[-1]
    assert "您报了2位" in (await scene.heard("li"))[-1]
    assert sum("明天" in line for line in await scene.heard("mei")) == 1
    assert len(await scene.heard("zhang")) == before  # who waits need not prepare

    await scene.press("mei", "我去不了")
    assert await states(scene) == ["in", "in", "cancelled", "in"]
    assert "有空位了" in (await scene.heard("zhang"))[-1]


async def test_those_who_are_only_on_a_list_are_one_task_for_a_human(scene):
    number = await opened(scene)
    listed = [Listed("张姐", 2, ""), Listed("老周", 1, "3栋")]
    await acting(scene, joining.write_down, number, listed, joining.DESK)
    await eve(scene)

    [task] = [row for row in await scene.rows() if row.state == "person"]
    assert "张姐、老周" in task.text


async def test_when_it_closes_the_organiser_knows_for_how_many(scene):
    await opened(scene, places=1)
    await scene.say("li", "我报名")
    await scene.say("mei", "我报名")
    await scene.wait(days=3, hours=1)

    assert "报名截止:1位来,1位候补" in " ".join(await scene.heard("sun"))
    assert (await the_signup(scene)).state == "closed"


async def test_at_the_door_they_are_ticked_and_the_others_are_absent(scene):
    number = await opened(scene)
    await scene.say("li", "我报名")
    await scene.say("mei", "我报名")
    first, second = await places(scene)
    await scene.live_until(scene.now + 4 * A_DAY)
    await acting(scene, door.tick, number, first.id)
    await acting(scene, door.tick, number, second.id)
    await acting(scene, door.tick, number, second.id, there=False)
    came = await acting(scene, door.settle, number)

    assert [one.id for one in came] == [first.id]
    assert await states(scene) == ["attended", "absent"]
    assert (await the_signup(scene)).state == "settled"
    with pytest.raises(SignUpOver):
        await acting(scene, door.tick, number, second.id)


async def test_nobody_is_absent_before_it_has_begun(scene):
    number = await opened(scene)
    await scene.say("li", "我报名")
    with pytest.raises(SignUpOver):
        await acting(scene, door.settle, number)

    assert await states(scene) == ["in"]


async def test_the_day_after_the_organiser_is_asked_once_who_came(scene):
    await opened(scene)
    await scene.say("li", "我报名")
    await scene.wait(days=7)

    assert sum("来了哪些人" in line for line in await scene.heard("sun")) == 1
    assert await states(scene) == ["in"]  # silence makes nobody absent


async def test_names_go_after_thirty_days_and_the_house_after_half_a_year(scene):
    number = await opened(scene)
    await acting(scene, joining.write_down, number, [Listed("张姐", 1, "3栋")], joining.DESK)
    await scene.wait(days=35)
    [row] = await places(scene)
    assert (row.called, row.building, row.slot) == ("", "", None)

    await scene.wait(days=150)
    [row] = await places(scene)
    assert (row.household, row.person_id) == ("", None)


async def test_called_off_the_group_hears_it_once_and_each_who_would_have_come(scene):
    await scene.open_private("li")
    number = await opened(scene)
    await scene.say("li", "我报名")
    row = await the_signup(scene, number)

    async def off(turn):
        await opening.call_off(turn, await turn.session.merge(row))

    await acting(scene, off)
    await scene.wait(days=5)

    assert sum("取消了,报了名的不用来了" in line for line in await scene.in_group()) == 1
    assert "您报的名不用来了" in (await scene.heard("li"))[-1]
    assert "不办了" in (await notice_now(scene)).text
    assert not (await notice_now(scene)).choices


async def test_a_closing_time_after_it_begins_is_refused(scene):
    with pytest.raises(SignUpNeeds):
        await opened(scene, closes_at=scene.now + 9 * A_DAY)
    with pytest.raises(SignUpNeeds):
        await opened(scene, places=0)
    with pytest.raises(SignUpNeeds):
        await opened(scene, " ")

    assert await scene.in_group() == []


async def test_who_is_not_of_the_desk_opens_none(scene):
    with pytest.raises(NotAllowed):
        await opened(scene, who="wang")
    with pytest.raises(NoAudience):
        await opened(scene, audience=["nowhere"])


async def test_what_was_typed_with_a_number_in_it_is_masked(scene):
    await opened(scene, "找小王13812345678", conditions="电话13812345678")

    assert "138" not in "".join(await scene.in_group()).replace("138****", "")


async def test_opened_at_night_the_group_hears_of_it_in_the_morning(scene):
    await scene.wait(hours=12)
    await opened(scene)
    assert await scene.in_group() == []

    await scene.wait(hours=10)
    assert len(await scene.in_group()) == 1


async def test_who_asks_what_is_kept_of_them_sees_their_sign_ups(scene):
    await opened(scene)
    await scene.say("li", "我报名", group=False)
    await scene.say("li", "/me", group=False)

    assert "报名:周六包饺子(12月5日" in (await scene.heard("li"))[-1]
