"""Short lines of the same author, within a minute of what they reported: they join without a word."""

import pytest

from storage.tickets import queries
from tests.privacy.scenes import holding

BIN = "5栋楼下的垃圾桶三天没人收"


async def after(scene, who, words, line, **more):
    """Said next, and within a minute of their own line, as the inbox tells it."""
    return await scene.say(who, words, own_before=line, **more)


async def test_what_is_wrong_besides_joins_and_the_workers_hear_it(scene):
    line = await scene.say("li", BIN)
    group, reactions = await scene.in_group(), len(await scene.rows(op="react"))
    second = await after(scene, "li", "臭得很", line)
    await after(scene, "li", "都三天了", second)

    assert len(await scene.tickets()) == 1
    assert "补充:臭得很" in "".join(await scene.heard("zhao"))
    assert "补充:都三天了" in (await scene.heard("zhao"))[-1]
    assert await scene.in_group() == group
    assert len(await scene.rows(op="react")) == reactions


@pytest.mark.parametrize(
    "words", ["晚上吃面去不去", "谢谢各位了哈", "面馆又涨价了", "我晚上不在家"]
)
async def test_small_talk_does_not_join_and_is_not_kept(scene, words):
    line = await scene.say("li", BIN)
    await after(scene, "li", words, line)

    assert await holding(scene.database, words) == []


async def test_another_thing_is_a_matter_of_its_own_or_none(scene):
    line = await scene.say("li", BIN)
    await after(scene, "li", "5栋1单元的电梯也停了", line)

    first, second = await scene.tickets()
    assert second.category == "lift.stop"
    assert not [line for line in await scene.heard("zhao") if "补充" in line]
    assert first.text == BIN


async def test_a_neighbours_line_and_what_is_over_join_nothing(scene):
    line = await scene.say("li", BIN)
    await after(scene, "zhang", "臭得很", line)
    await scene.press("li", "别登记", group=True)
    await after(scene, "li", "臭得很", line)

    assert await holding(scene.database, "臭得很") == []


async def test_of_a_wish_nothing_joins(scene):
    line = await scene.say("li", "金桂园3栋想请人教我妈用智能手机")
    await after(scene, "li", "她眼睛不好看不清", line)

    async with scene.database.reading() as session:
        for ticket in await scene.tickets():
            assert "看不清" not in (await queries.ticket(session, ticket.id)).text
