"""The web chat: who is who, who sees what, and what is not let in."""

import io
import re
from contextlib import asynccontextmanager

import pytest
from PIL import Image
from sqlalchemy import select

from bot.channels.web.halls import Halls
from bot.channels.web.posting import LARGEST
from bot.channels.web.rooms import Shown
from storage.inbox import InboxRow
from storage.web import WebSessionRow
from tests.bot.channels.courtyard import OTHER, Courtyard, news, picture, private_of, say, shown
from tests.handlers.scene import GROUP, MORNING, build

LAMP = "3栋2单元楼道灯坏了三天了"
NOWHERE = "19栋楼道灯坏了三天了"


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


async def test_a_group_link_asks_for_a_name_and_opens_that_one_group(yard):
    async with yard.browser() as browser:
        link = await yard.link()
        page = await browser.get(link)
        assert "金桂园居民群" in page.text
        await browser.post(link, data={"nickname": "3栋陈阿姨"})

        own, other = await browser.get(f"/c/{GROUP}"), await browser.get(f"/c/{OTHER}")

    assert own.status_code == 200
    assert "林湘新苑居民群" not in own.text
    assert other.status_code == 404


async def test_whoever_comes_again_by_the_link_is_known(yard):
    async with yard.neighbour() as browser:
        again = await browser.get(await yard.link())

    assert again.headers["location"] == f"/c/{GROUP}"


async def test_a_second_link_opens_the_second_group_beside_the_first(yard):
    async with yard.neighbour() as browser:
        await browser.post(await yard.link(OTHER), data={"nickname": "陈阿姨"})
        for chat in (GROUP, OTHER):
            assert (await browser.get(f"/c/{chat}")).status_code == 200


async def test_an_invented_link_leads_nowhere(yard):
    async with yard.browser() as browser:
        assert (await browser.get("/g/aaaaaaaaaaaaaaaa")).status_code == 404
        assert (await browser.post("/g/aaaaaaaaaaaaaaaa")).status_code == 404


async def test_without_the_sample_nobody_is_given_somebody_elses_account(yard):
    async with yard.browser() as browser:
        answer = await browser.get("/")

    assert answer.headers["location"] == "/console"


async def test_a_line_is_stored_before_the_page_is_told_so_and_answered_in_the_group(yard):
    async with yard.neighbour() as browser:
        answer = await say(browser, LAMP, headers={"accept": "application/json"})
        assert answer.json() == {"stored": True}
        page = await shown(browser, "编号")

    assert LAMP in page
    assert [ticket.text for ticket in await yard.tickets()] == [LAMP]


async def test_the_same_post_sent_twice_by_a_bad_line_is_one_line_and_one_ticket(yard):
    async with yard.neighbour() as browser:
        for _ in range(2):
            await say(browser, LAMP, once="one-press")
        page = await shown(browser, "编号")
    async with yard.neighbour("王叔") as other:
        others = await shown(other, "编号")

    assert 'data-once="one-press"' in page  # by which the page knows that its own words are there
    assert "one-press" not in others
    assert page.count(f'<p class="text">{LAMP}</p>') == 1
    assert len(await yard.tickets()) == 1


@pytest.mark.parametrize("words", [LAMP, NOWHERE])
async def test_a_sign_that_no_database_keeps_is_taken_out_of_what_is_said(yard, words):
    async with yard.neighbour() as browser:
        await say(browser, f"{words[:3]}\0{words[3:]}", once="one\0press", reply_to="\0")
        page = await shown(browser, "编号" if words == LAMP else "没有19栋")

    assert f'<p class="text">{words}</p>' in page
    assert 'data-once="onepress"' in page


async def test_chat_is_seen_by_the_neighbours_and_is_in_no_table(yard):
    async with yard.neighbour() as browser, yard.neighbour("王叔") as other:
        await say(browser, "今天天气真好啊")
        page = await shown(other, "今天天气真好啊")
    async with yard.scene.database.reading() as session:
        rows = list(await session.scalars(select(InboxRow).where(InboxRow.chat == GROUP)))

    assert "陈阿姨" in page
    assert rows == []


async def test_a_number_in_a_group_is_masked_for_everybody(yard):
    async with yard.neighbour() as browser, yard.neighbour("王叔") as other:
        await say(browser, "我的电话13812345678,找我")
        page = await shown(other, "找我")

    assert "13812345678" not in page


async def test_a_private_chat_is_for_its_own_browser_alone(yard):
    async with yard.neighbour() as browser, yard.neighbour("王叔") as other:
        chat = private_of((await browser.get(f"/c/{GROUP}")).text)
        own = await browser.get(f"/c/{chat}")
        answers = [
            await other.get(f"/c/{chat}"),
            await say(other, "我有多少积分", chat),
            await other.post(f"/c/{chat}/press", data={"token": "x"}),
            await other.get(f"/c/{chat}/photos/x/0"),
        ]

    assert own.status_code == 200
    assert {answer.status_code for answer in answers} == {404}


async def test_nobody_speaks_as_somebody_else(yard):
    async with yard.neighbour() as browser, yard.neighbour("王叔") as other:
        chat = private_of((await browser.get(f"/c/{GROUP}")).text)
        await say(other, "早上好", **{"as": chat.removeprefix("p.")})
        page = await shown(browser, "早上好")

    assert 'aria-label="王叔"' in page
    assert 'aria-label="陈阿姨"' not in page


async def test_a_line_is_seen_at_once_by_whoever_looks_and_the_answer_after_it(yard):
    async with (
        yard.neighbour() as browser,
        yard.neighbour("王叔") as other,
        looking(other) as lines,
    ):
        await say(browser, LAMP)
        said, answered = await news(lines, "said"), await news(lines, "said")

    assert (said["text"], said["chat"]) == (LAMP, GROUP)
    assert 'aria-label="陈阿姨"' in said["html"]
    assert "编号" in answered["html"]


async def test_a_page_that_was_away_is_told_what_it_missed(yard):
    async with yard.neighbour() as browser:
        await say(browser, "第一句")
        page = await shown(browser, "第一句")
        last = re.findall(r'data-id="(\w+)"', page)[-1]
        await say(browser, "第二句")
        async with looking(browser, after=last) as lines:
            missed = await news(lines, "said")

    assert missed["text"] == "第二句"


async def test_nothing_of_other_chats_is_heard(yard):
    async with (
        yard.neighbour() as browser,
        yard.neighbour("王叔", OTHER) as other,
        looking(other, chat=GROUP) as lines,
    ):
        await say(browser, "只给金桂园说")
        await say(other, "林湘这边好", OTHER)
        heard = await news(lines, "said")

    assert heard["text"] == "林湘这边好"


async def test_hostile_words_and_names_are_shown_and_not_run(yard):
    async with yard.neighbour("\"'/b onclick'") as browser, looking(browser) as lines:
        await say(browser, "<script>alert(1)</script>")
        live = (await news(lines, "said"))["html"]
        page = (await browser.get(f"/c/{GROUP}")).text

    for html in (live, page):
        assert "&lt;script&gt;" in html
        assert "<script>alert" not in html
        assert 'aria-label=""' not in html


async def test_a_link_that_huying_says_can_be_pressed_and_one_of_anybody_else_cannot(yard):
    said = "12月积分公示出来了:\nhttps://a.example/b\n有不对的<b>,私聊告诉我。"
    ours, theirs = (
        Halls(yard._channel).message(Shown("1", GROUP, MORNING, who, "陈", said), set(), None)
        for who in (None, "li")
    )

    assert '<a href="https://a.example/b" rel="noopener" target="_blank">https' in ours
    assert "有不对的&lt;b&gt;" in ours
    assert "<a href" not in theirs.partition('class="text"')[2]


async def test_a_reply_shows_what_it_answers_and_finds_its_ticket(yard):
    async with yard.neighbour() as browser:
        await say(browser, LAMP)
        page = await shown(browser, "编号")
        ours = re.findall(r'ours" id="m-(\w+)"', page)[-1]
        await say(browser, "晚上更黑了,请快一点", reply_to=ours)
        page = await shown(browser, "晚上更黑了")

    assert "<blockquote>呼应:" in page
    assert len(await yard.tickets()) == 1


async def test_a_photo_is_shown_without_where_it_was_taken(yard):
    data = picture("JPEG")
    assert b"SecretPhone" in data
    async with yard.neighbour() as browser:
        await say(browser, LAMP, files=[("photos", ("a.jpg", data, "image/jpeg"))])
        page = await shown(browser, "/photos/")
        photo = await browser.get(re.search(r'src="(/c/[^"]+/photos/[^"]+)"', page)[1])

    assert photo.headers["content-type"] == "image/jpeg"
    assert b"SecretPhone" not in photo.content
    assert dict(Image.open(io.BytesIO(photo.content)).getexif()) == {}


async def test_a_photo_of_one_group_is_not_for_another(yard):
    async with yard.neighbour() as browser, yard.neighbour("王叔", OTHER) as other:
        await say(browser, "看", files=[("photos", ("a.png", picture(), "image/png"))])
        address = re.search(r'src="(/c/[^"]+/photos/[^"]+)"', await shown(browser, "/photos/"))[1]

        assert (await browser.get(address)).status_code == 200
        assert (await other.get(address)).status_code == 404
        assert (await browser.get(f"{address}9")).status_code == 404


@pytest.mark.parametrize("data", [b"%PDF-1.4 no picture", b"", picture()[:60], b"<svg/>"])
async def test_what_is_no_photo_is_refused_in_words_and_nothing_is_said(yard, data):
    async with yard.neighbour() as browser:
        files = [("photos", ("a.png", data, "image/png"))]
        answer = await say(browser, LAMP, files=files)

    assert (answer.status_code, answer.text) == (415, "这不是照片,请换一张。")
    assert await yard.tickets() == []


async def test_a_photo_that_is_too_large_is_refused_in_words(yard):
    async with yard.neighbour() as browser:
        files = [("photos", ("a.png", b"x" * (LARGEST + 1), "image/png"))]
        answer = await say(browser, LAMP, files=files)

    assert (answer.status_code, answer.text) == (413, "照片太大了(最多10兆),请换一张小一点的。")


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.invalid"}, {"sec-fetch-site": "cross-site"}]
)
async def test_what_another_site_posts_is_not_said(yard, headers):
    async with yard.neighbour() as browser:
        spoken = await say(browser, LAMP, headers=headers)
        pressed = await browser.post(f"/c/{GROUP}/press", data={"token": "x"}, headers=headers)

    assert (spoken.status_code, pressed.status_code) == (403, 403)
    assert await yard.tickets() == []


async def test_a_browsers_cookie_is_kept_from_scripts_and_only_its_hash_is_stored(yard):
    async with yard.browser() as browser:
        link = await yard.link()
        cookie = (await browser.get(link)).headers["set-cookie"]
        await browser.post(link, data={"nickname": "陈阿姨"})
        kept = await yard.rows(select(WebSessionRow.digest))

    assert "httponly" in cookie.lower()
    assert len(kept) == 1
    assert kept[0] not in cookie


@asynccontextmanager
async def looking(browser, *, chat=GROUP, after=""):
    """A page that is open: its news, line by line."""
    where = {"chat": chat, "after": after or "g"}  # later than any message: nothing old
    async with browser.stream("GET", "/c/live", params=where) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield answer.aiter_lines()
