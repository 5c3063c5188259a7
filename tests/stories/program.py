"""The real program, in a process of its own, as an operator starts it."""

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.stories import nursery

BOOT = 60  # seconds until it must answer


@dataclass
class Program:
    """A running huying."""

    process: asyncio.subprocess.Process | nursery.Child
    address: str
    console: str | None
    log: list[str] = field(default_factory=list)


NOT_ITS = ("HUYING_", "PYTHONDONTWRITEBYTECODE")
"""An operator's second start need not compile anything."""


def environment(folder, **more):
    """Nothing of this machine's own settings reaches the program."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(NOT_ITS)}
    return {**kept, "HUYING_DATA": str(folder), "PYTHONUNBUFFERED": "1", **more}


async def _process(arguments, folder, more, *, apart):
    """Forked from the nursery; anew where Python itself has to be told something at its start."""
    given = environment(folder, **more)
    if not any(name.startswith("PYTHON") for name in more):
        return await nursery.start(arguments, given, folder, apart=apart)
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, env=given, cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE if apart else asyncio.subprocess.STDOUT,
    )  # fmt: skip


async def start(folder, *arguments, **more):
    """Start it, and wait until it answers."""
    process = await _process(["run", "--port", "0", *arguments], folder, more, apart=False)
    log, address, console = [], None, None
    async with asyncio.timeout(BOOT):
        while address is None or ("--sample" in arguments and not log[-1].startswith("group http")):
            line = (await process.stdout.readline()).decode()
            if not line:
                raise AssertionError("it did not start:\n" + "".join(log))
            log.append(line)
            if line.startswith("ready"):
                address = line.split()[1]
            if line.startswith("console"):
                console = line.split()[1]
    return Program(process, address, console, log)


async def stop(program):
    """Ask it to end, and wait; pytest shows what it logged where the test has failed."""
    if program.process.returncode is None:
        program.process.terminate()
        await program.process.wait()
    program.log.append((await program.process.stdout.read()).decode())
    print(*program.log)  # noqa: T201


@asynccontextmanager
async def running(folder, *arguments, **more):
    program = await start(folder, *arguments, **more)
    try:
        yield program
    finally:
        await stop(program)


async def command(folder, *arguments, **more):
    """One command of the operator's; its exit code and what it printed."""
    process = await _process(list(arguments), folder, more, apart=True)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()
