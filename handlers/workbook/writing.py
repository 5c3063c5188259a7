"""Writing the workbook out: what was taken in can be taken in again."""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.points import Book
from handlers.tables import Table, to_csv, to_xlsx
from handlers.workbook.headings import COLUMNS
from storage.chats import ChatRow
from storage.members import MemberRow
from storage.people import IdentityRow, PersonRow, RoleRow
from storage.places import AreaRow, PlaceRow
from storage.points import goods
from storage.points.books import moved
from storage.points.tables import EntryRow, GoodRow, HouseholdMemberRow, HouseholdRow, RuleRow
from storage.schedules import ScheduleRow
from storage.services import HandbookRow, ServiceRow

CHUNK = 1_000  # entries asked for at once
OWNER_ONLY = 0o600  # names and phones: for whoever exported them
_DIGITS = re.compile(r"(\d+)")

Line = dict[str, Any]
Lines = list[Line]


async def write_out(session: AsyncSession, path: Path) -> None:
    """Write all sheets into an xlsx, or, by any other name, into a folder of CSV."""
    sheets = await _sheets(session)
    write = _to_xlsx if path.suffix.lower() == ".xlsx" else _to_folder
    await asyncio.to_thread(write, path, sheets)


async def as_xlsx(session: AsyncSession) -> bytes:
    """All sheets as an xlsx, for whoever downloads them."""
    tables = _tables(await _sheets(session))
    return await asyncio.to_thread(to_xlsx, tables)


def _tables(sheets: dict[str, Lines]) -> list[Table]:
    return [
        Table(
            name, COLUMNS[name], [[line.get(column) for column in COLUMNS[name]] for line in lines]
        )
        for name, lines in sheets.items()
    ]


def _to_xlsx(path: Path, sheets: dict[str, Lines]) -> None:
    path.touch(OWNER_ONLY)
    path.write_bytes(to_xlsx(_tables(sheets)))


def _to_folder(path: Path, sheets: dict[str, Lines]) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for table in _tables(sheets):
        file = path / f"{table.title}.csv"
        file.touch(OWNER_ONLY)
        file.write_bytes(to_csv(table))


async def _sheets(session: AsyncSession) -> dict[str, Lines]:
    sheets: dict[str, Lines] = {}
    for name, table in (("places", PlaceRow), ("areas", AreaRow), ("services", ServiceRow)):  # fmt: skip
        lines = [_picked(row, COLUMNS[name]) for row in await session.scalars(select(table))]
        sheets[name] = sorted(lines, key=_by_code)
    sheets["shop"] = await _shop(session)
    sheets["people"] = await _people(session)
    sheets["groups"] = await _groups(session)
    sheets["households"] = await _households(session)
    sheets["schedules"] = await _schedules(session)
    sheets["entries"] = await _entries(session)
    sheets["point_rules"] = [
        _picked(row, COLUMNS["point_rules"]) | {"from": row.valid_from, "until": row.valid_until}
        for row in await session.scalars(select(RuleRow).order_by(RuleRow.id))
    ]
    sheets["members"] = await _members(session)
    sheets["handbook"] = [
        _picked(row, COLUMNS["handbook"]) | {"date": row.day}
        for row in await session.scalars(select(HandbookRow).order_by(HandbookRow.question))
    ]
    return {name: sheets[name] for name in COLUMNS}


def _picked(row: Any, columns: Iterable[str]) -> Line:
    return {name: getattr(row, name) for name in columns if hasattr(row, name)}


def _by_code(line: Line) -> list[tuple[int, str]]:
    """`JGY/2` comes before `JGY/10`."""
    parts = _DIGITS.split(str(line["code"]))
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _named(person: PersonRow | None) -> str | None:
    """What the workbook calls somebody."""
    return (person.code or person.phone or person.key) if person else None


async def _everybody(session: AsyncSession) -> dict[int, PersonRow]:
    """Whom the workbook can name; of most residents nothing is kept that it could say."""
    rows = await session.scalars(
        select(PersonRow).where(or_(PersonRow.name.is_not(None), PersonRow.key.is_not(None)))
    )
    return {row.id: row for row in rows}


async def _accounts(session: AsyncSession) -> dict[int, str]:
    rows = await session.scalars(
        select(IdentityRow).where(IdentityRow.channel == "telegram").order_by(IdentityRow.id.desc())
    )
    return {row.person_id: row.account for row in rows}


async def _people(session: AsyncSession) -> Lines:
    people, accounts = await _everybody(session), await _accounts(session)
    lines: Lines = []
    for role in await session.scalars(select(RoleRow).order_by(RoleRow.id)):
        person = people.get(role.person_id)
        if person is None or not person.name:  # came by a code, and left no name
            continue
        lines.append(
            {
                "code": person.code, "name": person.name, "phone": person.phone, "role": role.role,
                "area": role.area, "telegram": accounts.get(person.id),
                "deputy": _named(people.get(role.deputy_id or 0)),
                "away": f"{role.away_from}..{role.away_to or ''}" if role.away_from else "",
            }
        )  # fmt: skip
    return lines


async def _groups(session: AsyncSession) -> Lines:
    """The groups that are tied to a place; of others nothing is told."""
    rows = await session.scalars(
        select(ChatRow).where(ChatRow.place.is_not(None), ChatRow.here).order_by(ChatRow.id)
    )
    return [_picked(row, COLUMNS["groups"]) for row in rows]


async def _households(session: AsyncSession) -> Lines:
    people, accounts = await _everybody(session), await _accounts(session)
    members: dict[str, list[str]] = {}
    for row in await session.scalars(select(HouseholdMemberRow).order_by(HouseholdMemberRow.id)):
        name = _named(people.get(row.person_id)) or accounts.get(row.person_id)
        if name:
            members.setdefault(row.household, []).append(name)
    return [
        _picked(row, ("code", "place", "name")) | {"members": members.get(row.code, [])}
        for row in await session.scalars(select(HouseholdRow).order_by(HouseholdRow.code))
    ]


async def _schedules(session: AsyncSession) -> Lines:
    people = await _everybody(session)
    rows = select(ScheduleRow).where(ScheduleRow.active).order_by(ScheduleRow.id)
    return [
        _picked(row, COLUMNS["schedules"])
        | {
            "rule": row.written or row.rule,
            "time": f"{row.start}-{row.end}" if row.end else row.start,
            "place": row.place or row.place_words,
            "person": _named(people.get(row.person_id or 0)),
        }
        for row in await session.scalars(rows)
    ]


async def _members(session: AsyncSession) -> Lines:
    people = await _everybody(session)
    rows = select(MemberRow).where(MemberRow.organisation != "").order_by(MemberRow.id)
    return [
        _picked(row, ("organisation", "posts", "since"))
        | {"id": row.code, "area": row.community}
        | {"name": people[row.person_id].name, "phone": people[row.person_id].phone}
        for row in await session.scalars(rows)
        if row.person_id in people
    ]


async def _shop(session: AsyncSession) -> Lines:
    """The shop's goods, with what stands on the shelf by the books."""
    rows = list(await session.scalars(select(GoodRow).order_by(GoodRow.code)))
    stocks = await goods.stocks(session, [row.code for row in rows])
    return [
        _picked(row, COLUMNS["shop"])
        | {"stock": stocks[row.code].counted, "value": goods.yuan(row.cents)}
        for row in rows
    ]


async def _entries(session: AsyncSession) -> Lines:
    """What moved a household's points; what only moved them between its own accounts is no row."""
    mine = select(EntryRow).where(EntryRow.book == Book.HOUSEHOLD.value).order_by(EntryRow.id)
    rows = list(await session.scalars(mine))
    lines: Lines = []
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        amounts = await moved(session, [row.id for row in chunk])
        lines += [
            {
                "id": row.key, "household": row.holder, "date": row.day, "rule": row.rule,
                "points": amounts[row.id], "note": row.note,
            }
            for row in chunk
            if amounts.get(row.id)
        ]  # fmt: skip
    return lines
