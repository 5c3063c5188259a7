"""An officer writes an announcement in a browser, sees it as it will look, sends it and takes it back."""

from io import BytesIO

from PIL import Image
from playwright.async_api import expect

from storage.chats import ChatRow
from tests.console.screens import DESKTOP, PHONE, faults, seated
from tests.handlers.announcing import lines, neighbours
from tests.handlers.scene import GROUP

ALL = "/console/announcements"
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


def _photo():
    data = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(data, "PNG")
    return {"name": "pipe.png", "mimeType": "image/png", "buffer": data.getvalue()}


async def _readable(page):
    """On a desk and on a phone, without a fault of access."""
    for size in (DESKTOP, PHONE):
        await page.set_viewport_size(size)
        assert await faults(page) == []
        assert not await page.evaluate(SIDEWAYS)


async def test_written_looked_at_sent_and_taken_back(scene, desk):
    await neighbours(scene)
    async with scene.database.transaction() as session:
        session.add(ChatRow(channel="telegram", chat="-100", code="tg", name="电报群", place="JGY",
                            bound_at=scene.now))  # fmt: skip
    async with seated(desk, "sun", viewport=DESKTOP) as (page, address):
        said = []
        page.on("pageerror", lambda error: said.append(str(error)))
        await page.goto(address + ALL)
        await page.get_by_role("link", name="写一条通知").click()

        await page.get_by_label("通知的话").fill("明天停水\n请提前接水。")
        await page.get_by_label("一张照片").set_input_files([_photo()])
        await page.get_by_label("西流湾社区所有的群").check()
        await page.get_by_label("请对方按“收到”").check()
        await page.get_by_role("button", name="看看发出去什么样").click()

        await expect(page.get_by_role("heading", name="发出去是这样")).to_be_visible()
        for where in ("Telegram", "网页聊天"):
            shown = page.get_by_role("article", name=where)
            await expect(shown.get_by_role("img", name="通知里的照片")).to_be_visible()
            await expect(shown).to_contain_text("请提前接水。")
        await expect(page.get_by_role("article", name="微信")).to_contain_text("照片要另外发")
        await _readable(page)
        assert await lines(scene, GROUP) == []

        await page.get_by_role("button", name="发出去", exact=True).click()
        await expect(page.get_by_role("heading", name="这条通知")).to_be_visible()
        await scene.deliver()
        await page.reload()
        await expect(page.get_by_text("已送到3")).to_be_visible()
        await _readable(page)
        assert await lines(scene, GROUP) == ["明天停水\n请提前接水。"]

        await page.get_by_text("撤回", exact=True).click()
        await page.get_by_role("button", name="撤回这条通知").click()
        await scene.deliver()
        await page.reload()
        await expect(page.get_by_role("cell", name="已删除")).to_have_count(3)
        await page.goto(address + ALL)
        assert await faults(page) == []
        assert said == []
    assert await lines(scene, GROUP) == []
