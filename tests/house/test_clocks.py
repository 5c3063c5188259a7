"""Only the running machine looks at the clock; everybody else is told what time it is."""

import ast

from tests.house.source import ROOMS, files, name_of, tree_of

CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
          ("time", "time"), ("time", "time_ns")}  # fmt: skip


def _called(node):
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        return name, node.func.attr
    return None


def test_nobody_but_the_machine_reads_the_clock():
    rooms = [room for room in ROOMS if room != "bot"]

    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in files(*rooms)
        for node in ast.walk(tree_of(path))
        if _called(node) in CLOCKS
    ]

    assert not found


def test_nobody_swallows_every_error():
    """`except Exception` belongs where work is parked, sent or woken, and nowhere else."""
    allowed = ("bot/pump.py", "bot/sender.py", "bot/scheduler.py", "bot/channels/", "bot/media.py",
               "bot/webhooks.py")  # fmt: skip

    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in files(*ROOMS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and not name_of(path).startswith(allowed)
    ]

    assert not found


def test_transactions_are_opened_at_the_edges_only():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in files("handlers", "storage", "domain")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback", "transaction"}
        and name_of(path) != "storage/database.py"
    ]

    assert not found
