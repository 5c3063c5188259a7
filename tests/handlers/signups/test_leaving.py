"""Who cannot come gives the place back, and whoever waits longest has it."""

from datetime import timedelta

import pytest

from domain.refusals import NotAllowed
from domain.signups.words import Listed
from handlers.signups import joining, leaving
from tests.handlers.signups.party import acting, opened, places, states, the_signup


async def full_with_one_waiting(scene, **more):
    await scene.open_private("li", "mei")
    number = await opened(scene, places=1, **more)
    await scene.say("li", "我报名")
    await scene.say("mei", "我报名")
    assert await states(scene) == ["in", "waiting"]
    return number


async def test_whoever_waits_moves_up_by_itself_and_is_told(scene):
    await full_with_one_waiting(scene)
    await scene.say("li", "去不了了")

    assert await states(scene) == ["cancelled", "in"]
    assert "取消好了:12月5日" in (await scene.heard("li"))[-1]
    assert (await scene.heard("mei"))[-1].startswith("有空位了,排上了:12月5日")
    assert "有空位了" not in "".join(await scene.in_group())
    assert (await the_signup(scene)).state == "full"


async def test_by_the_button_under_the_answer_too(scene):
    await full_with_one_waiting(scene)
    await scene.press("li", "我去不了")
    await scene.press("li", "我去不了")

    assert await states(scene) == ["cancelled", "in"]


async def test_at_night_the_one_who_moves_up_is_told_in_the_morning(scene):
    await full_with_one_waiting(scene)
    await scene.wait(hours=13)
    before = await scene.heard("mei")
    await scene.say("li", "去不了了", group=False)
    assert await scene.heard("mei") == before

    await scene.wait(hours=9)
    assert "有空位了" in (await scene.heard("mei"))[-1]


async def test_who_cancels_and_comes_again_is_last(scene):
    await full_with_one_waiting(scene)
    await scene.say("li", "去不了了")
    await scene.say("li", "我报名")

    assert await states(scene) == ["cancelled", "in", "waiting"]


async def test_whoever_waits_and_gives_up_frees_nothing(scene):
    await full_with_one_waiting(scene)
    await scene.say("mei", "我不去了")

    assert await states(scene) == ["in", "cancelled"]


async def test_only_the_mother_does_not_come(scene):
    await opened(scene)
    await scene.say("li", "我报名")
    await scene.say("li", "帮我妈也报一个")
    await scene.say("li", "我妈去不了了")

    assert [(row.whom, row.state) for row in await places(scene)] == [
        ("", "in"), ("妈", "cancelled"),
    ]  # fmt: skip


async def test_after_the_set_hour_the_organiser_is_asked_and_decides(scene):
    await full_with_one_waiting(scene, cancel_until=scene.now + timedelta(hours=1))
    await scene.wait(hours=2)
    await scene.say("li", "去不了了")

    assert await states(scene) == ["in", "waiting"]
    assert "已经告诉组织的同志" in (await scene.heard("li"))[-1]
    assert "第1位" in (await scene.heard("sun"))[-1]

    await scene.press("sun", "让出名额")
    assert await states(scene) == ["cancelled", "in"]
    assert "取消好了" in (await scene.heard("li"))[-1]
    assert "有空位了" in (await scene.heard("mei"))[-1]
    await scene.press("sun", "让出名额")
    assert await states(scene) == ["cancelled", "in"]


async def test_cancel_alone_may_be_about_anything_in_a_group(scene):
    await opened(scene)
    await scene.say("li", "我报名")
    await scene.say("li", "取消")

    assert await states(scene) == ["in"]


async def test_in_private_cancel_alone_is_enough(scene):
    await opened(scene)
    await scene.say("li", "我报名", group=False)
    await scene.say("li", "取消", group=False)

    assert await states(scene) == ["cancelled"]


async def test_in_two_at_once_it_is_asked_which_one(scene):
    await opened(scene)
    await opened(scene, "义务理发", days=6)
    await scene.say("li", "包饺子我报名", group=False)
    await scene.say("li", "理发我报名", group=False)
    await scene.say("li", "我去不了了", group=False)

    assert "您要取消哪一个" in (await scene.heard("li"))[-1]
    await scene.say("li", "2", group=False)
    assert await states(scene) == ["in", "cancelled"]


async def test_who_is_on_no_list_hears_so_in_private_and_nothing_in_the_group(scene):
    await opened(scene)
    before = await scene.in_group()
    await scene.say("li", "去不了了")
    await scene.say("li", "取消报名", group=False)

    assert await scene.in_group() == before
    assert "没有找到您报的名" in (await scene.heard("li"))[-1]


async def test_who_is_only_on_a_list_is_told_by_a_human(scene):
    number = await opened(scene, places=1)
    await scene.say("li", "我报名")
    await acting(scene, joining.write_down, number, [Listed("张姐", 1, "3栋")], joining.DESK)
    await scene.say("li", "去不了了")

    [task] = [row for row in await scene.rows() if row.state == "person"]
    assert "请告诉张姐:排上了" in task.text
    assert await states(scene) == ["cancelled", "in"]


async def test_a_worker_of_elsewhere_cannot_free_anybodys_place(scene):
    number = await opened(scene)
    await scene.say("li", "我报名")
    [row] = await places(scene)
    with pytest.raises(NotAllowed):
        await acting(scene, leaving.free, number, [row.id], who="fix")

    assert await states(scene) == ["in"]


async def test_who_has_everything_deleted_is_on_no_list_and_the_place_is_free(scene):
    await full_with_one_waiting(scene)
    await scene.say("li", "删除我的信息", group=False)
    await scene.press("li", "确认删除")
    await scene.wait(minutes=3)

    first, second = await places(scene)
    assert (first.state, first.person_id, first.household, first.slot) == (
        "cancelled",
        None,
        "",
        None,
    )
    assert first.by_id is None
    assert second.state == "in"
