"""The desk's pages in a real browser, from a real socket; and what axe finds wrong with them."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from playwright.async_api import async_playwright

from tests.browser import chromium, opened

DESKTOP, PHONE, TELEVISION = (
    {"width": 1366, "height": 768}, {"width": 390, "height": 844}, {"width": 1920, "height": 1080},
)  # fmt: skip
AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
GRAVE = """async () => (await axe.run()).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).join(', '))"""


@asynccontextmanager
async def served(desk):
    """The desk on a port of this machine; the address of it."""
    config = uvicorn.Config(desk.web, port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def seated(desk, who, **more):
    """Somebody before a browser, signed in: the browser's context, and where the desk is."""
    chromium()
    async with served(desk) as address, async_playwright() as playwright:
        browser = await opened(playwright)
        context = await browser.new_context(bypass_csp=True, **more)
        page = await context.new_page()
        await page.goto(address + await desk.link(who))
        yield page, address
        await browser.close()


async def faults(page):
    """What axe calls serious or worse on the page as it stands."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.add_script_tag(path=AXE)
    return await page.evaluate(GRAVE)


@asynccontextmanager
async def beside(desk):
    """A browser beside the desk, and where the desk is."""
    chromium()
    async with served(desk) as address, async_playwright() as playwright:
        browser = await opened(playwright)
        yield browser, address
        await browser.close()
