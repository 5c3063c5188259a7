"""The sheet of who: people, their roles, their leaves, and the accounts that are known already."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from domain.areas import RoleName
from handlers.workbook.files import Row
from handlers.workbook.headings import SPAN, value_of
from handlers.workbook.taking import Change, Taking, Verdict, parse_day, plain_phone
from storage.people import IdentityRow, PersonRow, RoleRow
from storage.places import AreaRow, PlaceRow

_PHONE = re.compile(r"(?!1[3-9])\+?\d{5,15}|1[3-9]\d{9}")
"""A mobile number has eleven figures; one too few is somebody else's."""
_TELEGRAM = re.compile(r"\d{1,19}")
_SPAN = re.compile(SPAN)


@dataclass(slots=True)
class Register:
    """Everybody who is known: by code, else by phone, else by name, area and role."""

    by_key: dict[str, PersonRow] = field(default_factory=dict)
    by_phone: dict[str, list[PersonRow]] = field(default_factory=lambda: defaultdict(list))
    read: set[int] = field(default_factory=set)
    """Those whom a row of this workbook has named."""

    def add(self, person: PersonRow) -> None:
        for key in filter(None, (person.key, person.code)):
            self.by_key[key] = person
        if person.phone and person not in self.by_phone[person.phone]:
            self.by_phone[person.phone].append(person)

    def find(self, row: Row) -> PersonRow | None:
        """Whom a row means. A code or phone that is given later belongs to who had none."""
        code, phone = row["code"], plain_phone(row["phone"])
        if code in self.by_key:
            return self.by_key[code]
        same = self.by_phone.get(phone, [])
        if code:
            same = [one for one in same if not one.code and one.name in (None, row["name"])]
        if len(same) == 1:
            return same[0]
        found = self.by_key.get(_post(row))
        taken = found is not None and ((code and found.code) or (phone and found.phone))
        return None if taken else found


def _post(row: Row) -> str:
    """The key of somebody without code and phone."""
    return f"{row['name']}/{row['area']}/{value_of(row['role'])}"


async def _register(taking: Taking) -> Register:
    session = taking.turn.session
    register = Register()
    everybody = {person.id: person for person in await session.scalars(_with_a_name())}
    for person in everybody.values():
        register.add(person)
    for role in await session.scalars(select(RoleRow)):
        holder = everybody.get(role.person_id)
        if holder and holder.key is None:  # came by an invitation, before the workbook
            register.by_key.setdefault(f"{holder.name}/{role.area}/{role.role}", holder)
    return register


async def people(taking: Taking, rows: list[Row]) -> None:
    """People and their roles; several rows of one person are several roles."""
    register = await _register(taking)
    roles = await _checked_roles(taking, rows)
    whose = {row.number: _person(taking, row, register) for row in rows}
    await taking.turn.session.flush()
    await _roles(taking, rows, roles, whose)
    await _telegram(taking, rows, whose)


async def known_people(taking: Taking) -> None:
    """Let everybody who is known be named by code or phone; a shared phone names nobody."""
    for person in await taking.turn.session.scalars(_with_a_name()):
        for name in filter(None, (person.key, person.code, person.phone)):
            if taking.people.setdefault(name, person.id) != person.id:
                taking.shared.add(name)


def _with_a_name() -> Select[PersonRow]:
    """Staff and volunteers; of most residents nothing is known that a row could name."""
    return select(PersonRow).where(
        or_(PersonRow.key.is_not(None), PersonRow.name.is_not(None), PersonRow.phone.is_not(None))
    )


async def _checked_roles(taking: Taking, rows: list[Row]) -> dict[int, str | None]:
    """The role that each row gives; None where it says none that there is."""
    session = taking.turn.session
    codes = set(await session.scalars(select(AreaRow.code)))
    firms = set(await session.scalars(select(PlaceRow.property)))
    roles: dict[int, str | None] = {}
    for row in rows:
        roles[row.number] = role = taking.choice("people", row, "role", list(RoleName))
        _check_area(taking, row, role, firms if role == RoleName.PROPERTY else codes)
        if row["phone"] and not _PHONE.fullmatch(plain_phone(row["phone"])):
            taking.wrong("people", row, "phone", "bad_phone")
        if row["telegram"] and not _TELEGRAM.fullmatch(row["telegram"]):
            taking.wrong("people", row, "telegram", "bad_number")
    return roles


def _check_area(taking: Taking, row: Row, role: str | None, known: Container[str | None]) -> None:
    if role == RoleName.MANAGER:
        if row["area"]:
            taking.wrong("people", row, "area", "no_area")
    elif role is not None and row["area"] not in known:
        taking.wrong("people", row, "area", "unknown" if row["area"] else "missing")


def _person(taking: Taking, row: Row, register: Register) -> PersonRow:
    found = register.find(row)
    if found is not None and id(found) in register.read:
        if found.name != row["name"]:  # one code for two people: whose tasks would these be?
            taking.wrong("people", row, "name", "other_name", found.name or "")
        return found
    phone = plain_phone(row["phone"])
    facts: dict[str, Any] = {"name": row["name"]}
    facts |= {"code": row["code"]} if row["code"] else {}
    facts |= {"phone": phone} if phone else {}
    if found is None:
        facts |= {"key": row["code"] or phone or _post(row), "created_at": taking.turn.now}
    else:
        found.key = row["code"] or found.code or phone or found.phone or _post(row)
    person: PersonRow = taking.put("people", row, found, PersonRow, facts)
    register.read.add(id(person))
    register.add(person)
    return person


async def _roles(
    taking: Taking, rows: list[Row], roles: dict[int, str | None], whose: dict[int, PersonRow]
) -> None:
    await known_people(taking)
    known: dict[Any, RoleRow] = {
        (row.person_id, row.role, row.area): row
        for row in await taking.turn.session.scalars(select(RoleRow))
    }
    named = {(whose[row.number].id, roles[row.number], row["area"]) for row in rows}
    for row in rows:
        key = (whose[row.number].id, roles[row.number], row["area"])
        if key[1] is None or not taking.first("people", row, "role", key):
            continue
        facts: dict[str, Any] = {"person_id": key[0], "role": key[1], "area": key[2]}
        facts["deputy_id"] = taking.person("people", row, "deputy")
        if row["away"]:  # empty: a leave that was taken in the chat stays
            facts["away_from"], facts["away_to"] = _away(taking, row)
        taking.put("people", row, known.get(key), RoleRow, facts)
        if key not in known and (stays := _stays(key, set(known) - named)):
            taking.became("people", row, Verdict.ADDED, Change("stays", "", stays))


def _stays(key: tuple[int, str | None, str], held: Iterable[tuple[int, str, str | None]]) -> str:
    """Where somebody serves as before: a row that names another area takes nothing from them."""
    person, role, _ = key
    return ";".join(
        sorted(area for who, what, area in held if (who, what) == (person, role) and area)
    )


def _away(taking: Taking, row: Row) -> tuple[date | None, date | None]:
    """The first and the last day off; without a last one, until somebody says otherwise."""
    begins, *ends = _SPAN.split(row["away"])
    first = parse_day(begins)
    last = parse_day(ends[0]) if ends and ends[0].strip() else None
    if first is None or len(ends) > 1 or (last is None and "".join(ends).strip()):
        taking.wrong("people", row, "away", "bad_span")
    elif last is not None and last < first:
        taking.wrong("people", row, "away", "backwards")
    return first, last if ends else first


async def _telegram(taking: Taking, rows: list[Row], whose: dict[int, PersonRow]) -> None:
    """A Telegram id in the workbook counts as bound."""
    given = {row["telegram"]: whose[row.number].id for row in rows if row["telegram"]}
    known = await accounts(taking)
    for row in rows:
        account, person = row["telegram"], whose[row.number].id
        if not account:
            continue
        if given[account] != person:
            taking.wrong("people", row, "telegram", "twice")
        elif account not in known:
            known[account] = IdentityRow(
                person_id=person, channel="telegram", account=account, private_chat=account,
                seen_at=taking.turn.now,
            )  # fmt: skip
            taking.turn.session.add(known[account])
            taking.became("people", row, Verdict.CHANGED, Change("telegram", "", account))
        elif known[account].person_id != person:  # somebody whom huying has met in a group
            known[account].person_id = person
            known[account].private_chat = known[account].private_chat or account
            taking.became("people", row, Verdict.CHANGED, Change("telegram", "", account))


async def accounts(taking: Taking) -> dict[str, IdentityRow]:
    """Everybody's Telegram account that is known."""
    rows = await taking.turn.session.scalars(
        select(IdentityRow).where(IdentityRow.channel == "telegram")
    )
    return {row.account: row for row in rows}
