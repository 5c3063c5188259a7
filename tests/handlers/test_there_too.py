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
