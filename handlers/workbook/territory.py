"""The sheets of who and where: places, areas, people, groups."""

import re
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.areas import AreaKind, RoleName
from domain.places import PlaceFault, PlaceKind, Places
from handlers.chats import MODES
from handlers.workbook.files import Row
from handlers.workbook.taking import Taking, parts
from storage.chats import ChatRow
from storage.people import IdentityRow, PersonRow, RoleRow
from storage.places import AreaRow, PlaceRow, all_places

CHANNELS = ("web", "telegram")
_PHONE = re.compile(r"\+?\d[\d -]{5,17}")
_TELEGRAM = re.compile(r"\d{1,19}")


async def places(taking: Taking, rows: list[Row]) -> None:
    """Places, checked as one tree with those known already."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(PlaceRow))}
    at: dict[str, Row] = {}
    for row in rows:
        if row["code"] in at:
            taking.wrong("places", row, "code", "twice")
        at[row["code"]] = row
        kind = taking.choice("places", row, "kind", list(PlaceKind), "public")
        facts = {
            "code": row["code"], "name": row["name"], "kind": kind, "parent": row["parent"] or None,
            "aliases": parts(row["aliases"]), "property": row["property"] or None,
            "outside": row["outside"] or None,
        }  # fmt: skip
        taking.put(known, row["code"], PlaceRow, facts)
    await session.flush()
    for fault in (await all_places(session)).check():
        _tell(taking, fault, at)


def _tell(taking: Taking, fault: PlaceFault, at: dict[str, Row]) -> None:
    row = at.get(fault.code) or Row(0, {})
    taking.wrong("places", row, fault.field, fault.what, row[fault.field] or fault.code)


async def areas(taking: Taking, rows: list[Row]) -> None:
    """Areas and the places that they cover."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(AreaRow))}
    tree = await all_places(session)
    codes = set(known) | {row["code"] for row in rows}
    seen: set[str] = set()
    for row in rows:
        if row["code"] in seen:
            taking.wrong("areas", row, "code", "twice")
        seen.add(row["code"])
        if row["parent"] and row["parent"] not in codes:
            taking.wrong("areas", row, "parent", "unknown")
        kind = taking.choice("areas", row, "kind", list(AreaKind), "grid")
        facts = {
            "code": row["code"], "name": row["name"], "kind": kind, "parent": row["parent"] or None,
            "covers": _covered(taking, row, tree),
        }  # fmt: skip
        taking.put(known, row["code"], AreaRow, facts)
    await session.flush()
    await _no_circles(taking, rows)


def _covered(taking: Taking, row: Row, tree: Places) -> list[str]:
    found: list[str] = []
    for code in parts(row["covers"]):
        expanded = tree.expand_range(code)
        if not expanded:
            taking.wrong("areas", row, "covers", "unknown", code)
        found.extend(expanded)
    return found


async def _no_circles(taking: Taking, rows: list[Row]) -> None:
    parents = {row.code: row.parent for row in await taking.turn.session.scalars(select(AreaRow))}
    for row in rows:
        seen, here = set(), row["code"]
        while here and here not in seen:
            seen.add(here)
            here = parents.get(here) or ""
        if here:
            taking.wrong("areas", row, "parent", "circle")


async def people(taking: Taking, rows: list[Row]) -> None:
    """People and their roles; several rows of one person are several roles."""
    session = taking.turn.session
    known = {row.key: row for row in await session.scalars(select(PersonRow)) if row.key}
    codes = {row.code for row in await session.scalars(select(AreaRow))}
    rows_of_places = await session.scalars(select(PlaceRow))
    firms = {row.property for row in rows_of_places if row.property}
    made: dict[str, PersonRow] = {}
    for row in rows:
        _check(taking, row, codes, firms)
        key = _key(row)
        facts = {"key": key, "name": row["name"]}
        facts |= {name: row[name] for name in ("code", "phone") if row[name]}
        if key in made:
            continue
        if key not in known:
            facts["created_at"] = taking.turn.now  # type: ignore[assignment]
        made[key] = taking.put(known, key, PersonRow, facts)
    await session.flush()
    await _index_people(taking)
    await _roles(taking, rows, made)
    await _telegram(taking, rows, made)


def _key(row: Row) -> str:
    return row["code"] or row["phone"] or "/".join((row["name"], row["area"], row["role"]))


def _check(taking: Taking, row: Row, codes: set[str], firms: set[str]) -> None:
    role = taking.choice("people", row, "role", list(RoleName), "volunteer")
    if role == RoleName.PROPERTY and row["area"] not in firms:
        taking.wrong("people", row, "area", "unknown")
    elif role == RoleName.MANAGER and row["area"]:
        taking.wrong("people", row, "area", "no_area")
    elif role not in (RoleName.PROPERTY, RoleName.MANAGER) and row["area"] not in codes:
        taking.wrong("people", row, "area", "unknown" if row["area"] else "missing")
    if row["phone"] and not _PHONE.fullmatch(row["phone"]):
        taking.wrong("people", row, "phone", "bad_phone")
    if row["telegram"] and not _TELEGRAM.fullmatch(row["telegram"]):
        taking.wrong("people", row, "telegram", "bad_number")


async def _index_people(taking: Taking) -> None:
    for person in await taking.turn.session.scalars(select(PersonRow)):
        for name in (person.key, person.code, person.phone):
            if name:
                taking.people[name] = person.id


async def _roles(taking: Taking, rows: list[Row], made: dict[str, PersonRow]) -> None:
    known: dict[Any, RoleRow] = {
        (row.person_id, row.role, row.area): row
        for row in await taking.turn.session.scalars(select(RoleRow))
    }
    for row in rows:
        person = made[_key(row)]
        role = taking.choice("people", row, "role", list(RoleName), "volunteer")
        deputy = taking.people.get(row["deputy"]) if row["deputy"] else None
        if row["deputy"] and deputy is None:
            taking.wrong("people", row, "deputy", "unknown")
        first, last = _away(taking, row)
        facts = {
            "person_id": person.id, "role": role, "area": row["area"], "deputy_id": deputy,
            "away_from": first, "away_to": last,
        }  # fmt: skip
        key = (person.id, role, row["area"])
        known[key] = taking.put(known, key, RoleRow, facts)


def _away(taking: Taking, row: Row) -> tuple[date | None, date | None]:
    if not row["away"]:
        return None, None
    try:
        first, _, last = row["away"].partition("..")
        days = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError:
        taking.wrong("people", row, "away", "bad_span")
        return None, None
    if days[1] < days[0]:
        taking.wrong("people", row, "away", "bad_span")
    return days


async def _telegram(taking: Taking, rows: list[Row], made: dict[str, PersonRow]) -> None:
    """A Telegram id in the workbook counts as bound."""
    session = taking.turn.session
    known = {
        row.account: row
        for row in await session.scalars(
            select(IdentityRow).where(IdentityRow.channel == "telegram")
        )
    }
    for row in rows:
        account = row["telegram"]
        if not account:
            continue
        person = made[_key(row)]
        if account in known:
            known[account].person_id = person.id
            continue
        known[account] = IdentityRow(
            person_id=person.id, channel="telegram", account=account, private_chat=account,
            seen_at=taking.turn.now,
        )  # fmt: skip
        session.add(known[account])


async def groups(taking: Taking, rows: list[Row]) -> None:
    """Groups and the places that they are tied to."""
    session = taking.turn.session
    known: dict[Any, ChatRow] = {
        (row.channel, row.chat): row for row in await session.scalars(select(ChatRow))
    }
    taken = {row.code: key for key, row in known.items() if row.code}
    tree = await all_places(session)
    for row in rows:
        channel = taking.choice("groups", row, "channel", CHANNELS, "web")
        key = (channel, row["chat"])
        if row["code"] and taken.setdefault(row["code"], key) != key:
            taking.wrong("groups", row, "code", "twice")
        if row["place"] and tree.get(row["place"]) is None:
            taking.wrong("groups", row, "place", "unknown")
        facts = {
            "channel": channel, "chat": row["chat"], "code": row["code"] or None,
            "name": row["name"], "place": row["place"] or None,
            "mode": taking.choice("groups", row, "mode", MODES, "auto"),
        }  # fmt: skip
        if key not in known and row["place"]:
            facts["bound_at"] = taking.turn.now  # type: ignore[assignment]
        known[key] = taking.put(known, key, ChatRow, facts)
