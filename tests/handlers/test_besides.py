"""What is wrong besides what has been mended, and answers in private to what a group was asked."""

import pytest

from tests.handlers.scene import GROUP

LAMP = "3栋2单元楼道的灯坏了"


@pytest.fixture
async def asked(scene):
    """The lamp is done, and the group's line asks whether it is."""
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("wang", "灯泡换好了", group=False)
    return scene


@pytest.mark.parametrize("group", [True, False])
@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("灯好了但是楼梯扶手又松了,一扶就晃", "repair.rail"),
        ("灯修好了 不过楼梯口垃圾堆着没人清", "env.rubbish"),
    ],
)
async def test_the_first_is_solved_and_the_second_noted_at_the_same_place(
    asked, words, category, group
):
    await asked.say("li", words, group=group)

    first, second = await asked.tickets()
    assert first.state == "closed"
    assert (second.category, second.place) == (category, first.place)


@pytest.mark.parametrize("words", ["灯好了,就是有点暗", "亮是亮了 一闪一闪的", "修好了,又不亮了"])
async def test_the_same_lamp_is_no_second_matter(asked, words):
    await asked.say("li", words)

    [ticket] = await asked.tickets()
    assert ticket.state != "closed"


@pytest.mark.parametrize(
    ("words", "state"),
    [("可以咯", "closed"), ("满意", "closed"), ("1", "closed"), ("换了个寂寞", "assigned"),
     ("还是漆黑一片", "assigned"), ("2", "assigned"), ("3", "assigned")],
)  # fmt: skip
async def test_asked_in_the_group_they_answer_in_private_and_are_answered_there(
    asked, words, state
):
    before = len(await asked.heard("li")) + len(await asked.rows(op="react"))

    await asked.say("li", words, group=False)

    assert (await asked.ticket()).state == state
    assert len(await asked.heard("li")) + len(await asked.rows(op="react")) > before


async def test_small_talk_in_private_is_no_answer(asked):
    await asked.say("li", "晚上吃么子", group=False)
    await asked.say("li", "5栋2单元的电梯停了", group=False)

    assert [ticket.state for ticket in await asked.tickets()] == ["reported", "assigned"]


async def test_a_day_later_in_private_it_is_no_answer_any_more(asked):
    await asked.wait(days=1, hours=1)
    question = [row for row in await asked.rows(chat="p.li") if row.moment == "tickets/done_again"]
    await asked.say("li", "中", group=False)

    assert (await asked.ticket()).state == ("closed" if question else "reported")


async def test_another_persons_private_words_answer_nothing(asked):
    await asked.say("zhang", "3", group=False)
    await asked.say("zhang", "好了", group=False)

    assert (await asked.ticket()).state == "reported"


@pytest.mark.parametrize(
    ("words", "rating"), [("态度差得很", "not_content"), ("满意满意", "content")]
)
async def test_how_content_they_are_in_few_words(asked, words, rating):
    await asked.say("li", "好了")
    await asked.say("li", words, group=False)

    assert (await asked.ticket()).rating == rating


@pytest.mark.parametrize("words", ["太慢了", "来得太晚"])
async def test_the_reason_alone_says_that_they_are_not_content_and_it_goes_on(asked, words):
    await asked.say("li", "好了")
    await asked.say("li", words, group=False)

    assert (await asked.ticket()).state == "assigned"


@pytest.mark.parametrize("words", ["一点不慢", "师傅态度好得很", "没拖"])
async def test_praise_is_no_reproach(asked, words):
    await asked.say("li", "好了")
    await asked.say("li", words, group=False)

    assert (await asked.ticket()).rating != "not_content"


async def test_the_group_reads_nothing_of_it_twice(asked):
    lines = len(await asked.rows(chat=GROUP))
    await asked.say("li", "3", group=False)

    assert len(await asked.rows(chat=GROUP)) == lines
