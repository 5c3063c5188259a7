"""Calls talked over: a human instead of a machine, at another time, or not any more."""

import pytest
from sqlalchemy import select

from storage.calls import CallRow

LAMP = "3栋2单元楼道的灯坏了"
NUMBER = "13800001234"


@pytest.mark.parametrize("words", ["转人工", "你是机器人吧 找个人来", "想和人说", "人工服务"])
async def test_whoever_wants_a_human_in_private_is_called(scene, words):
    await scene.say("li", words, group=False)

    assert [call.kind for call in await calls(scene)] == ["callback"]
    assert len(await scene.heard("liu")) == 1


@pytest.mark.parametrize("words", ["人工", "找个人来", "换个人"])
async def test_in_a_group_neighbours_say_so_to_each_other(scene, words):
    await scene.say("li", words)

    assert await calls(scene) == []


async def test_whoever_serves_here_is_the_human(scene):
    await scene.say("wang", "转人工", group=False)

    assert await calls(scene) == []


async def test_the_desk_learns_when_to_call(scene):
    await scene.say("li", "下午再打电话给我 上午我不在", group=False)

    assert "上午我不在" in (await scene.heard("liu"))[-1]


async def test_another_time_said_later_reaches_the_desk_and_asks_for_no_second_call(scene):
    await scene.say("li", "打电话帮我", group=False)
    await scene.say("li", "晚上7点以后打给我", group=False)

    assert len(await calls(scene)) == 1
    assert "7点以后" in (await scene.heard("liu"))[-1]


@pytest.mark.parametrize("words", ["不用打电话了", "算了", "不用了"])
async def test_who_wants_no_call_any_more_is_not_called_and_the_number_is_gone(scene, words):
    await scene.say("li", LAMP)
    await scene.say("li", "打电话帮我", group=False)

    await scene.say("li", words, group=False)

    [call] = await calls(scene)
    assert (call.state, call.contact, call.done_by) == ("done", None, None)
    assert "不用打电话" in (await scene.heard("liu"))[-1]
    assert "不打电话了" in (await scene.heard("li"))[-1]
    assert (await scene.ticket()).state == "assigned"
    heard = len(await scene.heard("liu"))
    await scene.wait(hours=5)
    assert len(await scene.heard("liu")) == heard


async def test_afterwards_they_may_ask_again(scene):
    await scene.say("li", "打电话帮我", group=False)
    await scene.say("li", "不用打电话了", group=False)
    await scene.say("li", "还是给我打个电话", group=False)

    assert [call.state for call in await calls(scene)] == ["done", "open"]


async def test_who_waits_for_no_call_takes_back_none(scene):
    await scene.say("li", "不用打电话了", group=False)

    assert await calls(scene) == []
    assert len(await scene.heard("li")) == 1


async def test_the_matter_taken_back_they_are_called_all_the_same(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("li", "打电话帮我", group=False)
    push = (await scene.rows(chat="p.liu"))[-1].key

    await scene.say("li", "别登记", reply_to=(await scene.last_in_group()).message)

    assert (await scene.ticket()).state == "withdrawn"
    assert not [row for row in await scene.rows(op="edit") if row.target_key == push]
    await scene.press("liu", "打过了")
    assert [call.state for call in await calls(scene)] == ["done"]


async def test_asked_for_at_night_and_taken_back_the_morning_still_brings_the_call(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.wait(hours=12)
    await scene.say("li", "打电话帮我", group=False)
    await scene.say("li", "把那个灯撤了吧", group=False)

    await scene.wait(hours=12)

    assert any("想请人打个电话" in text for text in await scene.heard("liu"))


async def calls(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(CallRow).order_by(CallRow.id)))


async def test_who_said_when_is_promised_that_and_no_earlier_hour(scene):
    await scene.say("li", "下午再打电话给我 上午我不在", group=False)

    last = (await scene.heard("li"))[-1]
    assert "照您说的时间打" in last
    assert "11点前" not in last
