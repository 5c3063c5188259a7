"""Earned by the way: by coming to what one signed up for, a true hazard, a wish that came true."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.signups import door
from storage.signups import SignupEntryRow
from tests.handlers.points.homes import LI, ZHANG, claims_of, has, the_claim, tied, told
from tests.handlers.signups.party import acting, opened
from tests.handlers.test_surveys import silent

HAZARD = "3栋2单元楼道里电动车在充电,拉了飞线"


async def entries_of(scene):
    """The numbers of all places on lists."""
    async with scene.database.reading() as session:
        return list(await session.scalars(select(SignupEntryRow.id).order_by(SignupEntryRow.id)))


async def swept(scene, *came, who="sun", **more):
    """A clean-up for which these signed up, and were there."""
    number = await opened(scene, "周六大扫除", rule="+03", **more)
    for one in came:
        await scene.say(one, "我报名")
    await scene.live_until(scene.now + timedelta(days=4, hours=3))
    for entry in await entries_of(scene):
        await acting(scene, door.tick, number, entry, who=who)
    await acting(scene, door.settle, number, who=who)
    return number


async def test_whoever_was_at_a_clean_up_has_its_points_in_publicity(homes):
    number = await swept(homes, LI, ZHANG)

    rows = await claims_of(homes)
    assert [(r.household, r.rule, r.state, r.event) for r in rows] == [
        (home, "+03", "verified", f"signup/{number}") for home in ("H1", "H2")
    ]
    assert {(r.claimed_by, r.verified_by) for r in rows} == {(None, homes.ids["sun"])}
    assert rows[0].day == date(2026, 12, 5)
    assert await has(homes, "H1") == await has(homes, "H2") == (0, 3)


async def test_the_household_of_whoever_held_the_roll_call_waits_for_another_to_look(homes):
    await tied(homes, "sun", "H2")
    await swept(homes, LI, ZHANG)

    assert [(r.household, r.state) for r in await claims_of(homes)] == [
        ("H1", "verified"), ("H2", "claimed")
    ]  # fmt: skip
    assert "请核实" in await told(homes, "zhao")


async def test_hours_count_by_the_hour_and_one_occasion_gives_eight_at_most(homes):
    number = await opened(homes, "周六大扫除", rule="+02", halves=9, days=4)
    await homes.say(LI, "我报名")
    await homes.live_until(homes.now + timedelta(days=4, hours=3))
    [entry] = await entries_of(homes)
    await acting(homes, door.tick, number, entry)
    await acting(homes, door.settle, number)

    assert ((await the_claim(homes)).points, (await the_claim(homes)).capped) == (8, "event")


async def test_whoever_said_it_first_has_it_once(homes):
    number = await opened(homes, "周六大扫除", rule="+03")
    await homes.say(LI, "我报名")
    await homes.live_until(homes.now + timedelta(days=4, hours=3))
    await homes.say(LI, "我今天打扫了楼道", group=False)
    [entry] = await entries_of(homes)
    await acting(homes, door.tick, number, entry)
    await acting(homes, door.settle, number)
    await homes.say(LI, "我今天打扫了院子", group=False)

    [row] = await claims_of(homes)
    assert (row.state, row.event) == ("verified", f"signup/{number}")
    assert await has(homes, "H1") == (0, 3)


async def test_without_an_item_a_roll_call_gives_nothing(homes):
    await swept(homes)

    assert await claims_of(homes) == []


async def test_a_true_hazard_is_proposed_for_whoever_reported_it_first(homes):
    await homes.say(ZHANG, HAZARD)
    ticket = await homes.ticket()
    await homes.press("wang", "我来办")
    await homes.press("wang", "办好了")
    await homes.say("wang", "线拆了,车推走了", group=False)
    await homes.press(ZHANG, "1 好了", group=True)

    row = await the_claim(homes)
    assert (row.household, row.rule, row.state) == ("H2", "+13", "claimed")
    assert row.event == f"ticket/{ticket.id}"
    assert "首先报告真实隐患" in await told(homes, "zhao")
    assert await has(homes, "H2") == (0, 0)  # not before somebody has verified it


async def test_whoever_belongs_to_no_household_earns_nothing_by_a_hazard(homes):
    await homes.say("stranger", HAZARD)
    await homes.press("wang", "我来办")
    await homes.press("wang", "办好了")
    await homes.say("wang", "线拆了,车推走了", group=False)
    await homes.press("stranger", "1 好了", group=True)

    assert await claims_of(homes) == []


@pytest.mark.parametrize("answer", ["1 满意", "3 不满意"])
async def test_whoever_was_called_has_taken_part_in_the_survey_whatever_they_said(homes, answer):
    await silent(homes)
    await homes.press("liu", "打过了")
    await homes.press("liu", answer)
    if answer == "3 不满意":
        assert await claims_of(homes) == []  # why not is still asked
        await homes.press("liu", "5 要求外")

    row = await the_claim(homes)
    assert (row.household, row.rule, row.points, row.note) == ("H1", "+24", 1, "")
    assert row.verified_by == homes.ids["liu"]
    assert await has(homes, "H1") == (0, 1)
    assert "参加满意度调查" in await _later(homes, LI)


async def test_who_did_not_pick_up_or_is_of_no_household_has_nothing_of_a_survey(homes):
    await silent(homes)
    await homes.press("liu", "打过了")
    await homes.press("liu", "4 没打通")

    assert await claims_of(homes) == []


async def test_whoever_calls_their_own_household_does_not_give_it_points(homes):
    await silent(homes)
    await tied(homes, "liu", "H1")
    await homes.press("liu", "打过了")
    await homes.press("liu", "1 满意")

    assert [row.state for row in await claims_of(homes)] == ["claimed"]
    assert await has(homes, "H1") == (0, 0)


async def _later(scene, who):
    await scene.wait(hours=14)
    return await told(scene, who)
