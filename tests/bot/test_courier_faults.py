"""The courier when the house itself has a bad day: nothing is lost, and nothing is sent twice for it."""

import asyncio
from dataclasses import replace

import pytest

from bot import webhooks as couriers
from bot.seal import Seal
from domain.webhooks import networks
from storage.webhooks import DeliveryRow, WebhookRow
from tests.bot.receiver import HERE, receiver
from tests.bot.stage import Flaky, going, until
from tests.handlers.scene import build

LAMP = "金桂园3栋2单元楼道灯坏了"


@pytest.fixture
async def scene(database):
    made = await build(database)
    made.community.deployment = replace(made.community.deployment, inside=HERE)
    return made


@pytest.fixture
def quickly(monkeypatch):
    """Whoever waits for a database that comes back waits no longer than it takes."""
    monkeypatch.setattr(couriers, "RECOVER", 0.01)
    monkeypatch.setattr(couriers, "SETTLE_AGAIN", (0.01,) * 5)


async def test_how_a_try_ended_is_written_down_though_the_database_was_away(scene, quickly):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.courier.database = flaky = Flaky(scene.database)
        post.clock.at = scene.now
        await post.courier.round()
        flaky.fail(3)
        await post.courier.landed()

    assert flaky.failing == 0
    assert [(row.state, row.attempts) for row in await post.rows()] == [("arrived", 1)]
    assert len(post.there.received) == 1


async def test_a_database_that_comes_back_finds_the_courier_there(scene, quickly):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.courier.database = flaky = Flaky(scene.database)
        flaky.fail(4)
        post.clock.at = scene.now
        async with going(post.courier.run()):

            async def arrived():
                return {row.state for row in await post.rows()} == {"arrived"}

            await until(arrived)

    assert len(post.there.received) == 1


async def test_what_is_under_way_when_the_program_ends_may_still_arrive(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.there.hold = asyncio.Event()
        post.clock.at = scene.now
        async with going(post.courier.run()) as task:

            async def under_way():
                return post.there.received

            await until(under_way)
            task.cancel()
            await asyncio.sleep(0)
            post.there.hold.set()

    assert [row.state for row in await post.rows()] == ["arrived"]


async def test_with_another_key_of_the_house_nothing_is_sent_unsigned(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.courier.seal = Seal(b"another")
        await post.walk()

    assert post.there.received == []
    assert [(row.state, row.why) for row in await post.rows()] == [("waiting", "sealed")]


async def test_a_fault_of_one_stops_no_other(scene):
    async with receiver(scene) as broken, receiver(scene) as sound:
        await scene.say("li", LAMP)
        async with scene.database.transaction() as session:
            (await session.get(WebhookRow, broken.hook)).address = "gopher://127.0.0.1/"
        await sound.walk()

    states = {row.webhook_id: (row.state, row.why) for row in await sound.rows()}
    assert states[broken.hook] == ("waiting", "fault")
    assert states[sound.hook] == ("arrived", "")


async def test_a_hook_that_was_ended_while_something_waited_is_not_called(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        async with scene.database.transaction() as session:
            (await session.get(WebhookRow, post.hook)).ended_at = scene.now
        await post.walk()

    assert post.there.received == []
    assert [row.state for row in await post.rows()] == ["dropped"]


async def test_what_was_deleted_meanwhile_is_no_fault(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.clock.at = scene.now
        await post.courier.round()
        async with scene.database.transaction() as session:
            await session.delete(await session.get(DeliveryRow, 1))
        await post.courier.landed()

    assert await post.rows() == []
    assert post.courier.idle


async def test_to_one_address_one_message_goes_after_the_other(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        await scene.press("wang", "我来办")
        post.clock.at = scene.now
        assert await post.courier.round() == 1
        assert await post.courier.round() == 0
        await post.courier.landed()
        assert await post.courier.round() == 1
        await post.courier.landed()

    assert [one["type"] for one in post.told] == ["ticket.registered", "ticket.changed"]


async def test_without_encryption_only_a_network_that_was_named_is_called():
    answered = await couriers.posted("http://127.0.0.1:9/", b"{}", {}, networks("10.0.0.0/8"))

    assert answered.why == "inside"
