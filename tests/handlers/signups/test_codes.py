"""The code of somebody's places: asked for in words or by a button, good for one thing on one day."""

from datetime import timedelta

import pytest

from domain.refusals import Unknown
from handlers.signups import codes, door, leaving
from handlers.signups.codes import CodeOfAnotherDay
from storage import signups
from tests.handlers.signups.party import A_DAY, acting, opened, places, the_signup
from tests.handlers.signups.test_dates import eve

START = "http://127.0.0.1:8080/console/signups/"


async def pictures(scene, who):
    """The links of the codes that somebody was shown."""
    rows = await scene.rows(chat=f"p.{who}")
    return [
        item["code"] for row in rows if row.moment == "signups/code" for item in row.attachments
    ]


async def scanned(scene, link, number=None, who="sun"):
    """Whose places a scanned link stands for."""
    signup, _, code = link.removeprefix(START).partition("/door/")

    async def look(turn):
        row = await signups.signup(turn.session, number or int(signup))
        return [one.id for one in await codes.scanned(turn, row, code)]

    return await acting(scene, look, who=who)


async def on_the_day(scene, days=4):
    scene.now = scene.now + days * A_DAY


@pytest.mark.parametrize(
    "words", ["我的签到码", "签到码给我看下", "報到碼", "签到的二维码在哪", "我的二维码呢"]
)
async def test_asked_for_in_words_the_picture_comes_in_private(scene, words):
    await scene.open_private("li")
    await opened(scene, places=5)
    await scene.say("li", "我家两个人")
    before = await scene.in_group()

    await scene.say("li", words)

    assert "周六包饺子的签到码(2位)" in (await scene.heard("li"))[-1]
    assert len(await pictures(scene, "li")) == 1
    assert await scene.in_group() == before


async def test_the_eve_s_button_shows_it_and_it_is_good_on_the_day_for_these_places(scene):
    await scene.open_private("li", "mei")
    number = await opened(scene)
    await scene.say("li", "我家两个人")
    await scene.say("mei", "我报名")
    await eve(scene)
    await scene.press("li", "我的签到码")
    [link] = await pictures(scene, "li")

    with pytest.raises(CodeOfAnotherDay):
        await scanned(scene, link)
    scene.now += timedelta(hours=16)
    first, second, _ = await places(scene)
    assert await scanned(scene, link) == [first.id, second.id]
    await acting(scene, door.tick, number, first.id)
    assert await scanned(scene, link) == [first.id, second.id]


async def test_it_is_worth_nothing_for_another_sign_up_or_with_a_sign_changed(scene):
    await scene.open_private("li")
    first = await opened(scene, "包饺子")
    second = await opened(scene, "量血压")
    await scene.say("li", "我报名包饺子")
    await scene.say("li", "我报名量血压")
    await scene.say("li", "我的签到码", group=False)
    dumplings, pressure = await pictures(scene, "li")
    await on_the_day(scene)

    assert await scanned(scene, dumplings)
    mine = (await places(scene, second))[0].id
    for wrong in (
        dumplings.replace(f"/{first}/door/", f"/{second}/door/"), dumplings[:-1] + "z",
        dumplings.replace("/door/", "/door/9"), dumplings.partition("/door/")[0] + "/door/",
        f"{START}{first}/door/{mine}-{pressure.rpartition('-')[2]}", dumplings + "码",
    ):  # fmt: skip
        with pytest.raises(Unknown):
            await scanned(scene, wrong)


async def test_given_back_it_is_worth_nothing(scene):
    await scene.open_private("li")
    number = await opened(scene)
    await scene.say("li", "我报名")
    await scene.say("li", "我的签到码")
    [link] = await pictures(scene, "li")
    mine = [one.id for one in await places(scene)]
    await acting(scene, leaving.free, number, mine)
    await on_the_day(scene)

    with pytest.raises(Unknown):
        await scanned(scene, link)


async def test_moved_to_another_day_the_old_code_is_no_code(scene):
    await scene.open_private("li")
    number = await opened(scene)
    await scene.say("li", "我报名")
    await scene.say("li", "我的签到码")
    [link] = await pictures(scene, "li")
    async with scene.database.transaction() as session:
        row = await signups.signup(session, number)
        row.at += A_DAY
    await on_the_day(scene, 5)

    with pytest.raises(Unknown):
        await scanned(scene, link)


async def test_who_waits_or_has_no_place_is_shown_none(scene):
    await scene.open_private("li", "mei", "zhang")
    await opened(scene, places=1)
    await scene.say("li", "我报名")
    await scene.say("mei", "我报名")

    for who in ("mei", "zhang"):
        await scene.say(who, "我的签到码", group=False)
        assert "没有" in (await scene.heard(who))[-1]
        assert await pictures(scene, who) == []
    before = len(await scene.rows())
    await scene.say("zhang", "我的签到码")
    assert len(await scene.rows()) == before


async def test_once_it_has_begun_it_is_still_shown_and_after_the_day_no_more(scene):
    await scene.open_private("li")
    await opened(scene)
    await scene.say("li", "我报名")
    await on_the_day(scene)
    scene.now += timedelta(minutes=10)
    await scene.say("li", "我的签到码", group=False)
    assert len(await pictures(scene, "li")) == 1

    await on_the_day(scene, 1)
    await scene.say("li", "我的签到码", group=False)
    assert len(await pictures(scene, "li")) == 1
    assert (await the_signup(scene)).state == "open"
