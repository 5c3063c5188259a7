"""A worker's result by voice, by a photo with a caption, or by a photo alone."""

import pytest
from sqlalchemy import select

from domain.messages import Media, MediaKind
from storage.calls import CallRow
from storage.tickets.tables import AttachmentRow

LAMP = "3栋2单元楼道的灯坏了"
VOICE = Media(MediaKind.VOICE, "v1", mime="audio/ogg")
PHOTO = Media(MediaKind.PHOTO, "p1", mime="image/jpeg")


@pytest.mark.parametrize("how", ["asked", "reply", "right under"])
async def test_a_voice_under_the_task_is_the_result_and_says_that_it_was_spoken(scene, how):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    push = (await scene.rows(chat="p.wang"))[-1]
    if how == "asked":
        await scene.press("wang", "办好了")

    await scene.say(
        "wang", media=(VOICE,), group=False, reply_to=push.message if how == "reply" else None
    )

    ticket = await scene.ticket()
    assert (ticket.state, ticket.result) == ("reported", "(语音说明)")
    assert [(row.kind, row.stage) for row in await attachments(scene)] == [("voice", "after")]
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(CallRow))) == []


async def test_a_voice_is_no_photo(scene):
    await _taken(scene)

    await scene.say("wang", media=(VOICE,), group=False)

    assert (await scene.ticket()).no_photo
    assert "补一张办好后的照片" in (await scene.heard("wang"))[-1]


async def test_a_voice_from_who_has_not_taken_it_takes_it_too(scene):
    await scene.say("li", LAMP)
    push = (await scene.rows(chat="p.wang"))[-1]

    await scene.say("wang", media=(VOICE,), group=False, reply_to=push.message)

    assert (await scene.ticket()).state == "reported"
    assert (await scene.acts()).count("accept") == 1


@pytest.mark.parametrize("caption", ["换了灯管", "新的开关", "灯和罩子"])
async def test_a_photo_with_three_characters_is_the_result(scene, caption):
    await _taken(scene)

    await scene.say("wang", caption, media=(PHOTO,), group=False)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.result, ticket.no_photo) == ("reported", caption, False)


@pytest.mark.parametrize("caption", ["还没修好", "维修前", "现场情况", "明天再来", "好"])
async def test_a_caption_that_says_not_yet_finishes_nothing(scene, caption):
    await _taken(scene)

    await scene.say("wang", caption, media=(PHOTO,), group=False)

    assert (await scene.ticket()).state != "reported"
    assert len(await attachments(scene)) == 1


async def test_a_photo_of_something_new_is_no_result(scene):
    await _taken(scene)

    await scene.say("wang", "金桂园5栋楼道的灯也坏了", media=(PHOTO,), group=False)

    assert [ticket.state for ticket in await scene.tickets()] == ["accepted", "assigned"]


async def test_a_photo_alone_asks_for_one_sentence(scene):
    await _taken(scene)

    await scene.say("wang", media=(PHOTO,), group=False)
    assert (await scene.ticket()).state == "accepted"
    assert "回一句怎么办好的" in (await scene.heard("wang"))[-1]

    await scene.say("wang", "灯管换好了", group=False)
    ticket = await scene.ticket()
    assert (ticket.state, ticket.no_photo) == ("reported", False)


async def test_a_missing_photo_is_asked_for_once_and_then_it_goes_to_check_marked(scene):
    await scene.say("li", "1栋楼顶有块瓷砖松了,快要掉下来了")
    await scene.press("wang", "我来办")
    await scene.say("wang", "0001已经处理好了", group=False)
    assert "(无照片)" in (await scene.heard("chen"))[-1]
    assert "补一张办好后的照片" in (await scene.heard("wang"))[-1]

    await scene.press("chen", "查过了,没好")
    await scene.say("chen", "还是松的", group=False)
    await scene.say("chen", "0001我来办", group=False)
    await scene.say("chen", "0001已经全部加固好了", group=False)

    asked = [*await scene.heard("wang"), *await scene.heard("chen")]
    assert sum("补一张" in text for text in asked) == 1
    assert "(无照片)" in (await scene.heard("sun"))[-1]


async def test_the_residents_own_photo_counts_as_before_and_not_as_proof(scene):
    await scene.say("li", LAMP, media=(PHOTO,))
    await scene.press("wang", "我来办")

    await scene.say("wang", "灯管换好了", group=False)

    assert (await scene.ticket()).no_photo
    assert [row.stage for row in await attachments(scene)] == ["before"]


async def _taken(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")


async def attachments(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(AttachmentRow).order_by(AttachmentRow.id)))


async def test_words_that_may_be_about_work_in_hand_are_asked_to_be_said_under_it(scene):
    await scene.open_private("li")
    await _taken(scene)
    before = len(await scene.heard("li"))

    await scene.say("wang", "去看过了,要换零件", group=False)
    assert "请按着那一条回复,或在前面写上编号" in (await scene.heard("wang"))[-1]
    await scene.say("wang", "0001 去看过了,要换零件", group=False)

    assert [text for text in (await scene.heard("li"))[before:] if "要换零件" in text] != []
    assert (await scene.ticket()).state == "working"


async def test_who_has_nothing_in_hand_is_told_what_can_be_said(scene):
    await scene.say("wang", "去看过了,要换零件", group=False)

    assert "请说说哪里、怎么了" in (await scene.heard("wang"))[-1]
