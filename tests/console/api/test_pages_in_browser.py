"""The API's pages in a real browser, on a desk and on a phone: used, and read by axe."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from playwright.async_api import async_playwright

from tests.bot.stage import until
from tests.browser import chromium, opened

AXE = Path(__file__).parents[2] / "vendor" / "axe.min.js"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


async def test_a_manager_makes_a_key_and_has_a_system_told_with_eight_presses(scene, desk):
    chromium()
    link = await desk.link("boss")
    async with served(desk.web) as base, async_playwright() as playwright:
        browser = await opened(playwright)
        context = await browser.new_context(viewport=PHONE, base_url=base, bypass_csp=True)
        page = await context.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(link)

        await page.goto("/console/api")
        await page.get_by_label("给哪个系统").fill("市平台")
        await page.get_by_label("登记事情").check()
        await page.get_by_role("button", name="做钥匙").click()
        key = await page.locator("code.secret").inner_text()

        await page.goto("/console/webhooks")
        await page.get_by_label("哪个系统").fill("市平台")
        await page.get_by_label("网址").fill("https://platform.example.org/news")
        await page.get_by_label("有变化").uncheck()
        await page.get_by_role("button", name="加上").click()
        secret = await page.locator("code.secret").inner_text()
        await page.get_by_role("button", name="试发一条").click()
        await page.get_by_text("等着送").wait_for()
        faults = await faults_of(page)
        await page.goto("/api/docs")
        faults += await faults_of(page)
        await browser.close()

    assert key.startswith("hy_")
    assert secret.startswith("whsec_")
    assert faults == []
    assert complaints == []


async def faults_of(page):
    """What keeps somebody from reading this page, on either size."""
    await page.add_script_tag(path=AXE)
    seen = await page.evaluate("rules => axe.run({runOnly: rules}).then(r => r.violations)", RULES)
    found = [
        f"{page.url} {fault['id']} {fault['nodes'][0]['html'][:100]}"
        for fault in seen
        if fault["impact"] in ("serious", "critical")
    ]
    for size in (DESK, PHONE):
        await page.set_viewport_size(size)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        found += [f"{page.url} is {wide} wide"] if wide > size["width"] else []
    return found


@asynccontextmanager
async def served(app):
    """The office on a real port."""
    server = uvicorn.Server(uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=1,
    ))  # fmt: skip
    serving = asyncio.create_task(server.serve())

    async def started():
        return server.started

    await until(started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving
