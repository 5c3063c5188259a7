"""A real Chromium: Debian's, or Playwright's own where it could be fetched."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import expect

HOW = "no Chromium: apt-get install chromium fonts-noto-cjk (or: playwright install chromium)"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium():
    """Where a Chromium is; None for Playwright's own, which it finds by itself."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    own = Path.home() / ".cache" / "ms-playwright"
    if own.is_dir() and any(own.glob("chromium-*")):
        return None
    if os.environ.get("HUYING_REQUIRE_BROWSER") == "1":
        pytest.fail(HOW)
    pytest.skip(HOW)


PATIENCE_MS = 30_000  # nothing is measured here, and other tests share the machine


async def opened(playwright):
    """A headless browser."""
    expect.set_options(timeout=PATIENCE_MS)
    return await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
