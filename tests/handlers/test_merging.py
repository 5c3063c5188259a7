"""Two reports of one thing go on as one, and are told apart again."""

import pytest

from domain.refusals import Unknown
from handlers.tickets import verbs
from handlers.tickets.verbs import NotTogether, SameTicket
from storage.people import PersonRow
from storage.tickets import queries

LAMP = "3栋2单元楼道的灯坏了"
BESIDE = "3栋1单元楼道灯也不亮"


async def test_the_owner_is_offered_what_may_be_the_same_and_decides(scene):
    await scene.open_private("zhang")
    await _two(scene)
    await scene.press("wang", "并到0001")

    main, other = await scene.tickets()
    assert (main.state, main.people, other.state, other.main_id) == ("assigned", 2, "merged", 1)
    assert [text for text in await scene.heard("zhang") if "0001" in text]
    assert any("又有人报同一件事" in text for text in await scene.heard("wang"))


async def test_another_building_is_not_offered(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", "4栋1单元楼道灯也不亮")

    labels = [c["label"] for row in await scene.rows(chat="p.wang") for r in row.choices for c in r]
    assert not [label for label in labels if label.startswith("并到")]


async def test_whoever_reported_the_merged_one_hears_what_becomes_of_the_main_one(scene):
    await scene.open_private("zhang")
    await _two(scene)
    await scene.press("wang", "并到0001")
    before = len(await scene.heard("zhang"))
    await scene.say("wang", "0001 收到,我来办", group=False)

    assert any("0001" in text for text in (await scene.heard("zhang"))[before:])


async def test_what_is_said_of_the_merged_one_is_said_of_the_main_one(scene):
    await _two(scene)
    line = (await scene.last_in_group()).message
    await scene.press("wang", "并到0001")
    await scene.say("zhang", "灯修得咋样了", reply_to=line)

    assert "编号0001" in (await scene.in_group())[-1]


async def test_the_merged_ones_dates_are_lived_no_more(scene):
    await _two(scene)
    await scene.press("wang", "并到0001")
    await scene.wait(days=12)

    assert (await scene.tickets())[1].state == "merged"
    assert not [text for text in await scene.heard("chen") if text.startswith("0002")]


async def test_pressed_twice_it_is_merged_once(scene):
    await _two(scene)
    await scene.press("wang", "并到0001")
    await scene.press("wang", "并到0001")

    assert (await scene.tickets())[0].people == 2


async def test_told_apart_again_each_stands_where_it_stood_and_everybody_is_told_once(scene):
    await scene.open_private("zhang")
    await _two(scene)
    await scene.press("wang", "并到0001")
    await _as(scene, "sun", verbs.unmerge, 2)

    main, other = await scene.tickets()
    assert (main.people, other.state, other.main_id, other.owner_id) == (
        1, "assigned", None, scene.ids["wang"],
    )  # fmt: skip
    assert len([text for text in await scene.heard("zhang") if "单独办" in text]) == 1
    async with scene.database.reading() as session:
        assert len(await queries.reporters(session, 1)) == 1


async def test_it_can_be_chased_again_once_it_is_told_apart(scene):
    await _two(scene)
    await scene.press("wang", "并到0001")
    await _as(scene, "sun", verbs.unmerge, 2)
    await scene.wait(days=2)

    assert (await scene.tickets())[1].level > 0


@pytest.mark.parametrize(
    ("words", "group"), [("我老公天天打我,想找人说说", False), ("5栋1单元楼道灯坏了", True)]
)
async def test_a_sensitive_or_ended_one_is_merged_into_nothing(scene, words, group):
    await scene.say("li", LAMP)
    await scene.say("zhang", words, group=group)
    if group:
        await scene.press("zhang", "别登记", group=True)

    with pytest.raises((NotTogether, Unknown)):
        await _as(scene, "sun", verbs.merge, 1, 2)


@pytest.mark.parametrize(("into", "refusal"), [(1, SameTicket), (99, Unknown)])
async def test_it_is_merged_into_another_one_that_there_is(scene, into, refusal):
    await scene.say("li", LAMP)

    with pytest.raises(refusal):
        await _as(scene, "sun", verbs.merge, 1, into)


@pytest.mark.parametrize("who", ["zhao", "fix", "heart"])
async def test_it_is_for_owner_and_desk_to_merge(scene, who):
    await _two(scene)

    with pytest.raises(Exception, match=r"NotYours|Unknown"):
        await _as(scene, who, verbs.merge, 2, 1)


async def _two(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", BESIDE)
    assert len(await scene.tickets()) == 2


async def _as(scene, who, verb, number, *given):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"test/{who}/{number}", scene.now, channel="web")
        turn.person = await session.get(PersonRow, scene.ids[who])
        await verb(turn, await queries.ticket(session, number), *given)
    await scene.deliver()
