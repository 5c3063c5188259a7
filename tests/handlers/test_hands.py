"""Whose hands a ticket is in, and what is lost on the way: nothing."""

import pytest

from domain.messages import Media, MediaKind
from domain.refusals import NotAllowed
from handlers.tickets import verbs
from storage.outbox import OutboxRow
from storage.people import PersonRow, person_of
from storage.tickets import queries

LAMP = "3栋2单元楼道的灯坏了"
PHOTO = Media(MediaKind.PHOTO, "after.jpg")


async def test_a_word_of_the_resident_stops_no_reminder_and_no_climbing(scene):
    scene.now = scene.now.replace(hour=1)
    await scene.say("li", LAMP)
    await scene.say("li", "楼道灯还没修啊")
    await scene.wait(days=2)

    ticket = await scene.ticket()
    assert ticket.level > 0
    assert any("还没接手" in text for text in await scene.heard("wang"))


async def test_silence_after_a_last_word_still_ends_a_harmless_matter(scene):
    await _finished(scene)
    await scene.say("li", "灯罩颜色和原来不一样,说一声", reply_to=await _done_line(scene))
    await scene.wait(days=4)

    assert (await scene.ticket()).closed_by == "silence"


@pytest.mark.parametrize(
    "words", ["我带电工来换了整条线", "联系过燃气公司,漏气的阀门已经关好了", "已经把火灭了,线换了"]
)
async def test_what_a_worker_reports_as_done_is_no_new_emergency(scene, words):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", words, group=False)

    assert len(await scene.tickets()) == 1
    assert (await scene.ticket()).result == words


async def test_a_worker_who_calls_for_help_beside_a_task_is_heard(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "5栋着火了,快来人", group=False)

    assert [ticket.tier for ticket in await scene.tickets()] == ["N", "E"]


async def test_a_refused_step_waits_for_no_words_any_longer(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "不归我管")
    await scene.press("wang", "我来办")
    await scene.say("wang", "地址写错了", group=False)
    assert (await scene.ticket()).state == "accepted"

    await scene.say("wang", "金桂园1栋1单元门禁坏了,刷不开", group=False)
    assert len(await scene.tickets()) == 2


async def test_words_for_one_task_are_not_taken_for_another_that_waited(scene):
    await scene.say("li", LAMP)
    await scene.say("li", "1栋1单元门禁坏了,刷不开")
    first, second = await scene.tickets()
    await scene.press("wang", "不归我管")
    await scene.say("wang", f"{first.id:04d} 收到", group=False)

    first, second = await scene.tickets()
    assert (first.state, second.state) == ("accepted", "assigned")


async def test_whoever_handed_it_on_is_not_asked_for_the_result_any_more(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.press("wang", "转交")
    await scene.press("wang", "赵格 网格员")
    before = len(await scene.heard("wang"))
    await scene.say("wang", "收到", group=False, media=(PHOTO,))

    said = (await scene.heard("wang"))[before:]
    assert not any("这件事现在" in text for text in said)
    async with scene.database.reading() as session:
        assert await queries.attachments(session, (await scene.ticket()).id) == []


async def test_a_photo_alone_belongs_to_the_task_in_hand(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.say("wang", "", group=False, media=(PHOTO,))
    assert "照片收下了" in (await scene.heard("wang"))[-1]

    await scene.say("wang", "灯泡换好了", group=False)
    ticket = await scene.ticket()
    assert (ticket.state, ticket.no_photo) == ("reported", False)


async def test_hours_later_the_only_task_in_hand_is_meant(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.wait(hours=5)
    await scene.say("wang", "灯已经换好了", group=False)

    assert (await scene.ticket()).state == "reported"


async def test_of_two_tasks_in_hand_hours_later_none_is_guessed(scene):
    await scene.say("li", LAMP)
    await scene.say("li", "1栋1单元门禁坏了,刷不开")
    await scene.wait(hours=5)
    await scene.say("wang", "已经换好了", group=False)

    assert {ticket.state for ticket in await scene.tickets()} == {"assigned"}
    assert "哪一件" in (await scene.heard("wang"))[-1]


async def test_a_result_without_taking_it_first_counts_as_both(scene):
    await scene.say("li", LAMP)
    await scene.say("wang", "灯泡已经换好了", group=False)

    ticket = await scene.ticket()
    assert ticket.state == "reported"
    assert ticket.accepted_at is not None
    assert "办过了" in (await scene.in_group())[-1]


async def test_what_the_street_hands_down_can_climb_again(scene):
    await scene.say("li", LAMP)
    await scene.wait(days=6)
    assert (await scene.ticket()).level == 3

    await scene.press("boss", "转交")
    await scene.press("boss", "赵格 网格员")
    assert (await scene.ticket()).level == 0

    await scene.wait(days=3)
    assert (await scene.ticket()).level > 0


async def test_a_desk_that_shares_a_ticket_hears_what_is_added(scene):
    await scene.say("li", "物业态度太差了,打电话从来不接,问什么都不管")
    ticket = await scene.ticket()
    assert ticket.owner_id is None

    line = (await scene.last_in_group()).message
    await scene.say("li", "从昨晚开始的,十几户都这样", reply_to=line)
    for who in ("liu", "sun"):
        assert any("昨晚开始" in text for text in await scene.heard(who))


@pytest.mark.parametrize("who", ["heart", "fix", "li", "boss2"])
async def test_it_is_handed_to_colleagues_alone(scene, who):
    await scene.say("li", LAMP)
    await scene.say("boss2", "你好", group=False)
    async with scene.database.reading() as session:
        found = await _person(session, who)
    with pytest.raises(NotAllowed):
        await _hand(scene, found)


async def test_whoever_had_it_hears_that_it_was_declined(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "不归我管")
    await scene.press("wang", "不属本网格")
    await scene.press("sun", "不归社区")
    await scene.say("sun", "这是供电公司的,请打95598", group=False)

    assert (await scene.ticket()).state == "declined"
    assert any("不归社区" in text for text in (await scene.heard("wang"))[-1:])
    assert "您说的楼道灯:这是供电公司的,请打95598" in (await scene.heard("li"))[-1]


async def test_whoever_had_it_hears_that_it_went_up(scene):
    await _finished(scene)
    await scene.press("li", "3 没好", group=True)

    assert (await scene.ticket()).level == 1
    assert any("上一级" in text for text in await scene.heard("wang"))


async def test_nobody_calls_about_a_matter_that_is_over(scene):
    await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        ticket = (await scene.tickets())[0]
        session.add(
            OutboxRow(
                key="x", channel="none", chat="", op="send", priority=2, text="t", moment="tickets/task",
                ticket_id=ticket.id, person_id=scene.ids["chen"], created_at=scene.now,
                not_before=scene.now, state="person", choices=[], attachments=[],
            )
        )  # fmt: skip
    await scene.say("li", "别登记")

    states = {row.key: row.state for row in await scene.rows(chat="")}
    assert states["x"] == "dropped"


async def test_a_hazard_is_not_said_to_be_forgotten(scene):
    await scene.say("li", "3栋2单元楼梯扶手断了")
    await scene.press("li", "别登记", group=True)

    edits = [row.text for row in await scene.rows(op="edit")]
    assert any("危险" in text for text in edits)
    assert (await scene.ticket()).state == "assigned"


async def test_an_emergency_is_not_offered_to_be_given_back(scene):
    await scene.say("li", "3栋2单元有煤气味")

    labels = [c["label"] for row in await scene.rows(chat="p.wang") for r in row.choices for c in r]
    assert "我来办" in labels
    assert "不归我管" not in labels


async def test_a_second_return_is_not_offered(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "不归我管")
    await scene.press("wang", "不属本网格")
    await scene.press("sun", "定由谁办")
    await scene.press("sun", "王格 网格员")

    newest = [row for row in await scene.rows(chat="p.wang") if row.choices][-1]
    assert "不归我管" not in [c["label"] for r in newest.choices for c in r]


async def test_a_number_says_which_is_solved_before_anybody_asked(scene):
    await scene.say("li", LAMP)
    await scene.say("li", "1栋1单元门禁坏了,刷不开")
    await scene.press("wang", "我来办")
    number = (await scene.tickets())[0].id
    await scene.say("li", f"{number:04d} 好了,灯亮了")

    first, second = await scene.tickets()
    assert (first.state, first.closed_by, second.state) == ("closed", "reporter", "accepted")


@pytest.mark.parametrize(("who", "told"), [("fix", False), ("wang", True)])
async def test_the_console_is_spoken_of_to_those_who_may_open_it(scene, who, told):
    await scene.say(who, "/help", group=False)

    assert ("/console" in (await scene.heard(who))[-1]) is told


async def _finished(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "灯泡换好了", group=False)


async def _done_line(scene):
    return (await scene.last_in_group()).message


async def _person(session, who):
    return (await person_of(session, "web", who)).id


async def _hand(scene, person):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "test", scene.now, channel="web")
        turn.person = await session.get(PersonRow, scene.ids["wang"])
        ticket = await queries.ticket(session, (await scene.tickets())[-1].id)
        await verbs.hand_over(turn, ticket, person)
