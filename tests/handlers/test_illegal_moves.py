"""The moves that domain rules a.3 forbid by name: each is tried by hand, and refused with its sentence."""

from storage.people import RoleRow
from storage.places import touch_revision
from tests.handlers.at_work import LAMP, TREE, answers, at_work, tell, token

HOLE = "3栋2单元楼梯扶手松了,一靠就晃"


async def is_refused(scene, who, pressed, sentence):
    """Somebody presses a button that was offered to another; nothing changes but that they hear why."""
    before = [(row.state, row.version, row.owner_id) for row in await scene.tickets()]
    await scene.press_token(who, pressed, scene.private(who))
    assert (await answers(scene))[-1] == sentence
    assert [(row.state, row.version, row.owner_id) for row in await scene.tickets()] == before


async def test_an_owner_does_not_close_their_own_ticket(scene):
    await at_work(scene, "金桂园" + LAMP, group=False)
    await tell(scene, "wang", "换了灯泡,亮了")

    await is_refused(
        scene, "wang", await token(scene, "li", "1 好了"), "这句问的是别人,请让他自己按。",
    )  # fmt: skip
    await tell(scene, "wang", "好了")
    assert (await scene.ticket()).state == "reported"


async def test_a_resident_does_not_withdraw_anothers_ticket(scene):
    await scene.open_private("zhang")
    await scene.say("li", "金桂园" + LAMP, group=False)

    await is_refused(
        scene, "zhang", await token(scene, "li", "别登记"), "这句问的是别人,请让他自己按。"
    )
    await scene.say("zhang", "0001 别登记", group=False)
    assert (await scene.ticket()).state == "assigned"


async def test_a_part_time_worker_grants_no_suspension(scene):
    async with scene.database.transaction() as session:
        session.add(RoleRow(person_id=scene.ids["zhao"], role="volunteer", area="XL-1"))
        await touch_revision(session)
    await at_work(scene, TREE)
    for label in ("一时办不完", "2 挂账", "等资金或维修基金"):
        await scene.press("wang", label)
    for words in ("2月20日", "换管道要等维修基金"):
        await scene.say("wang", words, group=False)
    granting = await token(scene, "liu", "同意")

    for who in ("zhao", "wang"):
        await is_refused(scene, who, granting, "这句问的是别人,请让他自己按。")
    await scene.press_token("liu", granting, scene.private("liu"))
    assert (await scene.ticket()).state == "suspended"


async def test_a_ticket_is_not_returned_twice_by_the_same_owner(scene):
    await scene.say("li", "3栋楼下有人吵架,天天晚上不停")
    again = await token(scene, "wang", "不归我管")
    await scene.press("wang", "不归我管")
    await scene.press("wang", "不属本部门职责")
    await scene.press("liu", "定由谁办")
    await scene.press("liu", "王格 网格员")

    await is_refused(scene, "wang", again, "您已经退过一次了。还有难处,请直接联系社区值班。")


async def test_silence_does_not_close_a_hazard(scene):
    await at_work(scene, HOLE)
    await tell(scene, "wang", "扶手重新打了膨胀螺丝,固定好了")

    await scene.wait(days=20)

    assert (await scene.ticket()).state == "reported"
    assert "lapse" not in await scene.acts()


async def test_after_fifteen_days_it_is_not_reopened_but_follows(scene):
    await at_work(scene, "金桂园" + LAMP, group=False)
    await tell(scene, "wang", "换了灯泡,亮了")
    await scene.press("li", "1 好了")
    late = await token(scene, "li", "3 没好")
    await scene.wait(days=16)

    await is_refused(scene, "li", late, "这个按钮已经过期了,有事请直接跟我说。")
    await scene.say("li", "金桂园" + LAMP, group=False)
    old, new = await scene.tickets()
    assert (old.state, new.state, new.follows_id) == ("closed", "assigned", old.id)
