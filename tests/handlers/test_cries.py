"""From the first cry to "it is over": what a group hears, and what it must not even see."""

import pytest


async def _reactions(scene, message):
    return [row for row in await scene.rows(op="react") if row.target == message]


# -- emergencies of which a group sees nothing ----------------------------------------------


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("我儿子抑郁了 割腕", "120"),
        ("有人要跳楼 4栋楼顶", "110"),
        ("他又打我跟娃 救救我", "110"),
        ("我妈喝药了", "120"),
        ("吃了一瓶安眠药", "120"),
    ],
)
async def test_harm_is_answered_in_private_and_pushed_and_the_group_sees_nothing(
    scene, words, number
):
    await scene.open_private("li")

    said = await scene.say("li", words)

    assert await scene.in_group() == []
    assert await _reactions(scene, said) == []
    assert number in (await scene.heard("li"))[-1]
    assert any("急" in text for text in await scene.heard("heart"))
    assert any("急" in text for text in await scene.heard("liu"))
    ticket = await scene.ticket()
    assert (ticket.tier, ticket.sensitivity) == ("E", "s")
    assert await scene.heard("wang") == []


async def test_who_never_opened_the_private_chat_leaves_no_trace_in_the_group_either(scene):
    await scene.say("li", "我儿子抑郁了 割腕")

    assert await scene.in_group() == []
    assert await scene.rows(chat="jgy", op="react") == []
    assert any("急" in text for text in await scene.heard("heart"))


async def test_beside_a_roof_nobody_is_told_to_look_for_breathing(scene):
    await scene.open_private("li")
    await scene.say("li", "有人要跳楼 4栋楼顶")

    told = (await scene.heard("li"))[-1]
    assert "呼吸" not in told
    assert "散开" in told
    assert "119" in told


async def test_who_fell_is_told_of_in_the_group_with_what_to_do(scene):
    await scene.say("li", "4栋有人从楼上掉下去了")

    line = await scene.last_in_group()
    assert "120" in line.text
    assert (await scene.ticket()).category == "care.rescue"


# -- it is over -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["没事了 醒过来了", "莫得事了 缓过来咯", "看错了 是睡着了"])
async def test_who_cried_calls_it_off_and_everybody_alarmed_hears_it(scene, words):
    await scene.say("li", "5栋俺爹不中了 快叫人")

    await scene.say("li", words)

    for who in ("zhao", "liu"):
        assert words in (await scene.heard(who))[-1]
    assert len(await scene.tickets()) == 1


@pytest.mark.parametrize("words", ["没事了吗", "他没事吧"])
async def test_a_question_calls_nothing_off(scene, words):
    await scene.say("li", "5栋俺爹不中了 快叫人")
    before = await scene.acts()

    await scene.say("li", words)

    assert await scene.acts() == before


async def test_what_is_no_better_is_told_on_and_calls_nothing_off(scene):
    await scene.say("li", "5栋俺爹不中了 快叫人")
    before = await scene.acts()

    await scene.say("li", "还没醒过来")
    assert await scene.acts() == [*before, "note"]
    assert "还没醒过来" in (await scene.heard("zhao"))[-1]

    await scene.say("li", "快来人啊")
    assert len(await scene.tickets()) == 1


async def test_what_is_sensitive_is_called_off_without_a_sign_in_the_group(scene):
    await scene.open_private("li")
    await scene.say("li", "我妈喝药了")

    said = await scene.say("li", "没事了 是喝的感冒药 看错了")

    assert await _reactions(scene, said) == []
    assert await scene.in_group() == []
    assert "感冒药" in (await scene.heard("liu"))[-1]


async def test_a_neighbour_calls_nothing_off(scene):
    await scene.say("li", "5栋俺爹不中了 快叫人")
    before = await scene.acts()

    await scene.say("zhang", "没事了 醒过来了")

    assert await scene.acts() == before


@pytest.mark.parametrize("words", ["在5栋302", "怎么样了", "还没人来"])
async def test_no_word_about_what_is_sensitive_gets_a_sign_in_the_group(scene, words):
    await scene.open_private("li")
    said = await scene.say("li", "我儿子抑郁了 割腕")

    added = await scene.say("li", words, reply_to=said)

    assert await _reactions(scene, added) == []
    assert await scene.in_group() == []
