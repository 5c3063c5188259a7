"""What somebody reads who comes to a dead end: a page in their language, and what to do."""

import asyncio
import re

import pytest

from bot.channels.web.posting import MOST_BYTES, MOST_PHOTOS
from bot.channels.web.sessions import COOKIE
from tests.bot.channels.courtyard import Courtyard, picture, say
from tests.handlers.scene import GROUP, build

BROWSER = {"accept": "text/html,application/xhtml+xml"}
PHOTO = ("photos", ("a.png", picture(), "image/png"))


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


async def test_a_dead_group_link_says_whom_to_ask_for_a_new_one(yard):
    async with yard.browser(headers=BROWSER) as browser:
        answer = await browser.get("/g/nope")

    assert answer.status_code == 404
    assert "<h1>这个链接用不了</h1>" in answer.text
    assert "要一个新链接" in answer.text
    assert 'name="viewport"' in answer.text


@pytest.mark.parametrize("where", ["/nowhere", "/c/nobody", f"/c/{GROUP}/messages"])
async def test_any_other_dead_end_is_a_page_too(yard, where):
    async with yard.browser(headers=BROWSER) as browser:
        answer = await browser.get(where)

    assert answer.status_code in (404, 405)
    assert "<h1>打不开这一页</h1>" in answer.text
    assert "Not Found" not in answer.text


async def test_every_page_of_this_kind_is_shielded_and_takes_no_words_from_its_address(yard):
    async with yard.browser(headers=BROWSER) as browser:
        answer = await browser.get("/g/<script>alert(1)</script>")

    assert "<script" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


async def test_ten_photos_are_refused_in_words_and_nothing_is_said(yard):
    async with yard.neighbour() as browser:
        answer = await say(browser, "看", files=[PHOTO] * (MOST_PHOTOS + 1))

        assert (answer.status_code, answer.text) == (413, "一次最多发9张照片,请分几次发。")
        assert (await say(browser, "看", files=[PHOTO] * MOST_PHOTOS)).status_code == 303
        page = (await browser.get(f"/c/{GROUP}")).text

    assert page.count("<img") == MOST_PHOTOS


async def test_a_form_without_a_script_leads_back_to_its_chat(yard):
    async with yard.neighbour() as browser:
        headers = {**BROWSER, "referer": f"{yard.address}/c/{GROUP}"}
        page = (await say(browser, "看", files=[PHOTO] * 10, headers=headers)).text
        foreign = {**BROWSER, "referer": "http://evil.invalid/c/x"}
        other = (await say(browser, "看", files=[PHOTO] * 10, headers=foreign)).text

    assert "一次最多发9张照片" in page
    assert re.search(r'href="([^"]+)">返回<', page)[1] == f"/c/{GROUP}"
    assert "evil" not in other
    assert "返回" not in other


async def test_a_post_that_is_far_too_large_is_refused_before_it_is_sent(yard):
    async with yard.neighbour() as browser:
        cookie = browser.cookies[COOKIE]
        host, _, port = yard.address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            f"POST /c/{GROUP}/messages HTTP/1.1\r\nHost: {host}\r\nCookie: {COOKIE}={cookie}\r\n"
            f"Content-Length: {MOST_BYTES + 1}\r\n\r\n".encode()
        )
        async with asyncio.timeout(20):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = re.search(r"content-length: (\d+)", head)[1]
            body = (await reader.readexactly(int(length))).decode()
        writer.close()

    assert head.startswith("HTTP/1.1 413")
    assert body.endswith("一次发得太多了,请少选几张照片再发。")


async def test_half_a_form_is_told_of_in_words(yard):
    async with yard.neighbour() as browser:
        broken = {"content-type": "multipart/form-data; boundary=x"}
        answer = await browser.post(
            f"/c/{GROUP}/messages", content=b"--x\r\nno header\r\n", headers=broken
        )

    assert answer.status_code == 400
    assert answer.text.startswith("没有收完整")


async def test_a_fault_is_told_of_without_its_details(yard):
    yard.program.channels["web"].files.read = None  # not a way to read a file
    async with yard.neighbour() as browser:
        await say(browser, "看", files=[PHOTO])
        page = (await browser.get(f"/c/{GROUP}")).text
        address = re.search(r'src="([^"]+/photos/[^"]+)"', page)[1]
        answer = await browser.get(address, headers=BROWSER)

    assert answer.status_code == 500
    assert "<h1>出了点问题</h1>" in answer.text
    assert "NoneType" not in answer.text
