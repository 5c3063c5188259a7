"""A sub-district of the size that is designed for, invented by counting, as a folder of CSV."""

import csv
from pathlib import Path

ESTATES = GRIDS = 61
BUILDINGS = 12
GROUPS = 300
VOLUNTEERS = 2_100
COMMUNITIES = 8
WORKER, VOLUNTEER, FIRM, OFFICE = 500_000, 600_000, 700_000, 800_000
"""Where the Telegram ids of each kind of people begin."""
FIRST_GROUP = -1_001_000_000_000


def chat_of(group: int) -> int:
    """The platform's id of a group."""
    return FIRST_GROUP - group


def estate_of(group: int) -> int:
    return group % ESTATES


def write(folder: Path) -> Path:
    """Write the workbook."""
    folder.mkdir(parents=True, exist_ok=True)
    _sheet(folder, "places", ("code", "name", "kind", "parent", "property"), _places())
    _sheet(folder, "areas", ("code", "name", "kind", "parent", "covers"), _areas())
    _sheet(folder, "people", ("code", "name", "role", "area", "telegram"), _people())
    _sheet(folder, "groups", ("code", "channel", "chat", "name", "place"), [
        (f"q{n}", "telegram", chat_of(n), f"{estate_of(n)}号园居民群{n}", f"E{estate_of(n)}")
        for n in range(GROUPS)
    ])  # fmt: skip
    return folder


def _sheet(
    folder: Path, name: str, heading: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)


NAMES = "松竹梅兰菊桂荷枫柳杏桃樱榆槐柏桐"


def name_of(estate: int) -> str:
    return f"{NAMES[estate % 16]}{NAMES[estate // 16]}苑"


def _places() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("S", "测量街道", "street", "", "")]
    rows += [(f"C{n}", f"第{n}社区", "community", "S", "") for n in range(COMMUNITIES)]
    for estate in range(ESTATES):
        rows.append(
            (f"E{estate}", name_of(estate), "estate", f"C{estate % COMMUNITIES}", f"物业{estate}")
        )
        rows += [
            (f"E{estate}/{b}", f"{b}栋", "building", f"E{estate}", "")
            for b in range(1, BUILDINGS + 1)
        ]
    return rows


def _areas() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        (f"C{n}", f"第{n}社区", "community", "", f"C{n}") for n in range(COMMUNITIES)
    ]
    rows += [(f"G{n}", f"第{n}网格", "grid", f"C{n % COMMUNITIES}", f"E{n}") for n in range(GRIDS)]
    return rows


def _people() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("m", "街道负责人", "manager", "", OFFICE)]
    for n in range(COMMUNITIES):
        rows.append((f"o{n}", f"工作人员{n}", "officer", f"C{n}", OFFICE + 100 + n))
        rows.append((f"d{n}", f"值班{n}", "dispatcher", f"C{n}", OFFICE + 200 + n))
    rows += [(f"g{n}", f"网格员{n}", "grid_worker", f"G{n}", WORKER + n) for n in range(GRIDS)]
    rows += [(f"p{n}", f"师傅{n}", "property", f"物业{n}", FIRM + n) for n in range(ESTATES)]
    rows += [
        (f"v{n}", f"义务{n}", "volunteer", f"G{n % GRIDS}", VOLUNTEER + n)
        for n in range(VOLUNTEERS)
    ]
    return rows
