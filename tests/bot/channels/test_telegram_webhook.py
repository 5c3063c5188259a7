"""Being posted to: from Telegram only, stored before it is told that all is well."""

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette
from telegram import WebhookInfo

from bot.channels.telegram.hooked import Posting
from bot.channels.telegram.webhook import HEADER, LARGEST, secret_of
from tests.bot.channels.telegrams import GROUP, LI, QUICK, Remembering, listening, made
from tests.botapi import served

URL = "https://huying.example/telegram/hook"


@asynccontextmanager
async def posted(**more):
    inbox = Remembering()
    with served() as telegram:
        async with listening(telegram, inbox, webhook_url=URL, **more) as channel:
            await telegram.wait_for(lambda: telegram.webhook["url"] == URL)
            app = Starlette(routes=list(channel.routes()))
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
                yield telegram, channel, inbox, client


def shown(channel):
    return {HEADER: secret_of(channel.config)}


async def test_telegram_is_told_the_address_with_a_secret_and_is_believed_by_it():
    async with posted() as (telegram, channel, inbox, client):
        telegram.say(GROUP, LI, "灯坏了")

        answer = await client.post(URL, json=telegram.updates[0], headers=shown(channel))

        assert telegram.webhook["secret"] == secret_of(channel.config)
        assert answer.status_code == 200
        assert [fact.text for fact in inbox.facts] == ["灯坏了"]
        assert telegram.polls == 0


@pytest.mark.parametrize("headers", [{}, {HEADER: "guess"}, {HEADER: "é".encode()}])
async def test_nobody_else_is_believed(headers):
    async with posted() as (_, _channel, inbox, client):
        answer = await client.post(URL, json={"update_id": 1}, headers=headers)

        assert (answer.status_code, inbox.facts) == (403, [])


async def test_what_is_too_large_is_not_read():
    async with posted() as (_, channel, _inbox, client):
        answer = await client.post(URL, content=b"x" * (LARGEST + 1), headers=shown(channel))

        assert answer.status_code == 413


async def test_what_could_not_be_stored_is_not_confirmed():
    async with posted() as (telegram, channel, inbox, client):
        inbox.failures = [OSError("disk full")]
        telegram.say(GROUP, LI, "灯坏了")
        update = telegram.updates[0]

        first = await client.post(URL, json=update, headers=shown(channel))
        second = await client.post(URL, json=update, headers=shown(channel))

        assert (first.status_code, second.status_code) == (500, 200)
        assert len(inbox.facts) == 1


async def test_what_nobody_can_read_is_passed_over_and_what_is_no_json_is_refused():
    async with posted() as (_, channel, inbox, client):
        odd = await client.post(URL, json={"update_id": 5, "message": 7}, headers=shown(channel))
        broken = [
            (await client.post(URL, content=body, headers=shown(channel))).status_code
            for body in (b"{", b"", b"\xff\xfe\xfd", b"[" * 200_000, b"9" * 5000)
        ]

        assert (odd.status_code, set(broken), inbox.facts) == (200, {400}, [])


async def test_a_failing_telegram_does_not_keep_the_webhook_from_being_set():
    inbox = Remembering()
    with served() as telegram:
        telegram.fail("setWebhook", code=502, times=3)
        async with listening(telegram, inbox, webhook_url=URL) as channel:
            await telegram.wait_for(lambda: telegram.webhook["url"] == URL)
            await asyncio.wait_for(_well(channel), 5)


OFTEN = replace(QUICK, look=0.01, red=60)
CERTIFICATE = "SSL error {error:0A000086:SSL routines::certificate verify failed}"


async def test_an_address_that_telegram_cannot_reach_shows_until_something_arrives():
    async with posted(rhythm=OFTEN) as (telegram, channel, _, client):
        await _shows(channel, ())
        telegram.hook_trouble = failing(pending=3)
        await _shows(channel, ("webhook",))
        assert not channel.health().ok

        telegram.say(GROUP, LI, "通了")
        telegram.hook_trouble = failing(pending=0, ago=5)
        await client.post(URL, json=telegram.updates[0], headers=shown(channel))
        await _shows(channel, ())


async def test_an_error_from_before_the_start_is_none():
    async with posted(rhythm=OFTEN) as (telegram, channel, *_):
        telegram.hook_trouble = failing(pending=3, ago=120)
        await _looked(telegram, 5)

        assert channel.health().ok


@pytest.mark.parametrize(
    ("waiting", "failing_then"),
    [
        ([20, 40, 60], True),
        ([60, 60, 60], False),
        ([20, 40], False),
        ([1, 2, 3], False),  # a few are always on their way
        ([20, 40, 60, 10], False),
        ([5, 40, 20, 30, 40], True),
    ],
)
def test_more_and_more_that_waits_is_a_failure_though_telegram_tells_no_error(
    waiting, failing_then
):
    posting = Posting()
    for number in waiting:
        posting.look(WebhookInfo(URL, False, number), datetime.now(UTC))

    assert posting.failing is failing_then


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ({}, ("ok", "webhook", {"why": "", "number": 0})),
        ({"pending_update_count": 9}, ("ok", "webhook", {"why": "", "number": 9})),
        ({"pending_update_count": 50}, ("warning", "webhook", {"why": "", "number": 50})),
        ("failing", ("error", "webhook", {"why": CERTIFICATE, "number": 7})),
        ("recovered", ("warning", "webhook", {"why": CERTIFICATE, "number": 0})),
        ("old", ("ok", "webhook", {"why": "", "number": 1})),
        ({"url": ""}, ("error", "webhook_elsewhere", {"url": ""})),
        (
            {"url": "https://b.example"},
            ("error", "webhook_elsewhere", {"url": "https://b.example"}),
        ),
    ],
)
async def test_doctor_tells_whether_what_telegram_posts_arrives(trouble, told):
    named = {
        "failing": failing(pending=7), "recovered": failing(pending=0),
        "old": failing(pending=1, ago=86400),
    }  # fmt: skip
    with served() as telegram:
        telegram.webhook = {"url": URL}
        telegram.hook_trouble = named[trouble] if isinstance(trouble, str) else trouble
        channel = made(telegram, webhook_url=URL)
        found = await channel.examine()
        await channel.close()

    assert (found[-1].level, found[-1].code, found[-1].facts) == told


async def test_doctor_says_nothing_of_a_webhook_where_there_is_none():
    with served() as telegram:
        channel = made(telegram)
        codes = [finding.code for finding in await channel.examine()]
        await channel.close()

    assert codes == ["token", "clock"]


def failing(*, pending, ago=-2):
    """What Telegram tells when posting failed so many seconds ago; by default just now."""
    return {"last_error_date": int(time.time()) - ago, "last_error_message": CERTIFICATE,
            "pending_update_count": pending}  # fmt: skip


async def _looked(telegram, times):
    """So many looks at the webhook have begun and ended since."""
    before = len(telegram.called("getWebhookInfo"))
    await telegram.wait_for(lambda: len(telegram.called("getWebhookInfo")) > before + times)


async def _shows(channel, problems):
    async with asyncio.timeout(5):
        while channel.health().problems != problems:  # noqa: ASYNC110 - see below
            await asyncio.sleep(0.005)


async def _well(channel):
    while not channel.health().ok:  # noqa: ASYNC110 - health is asked for, it tells nobody by itself
        await asyncio.sleep(0.005)
