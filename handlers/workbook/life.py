"""The sheets of a community's life: what recurs, the shop, the services, the handbook."""

from collections import Counter
from collections.abc import Callable
from datetime import date, time
from typing import Any

from sqlalchemy import select

from domain.areas import AreaKind
from domain.points.orders import HeldForOrders
from domain.schedules import (
    BadSchedule,
    Policy,
    Schedule,
    parse_offsets,
    parse_rule,
    parse_time,
)
from domain.schedules.dates import planned
from domain.schedules.rules import parse_policy
from handlers.points import goods as shelf
from handlers.schedules.making import MOST_EXCEPTIONS
from handlers.workbook.files import Row
from handlers.workbook.people import known_people
from handlers.workbook.taking import Change, Taking, Verdict, parse_day, parts
from storage.chats import ChatRow
from storage.places import AreaRow, all_areas, all_places
from storage.points import goods
from storage.points.tables import GoodRow
from storage.schedules import ScheduleRow
from storage.services import HandbookRow, ServiceRow

EVERYBODY = "all"


async def schedules(taking: Taking, rows: list[Row]) -> None:
    """What recurs."""
    session = taking.turn.session
    await known_people(taking)
    known = list(await session.scalars(select(ScheduleRow).where(ScheduleRow.active)))
    tree = await all_places(session)
    targets = {EVERYBODY} | set(await session.scalars(select(AreaRow.code)))
    targets |= set(await session.scalars(select(ChatRow.code).where(ChatRow.code.is_not(None))))
    names = Counter(row["name"] for row in rows)
    for row in rows:
        audience = parts(row["audience"])
        key = f"{row['name']}/{';'.join(audience)}"
        if not taking.first("schedules", row, "name", key):
            continue
        for code in audience:
            if code not in targets and tree.get(code) is None:
                taking.wrong("schedules", row, "audience", "unknown", code)
        is_place = tree.get(row["place"]) is not None
        facts = _schedule(taking, row)
        facts |= _span(taking, row, facts["rule"])
        facts |= {
            "audience": audience, "place": row["place"] if is_place else None,
            "place_words": "" if is_place else row["place"],
            "person_id": taking.person("schedules", row, "person"),
        }  # fmt: skip
        found = _same_service(known, row["name"], key, only=names[row["name"]] == 1)
        if found is None:
            facts |= {"since": taking.turn.now}
        kept = taking.put("schedules", row, found, ScheduleRow, facts | {"key": key})
        kept.key, kept.written = key, "" if "FREQ=" in row["rule"].upper() else row["rule"]


def _same_service(
    known: list[ScheduleRow], name: str, key: str, *, only: bool
) -> ScheduleRow | None:
    """The schedule that a row means. Told to others than before it stays the same, if it is one."""
    named = [row for row in known if row.name == name]
    exact = [row for row in named if row.key == key]
    if exact:
        return exact[0]
    return named[0] if only and len(named) == 1 else None


def _schedule(taking: Taking, row: Row) -> dict[str, Any]:
    start, end = _read(taking, row, "time", parse_time, "bad_time") or (None, None)
    return {
        "name": row["name"], "rule": _read(taking, row, "rule", parse_rule, "bad_rule") or "",
        "start": start.isoformat("minutes") if start else "",
        "end": end.isoformat("minutes") if end else None,
        "offsets": parts(row["offsets"]) if _read(taking, row, "offsets", parse_offsets, "bad_time")
        else [],
        "holiday": _policy(taking, row, "holiday", Policy.NEXT),
        "weekend": _policy(taking, row, "weekend", Policy.KEEP),
        "bring": row["bring"],
    }  # fmt: skip


def _span(taking: Taking, row: Row, rule: str) -> dict[str, Any]:
    """From when to when, and without which days; each wrong day is named by itself."""
    begins, ends = (taking.day("schedules", row, column) for column in ("begins", "ends"))
    if begins and ends and ends < begins:
        taking.wrong("schedules", row, "ends", "backwards")
    left_out = []
    for text in parts(row["exceptions"]):
        day = parse_day(text)
        if day is None:
            taking.wrong("schedules", row, "exceptions", "bad_date", text)
        elif (begins and day < begins) or (ends and day > ends):
            taking.wrong("schedules", row, "exceptions", "outside_span", text)
        else:
            left_out.append(day.isoformat())
    if len(left_out) > MOST_EXCEPTIONS:
        taking.wrong("schedules", row, "exceptions", "too_many", str(len(left_out)))
    days = Schedule(0, row["name"], rule, time(), begins=begins, ends=ends,
                    exceptions=frozenset(map(date.fromisoformat, left_out)))  # fmt: skip
    if rule and begins and ends and begins <= ends and not any(planned(days, begins, ends)):
        taking.wrong("schedules", row, "ends", "no_date")
    return {"begins": begins, "ends": ends, "exceptions": sorted(set(left_out))}


def _read(
    taking: Taking, row: Row, column: str, parse: Callable[[str], Any], what: str
) -> Any | None:
    try:
        return parse(row[column])
    except BadSchedule:
        taking.wrong("schedules", row, column, what)
        return None


def _policy(taking: Taking, row: Row, column: str, default: Policy) -> str:
    found: Policy | None = _read(
        taking, row, column, lambda text: parse_policy(text, default), "choice"
    )
    return (found or default).value


async def shop(taking: Taking, rows: list[Row]) -> None:
    """Goods of the morality shop; another number of them is what somebody has counted."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(GoodRow))}
    communities = {
        area.code for area in await all_areas(session) if area.kind is AreaKind.COMMUNITY
    }
    names = {(row.name, row.community) for row in known.values()}
    counted: list[tuple[Row, GoodRow, int]] = []
    for row in rows:
        if not taking.first("shop", row, "code", row["code"]):
            continue
        if row["community"] and row["community"] not in communities:
            taking.wrong("shop", row, "community", "unknown")
        if row["code"] not in known and (row["name"], row["community"] or None) in names:
            taking.wrong("shop", row, "name", "twice")
        names.add((row["name"], row["community"] or None))
        facts = {
            "code": row["code"], "name": row["name"],
            "price": taking.number("shop", row, "price", 0, least=1, most=shelf.MOST_PRICE),
            "limit": taking.number("shop", row, "limit", least=1),
            "cents": _cents(taking, row), "community": row["community"] or None,
        }  # fmt: skip
        stock = taking.number("shop", row, "stock", least=0)
        kept = taking.put("shop", row, known.get(row["code"]), GoodRow, facts)
        if stock is not None:
            counted.append((row, kept, stock))
    if not taking.problems:
        await _count(taking, counted)


async def _count(taking: Taking, counted: list[tuple[Row, GoodRow, int]]) -> None:
    session = taking.turn.session
    await session.flush()
    stocks = await goods.stocks(session, [good.code for _, good, _ in counted])
    for row, good, stock in counted:
        before = stocks[good.code].counted
        if stock == before:
            continue
        try:
            await shelf.count(taking.turn, good, stock)
        except HeldForOrders:
            taking.wrong("shop", row, "stock", "below_zero")
        except shelf.BadGood:
            taking.wrong("shop", row, "stock", "bad_number")
        taking.became("shop", row, Verdict.CHANGED, Change("stock", before, row["stock"]))


def _cents(taking: Taking, row: Row) -> int:
    """What a piece is worth in yuan: `12.5` is 1250 of the smallest coin."""
    found = shelf.cents_in(row["value"]) if row["value"] else 0
    if found is None:
        taking.wrong("shop", row, "value", "bad_number")
    return found or 0


async def services(taking: Taking, rows: list[Row]) -> None:
    """Stations and counters."""
    known = {row.code: row for row in await taking.turn.session.scalars(select(ServiceRow))}
    for row in rows:
        if taking.first("services", row, "code", row["code"]):
            facts = {name: row[name] for name in ("code", "name", "place", "hours")}
            taking.put("services", row, known.get(row["code"]), ServiceRow, facts)


async def handbook(taking: Taking, rows: list[Row]) -> None:
    """Questions and answers."""
    known = {row.question: row for row in await taking.turn.session.scalars(select(HandbookRow))}
    for row in rows:
        if not taking.first("handbook", row, "question", row["question"]):
            continue
        facts: dict[str, Any] = {name: row[name] for name in ("question", "answer", "source")}
        facts["day"] = taking.day("handbook", row, "date")
        taking.put("handbook", row, known.get(row["question"]), HandbookRow, facts)
