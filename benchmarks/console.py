"""How fast the office's pages are: `python -m benchmarks.console [TICKETS …]` (10,000 and 1,000,000).

The real program over HTTP, with a sub-district's people and three years of tickets (`many.py`), on
SQLite; `HUYING_DATABASE_URL` names another, empty database, which then keeps what was put in. Each page is
asked for as a browser does, by whoever opens it; a later page is one line more in `PAGES`.
"""

import asyncio
import json
import os
import re
import socket
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks import community, many, program
from storage.database import Database

SIZES = (10_000, 1_000_000)
ASKED, WARM = 60, 4
REPORTS_ASKED = 12  # they reckon over all that was registered, and nobody turns their pages
MANAGER, OFFICER, WORKER = "街道负责人", "工作人员0", "网格员0"
FOUND = "/console/tickets"
PAGES: tuple[tuple[str, str, str], ...] = (
    ("today", MANAGER, "/console"),
    ("today", OFFICER, "/console"),
    ("tickets: under way", MANAGER, FOUND),
    ("tickets: under way", OFFICER, FOUND),
    ("tickets: under way", WORKER, FOUND),
    ("tickets: overdue, of an owner", MANAGER, f"{FOUND}?state=overdue&owner={{owner}}"),
    ("tickets: a decision is waited for", OFFICER, f"{FOUND}?state=decision"),
    ("tickets: all with the archive", MANAGER, f"{FOUND}?state=ever"),
    ("tickets: all with the archive", OFFICER, f"{FOUND}?state=ever"),
    ("tickets: all with the archive", WORKER, f"{FOUND}?state=ever"),
    ("tickets: archived, far back", MANAGER, f"{FOUND}?state=archived&before={{middle}}"),
    ("tickets: archived, far back", OFFICER, f"{FOUND}?state=archived&before={{middle}}"),
    ("tickets: of a matter", MANAGER, f"{FOUND}?state=ever&category=road.manhole"),
    ("tickets: of a matter", OFFICER, f"{FOUND}?state=ever&category=road.manhole"),
    ("tickets: of a matter nobody has", OFFICER, f"{FOUND}?state=ever&category=gov.job"),
    ("tickets: of a first level", MANAGER, f"{FOUND}?state=ever&category=repair"),
    ("tickets: of a kind", OFFICER, f"{FOUND}?state=ever&kind=question"),
    ("tickets: on the list of happiness", OFFICER, f"{FOUND}?state=ever&list=happiness"),
    ("tickets: in a grid", MANAGER, f"{FOUND}?state=ever&area=G3"),
    ("tickets: in a grid", OFFICER, f"{FOUND}?state=ever&area=G8"),
    ("tickets: of an owner", MANAGER, f"{FOUND}?state=ever&owner={{owner}}"),
    ("tickets: registered in one week", MANAGER, f"{FOUND}?state=ever&since=2025-03-03&until=2025-03-09"),
    ("tickets: older than two years", OFFICER, f"{FOUND}?state=ever&older=730"),
    ("tickets: a rare word", MANAGER, f"{FOUND}?state=ever&q=白蚁"),
    ("tickets: a rare word", OFFICER, f"{FOUND}?state=ever&q=白蚁"),
    ("tickets: a frequent word", MANAGER, f"{FOUND}?state=ever&q=电梯"),
    ("tickets: a frequent word", OFFICER, f"{FOUND}?state=ever&q=电梯"),
    ("tickets: one character", OFFICER, f"{FOUND}?state=ever&q=灯"),
    ("tickets: a place of others", OFFICER, f"{FOUND}?state=ever&place=竹竹苑"),
    ("tickets: a frequent word where it is never said", MANAGER, f"{FOUND}?state=ever&q=电梯&category=env"),
    ("tickets: words under way", MANAGER, f"{FOUND}?q=楼道灯"),
    ("tickets: words nobody said", MANAGER, f"{FOUND}?state=ever&q=外星人"),
    ("one ticket", MANAGER, f"{FOUND}/{{middle}}"),
    ("one ticket", OFFICER, f"{FOUND}/{{own}}"),
)  # fmt: skip
"""What is looked at, by whom, and at which address."""
REPORTS: tuple[tuple[str, str, str], ...] = (
    ("figures: this month", MANAGER, "/console/figures?window=month"),
    ("figures: this month", OFFICER, "/console/figures?window=month"),
    ("figures: this year", OFFICER, "/console/figures?window=year"),
    ("figures: this year", MANAGER, "/console/figures?window=year"),
    ("three lists: this month", MANAGER, "/console/lists?window=month"),
    ("three lists: this month", OFFICER, "/console/lists?window=month"),
)  # fmt: skip

Spent = dict[tuple[str, str], list[float]]


async def prepared(env: dict[str, str], data: Path, number: int) -> None:
    """A sub-district with its people and so many tickets."""
    await program.run(env, "import", str(community.write(data / "workbook")))
    database = Database(env["HUYING_DATABASE_URL"])
    async with database.engine.begin() as connection:
        await connection.run_sync(many.fill, number, datetime.now(UTC))
    await database.close()


async def signed_in(env: dict[str, str], address: str, who: str) -> httpx.AsyncClient:
    """A browser in which somebody has used their link."""
    link = json.loads(await program.run(env, "login", "--person", who, "--json"))["link"]
    browser = httpx.AsyncClient(base_url=address, timeout=120)
    answer = await browser.get(link[link.index("/console") :])
    assert answer.status_code == 303, answer.text
    return browser


async def measured(browser: httpx.AsyncClient, path: str, times: int) -> list[float]:
    """Milliseconds until a page is there, again and again."""
    spent = []
    for turn in range(WARM + times):
        began = time.monotonic()
        answer = await browser.get(path)
        if turn >= WARM:
            spent.append((time.monotonic() - began) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    return spent


async def looked_at(env: dict[str, str], number: int) -> Spent:
    """Every page by everybody who opens it."""
    found: Spent = {}
    address = f"http://127.0.0.1:{env['HUYING_PORT']}"
    async with program.running(env):
        browsers = {who: await signed_in(env, address, who) for who in (MANAGER, OFFICER, WORKER)}
        names = await _names(browsers, number)
        for pages, times in ((PAGES, ASKED), (REPORTS, REPORTS_ASKED)):
            for name, who, path in pages:
                found[name, who] = await measured(browsers[who], path.format(**names), times)
        for browser in browsers.values():
            await browser.aclose()
    return found


async def _names(browsers: dict[str, httpx.AsyncClient], number: int) -> dict[str, str]:
    """What the addresses name: an owner, a ticket of the officer's, one in the middle of all."""
    page = (await browsers[MANAGER].get(FOUND)).text
    owner = re.search(rf'<option value="(\d+)">{WORKER} ', page)
    own = re.search(rf'href="{FOUND}/(\d+)"', (await browsers[OFFICER].get(FOUND)).text)
    middle = f"{FOUND}?state=archived&before={number // 2}"
    far = re.search(rf'href="{FOUND}/(\d+)"', (await browsers[MANAGER].get(middle)).text)
    assert owner
    assert own
    assert far
    return {"owner": owner[1], "own": own[1], "middle": far[1]}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


async def measure(number: int) -> Spent:
    """All pages of a database of this size."""
    async with program.folder() as data:
        url = os.environ.get("HUYING_DATABASE_URL") or f"sqlite+aiosqlite:///{data}/huying.db"
        env = program.environment(
            data, "http://127.0.0.1:9", HUYING_TELEGRAM_TOKEN="", HUYING_DATABASE_URL=url,
            HUYING_PORT=str(free_port()),
        )  # fmt: skip
        await prepared(env, data, number)
        return await looked_at(env, number)


def told(sizes: Iterable[int], found: list[Spent]) -> None:
    """A line a page: median and 99th percentile at each size."""
    heads = " | ".join(f"{size:,}: p50, p99" for size in sizes)
    print(f"| page | who | {heads} |\n|---|---|{'---|' * len(found)}")
    for name, who in found[0]:
        cells = " | ".join(
            f"{program.share(one[name, who], 0.5):.0f}, {program.share(one[name, who], 0.99):.0f}"
            for one in found
        )
        print(f"| {name} | {who} | {cells} |")


async def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    found = [await measure(size) for size in sizes]
    program.heading("The office's pages, in milliseconds")
    told(sizes, found)


if __name__ == "__main__":
    asyncio.run(main())
