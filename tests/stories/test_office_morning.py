"""A morning at the office in a real browser: ten tasks, and how often somebody has to press."""

import pytest
from playwright.async_api import async_playwright

from tests.browser import chromium, opened
from tests.stories.program import running
from tests.stories.test_pages import DESK

AIM = 30
"""Presses for all ten; a press is a click or a choice from a list, typing is none."""
PASTED = """张姐 2026/11/25 19:03
西门口路灯不亮,晚上看不见
小李 2026/11/25 19:04
今天菜场的鱼不错
老周 2026/11/25 19:10
7栋2单元楼道堆满纸箱,消防通道都堵了
"""


class Clerk:
    """Somebody at the office, whose presses are counted."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    async def press(self, what):
        self.presses += 1
        await what.click()

    async def choose(self, what, label):
        self.presses += 1
        await what.select_option(label=label)

    async def menu(self, name, group=""):
        """Through the menu, whose rarer groups are folded."""
        menu = self.page.get_by_role("navigation", name="主菜单")
        entry = menu.get_by_role("link", name=name, exact=True)
        if group and not await entry.is_visible():
            await self.press(menu.locator("summary", has_text=group))
        await self.press(entry)


@pytest.fixture
async def clerk(sample_home):
    """The sample's manager, who has used their link; a resident has just said something."""
    chromium()
    async with running(sample_home, "--sample") as program, async_playwright() as playwright:
        browser = await opened(playwright)
        context = await browser.new_context(viewport=DESK, base_url=program.address)
        group = await context.new_page()
        await group.goto("/")
        await group.get_by_role("textbox", name="输入消息").fill("7栋楼下路灯不亮")
        await group.get_by_role("button", name="发送").click()
        await group.get_by_role("log", name="消息").get_by_text("编号0025").wait_for()
        page = await context.new_page()
        await page.goto(program.console)
        yield Clerk(page)
        await browser.close()


async def chase(clerk):
    """Chase what is latest."""
    line = clerk.page.locator("#late li").first
    await clerk.press(line.get_by_role("button", name="催一下"))
    await clerk.page.locator("#late li.settled").wait_for()


async def publish(clerk):
    """Publish a wish."""
    await clerk.press(clerk.page.get_by_role("button", name="发布").first)
    await clerk.page.locator("li.settled", has_text="0022").wait_for()


async def pass_on(clerk):
    """Say that a message was passed on by hand."""
    await clerk.press(clerk.page.get_by_role("button", name="已发送").first)
    await (
        clerk.page.locator("li.settled", has_text="已人工发送")
        .or_(clerk.page.locator("#sending li.settled"))
        .first.wait_for()
    )


async def write_down(clerk):
    """Write down what somebody says on the phone."""
    await clerk.menu("替人登记")
    await clerk.page.fill("#text", "金桂园3栋2单元楼道灯坏了三天了")
    await clerk.press(clerk.page.locator("button[value=file]"))
    await clerk.page.locator(".told b").wait_for()


async def paste(clerk):
    """File what was said in a WeChat group, and take the answers along."""
    await clerk.menu("粘贴微信")
    await clerk.page.locator("textarea[name=chat]").fill(PASTED)
    await clerk.press(clerk.page.get_by_role("button", name="看看"))
    await clerk.press(clerk.page.get_by_role("button", name="登记").first)
    await clerk.press(clerk.page.get_by_role("button", name="全部复制"))


async def answer(clerk):
    """Find a ticket and answer its resident."""
    await clerk.page.locator("header input[type=search]").fill("0025")
    await clerk.page.keyboard.press("Enter")
    clerk.presses += 1
    await clerk.press(clerk.page.locator("tbody").get_by_role("link", name="0025"))
    await clerk.page.locator(".outside textarea").fill("师傅下午就去看,到了给您打电话")
    await clerk.press(clerk.page.locator(".outside").get_by_role("button").first)


async def hand_over(clerk):
    """Hand two tickets of somebody on leave to a colleague."""
    await clerk.menu("工单")
    theirs = clerk.page.locator("tbody tr", has_text="金桂园")  # of the estates whose chief that is
    boxes = theirs.locator("input[type=checkbox]")
    await clerk.press(boxes.nth(0))
    await clerk.press(boxes.nth(1))
    to = clerk.page.locator("fieldset.hand select[name=person]")
    name = await to.locator("option", has_text="陈志强").first.inner_text()
    await clerk.choose(to, name)
    await clerk.press(clerk.page.get_by_role("button", name="一起转交"))
    await clerk.page.get_by_role("heading", name="转交了2件").wait_for()


async def who_gets(clerk):
    """See who would get a sentence, and why."""
    await clerk.menu("谁管哪里", "家底")
    await clerk.press(clerk.page.get_by_role("link", name="这句话会派给谁"))
    await clerk.page.locator("textarea, input[name=text]").first.fill("6栋1单元电梯停了")
    await clerk.press(clerk.page.get_by_role("button", name="试一试"))
    await clerk.page.get_by_text("电梯停运").first.wait_for()


async def three_lists(clerk):
    """Hand the three lists upwards."""
    await clerk.menu("三张清单", "数字")
    async with clerk.page.expect_download() as download:
        await clerk.press(clerk.page.get_by_role("link", name="下载表格 xlsx"))
    assert (await (await download.value).path()).stat().st_size > 2000


async def poster(clerk):
    """Make the posters of an estate."""
    await clerk.menu("海报", "家底")
    await clerk.press(clerk.page.get_by_role("button", name="看看"))
    await clerk.page.locator(".poster svg").first.wait_for()


MORNING = (
    chase, publish, pass_on, write_down, paste, answer, hand_over, who_gets, three_lists, poster,
)  # fmt: skip


async def test_a_morning_of_ten_tasks_takes_thirty_presses(clerk):
    taken = {}
    for task in MORNING:
        before = clerk.presses
        await task(clerk)
        taken[task.__doc__] = clerk.presses - before

    assert len(taken) == 10
    assert sum(taken.values()) <= AIM, taken
