"""`我3栋3单元的也不亮`: a neighbour has the same at home, said without naming it again."""

import pytest

LAMP = "3栋2单元楼道的灯坏了"


@pytest.mark.parametrize(
    ("words", "place"), [("我3栋3单元的也不亮", "JGY/3/3"), ("5栋1单元也黑", "JGY/5/1")]
)
async def test_at_another_place_it_is_a_matter_of_its_own(scene, words, place):
    said = await scene.say("li", LAMP)
    await scene.say("ma", words, after=said)

    first, second = await scene.tickets()
    assert (second.category, second.place) == (first.category, place)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("1单元也不亮", "JGY/3/1"),
        ("我家三单元也是", "JGY/3/3"),
        ("我们一单元也黑", "JGY/3/1"),
        ("5栋也是", "JGY/5"),
    ],
)
async def test_in_reply_another_stairway_or_house_is_a_matter_of_its_own(scene, words, place):
    said = await scene.say("li", LAMP)
    await scene.say("ma", words, reply_to=said)

    first, second = await scene.tickets()
    assert (first.people, second.place, second.category) == (1, place, first.category)
    assert second.reporter_id != first.reporter_id


@pytest.mark.parametrize("words", ["2单元也不亮", "3栋也是", "3栋2单元也黑", "我家二单元也是"])
async def test_in_reply_the_same_place_named_again_joins(scene, words):
    said = await scene.say("li", LAMP)
    await scene.say("ma", words, reply_to=said)

    [ticket] = await scene.tickets()
    assert ticket.people == 2


async def test_the_same_at_another_place_has_the_urgency_of_its_row(scene):
    said = await scene.say("li", LAMP)
    for who in ("zhang", "zhou", "he", "guo"):
        await scene.say(who, "我家也是", reply_to=said)
    await scene.say("ma", "1单元也不亮", reply_to=said)

    assert [ticket.tier for ticket in await scene.tickets()] == ["U", "N"]


@pytest.mark.parametrize("words", ["确实 我家门口也黑", "我们这也不亮"])
async def test_without_another_place_they_stand_behind_it(scene, words):
    said = await scene.say("li", LAMP)
    await scene.say("ma", words, after=said)

    assert len(await scene.tickets()) == 1
    assert [row.emoji for row in await scene.rows(op="react")] == ["👌"]


@pytest.mark.parametrize("words", ["天都黑了", "5栋1单元也来过", "我5栋的也去打麻将"])
async def test_what_is_not_the_same_is_talk(scene, words):
    said = await scene.say("li", LAMP)
    await scene.say("ma", words, after=said)

    assert len(await scene.tickets()) == 1


async def test_with_nothing_before_it_it_says_nothing(scene):
    await scene.say("ma", "我3栋3单元的也不亮")

    assert await scene.tickets() == []


async def test_a_child_in_private_is_asked_for_a_grown_up(scene):
    await scene.say("kid", "我读三年级 有人欺负我", group=False)

    assert "大人" in (await scene.heard("kid"))[-1]
    assert await scene.tickets() == []
