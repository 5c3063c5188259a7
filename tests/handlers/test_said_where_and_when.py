"""Answers that name no known place, words under old lines, and a number that is to be deleted."""

import pytest
from sqlalchemy import select

from domain.messages import ChatKind, Happening, Incoming, Speaker
from storage.privacy.tables import ContactRow

LAMP = "3栋2单元楼道的灯坏了"


async def test_the_best_somebody_can_say_in_reply_is_enough(scene):
    await scene.say("li", "路灯不亮")
    asked = (await scene.last_in_group()).message

    await scene.say("li", "就是老李家旁边那个", reply_to=asked)

    ticket = await scene.ticket()
    assert (ticket.category, ticket.place) == ("road.lamp", "JGY")
    assert "老李家旁边" in ticket.text
    assert "老李" not in "".join(await scene.in_group())


@pytest.mark.parametrize("words", ["吃饭没", "就是老李家旁边那个", "不晓得"])
async def test_without_a_reply_people_go_on_talking(scene, words):
    await scene.say("li", "路灯不亮")
    await scene.say("li", words)

    assert await scene.tickets() == []


async def test_a_reply_that_asks_back_is_no_place(scene):
    await scene.say("li", "路灯不亮")
    asked = (await scene.last_in_group()).message
    await scene.say("li", "你问哪一个?", reply_to=asked)

    assert await scene.tickets() == []


async def test_beside_a_known_gate_is_at_the_gate(scene):
    await scene.say("li", "路灯不亮")
    await scene.say("li", "东门进来左手第二个")

    assert (await scene.ticket()).place == "JGY-E"


async def test_in_private_whereabouts_are_enough_and_a_question_is_not(scene):
    await scene.say("li", "水管漏水", group=False)
    await scene.say("li", "什么意思", group=False)
    assert await scene.tickets() == []

    await scene.say("li", "配电房后面那个", group=False)

    assert "配电房" in (await scene.ticket()).text


async def test_under_ones_own_old_line_it_is_a_new_matter_that_follows(scene):
    await scene.say("li", LAMP)
    line = (await scene.last_in_group()).message
    await scene.press("wang", "我来办")
    await scene.say("wang", "换了灯", group=False)
    await scene.say("li", "好了")
    await scene.wait(days=40)

    await scene.say("li", "又黑了", reply_to=line)

    old, new = await scene.tickets()
    assert (old.state, new.state, new.place) == ("archived", "assigned", old.place)


async def test_under_a_neighbours_line_the_same_words_say_nothing(scene):
    await scene.say("li", LAMP)
    line = (await scene.last_in_group()).message
    await scene.say("ma", "又黑了", reply_to=line)

    assert len(await scene.tickets()) == 1


async def test_whether_it_was_mended_is_asked_in_many_words(scene):
    await scene.say("li", LAMP)
    await scene.say("li", "我那个灯修没修", group=False)

    assert len(await scene.tickets()) == 1
    assert "还没接手" in (await scene.heard("li"))[-1]


@pytest.mark.parametrize("words", ["把我电话删了", "删掉我的号码", "别存我电话"])
async def test_a_number_goes_on_a_word_and_the_matter_stays(scene, words):
    await scene.handle(
        Incoming(
            key="n1", what=Happening.MESSAGE, at=scene.now, where=scene.private("li"),
            chat_kind=ChatKind.PRIVATE, speaker=Speaker("li"), message="n1",
            text="金桂园3栋2单元下水道堵了 138**** 联系我", contact="13812345678",
        )
    )  # fmt: skip
    async with scene.database.reading() as session:
        assert await session.scalar(select(ContactRow.id)) is not None

    await scene.say("li", words, group=False)

    async with scene.database.reading() as session:
        assert await session.scalar(select(ContactRow.id)) is None
    assert "删掉了" in (await scene.heard("li"))[-1]
    assert (await scene.ticket()).state == "assigned"
