"""The ways into the web chat and inside it: links, faces, and what a guest may see."""

import re

import pytest

from tests.bot.channels.courtyard import PLAYED, Courtyard, private_of, say, shown
from tests.handlers.scene import GROUP, build

LAMP = "3栋2单元楼道灯坏了三天了"


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


@pytest.fixture
async def sample(database, tmp_path):
    async with Courtyard(await build(database), tmp_path, personas=PLAYED).awake() as made:
        yield made


async def test_huyings_face_and_name_in_a_group_lead_to_ones_own_private_chat(yard):
    async with yard.neighbour() as browser, yard.neighbour("王叔") as other:
        await say(browser, LAMP)
        page = await shown(browser, "编号")
        own, others = private_of(page), private_of((await other.get(f"/c/{GROUP}")).text)
        face, name = re.findall(r'<a class="(?:face )?ask" href="([^"]+)"', page)

        assert face == name
        assert (await browser.get(face)).headers["location"] == f"/c/{own}"
        assert (await other.get(face)).headers["location"] == f"/c/{others}"


async def test_a_neighbours_face_and_huyings_in_private_lead_nowhere(yard):
    async with yard.neighbour() as browser:
        await say(browser, "早上好")
        group = await shown(browser, "早上好")
        private = private_of(group)
        await say(browser, f"金桂园{LAMP}", private)
        page = await shown(browser, "编号", private)

    assert 'ask" href' not in group
    assert 'ask" href' not in page


async def test_nobody_comes_to_a_private_chat_through_a_group_that_is_not_theirs(yard):
    async with yard.browser() as browser:
        answer = await browser.get(f"/c/{GROUP}/private")

    assert answer.status_code == 404


async def test_the_samples_visitor_comes_to_the_private_chat_of_whom_they_play(sample):
    async with sample.browser() as browser:
        await browser.get("/")
        first = await browser.get(f"/c/{GROUP}/private")
        played = await browser.get(f"/c/{GROUP}/private", params={"as": "neighbour"})
        invented = await browser.get(f"/c/{GROUP}/private", params={"as": "somebody"})

    assert first.headers["location"] == "/c/p.resident" == invented.headers["location"]
    assert played.headers["location"] == "/c/p.neighbour"


async def test_a_guest_of_the_sample_reads_nothing_that_is_meant_for_its_visitor(sample):
    async with sample.browser() as visitor, sample.neighbour() as guest:
        await visitor.get("/")
        plays, looks = await visitor.get("/"), await guest.get(f"/c/{GROUP}")

    for words in ("一个人可以演每一个", 'href="/console"', "示范社区"):
        assert words in plays.text
        assert words not in looks.text
    assert "私聊</h2>" in looks.text


@pytest.mark.parametrize("where", ["/", f"/c/{GROUP}", "/console", "/healthz", "/static/chat.js"])
async def test_a_strange_name_is_answered_by_one_sentence_and_gets_nobodys_account(sample, where):
    async with sample.browser(headers={"accept": "text/html"}) as browser:
        answer = await browser.get(where, headers={"host": "evil.invalid"})

    assert answer.status_code == 421
    assert "<h1>这个网址不对</h1>" in answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


async def test_the_sample_plays_nobody_for_who_comes_by_another_name_than_this_machines(
    database, tmp_path
):
    scene = await build(database)
    yard = Courtyard(scene, tmp_path, personas=PLAYED)
    yard.house.settings = yard.house.settings.model_copy(
        update={"public_url": "https://hy.example.cn"}
    )
    async with yard.awake(), yard.browser() as browser:
        answer = await browser.get("/", headers={"host": "hy.example.cn"})
        here = await browser.get("/", headers={"host": "localhost"})

    assert answer.headers["location"] == "/console"
    assert "一个人可以演每一个" in here.text
