"""Lines of chat read per second, beside a bare bot: `python -m benchmarks.ingest`.

Both huying and a bot that is nothing but python-telegram-bot read the same lines from the same
server in turn, and neither answers. huying has read a line when it asks for what comes after it
(its commit is done by then); the bare bot when its handler has been called with it.
"""

import asyncio
import statistics
import sys
import time

from benchmarks import community, program
from benchmarks.botapi import TOKEN, BotApi
from benchmarks.lines import small_talk

LINES = 20_000
ROUNDS = 3


async def filled(lines: int) -> tuple[BotApi, str]:
    """A server with all its lines ready."""
    api = BotApi(limits=False)
    for update in small_talk(lines):
        api.put(update)
    return api, await api.start()


async def huying(lines: int) -> float:
    """Lines per second of the real program with all its parts."""
    async with program.folder() as data:
        api, address = await filled(lines)
        env = program.environment(data, address)
        await program.run(env, "import", str(community.write(data / "workbook")))
        async with program.running(env):
            async with asyncio.timeout(program.PATIENCE):
                await api.until_confirmed(lines + 1)
            spent = api.confirmed_at - api.handed
        await api.stop()
    return lines / spent


async def bare(lines: int) -> float:
    """Lines per second of the bare bot."""
    api, address = await filled(lines)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.echo", address, TOKEN, str(lines),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(program.PATIENCE):
        done = float(await process.stdout.readline())
    spent = done - api.handed
    await process.wait()
    await api.stop()
    return lines / spent


async def main(lines: int = LINES) -> None:
    """Measure in turn, so that both meet the same machine."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(await bare(lines))
        ours.append(await huying(lines))
    program.heading("Reading chat")
    middle, other = statistics.median(ours), statistics.median(theirs)
    program.table([
        ("lines in each of the rounds", f"{lines:,} × {ROUNDS}"),
        ("huying", f"{middle:,.0f} lines a second ({_span(ours)})"),
        ("bare python-telegram-bot", f"{other:,.0f} lines a second ({_span(theirs)})"),
        ("huying : bare", f"**{middle / other:.2f}**"),
    ])  # fmt: skip


def _span(values: list[float]) -> str:
    return f"{min(values):,.0f}–{max(values):,.0f}"


if __name__ == "__main__":
    began = time.monotonic()
    asyncio.run(main(*(int(argument) for argument in sys.argv[1:])))
    print(f"\n({time.monotonic() - began:.0f} s)")
