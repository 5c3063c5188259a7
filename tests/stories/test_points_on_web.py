"""A deed in the web chat, from the first word to the shop: claimed, verified, shown, counted, spent.

The grid worker is on Telegram: who verifies need not be where the neighbour is.
"""

import re

from bot import commands
from tests.stories.life import said
from tests.stories.machine import settings
from tests.stories.village import WORKER
from tests.stories.visitors import street

NOVEMBER = "2026-11-24T10:00+08:00"
LISTED = "2026-12-03T09:05+08:00"
COUNTED = "2026-12-10T09:05+08:00"
IN_THE_WINDOW = "2026-12-22T10:00+08:00"
SWEPT = "我今天打扫了楼道"


async def test_what_a_neighbour_did_is_verified_shown_to_all_counted_and_spent(life):
    async with street(life, at=NOVEMBER) as (aunt,):
        await life.opened(WORKER)
        own = settings(life.folder, life.telegram, **life.own)
        made = await commands.invite(own, role=None, area=None, name=None, household="H1")
        await aunt.says("我家有多少分")
        said(await aunt.hears(), "纸条")
        await aunt.says(made["code"])
        said(await aunt.hears(), "连上")

        await aunt.says(SWEPT)
        said(await aunt.hears(), "集体清扫,3分", "12月10日")
        await life.press(WORKER, "属实")
        said(await aunt.hears(), "3分")
        await aunt.says("我家有多少分")
        said(await aunt.hears(), "可用积分66分", "3分在公示,12月10日")
        await aunt.says("我家有多少分", group=True)
        assert not re.search(r"\d", said(await aunt.hears(group=True), "积分已私信给您"))
        said(await aunt.hears(), "可用积分66分")

        await life.until(LISTED)
        line = said(await aunt.hears(group=True), "11月积分公示")
        async with life.pages() as anybody:
            path = re.search(r"/publicity/\S+", line)[0]
            shown = await anybody.get(path)
            assert "金桂园3栋·陈*" in shown.text
            assert "陈桂兰" not in shown.text
            assert "301" not in shown.text
            await life.until(COUNTED)
            assert (await anybody.get(path)).status_code == 404
        await aunt.says("我家有多少分")
        said(await aunt.hears(), "可用积分69分")

        await life.until(IN_THE_WINDOW)
        await aunt.says("换洗洁精")
        said(await aunt.hears(), "要40分", "还剩29分")
        await aunt.presses("换")
        said(await aunt.hears(), "给您留好了")
        await aunt.says("不换了")
        said(await aunt.hears(), "69分")
