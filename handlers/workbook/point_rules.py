"""The sheet of what acts are worth: versions of rules, each from its day on, and none that reaches back."""

import re
from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.points import parse_caps, rule_code
from handlers.points.rules import MOST_POINTS
from handlers.workbook.files import Row
from handlers.workbook.headings import value_of
from handlers.workbook.taking import Taking, parts
from storage.points import claims
from storage.points.tables import RuleRow

SHEET = "point_rules"
BEGINNING = date(2000, 1, 1)  # a new rule without a first day holds for all that was before
WORTH = ("points", "levels", "cap", "period")
SAID = ("name", "evidence", *WORTH)
_LEVELS = re.compile(r"\d{1,3}(/\d{1,3})+")


async def point_rules(taking: Taking, rows: list[Row]) -> None:
    """What acts are worth, from a day on; a rule never reaches back."""
    known = await versions(taking)
    today = taking.turn.world.today(taking.turn.now)
    for row in rows:
        code = rule_code(row["code"])
        begins, ends = (taking.day(SHEET, row, column) for column in ("from", "until"))
        if begins and ends and ends < begins:
            taking.wrong(SHEET, row, "until", "backwards")
        if not taking.first(SHEET, row, "code", (code, begins)):
            continue
        facts = {"code": code, "valid_until": ends} | _worth(taking, row, code)
        found = _version(known[code], begins, today)
        if begins is None and found is not None and _differs(found, row, facts, SAID):
            begins, found = today, _version(known[code], today, today)
        facts["valid_from"] = begins or (found.valid_from if found else BEGINNING)
        await _reaches_back(taking, row, found, facts)
        known[code].append(taking.put(SHEET, row, found, RuleRow, facts))


def _worth(taking: Taking, row: Row, code: str) -> dict[str, Any]:
    """What a row says of an act; what no rule can say is noted."""
    points = taking.number(SHEET, row, "points")
    sign = -1 if code.startswith("-") else 1
    if points is not None and not 0 < points * sign <= MOST_POINTS:
        taking.wrong(SHEET, row, "points", "bad_worth")
    levels = "/".join(row["levels"].split())
    if levels and not (_LEVELS.fullmatch(levels) and levels.startswith(f"{points}/")):
        taking.wrong(SHEET, row, "levels", "bad_levels")
    cap = ";".join(parts(row["cap"]))
    period = ";".join(value_of(one) for one in parts(row["period"]))
    try:
        sound = all(0 < one.points <= MOST_POINTS for one in parse_caps(cap, period))
    except ValueError:
        sound = False
    if not sound or bool(cap) != bool(period):
        taking.wrong(SHEET, row, "cap", "bad_cap", f"{row['cap']} {row['period']}")
    return {
        "name": row["name"], "points": points or 0, "levels": levels, "cap": cap, "period": period,
        "evidence": row["evidence"],
    }  # fmt: skip


async def _reaches_back(
    taking: Taking, row: Row, found: RuleRow | None, facts: dict[str, Any]
) -> None:
    """Note where another worth would hold from a day on which something was counted already."""
    if found is not None and not _differs(found, row, facts, WORTH):
        return
    since, today = facts["valid_from"], taking.turn.world.today(taking.turn.now)
    if await claims.counted_between(taking.turn.session, facts["code"], since, today):
        taking.wrong(SHEET, row, "from", "reaches_back", row["code"])


async def versions(taking: Taking) -> dict[str, list[RuleRow]]:
    """All that is known of each rule, by its code."""
    found: dict[str, list[RuleRow]] = defaultdict(list)
    for row in await taking.turn.session.scalars(select(RuleRow).order_by(RuleRow.valid_from)):
        found[row.code].append(row)
    return found


def _version(known: list[RuleRow], begins: date | None, today: date) -> RuleRow | None:
    """The version of a rule that begins on a day; without one, that which holds today."""
    if begins is not None:
        return next((row for row in known if row.valid_from == begins), None)
    return holding(known, today)


def holding(known: list[RuleRow], day: date) -> RuleRow | None:
    """The version of a rule that holds on a day."""
    begun = [row for row in known if row.valid_from <= day]
    return max(begun, key=lambda row: row.valid_from, default=None)


def _differs(found: RuleRow, row: Row, facts: dict[str, Any], said: tuple[str, ...]) -> bool:
    """Whether a row says something else of a rule than is known."""
    return any(name in row.cells and getattr(found, name) != facts[name] for name in said)
