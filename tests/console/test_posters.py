"""Posters of houses and stations: what is printed, and for whom."""

import re
from dataclasses import replace

import pytest
import segno

from handlers import posters
from storage.services import ServiceRow

PAGE = "/console/posters"
LINK = "http://127.0.0.1:8080/c/start/"


async def code(scene, place):
    async with scene.database.reading() as session:
        return posters.code_of(await scene.community.world(session), place)


def titles(page):
    return re.findall(r'<p class="where">([^<]+)</p>', page.text)


async def test_an_officer_prints_one_for_each_house_spot_and_station(scene, desk):
    async with scene.database.transaction() as session:
        session.add(ServiceRow(code="V", name="桂园V站", place="JGY-E", hours="9:00-17:00"))
        session.add(ServiceRow(code="W", name="别处的站", place="LX", hours=""))

    async with desk.signed_in("sun") as browser:
        page = await browser.get(PAGE)

    assert titles(page) == [
        "桂园V站",
        "金桂园",
        *[f"金桂园{n}栋" for n in range(1, 9)],
        "金桂园东门",
    ]


async def test_the_picture_is_the_link_that_opens_the_chat_there(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}?place=JGY/3")

    link = LINK + await code(scene, "JGY/3")
    wanted = segno.make(link, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    assert titles(page) == ["金桂园3栋"]
    assert wanted in page.text
    assert "style=" not in page.text  # the page's policy allows none


async def test_where_there_is_a_bot_the_code_may_open_it(scene, desk):
    scene.community.named("huying_bot")
    async with desk.signed_in("sun") as browser:
        web, bot = [await browser.get(f"{PAGE}?place=JGY/3{more}") for more in ("", "&to=telegram")]

    link = f"https://t.me/huying_bot?start={await code(scene, 'JGY/3')}"
    wanted = segno.make(link, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    assert wanted in bot.text
    assert wanted not in web.text
    assert len(link.rpartition("=")[2]) <= 64  # core.telegram.org/bots/features, deep linking


async def test_a_worker_prints_for_the_own_houses(scene, desk):
    async with desk.signed_in("wang") as browser:
        page = await browser.get(PAGE)
        foreign = await browser.get(f"{PAGE}?estate=LX&place=LX")

    assert "金桂园3栋" in titles(page)
    assert "金桂园6栋" not in titles(page)
    assert "林湘新苑" not in foreign.text


async def test_whoever_serves_nowhere_around_prints_none(scene, desk):
    async with desk.signed_in("heart") as browser:
        assert (await browser.get(PAGE)).status_code == 403
        assert (await browser.get("/console/paste")).status_code == 403


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:80", ""]
)
async def test_an_address_that_nobody_else_can_open_is_said_so(scene, desk, address):
    await scene.say("li", "早")  # the world is known
    community = scene.community
    community.deployment = replace(community.deployment, public_url=address)
    community.found_at(address)
    async with desk.signed_in("sun") as browser:
        here = await browser.get(f"{PAGE}?place=JGY/3")
        community.found_at("https://huying.example.org")
        there = await browser.get(f"{PAGE}?place=JGY/3")

    assert "HUYING_PUBLIC_URL" in here.text
    assert "HUYING_PUBLIC_URL" not in there.text


@pytest.mark.parametrize(
    "asked", ["size=x&to=y&estate=z&place=q", "place=%00", "estate=" + "x" * 9000]
)
async def test_odd_questions_get_the_usual_page(scene, desk, asked):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}?{asked}")

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Scan and write"), ("zh-Hant", "有事掃一掃")]
)
async def test_in_any_language(scene, desk, language, words):
    async with desk.signed_in("sun") as browser:
        browser.cookies.set("huying_language", language)
        page = await browser.get(f"{PAGE}?place=JGY/3")

    assert words in page.text
