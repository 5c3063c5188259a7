"""The desk's pages in a real browser, from a real socket."""

import asyncio
from contextlib import asynccontextmanager

import uvicorn
from playwright.async_api import async_playwright

from tests.browser import chromium, opened


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
async def beside(desk):
    """A browser beside the desk, and where the desk is."""
    chromium()
    async with served(desk) as address, async_playwright() as playwright:
        browser = await opened(playwright)
        yield browser, address
        await browser.close()
