"""Writing the workbook out: what was taken in can be taken in again."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.workbook.headings import COLUMNS
from storage.chats import ChatRow
from storage.people import IdentityRow, PersonRow, RoleRow
from storage.places import AreaRow, PlaceRow
from storage.points import EntryRow, GoodRow, HouseholdMemberRow, HouseholdRow, RuleRow, amounts
from storage.schedules import ScheduleRow
from storage.services import HandbookRow, ServiceRow

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 18

Lines = list[dict[str, Any]]


async def write_out(session: AsyncSession, path: Path) -> None:
    """Write all sheets; a cell that a spreadsheet would run is written as text."""
    from openpyxl import Workbook  # noqa: PLC0415 - only here

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in (await _sheets(session)).items():
        sheet = book.create_sheet(name)
        sheet.append(list(COLUMNS[name]))
        for line in lines:
            sheet.append([_cell(line.get(column)) for column in COLUMNS[name]])
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(DANGEROUS):
                    cell.data_type, cell.quotePrefix = "s", True
        for column in sheet.columns:
            sheet.column_dimensions[column[0].column_letter].width = WIDTH
        sheet.freeze_panes = "A2"
    book.save(path)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(str(part) for part in value)
    return value if isinstance(value, int | str) else str(value)


async def _sheets(session: AsyncSession) -> dict[str, Lines]:
    same = {
        "places": PlaceRow, "areas": AreaRow, "shop": GoodRow, "services": ServiceRow,
        "groups": ChatRow,
    }  # fmt: skip
    sheets: dict[str, Lines] = {}
    for name, table in same.items():
        rows = await session.scalars(select(table))
        sheets[name] = [_picked(row, COLUMNS[name]) for row in rows]
    sheets["people"] = await _people(session)
    sheets["households"] = await _households(session)
    sheets["schedules"] = await _schedules(session)
    sheets["entries"] = await _entries(session)
    sheets["point_rules"] = [
        _picked(row, COLUMNS["point_rules"]) | {"from": row.valid_from, "until": row.valid_until}
        for row in await session.scalars(select(RuleRow).order_by(RuleRow.id))
    ]
    sheets["handbook"] = [
        _picked(row, COLUMNS["handbook"]) | {"date": row.day}
        for row in await session.scalars(select(HandbookRow))
    ]
    return {name: sheets[name] for name in COLUMNS}


def _picked(row: Any, columns: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in columns if hasattr(row, name)}


async def _people(session: AsyncSession) -> Lines:
    people = {row.id: row for row in await session.scalars(select(PersonRow))}
    accounts = {
        row.person_id: row.account
        for row in await session.scalars(
            select(IdentityRow).where(IdentityRow.channel == "telegram")
        )
    }
    lines: Lines = []
    for role in await session.scalars(select(RoleRow).order_by(RoleRow.id)):
        person = people[role.person_id]
        deputy = people.get(role.deputy_id or 0)
        away = f"{role.away_from}..{role.away_to}" if role.away_from else ""
        lines.append(
            {
                "code": person.code, "name": person.name, "phone": person.phone, "role": role.role,
                "area": role.area, "telegram": accounts.get(person.id), "away": away,
                "deputy": (deputy.code or deputy.phone) if deputy else "",
            }
        )  # fmt: skip
    return lines


async def _households(session: AsyncSession) -> Lines:
    members: dict[str, list[str]] = {}
    rows = await session.execute(
        select(HouseholdMemberRow.household, PersonRow.phone, PersonRow.code).join(
            PersonRow, PersonRow.id == HouseholdMemberRow.person_id
        )
    )
    for household, phone, code in rows:
        if phone or code:
            members.setdefault(household, []).append(phone or code or "")
    return [
        _picked(row, ("code", "place", "name")) | {"members": members.get(row.code, [])}
        for row in await session.scalars(select(HouseholdRow))
    ]


async def _schedules(session: AsyncSession) -> Lines:
    people = {row.id: row for row in await session.scalars(select(PersonRow))}
    lines: Lines = []
    for row in await session.scalars(select(ScheduleRow).order_by(ScheduleRow.id)):
        person = people.get(row.person_id or 0)
        lines.append(
            _picked(row, COLUMNS["schedules"])
            | {
                "time": f"{row.start}-{row.end}" if row.end else row.start,
                "place": row.place or row.place_words,
                "person": (person.code or person.phone) if person else "",
            }
        )
    return lines


async def _entries(session: AsyncSession) -> Lines:
    lines: Lines = []
    for row in await session.scalars(select(EntryRow).order_by(EntryRow.id)):
        moved = await amounts(session, row.household, [row.id])
        lines.append(
            {
                "id": row.key, "household": row.household, "date": row.day, "rule": row.rule,
                "points": moved.get(row.id, 0), "note": row.note,
            }
        )  # fmt: skip
    return lines
