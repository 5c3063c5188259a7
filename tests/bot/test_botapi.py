"""The stand-in for Telegram is as strict as Telegram where huying uses it."""

import asyncio
import json

import httpx
import pytest

from tests.bot.channels.telegrams import GROUP, LI, SUPERGROUP
from tests.botapi import served


@pytest.fixture
def telegram():
    with served() as telegram:
        telegram.chat(GROUP)
        yield telegram


@pytest.fixture
async def call(telegram):
    async with httpx.AsyncClient(base_url=telegram.address, timeout=10) as client:

        async def call(method, token="1:TEST", **given):
            data = {k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()}
            return (await client.post(f"/bot{token}/{method}", data=data)).json()

        yield call


async def test_updates_stay_until_a_later_one_is_asked_for(telegram, call):
    numbers = [
        telegram.say(GROUP, LI, text) and telegram.updates[-1]["update_id"] for text in "一二"
    ]

    first = await call("getUpdates")
    again = await call("getUpdates", offset=numbers[0])
    after = await call("getUpdates", offset=numbers[0] + 1)

    assert [len(answer["result"]) for answer in (first, again, after)] == [2, 2, 1]
    assert [update["update_id"] for update in telegram.updates] == numbers[1:]


async def test_a_question_stays_open_until_something_is_said(telegram, call):
    asked = asyncio.create_task(call("getUpdates", timeout=30))
    await telegram.wait_for(lambda: telegram.polls)

    telegram.say(GROUP, LI, "来了")

    assert (await asked)["result"][0]["message"]["text"] == "来了"


async def test_a_second_asker_ends_the_first(telegram, call):
    first = asyncio.create_task(call("getUpdates", timeout=30))
    await telegram.wait_for(lambda: telegram.polls)
    second = asyncio.create_task(call("getUpdates", timeout=30))

    ended = await first
    telegram.say(GROUP, LI, "来了")

    assert (ended["error_code"], (await second)["ok"]) == (409, True)


async def test_while_a_webhook_is_set_nobody_can_ask(call):
    await call("setWebhook", url="https://a.example/", secret_token="s")

    assert (await call("getUpdates"))["error_code"] == 409
    assert (await call("deleteWebhook"))["ok"]
    assert (await call("getUpdates"))["ok"]


async def test_only_the_wanted_kinds_of_updates_come(telegram, call):
    telegram.join(GROUP)
    telegram.say(GROUP, LI, "好")

    answer = await call("getUpdates", allowed_updates=["message"])

    assert [set(update) for update in answer["result"]] == [{"update_id", "message"}]


@pytest.mark.parametrize(
    ("method", "given", "words"),
    [
        ("sendMessage", {"text": "好"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": GROUP}, "message text is empty"),
        ("sendMessage", {"chat_id": GROUP, "text": "𠮷" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": GROUP, "text": "好", "colour": "red"}, "unknown parameters"),
        ("sendMessage", {"chat_id": -5, "text": "好"}, "chat not found"),
        ("sendMessage", {"chat_id": GROUP, "text": "好", "reply_parameters": {"message_id": 9}},
         "message to be replied not found"),
        ("sendMessage", {"chat_id": GROUP, "text": "好", "message_thread_id": 1},
         "message thread not found"),
        ("sendMessage", {"chat_id": GROUP, "text": "好", "reply_markup": {"inline_keyboard": [
            [{"text": "a", "callback_data": "字" * 22}]]}}, "BUTTON_DATA_INVALID"),
        ("editMessageText", {"chat_id": GROUP, "message_id": 9, "text": "好"},
         "message to edit not found"),
        ("sendMediaGroup", {"chat_id": GROUP, "media": [{"type": "photo", "media": "x"}]},
         "wrong number of messages"),
        ("answerCallbackQuery", {"callback_query_id": "x"}, "query is too old"),
    ],
)  # fmt: skip
async def test_what_telegram_refuses_is_refused_in_its_words(call, method, given, words):
    answer = await call(method, **given)

    assert answer["error_code"] == 400
    assert words in answer["description"]


async def test_a_sign_that_telegram_does_not_have_is_refused(telegram, call):
    message = telegram.say(GROUP, LI, "灯")
    given = {"chat_id": GROUP, "message_id": message}

    wrong = await call("setMessageReaction", **given, reaction=[{"type": "emoji", "emoji": "✅"}])
    right = await call("setMessageReaction", **given, reaction=[{"type": "emoji", "emoji": "👀"}])

    assert "REACTION_INVALID" in wrong["description"]
    assert right["ok"]


async def test_whoever_is_gone_says_how(telegram, call):
    telegram.chat(LI)
    telegram.block(LI)
    telegram.migrate(GROUP, SUPERGROUP)

    blocked = await call("sendMessage", chat_id=LI, text="好")
    moved = await call("sendMessage", chat_id=GROUP, text="好")

    assert blocked["error_code"] == 403
    assert moved["parameters"] == {"migrate_to_chat_id": SUPERGROUP}


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(call):
    assert (await call("getMe", token="1:WRONG"))["error_code"] == 401
    assert (await call("getMoon"))["error_code"] == 404
    assert (await call("getme"))["ok"]


async def test_another_process_can_play_the_people(telegram, call):
    async with httpx.AsyncClient(base_url=telegram.address) as client:
        acts = [["say", {"chat": GROUP, "who": LI, "text": text}] for text in "一二三"]
        many = await client.post("/control/many", json=acts)
        await call("sendMessage", chat_id=GROUP, text="好")
        said = (await client.get("/control/sent", params={"chat": GROUP})).json()["result"]
        state = (await client.get("/control/state")).json()
        none = await client.post("/control/explode", json={})

    assert many.json() == {"result": 3}
    assert [message["text"] for message in said] == ["好"]
    assert (state["waiting"], state["sent"]) == (3, 1)
    assert none.status_code == 404
