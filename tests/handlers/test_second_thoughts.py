"""Second thoughts in the group: what was just registered is taken back, or stands at another place."""

import pytest

from storage.tickets.queries import ticket as the_ticket

LAMP = "3栋2单元楼道的灯坏了"


async def asked_about(scene):
    """Somebody is asked where it is before anything is registered."""
    await scene.say("li", "楼道灯坏了")
    assert await scene.tickets() == []


async def test_a_refusal_takes_back_what_was_registered_after_an_old_question(scene):
    await asked_about(scene)
    await scene.wait(minutes=30)
    await scene.say("li", "5栋1单元的单元门关不上")

    await scene.say("li", "别登记")

    assert (await scene.ticket()).state == "withdrawn"
    assert "不用办了" in (await scene.heard("zhao"))[-1]
    assert len(await scene.rows(op="react")) == 1


async def test_the_old_question_stays_open_where_the_ticket_is_newer(scene):
    await asked_about(scene)
    await scene.wait(minutes=30)
    await scene.say("li", "5栋1单元的单元门关不上")
    await scene.say("li", "别登记")

    await scene.say("li", "3栋2单元")

    assert [ticket.state for ticket in await scene.tickets()] == ["withdrawn", "assigned"]


async def test_a_refusal_answers_a_question_that_is_newer_than_the_ticket(scene):
    await scene.say("li", "5栋1单元的单元门关不上")
    await scene.wait(minutes=30)
    await scene.say("li", "楼道灯坏了")

    await scene.say("li", "别登记")

    assert [ticket.state for ticket in await scene.tickets()] == ["assigned"]
    await scene.say("li", "3栋2单元")
    assert len(await scene.tickets()) == 1


async def test_near_in_time_the_question_and_the_ticket_both_go(scene):
    await asked_about(scene)
    await scene.wait(minutes=1)
    await scene.say("li", "5栋1单元的单元门关不上")

    await scene.say("li", "别登记")
    await scene.say("li", "3栋2单元")

    assert [ticket.state for ticket in await scene.tickets()] == ["withdrawn"]


async def test_a_light_word_just_after_a_question_answers_it_alone(scene):
    await scene.say("li", "5栋1单元的单元门关不上")
    await scene.wait(minutes=1)
    await scene.say("li", "楼道灯坏了")

    await scene.say("li", "算了")

    assert [ticket.state for ticket in await scene.tickets()] == ["assigned"]


async def test_of_two_tickets_the_newest_is_taken_back(scene):
    await scene.say("li", LAMP)
    await scene.wait(minutes=5)
    await scene.say("li", "5栋1单元的单元门关不上")

    await scene.say("li", "别登记了")

    assert [ticket.state for ticket in await scene.tickets()] == ["assigned", "withdrawn"]


async def test_after_the_time_to_undo_a_refusal_to_nobody_takes_nothing_of_several_back(scene):
    await scene.say("li", LAMP)
    await scene.say("li", "5栋1单元的单元门关不上")
    await scene.wait(hours=3)

    await scene.say("li", "别登记")

    assert "withdrawn" not in {ticket.state for ticket in await scene.tickets()}


LIGHT = [
    "算了",
    "算了不用了,我自己找物业",
    "取消",
    "我看错了,没坏",
    "开玩笑的,别当真",
    "搞错了不好意思",
]


@pytest.mark.parametrize("words", LIGHT)
async def test_right_after_light_words_take_it_back(scene, words):
    await scene.say("li", LAMP)
    await scene.wait(minutes=1)

    await scene.say("li", words)

    assert (await scene.ticket()).state == "withdrawn"
    assert len(await scene.rows(op="react")) == 1
    assert len(await scene.in_group()) == 1


@pytest.mark.parametrize("words", LIGHT)
async def test_later_light_words_are_talk_among_neighbours(scene, words):
    await scene.say("li", LAMP)
    await scene.wait(minutes=3)

    await scene.say("li", words)

    assert (await scene.ticket()).state == "assigned"
    assert await scene.rows(op="react") == []


@pytest.mark.parametrize("words", LIGHT)
async def test_a_neighbour_s_light_words_take_nothing_back(scene, words):
    await scene.say("li", LAMP)

    await scene.say("zhang", words)

    assert (await scene.ticket()).state == "assigned"
    assert await scene.rows(op="react") == []


async def test_light_words_to_a_neighbour_take_nothing_back(scene):
    theirs = await scene.say("zhang", "晚上一起跳舞吗")
    await scene.say("li", LAMP)

    await scene.say("li", "算了", reply_to=theirs)

    assert (await scene.ticket()).state == "assigned"


async def test_an_emergency_is_not_over_by_a_light_word(scene):
    await scene.say("li", "3栋2单元着火了,快来人")
    assert (await scene.ticket()).tier == "E"

    await scene.say("li", "算了")

    assert (await scene.ticket()).state == "assigned"


SLIPS = [
    "打错了,5栋", "打错字了,5栋", "哦不对,是5栋", "说错了不是3栋是5栋", "5栋,不是3栋", "看错了,是5栋的",
    "不好意思打错了 应该是5栋", "*5栋",
]  # fmt: skip


@pytest.mark.parametrize("words", SLIPS)
async def test_a_place_put_right_goes_to_whoever_looks_after_it_and_both_hear(scene, words):
    await scene.say("li", LAMP)
    assert (await scene.ticket()).owner_id == scene.ids["wang"]
    group = await scene.in_group()
    await scene.wait(minutes=2)

    await scene.say("li", words)

    (ticket,) = await scene.tickets()
    assert (ticket.place, ticket.state) == ("JGY/5", "assigned")
    assert (ticket.owner_id, ticket.owner_area) == (scene.ids["zhao"], "XL-2")
    assert "5栋" in (await scene.heard("zhao"))[-1]
    assert "更正了地点,原来说的是金桂园3栋2单元" in (await scene.heard("zhao"))[-1]
    assert "不用再办" in (await scene.heard("wang"))[-1]
    assert await scene.in_group() == group
    assert len(await scene.rows(op="react")) == 1


async def test_put_right_within_one_grid_its_worker_learns_the_place(scene):
    await scene.say("li", LAMP)

    await scene.say("li", "打错了,4栋")

    (ticket,) = await scene.tickets()
    assert (ticket.place, ticket.owner_id) == ("JGY/4", scene.ids["wang"])
    told = (await scene.heard("wang"))[-1]
    assert "打错了,4栋" in told
    assert "更正了地点,现在是金桂园4栋,原来说的是金桂园3栋2单元" in told
    assert await scene.heard("zhao") == []


@pytest.mark.parametrize(
    ("words", "told", "who"),
    [
        ("打错了,4栋", "现在是金桂园4栋,原来说的是金桂园3栋。", "wang"),
        ("打错了,5栋", "更正了地点,原来说的是金桂园3栋。", "zhao"),
        ("打错了,3栋1单元", "地点更确切了,是金桂园3栋。", "wang"),
    ],
)
async def test_of_a_nameless_resident_no_more_than_the_house_is_said_of_before(
    scene, words, told, who
):
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        (await the_ticket(session, 1)).anonymous = True
    heard = len(await scene.heard(who))

    await scene.say("li", words)

    (text,) = (await scene.heard(who))[heard:]
    assert told in text
    assert "2单元" not in text


@pytest.mark.parametrize("words", ["打错了,4栋", "*5栋", "不是3栋是5栋"])
async def test_the_line_in_the_group_shows_the_new_place_and_still_takes_it_back(scene, words):
    await scene.say("li", LAMP)

    await scene.say("li", words)

    line = (await scene.rows(chat="jgy", op="edit"))[-1].text
    assert "金桂园4栋" in line or "金桂园5栋" in line
    assert "3栋" not in line
    await scene.press("li", "别登记", group=True)
    assert (await scene.ticket()).state == "withdrawn"


async def test_a_house_that_is_on_no_map_is_passed_on_in_words(scene):
    await scene.say("li", LAMP)

    await scene.say("li", "打错了,19栋1单元")

    (ticket,) = await scene.tickets()
    assert ticket.owner_id == scene.ids["wang"]
    assert "19栋1单元" in (await scene.heard("wang"))[-1]


async def test_whoever_had_taken_it_hears_that_it_is_elsewhere(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")

    await scene.say("li", "打错了,5栋")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.owner_id) == ("assigned", scene.ids["zhao"])
    assert "不用再办" in (await scene.heard("wang"))[-1]


async def test_an_emergency_at_another_house_is_told_to_those_who_have_it_and_those_there(scene):
    await scene.say("li", "3栋2单元着火了,快来人")

    await scene.say("li", "打错了,5栋")

    (ticket,) = await scene.tickets()
    assert ticket.place == "JGY/5"
    assert "5栋" in (await scene.heard("wang"))[-1]
    assert "5栋" in (await scene.heard("zhao"))[-1]


@pytest.mark.parametrize("words", ["打错了,5栋1单元", "说错了,不是3栋是5栋", "哦不对,是5栋"])
async def test_without_a_ticket_of_ones_own_it_is_talk_and_alarms_nobody(scene, words):
    await scene.say("zhang", LAMP)
    before = await scene.heard("wang"), await scene.heard("zhao"), await scene.in_group()

    await scene.say("li", words)

    (ticket,) = await scene.tickets()
    assert ticket.place != "JGY/5"
    assert (await scene.heard("wang"), await scene.heard("zhao"), await scene.in_group()) == before


async def test_a_quarter_of_an_hour_later_it_moves_nothing(scene):
    await scene.say("li", LAMP)
    await scene.wait(minutes=15)

    await scene.say("li", "打错了,5栋")

    (ticket,) = await scene.tickets()
    assert ticket.owner_id == scene.ids["wang"]


async def test_another_matter_at_another_house_is_no_slip(scene):
    await scene.say("li", LAMP)

    await scene.say("li", "不对,5栋1单元的单元门也关不上")

    first, second = await scene.tickets()
    assert first.owner_id == scene.ids["wang"]
    assert second.place.startswith("JGY/5")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("住4栋,刚路过7栋看到单元门玻璃碎了一地", "JGY/7"),
        ("住3栋的注意,6栋楼下井盖没了", "JGY/6"),
        ("我在3栋,听见5栋电钻一直响", "JGY/5"),
    ],
)
async def test_it_goes_to_where_it_is_seen_not_to_where_its_author_is(scene, line, place):
    await scene.say("li", line)

    (ticket,) = await scene.tickets()
    assert (ticket.place, ticket.owner_id) == (place, scene.ids["zhao"])
    assert await scene.heard("wang") == []


OWNED_UP = [
    "弄错了 是我自己家灯泡坏了",
    "搞错了,是我家自己跳闸了",
    "看错了,灯是好的",
    "不好意思弄错了,我家总闸关了",
]


@pytest.mark.parametrize("words", OWNED_UP)
@pytest.mark.parametrize("group", [True, False])
async def test_who_says_what_it_was_instead_takes_it_back_when_they_have_looked(
    scene, words, group
):
    await scene.open_private("li")
    await scene.say("li", f"金桂园{LAMP}", group=group)
    await scene.wait(minutes=12)

    await scene.say("li", words, group=group)

    assert (await scene.ticket()).state == "withdrawn"
    assert "不用办了" in (await scene.heard("wang"))[-1]
    assert len(await scene.tickets()) == 1


@pytest.mark.parametrize("words", OWNED_UP)
async def test_under_the_very_line_it_is_taken_back_as_well(scene, words):
    await scene.say("li", LAMP)

    await scene.say("li", words, reply_to=(await scene.last_in_group()).message)

    assert (await scene.ticket()).state == "withdrawn"


@pytest.mark.parametrize("who", ["zhang", "li"])
@pytest.mark.parametrize("words", OWNED_UP)
async def test_a_neighbour_or_an_hour_later_it_is_talk(scene, who, words):
    await scene.say("li", LAMP)
    await scene.wait(minutes=60 if who == "li" else 1)

    await scene.say(who, words)

    assert (await scene.ticket()).state == "assigned"


@pytest.mark.parametrize("words", ["拿错卡了,好的", "弄错了,我家还是黑的"])
async def test_a_slip_that_leaves_it_as_it_is_takes_nothing_back(scene, words):
    await scene.say("li", LAMP)

    await scene.say("li", words)

    assert (await scene.ticket()).state == "assigned"


async def test_an_emergency_of_which_they_say_what_it_was_is_told_to_those_alarmed(scene):
    await scene.say("li", "3栋2单元着火了,快来人")

    await scene.say("li", "看错了,是我家自己的遥控器灯")

    assert (await scene.ticket()).state == "assigned"
    assert any("遥控器" in text for text in await scene.heard("sun"))
