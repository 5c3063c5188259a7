"""Limits: dates that are kept, reminders before them, somebody higher after them, quiet nights."""

from datetime import datetime, timedelta

from tests.handlers.scene import SHANGHAI

LAMP = "3栋2单元楼道的灯坏了"
HAZARD = "1栋楼顶有块瓷砖松了,快要掉下来了"


async def test_dates_are_absolute_and_in_working_days(scene):
    await scene.say("li", LAMP)

    ticket = await scene.ticket()
    assert ticket.accept_by < ticket.respond_by <= ticket.finish_by
    push = (await scene.heard("wang"))[-1]
    local = ticket.finish_by.astimezone(SHANGHAI)
    assert f"{local.month}月{local.day}" in push


async def test_the_owner_is_reminded_before_it_goes_one_level_up(scene):
    await scene.say("li", LAMP)
    ticket = await scene.ticket()

    await scene.live_until(ticket.accept_by - timedelta(minutes=1))
    assert any("还没接手" in text for text in await scene.heard("wang"))
    assert (await scene.ticket()).level == 0

    await scene.live_until(ticket.accept_by + timedelta(minutes=1))
    assert (await scene.ticket()).owner_id == scene.ids["chen"]
    assert any("到时间没人接手" in text for text in await scene.heard("chen"))
    assert any("已转给上一级" in text for text in await scene.heard("wang"))


async def test_what_nobody_takes_ends_at_the_street_and_never_without_owner(scene):
    await scene.say("li", LAMP)

    await scene.wait(days=30)

    ticket = await scene.ticket()
    assert ticket.state == "assigned"
    assert ticket.owner_role == "manager"


async def test_what_is_taken_and_not_finished_is_told_to_chief_community_street_and_resident(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")

    await scene.wait(days=30)

    assert any("快到时间" in text for text in await scene.heard("wang"))
    for who in ("chen", "liu", "boss"):
        assert any("过了时间" in text for text in await scene.heard(who)), who
    assert any("对不起" in text for text in await scene.heard("li"))
    assert (await scene.ticket()).owner_id == scene.ids["wang"]


async def test_at_night_nobody_is_woken_for_a_lamp(scene):
    scene.now = datetime(2026, 12, 1, 23, 0, tzinfo=SHANGHAI)
    before = len(await scene.heard("wang"))

    await scene.say("li", LAMP)
    assert len(await scene.heard("wang")) == before
    assert len(await scene.in_group()) == 1  # whoever writes at night is answered at night

    await scene.live_until(datetime(2026, 12, 2, 8, 0, tzinfo=SHANGHAI))
    assert len(await scene.heard("wang")) > before


async def test_at_night_everybody_is_woken_for_gas(scene):
    scene.now = datetime(2026, 12, 1, 23, 0, tzinfo=SHANGHAI)

    await scene.say("li", "2栋1单元一股煤气味,好浓")

    assert all([await scene.heard(who) for who in ("wang", "chen", "liu")])


async def test_silence_after_a_result_ends_a_harmless_ticket_as_not_rated(scene):
    await _done(scene, LAMP)

    await scene.wait(days=3, minutes=1)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_by) == ("closed", "silence")


async def test_silence_never_ends_a_hazard(scene):
    await _done(scene, HAZARD)
    assert (await scene.ticket()).kind == "hazard"

    await scene.wait(days=10)

    assert (await scene.ticket()).state == "reported"


async def test_a_word_within_the_three_days_counts_and_the_silence_does_not(scene):
    await _done(scene, LAMP)
    await scene.wait(days=2)
    await scene.say("li", "没好,又灭了")

    await scene.wait(days=2)

    assert (await scene.ticket()).closed_by is None


async def test_after_it_lapsed_the_reporter_may_still_say_that_it_is_not_solved(scene):
    await _done(scene, LAMP)
    await scene.wait(days=5)

    await scene.say("li", "那个灯还是没修好", reply_to=(await scene.last_in_group()).message)

    assert (await scene.ticket()).reopened == 1


async def test_a_ticket_done_again_has_half_of_its_time_and_at_least_a_day(scene):
    await _done(scene, LAMP)
    first = await scene.ticket()
    await scene.say("li", "没好")

    again = await scene.ticket()
    assert again.finish_by >= scene.now + timedelta(days=1)
    assert again.finish_by < first.finish_by + timedelta(days=7)


async def _done(scene, words):
    await scene.say("li", words)
    owner = (await scene.ticket()).owner_id
    worker = next(account for account, person in scene.ids.items() if person == owner)
    await scene.press(worker, "我来办")
    await scene.press(worker, "办好了")
    await scene.say(worker, "已经处理好了", group=False)
    assert (await scene.ticket()).state == "reported"
