"""Linter, formatter and type checker find nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))


@pytest.mark.parametrize("command", CHECKS, ids=" ".join)
def test_a_tool_finds_nothing(command):
    tool = Path(sys.executable).with_name(command[0])

    done = subprocess.run(
        [tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
