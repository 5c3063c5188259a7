"""The real program as a child process, and what a table of figures needs to say about itself."""

import asyncio
import contextlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.botapi import TOKEN

PATIENCE = 120  # seconds


def command() -> str:
    """The installed `huying`."""
    return str(Path(sys.executable).with_name("huying"))


def environment(data: Path, api: str, **more: str) -> dict[str, str]:
    """Only what is set here: no .env and no setting of whoever measures."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HUYING_")}
    return own | {
        "HUYING_DATA": str(data), "HUYING_TELEGRAM_TOKEN": TOKEN, "HUYING_TELEGRAM_API_URL": api,
        "HUYING_QUIET": "off", "HUYING_PORT": "0", "HUYING_LOG": "json", **more,
    }  # fmt: skip


@asynccontextmanager
async def folder() -> AsyncIterator[Path]:
    """A place of its own, gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="huying-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


async def run(env: dict[str, str], *arguments: str) -> str:
    """Run a command to its end; returns what it printed."""
    process = await asyncio.create_subprocess_exec(
        command(), *arguments, env=env, cwd=env["HUYING_DATA"],
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"huying {arguments[0]}: {out.decode()[-800:]} {err.decode()[-800:]}")
    return out.decode()


@asynccontextmanager
async def running(
    env: dict[str, str], *arguments: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, from its `ready` line until the end of the block."""
    with (Path(env["HUYING_DATA"]) / "log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            command(), "run", *arguments, env=env, cwd=env["HUYING_DATA"],
            stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            async with asyncio.timeout(PATIENCE):
                line = await process.stdout.readline()
            if not line.startswith(b"ready"):
                raise RuntimeError((Path(env["HUYING_DATA"]) / "log").read_text()[-1500:])
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


def peak_memory(pid: int) -> float:
    """The most memory a process has had, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def share(values: list[float], part: float) -> float:
    """The value below which this part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def heading(title: str) -> None:
    """Which machine, which versions, which day."""
    print(f"\n## {title}\n")
    parts = [f"{name} {version(name)}" for name in ("huying", "python-telegram-bot", "SQLAlchemy")]
    print(f"{datetime.now(UTC).date()} · {_machine()} · Python {platform.python_version()} · "
          f"{' · '.join(parts)}\n")  # fmt: skip


def _machine() -> str:
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} × {names[0] if names else platform.machine()} (load {load:.1f})"


def table(rows: list[tuple[str, str]]) -> None:
    print("| what | figure |\n|---|---|")
    for name, figure in rows:
        print(f"| {name} | {figure} |")
