"""The reporter takes back what neighbours stand behind, too: they leave it, and it goes on."""

import pytest

from storage.tickets import queries

LAMP = "3栋2单元楼道的灯坏了"


async def _shared(scene, words=LAMP):
    said = await scene.say("li", words)
    await scene.say("zhang", "我家也是", reply_to=said)
    await scene.say("zhou", "+1", reply_to=said)
    assert (await scene.ticket()).people == 3
    return said


async def _behind(scene):
    async with scene.database.reading() as session:
        rows = await queries.reporters(session, 1)
    return [(row.person_id, row.first) for row in rows]


async def _goes_on(scene):
    ticket = await scene.ticket()
    [next_one, _] = await _behind(scene)
    assert (ticket.state, ticket.people) == ("assigned", 2)
    assert next_one == (ticket.reporter_id, True)
    assert not any("不用办了" in text for text in await scene.heard("wang"))
    assert "接着办" in (await scene.rows(op="edit"))[-1].text


@pytest.mark.parametrize(
    "words", ["别登记", "算了,别登记了", "莫登记咯", "不用登记了", "算了不用管了", "撤了吧"]
)
async def test_in_words_only_the_reporter_leaves(scene, words):
    said = await _shared(scene)
    await scene.say("li", words, reply_to=said)

    await _goes_on(scene)


async def test_by_the_button_only_the_reporter_leaves(scene):
    await _shared(scene)
    await scene.press("li", "别登记", group=True)

    await _goes_on(scene)
    assert len(await scene.in_group()) == 1


async def test_in_private_they_are_told_that_it_goes_on(scene):
    await scene.open_private("li")
    await _shared(scene)
    await scene.say("li", "把我刚才那个撤了吧", group=False)

    assert "接着办" in (await scene.heard("li"))[-1]
    assert (await scene.ticket()).state == "assigned"


async def test_whoever_is_next_is_asked_and_may_take_it_back_in_turn(scene):
    said = await _shared(scene)
    await scene.say("li", "别登记", reply_to=said)
    await scene.say("li", "没修好", reply_to=said)
    await scene.say("zhang", "别登记", reply_to=said)
    await scene.say("zhou", "别登记", reply_to=said)

    assert (await scene.ticket()).state == "withdrawn"
    assert any("不用办了" in text for text in await scene.heard("wang"))


async def test_done_it_is_asked_of_whoever_is_next(scene):
    await scene.open_private("zhang")
    said = await _shared(scene)
    await scene.say("li", "别登记", reply_to=said)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管", group=False)
    assert (await scene.last_in_group()).person_id == (await scene.ticket()).reporter_id

    await scene.say("li", "好了")
    assert (await scene.ticket()).state == "reported"
    await scene.say("zhang", "好了")
    assert (await scene.ticket()).state == "closed"


async def test_taken_back_after_it_was_done_the_next_one_is_asked(scene):
    said = await _shared(scene)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管", group=False)
    await scene.say("li", "别登记", reply_to=said)
    assert (await scene.ticket()).state == "reported"

    await scene.say("zhang", "好了")
    assert (await scene.ticket()).state == "closed"


async def test_of_a_danger_the_next_one_is_its_reporter_as_well(scene):
    said = await scene.say("li", "5栋3楼冒烟了!!")
    await scene.say("zhang", "我看到烟了!")
    await scene.say("li", "别登记", reply_to=said)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.people) == ("assigned", 1)
    assert await _behind(scene) == [(ticket.reporter_id, True)]


async def test_alone_it_is_taken_back(scene):
    said = await scene.say("li", LAMP)
    await scene.say("li", "别登记", reply_to=said)

    assert (await scene.ticket()).state == "withdrawn"


async def test_a_neighbour_s_word_takes_nobody_away(scene):
    said = await _shared(scene)
    await scene.say("zhou", "别登记", reply_to=said)

    assert (await scene.ticket()).people == 3
