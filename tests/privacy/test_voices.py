"""A voice is known like a face: of whoever wants no name, those who work on it get none."""

import pytest
from sqlalchemy import select

from domain.messages import Media, MediaKind
from storage.calls import CallRow
from storage.tickets.tables import AttachmentRow
from tests.handlers.speaking import GAS, LAMP, VOICE, rows, speak

NAMELESS = "别说是我说的,"


async def test_of_whoever_wants_no_name_no_voice_is_kept(scene):
    await scene.open_private("li")

    await speak(scene, "li", NAMELESS + LAMP)

    ticket = await scene.ticket()
    assert ticket.anonymous
    assert await rows(scene, AttachmentRow) == []
    assert not any(row.attachments for row in await scene.rows(chat="p.wang"))


async def test_a_photo_of_theirs_is(scene):
    await scene.open_private("li")
    photo = Media(MediaKind.PHOTO, "p1", mime="image/jpeg")

    await scene.say("li", NAMELESS + LAMP, media=(photo,), group=False)

    assert [row.ref for row in await rows(scene, AttachmentRow)] == ["p1"]


async def test_in_danger_rescuers_hear_it(scene):
    await scene.open_private("li")

    await speak(scene, "li", NAMELESS + GAS)

    assert [row.ref for row in await rows(scene, AttachmentRow)] == ["v1"]


async def test_who_wants_no_name_afterwards_takes_the_voice_along(scene):
    await scene.open_private("li")
    await speak(scene, "li", LAMP)
    assert len(await rows(scene, AttachmentRow)) == 1

    await scene.press("li", "匿名")

    assert (await scene.ticket()).anonymous
    assert await rows(scene, AttachmentRow) == []


async def test_what_they_add_by_voice_is_words_alone(scene):
    await scene.open_private("li")
    said = await scene.say("li", NAMELESS + LAMP, group=False)

    await speak(scene, "li", "是二楼靠窗的那盏", reply_to=said)

    assert any("是二楼靠窗的那盏" in text for text in await scene.heard("wang"))
    assert await rows(scene, AttachmentRow) == []


@pytest.mark.parametrize("when", ["before", "after"])
async def test_the_desk_listens_and_then_nobody_does(scene, when):
    await scene.open_private("li")
    said = await scene.say("li", (NAMELESS if when == "before" else "") + LAMP, group=False)
    await scene.say("li", media=(VOICE,), reply_to=said, group=False)
    if when == "after":
        await scene.press("li", "匿名")
    (kept,) = await rows(scene, AttachmentRow)
    assert kept.ticket_id is None

    await scene.press("liu", "听完了,写下来")
    await scene.say("liu", "是二楼靠窗的那盏", group=False)

    assert any("是二楼靠窗的那盏" in text for text in await scene.heard("wang"))
    assert await rows(scene, AttachmentRow) == []
    async with scene.database.reading() as session:
        assert (await session.scalar(select(CallRow))).attachment_id is None


async def test_the_result_that_a_worker_tells_by_voice_stays(scene):
    await scene.open_private("li")
    await scene.say("li", NAMELESS + LAMP, group=False)
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")

    await scene.say("wang", media=(VOICE,), group=False)

    assert [row.stage for row in await rows(scene, AttachmentRow)] == ["after"]


async def test_p11_who_is_erased_leaves_no_voice_with_what_is_still_open(scene):
    await scene.open_private("li")
    await speak(scene, "li", LAMP)

    await scene.say("li", "删除我的信息", group=False)
    await scene.say("li", "要", group=False)

    assert (await scene.ticket()).state == "assigned"
    assert await rows(scene, AttachmentRow) == []
