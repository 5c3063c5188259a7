"""Take the READMEs' pictures from the running sample: `python -m docs.screenshots`.

Needs a Chromium (Debian: `apt-get install chromium fonts-noto-cjk`). Nothing is posed: a resident's
line is typed into the group, and what huying makes of it is what the pictures show.
"""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.sample import PLAYED

IMAGES = Path(__file__).parent / "images"
WIDE = ViewportSize(width=1180, height=640)
PANE = ViewportSize(width=560, height=470)
PATIENCE = 15_000  # milliseconds
SHARP = 1.5  # device pixels per pixel


DESK = ViewportSize(width=1366, height=700)
PHONE = ViewportSize(width=390, height=844)
PAGES = (
    ("today", "/console"), ("tickets", "/console/tickets?state=ever"), ("figures", "/console/figures"),
    ("lists", "/console/lists"), ("responsibility", "/console/responsibility"),
)  # fmt: skip
"""What the office's pages look like: the picture's name, and its address."""
WORKER = PLAYED["worker"]


async def started(folder: Path) -> tuple[asyncio.subprocess.Process, str, str]:
    """The sample community in a folder of its own; its process, its address and the office's link."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HUYING_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--sample", "--port", "0",
        env=own | {"HUYING_DATA": str(folder)}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    address = ""
    while line := (await process.stdout.readline()).decode():
        if line.startswith("ready"):
            address = line.split()[1]
        if line.startswith("console"):
            return process, address, line.split()[1]
    raise RuntimeError("it did not start")


async def taken(browser: Browser, address: str) -> None:
    """Say the first of the suggested lines in the group, and look at both sides."""
    context = await browser.new_context(
        viewport=WIDE, device_scale_factor=SHARP, locale="zh-CN", color_scheme="light"
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto(address)
    await page.locator(".try").first.click()
    await page.locator("form.write .send").first.click()
    await page.locator("article.ours").first.wait_for()
    side = page.frame_locator("aside iframe")
    await side.locator("article.ours .choice").first.wait_for()
    await page.screenshot(path=IMAGES / "chat.png")
    await _push(await context.new_page(), f"{address}/c/p.worker?pane=1")


async def looked_at(browser: Browser, address: str, link: str, street: str) -> None:
    """The office's pages at a desk, a ticket among them, and the morning of whoever walks a grid."""
    office = await _signed_in(browser, DESK, link)
    for name, path in PAGES:
        await office.goto(address + path)
        await office.screenshot(path=IMAGES / f"{name}.png")
    await office.goto(f"{address}/console/tickets")
    await office.locator("[data-row] a").first.click()
    await office.locator(".sides").wait_for()
    await office.screenshot(path=IMAGES / "ticket.png", full_page=True)
    worker = await _signed_in(browser, PHONE, street)
    await worker.screenshot(path=IMAGES / "street.png")


async def _signed_in(browser: Browser, size: ViewportSize, link: str) -> Page:
    context = await browser.new_context(viewport=size, locale="zh-CN", color_scheme="light")
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto(link)
    await page.locator("main h1").wait_for()
    return page


async def link_of(folder: Path, who: str) -> str:
    """A link by which one of the sample's staff signs in."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HUYING_")}
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "login", "--person", who, "--json",
        env=own | {"HUYING_DATA": str(folder)}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, _ = await made.communicate()
    return str(json.loads(told)["link"])


async def _push(page: Page, address: str) -> None:
    await page.set_viewport_size(PANE)
    await page.goto(address)
    await page.locator("article.ours .choice").first.wait_for()
    await page.screenshot(path=IMAGES / "push.png")


async def main() -> None:
    """Start, take, stop."""
    IMAGES.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="huying-pictures-"))
    process, address, link = await started(folder)
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            await taken(browser, address)
            street = urlsplit(await link_of(folder, WORKER)).path
            await looked_at(browser, address, link, address + street)
            await browser.close()
    finally:
        process.terminate()
        await process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    asyncio.run(main())
