"""Nights, roles and one's own data on Telegram: what is held back, read along, shown and let go."""

from tests.stories.life import labels, said
from tests.stories.village import (
    GROUP,
    MANAGER,
    NEIGHBOUR,
    PARTY,
    RESIDENT,
    WORKER,
)

LAMP = "3栋2单元楼道的灯坏了"
LEAK = "3栋1单元水管爆了往下漏水"
PHONE = "13800001234"
MARK = "暗号甲乙丙"


async def test_at_night_work_waits_what_cannot_wait_does_not_and_the_promise_is_kept(life):
    async with life.awake(at="2026-12-01T22:50+08:00"):
        await life.opened(WORKER, RESIDENT, NEIGHBOUR)
        for who in (WORKER, RESIDENT, NEIGHBOUR):
            life.news(who)
        await life.say(RESIDENT, LAMP, group=True)
        said(
            life.news(GROUP), "夜里收到了", "明早8点半前有人联系您", "急事请打110或物业", "编号0001"
        )
        assert life.news(WORKER) == []
        await life.say(NEIGHBOUR, LEAK, group=True)
        assert "夜里" not in said(life.news(GROUP), "记下了", "漏水", "编号0002")
        said(life.news(WORKER), "【急】", LEAK)

        await life.until("2026-12-02T07:31+08:00")
        said(life.news(WORKER), LAMP)
        await life.until("2026-12-02T08:31+08:00")
        said(life.news(WORKER), "答应了居民12月2日(周三)上午8:30前有人联系,请先联系一下", "0001")


async def test_who_reads_along_may_look_and_takes_no_step(life):
    async with life.awake():
        await life.opened(WORKER, PARTY)
        life.news(PARTY)
        await life.say(RESIDENT, LAMP, group=True)
        said(life.news(WORKER), LAMP, "抄送", "党联 党员")
        assert life.news(PARTY) == []
        await life.say(PARTY, "/tasks")
        said(life.news(PARTY), "您手上没有要办的事", "抄送给您,只看", "0001")
        await life.press(PARTY, "1")
        said(life.news(PARTY), LAMP, "抄送给您看,由网格员负责")
        assert labels(life.newest(PARTY)) == []
        task = life.lines(WORKER, LAMP)[-1]
        data = task["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        query = life.telegram.press_data(PARTY, life.newest(PARTY), PARTY, data)
        await life.settled()
        assert "这件事是抄送给您看的" in life.telegram.queries[query][0]
        await life.say(PARTY, "0001 办好了,换了灯泡")
        said(life.news(GROUP), "记下了", "编号0001")
        assert life.news(WORKER) == []
        said(life.news(PARTY), "这件事是抄送给您看的,这一步由负责的同志来做")


async def test_me_shows_what_is_kept_erases_it_and_the_matter_goes_on_without_a_name(life):
    async with life.awake():
        await life.opened(WORKER, RESIDENT)
        await life.say(RESIDENT, f"金桂园{LEAK}{MARK},打我{PHONE}")
        for who in (WORKER, RESIDENT):
            life.news(who)
        await life.press(WORKER, "看联系电话")
        said(life.news(WORKER), PHONE)
        await life.say(RESIDENT, "/me")
        told = said(life.news(RESIDENT), "0001 漏水渗水")
        assert "网格员看了电话" in told
        assert "138******34" in told
        await life.press(RESIDENT, "删除我的信息")
        said(life.news(RESIDENT), "要把您的信息都删掉吗", "还在办的1件会接着办,不写是谁反映的")
        await life.press(RESIDENT, "确认删除")
        said(life.news(RESIDENT), "已删除。回执:P", "0001按匿名居民接着办")
        await life.until("+2m")
        await life.say(WORKER, "/tasks")
        await life.press(WORKER, "1")
        told = life.news(WORKER)[-1]
        assert "匿名居民" in told
        assert "1单元" not in told
        assert "看联系电话" not in labels(life.newest(WORKER))
        await life.press(WORKER, "我来办")
        await life.press(WORKER, "办好了")
        await life.say(WORKER, "水管换好了")
        assert life.news(RESIDENT) == []
        await life.say(RESIDENT, "/me")
        said(life.news(RESIDENT), "没有登记过事", "我发给您的话0条")


async def test_numbers_go_a_month_after_the_end_and_managers_get_the_months_report(life):
    async with life.awake(at="2026-11-27T10:00+08:00"):
        await life.opened(WORKER, MANAGER, RESIDENT)
        await life.say(RESIDENT, f"金桂园{LEAK},打我{PHONE}")
        await life.press(WORKER, "我来办")
        await life.press(WORKER, "办好了")
        await life.say(WORKER, "水管换好了")
        await life.say(RESIDENT, "好了")
        await life.say(RESIDENT, "/me")
        said(life.news(RESIDENT), "0001 漏水渗水:已办好", "138******34", "办完30天后删")

    async with life.awake(at="2026-12-26T10:00+08:00"):
        await life.until("+1m")
        said(life.news(MANAGER), "11月到期自动清理", "电话0个")
        await life.say(RESIDENT, "/me")
        said(life.news(RESIDENT), "138******34")
        await life.until("2026-12-28T10:00+08:00")
        await life.say(RESIDENT, "/me")
        told = said(life.news(RESIDENT), "0001 漏水渗水:已归档")
        assert "138" not in told
        await life.until("2027-01-01T10:00+08:00")
        said(life.news(MANAGER), "12月到期自动清理", "电话1个")
