"""Speech engines of a few lines: real programs, which print what they were told to."""

import stat
import sys
import textwrap
from pathlib import Path

from tests.bot.stage import until

LAMP = "金桂园3栋2单元楼道的灯坏了"


class Workshop:
    """Makes engines in a folder, and sees what they have done."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.number = 0

    def engine(self, body):
        """A command whose program runs these lines; `file` is what it is given."""
        self.number += 1
        program = self.folder / f"engine{self.number}"
        lines = "import os, sys, time, subprocess\nfile = sys.argv[1]\nhere = " + repr(
            str(self.folder)
        )
        program.write_text(f"#!{sys.executable}\n{lines}\n{textwrap.dedent(body)}\n", "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return f"{program} {{file}}"

    def says(self, words=LAMP):
        """An engine that notes each file it was given, and hears the same in all of them."""
        return self.engine(f"""
            open(here + "/given", "a").write(file + chr(10))
            sys.stdout.buffer.write({words!r}.encode() + b"\\n")
        """)

    def hangs(self):
        """An engine that starts another program, notes both, and never ends."""
        return self.engine("""
            other = subprocess.Popen(["sleep", "300"])
            open(here + "/pids.part", "w").write(f"{os.getpid()} {other.pid}")
            os.rename(here + "/pids.part", here + "/pids")
            time.sleep(300)
        """)

    @property
    def given(self):
        """The files that engines were given."""
        noted = self.folder / "given"
        return noted.read_text("utf-8").split() if noted.exists() else []

    async def started(self):
        """An engine that hangs is under way."""

        async def there():
            return (self.folder / "pids").exists()

        await until(there)

    async def over(self):
        """The engine that hung has ended, and so has what it started."""
        pids = (self.folder / "pids").read_text().split()

        async def gone():
            return all(ended(pid) for pid in pids)

        await until(gone)


def ended(pid):
    """Whether a process has ended; one that nobody has asked after yet has, too."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"
