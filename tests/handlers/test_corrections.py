"""Corrections teach: what is undone, confirmed or put right is kept as an example that names nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.tickets.kinds import Kind
from handlers.tickets import verbs
from storage.chats import ChatRow
from storage.places import AreaRow, touch_revision
from storage.tickets.queries import ticket as the_ticket
from storage.tickets.tables import TicketEventRow
from tests.handlers.correcting import LAMP, does, rows
from tests.handlers.wishing import in_review, noted, the_wish


async def taught(scene):
    """What was kept, as what huying read, what it is, and why."""
    return [(row.read.label, row.matter.label, row.why) for row in await rows(scene)]


async def asked(scene):
    """In a group where huying asks before it registers anything, somebody says something."""
    async with scene.database.transaction() as session:
        await session.execute(update(ChatRow).values(mode="ask"))
    await scene.say("li", LAMP)
    assert await scene.tickets() == []


async def test_what_its_author_takes_back_at_once_was_just_talk(scene):
    await scene.say("li", LAMP)
    await scene.press("li", "别登记", group=True)

    (row,) = await rows(scene)
    assert await taught(scene) == [("repair.corridorlight", "chat", "undone")]
    assert (row.text, row.community) == ("0栋0单元楼道的灯坏了", "XL")
    assert row.day == scene.community.calendar.day_of(scene.now)


@pytest.mark.parametrize("words", ["别登记", "莫登记咯", "把我那个撤了吧"])
async def test_taken_back_in_words_it_is_the_same(scene, words):
    await scene.say("li", LAMP)
    await scene.say("li", words, reply_to=(await scene.last_in_group()).message)

    assert (await scene.ticket()).state == "withdrawn"
    assert await taught(scene) == [("repair.corridorlight", "chat", "undone")]


async def test_taken_back_later_it_may_have_been_mended_and_teaches_nothing(scene):
    await scene.say("li", LAMP)
    await scene.wait(hours=3)
    await scene.press("li", "别登记", group=True)

    assert (await scene.ticket()).state == "withdrawn"
    assert await taught(scene) == []


async def test_a_hazard_stays_one_when_its_reporter_wants_no_part_in_it(scene):
    await scene.say("li", "3栋2单元楼道里堆满了纸箱,消防通道堵死了")
    assert (await scene.ticket()).kind == "hazard"
    await scene.press("li", "别登记", group=True)

    assert await taught(scene) == []


async def test_a_yes_to_whether_to_register_says_that_it_was_read_well(scene):
    await asked(scene)
    await scene.press("li", "要", group=True)

    lamp = "repair.corridorlight"
    assert (await scene.ticket()).category == lamp
    assert await taught(scene) == [(lamp, lamp, "confirmed")]


async def test_a_yes_that_is_taken_back_is_a_no(scene):
    await asked(scene)
    await scene.press("li", "要", group=True)
    await scene.say("li", "别登记了", reply_to=(await scene.last_in_group()).message)

    assert await taught(scene) == [("repair.corridorlight", "chat", "undone")]


@pytest.mark.parametrize("words", ["不用", "算了"])
async def test_after_a_no_nothing_is_kept_not_even_an_example(scene, words):
    await asked(scene)
    await scene.say("li", words)

    assert (await scene.tickets(), await rows(scene)) == ([], [])


async def test_the_desk_says_what_it_is_and_its_workers_hear_so_and_nobody_else(scene):
    await scene.say("li", LAMP)
    group, resident = await scene.in_group(), await scene.heard("li")

    await does(scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="road.lamp")

    ticket = await scene.ticket()
    assert (ticket.kind, ticket.category, ticket.state) == ("complaint", "road.lamp", "assigned")
    assert await taught(scene) == [("repair.corridorlight", "road.lamp", "recategorised")]
    assert "改成这样了" in (await scene.heard("wang"))[-1]
    assert (await scene.in_group(), await scene.heard("li")) == (group, resident)


async def test_it_is_on_record_who_put_it_right_and_what_it_was(scene):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.recategorise, kind=Kind.HAZARD, category="road.manhole")

    async with scene.database.reading() as session:
        event = await session.scalar(
            select(TicketEventRow).order_by(TicketEventRow.id.desc()).limit(1)
        )
    assert (event.act, event.actor_id, event.internal) == ("recategorise", scene.ids["sun"], True)
    assert event.facts["from"] == ["complaint", "repair.corridorlight"]
    assert event.facts["to"] == ["hazard", "road.manhole"]


async def test_what_turns_out_more_urgent_is_due_earlier_and_never_later(scene):
    await scene.say("li", LAMP)
    promised = (await scene.ticket()).finish_by

    await does(scene, "sun", verbs.recategorise, kind=Kind.HAZARD, category="road.manhole")
    urgent = await scene.ticket()
    await does(scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="road.lamp")

    assert (urgent.tier, (await scene.ticket()).tier) == ("U", "U")
    assert urgent.finish_by <= scene.now + timedelta(hours=24) < promised
    assert (await scene.ticket()).finish_by == urgent.finish_by


async def test_what_turns_out_private_is_for_fewer_eyes_and_teaches_nothing(scene):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="road.lamp")
    await does(scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="noise.live")
    assert await rows(scene) == []

    await does(scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="road.lamp")

    assert (await scene.ticket()).sensitivity == "p"
    assert await rows(scene) == []


@pytest.mark.parametrize(
    ("who", "kind", "category", "refusal"),
    [
        ("wang", Kind.COMPLAINT, "road.lamp", "NotYours"),
        ("fix", Kind.COMPLAINT, "road.lamp", "NotYours"),
        ("sun", Kind.COMPLAINT, "no.such", "Unknown"),
        ("sun", Kind.FOLLOWUP, "road.lamp", "Unknown"),
        ("sun", Kind.HAZARD, "safe.violence", "Unknown"),
    ],
)
async def test_only_the_desk_puts_right_and_only_to_what_there_is(
    scene, who, kind, category, refusal
):
    await scene.say("li", LAMP)
    before = await scene.acts()

    with pytest.raises(Exception, match=refusal):
        await does(scene, who, verbs.recategorise, kind=kind, category=category)

    assert (await scene.ticket()).category == "repair.corridorlight"
    assert (await scene.acts(), await rows(scene)) == (before, [])


async def test_who_owns_a_hazard_does_not_make_it_harmless(scene):
    await scene.say("li", "3栋2单元楼道里堆满了纸箱,消防通道堵死了")
    async with scene.database.transaction() as session:
        (await the_ticket(session, (await scene.ticket()).id)).owner_id = scene.ids["sun"]

    with pytest.raises(Exception, match="NotByOwnHand"):
        await does(scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="env.pile")

    await does(scene, "boss", verbs.recategorise, kind=Kind.COMPLAINT, category="env.pile")
    assert (await scene.ticket()).kind == "complaint"


async def test_what_is_so_already_is_no_step(scene):
    await scene.say("li", LAMP)
    before = await scene.acts()

    await does(
        scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="repair.corridorlight"
    )

    assert (await scene.acts(), await rows(scene)) == (before, [])


@pytest.mark.parametrize("words", ["5栋2单元", "金桂园五栋二单元", "5-2"])
async def test_the_desk_says_where_it_is(scene, words):
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.move, words=words)

    ticket = await scene.ticket()
    assert (ticket.place, ticket.place_name) == ("JGY/5/2", "金桂园5栋2单元")
    assert "金桂园5栋2单元" in (await scene.heard("wang"))[-1]
    assert await taught(scene) == [("repair.corridorlight", "repair.corridorlight", "moved")]


@pytest.mark.parametrize("words", ["不知道在哪", "88栋", ""])
async def test_a_place_that_there_is_not_is_refused(scene, words):
    await scene.say("li", LAMP)

    with pytest.raises(Exception, match="NoSuch"):
        await does(scene, "sun", verbs.move, words=words)

    assert (await scene.ticket()).place == "JGY/3/2"


async def test_what_is_nothing_to_be_done_ends_and_its_author_hears_so(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await does(scene, "sun", verbs.no_matter)

    assert (await scene.ticket()).state == "declined"
    assert await taught(scene) == [("repair.corridorlight", "chat", "no_matter")]
    assert "请再说一声" in (await scene.heard("li"))[-1]


async def test_a_worker_cannot_say_that_it_is_nothing(scene):
    await scene.say("li", LAMP)

    with pytest.raises(Exception, match="NotYours"):
        await does(scene, "wang", verbs.no_matter)

    assert await rows(scene) == []


async def test_a_yes_to_what_a_neighbour_has_reported_is_no_example(scene):
    await scene.say("zhang", LAMP)
    async with scene.database.transaction() as session:
        await session.execute(update(ChatRow).values(mode="ask"))
    await scene.say("li", LAMP)
    await scene.press("li", "要", group=True)

    assert len(await scene.tickets()) == 1
    assert await rows(scene) == []


async def test_to_another_community_nothing_is_moved_by_a_desk(scene):
    async with scene.database.transaction() as session:
        session.add(
            AreaRow(code="DB", name="东北社区", kind="community", parent=None, covers=["LX"])
        )
        await touch_revision(session)
    await scene.say("li", LAMP)

    with pytest.raises(Exception, match="NotAllowed"):
        await does(scene, "sun", verbs.move, words="林湘新苑2栋")

    assert (await scene.ticket()).place == "JGY/3/2"


async def test_a_wish_that_its_author_does_not_want_noted_was_just_talk(scene):
    await noted(scene)
    await scene.press("li", "不登了")

    ((_, label, why),) = await taught(scene)
    assert (label, why) == ("chat", "undone")


async def test_a_wish_that_was_agreed_to_and_is_taken_back_was_one(scene):
    await in_review(scene)
    await scene.say("li", "别登记了", group=False)

    assert (await the_wish(scene)).state == "withdrawn"
    assert await rows(scene) == []


async def test_of_a_photo_without_words_there_is_nothing_to_learn(scene):
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        (await the_ticket(session, 1)).text = ""

    await does(scene, "sun", verbs.recategorise, kind=Kind.COMPLAINT, category="road.lamp")

    assert (await scene.ticket()).category == "road.lamp"
    assert await rows(scene) == []
