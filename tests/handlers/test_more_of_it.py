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


@pytest.mark.parametrize(
    ("said", "then", "place"),
    [
        ("2栋门禁坏了", "3单元", "JGY/2/3"),
        ("7栋楼道灯不亮", "2单元的", "JGY/7/2"),
        ("8栋水管漏水", "就是一单元那里", "JGY/8/1"),
        ("5栋的电梯停了", "是5栋2单元哈", "JGY/5/2"),
        ("6栋楼道里好大的煤气味", "1单元", "JGY/6/1"),
    ],
)
async def test_the_unit_said_next_is_where_it_is_for_whoever_works_on_it(scene, said, then, place):
    line = await scene.say("li", said)
    await after(scene, "li", then, line)

    (ticket,) = await scene.tickets()
    assert ticket.place == place
    told = await scene.heard("wang") + await scene.heard("zhao")
    assert any(then in words for words in told)


async def test_the_groups_line_names_the_unit_too_and_keeps_its_button(scene):
    line = await scene.say("li", "2栋门禁坏了")
    await after(scene, "li", "3单元", line)

    (edit,) = await scene.rows(op="edit")
    assert edit.text.startswith("记下了:金桂园2栋3单元 单元门、门禁")
    await scene.press("li", "别登记", group=True)
    assert (await scene.ticket()).state == "withdrawn"


async def test_of_a_place_said_more_exactly_nobody_is_said_to_have_erred(scene):
    line = await scene.say("li", "2栋门禁坏了")
    await after(scene, "li", "3单元", line)

    told = (await scene.heard("wang"))[-1]
    assert "地点更确切了,是金桂园2栋3单元" in told
    assert "更正" not in told


async def test_the_line_of_what_is_in_hand_is_not_said_to_be_just_registered(scene):
    line = await scene.say("li", "2栋门禁坏了")
    await scene.press("wang", "我来办")
    edits = [row.text for row in await scene.rows(chat="jgy", op="edit")]
    await after(scene, "li", "3单元", line)

    assert (await scene.ticket()).place == "JGY/2/3"
    assert [row.text for row in await scene.rows(chat="jgy", op="edit")] == edits


async def test_the_unit_after_an_answered_question_narrows_it_as_well(scene):
    await scene.say("li", "单元门关不上了")
    answer = await scene.say("li", "哦 我是2栋的")
    await after(scene, "li", "3单元", answer)

    assert (await scene.ticket()).place == "JGY/2/3"


@pytest.mark.parametrize(("who", "then"), [("zhang", "3单元"), ("li", "3单元的老王晚上喝酒去不")])
async def test_a_neighbours_unit_and_other_talk_narrow_nothing(scene, who, then):
    line = await scene.say("li", "2栋门禁坏了")
    await after(scene, who, then, line)

    assert (await scene.ticket()).place == "JGY/2"


@pytest.mark.parametrize(
    ("then", "category", "place"),
    [
        ("还有 楼梯扶手也掉了", "repair.rail", "JGY/5"),
        ("还有路灯也不亮", "road.lamp", "JGY/5"),
        ("而且电梯也停了", "lift.stop", "JGY/5"),
        ("2单元的楼道灯也坏了", "repair.corridorlight", "JGY/5/2"),
    ],
)
async def test_what_else_is_wrong_is_where_they_have_just_said(scene, then, category, place):
    line = await scene.say("li", "5栋单元门坏了")
    await after(scene, "li", then, line)

    assert [(t.category, t.place) for t in await scene.tickets()][1:] == [(category, place)]


async def test_another_persons_trouble_and_another_house_take_no_place_from_it(scene):
    line = await scene.say("li", "5栋单元门坏了")
    await after(scene, "zhang", "还有 楼梯扶手也掉了", line)
    await after(scene, "li", "还有7栋的楼道灯坏了", line)

    assert [t.place for t in await scene.tickets()] == ["JGY/5", "JGY/7"]
    assert "几栋几单元" in (await scene.in_group())[1]


@pytest.mark.parametrize(
    ("then", "category"),
    [("对了 扶手也松了", "repair.rail"), ("另外楼道灯也坏了", "repair.corridorlight")],
)
async def test_what_may_be_talk_is_asked_about_before_it_is_noted_there(scene, then, category):
    line = await scene.say("li", "5栋单元门坏了")
    await after(scene, "li", then, line)
    assert len(await scene.tickets()) == 1
    await scene.say("li", "要")

    assert ((await scene.ticket()).category, (await scene.ticket()).place) == (category, "JGY/5")


@pytest.mark.parametrize("then", ["对了 晚上吃饭叫上老李", "另外我明天也不在家", "还有谁去打麻将"])
async def test_talk_that_goes_on_is_asked_nothing(scene, then):
    line = await scene.say("li", "5栋单元门坏了")
    group = await scene.in_group()
    await after(scene, "li", then, line)

    assert await scene.in_group() == group
