"""What a neighbour has reported is offered to who says it anew, in whatever words: households count."""

import pytest

from storage.people import person_of
from storage.points.tables import HouseholdMemberRow, HouseholdRow
from storage.tickets import queries

LAMP = "3栋2单元楼道的灯坏了"
SAME = "三号楼二单元楼梯间黑灯瞎火"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LAMP, SAME),
        (LAMP, "3栋楼道黑咕隆咚看不见"),
        ("3栋楼道的灯不亮", "三号楼二单元过道黑漆漆的"),
        ("3栋2单元电梯停了", "3-2电梯又坏了,爬了十楼"),
        ("3栋2单元停水了", "三号楼二单元一滴水都没有"),
        ("东门的路灯不亮", "东门那边的路灯灭了好几天,晚上看不见路"),
    ],
)
async def test_the_same_in_other_words_is_offered_and_a_yes_joins(scene, first, second):
    await scene.say("li", first)
    await scene.say("zhang", second)
    assert "邻居已报过" in (await scene.in_group())[-1]
    await scene.press("zhang", "加上我", group=True)

    [ticket] = await scene.tickets()
    assert ticket.people == 2


async def test_whoever_is_asked_reads_which_matter_it_is(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", SAME)

    line = (await scene.in_group())[-1]
    assert "金桂园3栋2单元 楼道灯" in line
    assert "编号0001" in line
    assert len(line) <= 60


@pytest.mark.parametrize("words", [f"金桂园{LAMP}", f"金桂园{LAMP},别说是我说的,匿名"])
async def test_what_was_said_in_private_is_offered_without_its_place(scene, words):
    await scene.say("li", words, group=False)
    await scene.say("zhang", "3栋楼道黑咕隆咚看不见")

    line = (await scene.in_group())[-1]
    assert "这件事邻居已报过" in line
    assert "2单元" not in line


async def test_a_no_opens_a_ticket_of_its_own(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", SAME)
    await scene.say("zhang", "不是一件")

    first, second = await scene.tickets()
    assert (first.people, second.people, second.reporter_id) == (1, 1, await _id(scene, "zhang"))


async def test_unanswered_it_is_offered_to_nobody_else_and_nothing_is_registered(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", SAME)
    await scene.press("zhou", "加上我", group=True)
    await scene.wait(hours=25)

    [ticket] = await scene.tickets()
    assert ticket.people == 1


@pytest.mark.parametrize(
    "other",
    [
        "5栋2单元楼道的灯也坏了",
        "3栋1单元楼道的灯也不亮",
        "3栋2单元楼道没人打扫",
        "3栋2单元停水了",
        "西门的路灯也不亮",
    ],
)
async def test_another_place_or_another_thing_is_a_new_ticket_even_with_too(scene, other):
    await scene.say("li", LAMP)
    await scene.say("zhang", other)

    assert len(await scene.tickets()) == 2
    assert not [line for line in await scene.in_group() if "邻居已报过" in line]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3栋2单元7楼楼道灯坏了", "3栋2单元2楼楼道灯也不亮"),
        ("3栋2单元9楼漏水", "3栋2单元3楼漏水"),
        ("3栋的垃圾桶满了没人收", "3栋垃圾桶的盖子坏了"),
    ],
)
async def test_one_row_at_one_place_may_be_two_matters_all_the_same(scene, first, second):
    await scene.say("li", first)
    await scene.say("zhang", second)

    assert len(await scene.tickets()) == 2
    assert len({ticket.category for ticket in await scene.tickets()}) == 1
    assert not [line for line in await scene.in_group() if "邻居已报过" in line]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("下水道堵了3栋2单元", "3栋2单元下水道又堵住了"),
        ("3栋2单元水管漏水", "金桂园3栋2单元水管漏水了,没人修"),
    ],
)
async def test_one_thing_and_one_fault_are_one_matter_in_the_barest_words(scene, first, second):
    await scene.say("li", first)
    await scene.say("zhang", second)

    assert "邻居已报过" in (await scene.in_group())[-1]
    assert len(await scene.tickets()) == 1


async def test_what_its_own_reporter_adds_stays_with_it_however_unlike(scene):
    await scene.say("li", "3栋的垃圾桶满了没人收")
    await scene.say("li", "3栋垃圾桶的盖子坏了")

    assert len(await scene.tickets()) == 1


async def test_two_gates_of_one_estate_are_two_matters(scene):
    await scene.say("li", "西门的路灯不亮")
    await scene.say("zhang", "北门的路灯不亮")

    assert len(await scene.tickets()) == 2


async def test_their_own_other_words_are_no_neighbours_and_nothing_is_swallowed(scene):
    await scene.say("li", "3栋楼道的灯不亮")
    await scene.say("li", "三号楼二单元过道黑漆漆的")

    assert [ticket.place for ticket in await scene.tickets()] == ["JGY/3", "JGY/3/2"]


async def test_what_is_done_already_is_not_offered(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "灯泡换好了", group=False)
    await scene.say("zhang", "3栋楼道黑咕隆咚看不见")

    assert len(await scene.tickets()) == 2


async def test_what_was_said_while_huying_was_away_is_not_joined_on_a_likelihood(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", "3栋楼道黑咕隆咚看不见", late=True)

    first, second = await scene.tickets()
    assert (first.people, second.like_id) == (1, first.id)


async def test_what_is_said_in_confidence_is_offered_to_nobody(scene):
    await scene.say("li", "我老公天天打我,想找人说说,3栋2单元", group=False)
    await scene.say("zhang", "3栋2单元有人打老婆", group=False)

    assert not [line for line in await scene.heard("zhang") if "邻居已报过" in line]


async def test_two_of_one_household_count_once(scene):
    await _household(scene, "li", "zhang")
    await scene.say("li", LAMP)
    await scene.say("zhang", "我家也是", reply_to=(await scene.last_in_group()).message)
    await scene.say("zhou", "我家也是", reply_to=(await scene.last_in_group()).message)

    [ticket] = await scene.tickets()
    assert ticket.people == 2
    async with scene.database.reading() as session:
        assert len(await queries.reporters(session, ticket.id)) == 3


async def test_many_messages_of_one_are_one_household(scene):
    await scene.say("li", LAMP)
    line = (await scene.last_in_group()).message
    for words in ("+1", "同求", "我家也是"):
        await scene.say("zhang", words, reply_to=line)

    assert (await scene.ticket()).people == 2


async def test_merged_and_told_apart_a_shared_household_is_counted_once_and_stays(scene):
    await _household(scene, "li", "zhang")
    await scene.say("li", LAMP)
    await scene.say("zhang", "3栋1单元楼道灯也不亮")
    await scene.press("wang", "并到0001")

    assert (await scene.tickets())[0].people == 1


async def _household(scene, *accounts):
    async with scene.database.transaction() as session:
        session.add(HouseholdRow(code="H1", place="JGY/3/2/301", name="李家"))
    for who in accounts:
        await scene.say(who, "大家早")
        async with scene.database.transaction() as session:
            session.add(HouseholdMemberRow(household="H1", person_id=await _id(scene, who)))


async def _id(scene, account):
    async with scene.database.reading() as session:
        return (await person_of(session, "web", account)).id


@pytest.mark.parametrize("words", ["5栋也是", "我们4栋也坏了", "4栋同样", "我们5栋也没人管"])
async def test_the_same_at_another_house_right_after_is_a_ticket_of_its_own(scene, words):
    said = await scene.say("li", LAMP)
    await scene.say("zhang", words, after=said)

    first, second = await scene.tickets()
    assert (first.people, second.people) == (1, 1)
    assert second.category == first.category
    assert second.place != first.place
