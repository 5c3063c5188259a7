"""Up step by step: an exclave's joint branch is climbed through before its community."""

from storage.places import AreaRow, PlaceRow, touch_revision

LAMP = "林湘新苑1栋楼道的灯坏了"
BRANCH = [
    ("lin", "林格", "grid_worker", "LX-1"),
    ("xiang", "湘长", "chief", "LX-B"),
]


async def exclave(scene):
    """An estate in another district: a micro-grid below a joint branch that has a chief."""
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code="LX/1", name="1栋", kind="building", parent="LX", aliases=[]))
        session.add(AreaRow(code="LX-B", name="林湘联合支部", kind="grid", parent="XL", covers=[]))
        session.add(
            AreaRow(code="LX-1", name="林湘微网格", kind="microgrid", parent="LX-B", covers=["LX"])
        )
        for account, name, role, area in BRANCH:
            await scene.serves(session, account, name, role, area)
        await touch_revision(session)


async def test_what_nobody_takes_climbs_through_the_branch_to_the_street(scene):
    await exclave(scene)
    await scene.open_private("li")
    await scene.say("li", LAMP, group=False)
    ticket, owners = await scene.ticket(), []
    for _ in range(4):
        owners.append((ticket.owner_id, ticket.level))
        await scene.live_until(ticket.accept_by)
        ticket = await scene.ticket()

    assert owners == [
        (scene.ids["lin"], 0), (scene.ids["xiang"], 1), (None, 2), (scene.ids["boss"], 3),
    ]  # fmt: skip
    assert (ticket.owner_id, ticket.level) == (scene.ids["boss"], 3)
    assert any("到时间没人接手" in text for text in await scene.heard("xiang"))
    assert not any("林湘" in text for text in await scene.heard("chen"))  # another grid's chief


async def test_an_emergency_there_reaches_the_branch_at_once_and_climbs_in_minutes(scene):
    await exclave(scene)
    await scene.say("li", "林湘新苑1栋着火了", group=False)
    owners = []
    for _ in range(4):
        owners.append((await scene.ticket()).level)
        await scene.wait(minutes=5)

    assert any("着火" in text for text in await scene.heard("xiang"))
    assert owners == [0, 1, 2, 3]


async def test_given_down_again_by_a_human_it_climbs_anew(scene):
    await scene.say("li", "3栋2单元楼道的灯坏了")
    await scene.live_until((await scene.ticket()).accept_by)
    assert (await scene.ticket()).owner_id == scene.ids["chen"]

    await scene.press("chen", "转交")
    await scene.press("chen", "王格 网格员")
    assert (await scene.ticket()).level == 0
    await scene.live_until((await scene.ticket()).accept_by)

    assert (await scene.ticket()).owner_id == scene.ids["chen"]


async def test_not_solved_climbs_through_the_branch_too(scene):
    await exclave(scene)
    await scene.open_private("li")
    await scene.say("li", LAMP, group=False)
    await scene.press("lin", "我来办")
    await scene.press("lin", "办好了")
    await scene.say("lin", "换了灯管", group=False)

    await scene.say("li", "没好", group=False)

    ticket = await scene.ticket()
    assert (ticket.owner_id, ticket.level, ticket.owner_area) == (scene.ids["xiang"], 1, "LX-B")
