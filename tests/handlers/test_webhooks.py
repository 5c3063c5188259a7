"""What each step of a ticket means to a system that is told of it, and which steps are nothing to it."""

import json

import pytest
from sqlalchemy import select

from domain.webhooks import EVENTS
from handlers import webhooks
from handlers.tickets import verbs
from handlers.webhooks import Wanted
from storage.people import PersonRow
from storage.tickets import queries
from storage.webhooks import DeliveryRow
from tests.handlers.at_work import LAMP, TREE, at_work
from tests.handlers.test_extensions import asked
from tests.handlers.test_merging import _two
from tests.handlers.test_suspensions import suspended
from tests.handlers.wishing import fulfilled, noted, published

REGISTERED, CHANGED, DONE = "ticket.registered", "ticket.changed", "ticket.done"
CLOSED, REOPENED = "ticket.closed", "ticket.reopened"


@pytest.fixture(autouse=True)
async def hook(scene):
    """Somebody who is told of everything, from the beginning."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "t", scene.now, channel="console")
        wanted = Wanted("市平台", "https://platform.example.org/", frozenset(EVENTS))
        await webhooks.open_hook(turn, wanted)


async def rows(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))


async def told(scene, number=1):
    """What was told of a ticket: what happened, and where it stood then."""
    data = [json.loads(row.body) for row in await rows(scene) if row.ticket_id == number]
    return [(one["type"], one["data"]["state"]) for one in data]


async def step(scene, who, verb, number=1, **given):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(
            session, f"t/{who}/{verb.__name__}", scene.now, channel="x"
        )
        turn.person = await session.get(PersonRow, scene.ids[who])
        await verb(turn, await queries.ticket(session, number), **given)


async def test_from_the_first_word_to_work(scene):
    await at_work(scene)

    assert await told(scene) == [
        (REGISTERED, "assigned"), (CHANGED, "accepted"), (CHANGED, "working"),
    ]  # fmt: skip


async def test_what_is_said_meanwhile_is_nothing_to_others(scene):
    said = await at_work(scene)
    before = len(await rows(scene))
    await scene.say("zhang", "我家也是", reply_to=said)
    await scene.say("li", "修得怎么样了", reply_to=said)
    await scene.say("wang", "0001 零件明天到", group=False)

    assert len(await rows(scene)) == before


async def test_the_end_and_a_second_beginning(scene):
    await at_work(scene)
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯泡", group=False)
    await scene.say("li", "好了")
    await scene.say("li", "还是不亮,没修好")

    assert (await told(scene))[3:] == [
        (DONE, "reported"), (CLOSED, "closed"), (REOPENED, "reopened"), (CHANGED, "assigned"),
        (CHANGED, "assigned"),
    ]  # fmt: skip
    last = json.loads((await rows(scene))[-1].body)["data"]
    assert last["expected_datetime"] == webhooks.stamp((await scene.ticket()).finish_by)


async def test_taken_back_is_an_end(scene):
    await scene.say("li", LAMP)
    await scene.press("li", "别登记", group=True)

    assert await told(scene) == [(REGISTERED, "assigned"), (CLOSED, "withdrawn")]


async def test_declined_is_an_end_and_the_reason_stays_in_the_house(scene):
    await scene.say("li", LAMP)
    await step(scene, "liu", verbs.decline, reason="请找产权单位陈先生")

    assert (await told(scene))[-1] == (CLOSED, "declined")
    assert "陈先生" not in str([row.body for row in await rows(scene)])


async def test_suspended_and_taken_up_again(scene):
    await suspended(scene, TREE)
    await step(scene, "liu", verbs.resume)

    assert (await told(scene))[-2:] == [(CHANGED, "suspended"), (CHANGED, "working")]


async def test_merged_and_told_apart_again(scene):
    await _two(scene)
    await scene.press("wang", "并到0001")
    await step(scene, "liu", verbs.unmerge, 2)

    assert [what for what, _ in await told(scene, 2)] == [REGISTERED, CLOSED, REOPENED]
    assert [what for what, _ in await told(scene, 1)] == [REGISTERED]


async def test_another_matter_or_place_is_told_with_the_new_one(scene):
    await scene.say("li", LAMP)
    await step(scene, "liu", verbs.move, words="6栋")

    last = json.loads((await rows(scene))[-1].body)
    assert last["type"] == CHANGED
    assert (last["data"]["address_id"], last["data"]["address"]) == ("JGY/6", "金桂园6栋")


async def test_a_place_that_is_said_afterwards_is_told(scene):
    await scene.say("li", "金桂园里着火了,快来人")
    await scene.say("li", "5栋2单元", group=True)

    last = json.loads((await rows(scene))[-1].body)["data"]
    assert (await scene.ticket()).place == last["address_id"] == "JGY/5/2"


async def test_a_later_date_is_told_with_the_new_one(scene):
    await at_work(scene, TREE)
    await asked(scene, "零件要等货,改到12月11日")
    await scene.press("liu", "同意")

    last = json.loads((await rows(scene))[-1].body)
    assert (last["type"], last["data"]["state"]) == (CHANGED, "working")
    assert last["data"]["expected_datetime"] == webhooks.stamp((await scene.ticket()).finish_by)
    assert "要等" not in str([row.body for row in await rows(scene)])


async def test_the_road_of_a_wish_is_told_as_its_tickets_and_without_its_words(scene):
    await fulfilled(scene)

    assert [what for what, _ in await told(scene)] == [REGISTERED, CHANGED, DONE, CLOSED]
    assert [stood for _, stood in await told(scene)] == [
        "assigned",
        "working",
        "reported",
        "closed",
    ]
    for word in ("收音机", "101", "3栋"):
        assert word not in str([row.body for row in await rows(scene)])


async def test_what_only_moves_a_wish_about_is_nothing_to_others(scene):
    await noted(scene)
    first = len(await rows(scene))
    await scene.press("li", "可以")

    assert (first, len(await rows(scene))) == (1, 1)


async def test_a_published_wish_is_under_way(scene):
    await published(scene)

    assert (await told(scene))[-1] == (CHANGED, "working")


async def test_the_archive_is_nothing_to_others(scene):
    await scene.say("li", LAMP)
    await scene.say("li", "好了,谢谢")
    before = len(await rows(scene))
    await scene.wait(days=31)

    assert (await scene.ticket()).state == "archived"
    assert len(await rows(scene)) == before


async def test_each_is_told_what_it_chose(scene):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "t", scene.now, channel="console")
        wanted = Wanted("区平台", "https://district.example.org/", frozenset({CLOSED}))
        row, _ = await webhooks.open_hook(turn, wanted)
    await scene.say("li", LAMP)
    await scene.say("li", "好了,谢谢")

    found = [(one.webhook_id, one.happened) for one in await rows(scene)]
    assert found == [(1, REGISTERED), (1, CLOSED), (row.id, CLOSED)]
    assert len({one.message for one in await rows(scene)}) == 3


async def test_whoever_is_told_no_more_costs_nobody_anything(scene):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "t", scene.now, channel="console")
        row = await session.get(webhooks.WebhookRow, 1)
        await webhooks.close_hook(turn, row)
        await webhooks.close_hook(turn, row)
    await scene.say("li", LAMP)

    async with scene.database.reading() as session:
        world = await scene.community.world(session)
    assert world.hooks == ()
    assert await rows(scene) == []
