"""Rows of the list of features, each as one short life."""

from datetime import date, timedelta

from handlers.signups import door
from tests.handlers.points.homes import LI, ZHANG, claims_of, has, told
from tests.handlers.points.test_earned import entries_of
from tests.handlers.points.test_publicity import LISTED, earned, until
from tests.handlers.signups.party import acting, opened


async def test_s0_06_a_household_s_file_grows_by_entries_that_wait_in_publicity(homes):
    number = await opened(homes, "周六大扫除", rule="+03")
    await homes.say(LI, "我报名")
    await homes.live_until(homes.now + timedelta(days=4, hours=3))
    for entry in await entries_of(homes):
        await acting(homes, door.tick, number, entry)
    await acting(homes, door.settle, number)

    assert await has(homes, "H1") == (0, 3)
    [row] = await claims_of(homes)
    assert (row.rule, row.day, row.state) == ("+03", date(2026, 12, 5), "verified")
    await until(homes, LISTED + timedelta(days=7))
    assert await has(homes, "H1") == (3, 0)


async def test_s0_07_one_list_a_month_with_masked_households_and_points_count_on_the_eighth_day(
    homes,
):
    await earned(homes, LI, ZHANG)
    await until(homes, LISTED)
    assert len(await homes.in_group()) == 1
    assert await has(homes, "H1") == (0, 3)
    await until(homes, LISTED + timedelta(days=7))

    assert await has(homes, "H1") == await has(homes, "H2") == (3, 0)
    assert len(await homes.in_group()) == 1


async def test_s0_11_a_bound_member_hears_of_their_points_and_a_stranger_how_to_be_bound(homes):
    await earned(homes, LI)
    await homes.say(LI, "我家有多少积分", group=False)
    await homes.say("stranger", "我家有多少积分", group=False)

    answer = await told(homes, LI)
    assert all(words in answer for words in ("可用积分0分", "另有3分在公示", "12月21日"))
    assert "纸条" in await told(homes, "stranger")
