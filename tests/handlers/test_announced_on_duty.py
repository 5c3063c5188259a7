"""An announcement to those on duty asks the rosters, and finds the night watch awake."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.announcements import Draft, sending
from handlers.announcements.audience import reached
from storage.places import AreaRow, touch_revision
from storage.timers import TimerRow
from tests.handlers.announcing import announced, stands, step
from tests.handlers.rosters.watch import at, published
from tests.handlers.scene import SHANGHAI

NIGHT = "值班室 0:00-8:00 1人\n值班室 8:00-16:00 1人"
SHIFTS = [("qian", "值班室", 0), ("fang", "值班室", 8)]
FLOOD = "雨大,值守的都去看看地下车库"


async def looked_at(scene, codes, when=None):
    draft = Draft(FLOOD, codes, to="on_duty", at=when)
    return await step(scene, "sun", lambda turn: sending.preview(turn, draft))


async def heard(scene, *people):
    """How often each was told."""
    return [(await scene.heard(who)).count(FLOOD) for who in people]


async def asked_at(scene, number):
    """When the officer learns who has not confirmed it."""
    async with scene.database.reading() as session:
        return await session.scalar(
            select(TimerRow.due_at).where(TimerRow.key == f"announcement/{number}/receipts")
        )


async def test_at_night_whoever_is_at_a_post_hears_at_once_and_the_rest_in_the_morning(scene):
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 2)
    await announced(scene, "sun", FLOOD, to="on_duty")

    assert await heard(scene, "qian", "fang", "wang", "liu") == [1, 0, 0, 0]
    await at(scene, 5, 7, 31)
    assert await heard(scene, "qian", "fang", "wang", "liu") == [1, 0, 1, 1]


async def test_the_preview_tells_how_many_are_at_a_post_at_that_hour(scene):
    await published(scene, NIGHT, put=SHIFTS)
    assert (await looked_at(scene, ["XL"])).watching == 0  # on Tuesday nobody is
    then = datetime(2026, 12, 5, 2, tzinfo=SHANGHAI)
    shown = await looked_at(scene, ["XL"], then)

    assert (shown.watching, shown.later) == (1, True)
    assert shown.people == (await looked_at(scene, ["XL"])).people + 1


async def test_set_for_a_later_hour_it_reaches_whoever_is_on_the_roster_then(scene):
    await published(scene, NIGHT, put=SHIFTS)
    await announced(scene, "sun", FLOOD, to="on_duty", at=datetime(2026, 12, 5, 9, tzinfo=SHANGHAI))
    await at(scene, 5, 9, 1)

    assert await heard(scene, "qian", "fang") == [0, 1]


async def test_who_handed_over_or_is_in_a_draft_is_not_on_duty(scene):
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 8, 5)
    await scene.say("fang", "到岗了", group=False)
    await scene.say("fang", "交班 家里有事先走", group=False)
    await announced(scene, "sun", FLOOD, to="on_duty")

    assert await heard(scene, "fang", "qian", "lizhi") == [0, 0, 0]


@pytest.mark.parametrize("codes", [["XL-1"], ["all"], ["XL"]])
async def test_the_roster_of_a_community_stands_for_its_grids_too(scene, codes):
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 9)
    number = await announced(scene, "sun", FLOOD, codes, to="on_duty")

    assert await heard(scene, "fang", "wang") == [1, 1]
    assert set(await stands(scene, number)) == {"delivered"}


async def test_another_community_reaches_none_of_ours(scene):
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 9)
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DH", name="东湖社区", kind="community", parent=None, covers=[]))
        await touch_revision(session)
    for codes in (["DH"], ["nowhere"]):
        found = await step(
            scene, "sun", lambda turn, codes=codes: reached(turn, codes, "on_duty", turn.now)
        )
        assert (list(found.people), found.watching) == ([], frozenset())


async def test_who_is_at_a_post_and_has_confirmed_is_none_of_the_missing(scene):
    await published(scene, NIGHT, put=SHIFTS)
    await at(scene, 5, 9)
    await announced(scene, "sun", FLOOD, to="on_duty", receipt=True)
    await scene.say("fang", "收到", group=False)
    await at(scene, 5, 9, 31)

    told = (await scene.heard("sun"))[-1]
    assert "1位说收到,5位还没说" in told
    assert "王芳" not in told


async def test_where_only_the_night_watch_was_told_half_an_hour_counts_from_the_night(scene):
    await published(scene, NIGHT, put=SHIFTS)
    for who in ("wang", "zhao", "chen", "liu", "sun"):
        await scene.say(who, "我请假到12月7日", group=False)
    await at(scene, 5, 2)
    number = await announced(scene, "boss", FLOOD, to="on_duty", receipt=True)
    assert await stands(scene, number) == {"delivered": 1}

    assert await asked_at(scene, number) - scene.now == timedelta(minutes=30)


async def test_where_groups_wait_for_the_morning_half_an_hour_counts_from_there(scene):
    await at(scene, 5, 2)
    number = await announced(scene, "sun", FLOOD, receipt=True)

    assert await asked_at(scene, number) == datetime(2026, 12, 5, 8, tzinfo=SHANGHAI)
