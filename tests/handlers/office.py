"""The office's side of the stage: a workbook taken in, sheet by sheet."""

import csv

from handlers import schedules, workbook
from handlers.points import rules


def folder(path, **sheets):
    """A folder of CSV, a sheet each; the first line is the heading."""
    path.mkdir()
    for name, lines in sheets.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(lines)
    return path


async def take_in(scene, path, **sheets):
    """Take these sheets in, and plan what recurs, as `huying import` does."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"w/{path.name}", scene.now, channel="test")
        await rules.lay_rules(turn, scene.community.rules)
        found = await workbook.take_in(turn, folder(path, **sheets), progress=lambda _: None)
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"p/{path.name}", scene.now, channel="test")
        await schedules.plan(turn)
    return found
