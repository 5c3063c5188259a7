"""What acts are worth, on the street's page: a new version from a day on, looked at before it is taken."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from console.steps import taken
from domain.points import Cap, Period, Rule
from domain.refusals import Refusal
from handlers.points import rules
from handlers.points.rules import NotFromThen, NotSuchAWorth
from handlers.turn import Turn
from storage.points.rules import all_versions, as_rule
from storage.points.tables import RuleRow

HERE = "/console/points/rules"
CAPS = {period: f"cap_{period.value}" for period in Period}
"""The field of each cap: a number in the one that is meant, and nothing in the others."""
FIELDS = ("points", "from", "active", *CAPS.values())
LONGEST = 40  # of what is typed into a field
MOST_SHOWN = 60  # households whose difference is shown


async def index(request: Request, clerk: Clerk) -> Response:
    """All items: what holds today, and what is decided for later."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        today = turn.world.today(turn.now)
        versions = await all_versions(session)
    begun = {row.code: row for row in versions if row.valid_from <= today}
    later = [row for row in versions if row.valid_from > today]
    facts = {
        "clerk": clerk, "rows": [begun[code] for code in sorted(begun)],
        "later": {row.code: row for row in reversed(later)},
    }  # fmt: skip
    return office.pages(request, "points_rules.html", facts)


async def show(request: Request, clerk: Clerk) -> Response:
    """One item: its form, and with `look` what the change would have done to last quarter."""
    return await _page(request, clerk, request.query_params)


async def _page(request: Request, clerk: Clerk, given: Any, refused: str = "") -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        row = await _found(turn, request)
        facts: dict[str, Any] = {"found": None}
        if given.get("look") and not refused:
            try:
                facts = await _looked(turn, row, given)
            except Refusal as refusal:
                refused = turn.words(refusal.moment, **refusal.facts)
        tomorrow = turn.world.today(turn.now) + timedelta(days=1)
    usual = {"points": row.levels or str(row.points), "from": tomorrow.isoformat(),
             "active": "yes" if row.active else "no", **dict.fromkeys(CAPS.values(), ""),
             **{CAPS[cap.period]: str(cap.points) for cap in as_rule(row).caps}}  # fmt: skip
    typed = {name: str(given.get(name, usual[name]))[:LONGEST] for name in FIELDS}
    facts |= {"clerk": clerk, "row": row, "refused": refused, "typed": typed, "tomorrow": tomorrow,
              "caps": CAPS, "once": secrets.token_hex(8)}  # fmt: skip
    return office.pages(request, "points_rule.html", facts, status=409 if refused else 200)


async def _looked(turn: Turn, row: RuleRow, given: Any) -> dict[str, Any]:
    rule = _version(row, given)
    rules.must_be_sound(turn, rule)
    span, count, found = await rules.would_have(turn, rule)
    most = sorted(found.items(), key=lambda one: (-abs(one[1]), one[0]))
    return {"found": most[:MOST_SHOWN], "span": span, "count": count, "changed": len(found),
            "total": sum(found.values())}  # fmt: skip


async def _found(turn: Turn, request: Request) -> RuleRow:
    try:
        return await rules.version(turn, int(request.path_params["number"]))
    except Refusal:
        raise HTTPException(404) from None


def _version(row: RuleRow, given: Any) -> Rule:
    """The version that is typed. Raises NotFromThen, NotSuchAWorth."""
    try:
        begins = date.fromisoformat(str(given.get("from", "")))
    except ValueError:
        raise NotFromThen from None
    try:
        levels = tuple(int(one) for one in str(given.get("points", ""))[:LONGEST].split("/"))
        caps = tuple(_caps(given))
    except ValueError:
        raise NotSuchAWorth from None
    return replace(
        as_rule(row), points=levels[0], levels=levels if len(levels) > 1 else (), caps=caps,
        valid_from=begins, valid_until=None, active=str(given.get("active", "yes")) != "no",
    )  # fmt: skip


def _caps(given: Any) -> Iterator[Cap]:
    for period, name in CAPS.items():
        typed = str(given.get(name, ""))[:LONGEST].strip()
        if typed:
            yield Cap(int(typed), period)


async def change(request: Request, clerk: Clerk) -> Response:
    """Take the new version."""
    form = await request.form()

    async def work(turn: Turn) -> int:
        made = await rules.change(turn, _version(await _found(turn, request), form))
        return made.id

    _, refused = await taken(request, clerk, work)
    if refused:
        return await _page(request, clerk, form, refused)
    return RedirectResponse(HERE, status_code=303)
