"""A ticket's whole life on Telegram: every turn it takes, and what each person reads of it."""

import re

from tests.console.desk import post
from tests.stories.life import said
from tests.stories.village import (
    CHIEF,
    COLLEAGUE,
    DESK,
    GROUP,
    NEIGHBOUR,
    OFFICER,
    RESIDENT,
    WORKER,
)

FENCE = "2栋门口有人天天跳广场舞,音响开得震天响,吵得睡不着"
TREE = "1栋门口的树枝挡光,请修剪一下"
LAMP = "3栋2单元楼道的灯坏了"
BESIDE = "3栋1单元楼道灯也不亮"


async def in_hand(life, words=TREE):
    """Said in the group, taken, and looked at: news begins from here."""
    await life.say(RESIDENT, words, group=True)
    await life.press(WORKER, "我来办")
    await life.say(WORKER, "去看过了,要换零件", reply_to=life.newest(WORKER)["message_id"])
    heard = life.news(RESIDENT)
    said(heard, "已有人接手", "编号0001")
    said(heard, "办事的同志说", "要换零件")
    said(life.news(GROUP), "记下了", "网格员", "编号0001")


async def done(life, who, words):
    """A result, and the one line that the group reads of it."""
    await life.press(who, "办好了")
    await life.say(who, words)
    line = life.newest(GROUP)
    said(life.news(GROUP), "请您看看", "回1好了")
    return line["message_id"]


async def test_handed_over_returned_and_decided_the_resident_hears_only_who_has_it(life):
    async with life.awake():
        await life.opened(WORKER, COLLEAGUE, DESK, RESIDENT)
        await life.say(RESIDENT, FENCE, group=True)
        life.news(RESIDENT)
        await life.press(WORKER, "转交")
        await life.press(WORKER, "赵格 网格员")
        said(life.news(COLLEAGUE), FENCE, "同事转交", "前面的经过")

        await life.press(COLLEAGUE, "不归我管")
        await life.press(COLLEAGUE, "不属本网格")
        said(life.news(DESK), FENCE, "不属本网格", "请定一下由谁来办")
        assert life.news(RESIDENT) == []

        await life.press(DESK, "定由谁办")
        await life.press(DESK, "王格 网格员")
        said(life.news(WORKER), FENCE, "社区定了由您来办")
        await life.press(WORKER, "我来办")
        said(life.news(RESIDENT), "网格员", "12月2日(周三)上午10点前联系您")
        said(life.news(GROUP), "编号0001")
        assert "退" not in life.everything(RESIDENT, GROUP)


async def test_extended_forwarded_and_suspended_each_with_a_date_that_is_kept(life):
    async with life.awake():
        await life.opened(WORKER, DESK, RESIDENT)
        await in_hand(life)
        life.news(DESK)
        await life.press(WORKER, "一时办不完")
        await life.press(WORKER, "1 延期")
        await life.say(WORKER, "零件要等货,改到12月11日")
        said(life.news(DESK), "零件要等货", "原定12月8日", "同意吗")
        assert life.news(RESIDENT) == []
        await life.press(DESK, "同意")
        said(life.news(RESIDENT), "零件要等货,改到12月11日(周五)前办好,到时再告诉您")

        await life.press(WORKER, "一时办不完")
        await life.press(WORKER, "3 转外单位")
        await life.say(WORKER, "园林公司,受理号8801,12月4日催")
        said(life.news(RESIDENT), "已转给园林公司,12月4日(周五)前再给您回话")
        life.news(WORKER)
        await life.until("2026-12-04T08:31+08:00")
        said(life.news(WORKER), "今天该催园林公司了")

        await life.press(WORKER, "一时办不完")
        await life.press(WORKER, "2 挂账")
        await life.press(WORKER, "等资金或维修基金")
        await life.say(WORKER, "12月9日")
        await life.say(WORKER, "换大树要等维修基金")
        said(life.news(DESK), "挂账", "换大树要等维修基金", "同意吗")
        await life.press(DESK, "同意")
        said(life.news(RESIDENT), "换大树要等维修基金,现在办不了。12月9日(周三)再给您回话")
        await life.until("2026-12-09T08:31+08:00")
        said(life.news(RESIDENT), "现在接着办了")
        said(life.news(WORKER), "挂账到日子了")
        assert life.news(GROUP) == []
        assert "8801" not in life.everything(RESIDENT, GROUP)


async def test_ended_by_silence_reopened_in_time_archived_and_then_a_matter_of_its_own(life):
    async with life.awake():
        await life.opened(WORKER, CHIEF, RESIDENT)
        await in_hand(life)
        line = await done(life, WORKER, "树枝修剪好了")
        await life.until("+2d")
        said(life.news(RESIDENT), "想再问您一声", "再过一天没有回话,就先当办完了")
        await life.until("2026-12-05T10:30+08:00")
        life.news(CHIEF)

        await life.say(RESIDENT, "没好,还是挡着窗", group=True, reply_to=line)
        said(life.news(CHIEF), "居民说没解决", "还是挡着窗", "树枝修剪好了")
        said(life.news(GROUP), "又记下了", "没好", "网格长盯着", "编号0001")
        await life.press(CHIEF, "我来办")
        line = await done(life, CHIEF, "又锯掉两根")
        await life.press(RESIDENT, "1 好了", chat=GROUP)
        said(life.news(CHIEF), "居民说好了")
        await life.press(RESIDENT, "1 满意")
        said(life.news(RESIDENT), "记下了,谢谢您", "七天内想改")
        assert "满意" not in life.everything(GROUP)

    async with life.awake(at="2027-01-06T10:00+08:00"):
        await life.until("+1m")
        for who in (CHIEF, GROUP):
            life.news(who)
        await life.say(RESIDENT, "没好,树又挡着了", group=True, reply_to=line)
        said(life.news(GROUP), "记下了", "编号0002")
        said(life.news(CHIEF), "0002", "以前报过:0001", "往上一级到您这里")


async def test_merged_told_apart_and_taken_back_and_a_hazard_stays(life):
    async with life.awake():
        await life.opened(WORKER, OFFICER, RESIDENT, NEIGHBOUR)
        await life.say(RESIDENT, LAMP, group=True)
        await life.say(NEIGHBOUR, BESIDE, group=True)
        life.news(NEIGHBOUR)
        await life.press(WORKER, "并到0001")
        said(life.news(NEIGHBOUR), "和0001是同一件事,一起办")
        await life.say(OFFICER, "/console")
        async with life.pages() as office:
            link = re.search(r"/console/login/\S+", life.newest(OFFICER)["text"])[0]
            await office.get(link)
            page = await office.get("/console/tickets/2")
            await post(office, page, "/console/tickets/2/unmerge")
        await life.settled()
        said(life.news(NEIGHBOUR), "改成单独办")

        life.news(WORKER)
        await life.press(NEIGHBOUR, "别登记", chat=GROUP)
        said(life.news(WORKER), "0002", "居民撤回了,不用办了")
        assert "0002" not in life.everything(GROUP)
        await life.say(RESIDENT, "4栋1单元门口井盖没了", group=True)
        await life.press(RESIDENT, "别登记", chat=GROUP)
        assert "这事有危险,还会有人去办" in life.newest(GROUP)["text"]
        assert "不用办了" not in "".join(life.news(WORKER))
