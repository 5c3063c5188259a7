"""Asking Telegram: nothing is lost, nothing stops it, and its health tells the truth."""

import asyncio
import logging
import time

import pytest
from pydantic import SecretStr

from bot.channels.telegram import Rhythm
from bot.logs import configure
from domain.messages import Happening
from tests.bot.channels.telegrams import GROUP, LI, SUPERGROUP, WANG, Remembering, listening
from tests.botapi import START, Telegram, served


@pytest.fixture
def telegram():
    with served() as telegram:
        yield telegram


@pytest.fixture
def inbox():
    return Remembering()


async def test_what_is_said_arrives_and_is_confirmed_only_by_the_next_question(telegram, inbox):
    telegram.say(GROUP, LI, "3栋楼道灯坏了")

    async with listening(telegram, inbox) as channel:
        (fact,) = await inbox.have(1)
        await telegram.wait_for(lambda: not telegram.updates)

    assert (fact.text, fact.where.chat, fact.speaker.account) == ("3栋楼道灯坏了", "-100", "501")
    assert fact.key == "message:-100/1"
    assert inbox.next == 1002
    assert channel.bot_name == "huying_bot"


async def test_a_disk_that_is_full_confirms_nothing_and_everything_comes_again(telegram, inbox):
    inbox.failures = [OSError("disk full"), OSError("disk full")]
    telegram.say(GROUP, LI, "一")
    telegram.say(GROUP, LI, "二")

    async with listening(telegram, inbox):
        facts = await inbox.have(2)

    assert [fact.text for fact in facts] == ["一", "二"]


async def test_an_update_that_nobody_can_read_stops_nothing_behind_it(telegram, inbox):
    telegram.update("message", {"message_id": "?", "chat": 7, "text": "坏"})
    telegram.update("my_chat_member", "nonsense")
    telegram.say(GROUP, LI, "后面的话")

    async with listening(telegram, inbox):
        (fact,) = await inbox.have(1)
        await telegram.wait_for(lambda: not telegram.updates)

    assert fact.text == "后面的话"
    assert telegram.polls < 10


@pytest.mark.parametrize(
    "fault",
    [
        {"code": 502},
        {"code": 401},
        {"code": 404, "description": "Not Found"},
        {"code": 409, "description": "Conflict: terminated by other getUpdates request"},
        {"code": 429, "parameters": {"retry_after": 1}},
        {"code": 500, "description": "Internal Server Error"},
        {"drop": True},
    ],
)
async def test_no_error_ends_the_asking(telegram, inbox, fault):
    telegram.fail("getUpdates", times=2 if "parameters" not in fault else 1, **fault)
    telegram.say(GROUP, LI, "还在吗")

    async with listening(telegram, inbox) as channel:
        await inbox.have(1)
        await telegram.wait_for(lambda: not telegram.updates)

        assert channel.health().ok


async def test_a_wrong_token_shows_in_health_and_huying_keeps_asking(telegram, inbox):
    async with listening(telegram, inbox, token="1:WRONG") as channel:
        await _until(lambda: channel.health().problems == ("token",))

        assert not channel.health().ok


async def test_without_a_network_it_starts_and_comes_round_when_there_is_one(telegram, inbox):
    telegram.fail("getMe", code=502, times=3)
    telegram.say(GROUP, LI, "早")

    async with listening(telegram, inbox) as channel:
        assert not channel.health().ok
        await inbox.have(1)
        await _until(lambda: channel.health().ok)


async def test_a_connection_that_hangs_turns_health_red_and_is_built_anew(telegram, inbox, caplog):
    caplog.set_level(logging.INFO)
    rhythm = Rhythm(poll=0, first=0.01, longest=0.01, red=0.2, renew=0.3, call=0.15)
    async with listening(telegram, inbox, rhythm=rhythm) as channel:
        await _until(lambda: channel.health().ok)
        telegram.fail("getUpdates", hang=30, times=6)

        await _until(lambda: channel.health().problems == ("silent",))
        telegram.say(GROUP, LI, "回来了")
        await inbox.have(1)

        assert inbox.facts[0].text == "回来了"
        await _until(lambda: channel.health().ok)


async def test_two_programs_on_one_token_are_told_and_outlived(telegram, inbox):
    telegram.fail("getUpdates", code=409, description="Conflict: other", times=10_000)

    async with listening(telegram, inbox) as channel:
        await _until(lambda: channel.health().problems == ("conflict",))
        telegram.faults.clear()
        await _until(lambda: channel.health().ok)


async def test_what_waited_longer_than_ten_minutes_is_late_and_the_newest_is_not(telegram, inbox):
    telegram.say(GROUP, LI, "旧的", at=START - 3600)
    telegram.say(GROUP, WANG, "新的", at=START)

    async with listening(telegram, inbox):
        await inbox.have(2)
        telegram.say(GROUP, LI, "钟慢的人", at=START - 3600)
        await inbox.have(3)

    assert [fact.late for fact in inbox.facts] == [True, False, False]


async def test_a_message_from_the_future_makes_no_other_late(telegram, inbox):
    now = time.time()
    telegram.say(WANG, WANG, "钟快十年", at=now + 10 * 365 * 86400)
    telegram.say(GROUP, LI, "刚说的", at=now - 5)
    telegram.say(GROUP, LI, "真的旧", at=now - 3600)

    async with listening(telegram, inbox):
        facts = await inbox.have(3)

    assert [fact.late for fact in facts] == [False, False, True]


async def test_a_backlog_of_three_hundred_comes_in_batches_and_in_order(telegram, inbox):
    for number in range(300):
        telegram.say(GROUP, LI, str(number))

    async with listening(telegram, inbox):
        facts = await inbox.have(300)

    assert [fact.text for fact in facts] == [str(number) for number in range(300)]
    assert inbox.offsets == [1101, 1201, 1301]


async def test_numbers_that_begin_anew_below_the_old_ones_are_heard(telegram, inbox):
    telegram.say(GROUP, LI, "一周之前")

    async with listening(telegram, inbox, rhythm=Rhythm(poll=0)):
        await inbox.have(1)
        empty = telegram.polls + 3
        await telegram.wait_for(lambda: telegram.polls > empty)
        telegram.restart_numbers(17)
        telegram.say(GROUP, LI, "一周之后")
        facts = await inbox.have(2)

    assert [fact.text for fact in facts] == ["一周之前", "一周之后"]
    assert inbox.next == 18


async def test_rights_are_asked_anew_when_huying_comes_to_a_group(telegram, inbox):
    """What is heard there is told once more, where it was not known rightly at first."""
    telegram.reads_all = False

    async with listening(telegram, inbox) as channel:
        await telegram.wait_for(lambda: telegram.polls)
        telegram.reads_all = True  # the remedy: privacy off, then out and in again
        telegram.join(GROUP)
        facts = await inbox.have(2)

        assert channel.health().ok

    assert [(f.what, f.hears_all) for f in facts] == [
        (Happening.JOINED, False), (Happening.JOINED, True)]  # fmt: skip
    assert facts[0].key != facts[1].key


async def test_a_question_about_rights_that_hangs_holds_no_message_up(telegram, inbox):
    async with listening(telegram, inbox):
        await telegram.wait_for(lambda: telegram.polls)
        telegram.fail("getMe", hang=30)
        telegram.join(GROUP)
        telegram.say(GROUP, LI, "电梯困人了")

        facts = await inbox.have(2)
        await telegram.wait_for(lambda: not telegram.updates)

    assert [fact.what for fact in facts] == [Happening.JOINED, Happening.MESSAGE]


async def test_a_group_that_was_left_meanwhile_is_not_told_of_once_more(telegram, inbox):
    telegram.reads_all = False

    async with listening(telegram, inbox):
        await telegram.wait_for(lambda: telegram.polls)
        telegram.fail("getMe", hang=0.3)
        telegram.reads_all = True
        telegram.join(GROUP)
        telegram.kick(GROUP)
        telegram.join(SUPERGROUP)
        facts = await inbox.have(4)

    assert [(f.what, f.where.chat, f.hears_all) for f in facts] == [
        (Happening.JOINED, str(GROUP), False), (Happening.LEFT, str(GROUP), None),
        (Happening.JOINED, str(SUPERGROUP), False), (Happening.JOINED, str(SUPERGROUP), True),
    ]  # fmt: skip


async def test_rights_that_could_not_be_written_down_are_tried_again(telegram, inbox, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.intake.AGAIN", 0.01)
    telegram.reads_all = False

    async with listening(telegram, inbox):
        await telegram.wait_for(lambda: telegram.polls)
        telegram.reads_all = True
        telegram.fail("getMe", hang=0.3)
        telegram.join(GROUP)
        await inbox.have(1)
        inbox.failures = [OSError("disk full")]
        facts = await inbox.have(2)

    assert [fact.hears_all for fact in facts] == [False, True]


async def test_the_name_and_the_commands_are_told(telegram, inbox):
    names = []

    async def named(name):
        names.append(name)

    commands = {"zh-Hans": {"help": "能做什么", "mine": "我的事"}, "en": {"help": "Help"}}
    async with listening(telegram, inbox, on_named=named, commands=commands):
        await telegram.wait_for(lambda: len(telegram.commands) == 6)

    assert names == ["huying_bot"]
    assert telegram.commands["all_group_chats", ""] == {"help": "能做什么", "mine": "我的事"}
    assert telegram.commands["all_private_chats", "en"] == {"help": "Help"}


@pytest.mark.parametrize(
    "fault", [{"code": 429, "parameters": {"retry_after": 1}}, {"code": 502}, {"code": 401}]
)
async def test_menus_that_telegram_did_not_take_at_first_are_set_a_little_later(
    telegram, inbox, fault
):
    telegram.fail("setMyCommands", **fault)
    commands = {"zh-Hans": {"help": "能做什么"}, "en": {"help": "Help"}}

    async with listening(telegram, inbox, commands=commands) as channel:
        await telegram.wait_for(lambda: len(telegram.commands) == 6)

        assert "token" not in channel.health().problems


async def test_a_menu_that_telegram_refuses_leaves_the_others_their_place(telegram, inbox):
    telegram.fail("setMyCommands", code=400, description="Bad Request: BOT_COMMAND_INVALID")
    commands = {"zh-Hans": {"help": "能做什么"}, "en": {"help": "Help"}}

    async with listening(telegram, inbox, commands=commands):
        await telegram.wait_for(lambda: len(telegram.commands) == 5)


async def test_nothing_that_was_said_while_huying_was_away_is_thrown_away(telegram, inbox):
    telegram.webhook = {"url": "https://old.example/hook"}
    telegram.say(GROUP, LI, "还在")

    async with listening(telegram, inbox):
        await inbox.have(1)

    (call,) = telegram.called("deleteWebhook")
    assert not call.get("drop_pending_updates")


async def test_the_token_and_what_was_said_are_in_no_log(inbox, caplog, capsys):
    configure("text", secrets=[SecretStr("1:VERYSECRET")])
    with served(Telegram("1:VERYSECRET")) as telegram:
        telegram.fail("getUpdates", code=502, times=2)
        telegram.update("message", {"text": "王阿姨的话", "chat": 1})
        async with listening(telegram, inbox) as channel:
            telegram.say(GROUP, LI, "李阿姨的话")
            await inbox.have(1)
            told = repr(channel.config)

    said = [r.getMessage() for r in caplog.records if not r.name.startswith("uvicorn")]
    everything = "".join([*said, told, *capsys.readouterr()])
    assert "update.unreadable" in everything
    assert "VERYSECRET" not in everything
    assert "阿姨" not in everything


async def _until(true):
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - health is asked for, it tells nobody by itself
            await asyncio.sleep(0.005)
