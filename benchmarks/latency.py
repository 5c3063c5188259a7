"""From a resident's line to the worker's phone: `python -m benchmarks.latency`.

Measured at the platform: from the moment an update can be fetched to the moment the push to the
grid worker arrives. First on an idle machine, then while an announcement goes to 2,400 chats.
"""

import asyncio
import time
from collections.abc import Iterator

from benchmarks import community, program
from benchmarks.botapi import BotApi, Sent
from benchmarks.broadcast import all_arrived, announce, prepared
from benchmarks.lines import complaints

IDLE = 150  # complaints
WARM = 5
APART = 0.3  # seconds between two, idle
BUSY_APART = 0.5
LATE = 20.0  # seconds

Complaints = Iterator[tuple[int, dict[str, object]]]


class Pushes:
    """Waits for what a grid worker is sent."""

    def __init__(self, api: BotApi) -> None:
        self.waiting: dict[int, asyncio.Future[float]] = {}
        api.heard = self._heard

    def _heard(self, sent: Sent) -> None:
        waiter = self.waiting.pop(sent.chat, None)
        if waiter is not None and not waiter.done():
            waiter.set_result(sent.at)

    def of(self, estate: int) -> asyncio.Future[float]:
        future = asyncio.get_running_loop().create_future()
        self.waiting[community.WORKER + estate] = future
        return future


async def one(api: BotApi, pushes: Pushes, told: Complaints) -> float:
    """One complaint; how long until its push, in milliseconds."""
    estate, update = next(told)
    push = pushes.of(estate)
    began = time.monotonic()
    api.put(update)
    async with asyncio.timeout(LATE):
        return (await push - began) * 1000


async def idle(api: BotApi, pushes: Pushes, told: Complaints) -> list[float]:
    spent = []
    for _ in range(IDLE):
        spent.append(await one(api, pushes, told))
        await asyncio.sleep(APART)
    return spent


async def busy(api: BotApi, pushes: Pushes, told: Complaints, env: dict[str, str]) -> list[float]:
    """While 2,400 messages leave."""
    await announce(env)
    spent: list[float] = []
    end = asyncio.ensure_future(all_arrived(api))
    while not end.done():
        spent.append(await one(api, pushes, told))
        await asyncio.sleep(BUSY_APART)
    await end
    return spent


async def main() -> None:
    """Idle, then busy, in the same run."""
    api, told = BotApi(), complaints()
    pushes, address = Pushes(api), await api.start()
    async with program.folder() as data:
        env = await prepared(data, address)
        async with program.running(env):
            for _ in range(WARM):
                await one(api, pushes, told)
                await asyncio.sleep(APART)
            quiet = await idle(api, pushes, told)
            loud = await busy(api, pushes, told, env)
    await api.stop()
    program.heading("Complaint to push")
    rows = [
        (f"idle ({len(quiet)} complaints)", _told(quiet)),
        (f"during a broadcast to 2,400 chats ({len(loud)} complaints)", _told(loud)),
    ]
    assert api.windows is not None
    rows.append(("refused by the platform (429)", api.windows.told()))
    program.table(rows)


def _told(spent: list[float]) -> str:
    half, most = program.share(spent, 0.5), program.share(spent, 0.99)
    return f"p50 **{half:.0f} ms**, p99 **{most:.0f} ms**, slowest {max(spent):.0f} ms"


if __name__ == "__main__":
    asyncio.run(main())
