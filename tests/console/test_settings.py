"""What a street decides while the program runs: it holds at once, in every process, and is on record."""

import asyncio
from datetime import time

import pytest

from bot.community import Community
from bot.settings import UNSEEN, Settings
from domain.settings import Setting
from handlers import settings
from storage.people import PersonRow
from storage.places import set_state, touch_revision
from tests.console.desk import post
from tests.console.test_audit import acts
from tests.handlers.scene import WORDS

PAGE = "/console/settings"


async def decide(browser, name, **given):
    return await post(browser, await browser.get(PAGE), f"{PAGE}/{name}", **given)


async def world(scene, community=None):
    async with scene.database.reading() as session:
        return await (community or scene.community).world(session)


async def test_a_manager_decides_and_it_holds_at_once(scene, desk):
    async with desk.signed_in("boss") as browser:
        for name, value in (
            ("quiet", "21:00-6:00"),
            ("hours", "9:00-11:30 13:00-18:00"),
            ("survey", "50%"),
        ):
            assert (await decide(browser, name, value=value)).status_code == 303
        page = (await browser.get(PAGE)).text

    now = await world(scene)
    assert now.deployment.quiet == (time(21), time(6))
    assert now.calendar.hours.closing == time(18)
    assert now.deployment.survey_share == 50
    for shown in ("21:00-06:00", "09:00-11:30 13:00-18:00", 'value="50"', "还照服务器上的"):
        assert shown in page
    assert await acts(scene) == ["setting.changed"] * 3


async def test_pushes_wait_by_the_new_quiet_hours(scene, desk):
    async with desk.signed_in("boss") as browser:
        await decide(browser, "quiet", value="09:00-15:00")  # it is ten in the morning

    await scene.say("li", "3栋2单元楼道灯坏了三天了")

    assert await scene.in_group(), "an answer never waits"
    assert not any("楼道灯" in words for words in await scene.heard("wang"))
    await scene.wait(hours=6)
    assert any("楼道灯" in words for words in await scene.heard("wang"))


async def test_another_process_works_by_it_too(scene, desk):
    other = Community(
        scene.database, scene.community.deployment, WORDS, scene.community.calendar,
        scene.community.seal,
    )  # fmt: skip
    await world(scene, other)
    async with desk.signed_in("boss") as browser:
        await decide(browser, "survey", value="7")

    assert (await world(scene, other)).deployment.survey_share == 7


async def test_two_managers_at_once_do_not_undo_each_other(scene):
    async def decided(name, value):
        async with scene.database.transaction() as session:
            turn = await scene.community.turn(
                session, f"console/{name}", scene.now, channel="console"
            )
            turn.person = await session.get(PersonRow, scene.ids["boss"])
            await settings.decide(turn, name, value)

    await asyncio.gather(decided(Setting.SURVEY, "7"), decided(Setting.QUIET, "off"))

    now = (await world(scene)).deployment
    assert (now.survey_share, now.quiet) == (7, None)


async def test_what_shows_later_leaves_the_streets_word_alone(scene, desk):
    async with desk.signed_in("boss") as browser:
        await decide(browser, "survey", value="7")
    await world(scene)

    scene.community.named("huying_bot")
    scene.community.found_at("http://elsewhere")

    now = (await world(scene)).deployment
    assert (now.survey_share, now.bot_name, now.public_url) == (7, "huying_bot", "http://elsewhere")


async def test_back_to_what_the_server_says(scene, desk):
    before = (await world(scene)).deployment.quiet
    async with desk.signed_in("boss") as browser:
        await decide(browser, "quiet", value="off")
        assert (await world(scene)).deployment.quiet is None
        await decide(browser, "quiet", back="1")

    assert (await world(scene)).deployment.quiet == before


@pytest.mark.parametrize(
    ("name", "value"), [("quiet", "晚上"), ("hours", "off"), ("survey", "x\x00")]
)
async def test_what_cannot_be_meant_is_refused_and_kept_in_its_field(scene, desk, name, value):
    before = (await world(scene)).deployment
    async with desk.signed_in("boss") as browser:
        answer = await decide(browser, name, value=value)

    assert answer.status_code == 409
    assert f"“{value.strip(chr(0))}”看不明白" in answer.text
    assert (await world(scene)).deployment == before
    assert await acts(scene) == []


async def test_what_an_update_can_no_longer_read_is_passed_over(scene):
    async with scene.database.transaction() as session:
        await set_state(session, "settings", {"quiet": "??", "survey": "many", "gone": "1"})
        await touch_revision(session)

    assert (await world(scene)).deployment == scene.community.deployment


async def test_only_managers_come_here(scene, desk):
    for who in ("sun", "liu", "wang"):
        async with desk.signed_in(who) as browser:
            page = await browser.get("/console/me")
            token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
            answer = await browser.post(f"{PAGE}/survey", data={"form_token": token, "value": "1"})
            assert (await browser.get(PAGE)).status_code == answer.status_code == 403


async def test_a_setting_that_there_is_not(scene, desk):
    async with desk.signed_in("boss") as browser:
        token = (
            (await browser.get(PAGE))
            .text.partition('name="form_token" value="')[2]
            .partition('"')[0]
        )
        assert (await browser.post(f"{PAGE}/nosuch", data={"form_token": token})).status_code == 404


async def test_the_operators_settings_are_shown_and_no_secret_is(scene, desk):
    async with desk.signed_in("boss") as browser:
        page = (await browser.get(PAGE)).text

    for name in Settings.model_fields:
        assert f"HUYING_{name.upper()}" in page


def test_no_secret_leaves_the_settings():
    secret = "s3cret"
    kept = Settings(
        telegram_token=secret, secret_key=secret, llm_key=secret, telegram_webhook_secret=secret,
        database_url=f"postgresql+asyncpg://huying:{secret}@db/huying", llm_url=f"http://x:{secret}@y",
        telegram_proxy=f"http://x:{secret}@y", transcribe=f"hear --key {secret} {{file}}",
    )  # fmt: skip

    shown = dict(kept.shown())

    assert secret not in str(shown)
    assert {name for name, value in shown.items() if value is None} >= {
        "telegram_token",
        "database_url",
    }
    assert set(Settings.model_fields) >= UNSEEN
