"""Ten minutes in which somebody of the office takes back the step that they have just taken."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.tickets.kinds import Kind
from domain.tickets.states import NotYours
from handlers.tickets import verbs
from handlers.tickets.verbs import NothingToUndo
from storage import outbox
from storage.corrections import CorrectionRow
from storage.people import PersonRow
from storage.tickets import queries
from tests.handlers.at_work import TREE, at_work
from tests.handlers.test_corrections_told import shown_in_group

LAMP, BESIDE = "3栋2单元楼道的灯坏了", "3栋1单元楼道灯也不亮"


async def test_what_was_merged_by_mistake_stands_where_it_stood(scene):
    await _two(scene)
    await _as(scene, "sun", verbs.merge, 2, 1)
    await _as(scene, "sun", verbs.undo, 2)

    main, other = await scene.tickets()
    assert (other.state, other.main_id, main.people) == ("assigned", None, 1)
    assert "合在一起办" not in (await scene.heard("wang"))[-1]


async def test_what_was_told_apart_by_mistake_is_one_again(scene):
    await _two(scene)
    await _as(scene, "sun", verbs.merge, 2, 1)
    scene.now += timedelta(hours=1)
    await _as(scene, "sun", verbs.unmerge, 2)
    await _as(scene, "sun", verbs.undo, 2)

    main, other = await scene.tickets()
    assert (other.state, other.main_id, main.people) == ("merged", 1, 2)


async def test_what_went_to_the_wrong_one_comes_back_and_both_hear_so(scene):
    await scene.say("li", LAMP)
    await _as(scene, "wang", verbs.hand_over, 1, scene.ids["zhao"])
    await _as(scene, "wang", verbs.undo, 1)

    ticket = await scene.ticket()
    assert (ticket.owner_id, ticket.state, ticket.reason["code"]) == (
        scene.ids["wang"], "assigned", "given_back",
    )  # fmt: skip
    assert "您不用办了" in (await scene.heard("zhao"))[-1]
    assert "0001" in (await scene.heard("wang"))[-1]


async def test_what_was_suspended_by_mistake_goes_on(scene):
    await at_work(scene, TREE)
    for label in ("一时办不完", "2 挂账", "等资金或维修基金"):
        await scene.press("wang", label)
    for words in ("2月20日", "换管道要等维修基金"):
        await scene.say("wang", words, group=False)
    await scene.press("liu", "同意")
    assert (await scene.ticket()).state == "suspended"

    await _as(scene, "liu", verbs.undo, 1)
    assert (await scene.ticket()).state == "working"


async def test_what_was_sorted_wrongly_is_what_it_was(scene):
    await scene.say("li", LAMP)
    was = (await scene.ticket()).category
    await _as(scene, "sun", verbs.recategorise, 1, kind=Kind.COMPLAINT, category="env.rubbish")
    assert (await scene.ticket()).category == "env.rubbish"

    await _as(scene, "sun", verbs.undo, 1)
    assert (await scene.ticket()).category == was


async def test_after_ten_minutes_it_stands(scene):
    await _two(scene)
    await _as(scene, "sun", verbs.merge, 2, 1)
    scene.now += timedelta(minutes=10, seconds=1)

    with pytest.raises(NothingToUndo):
        await _as(scene, "sun", verbs.undo, 2)
    assert (await scene.tickets())[1].state == "merged"


async def test_only_whoever_took_the_step_takes_it_back(scene):
    await _two(scene)
    await _as(scene, "sun", verbs.merge, 2, 1)

    with pytest.raises(NothingToUndo):
        await _as(scene, "liu", verbs.undo, 2)


async def test_what_has_moved_on_is_not_taken_back(scene):
    await scene.say("li", LAMP)
    await _as(scene, "wang", verbs.hand_over, 1, scene.ids["zhao"])
    await _as(scene, "zhao", verbs.accept, 1)

    with pytest.raises(NothingToUndo):
        await _as(scene, "wang", verbs.undo, 1)
    assert (await scene.ticket()).owner_id == scene.ids["zhao"]


async def test_a_step_taken_back_is_not_taken_back_itself(scene):
    await scene.say("li", LAMP)
    await _as(scene, "sun", verbs.hand_over, 1, scene.ids["zhao"])
    await _as(scene, "sun", verbs.undo, 1)

    with pytest.raises(NothingToUndo):
        await _as(scene, "sun", verbs.undo, 1)


async def test_what_the_resident_was_told_for_good_stays_said(scene):
    await scene.say("li", LAMP)
    await _as(scene, "sun", verbs.reply, 1, "师傅明天来")

    with pytest.raises(NothingToUndo):
        await _as(scene, "sun", verbs.undo, 1)


async def test_what_was_proposed_as_the_same_is_kept_apart_by_a_look(scene):
    await _two(scene)
    assert (await scene.tickets())[1].like_id == 1
    await _as(scene, "sun", verbs.keep_apart, 2)

    assert [row.like_id for row in await scene.tickets()] == [None, None]
    assert [row.state for row in await scene.tickets()] == ["assigned", "assigned"]


async def test_what_was_moved_to_the_wrong_house_stands_where_it_stood(scene):
    await scene.say("li", LAMP)
    read = await scene.ticket()
    await _as(scene, "sun", _moved, 1)
    assert (await scene.ticket()).place == "JGY/5"

    await _as(scene, "sun", verbs.undo, 1)

    ticket = await scene.ticket()
    assert (ticket.place, ticket.place_name) == (read.place, read.place_name)
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(CorrectionRow))) == []


async def test_what_was_declined_by_mistake_goes_on_and_all_who_were_told_hear_so(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    due = (await scene.ticket()).finish_by
    await _as(scene, "sun", _declined, 1)
    assert "找自来水公司" in (await scene.heard("li"))[-1]
    scene.now += timedelta(minutes=9)

    await _as(scene, "sun", verbs.undo, 1)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_at, ticket.owner_id) == (
        "assigned", None, scene.ids["wang"],
    )  # fmt: skip
    assert ticket.finish_by - due == timedelta(minutes=9)
    assert "接着办" in (await scene.heard("li"))[-1]
    assert "0001" in (await scene.heard("wang"))[-1]
    assert "还接着办" in await shown_in_group(scene)


async def test_whoever_had_not_been_told_yet_is_told_neither(scene):
    await scene.say("li", LAMP)  # has never opened a private chat: somebody would have to call
    await _as(scene, "sun", _declined, 1)
    async with scene.database.reading() as session:
        assert [row.moment for row in await outbox.by_hand(session)] == ["tickets/declined"]

    await _as(scene, "sun", verbs.undo, 1)

    async with scene.database.reading() as session:
        assert await outbox.by_hand(session) == []
    assert "还接着办" in await shown_in_group(scene)


async def test_days_later_the_desk_still_takes_up_what_it_had_declined(scene):
    await scene.say("li", LAMP)
    await _as(scene, "sun", _declined, 1)
    scene.now += timedelta(days=9)

    with pytest.raises(NothingToUndo):
        await _as(scene, "sun", verbs.undo, 1)
    await _as(scene, "sun", verbs.resume, 1)

    ticket = await scene.ticket()
    assert ticket.state == "assigned"
    assert ticket.finish_by > scene.now
    await _as(scene, "wang", verbs.accept, 1)


async def test_nobody_but_the_desk_takes_it_up(scene):
    await scene.say("li", LAMP)
    await _as(scene, "sun", _declined, 1)

    for who in ("wang", "zhao", "chen"):
        with pytest.raises(NotYours):
            await _as(scene, who, verbs.resume, 1)


async def test_what_was_taken_for_talk_by_mistake_teaches_nothing(scene):
    await scene.say("li", LAMP)
    await _as(scene, "sun", verbs.no_matter, 1)
    await _as(scene, "sun", verbs.undo, 1)

    async with scene.database.reading() as session:
        assert list(await session.scalars(select(CorrectionRow))) == []


async def _moved(turn, ticket):
    await verbs.move(turn, ticket, words="5栋")


async def _declined(turn, ticket):
    await verbs.decline(turn, ticket, reason="水表的事请找自来水公司96510")


async def _two(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", BESIDE)
    assert len(await scene.tickets()) == 2


async def _as(scene, who, verb, number, *given, **named):
    async with scene.database.transaction() as session:
        event = f"test/{who}/{verb.__name__}/{number}"
        turn = await scene.community.turn(session, event, scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        await verb(turn, await queries.ticket(session, number), *given, **named)
    await scene.deliver()
