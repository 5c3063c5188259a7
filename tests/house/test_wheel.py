"""What is published is complete: the wheel alone, in a fresh environment, starts the sample."""

import os
import shutil
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

from tests.house.source import ROOT

PATIENCE = 60  # seconds until a first start on a busy machine is ready
NOT_OURS = ("HUYING_", "PYTHONPATH", "VIRTUAL_ENV")


def _run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def _installed(folder):
    """The wheel, built from a copy without what git ignores, in a fresh environment."""
    source = folder / "source"
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    _run(*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(source), cwd=folder)
    _run(sys.executable, "-m", "venv", "--without-pip", str(folder / "env"), cwd=folder)
    wheel = str(next(folder.glob("*.whl")))
    _run(*pip, "--python", str(folder / "env"), "install", "--no-compile", wheel, cwd=folder)
    return folder / "env" / "bin" / "huying"


@contextmanager
def _running(command, folder):
    own = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [command, "run", "--sample", "--port", "0"], cwd=folder, env=own, text=True,
            stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def test_the_wheel_starts_the_sample_community_from_an_environment_of_its_own(tmp_path):
    command = _installed(tmp_path)

    with _running(command, tmp_path) as process:
        line = process.stdout.readline()
        assert line.startswith("ready http://"), (tmp_path / "log").read_text()[-3000:]
        address = line.split()[1]
        with urllib.request.urlopen(f"{address}/readyz", timeout=PATIENCE) as answer:
            ready = answer.status
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            page = answer.read().decode()

    assert ready == 200
    assert "/static/" in page
