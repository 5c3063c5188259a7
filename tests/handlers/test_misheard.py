"""`听错了`: what a machine made of a voice message is taken back, and a human listens."""

import json

import pytest

from storage.calls import CallRow
from storage.corrections import CorrectionRow
from storage.questions import QuestionRow
from storage.tickets.tables import AttachmentRow
from tests.handlers.scene import GROUP, build
from tests.handlers.speaking import GAS, LAMP, SHOWN, read_back, rows, speak


async def test_misheard_takes_the_matter_back_and_lets_a_human_listen(scene):
    await scene.open_private("li")
    said = await speak(scene, "li", "金桂园3栋2单元楼道的灯坏了")

    await scene.press("li", "听错了")

    ticket = await scene.ticket()
    assert ticket.state == "withdrawn"
    assert (await scene.heard("li"))[-1].startswith("语音收到了")
    (call,) = await rows(scene, CallRow)
    assert (call.message, call.chat, call.ticket_id) == (said, "p.li", None)
    assert (await scene.rows(chat="p.liu"))[-1].attachments == [{"id": call.attachment_id}]
    line = next(row for row in await scene.rows(chat="p.li") if row.moment == SHOWN)
    assert line.key in [row.target_key for row in await scene.rows(chat="p.li", op="delete")]
    assert any("撤回了,不用办了" in text for text in await scene.heard("wang"))


async def test_what_the_human_then_writes_down_becomes_the_matter_with_the_voice(scene):
    await scene.open_private("li")
    await speak(scene, "li", LAMP)
    await scene.press("li", "听错了")

    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "金桂园3栋2单元楼道的门坏了", group=False)

    first, second = await scene.tickets()
    assert (first.state, second.state) == ("withdrawn", "assigned")
    assert second.text == "金桂园3栋2单元楼道的门坏了"
    call = (await rows(scene, CallRow))[-1]
    kept = {row.id: row.ticket_id for row in await rows(scene, AttachmentRow)}
    assert (call.ticket_id, kept[call.attachment_id]) == (second.id, second.id)


async def test_misheard_may_be_typed(scene):
    await scene.open_private("li")
    await speak(scene, "li", LAMP)

    await scene.say("li", "你听错了", group=False)

    assert (await scene.ticket()).state == "withdrawn"
    assert len(await rows(scene, CallRow)) == 1


async def test_those_words_mean_nothing_where_nothing_was_shown(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP, group=False)

    await scene.say("li", "听错了", group=False)

    assert (await scene.ticket()).state == "assigned"
    assert await rows(scene, CallRow) == []


async def test_pressed_twice_it_is_one_call(scene):
    await speak(scene, "li", LAMP)
    token = await button(scene, "li")

    await scene.press_token("li", token, scene.private("li"))
    await scene.press_token("li", token, scene.private("li"))

    assert len(await rows(scene, CallRow)) == 1


async def test_nobody_else_presses_it(scene):
    await speak(scene, "li", LAMP)
    token = await button(scene, "li")

    await scene.press_token("zhang", token, scene.private("zhang"))

    assert (await scene.ticket()).state == "assigned"
    assert await rows(scene, CallRow) == []


async def button(scene, who):
    line = next(row for row in await scene.rows(chat=f"p.{who}") if row.moment == SHOWN)
    return line.choices[0][0]["token"]


async def test_misheard_lets_go_of_the_question_that_the_words_had_raised(scene):
    await scene.open_private("li")
    await speak(scene, "li", "楼道的灯坏了三天了")

    await scene.press("li", "听错了")
    await scene.say("li", "金桂园3栋2单元", group=False)

    assert await scene.tickets() == []
    assert "楼道的灯坏了三天了" not in json.dumps(
        [row.facts for row in await rows(scene, QuestionRow)], ensure_ascii=False
    )


async def test_a_danger_that_was_misheard_stays_until_somebody_has_looked(scene):
    await scene.open_private("li")
    await speak(scene, "li", GAS)

    await scene.press("li", "听错了")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.reporter_id) == ("assigned", None)
    assert len(await rows(scene, CallRow)) == 1


async def test_what_was_misheard_teaches_nothing(scene):
    await scene.open_private("li")
    await speak(scene, "li", LAMP)

    await scene.press("li", "听错了")

    assert await rows(scene, CorrectionRow) == []


async def test_a_word_on_a_matter_that_was_misheard_is_heard_again_with_its_voice(scene):
    await scene.open_private("li")
    said = await scene.say("li", LAMP, group=False)
    await speak(scene, "li", "是二楼靠窗的那盏", reply_to=said)

    await scene.press("li", "听错了")

    (call,) = await rows(scene, CallRow)
    assert (call.ticket_id, call.attachment_id) == (1, (await rows(scene, AttachmentRow))[0].id)
    assert (await scene.ticket()).state == "assigned"


async def test_after_a_day_nobody_holds_where_the_voice_was(scene):
    await scene.open_private("li")
    await speak(scene, "li", LAMP)
    token = await button(scene, "li")

    await scene.wait(hours=25)
    await scene.press_token("li", token, scene.private("li"))

    question = next(row for row in await rows(scene, QuestionRow) if row.kind == "read_back")
    assert question.facts == {}
    assert (await scene.ticket()).state == "assigned"


async def test_from_the_group_misheard_goes_before_the_desk_as_said_there(scene):
    await scene.open_private("li")
    said = await scene.say("li", LAMP)
    spoken = await speak(scene, "li", "是二楼靠窗的那盏", group=True, reply_to=said)

    await scene.press("li", "听错了")

    (call,) = await rows(scene, CallRow)
    assert (call.chat, call.message, call.reply_to, call.ticket_id) == (GROUP, spoken, said, 1)
    assert len(await scene.in_group()) == 1


@pytest.mark.parametrize("locale", ["zh-Hant", "en"])
async def test_it_is_said_in_every_language(database, locale):
    scene = await build(database, locale=locale)
    await scene.open_private("li")

    await speak(scene, "li", LAMP)

    (line,) = await read_back(scene, "li")
    assert LAMP in line
    await scene.press("li", {"zh-Hant": "聽錯了", "en": "Misheard"}[locale])
    assert len(await rows(scene, CallRow)) == 1


async def test_a_matter_that_a_misheard_word_closed_comes_back_by_what_was_said(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP, group=False)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管,亮了", group=False)
    await speak(scene, "li", "好了")
    assert (await scene.ticket()).state == "closed"

    await scene.press("li", "听错了")
    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "没好,还是不亮", group=False)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.reopened) == ("assigned", 1)


@pytest.mark.parametrize("words", [LAMP, GAS])
@pytest.mark.parametrize("written", ["没事", GAS, "今天下雨"])
async def test_whatever_the_human_writes_down_the_voice_is_kept_once_a_ticket_at_most(
    scene, words, written
):
    await scene.open_private("li")
    await speak(scene, "li", words)
    await scene.press("li", "听错了")

    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", written, group=False)

    (call,) = await rows(scene, CallRow)
    assert call.state == "done"
    kept = [row.ticket_id for row in await rows(scene, AttachmentRow)]
    assert None not in kept
    assert len(kept) == len(set(kept))


async def test_who_is_erased_leaves_nothing_of_where_their_voice_was(scene):
    await scene.open_private("li")
    await speak(scene, "li", "我家还有多少积分")
    assert "v1" in json.dumps([row.facts for row in await rows(scene, QuestionRow)])

    await scene.say("li", "删除我的信息", group=False)
    await scene.say("li", "要", group=False)
    await scene.wait(hours=1)

    assert "v1" not in json.dumps([row.facts for row in await rows(scene, QuestionRow)])
