"""What goes wrong while a bot on Telegram speaks, each played to the whole program."""

import pytest
from sqlalchemy import select

from bot import commands
from handlers.announcements import NoAudience
from storage import outbox
from storage.chats import ChatRow
from storage.outbox import OutboxRow, PauseRow
from storage.tickets.tables import TicketRow
from tests.bot.stage import until
from tests.botapi import ANONYMOUS, START
from tests.botapi.checks import units
from tests.stories.machine import settings
from tests.stories.village import FIXER, GROUP, NEIGHBOUR, OFFICER, RESIDENT, WORKER

LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"
DRAIN = "5栋1单元的下水道堵了,水都漫出来了"
PARSE = "Bad Request: can't parse entities: unsupported start tag"


async def test_a_pause_that_telegram_asks_for_outlives_a_restart_and_is_no_try(town):
    town.telegram.fail("sendMessage", code=429, chat=GROUP, parameters={"retry_after": 600})
    async with town.awake():
        await town.greeted()
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.told(WORKER, LAMP)
        await _until_paused(town)

    async with town.awake():
        town.telegram.say(GROUP, NEIGHBOUR, DRAIN)
        await town.told(WORKER, DRAIN)

        held = await town.rows(select(OutboxRow).where(OutboxRow.chat == str(GROUP)))
        assert len(_calls(town, GROUP)) == 1
        assert {(row.state, row.attempts) for row in held} == {("waiting", 0)}


async def test_what_may_have_arrived_is_not_said_again_and_shown_to_a_person(town):
    async with town.awake():
        await town.greeted()
        town.telegram.fail("sendMessage", chat=WORKER, done=True, drop=True)
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.settled()

    async with town.awake():
        await town.settled()

        assert len(town.lines(WORKER, LAMP)) == 1
        assert [(row.state, LAMP in row.text) for row in await _by_hand(town)] == [
            ("unknown", True)
        ]


async def test_a_call_that_hangs_holds_nobody_else_up(town):
    async with town.awake():
        await town.greeted()
        town.channel.postman.longest = 0.5
        town.telegram.fail("sendMessage", chat=WORKER, hang=30)
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.told(FIXER, LAMP)
        await town.settled()

        assert [(row.state, row.why) for row in await _by_hand(town)] == [("unknown", "timeout")]


async def test_what_telegram_cannot_read_is_not_tried_again(town):
    async with town.awake():
        await town.greeted()
        tried = len(_calls(town, WORKER))
        town.telegram.fail("sendMessage", code=400, description=PARSE, chat=WORKER, times=9)
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.settled()

        assert len(_calls(town, WORKER)) == tried + 1
        assert [(row.state, LAMP in row.text) for row in await _by_hand(town)] == [
            ("refused", True)
        ]


@pytest.mark.parametrize(
    "words",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: bot can't initiate conversation with a user",
    ],
)
async def test_whoever_cannot_be_written_to_is_reached_by_a_person_until_they_come_back(
    town, words
):
    async with town.awake():
        await town.greeted()
        tried = len(_calls(town, WORKER))
        town.telegram.fail("sendMessage", code=403, description=words, chat=WORKER, times=99)
        for who, text in ((RESIDENT, LAMP), (NEIGHBOUR, DRAIN)):
            town.telegram.say(GROUP, who, text)
            await town.settled()

        assert len(_calls(town, WORKER)) == tried + 1
        waiting = "\n".join(row.text for row in await _by_hand(town))
        assert LAMP in waiting
        assert DRAIN in waiting

        town.telegram.faults.clear()
        town.telegram.start(WORKER)
        await town.told(WORKER, LAMP)
        await town.told(WORKER, DRAIN)
        await town.settled()
        assert await _by_hand(town) == []
        town.telegram.say(GROUP, NEIGHBOUR, "7栋2单元电梯里的灯一直闪")
        await town.told(WORKER, "7栋2单元")


async def test_a_push_that_was_refused_goes_out_as_soon_as_the_person_unblocks(town):
    """Telegram tells of it by itself; nobody has to write first."""
    async with town.awake():
        await town.greeted()
        town.telegram.block(WORKER)
        await town.settled()
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.settled()
        assert town.lines(WORKER, LAMP) == []

        town.telegram.unblock(WORKER)
        task = await town.told(WORKER, LAMP)
        town.telegram.press(WORKER, task["message_id"], WORKER, "我来办")

        await town.told(WORKER, "归您了")
        assert len(town.lines(WORKER, LAMP)) == 1


async def test_a_push_that_was_refused_before_telegram_told_of_the_block_goes_out_too(town):
    async with town.awake():
        await town.greeted()
        town.telegram.blocked.add(WORKER)  # no update: only the refusal tells
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.settled()
        (refused,) = await _by_hand(town)
        assert (refused.state, refused.chat) == ("unreachable", str(WORKER))

        town.telegram.unblock(WORKER)
        await town.told(WORKER, LAMP)
        await town.settled()

        (row,) = await town.rows(select(OutboxRow).where(OutboxRow.id == refused.id))
        assert row.state == "sent"
        assert await _by_hand(town) == []


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_that_put_huying_out_is_left_alone_and_the_ticket_goes_on(town, told):
    async with town.awake():
        await town.greeted()
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.told(GROUP, "0001")
        await town.settled()
        town.telegram.kick(GROUP) if told else town.telegram.gone.add(GROUP)
        await _finish(town)
        await town.settled()

        tried = len(_calls(town, GROUP))
        assert "请您看看" in "\n".join(row.text for row in await _by_hand(town)) or town.lines(
            RESIDENT, "请您看看"
        )
        (chat,) = await town.rows(select(ChatRow).where(ChatRow.chat == str(GROUP)))
        assert not chat.here

        out = settings(town.folder, town.telegram)
        with pytest.raises(NoAudience):
            await commands.announce(out, audience="all", text="周六停水", at=None, to="groups")
        await town.settled()
        assert len(_calls(town, GROUP)) == tried


@pytest.mark.parametrize(
    ("more", "thread"),
    [
        ({"message_thread_id": 17, "is_topic_message": True}, 17),
        ({"message_thread_id": 17}, None),  # a plain thread of answers carries a number, too
    ],
)
async def test_an_answer_goes_to_the_topic_in_which_it_was_asked(town, more, thread):
    async with town.awake():
        await town.greeted()
        town.telegram.say(GROUP, RESIDENT, LAMP, **more)
        noted = await town.told(GROUP, "0001")
        await _finish(town)
        done = await town.told(GROUP, "请您看看")

        assert [line.get("message_thread_id") for line in (noted, done)] == [thread, thread]


async def test_a_closed_topic_closes_no_group(town):
    """Its line goes to the general topic; where that is closed, too, it is a task for a person."""
    topic = {"message_thread_id": 17, "is_topic_message": True}
    closed = {"code": 400, "description": "Bad Request: TOPIC_CLOSED", "chat": GROUP}
    async with town.awake():
        await town.greeted()
        town.telegram.fail("sendMessage", **closed)
        town.telegram.say(GROUP, RESIDENT, LAMP, **topic)
        assert "message_thread_id" not in await town.told(GROUP, "0001")

        town.telegram.fail("sendMessage", times=2, **closed)
        town.telegram.say(GROUP, NEIGHBOUR, DRAIN, **topic)
        await town.told(WORKER, DRAIN)
        await town.settled()

        assert [(row.state, "0002" in row.text) for row in await _by_hand(town)] == [
            ("refused", True)
        ]
        (group,) = await town.rows(select(ChatRow).where(ChatRow.chat == str(GROUP)))
        assert group.here


async def test_hidden_admins_channels_and_other_bots_have_no_rights(town):
    group = town.telegram.chat(GROUP)
    channel = {"id": -1005550001112, "type": "channel", "title": "通知"}
    hidden = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    relay = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    other = {"id": 9090, "is_bot": True, "first_name": "another bot"}
    async with town.awake():
        for text in (LAMP, "/bind JGY/1"):
            town.telegram.say(GROUP, ANONYMOUS, text, sender_chat=group)
            town.telegram.say(GROUP, hidden, text, sender_chat=channel)
            town.telegram.say(GROUP, relay, text, sender_chat=channel, is_automatic_forward=True)
            town.telegram.say(GROUP, other, text)
        await town.settled()

        assert await town.rows(select(TicketRow)) == []
        assert (await town.rows(select(ChatRow)))[0].place == "JGY"
        assert town.telegram.sent() == []


async def test_a_group_that_allows_no_signs_loses_nothing(town):
    town.telegram.no_reactions.add(GROUP)
    town.telegram.say(GROUP, RESIDENT, LAMP, at=START)
    town.telegram.say(GROUP, NEIGHBOUR, DRAIN, at=START + 3600)
    async with town.awake():
        await town.settled()

        assert len(await town.rows(select(TicketRow))) == 2
        assert len(town.telegram.called("setMessageReaction")) == 1
        assert [
            r for r in await town.rows(select(OutboxRow)) if r.op == "react" and r.attempts
        ] == []


async def test_what_people_write_arrives_as_they_wrote_it(town):
    said = LAMP + "<b>急</b> _一直_ *没人* [管](没有) `&amp;` 𠮷👩‍👩‍👧~|{}.!"
    async with town.awake():
        await town.greeted()
        town.telegram.say(GROUP, RESIDENT, said)

        assert said in (await town.told(WORKER, LAMP))["text"]
        assert not any("parse_mode" in call for call in _calls(town, WORKER))


async def test_a_long_announcement_is_split_at_its_lines_as_telegram_counts(town):
    text = "\n".join(f"{day}日 {'𠮷👨‍👩‍👧' * 20} 停水" for day in range(1, 60))
    town.telegram.chat(GROUP)
    async with town.awake():
        out = settings(town.folder, town.telegram)
        await commands.announce(out, audience="all", text=text, at=None, to="groups")
        await town.told(GROUP, "59日")
        await town.settled()

        parts = [line["text"] for line in town.lines(GROUP)]
        assert len(parts) > 1
        assert all(units(part) <= 4096 for part in parts)
        assert text in "\n".join(parts)


def _calls(town, chat):
    """Every attempt at a chat, those that were refused, too."""
    return [call for call in town.telegram.called("sendMessage") if int(call["chat_id"]) == chat]


async def _by_hand(town):
    """Without what the calendar tells the office at some times of the year."""
    async with town.house.database.reading() as session:
        return [row for row in await outbox.by_hand(session) if row.chat != str(OFFICER)]


async def _until_paused(town):
    async def paused():
        return await town.rows(select(PauseRow))

    await until(paused)


async def _finish(town):
    """The grid worker takes the task and says that it is done."""
    task = await town.told(WORKER, LAMP)
    town.telegram.press(WORKER, task["message_id"], WORKER, "我来办")
    mine = await town.told(WORKER, "归您了")
    town.telegram.say(WORKER, WORKER, "换了新灯泡,亮了", reply_to=mine["message_id"])
