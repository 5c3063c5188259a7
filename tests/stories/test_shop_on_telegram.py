"""A quarter's end on Telegram: asked for in a word, held, shown as a code, handed out at the desk."""

import re

from tests.console.desk import post
from tests.stories.life import said
from tests.stories.village import GROUP, NEIGHBOUR, OFFICER, RESIDENT

IN_THE_WINDOW = "2026-12-22T10:00+08:00"
SCAN = re.compile(r"/shop/([\w-]+)")


async def test_dish_soap_from_the_first_word_to_the_desk(life):
    async with life.awake(at=IN_THE_WINDOW):
        await life.opened(OFFICER, RESIDENT, NEIGHBOUR)
        await life.say(RESIDENT, "换洗洁精", group=True)
        lines = life.news(GROUP)
        assert len(lines) == 1
        assert not re.search(r"\d|洗洁精", lines[0].replace("@", ""))

        life.news(RESIDENT)
        await life.say(RESIDENT, "换洗洁精")
        said(life.news(RESIDENT), "要40分", "还剩26分")
        await life.press(RESIDENT, "换")
        held = life.newest(RESIDENT)
        assert held["photo"]
        token = SCAN.search(held["caption"])[1]
        said(life.news(RESIDENT), "给您留好了", "12月25日(周五)晚上6点前", "兑换单1")

        await life.press(RESIDENT, "让邻居代领")
        code = re.search(r"\d{6}", said(life.news(RESIDENT), "代领码"))[0]
        await life.say(OFFICER, "/console")
        async with life.pages() as desk:
            link = re.search(r"/console/login/\S+", life.newest(OFFICER)["text"])[0]
            await desk.get(link)
            scanned = await desk.get(f"/console/shop/scan/{token}")
            assert scanned.headers["location"] == "/console/shop/orders/1"
            found = await desk.get("/console/shop", params={"q": code})
            page = await desk.get(found.headers["location"])
            for _ in range(2):  # the answer got lost, and it was sent again
                await post(desk, page, "/console/shop/orders/1/proxy")
            done = await desk.get("/console/shop/orders/1")
        await life.settled()

        assert "东西已经给了" in done.text
        said(life.news(RESIDENT), "有人报代领码", "用了40分,还剩26分")
        assert life.news(GROUP) == []
        assert life.news(NEIGHBOUR)[1:] == []
