"""A sign-up is neither given back nor taken, nor an alarm raised, by words about something else."""

import pytest

from tests.handlers.signups.party import opened, states


@pytest.fixture
async def party(scene):
    await scene.open_private("li", "mei")
    await opened(scene)
    return scene


@pytest.mark.parametrize("words", ["今天去不了菜场了,下雨", "孩子去不了学校了", "我不去海南了"])
async def test_who_stays_away_from_something_else_keeps_the_place(party, words):
    await party.say("li", "我报名")
    await party.say("li", words)

    assert await states(party) == ["in"]
    assert "取消" not in (await party.heard("li"))[-1]


@pytest.mark.parametrize("words", ["包饺子我去不了了", "俺去不了了", "参加不了包饺子了"])
async def test_who_stays_away_from_the_thing_itself_gives_it_back(party, words):
    await party.say("li", "俺也去")
    await party.say("li", words)

    assert await states(party) == ["cancelled"]


@pytest.mark.parametrize("words", ["我报名,两个大人一个小孩", "俺报名,一个大人两个小孩"])
async def test_a_family_is_a_number_of_places_and_no_alarm(party, words):
    await party.say("li", words)

    assert await party.tickets() == []
    assert await states(party) == ["in"] * 3
    assert not any("120" in line for line in await party.in_group())


async def test_a_household_gives_one_of_its_places_back(party):
    await party.say("li", "我家来俩")
    await party.say("li", "我家少来一个")

    assert sorted(await states(party)) == ["cancelled", "in"]


async def test_a_thing_named_that_is_not_open_here_is_left_alone(party):
    before = len(await party.in_group())
    await party.say("li", "周六钓鱼我去")
    await party.say("mei", "孩子不参加夏令营了")

    assert await states(party) == []
    assert len(await party.in_group()) == before
