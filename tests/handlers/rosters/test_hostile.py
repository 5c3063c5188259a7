"""Forged presses, odd words, late and repeated steps: a clear answer, and nothing broken."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from domain.refusals import NotAllowed, Unknown
from domain.rosters.states import RosterOver
from handlers.rosters import assigning, making, presence, swapping
from handlers.rosters.making import RosterNeeds
from storage.questions import ChoiceRow
from tests.handlers.rosters.watch import (
    acting,
    at,
    drafted,
    duties,
    duty_rows,
    member,
    published,
    put_in,
    slot,
    the_roster,
    told,
    volunteers,
)

ONE = "东门 8:00-16:00 1人"


async def forged(scene, label, who, **facts):
    """Somebody's newest button with these words carries something else now; they press it."""
    async with scene.database.transaction() as session:
        await session.execute(update(ChoiceRow).where(ChoiceRow.label == label).values(facts=facts))
    await scene.press(who, label)


async def test_a_button_that_leads_to_another_s_duty_does_nothing(scene):
    number = await published(scene, put=[("fang", "东门", 8), ("lizhi", "西门", 8)])
    await at(scene, 5, 7, 30)
    theirs = (await put_in(scene, number, "qian", "东门", 22)).duty.id
    await forged(scene, "到岗了", "fang", duty=theirs)
    await forged(scene, "到岗了", "lizhi", duty=9999)

    assert {state for *_, state in await duties(scene)} == {"assigned"}


async def test_a_button_for_a_shift_of_a_roster_that_somebody_is_not_in_is_refused(scene):
    await published(scene, people=("fang",))
    await volunteers(scene, (("sheng", "生人"),))
    other = await published(scene, "北门 8:00-16:00", people=("sheng",))
    north = await slot(scene, other, "北门", 8)
    await scene.say("fang", "还有哪些班没人", group=False)
    await forged(scene, "东门 12月5日(周六)上午8点", "fang", slot=north.id)

    assert await duties(scene) == []


async def test_somebody_else_s_button_is_not_theirs_to_press(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 5, 8, 16)
    rows = [one for one in await scene.rows(chat="p.chen") if one.moment == "rosters/missing"]
    token = rows[0].choices[0][0]["token"]
    await scene.press_token("lizhi", token, scene.private("lizhi"))

    assert await told(scene, "lizhi", "班少的在前") == 0


async def test_an_old_button_after_the_roster_was_withdrawn_says_so(scene):
    number = await published(scene, ONE)
    await scene.say("fang", "还有哪些班没人", group=False)

    async def withdrawn(turn):
        await making.withdraw(turn, await making.found(turn, number))

    await acting(scene, withdrawn)
    await scene.press("fang", "东门 12月5日(周六)上午8点")

    assert await duties(scene) == []
    assert any("已经变了" in row.text for row in await scene.rows(op="answer"))


async def test_pressed_twice_a_shift_is_taken_once_and_given_back_once(scene):
    await published(scene, ONE)
    await scene.say("fang", "我来值周六上午", group=False)
    await scene.press("fang", "这个班来不了")
    await scene.press("fang", "这个班来不了")

    assert await told(scene, "chen", "王芳来不了") == 1
    assert [row.state for row in await duty_rows(scene)] == ["left"]


async def test_what_was_given_back_can_be_taken_again(scene):
    await published(scene, ONE)
    for _ in range(2):
        await scene.say("fang", "我来值周六上午", group=False)
        await scene.press("fang", "这个班来不了")
    await scene.say("lizhi", "我来值周六上午", group=False)

    assert await duties(scene) == [("李志", "东门", "assigned")]
    assert [row.state for row in await duty_rows(scene)] == ["left", "left", "assigned"]


@pytest.mark.parametrize(
    "line",
    ["我来值13月45日", "我来值周八", "我来值" + "上午" * 8, "值\0周六上午", "我来值2999年1月1日",
     "=我来值周六上午", "我来值 <b>周六</b>"],
)  # fmt: skip
async def test_odd_words_are_answered_and_put_nobody_anywhere_by_guess(scene, line):
    await published(scene)
    await scene.say("fang", line, group=False)

    assert await scene.heard("fang")
    assert await duties(scene) == []


async def test_a_day_without_shifts_shows_what_is_open_instead(scene):
    await published(scene, ONE)
    await scene.say("fang", "我来值周日上午", group=False)

    assert (await scene.heard("fang"))[-1].startswith("还有1个班可以值")
    assert await duties(scene) == []


async def test_checking_in_is_for_the_hours_of_the_shift(scene):
    number = await published(scene, put=[("fang", "东门", 8)])
    stand = (await duty_rows(scene))[0].id
    for hour in (6, 17):
        await at(scene, 5, hour)
        with pytest.raises(RosterOver):
            await acting(scene, presence.check_in, stand, who="fang")
    assert (await the_roster(scene)).id == number
    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_who_forgot_to_say_they_were_there_may_hand_over_all_the_same(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 5, 15, 50)
    await scene.say("fang", "交班 一切正常", group=False)

    assert await duties(scene) == [("王芳", "东门", "ended")]
    [row] = await duty_rows(scene)
    assert row.started_at is not None
    assert row.note == "一切正常"


async def test_handing_over_before_it_begins_and_twice_is_not_heard_as_that(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await scene.say("fang", "交班 一切正常", group=False)
    assert await duties(scene) == [("王芳", "东门", "assigned")]
    await at(scene, 5, 15, 50)
    await scene.say("fang", "交班 一切正常", group=False)
    await scene.say("fang", "交班 没事了", group=False)

    [row] = await duty_rows(scene)
    assert row.note == "一切正常"


async def test_a_long_note_is_cut_and_a_short_one_with_a_number_is_masked(scene):
    await published(scene, put=[("fang", "东门", 8)])
    await at(scene, 5, 8)
    await scene.say("fang", "到岗了", group=False)
    await scene.say("fang", "交班", group=False)
    await scene.say("fang", "身份证110101199003074233" + "好" * 1000, group=False)

    [row] = await duty_rows(scene)
    assert len(row.note) <= 400
    assert "199003074233" not in row.note


async def test_another_than_the_chief_may_neither_call_nor_fill_nor_allow(scene):
    number = await published(scene, put=[("fang", "东门", 8)])
    shift = await slot(scene, number, "东门", 8)
    for verb, given in (
        (presence.called, (shift.id,)),
        (assigning.assign, (shift.id, await member(scene, number, "lizhi"))),
        (assigning.remove, ((await duty_rows(scene))[0].id,)),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            await acting(scene, verb, *given, who="lizhi")
    for verb in (swapping.agree, swapping.allow, swapping.refuse):
        with pytest.raises(Unknown):
            await acting(scene, verb, 77, who="chen")


async def test_wishes_of_somebody_who_is_not_on_the_list_are_refused_whole(scene):
    number = await drafted(scene)

    async def wishing(turn):
        return await making.add_wishes(
            turn, await making.found(turn, number), "王芳 周六不行\n何人 周日不行"
        )

    with pytest.raises(RosterNeeds) as refused:
        await acting(scene, wishing)
    assert refused.value.facts == {"what": "member"}


async def test_no_more_people_than_a_roster_holds(scene):
    number = await drafted(scene)

    async def crowded(turn):
        row = await making.found(turn, number)
        await making.add_people(turn, row, [], [f"人{n}甲" for n in range(600)])

    with pytest.raises(RosterNeeds) as refused:
        await acting(scene, crowded)
    assert refused.value.facts == {"what": "people"}


async def test_nobody_is_put_into_what_is_over(scene):
    number = await published(scene, ONE)
    shift = await slot(scene, number, "东门", 8)
    line = await member(scene, number, "fang")
    await at(scene, 5, 16, 1)
    assert (await the_roster(scene)).state == "over"

    with pytest.raises(RosterOver):
        await acting(scene, assigning.assign, shift.id, line)
    with pytest.raises(Unknown):
        await acting(scene, assigning.assign, 99999, line)


async def test_a_shift_that_has_begun_is_taken_by_nobody_by_themselves(scene):
    number = await published(scene, ONE)
    shift = await slot(scene, number, "东门", 8)
    await at(scene, 5, 8, 1)

    with pytest.raises(RosterOver):
        await acting(scene, assigning.take, shift.id, who="fang")
    await acting(scene, assigning.assign, shift.id, await member(scene, number, "fang"))
    assert await told(scene, "fang", "您多了一个班") == 1


async def test_a_roster_that_begins_tomorrow_reminds_of_what_is_still_ahead_only(scene):
    await at(scene, 4, 23)
    await published(scene, ONE, put=[("fang", "东门", 8)])
    await at(scene, 5, 7, 1)

    assert await told(scene, "fang", "提醒您值班") == 0
    assert await told(scene, "fang", "一个小时后值班") == 1


async def test_after_a_downtime_nothing_is_said_too_late(scene):
    await published(scene, ONE, put=[("fang", "东门", 8)])
    scene.now += timedelta(days=4, hours=2)  # nothing was lived meanwhile
    assert scene.community.calendar.day_of(scene.now) == date(2026, 12, 5)
    await scene.live_until(scene.now)

    assert await told(scene, "fang", "提醒您值班") == 0
    assert await told(scene, "fang", "一个小时后值班") == 0
    assert await told(scene, "chen", "东门还没见到王芳") == 1
