"""Who hears of a correction: everybody whom an emergency concerns, and whoever waits for an answer."""

from datetime import datetime, timedelta

import pytest

from domain.messages import Priority
from domain.tickets.kinds import Kind
from handlers.tickets import verbs
from storage.tickets.queries import ticket as the_ticket
from tests.handlers.correcting import LAMP, does, rows
from tests.handlers.scene import GROUP, SHANGHAI


async def alarmed(scene):
    """Who was pushed an emergency, and when."""
    rows = [row for row in await scene.rows() if row.priority == Priority.EMERGENCY]
    return {row.chat: row.not_before for row in rows if not row.group and "急" in row.text}


async def test_what_the_desk_says_is_an_emergency_alarms_as_if_it_had_been_reported_as_one(scene):
    scene.now = datetime(2026, 12, 5, 3, 20, tzinfo=SHANGHAI)  # a Saturday night
    await scene.say("zhang", "2栋1单元楼道里好大的煤气味")
    reported = await alarmed(scene)
    await scene.say("li", LAMP)
    assert await alarmed(scene) == reported

    await scene.wait(minutes=1)
    await does(scene, "sun", verbs.recategorise, kind=Kind.HAZARD, category="fire.fire")

    pushes = [row for row in await scene.rows() if row.ticket_id == 2 and row.not_before]
    sent = {
        r.chat for r in pushes if r.priority == Priority.EMERGENCY and r.not_before == scene.now
    }
    assert {"p.wang", "p.chen", "p.liu"} <= reported.keys() <= sent
    assert "火情" in (await scene.heard("chen"))[-1]
    assert "改成这样了" not in (await scene.heard("wang"))[-1]


async def test_an_emergency_by_the_desk_has_an_emergencys_times_and_climbs(scene):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.recategorise, kind=Kind.HAZARD, category="lift.trapped")

    ticket = await scene.ticket()
    assert (ticket.tier, ticket.kind) == ("E", "hazard")
    assert ticket.accept_by == ticket.respond_by == scene.now + timedelta(minutes=5)
    assert ticket.finish_by == scene.now + timedelta(minutes=30)

    await scene.wait(minutes=5, seconds=1)
    assert (await scene.ticket()).owner_role == "chief"


async def test_who_has_taken_it_is_alarmed_and_not_asked_to_take_it_again(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await does(scene, "sun", verbs.recategorise, kind=Kind.HAZARD, category="fire.fire")

    task = (await scene.heard("wang"))[-1]
    assert "【急】" in task
    assert "前接手" not in task
    assert "前办好" in task


async def test_an_emergency_that_is_another_one_alarms_nobody_twice(scene):
    await scene.say("li", "2栋1单元楼道里好大的煤气味")
    chief = await scene.heard("chen")
    await does(scene, "sun", verbs.recategorise, kind=Kind.HAZARD, category="fire.fire")

    assert await scene.heard("chen") == chief
    assert "改成这样了" in (await scene.heard("wang"))[-1]


async def test_what_the_desk_says_is_urgent_has_its_times_and_its_owner_hears_until_when(scene):
    await scene.say("li", LAMP)
    chief = await scene.heard("chen")
    await does(scene, "sun", verbs.recategorise, kind=Kind.HAZARD, category="road.manhole")

    ticket = await scene.ticket()
    assert ticket.finish_by == scene.now + timedelta(hours=24)
    told = (await scene.rows(chat="p.wang"))[-1]
    assert "12月2日(周三)上午10点前办好" in told.text
    assert told.not_before == scene.now
    assert await scene.heard("chen") == chief


async def test_what_becomes_no_more_urgent_tells_no_new_time(scene):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="road.lamp")

    assert "前办好" not in (await scene.heard("wang"))[-1]


@pytest.mark.parametrize("kind", [Kind.WISH, Kind.QUESTION, Kind.COMPLAINT])
@pytest.mark.parametrize("category", ["fire.fire", "road.manhole"])
async def test_a_danger_is_one_whatever_the_form_says(scene, kind, category):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.recategorise, kind=kind, category=category)

    assert (await scene.ticket()).kind == "hazard"
    assert [row.kind for row in await rows(scene)] == ["hazard"]


async def by_hand(scene):
    """What a human is to tell, and whom."""
    rows = [row for row in await scene.rows() if row.state == "person"]
    return [(row.person_id, row.moment) for row in rows]


async def test_its_author_who_cannot_be_written_to_is_told_by_a_human(scene):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.no_matter)

    assert await by_hand(scene) == [((await scene.ticket()).reporter_id, "tickets/declined")]


async def test_who_wants_no_name_is_not_made_known_to_the_office_by_that(scene):
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        (await the_ticket(session, 1)).anonymous = True
    await does(scene, "sun", verbs.no_matter)

    assert await by_hand(scene) == []
    assert "到这里结束了" in await shown_in_group(scene)


async def shown_in_group(scene):
    """What the group's line says now."""
    edits = await scene.rows(chat=GROUP, op="edit")
    assert edits[-1].choices == []
    return edits[-1].text


async def test_the_groups_line_ends_and_says_to_nobody_why(scene):
    await scene.say("li", LAMP)
    lines = await scene.in_group()
    await does(scene, "sun", verbs.no_matter)

    text = await shown_in_group(scene)
    assert "到这里结束了" in text
    assert "0001" in text
    assert all(word not in text for word in ("灯", "不是", "不像", "回话"))
    assert len(await scene.in_group()) == len(lines)


async def test_of_what_was_said_in_private_no_group_hears_the_end(scene):
    await scene.open_private("li")
    await scene.say("li", f"金桂园{LAMP}", group=False)
    await does(scene, "sun", verbs.no_matter)

    assert (await scene.ticket()).state == "declined"
    assert await scene.rows(chat=GROUP, op="edit") == []
    assert "请再说一声" in (await scene.heard("li"))[-1]


async def test_the_worker_hears_the_reason_that_is_true(scene):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.no_matter)

    told = (await scene.heard("wang"))[-1]
    assert "社区看过,不是要办的事" in told
    assert "不归社区办" not in told


async def test_what_is_not_the_communitys_ends_in_the_group_as_well_with_its_own_words(scene):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.decline, reason="请找物业公司")

    assert "到这里结束了" in await shown_in_group(scene)
    assert "不归社区办" in (await scene.heard("wang"))[-1]
    assert await by_hand(scene) == [((await scene.ticket()).reporter_id, "tickets/declined")]


async def test_a_ticket_is_not_merged_into_itself_and_that_is_said(scene):
    await scene.say("li", LAMP)

    with pytest.raises(Exception, match="SameTicket"):
        await does(scene, "sun", verbs.merge, into=1)

    assert (await scene.ticket()).state == "assigned"
