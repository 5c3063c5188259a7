"""The courier: what is told arrives signed, is tried again, is given up on, and never goes astray."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.webhooks import KEPT, posted
from domain.tickets.states import NotYours
from domain.webhooks import PAUSES, networks, signature
from handlers import webhooks
from handlers.tickets import verbs
from storage.audit import AuditRow
from storage.people import PersonRow
from storage.places import set_state
from storage.tickets.tables import TicketRow
from storage.webhooks import DeliveryRow, WebhookRow
from tests.bot.elsewhere import standing
from tests.bot.receiver import HERE, receiver
from tests.bot.stage import going, until
from tests.handlers.scene import SEAL, build

LAMP = "金桂园3栋2单元501楼道灯坏了,我是王秀英"


@pytest.fixture
async def scene(database):
    made = await build(database)
    made.community.deployment = replace(made.community.deployment, inside=HERE)
    return made


async def test_a_ticket_is_told_of_from_its_beginning_to_its_end(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        await scene.press("wang", "我来办")
        await scene.press("wang", "办好了")
        await scene.say("wang", "灯泡换好了,试过了", group=False)
        await scene.say("li", "好了,谢谢")
        await scene.say("li", "还是不亮,没修好")
        await post.walk()

    kinds = [one["type"] for one in post.told]
    assert kinds[0] == "ticket.registered"
    assert (
        kinds.index("ticket.done") < kinds.index("ticket.closed") < kinds.index("ticket.reopened")
    )
    assert {one["data"]["service_request_id"] for one in post.told} == {"0001"}
    assert {row.state for row in await post.rows()} == {"arrived"}


async def test_what_is_told_names_matter_place_and_dates_and_nobody(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        await post.walk()

    (body,) = post.there.received
    (told,) = post.told
    ticket = await scene.ticket()
    assert told["data"] == {
        "service_request_id": "0001", "service_code": "repair.corridorlight",
        "service_name": "楼道灯", "kind": "complaint", "tier": "N", "state": "assigned",
        "status": "open", "requested_datetime": "2026-12-01T02:00:00Z",
        "updated_datetime": "2026-12-01T02:00:00Z",
        "expected_datetime": webhooks.stamp(ticket.finish_by), "closed_datetime": None,
        "community": "XL", "address": "金桂园3栋2单元", "address_id": "JGY/3/2",
        "merged_into": None,
    }  # fmt: skip
    for word in ("501", "王秀英", "坏了", "li", "王格"):
        assert f'"{word}' not in body.decode()
        assert word == "li" or word not in body.decode()


async def test_each_message_is_signed_as_standard_webhooks_has_it(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        await post.walk()

    (headers,), (body,) = post.there.headers, post.there.received
    at = int(headers["webhook-timestamp"])
    assert headers["webhook-id"].startswith("msg_")
    assert "." not in headers["webhook-id"]
    assert abs(at - time.time()) < 60
    assert headers["webhook-signature"] == signature(post.secret, headers["webhook-id"], at, body)
    assert headers["content-type"] == "application/json"
    assert headers["host"] == post.address.removeprefix("http://").partition("/")[0]
    assert post.secret not in str(headers) + body.decode()


async def test_a_new_secret_signs_beside_the_old_one_for_a_day(scene):
    async with receiver(scene) as post:
        async with scene.database.transaction() as session:
            turn = await scene.community.turn(session, "t", scene.now, channel="console")
            new = await webhooks.renew_secret(turn, await session.get(WebhookRow, post.hook))
        await scene.say("li", LAMP)
        await post.walk()
        await scene.wait(hours=25)
        await scene.say("mei", "金桂园6栋路灯不亮")
        await post.walk()

    both, alone = post.there.headers[0], post.there.headers[-1]
    at, body = int(both["webhook-timestamp"]), post.there.received[0]
    assert both["webhook-signature"].split() == [
        signature(key, both["webhook-id"], at, body) for key in (new, post.secret)
    ]
    assert len(alone["webhook-signature"].split()) == 1


async def test_another_communitys_tickets_are_not_told(scene):
    async with receiver(scene, community="YH") as post:
        await scene.say("li", LAMP)
        await post.walk()

    assert await post.rows() == []


async def test_private_and_sensitive_matters_are_told_to_nobody(scene):
    async with receiver(scene) as post:
        await scene.say("li", "金桂园3栋2单元401住户天天半夜唱歌太吵了")
        await scene.say("mei", "老公打我,我不敢回家", group=False)
        await post.walk()

    assert len(await scene.tickets()) == 2
    assert await post.rows() == []


async def test_of_a_wish_only_matter_and_community_are_told(scene):
    async with receiver(scene) as post:
        await scene.say("mei", "金桂园3栋101想请人修收音机", group=False)
        await post.walk()

    (told,) = post.told
    assert (told["type"], told["data"]["kind"]) == ("ticket.registered", "wish")
    assert (told["data"]["address"], told["data"]["address_id"]) == ("西流湾社区", None)
    assert "收音机" not in post.there.received[0].decode()


async def test_what_became_private_before_it_left_does_not_leave(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        async with scene.database.transaction() as session:
            (await session.get(TicketRow, 1)).sensitivity = "s"
        await post.walk()

    assert post.there.received == []
    assert [row.state for row in await post.rows()] == ["dropped"]


async def test_a_refused_step_tells_nobody_anything(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        with pytest.raises(NotYours):
            await taken_and_then_refused(scene)

        assert len(await post.rows()) == 1


async def test_a_message_that_fails_comes_again_with_the_same_number_and_body(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.there.status = 500
        await post.walk()
        (row,) = await post.rows()
        assert (row.state, row.attempts, row.status) == ("waiting", 1, 500)
        await post.walk()
        assert len(post.there.received) == 1  # not before its time

        post.there.status = 204
        post.clock.pass_(seconds=6)
        await post.walk()

    first, second = post.there.headers
    assert first["webhook-id"] == second["webhook-id"]
    assert post.there.received[0] == post.there.received[1]
    (row,) = await post.rows()
    assert (row.state, row.attempts, row.status) == ("arrived", 2, 204)


async def test_after_about_a_day_it_is_given_up_on_and_the_street_sees_it(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.there.status = 503
        begin = post.clock.at
        while (row := (await post.rows())[0]).state == "waiting":
            post.clock.at = max(post.clock.at, row.not_before)
            await post.walk()

    assert (row.state, row.attempts) == ("given_up", len(PAUSES) + 1)
    assert timedelta(hours=24) < post.clock.at - begin < timedelta(hours=27)
    async with scene.database.reading() as session:
        turn = await scene.community.turn(session, "t", post.clock.at, channel="console")
        assert await webhooks.problems(turn) == ["given_up"]
        turn.now += timedelta(days=4)
        assert await webhooks.problems(turn) == []


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500])
async def test_only_a_good_answer_is_one(scene, status):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.there.status = status
        await post.walk()

    (row,) = await post.rows()
    assert (row.state, row.status) == ("waiting", status)


async def test_a_redirect_is_not_followed(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.there.elsewhere = True
        await post.walk()

    assert len(post.there.received) == 1
    assert [row.status for row in await post.rows()] == [307]


async def test_who_says_that_it_is_gone_is_told_nothing_more(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.there.status = 410
        await post.walk()
        await scene.say("mei", "金桂园6栋路灯不亮")
        await post.walk()

    assert len(post.there.received) == 1
    async with scene.database.reading() as session:
        hook = await session.get(WebhookRow, post.hook)
        acts = list(await session.scalars(select(AuditRow.act)))
    assert (hook.why, hook.ended_at is not None) == ("gone", True)
    assert "webhook.closed" in acts


async def test_an_endless_answer_is_not_read(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        post.there.endless = True
        await post.walk()

    assert [row.state for row in await post.rows()] == ["arrived"]
    assert post.there.sent < 1000


async def test_one_that_hangs_holds_up_no_other(scene):
    async with receiver(scene) as slow, receiver(scene) as quick:
        slow.there.hold = asyncio.Event()
        await scene.say("li", LAMP)
        quick.clock.at = scene.now
        async with going(quick.courier.run()):

            async def told():
                return quick.there.received

            await until(told)
            assert not quick.courier.idle
            slow.there.hold.set()


async def test_what_a_dead_process_had_under_way_is_sent_again(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        async with scene.database.transaction() as session:
            (await session.scalar(select(DeliveryRow))).state = "sending"
        post.clock.at = scene.now
        async with going(post.courier.run()):

            async def told():
                return post.there.received

            await until(told)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/", "http://localhost:9/", "https://[::1]:9/", "http://169.254.169.254/",
     "https://10.0.0.1/", "http://0.0.0.0:9/", "https://[::ffff:127.0.0.1]:9/", "http://2130706433/",
     "http://0x7f.1/", "http://017700000001/"],
)  # fmt: skip
async def test_nothing_is_sent_into_the_house_however_it_is_called(address):
    answered = await posted(address, b"{}", {}, ())

    assert answered.status is None
    assert answered.why in ("inside", "no_such_name")


async def test_a_name_that_leads_into_the_house_later_is_refused_then(scene):
    async with receiver(scene) as post:
        post.courier.inside = ()
        await scene.say("li", LAMP)
        await post.walk()

    assert post.there.received == []
    assert [row.why for row in await post.rows()] == ["inside"]


async def test_where_nobody_answers_it_is_tried_again():
    assert (await posted("http://127.0.0.1:1/", b"{}", {}, HERE)).why == "no_connection"


async def test_https_is_checked_for_the_name_and_not_for_the_figures():
    async with standing("/news") as there:
        address = there.address.replace("http://127.0.0.1", "https://localhost")
        answered = await posted(f"{address}/news", b"{}", {}, networks("127.0.0.0/8,::1/128"))

    assert answered.why == "no_connection"  # the other side speaks no TLS
    assert there.received == []


async def test_nothing_leaves_while_exports_are_frozen_and_all_of_it_later(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        async with scene.database.transaction() as session:
            await set_state(session, "privacy.frozen", {"at": "now"})
        await post.walk()
        assert post.there.received == []
        async with scene.database.transaction() as session:
            await set_state(session, "privacy.frozen", None)
        await post.walk()

    assert len(post.there.received) == 1


async def test_what_is_thirty_days_old_is_deleted(scene):
    async with receiver(scene) as post:
        await scene.say("li", LAMP)
        await post.walk()
        post.clock.pass_(days=29)
        await post.courier.tidy()
        assert len(await post.rows()) == 1
        post.clock.at += KEPT
        await post.courier.tidy()

    assert await post.rows() == []


async def test_whoever_reads_the_database_cannot_sign(scene):
    async with receiver(scene) as post, scene.database.reading() as session:
        row = await session.get(WebhookRow, post.hook)

    assert post.secret not in str(vars(row))
    assert SEAL.open(row.secret) == post.secret


async def taken_and_then_refused(scene):
    """One takes it, and in the same transaction another does what is not theirs."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "t", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids["wang"])
        ticket = await session.get(TicketRow, 1)
        await verbs.accept(turn, ticket)
        turn.person = await session.get(PersonRow, scene.ids["zhao"])
        await verbs.contact(turn, ticket, how="电话")
