"""What bots on Telegram stumble over, each played to the whole program."""

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import commands
from bot.channels.telegram import Rhythm
from storage.inbox import InboxRow
from storage.tickets.tables import AttachmentRow, TicketEventRow, TicketRow
from tests.botapi import START
from tests.stories.machine import PATIENCE, STAFF, settings
from tests.stories.village import GROUP, NEIGHBOUR, RESIDENT, WORKER

ROOT = Path(__file__).parents[2]
SMALL, LARGE = -4001, -1009998887776  # a group, and the supergroup that it becomes
HOOK = {
    "telegram_webhook_url": "https://huying.example/hook/telegram",
    "telegram_webhook_secret": "s3cret-s3cret",
}
A_WEEK_AGO = datetime.now(UTC) - timedelta(days=8)
QUICK = Rhythm(poll=5, first=0.01, longest=0.02, token=0.02, conflict=0.01)
HANGING = Rhythm(poll=0, first=0.01, longest=0.01, red=0.2, renew=0.3, call=0.15)
DRAIN = "5栋1单元的下水道堵了,水都漫出来了"
LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"


async def test_an_edit_that_changes_no_word_adds_nothing_and_a_real_one_is_added(town):
    async with town.awake():
        await town.greeted()
        said = town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.told(GROUP, "0001")
        await town.settled()
        before = len(town.telegram.sent())

        town.telegram.edit(GROUP, said)
        await town.settled()
        assert len(town.telegram.sent()) == before

        town.telegram.edit(GROUP, said, LAMP + ",昨晚有人绊了一跤")
        await town.told(WORKER, "绊了一跤")
        assert len(await town.rows(select(TicketRow))) == 1


async def test_a_press_that_telegram_sends_twice_is_done_once_and_answered_twice(town):
    """A telephone that comes back to its network sends the press again, under a new number."""
    async with town.awake():
        await town.greeted()
        town.telegram.say(GROUP, RESIDENT, LAMP)
        task = await town.told(WORKER, LAMP)
        first = town.telegram.press(WORKER, task["message_id"], WORKER, "我来办")
        await town.told(RESIDENT, "已有人接手")
        second = town.telegram.press_data(WORKER, task, WORKER, _data(task, "我来办"))
        await town.settled()

        assert None not in (town.telegram.queries[first], town.telegram.queries[second])
        assert len(town.lines(RESIDENT, "已有人接手")) == 1
        acts = [row.act for row in await town.rows(select(TicketEventRow))]
        assert acts.count("accept") == 1


@pytest.mark.parametrize("told", [("old", "new"), ("new", "old"), ("old",), ("new",)])
async def test_a_group_that_becomes_a_supergroup_takes_everything_along(town, told):
    await commands.bind(settings(town.folder, town.telegram), "telegram", str(SMALL), "JGY")
    async with town.awake():
        await town.greeted()
        town.telegram.say(SMALL, RESIDENT, LAMP)
        await town.told(SMALL, "0001")

        town.telegram.migrate(SMALL, LARGE, told=told)
        await town.settled()
        town.telegram.say(LARGE, NEIGHBOUR, DRAIN)
        await town.told(LARGE, "0002")
        await _finish(town, WORKER, LAMP)
        await town.told(LARGE, "0001")

        assert {row.chat for row in await town.rows(select(TicketRow))} == {str(LARGE)}


async def test_a_move_that_only_the_refusal_tells_is_followed_and_said_once(town):
    await commands.bind(settings(town.folder, town.telegram), "telegram", str(SMALL), "JGY")
    town.telegram.say(SMALL, RESIDENT, LAMP)
    town.telegram.chat(LARGE)
    town.telegram.migrate(SMALL, LARGE, told=())

    async with town.awake():
        await town.told(LARGE, "0001")
        town.telegram.say(LARGE, NEIGHBOUR, DRAIN)
        await town.told(LARGE, "0002")
        await town.settled()

        assert len(town.lines(LARGE, "0001")) == 1
        assert {row.chat for row in await town.rows(select(TicketRow))} == {str(LARGE)}


async def test_after_an_hour_without_network_all_is_registered_and_one_line_is_said(town):
    for minute in range(0, 60, 5):
        town.telegram.say(GROUP, 700 + minute, _complaint(minute), at=START + 60 * minute)
    town.telegram.say(GROUP, NEIGHBOUR, "我有多少积分", at=START + 60 * 7)
    town.telegram.say(GROUP, NEIGHBOUR, "这个月7号还理发吗", at=START + 60 * 8)
    town.telegram.say(GROUP, RESIDENT, DRAIN, at=START + 60 * 75)
    for who in STAFF:
        town.telegram.start(who)

    async with town.awake():
        await town.told(GROUP)
        await town.settled()

        assert len(await town.rows(select(TicketRow))) == 13
        assert len(town.lines(GROUP)) == 1
        assert len(town.telegram.called("setMessageReaction")) >= 12


async def test_a_network_that_was_away_while_huying_ran_brings_no_flood_of_answers(town):
    async with town.awake(rhythm=HANGING):
        await town.telegram.wait_for(lambda: town.telegram.polls > 2)
        town.telegram.fail("getUpdates", code=502, times=10_000)
        await town.telegram.wait_for(lambda: town.telegram.faults[0].times < 10_000)
        town.telegram.say(GROUP, RESIDENT, LAMP, at=START)
        town.telegram.say(GROUP, RESIDENT, "我有多少积分", at=START + 60)
        town.telegram.say(GROUP, NEIGHBOUR, DRAIN, at=START + 3600)
        town.channel.pulse._last -= 3600  # the hour itself
        town.telegram.faults.clear()
        await town.told(GROUP, "000")
        await town.settled()

        assert len(await town.rows(select(TicketRow))) == 2
        assert len(town.lines(GROUP)) == 1


async def test_a_backlog_of_the_same_complaint_asks_nobody_and_counts_everybody(town):
    for minute in range(20):
        where = f"{minute % 2 + 1}栋1单元路灯坏了"
        town.telegram.say(GROUP, 700 + minute, where, at=START + 60 * minute)
    town.telegram.say(GROUP, RESIDENT, "今天天气不错", at=START + 3600)

    async with town.awake():
        await town.settled()

        first, second = await town.rows(select(TicketRow).order_by(TicketRow.id))
        assert (first.people, second.people) == (10, 10)
        assert town.lines(GROUP) == []
        assert len(town.telegram.called("setMessageReaction")) == 20


async def test_a_chat_that_is_slow_is_not_lost_because_a_faster_one_was_done(town):
    async with town.awake() as before:
        before.program.pump.handle = _failing_on(LAMP, before.program.pump.handle)
        town.telegram.say(GROUP, RESIDENT, LAMP)
        town.telegram.start(NEIGHBOUR)
        await town.told(NEIGHBOUR)
        await town.telegram.wait_for(lambda: not town.telegram.updates, PATIENCE)

    async with town.awake():
        await town.told(GROUP, "0001")


async def test_a_late_picture_of_an_album_joins_its_ticket(town):
    async with town.awake():
        town.telegram.photo(GROUP, RESIDENT, caption=LAMP, data=b"one", album="a1")
        await town.told(GROUP, "0001")
        town.telegram.photo(GROUP, RESIDENT, data=b"two", album="a1")
        await town.settled()

        assert len(await town.rows(select(TicketRow))) == 1
        assert len(await town.rows(select(AttachmentRow))) == 2
        assert len(town.lines(GROUP)) == 1


async def test_a_sticker_gets_a_kind_word_in_private_and_none_in_a_group(town):
    sticker = {"sticker": {"file_id": "s"}}
    async with town.awake():
        await town.greeted()
        town.telegram.say(GROUP, RESIDENT, LAMP)
        task = await town.told(WORKER, LAMP)
        await town.settled()
        town.telegram.press(WORKER, task["message_id"], WORKER, "我来办")
        await town.settled()
        lines = len(town.lines(GROUP))
        for chat, who in ((RESIDENT, RESIDENT), (WORKER, WORKER), (GROUP, RESIDENT)):
            town.telegram.update("message", town.telegram.message(chat, who, **sticker))

        await town.told(RESIDENT, "哪里、怎么了")
        await town.told(WORKER, "手上的事")
        await town.settled()
        assert len(town.lines(GROUP)) == lines
        assert [row.state for row in await town.rows(select(TicketRow))] == ["accepted"]
        assert await town.rows(select(AttachmentRow)) == []


async def test_after_a_week_off_numbers_that_began_anew_below_the_old_ones_are_heard(town):
    async with town.awake():
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.told(GROUP, "0001")
        await town.settled()
        async with town.house.database.transaction() as session:
            await session.execute(update(InboxRow).values(received_at=A_WEEK_AGO))
    town.telegram.restart_numbers(17)
    town.telegram.say(GROUP, NEIGHBOUR, DRAIN)

    async with town.awake():
        await town.told(GROUP, "0002")


async def test_a_second_program_on_the_token_is_shown_and_outlived(town):
    async with town.awake(rhythm=QUICK):
        town.telegram.fail("getUpdates", code=409, description="Conflict: other", times=10_000)
        await _problems(town, ["conflict"])
        async with town.pages() as browser:
            assert (await browser.get("/healthz")).status_code == 200

        town.telegram.faults.clear()
        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.told(GROUP, "0001")
        await _problems(town, [])


async def test_a_question_that_hangs_is_noticed_and_asked_anew(town):
    async with town.awake(rhythm=HANGING):
        await _problems(town, [])
        town.telegram.fail("getUpdates", hang=30, times=5)
        await _problems(town, ["silent"])

        town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.told(GROUP, "0001")
        await _problems(town, [])


async def test_a_wrong_token_leaves_the_web_chat_and_the_console_standing(town):
    await commands.bind(settings(town.folder, town.telegram), "web", "family", "JGY")
    async with town.awake(telegram_token="1:WRONG", rhythm=QUICK), town.pages() as browser:
        await _problems(town, ["token"])

        for page in ("/console/sign-in", await commands._group_link(town.house)):
            assert (await browser.get(page, follow_redirects=True)).status_code == 200
        said = await commands.doctor(settings(town.folder, town.telegram, telegram_token="1:WRONG"))
        assert "令牌不对" in said["_text"]


@pytest.mark.parametrize(("ahead", "level", "shown"), [(4, "ok", []), (-600, "error", ["clock"])])
async def test_a_clock_that_is_far_from_telegrams_is_told(town, ahead, level, shown):
    town.telegram.ahead = ahead

    said = await commands.doctor(settings(town.folder, town.telegram))
    assert [f["level"] for f in said["findings"] if "本机时间" in f["what"]] == [level]
    async with town.awake():
        await town.telegram.wait_for(lambda: town.telegram.polls)
        await _problems(town, shown)


async def test_by_webhook_only_telegram_is_believed_and_each_update_is_one_matter(town):
    async with town.awake(**HOOK), town.pages() as poster:
        town.telegram.say(GROUP, RESIDENT, LAMP, at=time.time())
        posted = await _posted(town)

        assert await _post(poster, posted, secret="guessed") == 403
        assert await town.rows(select(InboxRow)) == []
        assert [await _post(poster, posted), await _post(poster, posted)] == [200, 200]
        await town.told(GROUP, "0001")
        assert len(await town.rows(select(TicketRow))) == 1
        assert town.telegram.polls == 0


async def test_by_webhook_what_waited_for_an_hour_is_registered_without_a_line(town):
    async with town.awake(**HOOK), town.pages() as poster:
        town.telegram.say(GROUP, RESIDENT, LAMP, at=time.time() - 3600)
        assert await _post(poster, await _posted(town)) == 200
        await town.telegram.wait_for(lambda: town.telegram.called("setMessageReaction"), PATIENCE)

        assert len(await town.rows(select(TicketRow))) == 1
        assert town.lines(GROUP) == []


async def _posted(town):
    """The update that Telegram would post, once it knows where to."""
    await town.telegram.wait_for(lambda: town.telegram.webhook.get("secret"), PATIENCE)
    return town.telegram.updates.pop()


async def _post(poster, update, *, secret="s3cret-s3cret"):
    shown = {"X-Telegram-Bot-Api-Secret-Token": secret}
    answer = await poster.post("/hook/telegram", json=update, headers=shown)
    return answer.status_code


def test_each_test_that_the_page_of_traps_names_exists():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "telegram.md").read_text("utf-8")))
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))

    assert {name for name in named if f"def {name}(" not in sources} == set()
    assert len(named) > 40


def _failing_on(text, handle):
    async def handled(session, said, now, row):
        if said.text == text:
            raise OSError(text)
        await handle(session, said, now, row)

    return handled


def _data(message, label):
    rows = message["reply_markup"]["inline_keyboard"]
    return next(b["callback_data"] for row in rows for b in row if b["text"] == label)


async def _finish(town, who, words):
    """Somebody takes a task and says that it is done."""
    task = await town.told(who, words)
    town.telegram.press(who, task["message_id"], who, "我来办")
    mine = await town.told(who, "归您了")
    town.telegram.say(who, who, "换了新灯泡,亮了", reply_to=mine["message_id"])


def _complaint(number):
    """Each at a place of its own, so that none repeats a neighbour's."""
    return f"{number % 8 + 1}栋{number // 8 + 1}单元{number % 5 + 1}01门口楼道灯坏了"


async def _problems(town, codes):
    """Health says so, as soon as it does."""
    async with asyncio.timeout(PATIENCE), town.pages() as browser:
        while True:
            told = (await browser.get("/readyz")).json()["channels"]["telegram"]
            if told["problems"] == codes:
                return
            await asyncio.sleep(0.01)  # health is asked for, it tells nobody by itself
