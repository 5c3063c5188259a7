"""Layers point one way, and each wire is known where it ends."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOMS, ROOT, files, imports, name_of

PURE = {"chinese_calendar", "lunar_python", "pypinyin", "rapidfuzz", "opencc", "dateutil"}
"""Small libraries without I/O that the rules may use."""


def test_the_layers_hold():
    lint = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_rules_need_nothing_but_the_standard_library_and_small_pure_ones():
    allowed = sys.stdlib_module_names | PURE | {"domain"}

    strangers = [
        f"{name_of(path)}:{line} {module}"
        for path in files("domain")
        for line, module in imports(path)
        if module.split(".")[0] not in allowed
    ]

    assert not strangers


def test_the_rules_read_no_file_no_socket_and_no_environment():
    outside = {"os", "pathlib", "socket", "asyncio", "subprocess", "urllib", "http", "sqlite3"}

    found = [
        f"{name_of(path)}:{line} {module}"
        for path in files("domain")
        for line, module in imports(path)
        if module.split(".")[0] in outside
    ]

    assert not found


def test_no_room_imports_its_tests():
    found = [
        f"{name_of(path)}:{line}"
        for path in files(*ROOMS)
        for line, module in imports(path)
        if module.split(".")[0] in {"tests", "benchmarks"}
    ]

    assert not found
