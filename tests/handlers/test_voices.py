"""Voice messages: a human listens, and what was said is read as that person's own words."""

from datetime import datetime

import pytest
from sqlalchemy import select

from domain.messages import Media, MediaKind
from storage.calls import CallRow
from storage.tickets.tables import AttachmentRow, TicketEventRow, TicketRow
from tests.handlers.scene import SHANGHAI

LAMP = "3栋2单元楼道的灯坏了"
VOICE = Media(MediaKind.VOICE, "v1", mime="audio/ogg")


async def test_in_private_it_goes_before_the_desk_and_the_sender_is_told_by_when(scene):
    await scene.open_private("li")

    await scene.say("li", media=(VOICE,), group=False)

    assert (await scene.heard("li"))[-1].startswith("语音收到了,12月1日(周二)下午4点前有同志听")
    push = (await scene.rows(chat="p.liu"))[-1]
    assert "有位居民发来语音,请12月1日(周二)下午4点前听一下" in push.text
    assert labels(push) == ["听完了,写下来"]
    assert len(push.attachments) == 1
    assert await scene.tickets() == []


async def test_what_was_said_becomes_a_ticket_of_the_one_who_spoke_with_the_voice(scene):
    await scene.open_private("li")
    await scene.say("li", media=(VOICE,), group=False)

    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "金桂园3栋2单元楼道灯坏了三天", group=False)

    ticket = await scene.ticket()
    assert ticket.text == "金桂园3栋2单元楼道灯坏了三天"
    assert ticket.owner_id == scene.ids["wang"]
    assert ticket.reporter_id == (await the_call(scene)).person_id
    assert ticket.reporter_id != scene.ids["liu"]
    assert (await scene.heard("li"))[-1].startswith("记下了")
    assert [row.ticket_id for row in await rows(scene, AttachmentRow)] == [ticket.id]
    call = await the_call(scene)
    assert (call.state, call.done_by, call.note) == ("done", scene.ids["liu"], "")


async def test_an_emergency_that_was_spoken_is_one_as_soon_as_it_is_written_down(scene):
    await scene.open_private("li")
    await scene.say("li", media=(VOICE,), group=False)
    await scene.press("liu", "听完了,写下来")

    await scene.say("liu", "2栋1单元一股煤气味,好浓", group=False)

    ticket = await scene.ticket()
    assert (ticket.tier, ticket.reporter_id) == ("E", (await the_call(scene)).person_id)
    assert ticket.reporter_id != scene.ids["liu"]
    assert any("先关阀、开窗" in text for text in await scene.heard("li"))
    assert (await the_call(scene)).state == "done"
    assert [row.ticket_id for row in await rows(scene, AttachmentRow)] == [ticket.id]


async def test_danger_that_the_desk_itself_reports_later_is_its_own(scene):
    await scene.open_private("li")
    await scene.say("li", media=(VOICE,), group=False)
    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "没事", group=False)

    await scene.say("liu", "2栋1单元一股煤气味,好浓", group=False)

    assert (await scene.ticket()).reporter_id == scene.ids["liu"]


async def test_what_is_about_nothing_leaves_no_voice_and_no_words(scene):
    await scene.open_private("li")
    await scene.say("li", media=(VOICE,), group=False)
    await scene.press("liu", "听完了,写下来")

    await scene.say("liu", "没事", group=False)

    assert await rows(scene, AttachmentRow) == []
    assert await scene.tickets() == []
    assert (await the_call(scene)).state == "done"
    assert len(await scene.heard("li")) == 1


async def test_under_a_tickets_line_in_the_group_it_becomes_a_note_without_a_new_line(scene):
    await scene.open_private("li")
    said = await scene.say("li", LAMP)

    await scene.say("li", media=(VOICE,), reply_to=said)
    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "是二楼靠窗的那盏", group=False)

    assert any("是二楼靠窗的那盏" in text for text in await scene.heard("wang"))
    assert len(await scene.in_group()) == 1
    assert [row.ticket_id for row in await rows(scene, AttachmentRow)] == [1]
    assert len(await scene.tickets()) == 1


async def test_what_was_spoken_may_be_the_reporters_verdict(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管", group=False)

    await scene.say("li", media=(VOICE,), reply_to=(await scene.last_in_group()).message)
    assert (await scene.ticket()).state == "reported"
    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "好了,谢谢", group=False)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.closed_by) == ("closed", "reporter")


async def test_who_does_the_work_writes_down_words_and_closes_nothing_by_them(scene):
    said = await scene.say("li", LAMP)
    async with scene.database.transaction() as session:
        row = await session.get(TicketRow, 1)
        row.owner_id, row.doer_id = scene.ids["liu"], None
    await scene.say("liu", "0001收到,我来办", group=False)
    await scene.say("liu", "0001灯换好了", group=False)
    await scene.say("li", media=(VOICE,), reply_to=said)
    await scene.press("liu", "听完了,写下来")

    await scene.say("liu", "好了,非常满意", group=False)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.rating) == ("reported", None)
    assert (await the_call(scene)).state == "done"


async def test_what_was_written_down_is_no_command(scene):
    await scene.open_private("li")
    await scene.say("li", media=(VOICE,), group=False)
    await scene.press("liu", "听完了,写下来")

    await scene.say("liu", " /start abc", group=False)

    assert not any("码" in text for text in await scene.heard("li"))


async def test_a_neighbours_voice_is_the_neighbours_word(scene):
    said = await scene.say("li", LAMP)

    await scene.say("zhang", media=(VOICE,), reply_to=said)
    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "我家也是", group=False)

    assert (await scene.ticket()).people == 2


async def test_a_voice_in_the_group_that_belongs_to_nothing_is_chat(scene):
    await scene.say("li", media=(VOICE,))
    neighbour = await scene.say("zhang", "今天天气真好")
    await scene.say("li", media=(VOICE,), reply_to=neighbour)

    assert await rows(scene, CallRow) == []
    assert await rows(scene, AttachmentRow) == []
    assert await scene.in_group() == []


async def test_about_an_urgent_ticket_it_is_listened_to_at_once_also_at_night(scene):
    scene.now = datetime(2026, 12, 1, 23, 0, tzinfo=SHANGHAI)
    said = await scene.say("li", "2栋1单元一股煤气味,好浓")

    await scene.say("li", media=(VOICE,), reply_to=said)

    told = (await scene.heard("liu"))[-1]
    assert told.startswith("【急】有位居民发来语音,请12月1日(周二)晚上11:05前听一下")


async def test_of_a_sensitive_matter_the_named_person_listens_and_nobody_else(scene):
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    before = {who: len(await scene.heard(who)) for who in ("liu", "sun", "boss")}

    await scene.say("mei", media=(VOICE,), group=False)
    assert "有位居民发来语音" in (await scene.heard("heart"))[-1]
    await scene.press("heart", "听完了,写下来")
    await scene.say("heart", "她说今天搬到娘家去了", group=False)

    assert before == {who: len(await scene.heard(who)) for who in before}
    assert len(await scene.tickets()) == 1
    notes = [event.note for event in await rows(scene, TicketEventRow)]
    assert "她说今天搬到娘家去了" in notes
    assert await scene.in_group() == []


async def test_numbers_in_what_is_written_down_are_stars(scene):
    await scene.open_private("li")
    await scene.say("li", media=(VOICE,), group=False)
    await scene.press("liu", "听完了,写下来")

    await scene.say("liu", "金桂园3栋2单元楼道灯坏了,打13800001234", group=False)

    assert "13800001234" not in (await scene.ticket()).text


@pytest.mark.parametrize("who", ["wang", "li", "fix"])
async def test_only_the_desk_writes_down(scene, who):
    await scene.say("li", media=(VOICE,), group=False)
    token = (await scene.rows(chat="p.liu"))[-1].choices[0][0]["token"]

    await scene.press_token(who, token, scene.private(who))

    assert (await the_call(scene)).state == "open"
    assert (await scene.rows(op="answer"))[-1].text == "这个要由相应的工作人员来做。"


async def test_whoever_is_slower_is_told_that_it_was_written_down(scene):
    await scene.say("li", media=(VOICE,), group=False)
    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "没事", group=False)

    await scene.press("sun", "听完了,写下来")

    assert (await scene.rows(op="answer"))[-1].text == "这个电话已经打过了。"


async def test_a_voice_with_words_is_those_words(scene):
    await scene.open_private("li")

    await scene.say("li", "金桂园" + LAMP, media=(VOICE,), group=False)

    assert len(await scene.tickets()) == 1
    assert await rows(scene, CallRow) == []


async def test_who_is_erased_leaves_no_voice(scene):
    await scene.open_private("li")
    await scene.say("li", media=(VOICE,), group=False)

    await scene.say("li", "删除我的信息", group=False)
    await scene.say("li", "要", group=False)

    assert await rows(scene, CallRow) == []
    assert await rows(scene, AttachmentRow) == []


async def the_call(scene):
    return (await rows(scene, CallRow))[-1]


async def rows(scene, table):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


def labels(row):
    return [button["label"] for line in row.choices for button in line]
