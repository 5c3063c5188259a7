"""Groups: the one notice, tying one to a place, and following it when it moves."""

import pytest
from sqlalchemy import select

from domain.messages import Address, ChatKind, Happening, Incoming, Speaker, SpeakerKind
from storage.audit import AuditRow
from storage.chats import ChatRow, chat_at
from storage.people import IdentityRow, RoleRow
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

    assert await _place(scene) == "JGY"


@pytest.mark.parametrize("who", ["li", "wang", "fix"])
@pytest.mark.parametrize("command", ["/bind JGY", "/bind"])
async def test_residents_and_workers_may_not_tie_a_group_and_hear_so(scene, who, command):
    await _joined(scene)
    await scene.say(who, command, chat=NEW)

    refused = (await scene.rows(chat=NEW))[-1]
    assert "工作人员" in refused.text
    assert refused.choices == []
    assert await _place(scene) is None


async def test_an_estate_s_button_is_for_the_officer_who_asked(scene):
    await _joined(scene)
    await scene.say("sun", "/bind", chat=NEW)

    await scene.press("li", "金桂园", group=True, chat=NEW)
    await scene.press("boss", "金桂园", group=True, chat=NEW)

    assert await _place(scene) is None
    assert len(await scene.rows(op="answer")) == 2


async def test_an_officer_of_another_community_may_not_tie_it(scene):
    await _serves(scene, "qian", "officer", "ELSEWHERE")
    await _joined(scene)
    await scene.say("qian", "/bind JGY", chat=NEW)

    assert await _place(scene) is None


async def test_a_second_tie_replaces_the_first_and_both_are_on_record(scene):
    await _joined(scene)
    await scene.say("sun", "/bind JGY", chat=NEW)
    await scene.say("boss", "/bind LX", chat=NEW)

    assert await _place(scene) == "LX"
    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(AuditRow).where(AuditRow.act == "chat.bound").order_by(AuditRow.id)
        )
        assert [row.facts["place"] for row in rows] == ["JGY", "LX"]


@pytest.mark.parametrize("word", ["先问", "ask"])
async def test_an_officer_says_when_huying_speaks_in_a_group(scene, word):
    await scene.say("sun", f"/mode {word}")
    told = (await scene.in_group())[-1]
    await scene.say("li", LAMP)

    assert "先问过本人再记" in told
    assert await scene.tickets() == []


async def test_without_a_word_each_way_is_a_button_of_whoever_asked(scene):
    await scene.say("sun", "/mode")
    await scene.press("li", "安静:叫我才说话", group=True)
    await scene.press("sun", "从严:拿不准就不出声", group=True)
    await scene.say("sun", "/mode")
    await scene.press("sun", "安静:叫我才说话", group=True)
    await scene.say("li", LAMP)

    assert await scene.tickets() == []
    async with scene.database.reading() as session:
        chat = await session.scalar(select(ChatRow).where(ChatRow.place == "JGY"))
        assert (chat.mode, chat.care) == ("quiet", "careful")
        changed = await session.scalars(
            select(AuditRow).where(AuditRow.act == "chat.mode").order_by(AuditRow.id)
        )
        assert [row.facts["before"]["care"] for row in changed] == ["usual", "careful"]


@pytest.mark.parametrize("who", ["li", "wang"])
async def test_who_may_not_tie_a_group_may_not_silence_it(scene, who):
    await scene.say(who, "/mode 安静")
    await scene.say("li", LAMP)

    assert len(await scene.tickets()) == 1


async def test_a_way_that_does_not_exist_is_refused_in_one_line(scene):
    await scene.say("sun", "/mode 随便")

    assert "随便" in (await scene.in_group())[-1]


async def test_whoever_makes_a_group_quiet_is_told_that_it_hears_no_fire(scene):
    await scene.say("sun", "/mode 安静")
    quiet = (await scene.in_group())[-1]
    await scene.say("sun", "/mode 先问")
    asking = (await scene.in_group())[-1]

    assert "听不到" in quiet
    assert "听不到" not in asking


async def test_in_private_it_is_said_where_a_mode_is_changed(scene):
    await scene.say("sun", "/mode 安静", group=False)

    assert "群里" in (await scene.heard("sun"))[-1]


async def test_a_group_that_is_nobodys_is_tied_first(scene):
    await _joined(scene)
    await scene.say("sun", "/mode 安静", chat=NEW)
    await scene.press("sun", "金桂园", group=True, chat=NEW)

    assert await _place(scene) == "JGY"


async def test_in_private_it_is_said_where_the_command_belongs(scene):
    await scene.say("sun", "/bind JGY", group=False)

    assert "群里" in (await scene.heard("sun"))[-1]


async def test_a_place_that_does_not_exist_is_refused_in_one_line(scene):
    await _joined(scene)
    await scene.say("sun", "/bind NOWHERE", chat=NEW)

    told = await scene.rows(chat=NEW)
    assert len(told) == 2
    assert "NOWHERE" in told[-1].text
    assert await _place(scene) is None


async def test_an_anonymous_admin_and_a_channel_have_no_rights(scene):
    await _joined(scene)
    for kind in (SpeakerKind.ANONYMOUS_ADMIN, SpeakerKind.CHANNEL):
        await scene.handle(_said("/bind JGY", Speaker("sun", kind), key=kind.value))
        await scene.handle(_said(LAMP, Speaker("sun", kind), key=f"{kind.value}2"))

    assert await _place(scene) is None
    assert await scene.tickets() == []
    assert len(await scene.rows(chat=NEW)) == 1


async def test_a_group_with_a_new_id_keeps_its_tie_and_its_tickets(scene):
    await scene.say("li", LAMP)
    await _moved(scene)

    await scene.say("li", "5栋1单元的下水道堵了", chat=NEW)

    assert [t.chat for t in await scene.tickets()] == [NEW, NEW]
    assert [t.place for t in await scene.tickets()] == ["JGY/3/2", "JGY/5/1"]


async def test_what_was_asked_under_the_old_id_is_answered_under_the_new_one(scene):
    await scene.say("li", "楼道的灯坏了好几天了")
    await _moved(scene)

    await scene.say("li", "6栋", chat=NEW)

    assert [(t.place, t.chat) for t in await scene.tickets()] == [("JGY/6", NEW)]


async def test_told_twice_and_met_before_it_was_told_a_group_moves_once(scene):
    await _joined(scene)
    await _moved(scene)
    await _moved(scene)

    await scene.say("li", LAMP, chat=NEW)

    assert await _place(scene) == "JGY"
    assert len(await scene.tickets()) == 1
    assert sum("平常聊天我不存" in row.text for row in await scene.rows()) == 1


async def test_a_result_goes_to_the_group_s_new_id(scene):
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    await _moved(scene)

    await scene.press("wang", "办好了")
    await scene.say("wang", "换了新灯泡", group=False)
    assert (await scene.rows(chat=NEW))[-1].group

    await scene.say("li", "好了,谢谢", chat=NEW)
    assert (await scene.ticket()).closed_by == "reporter"


async def test_where_huying_was_removed_no_announcement_goes(scene):
    await _joined(scene)
    await scene.say("sun", "/bind JGY", chat=NEW)
    await scene.handle(_fact(Happening.LEFT, "left"))
    before = len(await scene.rows(chat=NEW))

    await scene.say("sun", "通知 金桂园: 明天上午停水", group=False)
    await scene.press("sun", "发出去")

    assert await scene.in_group() == ["明天上午停水"]
    assert len(await scene.rows(chat=NEW)) == before


async def test_removed_and_added_again_it_keeps_its_tie_and_says_nothing_twice(scene):
    await _joined(scene)
    await scene.say("sun", "/bind JGY", chat=NEW)
    await scene.handle(_fact(Happening.LEFT, "left"))
    await _joined(scene)
    await scene.say("li", LAMP, chat=NEW)

    assert len(await scene.tickets()) == 1
    assert sum("平常聊天我不存" in row.text for row in await scene.rows(chat=NEW)) == 1


async def _place(scene):
    async with scene.database.reading() as session:
        return (await chat_at(session, Address("web", NEW))).place


async def _serves(scene, account, role, area):
    """Somebody has a role without being of this community."""
    await scene.open_private(account)
    async with scene.database.transaction() as session:
        who = await session.scalar(select(IdentityRow).where(IdentityRow.account == account))
        session.add(RoleRow(person_id=who.person_id, role=role, area=area))


async def _joined(scene):
    await scene.handle(_fact(Happening.JOINED, "joined"))


async def _moved(scene):
    await scene.handle(
        Incoming(
            key="moved", what=Happening.MOVED, at=scene.now, where=Address("web", "jgy"),
            chat_kind=ChatKind.GROUP, speaker=Speaker("li"), moved_to=NEW,
        )
    )  # fmt: skip


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
