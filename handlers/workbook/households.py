"""The sheets of households and of what they did: files, members, rules, entries of the paper books."""

import re
from collections import Counter, defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.points import NOT_EARNED, Act, Entry, NotEnough, issue, rule_code
from domain.points.files import FileState
from handlers.workbook.files import Row
from handlers.workbook.people import accounts, known_people
from handlers.workbook.taking import Change, Taking, Verdict, parts, plain_phone
from storage.people import IdentityRow, PersonRow
from storage.places import all_places
from storage.points import books
from storage.points.books import Grounds
from storage.points.tables import EntryRow, HouseholdMemberRow, HouseholdRow, RuleRow

_MOBILE = re.compile(r"1\d{10}")
_ACCOUNT = re.compile(r"\d{1,19}")
BEGINNING = date(2000, 1, 1)  # a new rule without a first day holds for all that was before
CHUNK = 1_000  # entries asked for at once; both databases limit what a statement may name
PAPER = "paper"  # the evidence of what is carried over from books on paper

Found = tuple[Entry, Grounds]


async def households(taking: Taking, rows: list[Row]) -> None:
    """Households and who may ask about their points."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(HouseholdRow))}
    tree = await all_places(session)
    rows = [row for row in rows if taking.first("households", row, "code", row["code"])]
    for row in rows:
        found = known.get(row["code"])
        if _closed(found):
            continue  # what was deleted there does not come back from an old workbook
        if row["place"] and tree.get(row["place"]) is None:
            taking.wrong("households", row, "place", "unknown")
        facts = {"code": row["code"], "place": row["place"] or None, "name": row["name"]}
        taking.put("households", row, found, HouseholdRow, facts)
    await session.flush()
    open_rows = [row for row in rows if not _closed(known.get(row["code"]))]
    await _members(taking, open_rows)


def _closed(home: HouseholdRow | None) -> bool:
    return home is not None and home.state == FileState.CLOSED


async def _members(taking: Taking, rows: list[Row]) -> None:
    session = taking.turn.session
    await known_people(taking)
    whose = {account: row.person_id for account, row in (await accounts(taking)).items()}
    new = _strangers(taking, rows, whose)
    session.add_all(new.values())
    await session.flush()
    taking.people |= {phone: person.id for phone, person in new.items() if person.phone}
    whose |= {account: person.id for account, person in new.items() if not person.phone}
    session.add_all(
        IdentityRow(
            person_id=person.id, channel="telegram", account=account, seen_at=taking.turn.now
        )
        for account, person in new.items()
        if not person.phone
    )
    bound = {
        (row.household, row.person_id) for row in await session.scalars(select(HouseholdMemberRow))
    }
    for row in rows:
        for member in _named(taking, row):
            person = taking.people.get(member) or whose.get(member)
            if person is not None and (row["code"], person) not in bound:
                bound.add((row["code"], person))
                session.add(HouseholdMemberRow(household=row["code"], person_id=person))
                taking.became("households", row, Verdict.CHANGED, Change("members", "", member))


def _named(taking: Taking, row: Row) -> list[str]:
    """The members of a row: codes as written, phones as they are dialled."""
    members = parts(row["members"])
    return [member if member in taking.people else plain_phone(member) for member in members]


def _strangers(taking: Taking, rows: list[Row], whose: dict[str, int]) -> dict[str, PersonRow]:
    """Members whom nobody knows yet, by phone or by Telegram id (who need not have written)."""
    new: dict[str, PersonRow] = {}
    for row in rows:
        for member in _named(taking, row):
            if member in taking.shared:
                taking.wrong("households", row, "members", "shared", member)
            elif member in taking.people or member in whose or member in new:
                continue
            elif _MOBILE.fullmatch(member):
                new[member] = PersonRow(key=member, phone=member, created_at=taking.turn.now)
            elif _ACCOUNT.fullmatch(member):
                new[member] = PersonRow(created_at=taking.turn.now)
            else:
                taking.wrong("households", row, "members", "unknown", member)
    return new


async def point_rules(taking: Taking, rows: list[Row]) -> None:
    """What acts are worth, from a day on; a rule never reaches back."""
    known = await _versions(taking)
    today = taking.turn.world.today(taking.turn.now)
    for row in rows:
        code = rule_code(row["code"])
        begins = taking.day("point_rules", row, "from")
        ends = taking.day("point_rules", row, "until")
        if begins and ends and ends < begins:
            taking.wrong("point_rules", row, "until", "backwards")
        if not taking.first("point_rules", row, "code", (code, begins)):
            continue
        facts = {
            "code": code, "name": row["name"], "cap": row["cap"], "valid_until": ends,
            "points": taking.number("point_rules", row, "points", 0), "period": row["period"],
            "evidence": row["evidence"],
        }  # fmt: skip
        found = _version(known[code], begins, today)
        if begins is None and found is not None and _differs(found, row, facts):
            begins, found = today, _version(known[code], today, today)
        facts["valid_from"] = begins or (found.valid_from if found else BEGINNING)
        known[code].append(taking.put("point_rules", row, found, RuleRow, facts))


async def _versions(taking: Taking) -> dict[str, list[RuleRow]]:
    versions: dict[str, list[RuleRow]] = defaultdict(list)
    for row in await taking.turn.session.scalars(select(RuleRow).order_by(RuleRow.valid_from)):
        versions[row.code].append(row)
    return versions


def _version(versions: list[RuleRow], begins: date | None, today: date) -> RuleRow | None:
    """The version of a rule that begins on a day; without one, that which holds today."""
    if begins is not None:
        return next((row for row in versions if row.valid_from == begins), None)
    return _holding(versions, today)


def _holding(versions: list[RuleRow], day: date) -> RuleRow | None:
    begun = [row for row in versions if row.valid_from <= day]
    return max(begun, key=lambda row: row.valid_from, default=None)


def _differs(found: RuleRow, row: Row, facts: dict[str, Any]) -> bool:
    """Whether a row says something else of a rule that holds: then it does so from today on."""
    said = ("name", "points", "cap", "period", "evidence")
    return any(name in row.cells and getattr(found, name) != facts[name] for name in said)


async def entries(taking: Taking, rows: list[Row]) -> None:
    """Entries of the paper books: effective at once, each by its key once."""
    homes = set(await taking.turn.session.scalars(select(HouseholdRow.code)))
    rules = await _versions(taking)
    counted: Counter[str] = Counter()
    read = [(row, _entry(taking, row, homes, rules, counted)) for row in rows]
    made = [(row, found) for row, found in read if found is not None]
    made = [(row, f) for row, f in made if taking.first("entries", row, "id", f[0].key)]
    for first in range(0, len(made), CHUNK):
        await _take(taking, made[first : first + CHUNK])


async def _take(taking: Taking, made: list[tuple[Row, Found]]) -> None:
    session = taking.turn.session
    known = await books.entries_with(session, [entry.key for _, (entry, _) in made])
    amounts = await books.moved(session, [row.id for row in known.values()])
    for row, (entry, _) in made:
        before = known.get(entry.key)
        if before is not None and _contradicts(before, amounts.get(before.id, 0), entry, row):
            taking.wrong("entries", row, "id", "recorded", entry.key)
        taking.became("entries", row, Verdict.SAME if before else Verdict.ADDED)
    new = [found for _, found in made if found[0].key not in known]
    try:
        await books.post(session, new, taking.turn.now)
    except NotEnough:
        for row, (entry, _) in made:
            if entry.amount < 0 and entry.key not in known:
                taking.wrong("entries", row, "points", "below_zero")


def _contradicts(before: EntryRow, amount: int, entry: Entry, row: Row) -> bool:
    """Whether a row says something else than the books, where nothing is ever changed."""
    same = (entry.holder, entry.day, entry.rule) == (before.holder, before.day, before.rule)
    return not same or bool(row["points"] and entry.amount != amount)


def _entry(
    taking: Taking,
    row: Row,
    homes: set[str],
    rules: dict[str, list[RuleRow]],
    counted: Counter[str],
) -> Found | None:
    day, code = taking.day("entries", row, "date"), rule_code(row["rule"])
    if row["household"] not in homes:
        taking.wrong("entries", row, "household", "unknown")
    if code not in NOT_EARNED and code not in rules:
        taking.wrong("entries", row, "rule", "unknown")
    rule = _holding(rules.get(code, []), day) if day else None
    amount = taking.number("entries", row, "points", rule.points if rule else None)
    if not amount and day is not None:
        taking.wrong("entries", row, "points", "missing")
    if day is None or not amount or row["household"] not in homes:
        return None
    key = row["id"] or _nth(counted, f"{row['household']}/{day}/{code}")
    act = Act(key, row["household"], day, code, row["note"])
    grounds = Grounds(rule.id if rule else None, PAPER, proposed_by=taking.turn.actor)
    return issue(act, amount, effective=True), grounds


def _nth(counted: Counter[str], base: str) -> str:
    """The key of a row without id: household, date and rule, and its how-manieth such row."""
    counted[base] += 1
    return f"{base}/{counted[base]}"
