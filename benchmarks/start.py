"""Cold start, second start and memory: `python -m benchmarks.start`.

A cold start begins with an empty folder (database, sample community, its month of history); the
second finds all of it. Both end with the line `ready`.
"""

import asyncio
import time
from pathlib import Path

from benchmarks import program

ROUNDS = 3


async def timed(data: Path) -> tuple[float, float]:
    """Seconds until ready, and peak memory in megabytes."""
    env = program.environment(data, "http://127.0.0.1:9", HUYING_TELEGRAM_TOKEN="")
    began = time.monotonic()
    async with program.running(env, "--sample") as process:
        spent = time.monotonic() - began
        return spent, program.peak_memory(process.pid)


async def main() -> None:
    """The best of three: what else runs on the machine only ever adds."""
    cold, again = [], []
    for _ in range(ROUNDS):
        async with program.folder() as data:
            cold.append(await timed(data))
            again.append(await timed(data))
    program.heading("Starting")
    program.table([
        ("first start, with the sample", f"{min(cold)[0]:.1f} s, {min(cold)[1]:.0f} MB"),
        ("second start", f"**{min(again)[0]:.1f} s**, **{min(again)[1]:.0f} MB**"),
    ])  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main())
