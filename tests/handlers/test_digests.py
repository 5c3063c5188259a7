"""One message instead of ten: bundled through the night and within ten minutes, and nothing is lost."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.settling import settle
from domain.messages import Delivery, Outcome
from storage.outbox import OutboxRow
from storage.timers import TimerRow
from tests.handlers.scene import SHANGHAI

LAMPS = [f"{n}栋2单元楼道的灯坏了" for n in (1, 2, 3)]
GAS = "2栋1单元一股煤气味,好浓"
LEAK = "3栋1单元水管爆了往下漏水"


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


async def night(scene, *lines):
    scene.now = at(1, 23)
    for line in lines:
        await scene.say("li", line)


async def bundled(scene):
    async with scene.database.reading() as session:
        return list(
            await session.scalars(
                select(OutboxRow)
                .where(OutboxRow.state == "bundled", OutboxRow.chat == "p.wang")
                .order_by(OutboxRow.id)
            )
        )


async def test_what_waited_through_the_night_is_one_message_with_a_line_and_a_button_each(scene):
    await night(scene, *LAMPS)
    await scene.live_until(at(2, 7, 31))

    (told,) = await scene.heard("wang")
    lines = told.splitlines()
    assert lines[0] == "夜里有3件:"
    assert [line[:9] for line in lines[1:4]] == ["1. 诉求 000", "2. 诉求 000", "3. 诉求 000"]
    buttons = (await scene.rows(chat="p.wang"))[-1].choices
    assert [button["label"] for row in buttons for button in row] == ["1", "2", "3"]


@pytest.mark.parametrize("words", [None, "2", "第二件"])
async def test_a_line_is_opened_with_its_buttons_by_a_press_or_in_words(scene, words):
    await night(scene, *LAMPS)
    await scene.live_until(at(2, 7, 31))
    if words is None:
        await scene.press("wang", "2")
    else:
        await scene.say("wang", words, group=False)

    assert "0002" in (await scene.heard("wang"))[-1]
    await scene.press("wang", "我来办")
    assert [ticket.state for ticket in await scene.tickets()] == [
        "assigned",
        "accepted",
        "assigned",
    ]


async def test_a_single_one_goes_as_it_is(scene):
    await night(scene, LAMPS[0])
    await scene.live_until(at(2, 7, 31))

    (told,) = await scene.heard("wang")
    assert "请12月2日" in told
    assert await bundled(scene) == []


async def test_it_does_not_come_before_the_morning(scene):
    await night(scene, *LAMPS)
    await scene.live_until(at(2, 7, 29))

    assert await scene.heard("wang") == []


async def test_emergencies_and_what_cannot_wait_are_never_in_it(scene):
    await night(scene, LAMPS[0], GAS, LEAK, LAMPS[1])
    assert len(await scene.heard("wang")) == 2

    await scene.live_until(at(2, 7, 31))
    (told,) = [text for text in await scene.heard("wang") if text.startswith("夜里有2件")]
    assert "燃气" not in told
    assert "漏水" not in told


async def test_everybody_has_a_message_of_their_own(scene):
    await night(scene, *LAMPS, "6栋2单元楼道的灯坏了")
    await scene.live_until(at(2, 7, 31))

    assert "夜里有3件" in (await scene.heard("wang"))[0]
    assert "0004" in (await scene.heard("zhao"))[0]
    assert "夜里" not in (await scene.heard("zhao"))[0]


async def test_each_one_stays_on_record_with_what_told_it(scene):
    await night(scene, *LAMPS)
    await scene.live_until(at(2, 7, 31))

    rows = await bundled(scene)
    digest = (await scene.rows(chat="p.wang"))[-1]
    assert [row.ticket_id for row in rows] == [1, 2, 3]
    assert {row.told_in for row in rows} == {digest.key}
    assert all("原话" in row.text for row in rows)


async def test_a_sensitive_matter_is_no_line_among_others(scene):
    scene.now = at(1, 23)
    await scene.say("li", "3栋1单元家里困难想申请低保", group=False)
    await scene.say("zhang", "3栋3单元家里困难想申请低保", group=False)
    kinds = {ticket.sensitivity for ticket in await scene.tickets()}
    await scene.live_until(at(2, 7, 31))

    assert kinds == {"s"}
    assert not any("夜里有" in text for text in await scene.heard("heart"))
    assert await bundled(scene) == []


async def test_news_for_a_resident_is_gathered_too_and_a_question_stays_a_message(scene):
    await scene.open_private("li")
    await scene.say("li", f"金桂园{LAMPS[0]}", group=False)
    await scene.say("li", f"金桂园{LAMPS[1]}", group=False)
    before = len(await scene.heard("li"))
    scene.now = at(1, 21)
    await scene.say("wang", "0001 我来办", group=False)
    await scene.say("wang", "0002 我来办", group=False)
    await scene.say("wang", "0002 灯管换好了", group=False)
    await scene.live_until(at(2, 7, 31))

    told = (await scene.heard("li"))[before:]
    assert len(told) == 2
    assert any(text.startswith("夜里有2件") for text in told)
    assert any("回1" in text or "好了" in text for text in told)
    await scene.say("li", "1", group=False)
    assert (await scene.tickets())[1].state == "closed"


async def test_reminders_within_ten_minutes_are_one_message_and_others_are_not(scene):
    for line in LAMPS:
        await scene.say("li", line)
        scene.now += timedelta(minutes=2)
    before = len(await scene.heard("wang"))
    await scene.live_until((await scene.tickets())[0].accept_by - timedelta(minutes=20))

    told = (await scene.heard("wang"))[before:]
    assert len(told) == 1
    assert told[0].startswith("有3件请看一下")
    assert told[0].count("还没接手") == 3


async def test_a_reminder_alone_waits_a_few_minutes_and_goes_as_it_is(scene):
    await scene.say("li", LAMPS[0])
    ticket = await scene.ticket()
    await scene.live_until(ticket.accept_by - timedelta(minutes=20))

    assert "还没接手" in (await scene.heard("wang"))[-1]
    assert await bundled(scene) == []


async def test_living_the_moment_twice_tells_it_once(scene):
    await night(scene, *LAMPS)
    await scene.live_until(at(2, 7, 29))
    async with scene.database.transaction() as session:
        for timer in await session.scalars(select(TimerRow).where(TimerRow.kind == "digest")):
            await scene.community.fire(session, timer, scene.now)
    await scene.live_until(at(2, 7, 31))

    assert len(await scene.heard("wang")) == 1


class PowerCutError(Exception):
    pass


async def fire_and_fail(scene):
    async with scene.database.transaction() as session:
        for timer in await session.scalars(select(TimerRow).where(TimerRow.kind == "digest")):
            await scene.community.fire(session, timer, scene.now)
        raise PowerCutError


async def test_a_fault_in_between_loses_nothing(scene):
    await night(scene, *LAMPS)
    await scene.live_until(at(2, 7, 28))

    with pytest.raises(PowerCutError):
        await fire_and_fail(scene)
    assert await bundled(scene) == []

    await scene.live_until(at(2, 7, 31))
    assert len(await scene.heard("wang")) == 1


async def test_without_anybody_to_bundle_them_each_leaves_alone(scene):
    await night(scene, *LAMPS)
    scene.now = at(2, 7, 31)  # the scheduler was away
    await scene.deliver()

    assert len(await scene.heard("wang")) == 3


async def night_s(session):
    return await session.scalar(
        select(OutboxRow).where(OutboxRow.moment == "digests/night", OutboxRow.chat == "p.wang")
    )


@pytest.mark.parametrize(
    ("delivery", "state"),
    [
        (Delivery.UNREACHABLE, "unreachable"),
        (Delivery.UNKNOWN, "unknown"),
        (Delivery.REFUSED, "refused"),
    ],
)
async def test_what_does_not_arrive_comes_apart_and_each_is_before_a_human(scene, delivery, state):
    await night(scene, *LAMPS)
    await scene.live_until(at(2, 7, 29))
    async with scene.database.transaction() as session:
        await settle(session, await night_s(session), Outcome(delivery), scene.now)

    async with scene.database.reading() as session:
        rows = list(await session.scalars(select(OutboxRow).where(OutboxRow.chat == "p.wang")))
    assert [row.state for row in rows if row.ticket_id] == [state] * 3
    assert [row.state for row in rows if row.moment == "digests/night"] == ["dropped"]


async def test_once_it_has_arrived_each_is_told_and_the_lines_are_not_kept_twice(scene):
    await night(scene, *LAMPS)
    await scene.live_until(at(2, 7, 29))
    async with scene.database.transaction() as session:
        digest = await night_s(session)
        await settle(session, digest, Outcome(Delivery.SENT, message="m1"), at(2, 7, 30))

    assert all(row.sent_at == at(2, 7, 30) for row in await bundled(scene))
    async with scene.database.reading() as session:
        kept = await session.get(OutboxRow, digest.id)
    assert kept.text == ""


async def test_a_matter_that_was_taken_back_at_night_is_no_line(scene):
    await night(scene, *LAMPS)
    await scene.press("li", "别登记", group=True)
    await scene.live_until(at(2, 7, 31))

    assert "诉求 0003" not in (await scene.heard("wang"))[0]


@pytest.mark.parametrize("locale", ["zh-Hant", "en"])
async def test_without_quiet_hours_nothing_waits(scene, locale):
    scene.community.deployment = replace(scene.community.deployment, quiet=None, locale=locale)
    await night(scene, *LAMPS)

    assert len(await scene.heard("wang")) == 3
