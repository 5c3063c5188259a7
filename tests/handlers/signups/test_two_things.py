"""A line that says something about a sign-up and something else besides is both."""

import pytest

from tests.handlers.signups.party import A_DAY, opened, states


@pytest.fixture
async def party(scene):
    await scene.open_private("li", "mei")
    await opened(scene, cancel_until=scene.now + 4 * A_DAY)
    await scene.say("li", "我报名")
    return scene


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("3栋电梯坏了去不了了", "电梯"),
        ("3栋2单元电梯又停了,包饺子我去不了了", "电梯"),
        ("金桂园3栋楼道灯坏了,晚上不敢出门,来不了了", "灯"),
        ("取消报名,3栋1单元门禁坏了", "门禁"),
        ("我家3栋2单元下水道堵了,走不开,明天的活动参加不了了", "下水道"),
        ("3栋2单元路燈壞了,來不了了", "燈"),
    ],
)
async def test_the_place_is_given_back_and_what_is_broken_is_noted(party, words, what):
    await party.say("li", words)

    assert await states(party) == ["cancelled"]
    assert "取消好了" in "".join(await party.heard("li"))
    [ticket] = await party.tickets()
    assert what in ticket.text
    assert "去不了" not in ticket.text


async def test_without_a_house_the_place_is_free_and_the_house_is_asked_for(party):
    await party.say("li", "电梯坏了去不了了", group=False)

    assert await states(party) == ["cancelled"]
    assert "几" in (await party.heard("li"))[-1]
    await party.say("li", "3栋2单元", group=False)
    assert len(await party.tickets()) == 1


async def test_in_private_too(party):
    await party.say("li", "金桂园3栋电梯坏了去不了了", group=False)

    assert await states(party) == ["cancelled"]
    assert len(await party.tickets()) == 1


async def test_a_relative_who_is_on_the_list_gives_up_their_own_place(party):
    await party.say("li", "帮我妈报一个")
    await party.say("li", "我妈病了去不了了")

    assert await states(party) == ["in", "cancelled"]


async def test_a_relative_who_is_not_on_it_takes_nobody_off(party):
    await party.say("li", "我妈去不了了")

    assert await states(party) == ["in"]


async def test_signing_up_and_what_is_broken_in_one_line(party):
    await party.say("mei", "我报名,另外3栋2单元楼道灯坏了")

    assert await states(party) == ["in", "in"]
    assert len(await party.tickets()) == 1


@pytest.mark.parametrize(
    "words", ["我妈病了去不了了", "下雨去不了了", "孩子发烧了,不去了", "临时有事,去不了了"]
)
async def test_a_reason_alone_is_nobody_s_matter(party, words):
    await party.say("li", words)

    assert await states(party) == ["cancelled"]
    assert await party.tickets() == []


async def test_danger_goes_before_the_list(party):
    await party.say("li", "3栋2单元楼道有煤气味,去不了了")

    assert await states(party) == ["in"]
    [ticket] = await party.tickets()
    assert ticket.tier == "E"


@pytest.mark.parametrize(
    "words", ["老张来不了了", "王师傅去不了了", "他不来了", "听说李阿姨不去了", "小陈参加不了了"]
)
async def test_telling_of_somebody_else_gives_no_place_back(party, words):
    await party.say("li", words)

    assert await states(party) == ["in"]


async def test_without_any_sign_up_what_is_broken_is_still_noted(scene):
    await scene.say("li", "3栋电梯坏了去不了了")

    assert len(await scene.tickets()) == 1
