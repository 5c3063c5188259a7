"""`打电话帮我`: a human calls back, with a date, and nothing of it is anybody else's to know."""

from datetime import datetime

import pytest
from sqlalchemy import select

from domain.understanding import Care
from storage.audit import AuditRow
from storage.calls import CallRow
from storage.people import RoleRow
from storage.places import touch_revision
from tests.handlers.scene import SHANGHAI

LAMP = "3栋2单元楼道的灯坏了"
GAS = "2栋1单元一股煤气味,好浓"
PLEASE = "打电话帮我"
NUMBER = "13800001234"


async def test_the_desk_gets_it_at_once_with_a_date_and_two_buttons(scene):
    await scene.say("li", PLEASE, group=False)

    push = (await scene.rows(chat="p.liu"))[-1]
    assert "12月1日(周二)上午11点前打" in push.text
    assert labels(push) == ["我来打", "打过了"]
    assert (await scene.heard("li"))[-1].startswith(
        "好的,社区的同志12月1日(周二)上午11点前给您打电话。"
    )
    assert await scene.tickets() == []


@pytest.mark.parametrize(
    "words",
    [
        "给我打个电话",
        "让人打给我",
        "能不能来个电话",
        "我不会打字 你们打过来",
        "打電話給我好嗎",
        "俺眼睛花,叫人打电话给俺",
    ],
)
@pytest.mark.parametrize("group", [True, False])
async def test_it_is_understood_in_many_words_everywhere(scene, words, group):
    await scene.open_private("li")

    await scene.say("li", words, group=group)

    assert [call.kind for call in await calls(scene)] == ["callback"]
    assert len(await scene.heard("liu")) == 1


async def test_the_group_hears_one_neutral_line_and_the_second_time_only_a_sign(scene):
    await scene.open_private("li")

    await scene.say("li", PLEASE)
    await scene.say("li", "给我打个电话")

    assert await scene.in_group() == ["好的,会有人联系您。"]
    assert [row.emoji for row in await scene.rows(op="react")] == ["👌"]
    assert len(await calls(scene)) == 1
    assert len(await scene.heard("liu")) == 1


async def test_who_cannot_be_written_to_is_asked_into_the_private_chat(scene):
    await scene.say("li", PLEASE)

    assert await scene.in_group() == ["好的。请点我头像私聊,告诉我们怎么联系您。"]


@pytest.mark.parametrize(
    "words", ["老王,给我打个电话", "打电话给物业", "他给我打电话了", "别给我打电话", "电话联系"]
)
async def test_what_neighbours_say_to_each_other_is_chat(scene, words):
    await scene.say("li", words)

    assert await calls(scene) == []
    assert await scene.in_group() == []


async def test_the_gate_lets_it_in_and_keeps_the_neighbours_out(scene):
    await scene.say("li", "今天天气真好")

    assert scene.community.may_matter(PLEASE, Care.USUAL)
    assert not scene.community.may_matter("老王,给我打个电话", Care.USUAL)


async def test_an_answer_to_a_neighbours_line_is_for_the_neighbour(scene):
    said = await scene.say("zhang", "谁有多的葱")

    await scene.say("li", "给我打个电话", reply_to=said)

    assert await calls(scene) == []


async def test_a_colleague_in_the_group_is_not_called_back(scene):
    await scene.say("liu", "给我打个电话")

    assert await calls(scene) == []


async def test_words_that_a_workers_step_waits_for_are_those_words(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.press("wang", "联系居民")

    await scene.say("wang", "能不能给我打个电话", group=False)

    assert await calls(scene) == []
    assert "能不能给我打个电话" in (await scene.heard("li"))[-1]


async def test_it_hangs_on_the_only_open_ticket_and_its_owner_is_told(scene):
    await scene.say("li", LAMP)

    await scene.say("li", PLEASE)

    assert (await calls(scene))[0].ticket_id == (await scene.ticket()).id
    assert "报过的事:0001 金桂园3栋2单元 楼道灯" in (await scene.heard("liu"))[-1]
    assert (
        "居民想请人打个电话,社区值班12月1日(周二)上午11点前打给他"
        in (await scene.heard("wang"))[-1]
    )
    assert len(await scene.in_group()) == 2  # the ticket's own line, and the neutral one


async def test_with_two_open_tickets_it_hangs_on_the_one_replied_to_or_on_none(scene):
    said = await scene.say("li", LAMP)
    await scene.say("li", "6栋的电梯老是卡在二楼")

    await scene.say("zhang", PLEASE, reply_to=said)  # not behind it
    await scene.say("li", PLEASE, group=False)
    await scene.press("liu", "打过了")
    await scene.say("li", PLEASE, reply_to=said)

    assert [call.ticket_id for call in await calls(scene)] == [None, None, 1]


async def test_an_urgent_ticket_makes_the_call_urgent_also_at_night(scene):
    scene.now = datetime(2026, 12, 1, 23, 0, tzinfo=SHANGHAI)
    await scene.say("li", GAS)

    await scene.say("li", PLEASE)

    told = (await scene.heard("liu"))[-1]
    assert told.startswith("【急】")
    assert "12月1日(周二)晚上11:05前" in told


async def test_at_night_the_desk_sleeps_and_the_resident_hears_the_morning(scene):
    scene.now = datetime(2026, 12, 1, 23, 0, tzinfo=SHANGHAI)

    await scene.say("li", PLEASE, group=False)

    assert "社区的同志12月2日(周三)上午9:30前给您打电话" in (await scene.heard("li"))[-1]
    assert await scene.heard("liu") == []
    await scene.live_until(datetime(2026, 12, 2, 8, 0, tzinfo=SHANGHAI))
    assert len(await scene.heard("liu")) == 1


async def test_of_a_sensitive_matter_only_its_named_person_hears(scene):
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    before = {who: len(await scene.heard(who)) for who in ("liu", "sun", "boss", "heart")}

    await scene.say("mei", PLEASE, group=False)

    after = {who: len(await scene.heard(who)) for who in before}
    assert after == before | {"heart": before["heart"] + 1}


async def test_one_takes_it_and_the_others_are_told_kindly(scene):
    await scene.say("li", PLEASE, group=False)
    token = (await scene.rows(chat="p.sun"))[-1].choices[0][0]["token"]
    await scene.press("liu", "我来打")
    await scene.press("liu", "我来打")

    await scene.press_token("sun", token, scene.private("sun"))

    assert (await calls(scene))[0].taken_by == scene.ids["liu"]
    assert (await scene.rows(op="answer"))[-1].text == "已经有同志在打这个电话了。"
    assert "这个电话您来打" in (await scene.heard("liu"))[-1]


async def test_a_call_that_was_made_is_over_and_its_note_goes_to_the_owner(scene):
    await scene.say("li", LAMP)
    await scene.say("li", PLEASE)
    await scene.press("liu", "打过了")

    await scene.say("liu", "她说电话138 0000 0001,二楼那盏", group=False)

    call = (await calls(scene))[0]
    assert (call.state, call.done_by) == ("done", scene.ids["liu"])
    assert call.note == "她说电话138****,二楼那盏"
    assert "社区给居民打过电话了:她说电话138****" in (await scene.heard("wang"))[-1]


async def test_a_new_matter_after_the_call_is_no_note(scene):
    await scene.say("li", PLEASE, group=False)
    await scene.press("liu", "打过了")

    await scene.say("liu", "金桂园5栋楼道灯坏了", group=False)

    assert (await calls(scene))[0].note == ""
    assert len(await scene.tickets()) == 1


async def test_who_was_called_may_ask_again(scene):
    await scene.say("li", PLEASE, group=False)
    await scene.press("liu", "打过了")

    await scene.say("li", PLEASE, group=False)

    assert [call.state for call in await calls(scene)] == ["done", "open"]


async def test_what_nobody_calls_in_time_is_reminded_of_once(scene):
    await scene.say("li", PLEASE, group=False)

    await scene.wait(days=3)

    assert [text for text in await scene.heard("liu") if "过了时间还没打" in text] != []
    assert sum("过了时间还没打" in text for text in await scene.heard("liu")) == 1


async def test_a_call_that_was_made_in_time_is_not_reminded_of(scene):
    await scene.say("li", PLEASE, group=False)
    await scene.press("liu", "打过了")

    await scene.wait(days=3)

    assert not any("过了时间" in text for text in await scene.heard("liu"))


@pytest.mark.parametrize("who", ["wang", "li", "fix"])
async def test_only_the_desk_takes_a_call(scene, who):
    await scene.say("li", PLEASE, group=False)
    token = (await scene.rows(chat="p.liu"))[-1].choices[0][0]["token"]

    await scene.press_token(who, token, scene.private(who))

    assert (await calls(scene))[0].state == "open"
    assert (await scene.rows(op="answer"))[-1].text == "这个要由相应的工作人员来做。"


async def test_a_matter_and_a_call_in_one_line_are_both_heard(scene):
    await scene.open_private("li")

    await scene.say("li", f"{LAMP},你们给我打个电话")

    assert len(await scene.tickets()) == 1
    assert (await calls(scene))[0].ticket_id == 1
    assert len(await scene.in_group()) == 1  # the ticket's own line is answer enough


async def test_an_emergency_comes_first(scene):
    await scene.say("li", f"{GAS},快打电话给我")

    assert (await scene.ticket()).tier == "E"
    assert "119" in (await scene.in_group())[0]
    assert (await calls(scene))[0].ticket_id == 1


async def test_nobody_at_the_desk_means_the_street(scene):
    async with scene.database.transaction() as session:
        for role in ("dispatcher", "officer"):
            row = await session.get(RoleRow, await role_id(session, role))
            await session.delete(row)
        await touch_revision(session)

    await scene.say("li", PLEASE, group=False)

    assert len(await scene.heard("boss")) == 1


async def role_id(session, role):
    return await session.scalar(select(RoleRow.id).where(RoleRow.role == role))


async def calls(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(CallRow).order_by(CallRow.id)))


def labels(row):
    return [button["label"] for line in row.choices for button in line]


async def test_the_number_is_asked_for_in_private_and_sealed(scene):
    await scene.say("li", PLEASE, group=False)
    assert "打哪个号码?直接发我就行,只给打电话的同志看" in (await scene.heard("li"))[-1]

    await leave_number(scene, "li")

    call = (await calls(scene))[0]
    assert call.contact is not None
    assert NUMBER not in call.contact
    assert "留了号码" in (await scene.heard("liu"))[-1]
    assert not any(NUMBER in text for text in await scene.heard("liu"))


async def test_whoever_calls_sees_the_number_by_a_press_that_is_on_record_and_is_taken_back(scene):
    await scene.say("li", PLEASE, group=False)
    await leave_number(scene, "li")

    await scene.press("liu", "看号码")

    shown = (await scene.rows(chat="p.liu"))[-1]
    assert shown.sealed is not None
    assert NUMBER not in shown.text
    assert ("contact.seen", scene.ids["liu"]) in await record(scene)
    await scene.wait(minutes=11)
    assert (await scene.rows(chat="p.liu", op="delete"))[-1].target_key == shown.key


@pytest.mark.parametrize("who", ["wang", "li", "chen"])
async def test_nobody_else_sees_the_number(scene, who):
    await scene.say("li", PLEASE, group=False)
    await leave_number(scene, "li")
    buttons = (await scene.rows(chat="p.liu"))[-1].choices
    token = next(b["token"] for line in buttons for b in line if b["label"] == "看号码")

    await scene.press_token(who, token, scene.private(who))

    assert not any(row.sealed for row in await scene.rows(chat=f"p.{who}"))


async def test_the_number_is_gone_with_the_call(scene):
    await scene.say("li", PLEASE, group=False)
    await leave_number(scene, "li")

    await scene.press("liu", "打过了")

    assert (await calls(scene))[0].contact is None
    await scene.press("sun", "看号码")
    assert "没有留号码" in (await scene.rows(op="answer"))[-1].text


async def test_who_asked_in_the_group_is_asked_for_the_number_when_they_come(scene):
    await scene.say("li", PLEASE)
    assert await scene.heard("li") == []

    await scene.open_private("li")

    assert "打哪个号码" in (await scene.heard("li"))[-1]
    await leave_number(scene, "li")
    assert (await calls(scene))[0].contact is not None


async def test_whoever_can_be_written_to_is_asked_in_private_and_the_group_stays_neutral(scene):
    await scene.open_private("li")

    await scene.say("li", PLEASE)

    assert await scene.in_group() == ["好的,会有人联系您。"]
    assert "打哪个号码" in (await scene.heard("li"))[-1]


async def leave_number(scene, who):
    await scene.say(who, "138****", group=False, contact=NUMBER)


async def record(scene):
    async with scene.database.reading() as session:
        return [(row.act, row.actor_id) for row in await session.scalars(select(AuditRow))]


@pytest.mark.parametrize("words", ["打过了,她问社保的事,已答复", "电话打通了 她问社保的事,已答复"])
async def test_that_it_was_made_and_what_came_of_it_is_said_in_one_breath(scene, words):
    await scene.say("li", PLEASE, group=False)
    await scene.press("liu", "我来打")

    await scene.say("liu", words, group=False)

    (call,) = await calls(scene)
    assert (call.state, call.note) == ("done", "她问社保的事,已答复")
    assert (await scene.heard("liu"))[-1] == "记下了。"


async def test_that_it_was_made_is_said_in_words_and_the_note_is_asked_for(scene):
    await scene.say("li", PLEASE, group=False)
    await scene.press("liu", "我来打")

    await scene.say("liu", "打过了", group=False)
    await scene.say("liu", "她问社保的事", group=False)

    (call,) = await calls(scene)
    assert (call.state, call.note) == ("done", "她问社保的事")


@pytest.mark.parametrize("words", ["打过去没人接", "还没打", "我打过了没人接"])
async def test_other_words_do_not_end_a_call(scene, words):
    await scene.say("li", PLEASE, group=False)
    await scene.press("liu", "我来打")

    await scene.say("liu", words, group=False)

    (call,) = await calls(scene)
    assert call.state == "taken"
