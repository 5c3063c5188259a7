"""Somebody outside acts: the owner stays, gives proof, chases on the day, and the clock runs on."""

from datetime import datetime

import pytest
from sqlalchemy import select

from storage.places import PlaceRow, touch_revision
from storage.tickets.tables import TicketEventRow
from tests.handlers.at_work import TREE, answers, at_work, labels, tell, token
from tests.handlers.scene import SHANGHAI

CHASED = datetime(2026, 12, 4, 8, 30, tzinfo=SHANGHAI)
LINE = "供电公司,受理号8801,12月4日催"


async def forwarded(scene, *lines):
    await scene.press("wang", "一时办不完")
    await scene.press("wang", "3 转外单位")
    for line in lines or (LINE,):
        await scene.say("wang", line, group=False)


@pytest.mark.parametrize("lines", [(LINE,), ("供电公司", "受理号8801", "12月4日")])
async def test_unit_proof_and_day_in_one_line_or_three(scene, lines):
    await at_work(scene, TREE)
    before = await scene.ticket()
    await forwarded(scene, *lines)

    ticket = await scene.ticket()
    assert (ticket.forwarded_to, ticket.chase_on) == ("供电公司", CHASED)
    assert (ticket.state, ticket.owner_id) == ("working", scene.ids["wang"])
    assert ticket.finish_by == before.finish_by
    async with scene.database.reading() as session:
        event = await session.scalar(select(TicketEventRow).where(TicketEventRow.act == "forward"))
    assert "受理号8801" in event.note


async def test_the_resident_hears_to_whom_and_when_they_hear_again_and_the_group_nothing(scene):
    await at_work(scene, TREE)
    group = await scene.in_group()
    await forwarded(scene)

    told = (await scene.heard("li"))[-1]
    assert "已转给供电公司,12月4日(周五)前再给您回话。编号0001" in told
    assert "8801" not in told
    assert await scene.in_group() == group


async def test_on_the_day_the_owner_chases_them_whoever_the_owner_is_by_then(scene):
    await at_work(scene, TREE)
    await forwarded(scene)
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")
    await scene.press("zhao", "我来办")

    await scene.live_until(CHASED)

    assert "今天该催供电公司了" in (await scene.heard("zhao"))[-1]
    assert not any("该催" in text for text in await scene.heard("wang"))


async def test_forwarded_again_only_the_newest_day_counts(scene):
    await at_work(scene, TREE)
    await forwarded(scene)
    await forwarded(scene, "供电公司,又催了一遍,12月7日")

    await scene.live_until(datetime(2026, 12, 8, 9, 0, tzinfo=SHANGHAI))

    assert sum("该催" in text for text in await scene.heard("wang")) == 1


async def test_what_is_done_is_not_chased(scene):
    await at_work(scene, TREE)
    await forwarded(scene)
    await scene.press("wang", "办好了")
    await scene.say("wang", "供电公司修剪好了", group=False)

    await scene.live_until(CHASED)

    assert not any("该催" in text for text in await scene.heard("wang"))


async def test_the_deadline_does_not_stop(scene):
    await at_work(scene, TREE)
    await forwarded(scene, "供电公司,受理号8801,12月30日催")

    await scene.live_until(datetime(2026, 12, 9, 9, 0, tzinfo=SHANGHAI))

    assert any("过了时间" in text for text in await scene.heard("wang"))


async def test_for_an_exclave_the_other_district_is_offered_as_the_unit(scene):
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code="LX/1", name="1栋", kind="building", parent="LX", aliases=[]))
        await touch_revision(session)
    await at_work(scene, "林湘新苑1栋门口的树枝挡光,请修剪一下", who="liu", group=False)
    await scene.press("liu", "一时办不完")
    await scene.press("liu", "3 转外单位")
    assert await labels(scene, "liu") == ["江南区"]

    await scene.press("liu", "江南区")
    await scene.say("liu", "城管收件,编号77", group=False)
    await scene.say("liu", "12月4日", group=False)

    ticket = await scene.ticket()
    assert (ticket.forwarded_to, ticket.owner_id) == ("江南区", scene.ids["liu"])
    assert "已转给江南区" in (await scene.heard("li"))[-1]


async def test_without_a_day_to_chase_them_nothing_is_forwarded(scene):
    await at_work(scene, TREE)
    await forwarded(scene, "供电公司,受理号8801", "等他们来")

    assert (await scene.ticket()).forwarded_to is None
    assert "哪天去催他们" in (await scene.heard("wang"))[-1]


async def test_a_day_gone_by_is_refused_and_another_may_be_named(scene):
    await at_work(scene, TREE)
    await forwarded(scene, "供电公司,受理号8801,11月30日催")
    assert (await scene.heard("wang"))[-1].startswith("这个日子不行")

    await scene.say("wang", LINE, group=False)

    assert (await scene.ticket()).chase_on == CHASED


@pytest.mark.parametrize("who", ["zhao", "fix", "chen", "liu", "li"])
async def test_only_the_owner_forwards_it(scene, who):
    await at_work(scene, TREE)
    await scene.press("wang", "一时办不完")
    chosen = await token(scene, "wang", "3 转外单位")

    await scene.press_token(who, chosen, scene.private(who))

    assert (await answers(scene))[-1] == "这句问的是别人,请让他自己按。"
    assert (await scene.ticket()).forwarded_to is None


async def test_a_stale_button_after_it_is_done_is_refused_with_its_sentence(scene):
    await at_work(scene, TREE)
    await scene.press("wang", "一时办不完")
    await scene.press("wang", "办好了")
    await scene.say("wang", "修剪好了", group=False)

    await scene.press("wang", "3 转外单位")

    assert "这一步不用做了" in (await answers(scene))[-1]


async def test_the_state_of_it_names_the_unit(scene):
    await at_work(scene, TREE)
    await tell(scene, "wang", "供电公司的线,要他们来")
    await forwarded(scene)

    await scene.say("li", "上次那个树枝怎么样了", group=False)

    assert "已转给供电公司" in (await scene.heard("li"))[-1]
