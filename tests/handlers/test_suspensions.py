"""What cannot be done now: granted by another, with a day to look again, and everybody knows it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage.people import RoleRow
from storage.places import touch_revision
from storage.tickets.tables import TicketEventRow, TicketRequestRow
from tests.handlers.at_work import LAMP, TREE, answers, at_work, labels, tell, token
from tests.handlers.scene import SHANGHAI

FEBRUARY_20 = datetime(2027, 2, 20, 8, 30, tzinfo=SHANGHAI)  # a make-up Saturday or not: a day
SAID = "换管道要等维修基金"


async def asked(scene, *, who="wang", until="2月20日", said=SAID):
    await scene.press(who, "一时办不完")
    await scene.press(who, "2 挂账")
    await scene.press(who, "等资金或维修基金")
    await scene.say(who, until, group=False)
    await scene.say(who, said, group=False)


async def suspended(scene, words=TREE):
    said = await at_work(scene, words)
    await asked(scene)
    await scene.press("liu", "同意")
    assert (await scene.ticket()).state == "suspended"
    return said


async def request(scene):
    async with scene.database.reading() as session:
        return await session.scalar(select(TicketRequestRow))


async def test_the_desk_reads_why_until_when_and_what_the_resident_will_be_told(scene):
    await at_work(scene, TREE)
    await asked(scene)

    told = (await scene.heard("liu"))[-1]
    for part in ("0001", "2月20日", "等资金或维修基金", SAID):
        assert part in told
    assert (await scene.ticket()).state == "working"
    row = await request(scene)
    assert (row.kind, row.grounds, row.until) == ("suspension", "funds", FEBRUARY_20)


async def test_granted_reporter_and_neighbour_hear_what_was_granted_and_the_group_nothing(scene):
    await scene.open_private("zhang")
    said = await at_work(scene, TREE)
    await scene.say("zhang", "我家也是", reply_to=said)
    group = await scene.in_group()
    await asked(scene)
    await scene.press("liu", "同意")

    for who in ("li", "zhang"):
        told = (await scene.heard(who))[-1]
        assert f"{SAID},现在办不了。2月20日(周六)再给您回话。编号0001" in told
    assert await scene.in_group() == group
    assert any("挂账批了" in text for text in await scene.heard("wang"))
    assert (await request(scene)).before_deadline is True


@pytest.mark.parametrize("words", ["等维修基金", "1"])
async def test_the_grounds_are_answered_in_words_or_by_number(scene, words):
    await at_work(scene, TREE)
    await scene.press("wang", "一时办不完")
    await scene.say("wang", "挂账", group=False)
    await scene.say("wang", words, group=False)
    await scene.say("wang", "2月20日", group=False)
    await scene.say("wang", SAID, group=False)

    assert (await request(scene)).grounds == "funds"


async def test_the_grounds_are_asked_again_where_the_words_fit_none(scene):
    await at_work(scene, TREE)
    await scene.press("wang", "一时办不完")
    await scene.press("wang", "2 挂账")

    await scene.say("wang", "我太忙了", group=False)

    assert len(await labels(scene, "wang")) == 6
    assert await request(scene) is None


async def test_while_it_is_suspended_nothing_is_chased_and_the_review_day_is_told(scene):
    await suspended(scene)
    heard = len(await scene.heard("wang"))

    await scene.wait(days=40)
    assert (await scene.ticket()).state == "suspended"
    assert not any("过了时间" in text for text in (await scene.heard("wang"))[heard:])
    assert not any("过了时间" in text for text in await scene.heard("chen"))

    await scene.say("li", "上次那个树枝怎么样了", group=False)
    assert "2月20日(周六)再给您回话" in (await scene.heard("li"))[-1]


async def test_on_its_day_it_goes_on_by_itself_with_the_time_that_was_left(scene):
    await scene.open_private("zhang")
    said = await at_work(scene, TREE)
    await scene.say("zhang", "我家也是", reply_to=said)
    before = await scene.ticket()
    start = scene.now
    await asked(scene)
    await scene.press("liu", "同意")

    await scene.live_until(FEBRUARY_20 + timedelta(minutes=1))

    ticket = await scene.ticket()
    assert (ticket.state, ticket.review_at, ticket.owner_id) == ("working", None, before.owner_id)
    calendar = scene.community.calendar
    left = calendar.work_time(start, before.finish_by)
    assert calendar.work_time(FEBRUARY_20, ticket.finish_by) == left
    for who in ("li", "zhang"):
        assert "现在接着办了" in (await scene.heard(who))[-1]
    assert "请接着办" in (await scene.heard("wang"))[-1]
    assert "办好了" in await labels(scene, "wang")

    await scene.live_until(ticket.finish_by + timedelta(hours=15))
    assert any("过了时间" in text for text in await scene.heard("wang"))


async def test_the_desk_takes_it_up_before_its_day(scene):
    await suspended(scene)

    await scene.press("liu", "提前接着办")

    assert (await scene.ticket()).state == "working"
    assert "现在接着办了" in (await scene.heard("li"))[-1]
    await scene.live_until(FEBRUARY_20 + timedelta(days=1))
    assert (await scene.acts()).count("resume") == 1


async def test_granted_after_its_date_it_is_marked_as_late(scene):
    await at_work(scene, TREE)
    await scene.live_until(datetime(2026, 12, 9, 9, 0, tzinfo=SHANGHAI))
    await asked(scene)
    await scene.press("liu", "同意")

    assert (await request(scene)).before_deadline is False


async def test_the_resident_may_say_that_it_is_solved_meanwhile(scene):
    said = await suspended(scene)

    await scene.say("li", "已经好了", reply_to=said)

    assert (await scene.ticket()).state == "closed"
    await scene.live_until(FEBRUARY_20 + timedelta(days=1))
    assert (await scene.ticket()).state == "archived"
    assert "resume" not in await scene.acts()


@pytest.mark.parametrize(
    ("until", "sentence"),
    [("12月1日", "这个日子不行"), ("2027年3月20日", "最晚只能到3月1日")],
)
async def test_the_review_day_is_ahead_and_within_ninety_days(scene, until, sentence):
    await at_work(scene, TREE)

    await asked(scene, until=until)

    assert (await scene.heard("wang"))[-1].startswith(sentence)
    assert await request(scene) is None


@pytest.mark.parametrize("who", ["wang", "fix", "zhao", "chen", "volunteer"])
async def test_nobody_but_desk_or_street_grants_it(scene, who):
    await scene.open_private("volunteer")
    await at_work(scene, LAMP)
    await asked(scene)
    chosen = await token(scene, "liu", "同意")

    await scene.press_token(who, chosen, scene.private(who))

    assert (await scene.ticket()).state == "working"
    assert (await answers(scene))[-1]


async def test_where_nobody_else_is_at_the_desk_the_street_is_asked(scene):
    async with scene.database.transaction() as session:
        today = scene.now.date()
        away = update(RoleRow).where(RoleRow.role == "officer").values(away_from=today)
        await session.execute(away)
        await touch_revision(session)
    await at_work(scene, "东门的路灯不亮", who="liu")
    await asked(scene, who="liu")
    assert not any("同意吗" in text for text in await scene.heard("sun"))

    await scene.press("boss", "同意")

    assert (await scene.ticket()).state == "suspended"


async def test_a_sensitive_matter_is_shown_to_nobody_for_a_grant(scene):
    await scene.open_private("mei")
    await scene.say("mei", "最近老是睡不着,心里难受,想找人谈谈", group=False)
    await scene.press("heart", "我来办")
    await tell(scene, "heart", "周三下午和她谈一次")
    assert (await scene.ticket()).state == "working"
    before = [len(await scene.heard(who)) for who in ("liu", "sun", "boss")]

    await asked(scene, who="heart")

    assert (await scene.heard("heart"))[-1].startswith("没有别人能批这件事")
    assert [len(await scene.heard(who)) for who in ("liu", "sun", "boss")] == before


async def test_every_step_is_on_record(scene):
    await suspended(scene)
    await scene.press("liu", "提前接着办")

    async with scene.database.reading() as session:
        rows = list(await session.scalars(select(TicketEventRow).order_by(TicketEventRow.id)))
    steps = [(row.act, row.before, row.after, row.part) for row in rows][-3:]
    assert steps == [
        ("ask_suspension", "working", "working", "owner"),
        ("suspend", "working", "suspended", "desk"),
        ("resume", "suspended", "working", "desk"),
    ]
