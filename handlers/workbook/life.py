"""The sheets of a community's life: households, schedules, points, shop, services, handbook."""

import re
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.points import OPENING, Act, Entry, issue, rule_code
from domain.schedules import BadSchedule, Policy, parse_offsets, parse_rule, parse_time
from handlers.workbook.files import Row
from handlers.workbook.taking import Taking, parts
from storage.chats import ChatRow
from storage.people import meet
from storage.places import AreaRow, all_places
from storage.points import (
    AccountRow,
    EntryRow,
    GoodRow,
    HouseholdMemberRow,
    HouseholdRow,
    PostingRow,
    RuleRow,
)
from storage.schedules import ScheduleRow
from storage.services import HandbookRow, ServiceRow

_MOBILE = re.compile(r"1\d{10}")
BEGINNING = date(2000, 1, 1)  # a rule without a first day holds for all that was before


async def households(taking: Taking, rows: list[Row]) -> None:
    """Households and who may ask about their points."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(HouseholdRow))}
    tree = await all_places(session)
    for row in rows:
        if row["place"] and tree.get(row["place"]) is None:
            taking.wrong("households", row, "place", "unknown")
        facts = {"code": row["code"], "place": row["place"] or None, "name": row["name"]}
        known[row["code"]] = taking.put(known, row["code"], HouseholdRow, facts)
    await session.flush()
    bound = {
        (row.household, row.person_id) for row in await session.scalars(select(HouseholdMemberRow))
    }
    for row in rows:
        for member in parts(row["members"]):
            person = await _member(taking, row, member)
            if person is not None and (row["code"], person) not in bound:
                bound.add((row["code"], person))
                session.add(HouseholdMemberRow(household=row["code"], person_id=person))


async def _member(taking: Taking, row: Row, member: str) -> int | None:
    """A member by phone, or by Telegram id (who need not have written yet)."""
    if member in taking.people:
        return taking.people[member]
    if _MOBILE.fullmatch(member) or not member.isdigit():
        taking.wrong("households", row, "members", "unknown", member)
        return None
    session = taking.turn.session
    person = await meet(session, "telegram", member, at=taking.turn.now, private_chat=None)
    return person.id


async def schedules(taking: Taking, rows: list[Row]) -> None:
    """What recurs."""
    session = taking.turn.session
    known = {row.key: row for row in await session.scalars(select(ScheduleRow))}
    tree = await all_places(session)
    targets = {row.code for row in await session.scalars(select(AreaRow))}
    targets |= {row.code for row in await session.scalars(select(ChatRow)) if row.code}
    for row in rows:
        key = f"{row['name']}/{row['audience']}"
        for code in parts(row["audience"]):
            if code != "all" and code not in targets and tree.get(code) is None:
                taking.wrong("schedules", row, "audience", "unknown", code)
        person = taking.people.get(row["person"]) if row["person"] else None
        if row["person"] and person is None:
            taking.wrong("schedules", row, "person", "unknown")
        facts = _schedule(taking, row) | {"key": key, "person_id": person}
        is_place = tree.get(row["place"]) is not None
        facts |= {
            "place": row["place"] if is_place else None,
            "place_words": "" if is_place else row["place"],
        }
        if key not in known:
            facts["since"] = taking.turn.now
        known[key] = taking.put(known, key, ScheduleRow, facts)


def _schedule(taking: Taking, row: Row) -> dict[str, Any]:
    rule, start, end = "", "09:00", None
    try:
        rule = parse_rule(row["rule"])
    except BadSchedule:
        taking.wrong("schedules", row, "rule", "bad_rule")
    try:
        first, last = parse_time(row["time"])
        start, end = first.isoformat("minutes"), last.isoformat("minutes") if last else None
    except BadSchedule:
        taking.wrong("schedules", row, "time", "bad_time")
    try:
        parse_offsets(row["offsets"])
    except BadSchedule:
        taking.wrong("schedules", row, "offsets", "bad_time")
    policies = list(Policy)
    return {
        "name": row["name"], "rule": rule, "start": start, "end": end, "bring": row["bring"],
        "audience": parts(row["audience"]), "offsets": parts(row["offsets"]),
        "holiday": taking.choice("schedules", row, "holiday", policies, "next"),
        "weekend": taking.choice("schedules", row, "weekend", policies, "keep"),
    }  # fmt: skip


async def point_rules(taking: Taking, rows: list[Row]) -> None:
    """What acts are worth, from a day on; a rule never reaches back."""
    session = taking.turn.session
    known: dict[Any, RuleRow] = {
        (row.code, row.valid_from): row for row in await session.scalars(select(RuleRow))
    }
    for row in rows:
        begins = taking.day("point_rules", row, "from") or BEGINNING
        facts = {
            "code": rule_code(row["code"]), "name": row["name"], "cap": row["cap"],
            "points": taking.number("point_rules", row, "points", 0), "period": row["period"],
            "evidence": row["evidence"], "valid_from": begins,
            "valid_until": taking.day("point_rules", row, "until"),
        }  # fmt: skip
        key = (facts["code"], begins)
        known[key] = taking.put(known, key, RuleRow, facts)


async def entries(taking: Taking, rows: list[Row]) -> None:
    """Entries of the paper books: effective at once, each by its key once."""
    session = taking.turn.session
    known = set(await session.scalars(select(EntryRow.key)))
    homes = set(await session.scalars(select(HouseholdRow.code)))
    rules = {row.code: row for row in await session.scalars(select(RuleRow))}
    accounts: dict[tuple[str, str], AccountRow] = {
        (row.kind, row.household): row for row in await session.scalars(select(AccountRow))
    }
    counted: Counter[str] = Counter()
    made: list[tuple[EntryRow, Entry]] = []
    for row in rows:
        found = _entry(taking, row, homes, rules, counted)
        if found is None:
            continue
        entry, values = found
        if values.key in known:
            taking.same += 1
            continue
        known.add(values.key)
        taking.added += 1
        made.append((entry, values))
    await _post(taking, made, accounts)


def _entry(
    taking: Taking, row: Row, homes: set[str], rules: dict[str, RuleRow], counted: Counter[str]
) -> tuple[EntryRow, Entry] | None:
    day, rule = taking.day("entries", row, "date"), rule_code(row["rule"])
    if row["household"] not in homes:
        taking.wrong("entries", row, "household", "unknown")
        return None
    if rule != OPENING and rule not in rules:
        taking.wrong("entries", row, "rule", "unknown")
        return None
    default = rules[rule].points if rule in rules else None
    amount = taking.number("entries", row, "points", default)
    if not amount:
        taking.wrong("entries", row, "points", "missing")
    if day is None or not amount:
        return None
    base = f"{row['household']}/{day}/{rule}"
    counted[base] += 1
    key = row["id"] or f"{base}/{counted[base]}"
    act = Act(key, row["household"], day, rule, row["note"])
    entry = EntryRow(
        key=key, household=row["household"], day=day, rule=rule, note=row["note"],
        state="effective", created_at=taking.turn.now, by=taking.turn.actor,
        rule_id=rules[rule].id if rule in rules else None,
    )  # fmt: skip
    return entry, issue(act, amount, effective=True)


async def _post(
    taking: Taking,
    made: list[tuple[EntryRow, Entry]],
    accounts: dict[tuple[str, str], AccountRow],
) -> None:
    session = taking.turn.session
    session.add_all(entry for entry, _ in made)
    for _, values in made:
        for posting in values.postings:
            key = (posting.account.kind.value, posting.account.household)
            if key not in accounts:
                accounts[key] = AccountRow(kind=key[0], household=key[1])
                session.add(accounts[key])
    await session.flush()
    session.add_all(
        PostingRow(
            entry_id=entry.id,
            account_id=accounts[posting.account.kind.value, posting.account.household].id,
            amount=posting.amount,
        )
        for entry, values in made
        for posting in values.postings
    )


async def shop(taking: Taking, rows: list[Row]) -> None:
    """Goods of the morality shop."""
    known = {row.code: row for row in await taking.turn.session.scalars(select(GoodRow))}
    for row in rows:
        facts = {
            "code": row["code"], "name": row["name"],
            "price": taking.number("shop", row, "price", 0),
            "stock": taking.number("shop", row, "stock", 0),
            "limit": taking.number("shop", row, "limit"),
        }  # fmt: skip
        known[row["code"]] = taking.put(known, row["code"], GoodRow, facts)


async def services(taking: Taking, rows: list[Row]) -> None:
    """Stations and counters."""
    known = {row.code: row for row in await taking.turn.session.scalars(select(ServiceRow))}
    for row in rows:
        facts = {name: row[name] for name in ("code", "name", "place", "hours")}
        known[row["code"]] = taking.put(known, row["code"], ServiceRow, facts)


async def handbook(taking: Taking, rows: list[Row]) -> None:
    """Questions and answers."""
    known = {row.question: row for row in await taking.turn.session.scalars(select(HandbookRow))}
    for row in rows:
        facts: dict[str, Any] = {name: row[name] for name in ("question", "answer", "source")}
        facts["day"] = taking.day("handbook", row, "date")
        known[row["question"]] = taking.put(known, row["question"], HandbookRow, facts)
