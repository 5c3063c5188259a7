"""A small community as a workbook for Telegram: ids instead of invented web chats."""

import csv

GROUP, RESIDENT, NEIGHBOUR = -1001234567890, 501, 502
WORKER, CHIEF, DESK, OFFICER, MANAGER, FIXER, COUNSELLOR = 601, 602, 603, 604, 605, 606, 607
COLLEAGUE, VOLUNTEER, HELPER, PARTY = 608, 609, 610, 611  # only where days are lived

SHEETS = {
    "places": [
        ("code", "name", "kind", "parent", "property"),
        ("S", "永清街道", "street", "", ""),
        ("XL", "西流湾社区", "community", "S", ""),
        ("JGY", "金桂园", "estate", "XL", "安居物业"),
        *[(f"JGY/{n}", f"{n}栋", "building", "JGY", "") for n in range(1, 9)],
        ("JGY-E", "东门", "public", "JGY", ""),
    ],
    "areas": [
        ("code", "name", "kind", "parent", "covers"),
        ("XL", "西流湾社区", "community", "", "XL"),
        ("XL-1", "第一网格", "grid", "XL", "JGY"),
    ],
    "people": [
        ("code", "name", "phone", "role", "area", "telegram"),
        ("g", "王格", "13800000001", "grid_worker", "XL-1", WORKER),
        ("c", "陈长", "13800000002", "chief", "XL-1", CHIEF),
        ("d", "刘值", "13800000003", "dispatcher", "XL", DESK),
        ("k", "孙办", "13800000004", "officer", "XL", OFFICER),
        ("s", "周街", "13800000005", "manager", "", MANAGER),
        ("p", "吴修", "13800000006", "property", "安居物业", FIXER),
        ("h", "郑谈", "13800000007", "counsellor", "XL", COUNSELLOR),
    ],
    "groups": [
        ("code", "channel", "chat", "name", "place"),
        ("jgy", "telegram", GROUP, "金桂园邻里群", "JGY"),
    ],
    "households": [("code", "place", "name", "members"), ("H1", "JGY/3/2/301", "陈桂兰", RESIDENT)],
    "entries": [("id", "household", "date", "rule", "points"), ("E1", "H1", "2026-01-05", "OPEN", 66)],
    "members": [
        ("id", "name", "organisation", "phone", "posts", "since"),
        ("M1", "钱水", "区水利局", "13900000001", "环境监督员", "2026-01-01"),
    ],
    "schedules": [
        ("name", "rule", "time", "place", "audience"),
        ("义务理发", "每月7号", "09:00", "社区一楼", "XL"),
    ],
}  # fmt: skip

LARGER = SHEETS | {
    "areas": [
        *SHEETS["areas"][:2],
        ("XL-1", "第一网格", "grid", "XL", "JGY/1;JGY/2;JGY/3;JGY/4;JGY-E"),
        ("XL-2", "第二网格", "grid", "XL", "JGY/5;JGY/6;JGY/7;JGY/8"),
    ],
    "people": [
        (*SHEETS["people"][0], "deputy"),
        (*SHEETS["people"][1], "z"),
        *[(*row, "") for row in SHEETS["people"][2:]],
        ("z", "赵格", "13800000008", "grid_worker", "XL-2", COLLEAGUE, ""),
        ("v", "莫愿", "13800000009", "volunteer", "XL", VOLUNTEER, ""),
        ("w", "何愿", "13800000010", "volunteer", "XL", HELPER, ""),
        ("x", "党联", "13800000011", "party_member", "XL-1", PARTY, ""),
    ],
    "schedules": SHEETS["schedules"][:1],
    "shop": [("code", "name", "price", "stock"), ("detergent", "洗洁精", 40, 30)],
    "groups": [*SHEETS["groups"], ("web", "web", "web", "金桂园居民群", "JGY")],
}  # fmt: skip
"""Two grids, a deputy, volunteers, who reads along, a group without an app; nothing announced."""


def write(folder, sheets=SHEETS):
    """The workbook as a folder of CSV."""
    home = folder / "workbook"
    home.mkdir()
    for name, rows in sheets.items():
        with (home / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    return home
