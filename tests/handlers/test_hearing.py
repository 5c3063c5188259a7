"""A voice message whose words an engine heard: read like typed ones, shown, and taken back."""

import json

import pytest
from sqlalchemy import select

from domain.messages import Media, MediaKind
from storage.calls import CallRow
from storage.people import PersonRow
from storage.questions import QuestionRow
from storage.tickets.tables import AttachmentRow, TicketRow
from tests.handlers.scene import GROUP
from tests.handlers.speaking import GAS, LAMP, SHOWN, moments, read_back, rows, speak


async def test_a_matter_is_registered_at_once_and_the_answer_begins_with_what_was_heard(scene):
    await scene.open_private("li")

    await speak(scene, "li", LAMP)

    ticket = await scene.ticket()
    assert (ticket.text, ticket.owner_id) == (LAMP, scene.ids["wang"])
    assert await read_back(scene, "li") == [f"您说的是:“{LAMP}”。不对就点“听错了”,换人来听。"]
    assert (await moments(scene, "li"))[-2:] == [SHOWN, "tickets/filed"]
    assert await rows(scene, CallRow) == []
    assert "语音" not in " ".join(await scene.heard("liu"))


async def test_the_voice_goes_with_the_matter_and_to_its_worker(scene):
    await speak(scene, "li", LAMP)

    (kept,) = await rows(scene, AttachmentRow)
    assert (kept.ticket_id, kept.kind, kept.ref, kept.stage) == (1, "voice", "v1", "before")
    task = next(row for row in await scene.rows(chat="p.wang") if LAMP in row.text)
    assert task.attachments == [{"id": kept.id}]


async def test_without_words_a_human_listens_as_ever(scene):
    await scene.open_private("li")

    await speak(scene, "li", "")

    assert (await scene.heard("li"))[-1].startswith("语音收到了")
    assert await read_back(scene, "li") == []
    assert len(await rows(scene, CallRow)) == 1


@pytest.mark.parametrize("words", ["今天天气真好啊", "喂喂听得到吗", "字幕由志愿者提供", "嗯"])
async def test_words_that_huying_does_not_act_on_are_forgotten_and_a_human_listens(scene, words):
    await scene.open_private("li")

    await speak(scene, "li", words)

    assert (await scene.heard("li"))[-1].startswith("语音收到了")
    assert await read_back(scene, "li") == []
    (call,) = await rows(scene, CallRow)
    assert call.attachment_id is not None
    assert await scene.tickets() == []
    assert words not in " ".join(row.text for row in await scene.rows())
    assert [row for row in await rows(scene, QuestionRow) if row.kind == "read_back"] == []


async def test_an_emergency_is_answered_before_what_was_heard(scene):
    await scene.open_private("li")

    await speak(scene, "li", GAS)

    assert (await scene.ticket()).tier == "E"
    told = sorted(
        (row for row in await scene.rows(chat="p.li") if row.moment != "people/hello"),
        key=lambda row: (row.priority, row.id),
    )
    assert "119" in told[0].text
    assert any("煤气" in text for text in await scene.heard("liu"))
    assert await read_back(scene, "li") == [f"您说的是:“{GAS}”。不对就点“听错了”,换人来听。"]


async def test_a_question_is_answered_and_leaves_no_voice(scene):
    await scene.open_private("li")

    await speak(scene, "li", "我家还有多少积分")

    assert "积分" in (await scene.heard("li"))[-1]
    assert await rows(scene, AttachmentRow) == []
    assert await rows(scene, CallRow) == []


async def test_a_place_that_is_missing_is_asked_for_and_spoken_too(scene):
    await scene.open_private("li")
    await speak(scene, "li", "楼道的灯坏了三天了")
    assert await scene.tickets() == []

    await scene.say("li", media=(VOICE_TWO,), heard="金桂园3栋2单元", group=False)

    ticket = await scene.ticket()
    assert ticket.place.startswith("JGY/3")
    assert [row.ref for row in await rows(scene, AttachmentRow)] == ["v1"]
    assert len(await read_back(scene, "li")) == 2


VOICE_TWO = Media(MediaKind.VOICE, "v2", mime="audio/ogg")


@pytest.mark.parametrize(
    ("word", "after"), [("好了,谢谢啊", "closed"), ("还没好呢,还是不亮", "assigned")]
)
async def test_whether_it_is_solved_may_be_spoken(scene, word, after):
    await scene.open_private("li")
    await done(scene)

    await speak(scene, "li", word)

    assert (await scene.ticket()).state == after
    assert await rows(scene, CallRow) == []


async def test_so_may_how_content_they_are(scene):
    await scene.open_private("li")
    await done(scene)
    await speak(scene, "li", "好了,谢谢啊")

    await speak(scene, "li", "满意")

    assert (await scene.ticket()).rating == "content"


async def done(scene):
    """Something of theirs is done, and they are asked in private whether it is."""
    await scene.say("li", LAMP, group=False)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "换了灯管,亮了", group=False)
    assert (await scene.ticket()).state == "reported"


async def test_a_number_that_was_asked_for_is_left_to_a_human(scene):
    await scene.open_private("li")
    await scene.say("li", "打电话帮我", group=False)

    await speak(scene, "li", "13800001234")

    back, spoken = await rows(scene, CallRow)
    assert (back.contact, spoken.kind) == (None, "voice")


async def test_numbers_are_stars_and_none_is_kept_as_the_way_to_be_reached(scene):
    await scene.open_private("li")

    await speak(scene, "li", LAMP + ",打13800001234,身份证11010519491231002X")

    (line,) = await read_back(scene, "li")
    said = " ".join([line, (await scene.ticket()).text, *(r.text for r in await scene.rows())])
    assert "13800001234" not in said
    assert "11010519491231002X" not in said
    async with scene.database.reading() as session:
        assert not any(row.sealed for row in await scene.rows() if row.moment != SHOWN)
        assert await session.scalar(
            select(TicketRow.text).where(TicketRow.text.contains("138****"))
        )


async def test_what_was_heard_is_no_command(scene):
    await scene.open_private("li")

    await speak(scene, "li", "start abc")

    assert not any("码" in text for text in await scene.heard("li"))


async def test_a_yes_that_a_machine_heard_deletes_nothing(scene):
    await scene.open_private("li")
    await scene.say("li", "删除我的信息", group=False)

    await speak(scene, "li", "要")

    async with scene.database.reading() as session:
        assert (await session.scalars(select(PersonRow).where(PersonRow.name.is_(None)))).all()
    assert len(await rows(scene, CallRow)) == 1
    await scene.say("li", "要", group=False)
    assert await rows(scene, CallRow) == []


async def test_in_the_group_under_a_matters_line_nothing_of_the_words_is_repeated(scene):
    await scene.open_private("li")
    said = await scene.say("li", LAMP)

    await speak(scene, "li", "是二楼靠窗的那盏", group=True, reply_to=said)

    assert any("是二楼靠窗的那盏" in text for text in await scene.heard("wang"))
    assert len(await scene.in_group()) == 1
    assert "靠窗" not in json.dumps([row.text for row in await scene.rows(chat=GROUP)])
    assert await read_back(scene, "li") == [
        "您说的是:“是二楼靠窗的那盏”。不对就点“听错了”,换人来听。"
    ]
    assert [row.ticket_id for row in await rows(scene, AttachmentRow)] == [1]
    assert await rows(scene, CallRow) == []


async def test_who_never_opened_the_private_chat_is_shown_nothing_and_is_heard(scene):
    said = await scene.say("li", LAMP)

    await speak(scene, "li", "是二楼靠窗的那盏", group=True, reply_to=said)

    assert await scene.rows(chat="p.li") == []
    assert any("是二楼靠窗的那盏" in text for text in await scene.heard("wang"))


async def test_a_voice_in_the_group_that_belongs_to_nothing_stays_chat(scene):
    await scene.open_private("li")

    await speak(scene, "li", LAMP, group=True)

    assert await scene.tickets() == []
    assert await scene.in_group() == []
    assert await read_back(scene, "li") == []


async def test_of_what_is_nobody_elses_business_no_word_is_shown(scene):
    await scene.open_private("mei")

    await speak(scene, "mei", "老公打我,我不敢回家")

    assert (await scene.ticket()).sensitivity == "s"
    assert await read_back(scene, "mei") == ["您的语音听过了。不对就点“听错了”,换人来听。"]
    assert not any("打我" in row.text for row in await scene.rows(chat="p.mei"))
    assert await scene.in_group() == []


async def test_who_has_such_a_matter_open_is_listened_to_by_its_named_person_alone(scene):
    await scene.open_private("mei")
    await scene.say("mei", "老公打我,我不敢回家", group=False)
    before = {who: len(await scene.heard(who)) for who in ("wang", "liu", "sun", "boss")}

    await speak(scene, "mei", LAMP)

    assert len(await scene.tickets()) == 1
    assert "有位居民发来语音" in (await scene.heard("heart"))[-1]
    assert before == {who: len(await scene.heard(who)) for who in before}
    assert await read_back(scene, "mei") == []


async def test_danger_is_acted_on_whoever_says_it(scene):
    await scene.open_private("mei")
    await scene.say("mei", "老公打我,我不敢回家", group=False)

    await speak(scene, "mei", "2栋1单元着火了,快来人")

    first, second = await scene.tickets()
    assert (first.sensitivity, second.tier) == ("s", "E")
    assert any("119" in text for text in await scene.heard("mei"))
    assert await read_back(scene, "mei") == ["您的语音听过了。不对就点“听错了”,换人来听。"]


async def test_a_workers_result_is_what_they_said_and_the_voice_is_kept_with_it(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")

    await speak(scene, "wang", "换了新的灯管,亮了")

    ticket = await scene.ticket()
    assert (ticket.state, ticket.result) == ("reported", "换了新的灯管,亮了")
    (kept,) = await rows(scene, AttachmentRow)
    assert (kept.ticket_id, kept.kind, kept.stage) == (1, "voice", "after")
    assert await rows(scene, CallRow) == []


async def test_a_result_too_short_to_be_one_is_told_by_the_voice_itself(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")

    await speak(scene, "wang", "好")

    assert (await scene.ticket()).state in ("reported", "accepted")
    assert await rows(scene, CallRow) == []


async def test_what_a_worker_says_about_the_work_is_no_result_because_it_was_spoken(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")

    await speak(scene, "wang", "等配件,还没修好")

    assert (await scene.ticket()).state in ("accepted", "working")


async def test_a_worker_who_chats_by_voice_finishes_nothing(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")

    await speak(scene, "wang", "晚上一起吃饭吧")

    assert (await scene.ticket()).state == "accepted"
