"""Every module of the rooms, imported, so that their classes are known."""

import importlib
import pkgutil
from types import ModuleType

from tests.house.source import ROOMS, ROOT

APART = (".versions.", "migrations.env", "__main__")  # they do something when imported


def everything() -> list[ModuleType]:
    """All modules of all rooms."""
    names = [
        info.name
        for room in ROOMS
        for info in pkgutil.walk_packages([str(ROOT / room)], prefix=f"{room}.")
    ]
    return [importlib.import_module(name) for name in names if not any(a in name for a in APART)]
