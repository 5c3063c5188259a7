"""Being posted to: from Telegram only, stored before it is told that all is well."""

import asyncio
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.telegram.webhook import HEADER, LARGEST, secret_of
from tests.bot.channels.telegrams import GROUP, LI, Remembering, listening
from tests.botapi import served

URL = "https://huying.example/telegram/hook"


@asynccontextmanager
async def posted():
    inbox = Remembering()
    with served() as telegram:
        async with listening(telegram, inbox, webhook_url=URL) as channel:
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


async def _well(channel):
    while not channel.health().ok:  # noqa: ASYNC110 - health is asked for, it tells nobody by itself
        await asyncio.sleep(0.005)
