"""The same thing again: reopened, repeated, following an old one, and at the third time one level up."""

import pytest

from domain.tickets.states import Part
from handlers.tickets import verbs
from handlers.tickets.verbs.ending import ClosedLongAgo
from storage.people import person_of
from storage.tickets import queries

LAMP = "3栋2单元楼道的灯坏了"


async def test_said_again_soon_after_the_end_the_old_one_goes_on_one_level_up(scene):
    await _done(scene)
    await scene.wait(days=10)
    await scene.say("li", "3栋2单元楼道灯又不亮了")

    [ticket] = await scene.tickets()
    assert (ticket.state, ticket.level, ticket.reopened) == ("assigned", 1, 1)
    line = (await scene.in_group())[-1]
    assert "又记下了" in line
    assert "编号0001" in line
    assert any("又不亮了" in text and "经过" in text for text in await scene.heard("chen"))


async def test_said_again_while_the_resident_was_asked_is_a_no(scene):
    await scene.say("li", LAMP)
    await _finish(scene)
    await scene.say("li", "3栋2单元楼道灯还是坏的,黑漆漆")

    [ticket] = await scene.tickets()
    assert (ticket.outcome, ticket.level) == ("not_solved", 1)


async def test_a_neighbours_word_soon_after_is_a_ticket_that_names_the_old_one(scene):
    await _done(scene)
    await scene.wait(days=3)
    await scene.say("zhang", "3栋2单元楼道灯坏了")

    old, new = await scene.tickets()
    assert (old.state, new.repeat_of, new.follows_id) == ("closed", old.id, None)
    assert any("以前报过:0001" in text for text in await scene.heard("wang"))
    assert "0001" not in (await scene.in_group())[-1]


async def test_said_again_long_after_it_is_a_new_one_that_follows_the_old(scene):
    await _done(scene)
    await scene.wait(days=20)
    await scene.say("li", "3栋2单元楼道灯坏了")

    old, new = await scene.tickets()
    assert (old.state, new.state, new.follows_id) == ("closed", "assigned", old.id)


async def test_a_no_long_after_the_end_opens_a_new_one_with_the_old_ones_facts(scene):
    await _done(scene)
    line = (await scene.last_in_group()).message
    await scene.wait(days=20)
    await scene.say("li", "还是没好", reply_to=line)

    old, new = await scene.tickets()
    assert (new.follows_id, new.place, new.category) == (old.id, old.place, old.category)
    assert "编号0002" in (await scene.in_group())[-1]


async def test_after_fifteen_days_nobody_reopens_it_by_any_door(scene):
    await _done(scene)
    await scene.wait(days=16)
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "test", scene.now, channel="web")
        turn.person = await person_of(session, "web", "li")
        ticket = await queries.ticket(session, 1)
        assert Part.REPORTER in await verbs.parts(turn, ticket)
        for step in (verbs.not_solved, verbs.partly):
            with pytest.raises(ClosedLongAgo):
                await step(turn, ticket)


async def test_another_place_or_another_thing_is_no_repeat(scene):
    await _done(scene)
    await scene.say("li", "4栋1单元楼道灯坏了")
    await scene.say("li", "3栋2单元门禁坏了,刷不开")

    assert [ticket.repeat_of or ticket.follows_id for ticket in await scene.tickets()] == [None] * 3


async def test_the_third_time_it_goes_up_and_counts_for_more(scene):
    await _done(scene)
    await scene.wait(days=16)
    await _done(scene, "zhang")
    await scene.wait(days=2)
    await scene.say("zhou", LAMP)

    third = await scene.ticket()
    assert (third.tier, third.level, third.owner_id) == ("U", 1, scene.ids["chen"])
    assert third.doer_id == scene.ids["fix"]
    assert any("三次" in text for text in await scene.heard("chen"))
    assert "记下了" in (await scene.in_group())[-1]


async def test_three_times_in_a_long_while_is_no_third_time(scene):
    for who in ("li", "zhang", "zhou"):
        await _done(scene, who)
        await scene.wait(days=60)
    await scene.say("zhao2", LAMP)

    assert (await scene.ticket()).tier == "N"


async def _done(scene, who="li"):
    await scene.say(who, LAMP)
    await _finish(scene)
    await scene.press(who, "1 好了", group=True)


async def _finish(scene):
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "灯泡换好了", group=False)
