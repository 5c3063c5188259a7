"""`/tasks`: everything in hand in one message, in walking order, and each opened by its number."""

import pytest

from tests.handlers.test_copies import grid  # noqa: F401 - the grid that several share

LAMP = "栋2单元楼道的灯坏了"
LEAK = "3栋1单元水管爆了往下漏水,漏了两天"


async def lamps(scene, *buildings):
    for number in buildings:
        await scene.say("li", f"{number}{LAMP}")


async def listed(scene, who="wang", words="/tasks"):
    await scene.say(who, words, group=False)
    return (await scene.heard(who))[-1]


@pytest.mark.parametrize("words", ["/tasks", "我手上有什么", "手上还有哪些没办完的?", "我的任务"])
async def test_all_in_one_message_building_by_building(scene, words):
    await lamps(scene, 3, 1)
    await scene.say("zhang", "3栋1单元门禁坏了,刷不开")
    before = len(await scene.heard("wang"))

    told = await listed(scene, words=words)

    assert len(await scene.heard("wang")) == before + 1
    lines = told.splitlines()
    assert lines[0] == "您手上有3件:"
    assert lines[1] == "金桂园1栋"
    assert lines[3] == "金桂园3栋"
    assert lines[2].startswith("1. 0002 2单元")
    assert lines[4].startswith("2. 0003 1单元")
    assert lines[5].startswith("3. 0001 2单元")


async def test_urgent_and_overdue_come_first_and_are_marked(scene):
    await lamps(scene, 1)
    await scene.press("wang", "我来办")
    await scene.wait(days=10)
    await scene.say("li", LEAK)

    lines = (await listed(scene)).splitlines()

    assert lines[1] == "先办这些"
    assert {lines[2][3:6], lines[3][3:6]} == {"【过时", "【急】"}


async def test_a_press_on_a_number_opens_the_task_with_its_buttons(scene):
    await lamps(scene, 3, 1)
    await listed(scene)
    await scene.press("wang", "2")

    row = (await scene.rows(chat="p.wang"))[-1]
    assert "0001" in row.text
    assert "3栋2单元楼道的灯坏了" in row.text
    assert row.choices[0][0]["label"] == "我来办"
    await scene.press("wang", "我来办")
    assert (await scene.tickets())[0].state == "accepted"


@pytest.mark.parametrize("words", ["2", "第2件", "第二件", "打开2", "0001"])
async def test_its_number_in_words_opens_it(scene, words):
    await lamps(scene, 3, 1)
    await listed(scene)

    await scene.say("wang", words, group=False)

    assert "诉求 0001" in (await scene.heard("wang"))[-1]
    assert [ticket.state for ticket in await scene.tickets()] == ["assigned", "assigned"]


async def test_more_than_ten_are_turned_over(scene):
    for number in range(1, 5):
        for unit in range(1, 5):
            await scene.say("li", f"{number}栋{unit}单元楼道的灯坏了")

    told = await listed(scene)
    assert "您手上有16件,先看这些" in told
    assert "后面还有6件" in told
    assert told.count("单元") == 10
    await scene.press("wang", "后面的")

    told = (await scene.heard("wang"))[-1]
    assert told.count("单元") == 6
    await scene.say("wang", "6", group=False)
    assert "4栋4单元" in (await scene.heard("wang"))[-1]


async def test_the_tenth_is_opened_in_words_too(scene):
    for number in range(1, 5):
        for unit in range(1, 4):
            await scene.say("li", f"{number}栋{unit}单元楼道的灯坏了")
    await listed(scene)

    await scene.say("wang", "10", group=False)

    assert "4栋1单元" in (await scene.heard("wang"))[-1]


async def test_what_waits_for_the_resident_stands_at_the_end_unmarked(scene):
    await lamps(scene, 1, 3)
    await scene.say("wang", "0001 灯管换好了", group=False)
    await scene.wait(minutes=5)

    lines = (await listed(scene)).splitlines()

    assert lines.index("等回话或暂时办不了") > 1
    assert lines[lines.index("等回话或暂时办不了") + 1].startswith("2. 0001")


async def test_copies_are_shown_apart_and_read_without_a_button(grid):  # noqa: F811
    await lamps(grid, 3)

    told = await listed(grid, "he")
    assert "抄送给您,只看" in told
    await grid.say("he", "1", group=False)

    row = (await grid.rows(chat="p.he"))[-1]
    assert "抄送给您看" in row.text
    assert row.choices == []


async def test_a_volunteer_is_not_shown_what_is_private(grid):  # noqa: F811
    await grid.say("li", "3栋2单元楼上半夜拖椅子跑跳,吵得睡不着")

    assert "0001" not in await listed(grid, "he")
    assert "0001" in await listed(grid, "qian")


async def test_a_forged_number_opens_nothing_of_another_grid(scene):
    await lamps(scene, 3, 1)
    await listed(scene)
    token = (await scene.rows(chat="p.wang"))[-1].choices[0][0]["token"]

    await scene.press_token("zhao", token, scene.private("zhao"))

    assert not any("楼道的灯坏了" in text for text in await scene.heard("zhao"))


async def test_whoever_has_nothing_is_told_so_and_residents_are_not_listed_anything(scene):
    assert "没有要办的事" in await listed(scene)

    await scene.say("li", "我手上有什么", group=False)
    assert not any("手上有" in text for text in await scene.heard("li"))


async def test_other_words_after_the_list_are_no_line_of_it(scene):
    await lamps(scene, 1)
    await listed(scene)
    await scene.say("wang", "金桂园2栋1单元门禁坏了,刷不开", group=False)

    assert len(await scene.tickets()) == 2
