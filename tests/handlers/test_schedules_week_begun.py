"""Of a week that has begun, what is still to come is told, and a shop's hours are nobody's here."""

from datetime import datetime

import pytest

from tests.handlers.recurring import recurs
from tests.handlers.scene import SHANGHAI


@pytest.fixture
async def friday(scene):
    await recurs(scene, "量血压", rule="FREQ=WEEKLY;BYDAY=WE", start="14:30")
    await recurs(scene, "露天电影", rule="FREQ=WEEKLY;BYDAY=SA", start="19:00")
    scene.now = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
    return scene


@pytest.mark.parametrize("words", ["这周有啥活动没得", "本周都有哪些便民服务"])
async def test_what_was_held_already_is_not_told_as_coming(friday, words):
    await friday.say("li", words)

    said = (await friday.in_group())[-1]
    assert "电影" in said
    assert "血压" not in said


async def test_a_week_that_is_over_is_told_whole(friday):
    await friday.say("li", "上周有什么活动")

    assert "血压" in (await friday.in_group())[-1]


@pytest.mark.parametrize("words", ["血压计哪里买的", "血压有点高,几点吃药好", "电影院几点关门"])
async def test_what_only_sounds_like_it_gets_no_answer(friday, words):
    before = await friday.in_group()
    await friday.say("li", words)

    assert await friday.in_group() == before
    assert await friday.tickets() == []
