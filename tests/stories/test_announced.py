"""An announcement's whole life on Telegram and in the web chat: photo, receipt, correction, recall."""

import re
from contextlib import asynccontextmanager
from io import BytesIO

from PIL import Image

from tests.console.desk import field, post
from tests.stories.life import labels, said, words
from tests.stories.village import COLLEAGUE, GROUP, OFFICER, RESIDENT, WORKER
from tests.stories.visitors import street

ALL = "/console/announcements"
STOP = "明天上午检修水管,请提前接水"
CALL = "今晚八点起全体到岗,各守一处排水口"


def _photo(colour="navy"):
    data = BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, "PNG")
    return data.getvalue()


@asynccontextmanager
async def _office(life):
    """An officer of the community before a browser, by the link that huying gives in the chat."""
    await life.say(OFFICER, "/console")
    async with life.pages() as browser:
        link = re.search(r"/console/login/\S+", life.newest(OFFICER)["text"])[0]
        await browser.get(link)
        yield browser


async def _sent(life, browser, text, photo=None, **more):
    """Written, looked at, and sent: the address of its page."""
    page = await browser.get(f"{ALL}/new")
    hidden = {name: field(page, name, form=ALL) for name in ("form_token", "once", "seen")}
    given = {"words": text, "to": "groups", "when": "now", "step": "look"} | more
    files = {"photos": ("a.png", photo, "image/png")} if photo else None
    shown = await browser.post(ALL, data=hidden | given, files=files)
    assert "发出去是这样" in shown.text, shown.text
    given |= {"step": "send", "no_photo": "", "receipt": more.get("receipt", "")}
    answer = await post(browser, shown, ALL, **{"codes": [], "areas": []} | given)
    await life.settled()
    return answer.headers["location"]


async def _on_its_page(life, browser, where, verb, **given):
    await post(browser, await browser.get(where), f"{where}/{verb}", **given)
    await life.settled()


async def test_on_telegram_a_photo_is_asked_to_be_confirmed_mended_and_deleted(life):
    async with life.awake():
        await life.opened(WORKER, COLLEAGUE, OFFICER, RESIDENT)
        async with _office(life) as browser:
            where = await _sent(life, browser, CALL, _photo(), to="grid_worker", areas=["XL"],
                                receipt="1")  # fmt: skip

            for who in (WORKER, COLLEAGUE):
                message = life.newest(who)
                assert (message["caption"], labels(message)) == (CALL, ["收到"])
                assert message["photo"]
            assert life.lines(GROUP, CALL) == []
            assert await life.press(WORKER, "收到") == "好,记下了。"
            assert labels(life.lines(WORKER, CALL)[-1]) == []
            await life.until("+31m")
            said(life.news(OFFICER), "1位说收到,1位还没说:赵格")
            await life.press(OFFICER, "提醒他们一次")
            said(life.news(COLLEAGUE), "还没看到您回")
            await life.say(COLLEAGUE, "收到")
            said(life.news(COLLEAGUE), "好,记下了。")
            assert "私下2位说收到,0位还没有" in (await browser.get(where)).text

            await _on_its_page(life, browser, where, "correct", words=f"{CALL},七点半先到社区")
            for who in (WORKER, COLLEAGUE):
                [message] = [one for one in life.lines(who, CALL) if "photo" in one]
                assert message["caption"].endswith("七点半先到社区")
                assert labels(message) == []
            await _on_its_page(life, browser, where, "recall", how="")
            assert life.lines(WORKER, CALL) == []
            assert "已删除" in (await browser.get(where)).text


async def test_on_telegram_a_photo_in_chat_is_rewritten_where_it_is_too_old_to_be_deleted(life):
    life.telegram.chat(GROUP)
    async with life.awake():
        await life.opened(OFFICER, RESIDENT)
        await life.photo(OFFICER, _photo(), caption=f"通知 所有小区: {STOP}")
        said(life.news(OFFICER), "2个群")
        await life.press(OFFICER, "发出去")
        [line] = life.lines(GROUP, STOP)
        assert line["photo"]
        assert line["caption"] == STOP

        await life.until("+3d")
        async with _office(life) as browser:
            where = re.search(rf"{ALL}/\d+", (await browser.get(ALL)).text)[0]
            await _on_its_page(life, browser, where, "recall", how="")
            page = (await browser.get(where)).text

        assert words(life.lines(GROUP)[-1]) == "这条通知已撤回,请不用理会。"
        assert life.lines(GROUP, STOP) == []
        assert "已改成“已撤回”" in page
        assert page.count("已删除") == 1  # in the web chat's group it is gone


async def test_in_the_web_chat_it_is_read_counted_mended_and_gone(life):
    async with street(life, "王格", "孙办") as (aunt, worker, officer):
        await officer.says("/console")
        browser = officer.browser
        link = re.search(r"/console/login/\S+?(?=\s|$)", await officer.page())[0]
        await browser.get(link)
        where = await _sent(life, browser, STOP, _photo("teal"), codes=["web"], receipt="1")

        await aunt.reads(STOP, group=True)
        page = (await aunt.browser.get("/c/web")).text
        assert "<img" in page
        await aunt.presses("收到", group=True)
        await aunt.presses("收到", group=True)
        assert (await aunt.page(group=True)).count("收到") == 1  # the button; nobody is told
        assert "群里1人按了收到" in (await browser.get(where)).text
        await life.until("+31m")
        await officer.reads("1个群里有1人按了收到")
        assert "陈阿姨" not in (await officer.page())

        await _on_its_page(life, browser, where, "correct", words="后天上午检修水管")
        await aunt.reads("后天上午检修水管", group=True)
        assert STOP not in await aunt.page(group=True)
        await _on_its_page(life, browser, where, "recall", how="")
        assert "检修水管" not in await aunt.page(group=True)
        assert "已删除" in (await browser.get(where)).text
        assert "检修水管" not in await worker.page()
