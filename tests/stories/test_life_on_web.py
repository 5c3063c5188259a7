"""The same days in the web chat: residents and staff without an app, page by page."""

from playwright.async_api import async_playwright, expect

from tests.browser import chromium, opened
from tests.stories.life import TUESDAY
from tests.stories.program import command, running
from tests.stories.visitors import street

LAMP = "3栋2单元楼道的灯坏了"
GAS = "2栋1单元楼道里好大的煤气味"
MIND = "我最近心里难受睡不着,想找人说说话"
LEAK = "金桂园3栋2单元1701厨房漏水,水滴到楼下了"
PHONE = "13800001234"


async def test_taken_extended_done_not_solved_and_solved_each_reads_their_part(life):
    async with street(life, "王格", "刘值", "陈长") as (aunt, worker, desk, chief):
        await aunt.says(LAMP, group=True)
        await aunt.reads("记下了", "网格员", "编号0001", group=True)
        await worker.reads(LAMP, "第一网格")
        await worker.presses("我来办")
        await worker.says("去看过了,要换零件", under="归您了")
        await aunt.reads("已有人接手", "办事的同志说:去看过了")
        await worker.presses("一时办不完")
        await worker.presses("1 延期")
        await worker.says("零件要等货,改到12月8日")
        await desk.reads("零件要等货", "同意吗")
        await desk.presses("同意")
        await aunt.reads("改到12月8日(周二)前办好")

        await worker.presses("办好了")
        await worker.says("换了灯管,亮了")
        await aunt.reads("办过了,请您看看", group=True)
        await life.until("+2d")
        await aunt.reads("想再问您一声")
        await aunt.says("没好,晚上还是不亮")
        await chief.reads("居民说没解决", "晚上还是不亮", "换了灯管")
        await chief.presses("我来办")
        await chief.presses("办好了")
        await chief.says("线路重新接好了")
        await aunt.presses("1 好了", group=True)
        await chief.reads("居民说好了")
        await aunt.presses("1 满意")
        await aunt.reads("记下了,谢谢您")
        group = await aunt.page(group=True)
        assert group.count("编号0001") <= 3
        for hidden in ("零件", "满意", "王格", "退"):
            assert hidden not in group


async def test_a_call_a_leave_and_a_number_that_is_shown_and_gone(life):
    async with street(life, "王格", "赵格", "刘值") as (aunt, worker, deputy, desk):
        await aunt.says("打电话帮我", group=True)
        await aunt.reads("好的,会有人联系您。", group=True)
        await aunt.reads("打哪个号码")
        await aunt.says(PHONE)
        await desk.reads("留了号码")
        await desk.presses("看号码")
        await desk.reads(PHONE)
        await life.until("+11m")
        assert PHONE not in await desk.page()
        await desk.presses("打过了")

        await worker.says("今天下班了")
        await worker.reads("不在", "新来的事先给赵格")
        await aunt.says(f"{LEAK},打我{PHONE}")
        await deputy.reads("请假,您是替补", "漏水渗水", "138****")
        await deputy.presses("看联系电话")
        await deputy.reads(f"联系电话:{PHONE}")
        await life.until("+11m")
        for who in (worker, deputy, desk):
            assert PHONE not in await who.page()
        await deputy.says("/tasks")
        await deputy.reads("您手上有1件")


async def test_danger_climbs_and_what_is_sensitive_is_on_no_page_but_two(life):
    names = ("王格", "陈长", "孙办", "周街", "郑谈")
    async with street(life, *names) as (aunt, worker, chief, officer, manager, counsellor):
        await aunt.says(MIND, group=True)
        await aunt.reads("只有指定的同志看得到")
        await counsellor.reads("心里难受")
        group = await aunt.page(group=True)
        assert "记下了" not in group
        assert "0001" not in group
        for who in (worker, chief, officer, manager):
            assert "心里" not in await who.page()

        await aunt.says(GAS, group=True)
        await aunt.reads("119", "已通知负责人和值班员", group=True)
        await worker.reads("【急】", "煤气")
        await chief.reads("【急】", "煤气")
        assert "煤气" not in await manager.page()
        await life.until("+16m")
        await chief.reads("到时间没人接手,请您接着办")
        await officer.reads("到时间没人接手,请您接着办")
        await manager.reads("到时间没人接手,请您接着办", "煤气")


async def test_a_wish_goes_from_page_to_page_until_it_came_true(life):
    async with street(life, "孙办", "莫愿") as (aunt, officer, volunteer):
        await aunt.says("金桂园3栋101想请人修收音机")
        await aunt.reads("可以这样告诉志愿者吗:一位居民想请人修收音机")
        await aunt.presses("可以")
        await officer.presses("发布")
        board = await volunteer.reads("一位居民想请人修收音机", "您能帮上忙吗")
        assert "101" not in board
        await volunteer.presses("我来认领")
        assert "101" not in await volunteer.page()
        await officer.presses("告诉地址")
        await volunteer.reads("金桂园3栋101")
        await volunteer.says("修好送去了")
        await aunt.presses("到了")
        await aunt.says("谢谢,声音可清楚了")
        await aunt.presses("转给志愿者")
        await volunteer.reads("托我带句话", "声音可清楚了")
        assert "收音机" not in await aunt.page(group=True)


async def test_at_night_a_promise_and_then_all_that_is_kept_and_none_of_it(life):
    async with street(life, "王格", at="2026-12-01T22:50+08:00") as (aunt, worker):
        await aunt.says(LAMP, group=True)
        await aunt.reads("夜里收到了", "明早8点半前有人联系您", group=True)
        assert LAMP not in await worker.page()
        await life.until("2026-12-02T07:31+08:00")
        await worker.reads(LAMP)

        await aunt.says("/me")
        await aunt.reads("0001 楼道灯", "不想留了")
        await aunt.presses("删除我的信息")
        await aunt.presses("确认删除")
        await aunt.reads("已删除。回执:P", "0001按匿名居民接着办")
        await life.until("+2m")
        assert (await aunt.browser.get(f"/c/{aunt.private}")).status_code == 404
        await worker.says("/tasks")
        await worker.presses("1")
        await worker.reads("匿名居民")


async def test_days_pass_on_the_screen_while_somebody_looks_at_it(sample_home):
    """With the command itself beside a running sample, and nothing reloaded by hand."""
    chromium()
    more = {"HUYING_REHEARSAL": "1", "HUYING_QUIET": "off"}
    code, _, err = await command(sample_home, "clock", TUESDAY, **more)
    assert code == 0, err
    async with (
        running(sample_home, "--sample", **more) as program,
        async_playwright() as playwright,
    ):
        browser = await opened(playwright)
        context = await browser.new_context(viewport={"width": 1366, "height": 768})
        aunt, worker = await context.new_page(), await context.new_page()
        await aunt.goto(program.address)
        await typed(aunt, LAMP)
        await worker.goto(program.address)
        await worker.get_by_role("navigation").get_by_role("link", name="网格员").click()
        await worker.get_by_role("button", name="我来办").click()
        await worker.get_by_role("button", name="办好了").last.click()
        await expect(log(worker)).to_contain_text("怎么办好的")
        await typed(worker, "换了新灯泡,亮了")
        await aunt.get_by_role("navigation").get_by_role("link", name="居民").click()

        code, _, err = await command(sample_home, "clock", "+2d", **more)
        assert code == 0, err
        await expect(log(aunt)).to_contain_text("想再问您一声")
        await aunt.get_by_role("button", name="1 好了").click()
        await expect(log(aunt)).to_contain_text("这次办得您满意吗")
        await aunt.get_by_role("button", name="1 满意").click()
        await expect(log(aunt)).to_contain_text("七天内想改,再说一声就行")
        await expect(log(worker)).to_contain_text("居民说好了")
        await browser.close()


async def typed(page, text):
    await page.get_by_role("textbox", name="输入消息").fill(text)
    await page.get_by_role("button", name="发送").click()


def log(page):
    return page.get_by_role("log", name="消息")
