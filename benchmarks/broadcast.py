"""An announcement to 2,400 chats against the platform's floor: `python -m benchmarks.broadcast`."""

import asyncio
import time
from pathlib import Path

from benchmarks import community, program
from benchmarks.botapi import OVERALL, BotApi, Sent

CHATS = community.GROUPS + community.VOLUNTEERS
WORDS = "明天上午九点到十一点停水检修,请提前备水。"
STALL = 30.0  # seconds without a message after which it is over, one way or the other


async def announce(env: dict[str, str]) -> None:
    """To all groups, then to all volunteers."""
    await program.run(env, "announce", "--audience", "all", "--text", WORDS)
    await program.run(env, "announce", "--audience", "all", "--text", WORDS, "--to", "volunteer")


def arrived(api: BotApi) -> list[Sent]:
    """The announcement's own messages."""
    return [sent for sent in api.sent if WORDS in sent.text]


async def all_arrived(api: BotApi) -> list[Sent]:
    """Wait until every chat has it."""
    while len(found := arrived(api)) < CHATS:
        if found and time.monotonic() - found[-1].at > STALL:
            break
        await asyncio.sleep(0.1)
    return found


async def prepared(data: Path, address: str) -> dict[str, str]:
    """A database with the whole sub-district."""
    env = program.environment(data, address)
    await program.run(env, "import", str(community.write(data / "workbook")))
    return env


async def main() -> None:
    """Measure once: it takes as long as the platform demands."""
    api = BotApi()
    address = await api.start()
    async with program.folder() as data:
        env = await prepared(data, address)
        async with program.running(env) as process:
            await announce(env)
            found = await all_arrived(api)
            memory = program.peak_memory(process.pid)
    await api.stop()
    spent = found[-1].at - found[0].at
    floor = (CHATS - OVERALL) / OVERALL
    program.heading("A broadcast")
    assert api.windows is not None
    program.table([
        ("chats", f"{len({sent.chat for sent in found}):,} of {CHATS:,}"),
        ("messages, each chat once", f"{len(found):,}"),
        ("first to last", f"{spent:.1f} s"),
        ("the platform's floor", f"{floor:.1f} s ({OVERALL} a second)"),
        ("share of the allowed rate", f"**{floor / spent:.1%}**"),
        ("refused by the platform (429)", api.windows.told()),
        ("peak memory", f"{memory:.0f} MB"),
    ])  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main())
