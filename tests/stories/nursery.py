"""Programs that start in half a second: forked from one that has everything imported.

Importing is most of a start, and the stories start huying a hundred times. The nursery is one process
a test worker starts; for each order it forks the program (`bot.cli.main`, with its own arguments,
environment, folder and pipes) and a keeper that waits for it and tells how it ended.
"""

import asyncio
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 1 << 20  # bytes of an order: arguments and an environment
LONGEST_LINE = 1 << 26  # more than a program ever writes: its pipes are never paused
PATIENCE = 2  # seconds that somebody else may hold a program's pipes after its end


class _Pipe(asyncio.StreamReaderProtocol):
    """One pipe of a child; it knows when nobody will write into it any more."""

    def __init__(self):
        self.reader = asyncio.StreamReader(limit=LONGEST_LINE)
        self.ended = asyncio.get_running_loop().create_future()
        super().__init__(self.reader)

    def connection_lost(self, exc):
        super().connection_lost(exc)
        self.ended.set_result(None)


class Child:
    """A forked program, spoken to as asyncio speaks to one that it started itself."""

    def __init__(self, pid, out, err, status):
        self.pid, self.stdout, self.stderr, self.returncode = pid, out.reader, err.reader, None
        self._ended = asyncio.ensure_future(self._wait(out, err, status))

    async def _wait(self, *pipes):
        self.returncode = int(await pipes[-1].reader.readline())
        await asyncio.wait([pipe.ended for pipe in pipes], timeout=PATIENCE)
        for pipe in pipes:  # somebody whom it started may have inherited its pipes
            pipe.transport.close()
            await pipe.ended

    async def wait(self):
        await asyncio.shield(self._ended)
        return self.returncode

    async def communicate(self):
        both = [self.stdout.read(), self.stderr.read()]
        out, err = await asyncio.gather(*both)
        await self.wait()
        return out, err

    def send_signal(self, which):
        if self.returncode is None:
            os.kill(self.pid, which)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


async def start(arguments, environment, folder, *, apart):
    """Start `huying` with these arguments; with `apart` what it complains of has a pipe of its own."""
    out, err, status = os.pipe(), os.pipe(), os.pipe()
    order = {"arguments": arguments, "environment": environment, "folder": str(folder)}
    given = [out[1], err[1] if apart else out[1], status[1]]
    socket.send_fds(_nursery(), [json.dumps(order).encode()], given)
    for pipe in (out, err, status):
        os.close(pipe[1])
    pipes = [await _read(pipe[0]) for pipe in (out, err, status)]
    return Child(int(await pipes[2].reader.readline()), *pipes)


async def _read(number):
    loop = asyncio.get_running_loop()
    transport, pipe = await loop.connect_read_pipe(_Pipe, os.fdopen(number, "rb", 0))
    pipe.transport = transport
    return pipe


@cache
def _nursery():
    """The end at which orders are given; the nursery ends when it is closed."""
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUYING_")}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "tests.stories.nursery"], stdin=its, cwd=ROOT, env=kept
    )
    its.close()

    def end():
        mine.close()
        process.wait()

    atexit.register(end)
    return mine


def main():
    """Import the program, then fork it as often as asked for."""
    orders = socket.socket(fileno=os.dup(0))
    before = dict(os.environ)
    from bot.cli import main as huying  # noqa: PLC0415 - what is imported here, each program has

    set_by_imports = {name: os.environ[name] for name in os.environ.keys() - before.keys()}
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are waited for by nobody
    while True:
        message, pipes, _, _ = socket.recv_fds(orders, LONGEST, 3)
        if not message:
            return
        if os.fork() == 0:
            orders.close()
            order = json.loads(message)
            order["environment"] = set_by_imports | order["environment"]
            if _keep(order, *pipes):
                huying()
            return
        for pipe in pipes:
            os.close(pipe)


def _keep(order, out, err, status):
    """Fork once more: the child becomes the program (True), the parent tells how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid:
        os.close(out)
        os.close(err)
        os.write(status, f"{pid}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.write(status, f"{code}\n".encode())
        return False
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    for pipe in {out, err, status}:
        os.close(pipe)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.argv = ["huying", *order["arguments"]]
    return True


if __name__ == "__main__":
    main()
