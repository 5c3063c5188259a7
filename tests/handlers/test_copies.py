"""Several people look after one grid: one owns, the others read along and take no step."""

import pytest

from storage.places import AreaRow, touch_revision

LAMP = "3栋2单元楼道的灯坏了"
MICRO = "XL-1-3"


@pytest.fixture
async def grid(scene):
    """A second grid worker, a volunteer and a party contact of building 3, an officer of the grid."""
    async with scene.database.transaction() as session:
        session.add(
            AreaRow(code=MICRO, name="3栋微网格", kind="microgrid", parent="XL-1", covers=["JGY/3"])
        )
        await session.flush()
        await scene.serves(session, "qian", "钱格", "grid_worker", "XL-1")
        await scene.serves(session, "he", "何义", "volunteer", MICRO)
        await scene.serves(session, "dang", "党联", "party_member", MICRO)
        await scene.serves(session, "bao", "包组", "officer", "XL-1")
        await touch_revision(session)
    return scene


async def test_the_task_tells_who_reads_along_and_nobody_else_is_pushed(grid):
    await grid.say("li", LAMP)

    push = (await grid.rows(chat="p.wang"))[-1].text
    assert "抄送:" in push
    for name in ("钱格 网格员", "何义 义务网格员", "党联 党员", "包组 社区工作人员"):
        assert name in push
    assert "赵格" not in push
    for account in ("qian", "he", "dang", "bao"):
        assert await grid.heard(account) == []


async def test_a_private_matter_is_not_shown_to_the_neighbour_who_volunteers(grid):
    await grid.say("li", "3栋2单元楼上半夜拖椅子跑跳,吵得睡不着")
    assert (await grid.ticket()).sensitivity == "p"

    push = (await grid.rows(chat="p.wang"))[-1].text
    assert "钱格" in push
    assert "何义" not in push


@pytest.mark.parametrize("who", ["qian", "he", "bao"])
@pytest.mark.parametrize("label", ["我来办", "转交", "不归我管"])
async def test_a_forged_press_of_who_reads_along_is_refused_with_its_sentence(grid, who, label):
    await grid.say("li", LAMP)
    buttons = [b for line in (await grid.rows(chat="p.wang"))[-1].choices for b in line]
    token = next(button["token"] for button in buttons if button["label"] == label)

    await grid.press_token(who, token, grid.private(who))

    told = (await grid.rows(op="answer"))[-1].text
    assert told == "这件事是抄送给您看的,这一步由负责的同志来做。"
    ticket = await grid.ticket()
    assert (ticket.state, ticket.owner_id) == ("assigned", grid.ids["wang"])


async def test_words_of_who_reads_along_close_nothing(grid):
    await grid.say("li", LAMP)
    await grid.press("wang", "我来办")

    await grid.say("qian", "0001 灯已经换好了", group=False)

    assert (await grid.ticket()).state == "accepted"
    assert "抄送给您看的" in (await grid.heard("qian"))[-1]


async def test_the_officer_of_the_grid_who_reads_along_does_not_check_it_off(grid):
    await grid.say("li", LAMP)
    await grid.press("wang", "我来办")
    await grid.press("wang", "办好了")
    await grid.say("wang", "换了灯管", group=False)

    await grid.say("bao", "0001 已经办好了", group=False)

    assert (await grid.ticket()).state == "reported"


async def test_of_two_on_duty_the_one_with_less_in_hand_gets_it_and_is_told_why(grid):
    await grid.say("li", LAMP)
    await grid.say("zhang", "1栋1单元门禁坏了,刷不开")

    first, second = await grid.tickets()
    assert (first.owner_id, second.owner_id) == (grid.ids["wang"], grid.ids["qian"])
    assert "当班的几位里您手上最少" in (await grid.rows(chat="p.qian"))[-1].text


async def test_with_one_on_duty_the_load_decides_nothing(scene):
    for number in range(1, 4):
        await scene.say("li", f"{number}栋1单元门禁坏了,刷不开")

    assert {ticket.owner_id for ticket in await scene.tickets()} == {scene.ids["wang"]}
