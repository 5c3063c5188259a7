"""The sheet of party members who report in where they live, by their organisations."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from domain.areas import AreaKind
from handlers.workbook.files import Row
from handlers.workbook.headings import POSTS
from handlers.workbook.taking import Taking, parts, plain_phone
from storage.members import MemberRow
from storage.people import PersonRow
from storage.places import AreaRow

SHEET = "members"
_PHONE = re.compile(r"(?!1[3-9])\+?\d{5,15}|1[3-9]\d{9}")


async def members(taking: Taking, rows: list[Row]) -> None:
    """Each member once: neither a number nor a person stands in the sheet, or the register, twice."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(MemberRow))}
    registered = {row.person_id: row for row in known.values()}
    communities = list(
        await session.scalars(select(AreaRow.code).where(AreaRow.kind == AreaKind.COMMUNITY.value))
    )
    for row in rows:
        if not taking.first(SHEET, row, "id", row["id"]) or not _once(taking, row):
            continue
        area = _area(taking, row, communities)
        found = known.get(row["id"])
        person = await _person(taking, row, found)
        if person is None or area is None:
            continue
        other = registered.get(person.id)
        if other is not None and other is not found:  # by another number before
            taking.wrong(SHEET, row, "id", "twice", other.code)
            continue
        facts = {
            "code": row["id"], "person_id": person.id, "organisation": row["organisation"],
            "community": area, "posts": _posts(taking, row), "since": _since(taking, row),
        }  # fmt: skip
        made: MemberRow = taking.put(SHEET, row, found, MemberRow, facts)
        registered[person.id] = made


def _posts(taking: Taking, row: Row) -> list[str]:
    """In which of the seven posts they serve; another name is no post."""
    said = parts(row["posts"])
    for post in said:
        if post not in POSTS:
            taking.wrong(SHEET, row, "posts", "bad_post", post)
    return said


def _since(taking: Taking, row: Row) -> date | None:
    """From when they serve in it; who is to serve one day does not yet."""
    since = taking.day(SHEET, row, "since")
    if since is not None and since > taking.turn.world.today(taking.turn.now):
        taking.wrong(SHEET, row, "since", "future")
    return since


def _once(taking: Taking, row: Row) -> bool:
    """Whether no row before meant the same person: by phone, or without one by name and organisation."""
    phone = plain_phone(row["phone"])
    if phone and not _PHONE.fullmatch(phone):
        taking.wrong(SHEET, row, "phone", "bad_phone")
        return False
    if phone:
        return taking.first(SHEET, row, "phone", ("phone", phone))
    return taking.first(SHEET, row, "name", ("name", row["name"], row["organisation"]))


def _area(taking: Taking, row: Row, communities: Sequence[str]) -> str | None:
    """Where they report in; where there is one community alone it need not be written."""
    if row["area"] in communities:
        return row["area"]
    if not row["area"] and len(communities) == 1:
        return communities[0]
    taking.wrong(SHEET, row, "area", "unknown" if row["area"] else "missing")
    return None


async def _person(taking: Taking, row: Row, found: MemberRow | None) -> PersonRow | None:
    """Who it is: the member of that number, else somebody known by phone and name; else somebody new."""
    session, phone = taking.turn.session, plain_phone(row["phone"])
    if found is not None:
        person = await session.get(PersonRow, found.person_id)
        assert person is not None
        if person.name != row["name"]:  # one number for two people: whose points would these be?
            taking.wrong(SHEET, row, "name", "other_name", person.name or "")
            return None
        if phone:
            person.phone = phone
        return person
    coded = await session.scalar(
        select(PersonRow).where((PersonRow.code == row["id"]) | (PersonRow.key == row["id"]))
    )
    if coded is not None and coded.name != row["name"]:
        taking.wrong(SHEET, row, "name", "other_name", coded.name or "")
        return None
    same = [] if not phone else list(
        await session.scalars(
            select(PersonRow).where(PersonRow.phone == phone, PersonRow.name == row["name"])
        )
    )  # fmt: skip
    if coded is not None or len(same) == 1:
        return coded or same[0]
    person = PersonRow(
        key=row["id"], code=row["id"], name=row["name"], phone=phone or None,
        created_at=taking.turn.now,
    )  # fmt: skip
    session.add(person)
    await session.flush()
    return person
