"""Two houses in one line are two matters; of two troubles at one place the second is asked about."""

import pytest


async def test_each_has_its_own_place_its_own_owner_and_its_own_words(scene):
    await scene.say("li", "大家好,3栋2单元楼道灯不亮,5栋1单元电梯停了,谢谢")

    lamp, lift = await scene.tickets()
    assert (lamp.category, lamp.place) == ("repair.corridorlight", "JGY/3/2")
    assert (lift.category, lift.place) == ("lift.stop", "JGY/5/1")
    assert "电梯" not in (await scene.heard("wang"))[-1]
    assert "楼道" not in (await scene.heard("zhao"))[-1]
    assert len(await scene.in_group()) == 2


async def test_what_is_urgent_at_one_house_is_not_said_of_the_other(scene):
    await scene.say("li", "3栋灯坏了 5栋水管爆了")

    assert [(t.place, t.tier) for t in await scene.tickets()] == [("JGY/3", "N"), ("JGY/5", "U")]


@pytest.mark.parametrize(
    "words",
    [
        "3栋、5栋都停水了",
        "3栋2单元漏水,漏到3栋1单元去了",
        "3栋门口垃圾没人清,7栋那边倒是干净",
        "3栋2单元的灯坏了,我住3栋2单元",
    ],
)
async def test_one_matter_stays_one(scene, words):
    await scene.say("li", words)

    assert len(await scene.tickets()) == 1


async def test_an_emergency_is_not_cut_in_pieces(scene):
    await scene.say("li", "3栋着火了 5栋的人也快下来")

    [ticket] = await scene.tickets()
    assert ticket.tier == "E"


@pytest.mark.parametrize(
    "words",
    ["别让他们晓得是我", "替我保密哈", "莫叫楼上猜到是俺", "千万保密", "不要告诉楼上是我说的"],
)
async def test_who_fears_the_neighbours_is_nameless_and_no_room_is_shown(scene, words):
    await scene.say("li", f"金桂园3栋301反映 楼上天天半夜拖椅子 吵得睡不着 {words}", group=False)

    assert (await scene.ticket()).anonymous
    assert "金桂园3栋301 " not in (await scene.heard("wang"))[-1].splitlines()[0]


async def test_a_floor_that_stamps_all_day_is_no_span_of_days(scene):
    await scene.say("li", "金桂园3栋2单元 楼上401天天半夜拖椅子 吵得睡不着", group=False)

    assert (await scene.ticket()).since is None


async def test_a_child_alone_whom_a_knock_frightens_is_served_at_once(scene):
    await scene.say("kid", "我8岁 爸妈不在家 有人敲门我怕", group=False)

    assert (await scene.ticket()).tier == "E"
    assert "110" in (await scene.heard("kid"))[0]


DOOR_AND_LAMP = "8栋的门禁坏了,楼道灯也不亮"


async def test_two_troubles_at_one_place_are_both_registered_after_asking(scene):
    await scene.say("li", DOOR_AND_LAMP)

    door, asked = await scene.in_group()
    assert "单元门" in door
    assert asked == "还有楼道灯,也帮您登记吗?回“要”或“不用”就行。"
    await scene.press("zhang", "要", group=True)
    assert len(await scene.tickets()) == 1
    await scene.say("li", "要")

    first, second = await scene.tickets()
    assert (first.category, first.text) == ("repair.door", DOOR_AND_LAMP)
    assert (second.category, second.place) == ("repair.corridorlight", first.place)
    assert second.reporter_id == first.reporter_id


async def test_after_a_no_one_matter_stays_with_all_of_its_words(scene):
    await scene.say("li", DOOR_AND_LAMP)
    await scene.press("li", "不用", group=True)

    [ticket] = await scene.tickets()
    assert ticket.text == DOOR_AND_LAMP
    assert len(await scene.rows(op="delete")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "3栋2单元下水道堵了,臭得要命,老人也不敢出门",
        "3栋2单元电梯停了,爬楼爬得腿也软了",
        "3栋停电了,电梯也停了",
        "6栋外墙渗水,墙皮也掉了",
        "3栋垃圾没人收,保安看到也不管",
        "5栋门口天天有人遛狗不牵绳,物业也没人理",
        "7栋门口车乱停,保安也装没看见",
        "2栋楼道堆满杂物,说了也没人管",
    ],
)
async def test_what_comes_of_a_trouble_is_no_second_one(scene, words):
    await scene.say("li", words)

    assert len(await scene.in_group()) == 1


async def test_of_what_is_private_nothing_is_asked_in_the_group(scene):
    await scene.say("li", "8栋的门禁坏了,楼上也天天打孩子")

    assert not [line for line in await scene.in_group() if "也帮您登记" in line]


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("6栋楼道灯不亮,垃圾也没人收", "repair.corridorlight", "env.rubbish"),
        ("8栋一单元门口路灯坏了,还有单元门也关不上,晚上怕得很", "road.lamp", "repair.door"),
        ("4栋电梯坏了,还有楼梯扶手也松了,娃娃上下楼吓人得很", "lift.stop", "repair.rail"),
        ("7栋单元门坏了,另外垃圾桶满了,气死人", "repair.door", "env.rubbish"),
    ],
)
async def test_the_second_is_asked_about_whatever_is_said_behind_it(scene, words, first, second):
    await scene.say("li", words)
    await scene.say("li", "要")

    assert [ticket.category for ticket in await scene.tickets()] == [first, second]
