"""The main job, as people live it: said in the group, taken, done, and only then solved."""

from datetime import timedelta

LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"


async def test_a_complaint_is_answered_by_one_line_and_pushed_to_the_owner_and_the_doer(scene):
    said = await scene.say("li", LAMP)

    line = await scene.last_in_group()
    assert line.reply_to == said
    assert "0001" in line.text
    assert len(line.text) <= 60
    assert len(await scene.in_group()) == 1
    assert any(LAMP in text for text in await scene.heard("fix"))


async def test_the_reporter_alone_says_whether_it_is_solved(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    worker = await _owner(scene)
    await scene.press(worker, "我来办")
    await scene.press(worker, "办好了")
    await scene.say(worker, "换了新灯泡", group=False)

    await scene.press("zhang", "1 好了", group=True)
    assert (await scene.ticket()).state == "reported"

    await scene.press("li", "1 好了", group=True)
    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_by) == ("closed", "reporter")
    assert len(await scene.in_group()) == 2


async def test_not_solved_goes_one_level_up_with_the_whole_history(scene):
    await scene.say("li", LAMP)
    worker = await _owner(scene)
    level = (await scene.ticket()).level
    await scene.press(worker, "我来办")
    await scene.press(worker, "办好了")
    await scene.say(worker, "换了新灯泡", group=False)

    await scene.say("li", "没好,还是不亮")

    ticket = await scene.ticket()
    assert ticket.level > level
    assert ticket.reopened == 1


async def test_nobody_takes_it_so_it_climbs(scene):
    await scene.say("li", LAMP)
    level = (await scene.ticket()).level

    await scene.live_until(scene.now + timedelta(days=2))

    assert (await scene.ticket()).level > level


async def _owner(scene):
    ticket = await scene.ticket()
    names = {number: account for account, number in scene.ids.items()}
    return names.get(ticket.owner_id, "liu")
