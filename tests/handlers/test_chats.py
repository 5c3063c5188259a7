"""Groups: the one notice, tying one to a place, and following it when it moves."""

from domain.messages import Address, ChatKind, Happening, Incoming, Speaker, SpeakerKind
from storage.chats import chat_at
from tests.handlers.scene import MORNING

NEW = "new-group"
LAMP = "3栋2单元楼道的灯坏了"


async def test_the_notice_is_posted_once(scene):
    await _joined(scene)
    await _joined(scene)

    told = await scene.rows(chat=NEW)
    assert len(told) == 1
    assert "平常聊天我不存" in told[0].text


async def test_a_group_that_is_tied_to_nothing_registers_nothing(scene):
    await _joined(scene)

    await scene.say("li", LAMP, chat=NEW)

    assert await scene.tickets() == []
    assert len(await scene.rows(chat=NEW)) == 1


async def test_an_officer_ties_it_by_command_and_then_it_is_heard(scene):
    await _joined(scene)
    await scene.say("sun", "/bind JGY", chat=NEW)
    await scene.say("li", LAMP, chat=NEW)

    assert "金桂园" in (await scene.rows(chat=NEW))[1].text
    assert (await scene.ticket()).chat == NEW


async def test_without_a_code_the_estates_are_offered(scene):
    await _joined(scene)
    await scene.say("sun", "/bind", chat=NEW)

    await scene.press("sun", "金桂园", group=True, chat=NEW)

    async with scene.database.reading() as session:
        assert (await chat_at(session, Address("web", NEW))).place == "JGY"


async def test_a_resident_and_a_worker_may_not_tie_a_group(scene):
    await _joined(scene)
    for who in ("li", "wang"):
        await scene.say(who, "/bind JGY", chat=NEW)

    async with scene.database.reading() as session:
        assert (await chat_at(session, Address("web", NEW))).place is None


async def test_a_place_that_does_not_exist_is_refused_in_one_line(scene):
    await _joined(scene)
    await scene.say("sun", "/bind NOWHERE", chat=NEW)

    assert len(await scene.rows(chat=NEW)) == 2


async def test_an_anonymous_admin_and_a_channel_have_no_rights(scene):
    await _joined(scene)
    for kind in (SpeakerKind.ANONYMOUS_ADMIN, SpeakerKind.CHANNEL):
        await scene.handle(_said("/bind JGY", Speaker("sun", kind), key=kind.value))
        await scene.handle(_said(LAMP, Speaker("sun", kind), key=f"{kind.value}2"))

    async with scene.database.reading() as session:
        assert (await chat_at(session, Address("web", NEW))).place is None
    assert await scene.tickets() == []


async def test_a_group_with_a_new_id_keeps_its_tie_and_its_tickets(scene):
    await scene.say("li", LAMP)
    await scene.handle(
        Incoming(
            key="moved", what=Happening.MOVED, at=scene.now, where=Address("web", "jgy"),
            chat_kind=ChatKind.GROUP, speaker=Speaker("li"), moved_to=NEW,
        )
    )  # fmt: skip

    await scene.say("li", "5栋1单元的下水道堵了", chat=NEW)

    assert [t.chat for t in await scene.tickets()] == [NEW, NEW]
    assert [t.place for t in await scene.tickets()] == ["JGY/3/2", "JGY/5/1"]


async def test_removed_and_added_again_it_keeps_its_tie_and_says_nothing_twice(scene):
    await _joined(scene)
    await scene.say("sun", "/bind JGY", chat=NEW)
    await scene.handle(_fact(Happening.LEFT, "left"))
    await _joined(scene)
    await scene.say("li", LAMP, chat=NEW)

    assert len(await scene.tickets()) == 1
    assert sum("平常聊天我不存" in row.text for row in await scene.rows(chat=NEW)) == 1


async def _joined(scene):
    await scene.handle(_fact(Happening.JOINED, "joined"))


def _fact(what, key):
    return Incoming(
        key=key, what=what, at=MORNING, where=Address("web", NEW), chat_kind=ChatKind.GROUP,
        speaker=Speaker("sun"), chat_name="新群",
    )  # fmt: skip


def _said(text, speaker, *, key):
    return Incoming(
        key=key, what=Happening.MESSAGE, at=MORNING, where=Address("web", NEW),
        chat_kind=ChatKind.GROUP, speaker=speaker, text=text, message=f"x{key}",
    )  # fmt: skip
